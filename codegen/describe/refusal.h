/* refusal.h - what the server says against a query, as a diagnostic in the words and at the place of its author. */
#ifndef SCHEMAGEN_REFUSAL_H
#define SCHEMAGEN_REFUSAL_H

#include "query.h"
#include "query_database.h"

#include <libpq-fe.h>

/* `result` is the answer to the query's PREPARE. */
void refusal_add(const QueryDatabase *database, const Query *query, const PGresult *result, Diags *diags);

#endif
