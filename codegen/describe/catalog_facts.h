/*
 * catalog_facts.h - what a server's catalog says about NULL: of columns, views, functions and operators.
 *
 * The functions named here are those of pg_catalog that were looked at one by one; of any other, also of the
 * application's own, nothing is assumed.
 */
#ifndef SCHEMAGEN_CATALOG_FACTS_H
#define SCHEMAGEN_CATALOG_FACTS_H

#include "connection.h"
#include "list.h"
#include "map.h"
#include "node_tree.h"

#include <stdbool.h>

typedef enum Fact {
    FACT_STRICT,     /* function: NULL when an argument is */
    FACT_TOTAL,      /* function: not NULL when no argument is */
    FACT_NEVER_NULL, /* function, aggregate, window function: never NULL */
    FACT_OF_ROWS,    /* aggregate: not NULL of at least one row, when no argument is */
    FACT_TOTAL_ROWS, /* set-returning function: no element, or nothing in its first column, is NULL */
    FACT_OPERATOR,   /* operator: not NULL when no operand is */
    FACT_COLLECTS,   /* aggregate: not NULL of at least one row, whatever the arguments are */
    FACT_COUNT
} Fact;

typedef struct ViewQuery {
    long view;         /* its oid */
    const Node *query; /* a QUERY node */
} ViewQuery;

typedef struct CatalogFacts {
    SgArena *arena;
    SgMap known; /* "2 1247": fact and object; "c 1259 1": a NOT NULL column */
    LIST(ViewQuery) views;
} CatalogFacts;

const Failure *catalog_facts_read(Connection *connection, CatalogFacts *out);

/* `oid` is of pg_proc, for FACT_OPERATOR of pg_operator. */
bool catalog_fact(const CatalogFacts *facts, Fact fact, long oid);

/* Is the table's column declared NOT NULL? */
bool catalog_column_not_null(const CatalogFacts *facts, long table, long column);

/* The QUERY node of a view or materialized view; NULL for what is none. */
const Node *catalog_view(const CatalogFacts *facts, long table);

#endif
