/* The lists of fields in keys, indexes and relations. */
#include "attributes.h"

#include "operator_classes.h"

#include <string.h>

static const AstArgument *find_argument(const AstExpr *call, const char *name)
{
    for (size_t i = 0; i < call->arguments.count; i++) {
        const AstArgument *argument = &call->arguments.items[i];
        if (argument->value != NULL && argument->name.text != NULL && strcmp(argument->name.text, name) == 0)
            return argument;
    }
    return NULL;
}

static void read_sort(Resolver *r, const AstExpr *call, KeyPart *part)
{
    const AstArgument *argument = find_argument(call, "sort");
    const char *sort;
    if (argument == NULL || !expr_constant(r, argument->value, &sort)) return;
    if (strcmp(sort, "Asc") == 0) part->sort = SORT_ASC;
    else if (strcmp(sort, "Desc") == 0) part->sort = SORT_DESC;
    else
        diag_add(r->diags, DIAG_SORT, ast_argument_span(argument), "the sort order is `Asc` or `Desc`, not `%s`", sort);
}

static void read_length(Resolver *r, const AstExpr *call, KeyPart *part)
{
    const AstArgument *argument = find_argument(call, "length");
    long long length;
    if (argument != NULL && expr_integer(r, argument->value, &length)) part->has_length = length >= 0;
}

static void read_raw_class(Resolver *r, const AstExpr *call, KeyPart *part)
{
    const AstArguments *arguments = &call->arguments;
    if (strcmp(call->text, "raw") != 0) {
        diag_add(r->diags, DIAG_OPERATOR_CLASS_UNKNOWN, call->span, "unknown function `%s`", call->text);
    } else if (arguments->count != 1 || arguments->items[0].value == NULL) {
        diag_add(r->diags, DIAG_OPERATOR_CLASS_UNKNOWN, call->span, "`raw` takes one string");
    } else if (arguments->items[0].value->kind != AST_STRING) {
        diag_add(r->diags, DIAG_OPERATOR_CLASS_UNKNOWN, call->span, "`raw` takes a string");
    } else {
        part->ops = arguments->items[0].value->text;
        part->ops_raw = true;
    }
}

static void read_class(Resolver *r, const AstExpr *call, KeyPart *part)
{
    const AstArgument *argument = find_argument(call, "ops");
    if (argument == NULL) return;
    const AstExpr *value = argument->value;
    if (value->kind == AST_CALL) {
        read_raw_class(r, value, part);
    } else if (value->kind != AST_CONSTANT) {
        diag_add(r->diags, DIAG_OPERATOR_CLASS_UNKNOWN, ast_argument_span(argument),
                 "`ops` needs the name of an operator class");
    } else if (operator_class_find(value->text) == NULL) {
        Diagnostic *d =
            diag_add(r->diags, DIAG_OPERATOR_CLASS_UNKNOWN, value->span, "unknown operator class `%s`", value->text);
        diag_help(r->diags, d, "a class that the language does not know is written `ops: raw(\"class_name\")`");
    } else {
        part->ops = value->text;
    }
}

static bool read_part(Resolver *r, const AstExpr *expr, bool has_options, KeyParts *out)
{
    KeyPart part = {.name = expr->text, .span = expr->span};
    if (expr->kind == AST_CALL && has_options) {
        read_sort(r, expr, &part);
        read_length(r, expr, &part);
        read_class(r, expr, &part);
    } else if (expr->kind != AST_CONSTANT) {
        expr_mismatch(r, expr, "field name");
        return false;
    }
    *list_add(r->brief, out) = part;
    return true;
}

/* A single field may stand without brackets. */
static bool read_parts(Resolver *r, const AstExpr *list, bool has_options, KeyParts *out)
{
    if (list->kind != AST_ARRAY) return read_part(r, list, has_options, out);
    bool is_valid = true;
    list_reserve(r->brief, out, list->items.count);
    for (size_t i = 0; i < list->items.count; i++)
        if (!read_part(r, list->items.items[i], has_options, out)) is_valid = false;
    return is_valid;
}

bool resolve_key_parts(Resolver *r, const AstExpr *list, KeyParts *out)
{
    return read_parts(r, list, true, out);
}

bool resolve_names(Resolver *r, const AstExpr *list, KeyParts *out)
{
    return read_parts(r, list, false, out);
}

bool resolve_clustered(AttributeReader *reader)
{
    const AstArgument *argument = argument_take(reader, "clustered");
    bool is_clustered;
    return argument != NULL && expr_boolean(reader->r, argument->value, &is_clustered);
}

void resolve_key_options(AttributeReader *reader, KeyDraft *draft)
{
    Resolver *r = reader->r;
    KeyField *field = &draft->key->fields.items[0];
    const AstArgument *length = argument_take(reader, "length");
    const AstArgument *sort = argument_take(reader, "sort");
    long long size;
    const char *order;
    if (length != NULL) draft->has_length = expr_integer(r, length->value, &size);
    if (sort != NULL && expr_constant(r, sort->value, &order)) {
        if (strcmp(order, "Asc") == 0) field->sort = SORT_ASC;
        else if (strcmp(order, "Desc") == 0) field->sort = SORT_DESC;
        else diag_add(r->diags, DIAG_SORT, reader->current->span, "the sort order is `Asc` or `Desc`, not `%s`", order);
    }
    draft->is_clustered_set = resolve_clustered(reader);
}
