/*
 * describe.h - asks a server what queries take and return.
 *
 * Nothing is run: each query is prepared on a database that has the schema, and the server says the types of its
 * parameters and columns; which columns can be NULL is read from the tree that it made of the query (nullability.h).
 */
#ifndef SCHEMAGEN_DESCRIBE_H
#define SCHEMAGEN_DESCRIBE_H

#include "connection.h"
#include "query.h"
#include "query_database.h"

/* Describes the queries that are not described yet, on a connection to that database.  What the server refuses, and
 * types without a C type, are diagnostics, and leave a query not described.  A failure is the connection's. */
const Failure *describe_queries(Connection *connection, const QueryDatabase *database, Queries *queries, Diags *diags);

#endif
