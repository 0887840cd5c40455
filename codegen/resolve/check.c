/* Pass 6: checks of the whole schema.  Prisma makes some of them only while there is no error yet, and none
 * after an ambiguous relation; so the order is part of the rules. */
#include "checks.h"

/* False when a relation is ambiguous. */
static bool check_fields(Resolver *r, const ModelDraft *model)
{
    for (size_t i = 0; i < model->fields.count; i++) {
        const FieldDraft *field = model->fields.items[i];
        if (!draft_is_scalar(field)) continue;
        check_client_name(r, field);
        check_field(r, field);
    }
    for (size_t i = 0; i < model->fields.count; i++) {
        const FieldDraft *field = model->fields.items[i];
        if (!draft_is_relation(field)) continue;
        if (check_relation_is_ambiguous(r, field)) return false;
        check_client_name(r, field);
        check_relation_field(r, field);
    }
    return true;
}

/* False when a relation is ambiguous. */
static bool check_any_model(Resolver *r, const NameTable *names, const ModelDraft *model)
{
    if (model->model->is_view) check_view(r, model);
    else check_model(r, names, model);
    if (!check_fields(r, model)) return false;
    for (size_t i = 0; i < model->keys.count; i++) {
        if (model->model->is_view) check_view_key(r, model->keys.items[i]);
        else check_key(r, names, model, model->keys.items[i]);
    }
    return true;
}

static bool check_models(Resolver *r, const NameTable *names, bool is_view)
{
    for (size_t i = 0; i < r->models.count; i++) {
        const ModelDraft *model = r->models.items[i];
        if (model->is_composite || model->model->is_view != is_view) continue;
        if (!check_any_model(r, names, model)) return false;
        resolver_forget(r);
    }
    return true;
}

void check_schema(Resolver *r)
{
    NameTable names;
    check_collect_names(r, &names);
    check_types(r);
    check_unknown_functions(r);
    check_datasource(r);
    check_table_names(r);
    if (!check_models(r, &names, false) || !check_models(r, &names, true)) return;
    check_enums(r);
    check_renames(r);
    const Datasource *datasource = r->schema->datasource;
    if (datasource != NULL && datasource->relation_mode_prisma) check_find_cycles(r);
    for (size_t i = 0; i < r->relations.count; i++) {
        check_relation(r, r->relations.items[i]);
        resolver_forget(r);
    }
}
