/*
 * shadow.h - a database to try things on: made, used and dropped by one command.
 *
 * Where: the database of a URL that the user gave for this (it is emptied), else a new database on a server that
 * may be used for it, else on the private server (private_server.h).
 */
#ifndef SCHEMAGEN_SHADOW_H
#define SCHEMAGEN_SHADOW_H

#include "apply.h"
#include "connection.h"
#include "database.h"
#include "folder.h"
#include "introspect.h"
#include "private_server.h"

#include <stddef.h>

/* What the caller may want to show while migrations are tried.  Any function may be NULL. */
typedef struct ShadowEvents {
    void *context;
    void (*begin)(void *context, const Migration *migration);
    void (*wait)(void *context); /* a few times a second, while it runs */
    void (*end)(void *context);  /* of each, also when it failed */
} ShadowEvents;

typedef struct ShadowPlace {
    const char *url;           /* --shadow-url: may be emptied; NULL */
    const DatabaseUrl *server; /* a database may be made beside this one; NULL */
    const DatabaseUrl *target; /* the database that must not be emptied by mistake; NULL */
    const char *schema;        /* the default schema */
    ShadowEvents events;
} ShadowPlace;

typedef struct Shadow {
    SgArena *arena;
    Connection *connection;
    DatabaseUrl maintenance; /* where to drop the database from */
    const char *database;    /* to be dropped; NULL when it was given */
    PrivateServer server;    /* open when it is used */
    ShadowEvents events;
} Shadow;

/* P3014 when it cannot be had. */
const Failure *shadow_open(SgArena *arena, const ShadowPlace *place, Shadow *out);

/* Drops what was made.  Safe on a zeroed struct. */
void shadow_close(Shadow *shadow);

/* Runs the scripts of migrations first..end-1 of the folder.  P3006 names the one that fails. */
const Failure *shadow_replay(Shadow *shadow, MigrationFolder *folder, size_t first, size_t end);

/* Runs one migration's script.  P3006. */
const Failure *shadow_run(Shadow *shadow, Migration *migration);

/* Empties the database again. */
const Failure *shadow_clear(Shadow *shadow);

/* What a connection's database has, in these schemas. */
const Failure *describe_database(Connection *connection, const SchemaNames *schemas, Database **out);

/* What was described, as a side of a script that goes into the migrations folder: a project whose datasource lists no
 * schemas does not name its one, so that the script runs in any.  Borrows from `described`. */
Database *describe_for_folder(SgArena *arena, const SchemaNames *schemas, const Database *described);

/* Drops the schemas with everything in them and makes them again, and drops the journal: `migrate reset`. */
const Failure *reset_schemas(Connection *connection, const SchemaNames *schemas);

#endif
