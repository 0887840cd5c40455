/* The keys of one model, and the functions that go by them. */
#include "planner.h"

#include "emit.h"
#include "text.h"

#include <string.h>

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
static bool is_usable(const CPlan *plan, const Key *key)
{
    if (key->kind == KEY_INDEX || key->where != NULL) return false;
    size_t index;
    for (size_t i = 0; i < key->fields.count; i++)
        if (!c_plan_column_index(plan, key->fields.items[i].field, &index)) return false;
    return key->fields.count > 0;
}

static bool is_without_null(const Key *key)
{
    for (size_t i = 0; i < key->fields.count; i++)
        if (key->fields.items[i].field->arity != ARITY_REQUIRED) return false;
    return true;
}

/* The key that says which row is meant: the primary key, else the first unique key without NULLs. */
static const Key *identity_of(const CPlan *plan, const Model *model)
{
    if (model->primary_key != NULL && is_usable(plan, model->primary_key)) return model->primary_key;
    for (size_t i = 0; i < model->keys.count; i++) {
        const Key *key = model->keys.items[i];
        if (is_usable(plan, key) && is_without_null(key)) return key;
    }
    return NULL;
}

static void plan_identity_functions(Planner *p, KeyPlan *key)
{
    bool can_update = p->out->has_update;
    key->get = planner_claim_function(p, "_get");
    key->get_many = planner_claim_function(p, "_get_many");
    if (key->columns.count > 1) p->out->key_type = planner_claim_type(p, "Key");
    if (p->out->is_read_only) return;
    key->lock = planner_claim_function(p, "_lock");
    key->lock_as = planner_claim_function(p, "_lock_as");
    if (can_update) key->update = planner_claim_function(p, "_update");
    if (can_update) key->update_each = planner_claim_function(p, "_update_each");
    key->remove = planner_claim_function(p, "_delete");
}

static const char *claim_by(Planner *p, const char *verb, const KeyPlan *key)
{
    return planner_claim_function(p, emit_format(p->arena, "_%s_by_%s", verb, key->suffix));
}

/* A key that a default makes is never there before. */
static bool is_made(const Planner *p, const KeyPlan *key)
{
    for (size_t i = 0; i < key->columns.count; i++)
        if (planner_is_made_key(p->out->columns.items[key->columns.items[i]].field)) return true;
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
        if (!c_plan_column_index(p->plan, source->fields.items[i].field, list_add(p->arena, &key.columns))) return;
    const char *members = joined_members(p, &key);
    key.suffix = source->name != NULL && !source->is_field_level ? c_snake(p->arena, source->name) : members;
    bool is_again = is_planned(p, &key);
    if (!p->out->is_read_only)
        key.macro = planner_claim(
            p, p->out->names->upper,
            emit_format(p->arena, "_KEY_%s%s", c_upper(p->arena, members), is_again ? "_UNIQUE" : ""), source->span);
    if (!is_again) plan_key_functions(p, &key);
    *list_add(p->arena, &p->out->keys) = key;
}

void plan_keys(Planner *p)
{
    const Model *model = p->out->source;
    const Key *identity = identity_of(p->plan, model);
    if (identity != NULL) plan_key(p, identity, true);
    if (model->primary_key != NULL && model->primary_key != identity && is_usable(p->plan, model->primary_key))
        plan_key(p, model->primary_key, false);
    for (size_t i = 0; i < model->keys.count; i++)
        if (model->keys.items[i] != identity && is_usable(p->plan, model->keys.items[i]))
            plan_key(p, model->keys.items[i], false);
    for (size_t i = 0; i < p->out->keys.count; i++)
        if (is_idempotency(p, &p->out->keys.items[i])) p->out->idempotency = &p->out->keys.items[i];
}

void plan_descriptors(Planner *p)
{
    for (size_t i = 0; i < p->out->keys.count; i++) {
        KeyPlan *key = &p->out->keys.items[i];
        const char *name = emit_format(p->arena, "by_%s", key->suffix);
        while (names_have(&p->plan->names.given, name)) name = emit_format(p->arena, "%s_", name);
        key->descriptor = name_claim(&p->params, name, key->key->span);
    }
}

const KeyPlan *c_plan_identity(const ModelPlan *plan)
{
    return plan->keys.count > 0 && plan->keys.items[0].is_identity ? &plan->keys.items[0] : NULL;
}
