#include "resolver.h"

void resolver_forget(Resolver *r)
{
    sg_arena_free(r->brief);
}

Declaration *resolver_find(const Resolver *r, const char *name)
{
    return sg_map_find(&r->declarations, name);
}

FieldDraft *draft_find_field(const ModelDraft *model, const char *name)
{
    const Field *field = model_find_field(model->model, name);
    return field != NULL ? &model->drafts[field->index] : NULL;
}

bool draft_is_scalar(const FieldDraft *field)
{
    return field->is_known && field->field->kind != FIELD_RELATION;
}

bool draft_is_relation(const FieldDraft *field)
{
    return field->is_known && field->field->kind == FIELD_RELATION;
}

const AstExpr *draft_default(const FieldDraft *field)
{
    return field->given != NULL ? field->given->value : NULL;
}

void resolver_add_name(SgText *names, const char *name)
{
    sg_text_printf(names, "%s`%s`", names->size > 0 ? ", " : "", name);
}

const char *resolver_field_list(Resolver *r, const Fields *fields)
{
    SgText text = {.arena = r->brief};
    for (size_t i = 0; i < fields->count; i++) sg_text_printf(&text, "%s%s", i > 0 ? ", " : "", fields->items[i]->name);
    return sg_text_get(&text);
}
