/* The relations of one model: how they are loaded, asked and written; the names of its foreign keys. */
#include "planner.h"

#include "emit.h"
#include "text.h"

/* Do the structs have all of them? */
static bool have_columns(const CPlan *plan, const Fields *fields)
{
    size_t index;
    for (size_t i = 0; i < fields->count; i++)
        if (!c_plan_column_index(plan, fields->items[i], &index)) return false;
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
    Field *key = single_key(p->out->source);
    Field *target_key = single_key(plan->target->source);
    if (key == NULL || target_key == NULL) return false;
    *list_add(p->arena, &plan->columns) = key;
    *list_add(p->arena, &plan->target_columns) = target_key;
    plan->key_type = c_type(key)->value;
    plan->target_key_type = c_type(target_key)->value;
    plan->join_column = is_a ? "\"A\"" : "\"B\"";
    plan->join_target_column = is_a ? "\"B\"" : "\"A\"";
    plan->join_table = c_sql_path(p->arena, relation->from->schema, relation->join_table);
    return true;
}

/* Which columns go with which; false when one of them is left out of the structs. */
static bool plan_columns_of_relation(Planner *p, RelationPlan *plan, const Relation *relation)
{
    if (relation->kind == RELATION_MANY_TO_MANY) {
        if (!plan_pairs(p, plan, relation)) return false;
    } else {
        bool is_from = plan->field->is_relation_from;
        plan->columns = is_from ? relation->fields : relation->references;
        plan->target_columns = is_from ? relation->references : relation->fields;
    }
    return have_columns(p->plan, &plan->columns) && have_columns(p->plan, &plan->target_columns);
}

static const char *claim_member(Planner *p, const RelationPlan *plan, const char *suffix)
{
    const char *name = emit_format(p->arena, "%s%s", plan->member, suffix);
    return name_claim(&p->members, name, plan->field->name_span);
}

static const char *claim_verb(Planner *p, const char *verb, const RelationPlan *plan)
{
    const char *suffix = emit_format(p->arena, "_%s_%s", verb, plan->member);
    return planner_claim(p, p->out->names->base, suffix, plan->field->name_span);
}

static void name_relation(Planner *p, RelationPlan *plan)
{
    plan->member = name_claim(&p->members, c_snake(p->arena, plan->field->name), plan->field->name_span);
    const char *suffix = emit_format(p->arena, "_RELATION_%s", c_upper(p->arena, plan->member));
    plan->index_enumerator = planner_claim(p, p->out->names->upper, suffix, plan->field->name_span);
    plan->load = claim_verb(p, "load", plan);
    bool has_children = plan->shape != SHAPE_MANY_TO_MANY && !plan->field->is_relation_from;
    if (has_children && p->out->names->has_insert && plan->target->has_insert)
        plan->insert_with = claim_verb(p, "insert_with", plan);
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

void plan_relations(Planner *p)
{
    const Model *model = p->out->source;
    for (size_t i = 0; i < model->fields.count; i++)
        if (model->fields.items[i]->kind == FIELD_RELATION && model->fields.items[i]->relation != NULL)
            plan_relation(p, model->fields.items[i]);
    p->out->all_of = name_claim(&p->members, "all_of", model->name_span);
    p->out->any_of = name_claim(&p->members, "any_of", model->name_span);
    p->out->none_of = name_claim(&p->members, "none_of", model->name_span);
}

void plan_references(Planner *p)
{
    const Model *model = p->out->source;
    for (size_t i = 0; i < model->relations.count; i++) {
        const Relation *relation = model->relations.items[i];
        if (relation->from != model || relation->constraint_name == NULL) continue;
        SgText name = {.arena = p->arena};
        sg_text_add(&name, "_FKEY");
        for (size_t f = 0; f < relation->fields.count; f++)
            emit_add(&name, "_%s", c_upper(p->arena, c_snake(p->arena, relation->fields.items[f]->name)));
        const char *macro = planner_claim(p, p->out->names->upper, name.data, relation->span);
        *list_add(p->arena, &p->out->references) = (ReferencePlan){relation, macro};
    }
}
