/*
 * Pass 4: relations.  Two relation fields that point at each other's model and have the same written name (or
 * none) are the two sides of one relation; which is which follows from their arities and from `fields`.
 */
#include "resolver.h"

#include "constraint_names.h"

#include <string.h>

/* The relation fields between two models that have the same written name, or none.  Each model has its side; a
 * model with itself has one. */
typedef struct FieldGroup {
    LIST(FieldDraft *) sides[2];
} FieldGroup;

static FieldGroup *find_group(Resolver *r, SgMap *groups, const FieldDraft *field)
{
    const Model *own = field->owner->model, *other = field->target->model;
    bool is_first = own->index < other->index;
    const char *name = field->relation->name;
    const char *key =
        sg_arena_joined(r->brief, is_first ? own->name : other->name, "\n", is_first ? other->name : own->name,
                        name != NULL ? "\n" : "", name != NULL ? name : "");
    FieldGroup *group = sg_map_find(groups, key);
    if (group != NULL) return group;
    group = sg_arena_new(r->brief, sizeof *group);
    sg_map_put(groups, r->brief, key, group);
    return group;
}

static void group_fields(Resolver *r, FieldGroup **groups)
{
    SgMap by_name = {0};
    for (size_t i = 0; i < r->relation_fields.count; i++) {
        FieldDraft *field = r->relation_fields.items[i];
        groups[i] = find_group(r, &by_name, field);
        bool is_second = field->owner->model->index > field->target->model->index;
        *list_add(r->brief, &groups[i]->sides[is_second]) = field;
    }
}

/* The first field of the target that points back under the same name; a field is never its own other side. */
static FieldDraft *find_opposite(const FieldGroup *group, const FieldDraft *field)
{
    bool is_opposite_second = field->owner->model->index < field->target->model->index;
    for (size_t i = 0; i < group->sides[is_opposite_second].count; i++)
        if (group->sides[is_opposite_second].items[i] != field) return group->sides[is_opposite_second].items[i];
    return NULL;
}

/* Model name, then field name. */
static int compare_sides(const FieldDraft *a, const FieldDraft *b)
{
    int order = strcmp(a->owner->model->name, b->owner->model->name);
    return order != 0 ? order : strcmp(a->field->name, b->field->name);
}

static RelationDraft *add_relation(Resolver *r, RelationKind kind, FieldDraft *forward, FieldDraft *back)
{
    RelationDraft *draft = sg_arena_new(r->scratch, sizeof *draft);
    Relation *relation = sg_arena_new(r->arena, sizeof *relation);
    FieldDraft *side = forward != NULL ? forward : back;
    *draft = (RelationDraft){.relation = relation, .forward = forward, .back = back};
    draft->from = forward != NULL ? forward->owner : back->target;
    draft->to = forward != NULL ? forward->target : back->owner;
    *relation = (Relation){
        .kind = kind,
        .name = side->relation->name,
        .has_explicit_name = side->relation->name != NULL,
        .from = draft->from->model,
        .to = draft->to->model,
        .from_field = forward != NULL ? forward->field : NULL,
        .to_field = back != NULL ? back->field : NULL,
        .span = side->ast->span,
    };
    if (relation->name == NULL)
        relation->name = model_default_relation_name(r->texts, relation->from->name, relation->to->name);
    *list_add(r->scratch, &r->relations) = draft;
    if (kind != RELATION_MANY_TO_MANY) *list_add(r->scratch, &draft->from->relations_from) = draft;
    return draft;
}

static bool is_many_to_many_side_a(const FieldDraft *field, const FieldDraft *opposite)
{
    int order = strcmp(field->owner->model->name, opposite->owner->model->name);
    if (order != 0) return order < 0;
    return field->owner != opposite->owner || strcmp(field->field->name, opposite->field->name) <= 0;
}

/* Whether `field` is the side with the key, of two that hold at most one row each. */
static bool is_one_to_one_forward(const FieldDraft *field, const FieldDraft *opposite)
{
    if (field->field->arity != opposite->field->arity) return field->field->arity == ARITY_REQUIRED;
    if (field->field->arity == ARITY_REQUIRED) return compare_sides(field, opposite) <= 0;
    if (field->relation->has_fields) return true;
    return !opposite->relation->has_fields && compare_sides(field, opposite) <= 0;
}

/* Each relation is met twice, once from each side, and made at the side that is `forward`. */
static RelationDraft *infer(Resolver *r, FieldDraft *field, FieldDraft *opposite)
{
    bool is_list = field->field->arity == ARITY_LIST;
    if (opposite == NULL)
        return is_list ? add_relation(r, RELATION_ONE_TO_MANY, NULL, field)
                       : add_relation(r, RELATION_ONE_TO_MANY, field, NULL);
    bool is_opposite_list = opposite->field->arity == ARITY_LIST;
    if (is_list && is_opposite_list) {
        if (!is_many_to_many_side_a(field, opposite)) return NULL;
        RelationDraft *draft = add_relation(r, RELATION_MANY_TO_MANY, field, opposite);
        draft->is_embedded = field->relation->has_fields || opposite->relation->has_fields;
        return draft;
    }
    if (is_list) return NULL;
    if (is_opposite_list) return add_relation(r, RELATION_ONE_TO_MANY, field, opposite);
    return is_one_to_one_forward(field, opposite) ? add_relation(r, RELATION_ONE_TO_ONE, field, opposite) : NULL;
}

void resolve_relations(Resolver *r)
{
    FieldGroup **groups = sg_arena_new(r->brief, r->relation_fields.count * sizeof(FieldGroup *));
    group_fields(r, groups);
    for (size_t i = 0; i < r->relation_fields.count; i++) {
        FieldDraft *field = r->relation_fields.items[i];
        RelationDraft *draft = infer(r, field, find_opposite(groups[i], field));
        if (draft != NULL) draft->found_on = field->owner;
    }
    resolver_forget(r);
}
