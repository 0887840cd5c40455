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
