/* Relations with a foreign key: the two sides together. */
#include "checks.h"

#include <string.h>

static bool contains(const Fields *fields, const Field *field)
{
    for (size_t i = 0; i < fields->count; i++)
        if (fields->items[i] == field) return true;
    return false;
}

static bool has_same_fields(const Key *key, const Fields *fields)
{
    if (key->fields.count != fields->count) return false;
    for (size_t i = 0; i < key->fields.count; i++)
        if (!contains(fields, key->fields.items[i].field)) return false;
    return true;
}

static bool has_same_order(const Key *key, const Fields *fields)
{
    if (key->fields.count != fields->count) return false;
    for (size_t i = 0; i < fields->count; i++)
        if (key->fields.items[i].field != fields->items[i]) return false;
    return true;
}

bool check_fields_are_unique(const ModelDraft *model, const Fields *fields, bool in_order)
{
    bool (*is_same)(const Key *, const Fields *) = in_order ? has_same_order : has_same_fields;
    if (model->primary_key != NULL && is_same(model->primary_key->key, fields)) return true;
    for (size_t i = 0; i < model->keys.count; i++) {
        const Key *key = model->keys.items[i]->key;
        if (key->kind == KEY_UNIQUE && is_same(key, fields)) return true;
    }
    return false;
}

static void check_references_unique(Resolver *r, const RelationDraft *draft)
{
    const FieldDraft *forward = draft->forward;
    const Fields *references = &forward->relation->references;
    bool in_order = r->schema->datasource == NULL && references->count > 1;
    if (references->count == 0) return;
    if (check_fields_are_unique(draft->to, references, in_order)) return;
    Diagnostic *d = diag_add(r->diags, DIAG_REFERENCES_NOT_UNIQUE, forward->field->name_span,
                             "`references` must name a primary or unique key of `%s`", draft->to->model->name);
    if (references->count == 1)
        diag_help(r->diags, d, "add `@unique` to the field `%s` of `%s`", references->items[0]->name,
                  draft->to->model->name);
    else
        diag_help(r->diags, d, "add `@@unique([%s])` to `%s`", resolver_field_list(r, references),
                  draft->to->model->name);
}

static void check_lengths(Resolver *r, const RelationDraft *draft)
{
    const RelationArguments *relation = draft->forward->relation;
    if (!relation->has_fields || !relation->has_references) return;
    if (relation->fields.count == relation->references.count) return;
    diag_add(r->diags, DIAG_RELATION_LENGTHS, relation->attribute->span,
             "`fields` names %zu fields and `references` %zu", relation->fields.count, relation->references.count);
}

static void check_arity(Resolver *r, const RelationDraft *draft)
{
    const FieldDraft *forward = draft->forward;
    const Fields *fields = &forward->relation->fields;
    if (forward->field->arity != ARITY_REQUIRED) return;
    for (size_t i = 0; i < fields->count; i++) {
        if (fields->items[i]->arity != ARITY_OPTIONAL) continue;
        Diagnostic *d = diag_add(r->diags, DIAG_RELATION_ARITY, forward->field->name_span,
                                 "the relation `%s` is required, but its field `%s` is optional", forward->field->name,
                                 fields->items[i]->name);
        diag_note(r->diags, d, fields->items[i]->name_span, "this field");
        diag_help(r->diags, d, "make both optional or both required");
        return;
    }
}

static bool same_type(const Field *a, const Field *b)
{
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case FIELD_SCALAR: return a->scalar == b->scalar;
    case FIELD_ENUM: return a->enum_type == b->enum_type;
    case FIELD_UNSUPPORTED: return strcmp(a->unsupported, b->unsupported) == 0;
    case FIELD_RELATION: break;
    }
    return false;
}

/* What is referenced: as written, else the fields of the first key that identifies a row. */
static const Fields *referenced_fields(Resolver *r, const RelationDraft *draft)
{
    if (draft->forward->relation->has_references) return &draft->forward->relation->references;
    Fields *fields = sg_arena_new(r->brief, sizeof *fields);
    const Key *key = check_strict_unique_key(draft->to);
    for (size_t i = 0; key != NULL && i < key->fields.count; i++)
        *list_add(r->brief, fields) = key->fields.items[i].field;
    return fields;
}

static void check_field_types(Resolver *r, const RelationDraft *draft)
{
    const Fields *fields = &draft->forward->relation->fields;
    if (!draft->forward->relation->has_fields) return;
    const Fields *references = referenced_fields(r, draft);
    for (size_t i = 0; i < fields->count && i < references->count; i++) {
        const Field *own = fields->items[i], *other = references->items[i];
        if (same_type(own, other)) continue;
        Diagnostic *d = diag_add(r->diags, DIAG_RELATION_TYPES, draft->forward->field->name_span,
                                 "`%s` and the field `%s` of `%s` that it references have different types", own->name,
                                 other->name, other->model->name);
        diag_note(r->diags, d, draft_find_field(draft->to, other->name)->ast->type.span, "the referenced field");
    }
}

