/*
 * database_url.h - where a database is, read from a URL as Prisma reads it.
 *
 * postgresql://user:password@host:port/database?schema=app&sslmode=require.  Parameters that only Prisma's
 * connection pool knows (connection_limit, pgbouncer, …) are ignored; `schema` is ours; the rest is libpq's.
 */
#ifndef SCHEMAGEN_DATABASE_URL_H
#define SCHEMAGEN_DATABASE_URL_H

#include "failure.h"

#include <stdbool.h>

typedef struct DatabaseUrl {
    const char *host; /* a name, an address, or the folder of a unix socket */
    const char *port;
    const char *user;
    const char *database;
    const char *schema;          /* the default schema: ?schema=, else "public" */
    int connect_timeout;         /* seconds */
    bool is_local;               /* on this machine: by socket, or a loopback address */
    const char *const *keywords; /* for libpq: the password and the rest, NULL-terminated */
    const char *const *values;
} DatabaseUrl;

/* P1013 when `text` is no such URL; the message does not repeat the password. */
const Failure *database_url_parse(SgArena *arena, const char *text, DatabaseUrl *out);

/* The same server and user, another database. */
DatabaseUrl database_url_with_database(SgArena *arena, const DatabaseUrl *url, const char *database);

/* "127.0.0.1:5432", or the socket's folder. */
const char *database_url_server(SgArena *arena, const DatabaseUrl *url);

/* `PostgreSQL database "x", schema "public" at "127.0.0.1:5432" as user "u"`: without the password. */
const char *database_url_describe(SgArena *arena, const DatabaseUrl *url);

#endif
