/* Relation fields, each by itself. */
#include "checks.h"

static void check_ignored(Resolver *r, const FieldDraft *field)
{
    const Model *own = field->owner->model, *other = field->target->model;
    if (!other->is_ignored || own->is_ignored || field->field->is_ignored) return;
    Diagnostic *d = diag_add(r->diags, DIAG_IGNORE_MISSING, field->field->name_span,
                             "`%s` points at `%s`, which is ignored", field->field->name, other->name);
    diag_help(r->diags, d, "add `@ignore` to the field");
}

/* Without foreign keys the client would do the actions, and it has three of them. */
static void check_action(Resolver *r, ReferentialAction action, Span span)
{
    if (action != ACTION_NO_ACTION && action != ACTION_SET_DEFAULT) return;
    Diagnostic *d =
        diag_add(r->diags, DIAG_ACTION_MODE, span, "`relationMode = \"prisma\"` has no such referential action");
    diag_help(r->diags, d, "use `Restrict`, `Cascade` or `SetNull`");
}

static bool is_prefix(const Fields *fields, const Key *key)
{
    if (fields->count > key->fields.count) return false;
    for (size_t i = 0; i < fields->count; i++)
        if (key->fields.items[i].field != fields->items[i]) return false;
    return true;
}

static void warn_missing_index(Resolver *r, const FieldDraft *field)
{
    const ModelDraft *model = field->owner;
    const Fields *fields = &field->relation->fields;
    if (!field->relation->has_fields) return;
    for (size_t i = 0; i < model->keys.count; i++)
        if (is_prefix(fields, model->keys.items[i]->key)) return;
    if (model->primary_key != NULL && is_prefix(fields, model->primary_key->key)) return;
    Diagnostic *d = diag_add(r->diags, DIAG_RELATION_INDEX, field->relation->attribute->span,
                             "`relationMode = \"prisma\"` makes no index for this relation");
    diag_help(r->diags, d, "add an `@@index` on the fields of the relation");
}

void check_relation_field(Resolver *r, const FieldDraft *field)
{
    const Datasource *datasource = r->schema->datasource;
    const RelationArguments *relation = field->relation;
    check_ignored(r, field);
    if (datasource == NULL) check_field_without_datasource(r, field);
    if (datasource != NULL && datasource->relation_mode_prisma) {
        check_action(r, relation->on_delete, relation->on_delete_span);
        check_action(r, relation->on_update, relation->on_update_span);
        warn_missing_index(r, field);
    }
    if (relation->map != NULL) check_constraint_length(r, relation->attribute, relation->map);
}
