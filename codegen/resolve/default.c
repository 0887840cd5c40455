/* @default: whether the value is of the kind that the field's type takes.  What a string must hold (JSON, a
 * time, base64 …) is checked later, in check_defaults.c. */
#include "attributes.h"

#include "suggest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void mistake(AttributeReader *reader, DiagCode code, const char *message)
{
    diag_add(reader->r->diags, code, reader->current->span, "%s", message);
}

/* Whether `expr` is a whole number that one of the functions takes: between 0 and 255. */
static bool small_number(const AstExpr *expr, long *out)
{
    char *end;
    errno = 0;
    long value = strtol(expr->text, &end, 10);
    if (errno != 0 || *end != '\0' || value < 0 || value > 255) return false;
    *out = value;
    return true;
}

/* Reads the one optional number of uuid(), cuid() and nanoid(): false after an error, -1 when absent. */
static bool read_version(AttributeReader *reader, const AstExpr *call, long *out)
{
    Resolver *r = reader->r;
    *out = -1;
    if (call->arguments.count == 0) return true;
    const AstExpr *value = call->arguments.items[0].value;
    if (call->arguments.count > 1 || value->kind != AST_NUMBER) {
        diag_add(r->diags, DIAG_FUNCTION_ARGUMENT, reader->current->span, "`%s()` takes one whole number or nothing",
                 call->text);
        return false;
    }
    if (!small_number(value, out)) *out = 256;
    return true;
}

static bool check_no_arguments(AttributeReader *reader, const AstExpr *call)
{
    if (call->arguments.count == 0) return true;
    diag_add(reader->r->diags, DIAG_FUNCTION_ARGUMENT, reader->current->span, "`%s()` takes no argument", call->text);
    return false;
}

static bool check_uuid(AttributeReader *reader, const AstExpr *call)
{
    long version;
    if (!read_version(reader, call, &version)) return false;
    if (version == -1 || version == 4 || version == 7) return true;
    mistake(reader, DIAG_FUNCTION_ARGUMENT, "the version of `uuid()` is 4 or 7");
    return false;
}

static bool check_cuid(AttributeReader *reader, const AstExpr *call)
{
    long version;
    if (!read_version(reader, call, &version)) return false;
    if (version == -1 || version == 1 || version == 2) return true;
    mistake(reader, DIAG_FUNCTION_ARGUMENT, "the version of `cuid()` is 1 or 2");
    return false;
}

static bool check_nanoid(AttributeReader *reader, const AstExpr *call)
{
    long length;
    if (!read_version(reader, call, &length)) return false;
    if (length == -1 || (length >= 2 && length <= 255)) return true;
    mistake(reader, DIAG_FUNCTION_ARGUMENT, "the length of `nanoid()` is between 2 and 255");
    return false;
}

static bool check_dbgenerated(AttributeReader *reader, const AstExpr *call)
{
    const AstArguments *arguments = &call->arguments;
    if (arguments->count > 1 || (arguments->count == 1 && arguments->items[0].value->kind != AST_STRING)) {
        mistake(reader, DIAG_FUNCTION_ARGUMENT, "`dbgenerated()` takes one string");
        return false;
    }
    if (arguments->count == 0 || arguments->items[0].value->text[0] != '\0') return true;
    mistake(reader, DIAG_FUNCTION_ARGUMENT, "the string of `dbgenerated()` is empty");
    return false;
}

/* Functions for the scalar types that they can stand on; `second` is SCALAR_COUNT where there is one only. */
static const struct DefaultFunction {
    const char *name;
    ScalarType scalar, second;
    bool (*check)(AttributeReader *reader, const AstExpr *call);
} default_functions[] = {
    {"autoincrement", SCALAR_INT, SCALAR_BIGINT, check_no_arguments},
    {"cuid", SCALAR_STRING, SCALAR_COUNT, check_cuid},
    {"uuid", SCALAR_STRING, SCALAR_COUNT, check_uuid},
    {"ulid", SCALAR_STRING, SCALAR_COUNT, check_no_arguments},
    {"nanoid", SCALAR_STRING, SCALAR_COUNT, check_nanoid},
    {"now", SCALAR_DATETIME, SCALAR_COUNT, check_no_arguments},
};

enum { DEFAULT_FUNCTIONS = sizeof default_functions / sizeof *default_functions };

/* The function's type fits, or (unknown functions) is judged with the whole schema. */
static bool check_function(AttributeReader *reader, const FieldDraft *field, const AstExpr *call, const char *map)
{
    ScalarType scalar = field->field->scalar;
    if (strcmp(call->text, "autoincrement") == 0 && map != NULL) {
        mistake(reader, DIAG_DEFAULT_NAMED, "the default value `autoincrement()` cannot have a name");
        return false;
    }
    for (size_t i = 0; i < DEFAULT_FUNCTIONS; i++) {
        const struct DefaultFunction *function = &default_functions[i];
        if (strcmp(function->name, call->text) != 0) continue;
        if (function->scalar == scalar || function->second == scalar) return function->check(reader, call);
        diag_add(reader->r->diags, DIAG_FUNCTION_TYPE, reader->current->span,
                 "`%s()` cannot be the default value of a field of type `%s`", call->text, scalar_type_name(scalar));
        return false;
    }
    return strcmp(call->text, "auto") != 0 || check_no_arguments(reader, call);
}

