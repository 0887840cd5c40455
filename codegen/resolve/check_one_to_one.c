/* One-to-one relations.  The last rules are looked at only while the schema has no other error, as in Prisma. */
#include "checks.h"

static void both(Resolver *r, const RelationDraft *draft, DiagCode code, const char *message)
{
    const FieldDraft *sides[] = {draft->forward, draft->back};
    for (int i = 0; i < 2; i++) {
        Diagnostic *d = diag_add(r->diags, code, sides[i]->field->name_span, "the relation fields `%s` and `%s` %s",
                                 draft->forward->field->name, draft->back->field->name, message);
        diag_note(r->diags, d, sides[1 - i]->field->name_span, "the other side");
    }
}

static void one(Resolver *r, const FieldDraft *side, DiagCode code, const char *message)
{
    diag_add(r->diags, code, side->field->name_span, "the relation field `%s` %s", side->field->name, message);
}

static bool has_action(const FieldDraft *side)
{
    return side->relation->on_delete != ACTION_UNSPECIFIED || side->relation->on_update != ACTION_UNSPECIFIED;
}

static void check_unique(Resolver *r, const RelationDraft *draft)
{
    const RelationArguments *forward = draft->forward->relation;
    if (!forward->has_fields || check_fields_are_unique(draft->from, &forward->fields, true)) return;
    Diagnostic *d = diag_add(r->diags, DIAG_ONE_TO_ONE_UNIQUE, draft->forward->field->name_span,
                             "the fields of a one-to-one relation must be unique");
    if (forward->fields.count == 1)
        diag_help(r->diags, d, "add `@unique` to `%s`, or make the other side a list", forward->fields.items[0]->name);
    else diag_help(r->diags, d, "add `@@unique` on the fields of the relation, or make the other side a list");
}

static void check_mixups(Resolver *r, const RelationDraft *draft)
{
    const RelationArguments *forward = draft->forward->relation, *back = draft->back->relation;
    if (forward->fields.count > 0 && back->references.count > 0)
        both(r, draft, DIAG_RELATION_WRONG_SIDE, "must have `fields` and `references` on the same side");
    if (forward->references.count > 0 && back->fields.count > 0)
        one(r, draft->forward, DIAG_RELATION_WRONG_SIDE, "has `references`, but `fields` is on the other side");
}

static void check_sides(Resolver *r, const RelationDraft *draft)
{
    const RelationArguments *back = draft->back->relation;
    if (r->diags->errors == 0) check_mixups(r, draft);
    if (r->diags->errors == 0 && draft->back->field->arity == ARITY_REQUIRED)
        one(r, draft->back, DIAG_RELATION_BACK_REQUIRED,
            "must be optional: nothing can enforce that the other row exists");
    if (r->diags->errors == 0 && draft->forward->field->arity == ARITY_REQUIRED &&
        (back->has_fields || back->has_references))
        one(r, draft->back, DIAG_RELATION_WRONG_SIDE,
            "is the optional side: `fields` and `references` belong to the required one");
}

static void check_given_once(Resolver *r, const RelationDraft *draft)
{
    const RelationArguments *forward = draft->forward->relation, *back = draft->back->relation;
    bool has_fields = forward->fields.count > 0 || back->fields.count > 0;
    bool has_references = forward->references.count > 0 || back->references.count > 0;
    bool has_fields_twice = forward->fields.count > 0 && back->fields.count > 0;
    bool has_references_twice = forward->references.count > 0 && back->references.count > 0;
    if (!has_fields)
        both(r, draft, DIAG_RELATION_WITHOUT_FIELDS,
             has_references ? "need `fields` in the `@relation` of one of them"
                            : "need `fields` and `references` in the `@relation` of one of them");
    else if (!has_references)
        both(r, draft, DIAG_RELATION_WITHOUT_FIELDS, "need `references` in the `@relation` of one of them");
    /* With both sides optional such a relation is inferred from each of them; once is enough. */
    bool is_inferred_twice = has_fields_twice && draft->forward->field->arity == draft->back->field->arity;
    if (is_inferred_twice && draft->forward->ast->span.start > draft->back->ast->span.start) return;
    if (has_fields_twice)
        both(r, draft, DIAG_RELATION_WRONG_SIDE, "both have `fields`; keep `fields` and `references` on one side");
    else if (has_references_twice)
        both(r, draft, DIAG_RELATION_WRONG_SIDE, "both have `references`; keep it on one side");
}

void check_one_to_one(Resolver *r, const RelationDraft *draft)
{
    check_given_once(r, draft);
    if (has_action(draft->forward) && has_action(draft->back))
        both(r, draft, DIAG_RELATION_WRONG_SIDE, "both have `onDelete` or `onUpdate`; keep them on one side");
    else if (has_action(draft->back))
        one(r, draft->back, DIAG_RELATION_WRONG_SIDE,
            "must not have `onDelete` or `onUpdate`: they belong to the other side");
    check_unique(r, draft);
    check_sides(r, draft);
}
