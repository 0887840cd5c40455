/*
 * planner.h - what the planning of one model shares; for the plan_*.c files.
 *
 * The parts are planned in this order: columns, keys, relations, references.  A name is taken by who asks first.
 */
#ifndef SCHEMAGEN_C_PLANNER_H
#define SCHEMAGEN_C_PLANNER_H

#include "plan.h"

/* What foreign keys make of a field. */
typedef struct FieldRole {
    bool is_in_reference;      /* of one column or several */
    const Relation *reference; /* the first that is this field alone; NULL: there is none */
} FieldRole;

typedef struct Planner {
    CPlan *plan;
    SgArena *arena;
    ModelPlan *out;
    FieldRole *roles;  /* by field->index */
    NameScope members; /* of every struct */
    NameScope params;  /* parameters, and the tables of the file that they would shadow */
} Planner;

void plan_columns(Planner *p);
void plan_keys(Planner *p);

/* Names of the keys' tables, which only their file sees.  Last: `model By { get Int @unique }` has a by_get() too. */
void plan_descriptors(Planner *p);

void plan_relations(Planner *p);

/* Foreign keys that the database has: their names come back in errors. */
void plan_references(Planner *p);

/* Names of file scope: the stem, or the model's type ("Order") or base ("order"), and a suffix. */
const char *planner_claim(Planner *p, const char *stem, const char *suffix, Span origin);
const char *planner_claim_type(Planner *p, const char *suffix);
const char *planner_claim_function(Planner *p, const char *suffix);

/* A key whose default makes a new value for each row: nobody sets it, and it is never there before. */
bool planner_is_made_key(const Field *field);

#endif
