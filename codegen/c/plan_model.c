/* One model: its columns, keys, relations and functions. */
#include "plan.h"

#include "emit.h"
#include "text.h"

#include <string.h>

/* What the planning of one model shares. */
typedef struct Planner {
    CPlan *plan;
    SgArena *arena;
    ModelPlan *out;
    NameScope members; /* of every struct */
    NameScope params;  /* parameters, and the tables of the file that they would shadow */
} Planner;

static const char *claim(Planner *p, const char *stem, const char *suffix, Span origin)
{
    return c_name_claim(&p->plan->names, emit_format(p->arena, "%s%s", stem, suffix), origin);
}

static const char *claim_type(Planner *p, const char *suffix)
{
    return claim(p, p->out->names->type, suffix, p->out->source->name_span);
}

static const char *claim_function(Planner *p, const char *suffix)
{
    return claim(p, p->out->names->base, suffix, p->out->source->name_span);
}

/* ---- Columns ---- */

static bool is_made_key(const Field *field)
{
    if (!field->is_id) return false;
    switch (field->default_value.kind) {
    case DEFAULT_AUTOINCREMENT:
    case DEFAULT_DBGENERATED:
    case DEFAULT_UUID:
    case DEFAULT_CUID:
    case DEFAULT_ULID:
    case DEFAULT_NANOID: return true;
    case DEFAULT_NONE:
    case DEFAULT_LITERAL:
    case DEFAULT_LIST:
    case DEFAULT_NOW: return false;
    }
    return false;
}

static void plan_make(ColumnPlan *column, const Default *value)
{
    switch (value->kind) {
    case DEFAULT_UUID: column->make = value->number == 7 ? "SG_MAKE_UUID_V7" : "SG_MAKE_UUID_V4"; break;
    case DEFAULT_CUID: column->make = value->number == 2 ? "SG_MAKE_CUID2" : "SG_MAKE_CUID"; break;
    case DEFAULT_ULID: column->make = "SG_MAKE_ULID"; break;
    case DEFAULT_NANOID:
        column->make = "SG_MAKE_NANOID";
        column->make_length = value->number;
        break;
    case DEFAULT_NONE:
    case DEFAULT_LITERAL:
    case DEFAULT_LIST:
    case DEFAULT_NOW:
    case DEFAULT_AUTOINCREMENT:
    case DEFAULT_DBGENERATED: break;
    }
}

/* The sum of keys and references says nothing. */
static bool is_reference(const Field *field)
{
    const Model *model = field->model;
    for (size_t i = 0; i < model->relations.count; i++) {
        const Relation *relation = model->relations.items[i];
        for (size_t f = 0; relation->from == model && f < relation->fields.count; f++)
            if (relation->fields.items[f] == field) return true;
    }
    return false;
}

static void plan_aggregates(ColumnPlan *column)
{
    if (column->is_list) return;
    bool is_amount = !column->field->is_id && !is_reference(column->field);
    column->has_sum = is_amount && column->type->sum != NULL;
    column->has_average = is_amount && column->type->average != NULL;
    column->has_extremes = column->type->has_order;
}

static void plan_enum_types(ColumnPlan *column)
{
    const EnumPlan *e = column->enum_plan;
    column->value_type = column->row_type = column->is_list ? e->list_type : e->type;
    column->filter_type = column->is_list ? e->list_filter_type : e->filter_type;
    column->set_type = column->is_list ? e->list_set_type : e->set_type;
}

static void plan_scalar_types(Planner *p, ColumnPlan *column)
{
    const CType *type = column->type;
    const char *list = column->is_list ? "List" : "";
    bool is_json = !column->is_list && (strcmp(type->sg, "SG_JSON") == 0 || strcmp(type->sg, "SG_JSONB") == 0);
    column->filter_type = emit_format(p->arena, "Sg%s%sFilter", is_json ? "Json" : type->stem, list);
    column->set_type = emit_format(p->arena, "SgSet%s%s", type->stem, list);
    column->value_type = column->is_list ? emit_format(p->arena, "Sg%sList", type->stem) : type->value;
    column->row_type = column->value_type;
    if (column->is_nullable && type->has_optional) column->row_type = emit_format(p->arena, "SgOpt%s", type->stem);
}

/* The enum type's name in SQL, with its schema where the datasource has schemas. */
static const char *enum_sql(SgArena *arena, const Enum *source)
{
    const char *name = c_sql_name(arena, source->database_name);
    if (source->schema == NULL) return name;
    return emit_format(arena, "%s.%s", c_sql_name(arena, source->schema), name);
}