static void check_set_null(Resolver *r, const RelationDraft *draft)
{
    const FieldDraft *forward = draft->forward;
    const Fields *fields = &forward->relation->fields;
    bool has_required = !forward->relation->has_fields;
    for (size_t i = 0; i < fields->count; i++)
        if (fields->items[i]->arity == ARITY_REQUIRED) has_required = true;
    bool is_set_null =
        forward->relation->on_delete == ACTION_SET_NULL || forward->relation->on_update == ACTION_SET_NULL;
    if (!has_required || !is_set_null) return;
    const Datasource *datasource = r->schema->datasource;
    bool is_error = datasource == NULL || datasource->relation_mode_prisma;
    Diagnostic *d =
        diag_add(r->diags, is_error ? DIAG_SET_NULL : DIAG_SET_NULL_REQUIRED, forward->field->name_span,
                 "`SetNull` on `%s` cannot work: a field of the relation is required", forward->field->name);
    diag_help(r->diags, d, "choose another referential action, or make the fields optional");
}

static void report_missing_side(Resolver *r, const FieldDraft *field)
{
    const char *own = field->owner->model->name, *other = field->target->model->name;
    Diagnostic *d = diag_add(r->diags, DIAG_RELATION_ONE_SIDED, field->field->name_span,
                             "the relation field `%s` has no opposite field on `%s`", field->field->name, other);
    diag_help(r->diags, d, "add a field of type `%s`, `%s?` or `%s[]` to `%s`, or run `schemagen format`", own, own,
              own, other);
}

static void relation_error(Resolver *r, DiagCode code, const FieldDraft *field, const char *message)
{
    diag_add(r->diags, code, field->field->name_span, "the relation field `%s` %s", field->field->name, message);
}

static void check_one_to_many(Resolver *r, const RelationDraft *draft)
{
    const RelationArguments *forward = draft->forward->relation, *back = draft->back->relation;
    if (forward->fields.count == 0 || forward->references.count == 0)
        relation_error(r, DIAG_RELATION_WITHOUT_FIELDS, draft->forward,
                       forward->references.count > 0 ? "needs `fields` in its `@relation`"
                       : forward->fields.count > 0   ? "needs `references` in its `@relation`"
                                                     : "needs `@relation(fields: […], references: […])`");
    if (back->fields.count > 0 || back->references.count > 0)
        relation_error(r, DIAG_RELATION_WRONG_SIDE, draft->back,
                       "is the list side: `fields` and `references` belong to the other one");
    if (back->on_delete != ACTION_UNSPECIFIED || back->on_update != ACTION_UNSPECIFIED)
        relation_error(r, DIAG_RELATION_WRONG_SIDE, draft->back,
                       "is the list side: `onDelete` and `onUpdate` belong to the other one");
}

static void check_inline(Resolver *r, RelationDraft *draft)
{
    const Datasource *datasource = r->schema->datasource;
    bool is_complete = draft->forward != NULL && draft->back != NULL;
    if (is_complete && datasource != NULL && datasource->relation_mode_prisma) check_cycles(r, draft);
    if (draft->forward != NULL) {
        check_references_unique(r, draft);
        check_lengths(r, draft);
        check_arity(r, draft);
        check_field_types(r, draft);
    }
    check_relation_constraint_name(r, draft);
    if (draft->forward != NULL) check_set_null(r, draft);
    if (!is_complete) report_missing_side(r, draft->forward != NULL ? draft->forward : draft->back);
    else if (draft->relation->kind == RELATION_ONE_TO_ONE) check_one_to_one(r, draft);
    else check_one_to_many(r, draft);
}

static void check_no_action(Resolver *r, ReferentialAction action, Span span)
{
    if (action == ACTION_UNSPECIFIED) return;
    diag_add(r->diags, DIAG_MANY_TO_MANY_ACTION, span, "a many-to-many relation has no referential actions of its own");
}

static void check_many_to_many_side(Resolver *r, const FieldDraft *field)
{
    const KeyDraft *id = field->target->primary_key;
    if (id == NULL || id->key->fields.count != 1) {
        Diagnostic *d =
            diag_add(r->diags, DIAG_MANY_TO_MANY_ID, field->field->name_span,
                     "`%s` has no `@id`, so it cannot be in a many-to-many relation", field->target->model->name);
        diag_help(r->diags, d, "write the table between the two as a model of its own");
    } else if (field->relation->has_references) {
        diag_add(r->diags, DIAG_MANY_TO_MANY_ARGUMENTS, field->field->name_span,
                 "a many-to-many relation takes no `references`");
    }
    if (field->target->model->is_view || field->owner->model->is_view)
        diag_add(r->diags, DIAG_MANY_TO_MANY_VIEW, field->field->name_span,
                 "a view cannot be in a many-to-many relation without a model between");
    check_no_action(r, field->relation->on_delete, field->relation->on_delete_span);
    check_no_action(r, field->relation->on_update, field->relation->on_update_span);
}

static void report_embedded(Resolver *r, const FieldDraft *field)
{
    Diagnostic *d = diag_add(r->diags, DIAG_MANY_TO_MANY_ARGUMENTS, field->field->name_span,
                             "a many-to-many relation takes no `fields`");
    diag_help(r->diags, d, "remove `fields` and `references` from both sides");
}

void check_relation(Resolver *r, RelationDraft *draft)
{
    if (draft->relation->kind != RELATION_MANY_TO_MANY) {
        check_inline(r, draft);
    } else if (draft->is_embedded) {
        report_embedded(r, draft->forward);
        report_embedded(r, draft->back);
    } else {
        check_many_to_many_side(r, draft->forward);
        check_many_to_many_side(r, draft->back);
    }
}
