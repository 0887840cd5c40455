/*
 * query_database.h - the database that queries are described on.
 *
 * It has what the schema says.  Where the project names its migrations, it has what these make instead: also the
 * views, functions, types and columns that are written by hand and stand in no schema.
 */
#ifndef SCHEMAGEN_QUERY_DATABASE_H
#define SCHEMAGEN_QUERY_DATABASE_H

#include "shadow.h"

typedef struct QueryDatabase {
    const SchemaNames *schemas;  /* with the schema as its model */
    MigrationFolder *migrations; /* NULL: the schema's own SQL makes it */
} QueryDatabase;

/* What decides how the database looks, as text with LF at line ends: the schema's SQL, then that of the migrations,
 * each below its name.  P3015. */
const Failure *query_database_text(SgArena *arena, const QueryDatabase *database, const char **out);

/* Makes it on an empty shadow.  `missing` says for people what would have to change for it to be what the schema says:
 * "" when it is that.  P3006 names a migration that fails. */
const Failure *query_database_make(Shadow *shadow, const QueryDatabase *database, const char **missing);

#endif
