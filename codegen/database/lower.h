/* lower.h - model → database. */
#ifndef SCHEMAGEN_LOWER_H
#define SCHEMAGEN_LOWER_H

#include "database.h"
#include "model.h"

/* The database that `schema` describes.  Never NULL; NULL `schema` is the empty database. */
Database *database_from_schema(SgArena *arena, const Schema *schema);

/* As database_from_schema(), to be compared with a database, or run on one, whose default schema is not "public" (the
 * ?schema= of its URL): what is in that schema has no prefix, what says @@schema("public") has. */
Database *database_from_schema_in(SgArena *arena, const Schema *schema, const char *default_schema);

#endif
