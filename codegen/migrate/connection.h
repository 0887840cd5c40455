/*
 * connection.h - one connection of the compiler to a server.
 *
 * Everything it returns is in the connection's arena.  When the user interrupts (interrupt.h) the running statement
 * is cancelled, and answered then by a failure like any other; later ones are not sent.  Notices are collected.
 */
#ifndef SCHEMAGEN_CONNECTION_H
#define SCHEMAGEN_CONNECTION_H

#include "database_url.h"
#include "failure.h"
#include "list.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

/* What the server said, field by field; absent ones are NULL. */
typedef struct ServerError {
    const char *severity;
    const char *sqlstate;
    const char *message;
    const char *detail;
    const char *hint; /* ours, where what is missing belongs to an extension */
    const char *context;
    const char *table;
    const char *constraint;
    size_t position; /* in the text that was sent, in characters from 1; 0 when it gave none */
} ServerError;

typedef LIST(const char *) Notices;

typedef struct Connection {
    PGconn *pg;
    SgArena *arena;
    DatabaseUrl url;
    int version;        /* of the server: 150018 */
    Notices notices;    /* "NOTICE: …", in the order they came */
    bool was_cancelled; /* the last failure is the user's interrupt */

    /* SQL that is run before the connection is closed, so that what it gives back is free when the program ends and
     * not only when the server has noticed; NULL. */
    const char *last_words;

    /* Called a few times a second while a statement runs; NULL when nobody wants to know. */
    void (*on_wait)(void *context, double seconds);
    void *wait_context;
} Connection;

/*
 * Connects, with the URL's schema as search_path (not created here).  Failures: P1000 wrong password, P1001
 * not reachable, P1002 no answer in time, P1003 no such database, P1010 not allowed, P1011 TLS.
 */
const Failure *connection_open(SgArena *arena, const DatabaseUrl *url, Connection **out);

/* Safe on NULL. */
void connection_close(Connection *connection);

/* Rows as text. */
typedef struct Rows {
    size_t count;
    size_t columns;
    const char *const *cells;
} Rows;

/* NULL for SQL's NULL. */
const char *rows_get(const Rows *rows, size_t row, size_t column);

/* Runs SQL text of any number of statements in one simple query.  P1017 when the connection was lost; else the
 * failure's `server` has the details. */
const Failure *connection_run(Connection *connection, const char *sql);

/* Runs one statement with text parameters. */
const Failure *connection_query(Connection *connection, const char *sql, const char *const *parameters, size_t count,
                                Rows *out);

/* The first cell of the answer to a statement without parameters; NULL when there is none. */
const Failure *connection_value(Connection *connection, const char *sql, const char **out);

/* SQL that undoes what a script may have set in the session: role, search_path, timeouts. */
const char *connection_reset_sql(const Connection *connection);

/* Leaves an open transaction, and resets the session. */
const Failure *connection_recover(Connection *connection);

bool connection_is_lost(const Connection *connection);

/* A name, and a text, as they stand in SQL. */
const char *connection_identifier(SgArena *arena, const char *name);
const char *connection_literal(SgArena *arena, const char *text);

/* "ERROR: …", DETAIL, HINT and CONTEXT, a line each. */
const char *connection_error_text(SgArena *arena, const ServerError *error);

bool failure_has_sqlstate(const Failure *failure, const char *sqlstate);

#endif
