/*
 * nullability.h - which columns of a query can be NULL.
 *
 * The server has resolved every name, operator and view when it prints the query's tree; what is left is to follow
 * each column to where it comes from.  A column is said not to be NULL when that is proven; when in doubt it may be.
 * Parameters that the query's text does not declare nullable are never NULL.
 */
#ifndef SCHEMAGEN_NULLABILITY_H
#define SCHEMAGEN_NULLABILITY_H

#include "catalog_facts.h"
#include "node_tree.h"
#include "query.h"

/* `tree` is a QUERY node.  Can its column `index` (from 1; of what it selects or returns) not be NULL? */
bool column_is_never_null(SgArena *arena, const CatalogFacts *facts, const Node *tree, const Query *query, long index);

#endif
