/*
 * canonical.h - what a schema wants, in the server's own spelling.
 *
 * PostgreSQL rewrites expressions: `floor(random() * 10)::int` comes back as `(floor((random() * (10)::double
 * precision)))::integer`.  Whether two spellings mean the same is not decided by their text but by the server: the
 * wanted definition is put on a temporary table in a transaction that is rolled back, and read from there.
 */
#ifndef SCHEMAGEN_CANONICAL_H
#define SCHEMAGEN_CANONICAL_H

#include "renames.h"

#include <libpq-fe.h>

/*
 * Sets the canonical members of `wanted` (a database from a schema) wherever its text differs from what `described`
 * (introspected on the same connection) has in the same place.  Nothing is asked, and no transaction begun, when no
 * text differs.  What the server refuses (an expression that is wrong, no right to make temporary tables, a
 * read-only server) keeps a NULL: the texts are compared then.  The connection is idle, outside a transaction, not in
 * pipeline mode, and is left so.  `renames` are those planned from `described` to `wanted`: they tell which place is
 * the same, and what the columns are called in the wanted text.
 */
void database_canonicalize(PGconn *connection, SgArena *arena, const Database *described, Database *wanted,
                           const Renames *renames);

#endif
