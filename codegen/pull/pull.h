/*
 * pull.h - database → schema text: `db pull`.
 *
 * The text validates, and the difference between the schema and the database it was pulled from is empty.  Names
 * follow Prisma's introspection.  What the language cannot say of a table stands in a comment on its model.
 */
#ifndef SCHEMAGEN_PULL_H
#define SCHEMAGEN_PULL_H

#include "database.h"
#include "text.h"

/* A new schema of everything in `database` (described).  Not aligned: run it through the formatter. */
void pull_new_schema(SgArena *arena, const Database *database, SgText *out);

#endif
