/*
 * introspect.h - server → database.
 *
 * Reads the catalogs of PostgreSQL 13 to 18 in one round trip, whatever the number of tables.  What is described:
 * tables, ordinary and partitioned, with columns, keys, foreign keys and indexes; enums, views, extensions.  What is
 * not: partitions, objects that belong to an extension (so PostGIS' tables) except tables that the schema has, and
 * `_prisma_migrations`.
 *
 * Everything else that is found is kept as an OpaqueFact, so that nothing is lost without a trace.  Their kinds are:
 *
 * of a table: check, exclude, key (WITHOUT OVERLAPS, INCLUDE), not null (named or not valid), foreign key (to a table
 * that is not described), expression index, index options, trigger, constraint trigger, rule, policy, row level
 * security, partitioned, partition, inherits, generated column, identity, domain, required list, collation, comment,
 * storage, replica identity, statistics;
 *
 * beside them: function, procedure, aggregate, domain, composite type, range type, type, sequence, materialized view,
 * materialized view index, foreign table.
 */
#ifndef SCHEMAGEN_INTROSPECT_H
#define SCHEMAGEN_INTROSPECT_H

#include "database.h"
#include "model.h"

#include <libpq-fe.h>

/* The schemas (namespaces) that a project works in; borrows from `model`. */
typedef struct SchemaNames {
    const char *default_schema; /* the URL's ?schema=; NULL: "public" */
    const char *const *items;   /* those of the datasource */
    size_t count;               /* 0: the default one alone */
    const Schema *model;        /* its tables are described also where an extension owns them; NULL: none are */
} SchemaNames;

/* Those of the schema's datasource; of NULL, and of a datasource that lists none, the default one. */
SchemaNames introspect_schema_names(const Schema *schema, const char *default_schema);

/*
 * What the server has, in `out`.  The connection is libpq's, idle, outside a transaction and not in pipeline mode; it
 * is left so, with its settings unchanged.  False when a query failed: `error` is then the server's message (in the
 * arena) and `out` is untouched.  Schemas that do not exist are described as empty.
 */
bool database_introspect(PGconn *connection, const SchemaNames *schemas, SgArena *arena, Database **out,
                         const char **error);

#endif
