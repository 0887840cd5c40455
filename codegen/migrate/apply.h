/*
 * apply.h - runs what is pending in a migrations folder on a database, and records it.
 *
 * A script is sent whole, as one simple query.  Unless it controls transactions itself, or is one statement that
 * PostgreSQL refuses in a transaction, the server runs it as one transaction, and the record of its success is
 * the last statement of that transaction: so a killed client or server leaves both or neither.  A script whose
 * first line is `-- schemagen: no-transaction` is sent statement by statement, and a later run goes on at the
 * statement that failed.
 */
#ifndef SCHEMAGEN_APPLY_H
#define SCHEMAGEN_APPLY_H

#include "connection.h"
#include "folder.h"
#include "journal.h"
#include "script.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ApplyOptions {
    unsigned runner_wait_seconds; /* for another runner to finish: JOURNAL_WAIT_SECONDS */
    unsigned lock_timeout_ms;     /* how long a statement may wait for a table; 0: for ever */
    unsigned lock_attempts;       /* with lock_timeout_ms: how often a script that changed nothing is tried */
} ApplyOptions;

/* What the caller may want to show while it happens.  Any function may be NULL. */
typedef struct ApplyEvents {
    void *context;
    void (*begin)(void *context, const Migration *migration, size_t index, size_t total);
    void (*statement)(void *context, const char *summary, size_t index, size_t total);
    void (*blocked)(void *context, const char *by_whom, double seconds);
    void (*retry)(void *context, unsigned attempt, unsigned attempts);
    void (*wait)(void *context); /* a few times a second, while a statement runs */
    void (*end)(void *context, bool is_applied, double seconds);
    void (*warn)(void *context, const char *text);
} ApplyEvents;

typedef LIST(Migration *) Migrations;

/* What deploy would do: P3005, P3009 or the migrations without a row.  Reads only. */
const Failure *apply_plan(Connection *connection, const MigrationFolder *folder, Journal *journal, Migrations *pending);

/*
 * Applies what is pending, with the runners' lock held.  `applied` gets each migration that succeeded, also when
 * a later one fails: P3018 with the server's words, the line and what state was left; P3005, P3009, P3015, P1002.
 */
const Failure *apply_pending(Connection *connection, MigrationFolder *folder, const ApplyOptions *options,
                             const ApplyEvents *events, Migrations *applied);

/* Runs one script on a database that keeps no journal (a shadow): as apply_pending() would, without records. */
const Failure *apply_script(Connection *connection, Migration *migration);

/* Makes the connection's default schema when it is missing. */
const Failure *apply_ensure_schema(Connection *connection);

/* Connects; a database that does not exist is created.  `was_created` says whether by us: of two that come at once only
 * one has made it. */
const Failure *apply_connect(SgArena *arena, const DatabaseUrl *url, Connection **out, bool *was_created);

#endif
