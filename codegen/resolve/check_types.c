/* Composite types: PostgreSQL has none, and a type must not contain itself. */
#include "checks.h"

static void check_cycle(Resolver *r, const ModelDraft *type)
{
    for (size_t i = 0; i < type->fields.count; i++) {
        const FieldDraft *field = type->fields.items[i];
        if (!field->is_composite || field->field->arity != ARITY_REQUIRED || field->target != type) continue;
        Diagnostic *d =
            diag_add(r->diags, DIAG_TYPE_CYCLE, field->ast->span, "the type `%s` contains itself", type->model->name);
        diag_help(r->diags, d, "make the field optional or a list");
    }
}

void check_types(Resolver *r)
{
    for (size_t i = 0; i < r->models.count; i++)
        if (r->models.items[i]->is_composite) check_cycle(r, r->models.items[i]);
    for (size_t i = 0; i < r->models.count; i++) {
        const ModelDraft *type = r->models.items[i];
        if (!type->is_composite) continue;
        Diagnostic *d = diag_add(r->diags, DIAG_TYPE_COMPOSITE, type->model->name_span,
                                 "PostgreSQL has no composite types as the type `%s`", type->model->name);
        diag_help(r->diags, d, "use a model with a relation, or a field of type `Json`");
    }
}
