/*
 * Cycles of referential actions, for relationMode = "prisma": there the client does the actions, and a cycle of
 * them would not end.  Every relation of a cycle must change rows; one whose actions are both NoAction or Restrict
 * breaks it.
 */
#include "checks.h"

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

static void report(Resolver *r, const RelationDraft *draft, const RelationDraft *last)
{
    Diagnostic *d =
        draft->from == draft->to && last == draft
            ? diag_add(r->diags, DIAG_RELATION_CYCLE, draft->forward->field->name_span,
                       "the referential actions of the self relation `%s` never end", draft->forward->field->name)
            : diag_add(r->diags, DIAG_RELATION_CYCLE, draft->forward->field->name_span,
                       "the referential actions of `%s` come back to `%s`", draft->forward->field->name,
                       draft->from->model->name);
    if (last != draft) diag_note(r->diags, d, last->forward->field->name_span, "by this relation");
    diag_help(r->diags, d, "set `onDelete` and `onUpdate` of one relation of the cycle to `Restrict`");
}

/* Depth first over the relations that change rows.  As in Prisma a self relation met on the way counts too. */
void check_cycles(Resolver *r, RelationDraft *draft)
{
    LIST(RelationDraft *) stack = {0};
    *list_add(r->arena, &stack) = draft;
    while (stack.count > 0) {
        RelationDraft *next = stack.items[--stack.count];
        next->visited_from = draft;
        if (!triggers(next)) continue;
        if (next->from == next->to || next->to == draft->from) {
            report(r, draft, next);
            return;
        }
        for (size_t i = 0; i < next->to->relations_from.count; i++) {
            RelationDraft *following = next->to->relations_from.items[i];
            bool is_complete = following->forward != NULL && following->back != NULL;
            if (is_complete && following->visited_from != draft) *list_add(r->arena, &stack) = following;
        }
    }
}
