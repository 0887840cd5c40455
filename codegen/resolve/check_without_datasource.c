/* A schema without a datasource names no database; what only a database has is then refused. */
#include "checks.h"

static void refuse(Resolver *r, Span span, const char *what)
{
    Diagnostic *d = diag_add(r->diags, DIAG_NO_DATASOURCE, span, "without a datasource there %s", what);
    diag_help(r->diags, d, "add `datasource db { provider = \"postgresql\" }`");
}

static bool is_autoincrement(const FieldDraft *field)
{
    const AstExpr *value = draft_default(field);
    return value != NULL && value->kind == AST_CALL && value->text[0] == 'a' && value->text[4] == 'i';
}

static bool is_key_of_one(const ModelDraft *model, const Field *field)
{
    const KeyDraft *id = model->primary_key;
    return id != NULL && id->key->fields.count == 1 && id->key->fields.items[0].field == field;
}

static void check_autoincrement(Resolver *r, const ModelDraft *model)
{
    size_t count = 0;
    for (size_t i = 0; i < model->fields.count; i++) {
        const FieldDraft *field = model->fields.items[i];
        if (!is_autoincrement(field)) continue;
        count++;
        if (!is_key_of_one(model, field->field))
            refuse(r, field->field->name_span, "is `autoincrement()` on a field that is the id only");
    }
    if (count > 1) refuse(r, model->model->name_span, "is one `autoincrement()` in a model only");
}

void check_field_without_datasource(Resolver *r, const FieldDraft *field)
{
    if (draft_is_relation(field)) {
        if (field->relation->map != NULL) refuse(r, field->relation->attribute->span, "are no named foreign keys");
        return;
    }
    if (field->field->arity == ARITY_LIST) refuse(r, field->field->name_span, "are no lists");
    else if (field->field->kind == FIELD_SCALAR && field->field->scalar == SCALAR_DECIMAL)
        refuse(r, field->field->name_span, "is no `Decimal`");
}

void check_model_without_datasource(Resolver *r, const ModelDraft *model)
{
    if (model->primary_key != NULL && model->primary_key->key->map != NULL)
        refuse(r, model->model->name_span, "are no named primary keys");
    check_autoincrement(r, model);
}
