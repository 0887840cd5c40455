/* lower.h - model → database. */
#ifndef SCHEMAGEN_LOWER_H
#define SCHEMAGEN_LOWER_H

#include "database.h"
#include "model.h"

/* The database that `schema` describes.  Never NULL; NULL `schema` is the empty database. */
Database *database_from_schema(SgArena *arena, const Schema *schema);

/* As database_from_schema(), for a connection whose default schema is not "public" (?schema= of its URL): models of
 * that schema get no prefix, those with @@schema("public") do. */
Database *database_from_schema_in(SgArena *arena, const Schema *schema, const char *default_schema);

#endif
