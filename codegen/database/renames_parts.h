/* renames_parts.h - shared by the files that plan renames; nobody else includes it. */
#ifndef SCHEMAGEN_RENAMES_PARTS_H
#define SCHEMAGEN_RENAMES_PARTS_H

#include "map.h"
#include "renames.h"

/* A table before and after. */
typedef struct RenamePair {
    Table *from, *to;
} RenamePair;

typedef struct RenamePlan {
    SgArena *arena;
    const Database *from, *to;
    const Renames *asked;   /* NULL: none */
    SgMap previous, next;   /* database_key() → Table, of each database */
    LIST(RenamePair) pairs; /* tables that are in both, in the order of `to` */
    SgMap next_of;          /* database_key() of a previous table → the next Table */
    SgMap previous_of;      /* and back */
    Renames renames;
} RenamePlan;

/* Notes that `from` is going to be `to`. */
void renames_pair_tables(RenamePlan *plan, Table *from, Table *to);

/* renames_join.c: the join tables of models that are renamed, when all other tables have their pair; and their columns
 * A and B, which change places when the models' names change their order. */
void renames_plan_join_tables(RenamePlan *plan);
void renames_plan_join_columns(RenamePlan *plan);

#endif
