/*
 * query_cache.h - what the server said of a folder's queries, as text to be committed.
 *
 *     schema 5f0c…                        SHA-256 of what made the database (query_database.h)
 *
 *     query open_exposure 93a1…           SHA-256 of the statement, and of which parameters may be NULL
 *     param  uuid
 *     column not null  uuid           account_id
 *     column null      numeric        exposure
 *     model Account                       whose table all columns come from, where there is one
 *
 * An answer counts while both sums are those of today's schema and query.
 */
#ifndef SCHEMAGEN_QUERY_CACHE_H
#define SCHEMAGEN_QUERY_CACHE_H

#include "query.h"
#include "text.h"

/* Gives each query that the text has an answer for that answer.  Text that is no cache has none.  Returns how many
 * queries are without. */
size_t query_cache_apply(const char *text, const Schema *schema, const char *database_text, Queries *queries);

/* The text for queries that are described. */
void query_cache_format(const char *database_text, const Queries *queries, SgText *out);

#endif
