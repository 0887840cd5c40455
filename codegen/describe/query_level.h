/*
 * query_level.h - one SELECT (or INSERT, UPDATE, …) of a query's tree: which of its tables an outer join may leave
 * without a row, and which columns its conditions prove not to be NULL.
 *
 * An outer join counts as an inner one when a condition above it is never true without the optional side, as the
 * planner has it:  a LEFT JOIN b ON … WHERE b.x > 1.
 */
#ifndef SCHEMAGEN_QUERY_LEVEL_H
#define SCHEMAGEN_QUERY_LEVEL_H

#include "catalog_facts.h"
#include "node_tree.h"

typedef struct ColumnFact {
    long table; /* index in the range table, from 1 */
    long column;
} ColumnFact;

typedef struct QueryLevel {
    SgArena *arena;
    const CatalogFacts *catalog;
    const Node *query;
    struct QueryLevel *parent; /* the query around it; NULL */
    int *nulled;               /* per table: how many outer joins may leave it out */
    const Node **full_joins;   /* per table: the FULL JOIN that it is; else NULL */
    LIST(ColumnFact) facts;
} QueryLevel;

QueryLevel *query_level_new(SgArena *arena, const CatalogFacts *catalog, const Node *query, QueryLevel *parent);

/* Do the conditions say that the column is not NULL? */
bool query_level_proves(const QueryLevel *level, long table, long column);

/* The entry of the range table; NULL when there is none. */
const Node *query_level_table(const QueryLevel *level, long table);

/* The entry of what the query selects or returns, from 1; NULL when there is none. */
const Node *query_level_result(const Node *query, long column);

/* Counts a join's tables as left out once more (1) or less (-1). */
void query_level_mark(QueryLevel *level, const Node *join, int delta);

#endif
