/* One model: its types, and the functions of the model as a whole; the other parts are in plan_*.c. */
#include "planner.h"

#include "emit.h"

const char *planner_claim(Planner *p, const char *stem, const char *suffix, Span origin)
{
    return name_claim(&p->plan->names, emit_format(p->arena, "%s%s", stem, suffix), origin);
}

const char *planner_claim_type(Planner *p, const char *suffix)
{
    return planner_claim(p, p->out->names->type, suffix, p->out->source->name_span);
}

const char *planner_claim_function(Planner *p, const char *suffix)
{
    return planner_claim(p, p->out->names->base, suffix, p->out->source->name_span);
}

/* The struct of update_each has the key's members and one more. */
static void plan_change(Planner *p, const KeyPlan *key)
{
    NameScope members = c_plan_scope(p->plan, p->arena, NAME_MEMBER);
    for (size_t i = 0; i < key->columns.count; i++)
        name_claim(&members, p->out->columns.items[key->columns.items[i]].member, (Span){0});
    if (p->out->version != NULL) name_claim(&members, p->out->version->member, (Span){0});
    p->out->change_set = name_claim(&members, "set", (Span){0});
    p->out->change_type = planner_claim_type(p, "Change");
}

static void plan_types(Planner *p)
{
    ModelPlan *out = p->out;
    out->sort_key = planner_claim_type(p, "SortKey");
    out->sort = planner_claim_type(p, "Sort");
    out->columns_type = planner_claim_type(p, "Columns");
    out->aggregate = planner_claim_type(p, "Aggregate");
    out->aggregate_list = planner_claim_type(p, "AggregateList");
    out->aggregate_query = planner_claim_type(p, "AggregateQuery");
    if (out->has_update) out->update_type = planner_claim_type(p, "Update");
    if (out->keys.count > 0 && out->keys.items[0].update_each != NULL) plan_change(p, &out->keys.items[0]);
}

static void plan_writing(Planner *p)
{
    ModelPlan *out = p->out;
    if (out->names->has_insert) {
        out->insert = planner_claim_function(p, "_insert");
        out->insert_many = planner_claim_function(p, "_insert_many");
        out->insert_many_returning = planner_claim_function(p, "_insert_many_returning");
        out->copy_in = planner_claim_function(p, "_copy_in");
        out->copy_in_from = planner_claim_function(p, "_copy_in_from");
    }
    if (out->is_read_only) return;
    if (out->has_update) {
        out->update_many = planner_claim_function(p, "_update_many");
        out->update_many_returning = planner_claim_function(p, "_update_many_returning");
    }
    out->delete_many = planner_claim_function(p, "_delete_many");
    out->delete_many_returning = planner_claim_function(p, "_delete_many_returning");
}

static void plan_reading(Planner *p)
{
    ModelPlan *out = p->out;
    out->list = planner_claim_function(p, "_list");
    out->each = planner_claim_function(p, "_each");
    out->count = planner_claim_function(p, "_count");
    out->exists = planner_claim_function(p, "_exists");
    out->aggregate_function = planner_claim_function(p, "_aggregate");
    if (!out->is_read_only) out->copy_out = planner_claim_function(p, "_copy_out");
}

/* Names that every file of a model uses; no parameter may be called so. */
static void reserve_params(Planner *p)
{
    static const char *const names[] = {"db",       "out",    "set",   "row",     "rows",        "count",
                                        "created",  "once",   "keys",  "key",     "where",       "query",
                                        "visit",    "arg",    "next",  "changes", "on_conflict", "columns",
                                        "affected", "caller", "cells", "lock",    "relations"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) name_claim(&p->params, names[i], (Span){0});
}

ModelPlan *c_plan_model(CPlan *plan, SgArena *arena, const ModelNames *names)
{
    ModelPlan *out = sg_arena_new(arena, sizeof *out);
    Planner p = {
        .plan = plan,
        .arena = arena,
        .out = out,
        .members = c_plan_scope(plan, arena, NAME_MEMBER),
        .params = c_plan_scope(plan, arena, NAME_PARAMETER),
    };
    p.members.diags = plan->names.diags;
    out->plan = plan;
    out->names = names;
    out->source = names->source;
    out->is_read_only = names->source->is_view;
    out->table_sql = c_sql_path(arena, names->source->schema, names->source->database_name);
    reserve_params(&p);
    plan_columns(&p);
    plan_keys(&p);
    plan_relations(&p);
    plan_references(&p);
    plan_types(&p);
    plan_reading(&p);
    plan_writing(&p);
    plan_descriptors(&p);
    return out;
}
