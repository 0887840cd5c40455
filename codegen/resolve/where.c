/* `where:`: the predicate of a partial index, as raw SQL or as an object of conditions. */
#include "attributes.h"

#include "quote.h"
#include "suggest.h"
#include "text.h"

#include <string.h>

static void mistake(AttributeReader *reader, const AstExpr *place, const char *message)
{
    Diagnostic *d = diag_add(reader->r->diags, DIAG_WHERE, place->span, "%s", message);
    diag_help(reader->r->diags, d, "write `where: raw(\"status = 'active'\")` or `where: { active: true }`");
}

static bool check_raw(AttributeReader *reader, const AstExpr *call)
{
    if (strcmp(call->text, "raw") != 0) {
        mistake(reader, call, "`where` is `raw(\"…\")` or an object");
        return false;
    }
    const AstExpr *sql = call->arguments.count > 0 ? call->arguments.items[0].value : NULL;
    if (sql == NULL || sql->kind != AST_STRING) {
        mistake(reader, call, "`raw` takes a string");
        return false;
    }
    if (sql->text[0] == '\0') mistake(reader, call, "the string of `raw` is empty");
    return sql->text[0] != '\0';
}

static const char *kind_of_constant(const AstExpr *value)
{
    bool is_boolean = strcmp(value->text, "true") == 0 || strcmp(value->text, "false") == 0;
    if (is_boolean) return "boolean";
    return strcmp(value->text, "null") == 0 ? "null" : NULL;
}

/* "string", "number", "boolean", "null"; NULL for what no condition can hold. */
static const char *kind_of(const AstExpr *value)
{
    switch (value->kind) {
    case AST_STRING: return "string";
    case AST_NUMBER: return "number";
    case AST_CONSTANT: return kind_of_constant(value);
    case AST_CALL:
    case AST_ARRAY:
    case AST_OBJECT: break;
    }
    return NULL;
}

/* The kind of value that a field is compared with, NULL when there is none. */
static const char *kind_for(const Field *field)
{
    if (field->kind == FIELD_ENUM) return "string";
    switch (field->scalar) {
    case SCALAR_STRING:
    case SCALAR_DATETIME: return "string";
    case SCALAR_INT:
    case SCALAR_BIGINT:
    case SCALAR_FLOAT:
    case SCALAR_DECIMAL: return "number";
    case SCALAR_BOOLEAN: return "boolean";
    case SCALAR_JSON:
    case SCALAR_BYTES:
    case SCALAR_COUNT: break;
    }
    return NULL;
}

static bool check_value(AttributeReader *reader, const Field *field, const AstExpr *value)
{
    Resolver *r = reader->r;
    const char *kind = kind_of(value);
    if (kind == NULL) {
        diag_add(r->diags, DIAG_WHERE, value->span, "`%s` cannot be compared with a field", expr_text(r, value));
        return false;
    }
    if (strcmp(kind, "null") == 0) return true;
    const char *expected = field->kind == FIELD_UNSUPPORTED ? NULL : kind_for(field);
    if (expected != NULL && strcmp(kind, expected) == 0) return true;
    Diagnostic *d =
        diag_add(r->diags, DIAG_WHERE, value->span, "the field `%s` cannot be compared with a %s", field->name, kind);
    if (expected == NULL) diag_help(r->diags, d, "write the condition as SQL: `where: raw(\"…\")`");
    return false;
}

static bool check_condition(AttributeReader *reader, const Field *field, const AstExpr *value)
{
    if (value->kind != AST_OBJECT) return check_value(reader, field, value);
    const AstArguments *members = &value->arguments;
    if (members->count != 1 || members->items[0].value == NULL) {
        mistake(reader, value, "the object of a condition has the one key `not`");
        return false;
    }
    if (strcmp(members->items[0].name.text, "not") != 0) {
        diag_add(reader->r->diags, DIAG_WHERE, ast_argument_span(&members->items[0]),
                 "unknown condition `%s`, only `not` exists", members->items[0].name.text);
        return false;
    }
    return check_value(reader, field, members->items[0].value);
}

static bool check_member(AttributeReader *reader, const ModelDraft *model, const AstArgument *member)
{
    Resolver *r = reader->r;
    const char *name = member->name.text;
    const FieldDraft *field = draft_find_field(model, name);
    if (field == NULL) {
        Diagnostic *d = diag_add(r->diags, DIAG_WHERE, ast_argument_span(member), "`%s` has no field `%s`",
                                 model->model->name, name);
        suggest_field(r, d, model, name);
        return false;
    }
    if (!draft_is_scalar(field)) {
        diag_add(r->diags, DIAG_WHERE, ast_argument_span(member),
                 "`%s` is a relation, only scalar fields can be compared", name);
        return false;
    }
    return member->value == NULL || check_condition(reader, field->field, member->value);
}

static bool check_object(AttributeReader *reader, const ModelDraft *model, const AstExpr *object)
{
    if (object->arguments.count == 0) {
        mistake(reader, object, "the object of `where` is empty");
        return false;
    }
    for (size_t i = 0; i < object->arguments.count; i++)
        if (!check_member(reader, model, &object->arguments.items[i])) return false;
    return true;
}

void resolve_where(AttributeReader *reader, const ModelDraft *model, KeyDraft *key)
{
    const AstArgument *argument = argument_take(reader, "where");
    if (argument == NULL) return;
    const AstExpr *value = argument->value;
    bool is_right = false;
    if (value->kind == AST_CALL) is_right = check_raw(reader, value);
    else if (value->kind == AST_OBJECT) is_right = check_object(reader, model, value);
    else mistake(reader, value, "`where` is `raw(\"…\")` or an object");
    if (is_right) key->where = value;
}

static void add_literal(SgText *sql, const AstExpr *value)
{
    if (value->kind == AST_STRING) quote_literal(sql, value->text);
    else sg_text_add(sql, value->text);
}

static void add_condition(SgText *sql, const char *column, const AstExpr *value)
{
    bool is_negated = value->kind == AST_OBJECT;
    if (is_negated) value = value->arguments.items[0].value;
    bool is_null = value->kind == AST_CONSTANT && strcmp(value->text, "null") == 0;
    quote_identifier(sql, column);
    sg_text_add_char(sql, ' ');
    if (is_null) {
        sg_text_add(sql, is_negated ? "IS NOT NULL" : "IS NULL");
        return;
    }
    sg_text_add(sql, is_negated ? "!= " : "= ");
    add_literal(sql, value);
}

void resolve_complete_where(Resolver *r, const ModelDraft *model, const KeyDraft *draft)
{
    Key *key = draft->key;
    const AstExpr *where = draft->where;
    if (where == NULL) return;
    if (where->kind == AST_CALL) {
        key->where = where->arguments.items[0].value->text;
        key->where_is_raw = true;
        return;
    }
    SgText sql = {.arena = r->texts};
    for (size_t i = 0; i < where->arguments.count; i++) {
        const AstArgument *member = &where->arguments.items[i];
        if (i > 0) sg_text_add(&sql, " AND ");
        add_condition(&sql, draft_find_field(model, member->name.text)->field->database_name, member->value);
    }
    key->where = sg_text_get(&sql);
}
