/* The last pass: what follows from a valid schema.  Names, actions, native types and defaults. */
#include "attributes.h"
#include "checks.h"

#include "constraint_names.h"

#include <stdlib.h>
#include <string.h>

static Literal literal_of(const Resolver *r, const Field *field, const AstExpr *expr)
{
    Literal literal = {.text = expr->text, .enum_value = -1};
    literal.size = expr->kind == AST_STRING ? expr->text_size : strlen(expr->text);
    if (field->kind != FIELD_ENUM) return literal;
    const EnumDraft *draft = resolver_find(r, field->enum_type->name)->enum_type;
    const EnumValue *value = sg_map_find(&draft->values_by_name, expr->text);
    literal.enum_value = (int)(value - field->enum_type->values.items);
    return literal;
}

static int number_argument(const AstExpr *call, int otherwise)
{
    return call->arguments.count > 0 ? (int)strtol(call->arguments.items[0].value->text, NULL, 10) : otherwise;
}

/* nanoid() without a length makes 21 characters. */
enum { NANOID_LENGTH = 21 };

static void complete_function(Default *value, const AstExpr *call)
{
    if (strcmp(call->text, "now") == 0) value->kind = DEFAULT_NOW;
    if (strcmp(call->text, "autoincrement") == 0) value->kind = DEFAULT_AUTOINCREMENT;
    if (strcmp(call->text, "ulid") == 0) value->kind = DEFAULT_ULID;
    if (strcmp(call->text, "dbgenerated") == 0) {
        value->kind = DEFAULT_DBGENERATED;
        value->sql = call->arguments.count > 0 ? call->arguments.items[0].value->text : NULL;
    }
    if (strcmp(call->text, "uuid") == 0) {
        value->kind = DEFAULT_UUID;
        value->number = number_argument(call, 4);
    }
    if (strcmp(call->text, "cuid") == 0) {
        value->kind = DEFAULT_CUID;
        value->number = number_argument(call, 1);
    }
    if (strcmp(call->text, "nanoid") == 0) {
        value->kind = DEFAULT_NANOID;
        value->number = number_argument(call, NANOID_LENGTH);
    }
}

static void complete_default(Resolver *r, const FieldDraft *draft)
{
    Field *field = draft->field;
    const AstExpr *expr = draft_default(draft);
    if (expr == NULL) return;
    Default *value = sg_arena_new(r->arena, sizeof *value);
    field->default_value = value;
    value->map = draft->given->map;
    value->span = expr->span;
    if (expr->kind == AST_CALL) {
        complete_function(value, expr);
    } else if (expr->kind == AST_ARRAY) {
        value->kind = DEFAULT_LIST;
        list_reserve(r->arena, &value->items, expr->items.count);
        for (size_t i = 0; i < expr->items.count; i++)
            *list_add(r->arena, &value->items) = literal_of(r, field, expr->items.items[i]);
    } else {
        value->kind = DEFAULT_LITERAL;
        value->literal = literal_of(r, field, expr);
    }
}

static void complete_native_type(const FieldDraft *draft)
{
    Field *field = draft->field;
    if (field->kind != FIELD_SCALAR) return;
    field->native = native_type_default(field->scalar, field->native_args, &field->native_arg_count);
    const NativeDraft *native = draft->native;
    if (native == NULL || !native->is_right) return;
    field->has_native = true;
    field->native = native->type;
    field->native_arg_count = native_type_info(field->native)->max_args > 0 ? (int)native->arg_count : 0;
    for (int i = 0; i < field->native_arg_count; i++) field->native_args[i] = (int)native->args[i];
}

static void complete_keys(Resolver *r, ModelDraft *draft)
{
    Model *model = draft->model;
    if (draft->primary_key != NULL) {
        Key *key = model->primary_key = draft->primary_key->key;
        for (size_t i = 0; i < key->fields.count; i++) key->fields.items[i].field->is_id = true;
        if (key->fields.count == 1) key->fields.items[0].field->is_unique = true;
    }
    list_reserve(r->arena, &model->keys, draft->keys.count);
    for (size_t i = 0; i < draft->keys.count; i++) {
        const KeyDraft *key_draft = draft->keys.items[i];
        Key *key = key_draft->key;
        resolve_complete_where(r, draft, key_draft);
        if (key->kind == KEY_UNIQUE && key->fields.count == 1 && key->where == NULL)
            key->fields.items[0].field->is_unique = true;
        *list_add(r->arena, &model->keys) = key;
    }
}

static void complete_model(Resolver *r, ModelDraft *draft)
{
    for (size_t i = 0; i < draft->fields.count; i++) {
        const FieldDraft *field = draft->fields.items[i];
        complete_native_type(field);
        complete_default(r, field);
    }
    complete_keys(r, draft);
}

static bool is_required(const FieldDraft *forward)
{
    for (size_t i = 0; i < forward->relation->fields.count; i++)
        if (forward->relation->fields.items[i]->arity == ARITY_REQUIRED) return true;
    return forward->field->arity == ARITY_REQUIRED;
}

static void complete_foreign_key(Resolver *r, const RelationDraft *draft)
{
    Relation *relation = draft->relation;
    const FieldDraft *forward = draft->forward;
    const Datasource *datasource = r->schema->datasource;
    bool is_emulated = datasource != NULL && datasource->relation_mode_prisma;
    bool has_foreign_key = !is_emulated && !relation->from->is_view && !relation->to->is_view;
    relation->fields = forward->relation->fields;
    relation->references = forward->relation->references;
    relation->on_delete_written = forward->relation->on_delete;
    relation->on_update_written = forward->relation->on_update;
    relation->on_delete = relation_on_delete(forward);
    relation->on_update = relation_on_update(forward);
    relation->is_required = is_required(forward);
    relation->map = forward->relation->map;
    relation->constraint_name = has_foreign_key ? draft->constraint_name : NULL;
}

static void complete_relation(Resolver *r, const RelationDraft *draft)
{
    Relation *relation = draft->relation;
    relation->from_field = draft->forward->field;
    relation->to_field = draft->back->field;
    relation->from_field->relation = relation->to_field->relation = relation;
    relation->from_field->is_relation_from = true;
    if (relation->kind == RELATION_MANY_TO_MANY) {
        relation->on_delete = relation->on_update = ACTION_CASCADE;
        relation->is_required = true;
        relation->join_table = model_join_table_name(r->texts, relation->name);
    } else {
        complete_foreign_key(r, draft);
    }
    *list_add(r->arena, &r->schema->relations) = relation;
    *list_add(r->arena, &relation->from->relations) = relation;
    if (relation->to != relation->from) *list_add(r->arena, &relation->to->relations) = relation;
}

void resolve_complete(Resolver *r)
{
    for (size_t i = 0; i < r->models.count; i++)
        if (!r->models.items[i]->is_composite) complete_model(r, r->models.items[i]);
    list_reserve(r->arena, &r->schema->relations, r->relations.count);
    for (size_t i = 0; i < r->relations.count; i++) complete_relation(r, r->relations.items[i]);
}
