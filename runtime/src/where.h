/*
 * where.h - a caller's filter → SQL and parameters, by the model's table.
 *
 * A table stands in the statement under an alias: t0 for the one that is asked, t1 … for those that relations lead to.
 */
#ifndef SG_WHERE_H
#define SG_WHERE_H

#include "params.h"

/* Appends the filter's condition on table `alias`, "TRUE" when it asks nothing.  `restricts` (may be NULL) is false
 * when the condition may hold for every row whatever is in it: what a mass update must refuse. */
SgStatus where_add(SgSession *db, const SgModel *model, const void *filter, int alias, bool *restricts);

/* Appends t0."name" as an expression that can be compared and sorted. */
void sql_comparable(SgSession *db, const SgColumn *column, int alias);

/* Appends `column-of-alias OP $n` for a plain value. */
SgStatus where_compare(SgSession *db, const SgColumn *column, int alias, const char *op, const void *value);

/* Where the statement is: conditions, and how deep in relations and groups. */
typedef struct Where {
    SgSession *db;
    int aliases; /* used so far */
    int depth;
    int idle; /* conditions of the filter at hand that rule no value out: starts with "", is not in an empty list */
    bool is_hopeless; /* one of its conditions holds for no value: is in an empty list */
} Where;

/* The members of one column. */
SgStatus where_column(Where *where, const SgColumn *column, const void *filter, int alias, int *conditions);

/* Joins conditions: "" before the first, " AND " before the others. */
void where_and(Where *where, int *conditions);

#endif
