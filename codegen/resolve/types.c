/* Pass 2: what the type of each field is. */
#include "resolver.h"
#include "suggest.h"

#include <string.h>

/* Types that people of other languages write. */
static const struct ForeignType {
    const char *name;
    const char *scalar;
} foreign_types[] = {
    {"Text", "String"},     {"Varchar", "String"}, {"Char", "String"},  {"Uuid", "String"},        {"UUID", "String"},
    {"Integer", "Int"},     {"Long", "BigInt"},    {"Number", "Int"},   {"Double", "Float"},       {"Real", "Float"},
    {"Numeric", "Decimal"}, {"Money", "Decimal"},  {"Bool", "Boolean"}, {"Timestamp", "DateTime"}, {"Date", "DateTime"},
    {"Time", "DateTime"},   {"Jsonb", "Json"},     {"Binary", "Bytes"}, {"Blob", "Bytes"},
};

static void report_unknown_type(Resolver *r, const FieldDraft *draft)
{
    const char *name = draft->ast->type.text;
    if (ast_is_broken(&r->ast->broken, name)) return;
    Diagnostic *d = diag_add(r->diags, DIAG_TYPE_UNKNOWN, draft->ast->type.span,
                             "`%s` is neither a scalar type nor a model, view or enum of this schema", name);
    for (size_t i = 0; i < sizeof foreign_types / sizeof *foreign_types; i++) {
        if (strcmp(foreign_types[i].name, name) != 0) continue;
        diag_help(r->diags, d, "use `%s`", foreign_types[i].scalar);
        return;
    }
    suggest_type(r, d, name);
}

static void resolve_model_type(Resolver *r, FieldDraft *draft, ModelDraft *target)
{
    Field *field = draft->field;
    draft->target = target;
    draft->is_known = true;
    if (target->is_composite) {
        draft->is_composite = true;
        field->kind = FIELD_UNSUPPORTED;
        field->unsupported = target->model->name;
        return;
    }
    field->kind = FIELD_RELATION;
    if (draft->owner->is_composite) {
        draft->is_known = false;
        diag_add(r->diags, DIAG_TYPE_RELATION_IN_TYPE, draft->ast->type.span,
                 "`%s` is a model, and a type cannot hold a relation", target->model->name);
        return;
    }
    draft->relation = sg_arena_new(r->scratch, sizeof *draft->relation);
    *list_add(r->scratch, &r->relation_fields) = draft;
}

static void resolve_type(Resolver *r, FieldDraft *draft)
{
    Field *field = draft->field;
    const char *name = draft->ast->type.text;
    if (draft->ast->unsupported != NULL) {
        field->kind = FIELD_UNSUPPORTED;
        field->unsupported = draft->ast->unsupported;
        draft->is_known = true;
        return;
    }
    if (scalar_type_find(name, &field->scalar)) {
        field->kind = FIELD_SCALAR;
        draft->is_known = true;
        return;
    }
    const Declaration *declaration = resolver_find(r, name);
    if (declaration == NULL) {
        report_unknown_type(r, draft);
    } else if (declaration->enum_type != NULL) {
        field->kind = FIELD_ENUM;
        field->enum_type = declaration->enum_type->enum_type;
        draft->is_known = true;
    } else {
        resolve_model_type(r, draft, declaration->model);
    }
}

static void resolve_model_types(Resolver *r, ModelDraft *model)
{
    size_t known = 0;
    for (size_t i = 0; i < model->fields.count; i++) {
        FieldDraft *draft = model->fields.items[i];
        resolve_type(r, draft);
        if (draft->is_known) model->fields.items[known++] = draft;
    }
    model->fields.count = known;
}

void resolve_types(Resolver *r)
{
    for (size_t i = 0; i < r->models.count; i++) resolve_model_types(r, r->models.items[i]);
    for (size_t i = 0; i < r->enums.count; i++) {
        const EnumDraft *draft = r->enums.items[i];
        if (draft->ast->values.count == 0 && draft->ast->broken.count == 0 && !draft->ast->is_unclosed)
            diag_add(r->diags, DIAG_ENUM_EMPTY, draft->ast->span, "the enum `%s` has no value", draft->enum_type->name);
    }
}
