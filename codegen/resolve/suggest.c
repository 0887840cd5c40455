#include "suggest.h"

#include <string.h>

/* Names that mean something to schemagen only, and that this version does not have yet.  A pass that implements
 * one takes it from the reader and its line goes. */
static const struct LaterAttribute {
    const char *name;
    const char *purpose;
} later_attributes[] = {
    {"check", "CHECK constraints"},    {"exclude", "exclusion constraints"}, {"generated", "stored generated columns"},
    {"identity", "identity columns"},  {"appendOnly", "ledger tables"},      {"balanced", "balanced ledgers"},
    {"transitions", "state machines"}, {"partition", "partitioned tables"},  {"policy", "row-level security"},
    {"grant", "privileges"},
};

static const char *const field_attributes[] = {"id",       "unique",  "default", "map",     "updatedAt",  "ignore",
                                               "relation", "version", "db.Text", "db.Uuid", "renamedFrom"};
static const char *const model_attributes[] = {"id",     "unique", "index",      "map",
                                               "schema", "ignore", "idempotent", "renamedFrom"};
static const char *const enum_attributes[] = {"map", "schema", "renamedFrom"};
static const char *const value_attributes[] = {"map", "renamedFrom"};

enum {
    FIELD_ATTRIBUTES = sizeof field_attributes / sizeof *field_attributes,
    MODEL_ATTRIBUTES = sizeof model_attributes / sizeof *model_attributes,
    ENUM_ATTRIBUTES = sizeof enum_attributes / sizeof *enum_attributes,
    VALUE_ATTRIBUTES = sizeof value_attributes / sizeof *value_attributes
};

static const char *later_purpose(const char *name)
{
    for (size_t i = 0; i < sizeof later_attributes / sizeof *later_attributes; i++)
        if (strcmp(later_attributes[i].name, name) == 0) return later_attributes[i].purpose;
    return NULL;
}

static const char *nearest_attribute(const char *name, const char *place)
{
    if (strcmp(place, "enum") == 0) return diag_nearest(name, enum_attributes, ENUM_ATTRIBUTES);
    if (strcmp(place, "value") == 0) return diag_nearest(name, value_attributes, VALUE_ATTRIBUTES);
    if (strcmp(place, "model") == 0) return diag_nearest(name, model_attributes, MODEL_ATTRIBUTES);
    return diag_nearest(name, field_attributes, FIELD_ATTRIBUTES);
}

void suggest_attribute(Resolver *r, const AstAttribute *attribute, const char *at, const char *place)
{
    const char *name = attribute->name.text;
    if (attribute->is_documented) {
        diag_add(r->diags, DIAG_EXTENSION_LATER, attribute->span, "`%s%s` is not part of this version and is ignored",
                 at, name);
        return;
    }
    Diagnostic *d = diag_add(r->diags, DIAG_ATTRIBUTE_UNKNOWN, attribute->span, "unknown attribute `%s%s`", at, name);
    const char *purpose = later_purpose(name);
    const char *nearest = nearest_attribute(name, place);
    if (purpose != NULL)
        diag_help(r->diags, d, "`%s%s` (%s) is not part of this version; remove the attribute", at, name, purpose);
    else if (nearest != NULL && strcmp(nearest, name) != 0) diag_help(r->diags, d, "did you mean `%s%s`?", at, nearest);
    else if (strchr(name, '.') != NULL)
        diag_help(r->diags, d, "a native type can stand on a field of a scalar type only");
}

/* A search compares with every candidate: with thousands of names or errors that would cost more than it helps,
 * and only the first errors are shown. */
enum { MOST_CANDIDATES = 2000, MOST_SEARCHES = 100 };

static bool is_worth_a_search(const Resolver *r)
{
    return r->diags->errors <= MOST_SEARCHES;
}

void suggest_name(Resolver *r, Diagnostic *diagnostic, const char *name, const char *const *candidates, size_t count)
{
    if (!is_worth_a_search(r)) return;
    if (count > MOST_CANDIDATES) count = MOST_CANDIDATES;
    const char *nearest = diag_nearest(name, candidates, count);
    if (nearest != NULL) diag_help(r->diags, diagnostic, "did you mean `%s`?", nearest);
}

void suggest_type(Resolver *r, Diagnostic *diagnostic, const char *name)
{
    LIST(const char *) candidates = {0};
    if (!is_worth_a_search(r)) return;
    for (int i = 0; i < SCALAR_COUNT; i++) *list_add(r->scratch, &candidates) = scalar_type_name((ScalarType)i);
    for (size_t i = 0; i < r->models.count && i < MOST_CANDIDATES; i++)
        *list_add(r->scratch, &candidates) = r->models.items[i]->model->name;
    for (size_t i = 0; i < r->enums.count && i < MOST_CANDIDATES; i++)
        *list_add(r->scratch, &candidates) = r->enums.items[i]->enum_type->name;
    suggest_name(r, diagnostic, name, candidates.items, candidates.count);
}

void suggest_field(Resolver *r, Diagnostic *diagnostic, const ModelDraft *model, const char *name)
{
    LIST(const char *) candidates = {0};
    if (!is_worth_a_search(r)) return;
    for (size_t i = 0; i < model->fields.count && i < MOST_CANDIDATES; i++)
        *list_add(r->scratch, &candidates) = model->fields.items[i]->field->name;
    suggest_name(r, diagnostic, name, candidates.items, candidates.count);
}

void suggest_value(Resolver *r, Diagnostic *diagnostic, const Enum *enum_type, const char *name)
{
    LIST(const char *) candidates = {0};
    if (!is_worth_a_search(r)) return;
    for (size_t i = 0; i < enum_type->values.count && i < MOST_CANDIDATES; i++)
        *list_add(r->scratch, &candidates) = enum_type->values.items[i].name;
    suggest_name(r, diagnostic, name, candidates.items, candidates.count);
}