/* The type's name, for values that travel as text (citext) and for arrays whose element type is not the one that the
 * wire has: text[] does not compare with varchar[], and bit without a length is bit(1). */
static const char *cast_of(SgArena *arena, const Field *field)
{
    bool is_list = field->arity == ARITY_LIST;
    if (field->native == NATIVE_CITEXT) return "citext";
    if (is_list && field->native == NATIVE_VARCHAR) return "varchar";
    if (is_list && field->native == NATIVE_BIT && field->native_arg_count > 0)
        return emit_format(arena, "bit(%d)", field->native_args[0]);
    return NULL;
}

static void plan_column(Planner *p, const Field *field)
{
    ColumnPlan *column = list_add(p->arena, &p->out->columns);
    column->field = field;
    column->member = c_name_claim(&p->members, c_snake(p->arena, field->name), field->name_span);
    column->param = c_name_claim(&p->params, column->member, field->name_span);
    column->sql = c_sql_name(p->arena, field->database_name);
    column->type = c_type(field);
    column->comment = c_column_comment(p->arena, field);
    column->is_list = field->arity == ARITY_LIST;
    column->is_nullable = field->arity == ARITY_OPTIONAL;
    column->is_updated_at = field->is_updated_at;
    column->is_required =
        field->arity == ARITY_REQUIRED && field->default_value.kind == DEFAULT_NONE && !field->is_updated_at;
    column->is_version = field->model->version == field;
    column->is_in_update = !is_made_key(field) && !column->is_version;
    plan_aggregates(column);
    plan_make(column, &field->default_value);

    if (field->kind == FIELD_ENUM) {
        column->enum_plan = c_plan_enum(p->plan, field->enum_type);
        column->cast = enum_sql(p->arena, field->enum_type);
        plan_enum_types(column);
    } else {
        column->cast = cast_of(p->arena, field);
        plan_scalar_types(p, column);
    }
}

static void plan_columns(Planner *p)
{
    const Model *model = p->out->source;
    for (size_t i = 0; i < model->fields.count; i++) {
        const Field *field = model->fields.items[i];
        const char *why = NULL;
        if (c_plan_has_column(field, &why))
            plan_column(p, field);
        else if (field->kind != FIELD_RELATION)
            *list_add(p->arena, &p->out->omitted) = (OmittedColumn){field, why};
    }
    p->out->unsorted = claim(p, p->out->names->upper, "_UNSORTED", model->name_span);
    for (size_t i = 0; i < p->out->columns.count; i++) {
        ColumnPlan *column = &p->out->columns.items[i];
        const char *suffix = emit_format(p->arena, "_BY_%s", c_upper(p->arena, column->member));
        column->enumerator = claim(p, p->out->names->upper, suffix, column->field->name_span);
        if (column->is_in_update && !model->is_view) p->out->has_update = true;
        if (column->is_version) p->out->version = column;
    }
}

/* ---- Keys ---- */

/* "account_id_symbol" */
static const char *joined_members(Planner *p, const KeyPlan *key)
{
    SgText out = {.arena = p->arena};
    for (size_t i = 0; i < key->columns.count; i++) {
        if (i > 0) sg_text_add(&out, "_");
        sg_text_add(&out, p->out->columns.items[key->columns.items[i]].member);
    }
    return sg_text_get(&out);
}

/* A key that one row at most can have, of columns that the structs have. */
static bool is_usable(const Key *key)
{
    if (key->kind == KEY_INDEX || key->where != NULL) return false;
    size_t index;
    for (size_t i = 0; i < key->fields.count; i++)
        if (!c_plan_column_index(key->fields.items[i].field, &index)) return false;
    return key->fields.count > 0;
}

static bool is_without_null(const Key *key)
{
    for (size_t i = 0; i < key->fields.count; i++)
        if (key->fields.items[i].field->arity != ARITY_REQUIRED) return false;
    return true;
}

/* The key that says which row is meant: the primary key, else the first unique key without NULLs. */
static const Key *identity_of(const Model *model)
{
    if (model->primary_key != NULL && is_usable(model->primary_key)) return model->primary_key;
    for (size_t i = 0; i < model->keys.count; i++) {
        const Key *key = model->keys.items[i];
        if (is_usable(key) && is_without_null(key)) return key;
    }
    return NULL;
}

static void plan_identity_functions(Planner *p, KeyPlan *key)
{
    bool can_update = p->out->has_update;
    key->get = claim_function(p, "_get");
    key->get_many = claim_function(p, "_get_many");
    if (key->columns.count > 1) p->out->key_type = claim_type(p, "Key");
    if (p->out->is_read_only) return;
    key->lock = claim_function(p, "_lock");
    if (can_update) key->update = claim_function(p, "_update");
    if (can_update) key->update_each = claim_function(p, "_update_each");
    key->remove = claim_function(p, "_delete");
}