static bool check_literal(AttributeReader *reader, const FieldDraft *field, const AstExpr *value)
{
    Resolver *r = reader->r;
    ScalarType scalar = field->field->scalar;
    bool is_right = false;
    switch (scalar) {
    case SCALAR_STRING:
    case SCALAR_JSON:
    case SCALAR_BYTES:
    case SCALAR_DATETIME: is_right = value->kind == AST_STRING; break;
    case SCALAR_INT:
    case SCALAR_BIGINT:
    case SCALAR_FLOAT: is_right = value->kind == AST_NUMBER; break;
    case SCALAR_DECIMAL: is_right = value->kind == AST_NUMBER || value->kind == AST_STRING; break;
    case SCALAR_BOOLEAN:
        if (value->kind != AST_CONSTANT) break;
        if (strcmp(value->text, "true") == 0 || strcmp(value->text, "false") == 0) return true;
        diag_add(r->diags, DIAG_DEFAULT_KIND, value->span, "a boolean is `true` or `false`, not `%s`", value->text);
        return false;
    case SCALAR_COUNT: break;
    }
    if (!is_right)
        diag_add(r->diags, DIAG_DEFAULT_KIND, reader->current->span, "expected a value of type `%s`, found `%s`",
                 scalar_type_name(scalar), expr_text(r, value));
    return is_right;
}

static bool check_enum_value(AttributeReader *reader, const FieldDraft *field, const AstExpr *value)
{
    Resolver *r = reader->r;
    const Enum *enum_type = field->field->enum_type;
    if (value->kind != AST_CONSTANT) {
        diag_add(r->diags, DIAG_DEFAULT_KIND, reader->current->span, "expected a value of the enum `%s`, found `%s`",
                 enum_type->name, expr_text(r, value));
        return false;
    }
    const Declaration *declaration = resolver_find(r, enum_type->name);
    if (sg_map_find(&declaration->enum_type->values_by_name, value->text) != NULL) return true;
    if (ast_is_broken(&declaration->ast->broken, value->text)) return false;
    Diagnostic *d = diag_add(r->diags, DIAG_DEFAULT_ENUM, reader->current->span, "the enum `%s` has no value `%s`",
                             enum_type->name, value->text);
    suggest_value(r, d, enum_type, value->text);
    return false;
}

typedef bool (*CheckValue)(AttributeReader *reader, const FieldDraft *field, const AstExpr *value);

static bool check_values(AttributeReader *reader, const FieldDraft *field, const AstExpr *value, CheckValue check)
{
    for (size_t i = 0; i < value->items.count; i++)
        if (!check(reader, field, value->items.items[i])) return false;
    return true;
}

static bool check_enum(AttributeReader *reader, const FieldDraft *field, const AstExpr *value)
{
    if (field->field->arity != ARITY_LIST) return check_enum_value(reader, field, value);
    if (value->kind == AST_ARRAY) return check_values(reader, field, value, check_enum_value);
    mistake(reader, DIAG_DEFAULT_LIST, "the default value of a list is a list");
    return false;
}

static bool check_scalar(AttributeReader *reader, const FieldDraft *field, const AstExpr *value, const char *map)
{
    if (value->kind == AST_CALL) return check_function(reader, field, value, map);
    bool is_list = field->field->arity == ARITY_LIST;
    if (is_list && value->kind == AST_ARRAY) return check_values(reader, field, value, check_literal);
    if (!is_list && value->kind != AST_ARRAY) return check_literal(reader, field, value);
    mistake(reader, DIAG_DEFAULT_LIST,
            is_list ? "the default value of a list is a list" : "the default value is a list, the field is not");
    return false;
}

/* Members of `type` blocks take three functions. */
static bool check_member_function(AttributeReader *reader, const FieldDraft *field, const AstExpr *call)
{
    static const char *const refused[] = {"dbgenerated", "autoincrement", "auto", "nanoid", "ulid"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (strcmp(refused[i], call->text) != 0) continue;
        diag_add(reader->r->diags, DIAG_FUNCTION_TYPE, reader->current->span,
                 "`%s()` cannot be the default value in a type", call->text);
        return false;
    }
    for (size_t i = 0; i < DEFAULT_FUNCTIONS; i++)
        if (strcmp(default_functions[i].name, call->text) == 0) return check_function(reader, field, call, NULL);
    diag_add(reader->r->diags, DIAG_FUNCTION_UNKNOWN, call->span, "unknown function `%s`", call->text);
    return false;
}

static bool check_value(AttributeReader *reader, const FieldDraft *field, const AstExpr *value, const char *map)
{
    bool is_call = value->kind == AST_CALL;
    bool is_scalar = field->field->kind == FIELD_SCALAR;
    if (field->owner->is_composite && is_call && (is_scalar || strcmp(value->text, "dbgenerated") == 0))
        return check_member_function(reader, field, value);
    if (is_call && strcmp(value->text, "dbgenerated") == 0) return check_dbgenerated(reader, value);
    if (is_scalar) return check_scalar(reader, field, value, map);
    if (field->field->kind == FIELD_ENUM) return check_enum(reader, field, value);
    mistake(reader, DIAG_FUNCTION_TYPE,
            field->is_composite ? "a field of a composite type has no default value"
                                : "a field of type `Unsupported` takes `@default(dbgenerated(\"…\"))` only");
    return false;
}

void resolve_default(AttributeReader *reader, FieldDraft *field)
{
    const AstArgument *argument = argument_take_default(reader, "value");
    if (argument == NULL) return;
    const char *map = argument_take_text(reader, "map");
    if (!check_value(reader, field, argument->value, map)) return;
    DefaultDraft *given = sg_arena_alloc(reader->r->scratch, sizeof *given);
    *given = (DefaultDraft){.attribute = reader->current, .value = argument->value, .map = map};
    field->given = given;
}
