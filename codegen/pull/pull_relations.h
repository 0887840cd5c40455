/* pull_relations.h - foreign keys and join tables → relations with names. */
#ifndef SCHEMAGEN_PULL_RELATIONS_H
#define SCHEMAGEN_PULL_RELATIONS_H

#include "pull_plan.h"

/* Is it exactly what an implicit many-to-many relation of the language makes? */
bool pull_is_join_table(const PullPlan *plan, const Table *table);

/* Fills in plan->relations and the ends of its models, which have their names and fields already. */
void pull_relations(PullPlan *plan);

#endif