static const char *claim_by(Planner *p, const char *verb, const KeyPlan *key)
{
    return claim_function(p, emit_format(p->arena, "_%s_by_%s", verb, key->suffix));
}

/* A key that a default makes is never there before. */
static bool is_made(const Planner *p, const KeyPlan *key)
{
    for (size_t i = 0; i < key->columns.count; i++)
        if (is_made_key(p->out->columns.items[key->columns.items[i]].field)) return true;
    return false;
}

/* The key that insert itself goes by. */
static bool is_idempotency(const Planner *p, const KeyPlan *key)
{
    return key->key == p->out->source->idempotency;
}

static void plan_key_functions(Planner *p, KeyPlan *key)
{
    bool has_insert = p->out->names->has_insert;
    if (key->is_identity) {
        plan_identity_functions(p, key);
    } else {
        key->get = claim_by(p, "get", key);
        if (!p->out->is_read_only) key->lock = claim_by(p, "lock", key);
    }
    if (!has_insert) return;
    if (p->out->has_update) key->upsert = claim_by(p, "upsert", key);
    if (!is_without_null(key->key)) return;
    if (p->out->has_update) key->upsert_many = claim_by(p, "upsert_many", key);
    if (!is_made(p, key) && !is_idempotency(p, key)) key->insert_once = claim_by(p, "insert_once", key);
}

/* `@id @unique`: two constraints, one key. */
static bool is_planned(const Planner *p, const KeyPlan *key)
{
    for (size_t i = 0; i < p->out->keys.count; i++) {
        const KeyPlan *other = &p->out->keys.items[i];
        size_t size = key->columns.count * sizeof *key->columns.items;
        if (other->columns.count == key->columns.count && memcmp(other->columns.items, key->columns.items, size) == 0)
            return true;
    }
    return false;
}

static void plan_key(Planner *p, const Key *source, bool is_identity)
{
    KeyPlan key = {.key = source, .is_identity = is_identity};
    for (size_t i = 0; i < source->fields.count; i++)
        if (!c_plan_column_index(source->fields.items[i].field, list_add(p->arena, &key.columns))) return;
    const char *members = joined_members(p, &key);
    key.suffix = source->name != NULL && !source->is_field_level ? c_snake(p->arena, source->name) : members;
    key.descriptor = c_name_claim(&p->params, emit_format(p->arena, "by_%s", key.suffix), source->span);
    bool is_again = is_planned(p, &key);
    if (!p->out->is_read_only)
        key.macro = claim(p, p->out->names->upper,
                          emit_format(p->arena, "_KEY_%s%s", c_upper(p->arena, members), is_again ? "_UNIQUE" : ""),
                          source->span);
    if (!is_again) plan_key_functions(p, &key);
    *list_add(p->arena, &p->out->keys) = key;
}

static void plan_keys(Planner *p)
{
    const Model *model = p->out->source;
    const Key *identity = identity_of(model);
    if (identity != NULL) plan_key(p, identity, true);
    if (model->primary_key != NULL && model->primary_key != identity && is_usable(model->primary_key))
        plan_key(p, model->primary_key, false);
    for (size_t i = 0; i < model->keys.count; i++)
        if (model->keys.items[i] != identity && is_usable(model->keys.items[i]))
            plan_key(p, model->keys.items[i], false);
    for (size_t i = 0; i < p->out->keys.count; i++)
        if (is_idempotency(p, &p->out->keys.items[i])) p->out->idempotency = &p->out->keys.items[i];
}

/* ---- Relations ---- */

static bool add_indexes(Planner *p, const Fields *fields, RelationPlan *relation, bool is_target)
{
    for (size_t i = 0; i < fields->count; i++) {
        size_t index;
        if (!c_plan_column_index(fields->items[i], &index)) return false;
        *(is_target ? list_add(p->arena, &relation->target_columns) : list_add(p->arena, &relation->columns)) = index;
    }
    return fields->count > 0;
}

static Field *single_key(const Model *model)
{
    const Key *key = model->primary_key;
    return key != NULL && key->fields.count == 1 ? key->fields.items[0].field : NULL;
}

