/* Default values: what a string or number must hold, and functions that do not exist. */
#include "checks.h"

#include "literals.h"
#include "suggest.h"

#include <string.h>

typedef bool (*LiteralCheck)(const char *text, size_t size, const char **out_why);

/* What a literal of a kind must be on a field of a type.  Other pairs need no look at the text. */
static const struct LiteralRule {
    ScalarType scalar;
    AstExprKind kind;
    LiteralCheck check;
    const char *what;
} literal_rules[] = {
    {SCALAR_JSON, AST_STRING, literal_is_json, "JSON"},
    {SCALAR_BYTES, AST_STRING, literal_is_base64, "base64"},
    {SCALAR_DATETIME, AST_STRING, literal_is_time, "a time by RFC 3339"},
    {SCALAR_DECIMAL, AST_STRING, literal_is_decimal, "a decimal number"},
    {SCALAR_INT, AST_NUMBER, literal_is_integer, "a whole number of 64 bits"},
    {SCALAR_BIGINT, AST_NUMBER, literal_is_integer, "a whole number of 64 bits"},
};

static void check_literal(Resolver *r, ScalarType scalar, const AstExpr *value)
{
    for (size_t i = 0; value->kind == AST_ARRAY && i < value->items.count; i++)
        check_literal(r, scalar, value->items.items[i]);
    for (size_t i = 0; i < sizeof literal_rules / sizeof *literal_rules; i++) {
        const struct LiteralRule *rule = &literal_rules[i];
        if (rule->scalar != scalar || rule->kind != value->kind) continue;
        const char *why = "";
        size_t size = value->kind == AST_STRING ? value->text_size : strlen(value->text);
        if (!rule->check(value->text, size, &why))
            diag_add(r->diags, DIAG_DEFAULT_TEXT, value->span, "this default value is not %s: %s", rule->what, why);
    }
}

void check_default_value(Resolver *r, const FieldDraft *field)
{
    const DefaultDraft *given = field->given;
    if (given == NULL) return;
    const AstExpr *value = given->value;
    if (given->map != NULL) {
        diag_add(r->diags, DIAG_DEFAULT_NAMED, given->attribute->span, "PostgreSQL has no names for default values");
        check_constraint_length(r, given->attribute, given->map);
    }
    if (field->field->kind == FIELD_SCALAR) check_literal(r, field->field->scalar, value);
    if (value->kind == AST_CALL && strcmp(value->text, "auto") == 0)
        diag_add(r->diags, DIAG_FUNCTION_UNKNOWN, value->span, "PostgreSQL has no `auto()`");
}

void check_unknown_functions(Resolver *r)
{
    static const char *const known[] = {"autoincrement", "cuid", "uuid",        "ulid",
                                        "nanoid",        "now",  "dbgenerated", "auto"};
    enum { KNOWN = sizeof known / sizeof *known };
    for (size_t i = 0; i < r->models.count; i++) {
        const ModelDraft *model = r->models.items[i];
        for (size_t k = 0; k < model->fields.count; k++) {
            const AstExpr *value = draft_default(model->fields.items[k]);
            bool is_known = value == NULL || value->kind != AST_CALL;
            for (size_t n = 0; !is_known && n < KNOWN; n++) is_known = strcmp(known[n], value->text) == 0;
            if (is_known) continue;
            Diagnostic *d =
                diag_add(r->diags, DIAG_FUNCTION_UNKNOWN, value->span, "unknown function `%s`", value->text);
            suggest_name(r, d, value->text, known, KNOWN - 1);
        }
    }
}
