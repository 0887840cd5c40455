/*
 * renamed_from.c - @renamedFrom and @@renamedFrom: what they say, and whether it can be true.
 *
 * A rename is done where a database has the old name and not the new one.  So that it is done once, the old name may
 * not be in the schema, unless its owner is renamed too (a from b, b from c), and never in a circle.
 */
#include "attributes.h"
#include "checks.h"

#include <string.h>

const RenamedFrom *resolve_renamed_from(AttributeReader *reader, bool has_schema)
{
    Resolver *r = reader->r;
    RenamedFrom from = {0};
    if (!attribute_take(reader, "renamedFrom")) return NULL;
    const AstArgument *name = argument_take_default(reader, "name");
    if (name != NULL && expr_string(r, name->value, &from.name) && from.name[0] == '\0') {
        diag_add(r->diags, DIAG_ARGUMENT_EMPTY, reader->current->span, "the old name is an empty string");
        from.name = NULL;
    }
    if (has_schema) {
        from.schema = argument_take_text(reader, "schema");
        from.schema_span = argument_span(reader->current, "schema");
    }
    from.span = reader->current->span;
    arguments_finish(reader);
    r->has_renames = true;
    if (from.name == NULL) return NULL;
    RenamedFrom *kept = sg_arena_alloc(r->arena, sizeof *kept);
    *kept = from;
    return kept;
}

/* Something that has a name in the database, among those that share its scope. */
typedef struct Named {
    const char *key;     /* its name in the scope */
    const char *old_key; /* the one it was renamed from, NULL */
    const RenamedFrom *from;
    size_t walk; /* the number of the walk that came by */
} Named;

typedef struct Scope {
    Resolver *r;
    const char *what; /* "a field" */
    LIST(Named) items;
    SgMap by_key, by_old_key;
} Scope;

static void add_named(Scope *scope, const char *key, const char *old_key, const RenamedFrom *from)
{
    *list_add(scope->r->scratch, &scope->items) = (Named){.key = key, .old_key = old_key, .from = from};
}

/* Follows the old names from `start`; a name that is there and was not renamed, or a circle, is reported where the
 * walk met it. */
static void walk(Scope *scope, size_t start)
{
    for (Named *named = &scope->items.items[start]; named->walk == 0 && named->old_key != NULL;) {
        named->walk = start + 1;
        Named *old = sg_map_find(&scope->by_key, named->old_key);
        if (old == NULL) return;
        if (old->old_key == NULL || old->walk == start + 1) {
            Diagnostic *d = diag_add(scope->r->diags, DIAG_RENAMED_FROM_KEPT, named->from->span,
                                     "the schema still has %s `%s`", scope->what, named->from->name);
            diag_help(scope->r->diags, d,
                      "name what it was before; once every database is renamed, remove the attribute");
            return;
        }
        named = old;
    }
}

static void check_scope(Scope *scope)
{
    Resolver *r = scope->r;
    for (size_t i = 0; i < scope->items.count; i++) {
        Named *named = &scope->items.items[i];
        sg_map_put(&scope->by_key, r->scratch, named->key, named);
        if (named->old_key == NULL) continue;
        const Named *earlier = sg_map_find(&scope->by_old_key, named->old_key);
        sg_map_put(&scope->by_old_key, r->scratch, named->old_key, named);
        if (earlier == NULL) continue;
        Diagnostic *d = diag_add(r->diags, DIAG_RENAMED_FROM_TWICE, named->from->span,
                                 "only one thing can be renamed from `%s`", named->from->name);
        diag_note(r->diags, d, earlier->from->span, "the other one");
    }
    for (size_t i = 0; i < scope->items.count; i++) walk(scope, i);
}

static void check_fields(Resolver *r, const Model *model)
{
    Scope scope = {.r = r, .what = "a field"};
    for (size_t i = 0; i < model->fields.count; i++) {
        const Field *field = model->fields.items[i];
        if (field->kind != FIELD_RELATION)
            add_named(&scope, field->database_name, model_renamed_from_name(field->renamed_from), field->renamed_from);
    }
    check_scope(&scope);
}

static void check_values(Resolver *r, const Enum *enum_type)
{
    Scope scope = {.r = r, .what = "a value"};
    for (size_t i = 0; i < enum_type->values.count; i++) {
        const EnumValue *value = &enum_type->values.items[i];
        add_named(&scope, value->database_name, model_renamed_from_name(value->renamed_from), value->renamed_from);
    }
    check_scope(&scope);
}

/* A table or an enum. */
static void add_qualified(Scope *scope, const char *schema, const char *name, const RenamedFrom *from)
{
    SgArena *arena = scope->r->scratch;
    const char *own = schema != NULL ? schema : "", *old_key = NULL;
    if (from != NULL) {
        old_key = sg_arena_printf(arena, "%s\n%s", from->schema != NULL ? from->schema : own, from->name);
        if (from->schema != NULL) check_schema_attribute(scope->r, from->schema, from->schema_span, from->span);
    }
    add_named(scope, sg_arena_printf(arena, "%s\n%s", own, name), old_key, from);
}

void check_renames(Resolver *r)
{
    Scope tables = {.r = r, .what = "a model"}, enums = {.r = r, .what = "an enum"};
    if (!r->has_renames) return;
    for (size_t i = 0; i < r->schema->models.count; i++) {
        const Model *model = r->schema->models.items[i];
        check_fields(r, model);
        if (!model->is_view) add_qualified(&tables, model->schema, model->database_name, model->renamed_from);
        else if (model->renamed_from != NULL)
            diag_add(r->diags, DIAG_RENAMED_FROM_VIEW, model->renamed_from->span,
                     "migrations do not make views, and do not rename them");
    }
    for (size_t i = 0; i < r->schema->enums.count; i++) {
        const Enum *enum_type = r->schema->enums.items[i];
        check_values(r, enum_type);
        add_qualified(&enums, enum_type->schema, enum_type->database_name, enum_type->renamed_from);
    }
    check_scope(&tables);
    check_scope(&enums);
}