static bool plan_pairs(Planner *p, RelationPlan *plan, const Relation *relation)
{
    bool is_a = plan->field == relation->from_field;
    const Field *key = single_key(p->out->source);
    const Field *target_key = single_key(plan->target->source);
    size_t index, target_index;
    if (key == NULL || target_key == NULL) return false;
    if (!c_plan_column_index(key, &index) || !c_plan_column_index(target_key, &target_index)) return false;
    *list_add(p->arena, &plan->columns) = index;
    *list_add(p->arena, &plan->target_columns) = target_index;
    plan->key_type = c_type(key)->value;
    plan->target_key_type = c_type(target_key)->value;
    plan->join_column = is_a ? "\"A\"" : "\"B\"";
    plan->join_target_column = is_a ? "\"B\"" : "\"A\"";
    plan->join_table = c_sql_name(p->arena, relation->join_table);
    if (relation->from->schema != NULL)
        plan->join_table =
            emit_format(p->arena, "%s.%s", c_sql_name(p->arena, relation->from->schema), plan->join_table);
    return true;
}

/* Which columns go with which; false when one of them is left out of the structs. */
static bool plan_columns_of_relation(Planner *p, RelationPlan *plan, const Relation *relation)
{
    if (relation->kind == RELATION_MANY_TO_MANY) return plan_pairs(p, plan, relation);
    bool is_from = plan->field->is_relation_from;
    return add_indexes(p, is_from ? &relation->fields : &relation->references, plan, false) &&
           add_indexes(p, is_from ? &relation->references : &relation->fields, plan, true);
}

static const char *claim_member(Planner *p, const RelationPlan *plan, const char *suffix)
{
    const char *name = emit_format(p->arena, "%s%s", plan->member, suffix);
    return c_name_claim(&p->members, name, plan->field->name_span);
}

static const char *claim_verb(Planner *p, const char *verb, const RelationPlan *plan)
{
    const char *suffix = emit_format(p->arena, "_%s_%s", verb, plan->member);
    return claim(p, p->out->names->base, suffix, plan->field->name_span);
}

static void name_relation(Planner *p, RelationPlan *plan)
{
    plan->member = c_name_claim(&p->members, c_snake(p->arena, plan->field->name), plan->field->name_span);
    const char *suffix = emit_format(p->arena, "_RELATION_%s", c_upper(p->arena, plan->member));
    plan->index_enumerator = claim(p, p->out->names->upper, suffix, plan->field->name_span);
    plan->load = claim_verb(p, "load", plan);
    if (plan->shape == SHAPE_TO_ONE) {
        plan->filter_is = plan->member;
        plan->filter_is_not = claim_member(p, plan, "_not");
        return;
    }
    plan->filter_some = claim_member(p, plan, "_some");
    plan->filter_none = claim_member(p, plan, "_none");
    plan->filter_every = claim_member(p, plan, "_every");
    bool is_written = !p->out->is_read_only && !plan->target->source->is_view;
    if (plan->shape == SHAPE_MANY_TO_MANY && is_written) {
        plan->connect = claim_verb(p, "connect", plan);
        plan->disconnect = claim_verb(p, "disconnect", plan);
    }
    if (plan->shape == SHAPE_TO_MANY && p->out->names->has_insert && plan->target->has_insert)
        plan->insert_with = claim_verb(p, "insert_with", plan);
}

static void plan_relation(Planner *p, const Field *field)
{
    const Relation *relation = field->relation;
    const Model *target = field->is_relation_from ? relation->to : relation->from;
    RelationPlan plan = {.field = field, .target = &p->plan->models[target->index]};
    if (field->is_ignored || plan.target->type == NULL) return;
    plan.shape = relation->kind == RELATION_MANY_TO_MANY ? SHAPE_MANY_TO_MANY
                 : field->arity == ARITY_LIST            ? SHAPE_TO_MANY
                                                         : SHAPE_TO_ONE;
    if (!plan_columns_of_relation(p, &plan, relation)) return;
    name_relation(p, &plan);
    *list_add(p->arena, &p->out->relations) = plan;
}

static void plan_relations(Planner *p)
{
    const Model *model = p->out->source;
    for (size_t i = 0; i < model->fields.count; i++)
        if (model->fields.items[i]->kind == FIELD_RELATION && model->fields.items[i]->relation != NULL)
            plan_relation(p, model->fields.items[i]);
    p->out->all_of = c_name_claim(&p->members, "all_of", model->name_span);
    p->out->any_of = c_name_claim(&p->members, "any_of", model->name_span);
    p->out->none_of = c_name_claim(&p->members, "none_of", model->name_span);
}

