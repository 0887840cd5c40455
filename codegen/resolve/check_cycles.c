/*
 * Cycles of referential actions, for relationMode = "prisma": there the client does the actions, and a cycle of
 * them would not end.  Every relation of a cycle must change rows; one whose actions are both NoAction or Restrict
 * breaks it.
 *
 * Models that lead to each other form a component (Tarjan's algorithm, without recursion): a relation inside one is
 * in a cycle.  As in Prisma a relation from which a self relation is met counts too.  All of it takes one walk over
 * the models; only the path that an error names is searched for each, and for the first errors only.
 */
#include "checks.h"

enum { MOST_PATHS = 100 };

static bool changes_rows(ReferentialAction action)
{
    return action != ACTION_NO_ACTION && action != ACTION_RESTRICT;
}

static bool has_required_field(const FieldDraft *field)
{
    for (size_t i = 0; i < field->relation->fields.count; i++)
        if (field->relation->fields.items[i]->arity == ARITY_REQUIRED) return true;
    return field->field->arity == ARITY_REQUIRED;
}

ReferentialAction relation_on_delete(const FieldDraft *forward)
{
    if (forward->relation->on_delete != ACTION_UNSPECIFIED) return forward->relation->on_delete;
    return has_required_field(forward) ? ACTION_RESTRICT : ACTION_SET_NULL;
}

ReferentialAction relation_on_update(const FieldDraft *forward)
{
    return forward->relation->on_update != ACTION_UNSPECIFIED ? forward->relation->on_update : ACTION_CASCADE;
}

static bool triggers(const RelationDraft *draft)
{
    return changes_rows(relation_on_update(draft->forward)) || changes_rows(relation_on_delete(draft->forward));
}

static bool is_complete(const RelationDraft *draft)
{
    return draft->forward != NULL && draft->back != NULL;
}

/* ---- which models lead where ---- */

typedef struct Visit {
    ModelDraft *model;
    size_t next; /* of its relations, the one to follow next */
} Visit;

typedef struct Walk {
    SgArena *arena;
    LIST(Visit) visits;      /* the way to where the walk is */
    LIST(ModelDraft *) open; /* visited, and not in a component yet */
    size_t count;
} Walk;

static void enter(Walk *walk, ModelDraft *model)
{
    model->place = model->lowest = ++walk->count;
    *list_add(walk->arena, &walk->visits) = (Visit){.model = model};
    *list_add(walk->arena, &walk->open) = model;
}

static void note_lowest(ModelDraft *model, size_t place)
{
    if (place < model->lowest) model->lowest = place;
}

/* The model was the first of its component: all that is open behind it belongs to it. */
static void close_component(Walk *walk, const ModelDraft *first)
{
    size_t start = walk->open.count;
    bool meets_self_relation = false;
    do {
        start--;
        meets_self_relation = meets_self_relation || walk->open.items[start]->meets_self_relation;
    } while (walk->open.items[start] != first);
    for (size_t i = start; i < walk->open.count; i++) {
        walk->open.items[i]->component = first;
        walk->open.items[i]->meets_self_relation = meets_self_relation;
    }
    walk->open.count = start;
}

static void leave(Walk *walk, ModelDraft *model)
{
    walk->visits.count--;
    if (model->lowest == model->place) close_component(walk, model);
    if (walk->visits.count == 0) return;
    ModelDraft *before = walk->visits.items[walk->visits.count - 1].model;
    if (model->component == NULL) note_lowest(before, model->lowest);
    before->meets_self_relation = before->meets_self_relation || model->meets_self_relation;
}

static void follow(Walk *walk, const RelationDraft *draft)
{
    if (!is_complete(draft) || !triggers(draft)) return;
    ModelDraft *from = draft->from, *to = draft->to;
    if (from == to) from->meets_self_relation = true;
    else if (to->place == 0) enter(walk, to);
    else if (to->component == NULL) note_lowest(from, to->place);
    else from->meets_self_relation = from->meets_self_relation || to->meets_self_relation;
}

void check_find_cycles(Resolver *r)
{
    Walk walk = {.arena = r->scratch};
    for (size_t i = 0; i < r->models.count; i++) {
        if (r->models.items[i]->place == 0) enter(&walk, r->models.items[i]);
        while (walk.visits.count > 0) {
            Visit *visit = &walk.visits.items[walk.visits.count - 1];
            if (visit->next < visit->model->relations_from.count)
                follow(&walk, visit->model->relations_from.items[visit->next++]);
            else leave(&walk, visit->model);
        }
    }
}

/* ---- what is wrong with a relation ---- */

static void report(Resolver *r, const RelationDraft *draft, const RelationDraft *last)
{
    Diagnostic *d =
        draft->from == draft->to && last == draft
            ? diag_add(r->diags, DIAG_RELATION_CYCLE, draft->forward->field->name_span,
                       "the referential actions of the self relation `%s` never end", draft->forward->field->name)
            : diag_add(r->diags, DIAG_RELATION_CYCLE, draft->forward->field->name_span,
                       "the referential actions of `%s` come back to `%s`", draft->forward->field->name,
                       draft->from->model->name);
    if (last != NULL && last != draft) diag_note(r->diags, d, last->forward->field->name_span, "by this relation");
    diag_help(r->diags, d, "set `onDelete` and `onUpdate` of one relation of the cycle to `Restrict`");
}

/* The relation that closes the cycle, the first that a search in depth meets. */
static const RelationDraft *find_last(Resolver *r, RelationDraft *draft)
{
    LIST(RelationDraft *) stack = {0};
    *list_add(r->scratch, &stack) = draft;
    while (stack.count > 0) {
        RelationDraft *next = stack.items[--stack.count];
        next->visited_from = draft;
        if (!triggers(next)) continue;
        if (next->from == next->to || next->to == draft->from) return next;
        for (size_t i = 0; i < next->to->relations_from.count; i++) {
            RelationDraft *following = next->to->relations_from.items[i];
            if (is_complete(following) && following->visited_from != draft) *list_add(r->scratch, &stack) = following;
        }
    }
    return NULL;
}

void check_cycles(Resolver *r, RelationDraft *draft)
{
    bool is_in_cycle = draft->from->component == draft->to->component || draft->to->meets_self_relation;
    if (!triggers(draft) || !is_in_cycle) return;
    bool is_among_first = r->diags->errors < MOST_PATHS;
    report(r, draft, draft->from == draft->to ? draft : is_among_first ? find_last(r, draft) : NULL);
}