/* Foreign keys that the database has: their names come back in errors. */
static void plan_references(Planner *p)
{
    const Model *model = p->out->source;
    for (size_t i = 0; i < model->relations.count; i++) {
        const Relation *relation = model->relations.items[i];
        if (relation->from != model || relation->constraint_name == NULL) continue;
        SgText name = {.arena = p->arena};
        sg_text_add(&name, "_FKEY");
        for (size_t f = 0; f < relation->fields.count; f++)
            emit_add(&name, "_%s", c_upper(p->arena, c_snake(p->arena, relation->fields.items[f]->name)));
        const char *macro = claim(p, p->out->names->upper, name.data, relation->span);
        *list_add(p->arena, &p->out->references) = (ReferencePlan){relation, macro};
    }
}

/* ---- The model ---- */

/* The struct of update_each has the key's members and one more. */
static void plan_change(Planner *p, const KeyPlan *key)
{
    NameScope members = {.arena = p->arena, .kind = NAME_MEMBER};
    for (size_t i = 0; i < key->columns.count; i++)
        c_name_claim(&members, p->out->columns.items[key->columns.items[i]].member, (Span){0});
    if (p->out->version != NULL) c_name_claim(&members, p->out->version->member, (Span){0});
    p->out->change_set = c_name_claim(&members, "set", (Span){0});
    p->out->change_type = claim_type(p, "Change");
}

static void plan_types(Planner *p)
{
    ModelPlan *out = p->out;
    out->sort_key = claim_type(p, "SortKey");
    out->sort = claim_type(p, "Sort");
    out->columns_type = claim_type(p, "Columns");
    out->aggregate = claim_type(p, "Aggregate");
    out->aggregate_list = claim_type(p, "AggregateList");
    out->aggregate_query = claim_type(p, "AggregateQuery");
    if (out->has_update) out->update_type = claim_type(p, "Update");
    if (out->keys.count > 0 && out->keys.items[0].update_each != NULL) plan_change(p, &out->keys.items[0]);
}

static void plan_writing(Planner *p)
{
    ModelPlan *out = p->out;
    if (out->names->has_insert) {
        out->insert = claim_function(p, "_insert");
        out->insert_many = claim_function(p, "_insert_many");
        out->insert_many_returning = claim_function(p, "_insert_many_returning");
        out->copy_in = claim_function(p, "_copy_in");
        out->copy_in_from = claim_function(p, "_copy_in_from");
    }
    if (out->is_read_only) return;
    if (out->has_update) {
        out->update_many = claim_function(p, "_update_many");
        out->update_many_returning = claim_function(p, "_update_many_returning");
    }
    out->delete_many = claim_function(p, "_delete_many");
    out->delete_many_returning = claim_function(p, "_delete_many_returning");
}

static void plan_reading(Planner *p)
{
    ModelPlan *out = p->out;
    out->list = claim_function(p, "_list");
    out->each = claim_function(p, "_each");
    out->count = claim_function(p, "_count");
    out->exists = claim_function(p, "_exists");
    out->aggregate_function = claim_function(p, "_aggregate");
    if (!out->is_read_only) out->copy_out = claim_function(p, "_copy_out");
}

/* Names that every file of a model uses; no parameter may be called so. */
static void reserve_params(Planner *p)
{
    static const char *const names[] = {"db",      "out",     "set",         "row",     "rows",     "count",  "created",
                                        "once",    "keys",    "key",         "where",   "query",    "visit",  "arg",
                                        "next",    "changes", "on_conflict", "columns", "affected", "caller", "cells",
                                        "relations"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) c_name_claim(&p->params, names[i], (Span){0});
}

static const char *table_sql(SgArena *arena, const Model *model)
{
    const char *name = c_sql_name(arena, model->database_name);
    if (model->schema == NULL) return name;
    return emit_format(arena, "%s.%s", c_sql_name(arena, model->schema), name);
}

ModelPlan *c_plan_model(CPlan *plan, SgArena *arena, const ModelNames *names)
{
    ModelPlan *out = sg_arena_new(arena, sizeof *out);
    Planner p = {
        .plan = plan,
        .arena = arena,
        .out = out,
        .members = {.arena = arena, .kind = NAME_MEMBER, .diags = plan->names.diags},
        .params = {.arena = arena, .kind = NAME_PARAMETER},
    };
    out->plan = plan;
    out->names = names;
    out->source = names->source;
    out->is_read_only = names->source->is_view;
    out->table_sql = table_sql(arena, names->source);
    reserve_params(&p);
    plan_columns(&p);
    plan_keys(&p);
    plan_relations(&p);
    plan_references(&p);
    plan_types(&p);
    plan_reading(&p);
    plan_writing(&p);
    return out;
}
