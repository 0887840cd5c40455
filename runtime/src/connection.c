#include "connection.h"

#include "error.h"
#include "random.h"

#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

bool connection_run(PGconn *pg, const char *sql)
{
    PGresult *result = PQexec(pg, sql);
    ExecStatusType status = PQresultStatus(result);
    PQclear(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

void connection_add_identifier(SgText *sql, const char *name)
{
    sg_text_add_char(sql, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"') sg_text_add_char(sql, '"');
        sg_text_add_char(sql, *name);
    }
    sg_text_add_char(sql, '"');
}

/* The library prints nothing; notices are the server's remarks to a terminal.  But what a server says to an idle
 * connection before it hangs up comes as a notice too. */
static void take_notice(void *arg, const PGresult *notice)
{
    Connection *connection = arg;
    const char *severity = PQresultErrorField(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity != NULL && strcmp(severity, "FATAL") == 0) connection->is_dismissed = true;
}

static Connection *connection_new(int statement_cache)
{
    SgArena arena = {0};
    uint32_t prefix;
    if (!random_bytes(&prefix, sizeof prefix)) prefix = (uint32_t)monotonic_us();
    Connection *connection = sg_arena_new(&arena, sizeof *connection);
    if (connection == NULL || !statements_init(&connection->statements, &arena, statement_cache, prefix)) {
        sg_arena_free(&arena);
        return NULL;
    }
    connection->arena = arena;
    connection->opened_us = connection->idle_since_us = monotonic_us();
    return connection;
}

static void add_timeout(SgText *sql, const char *name, int milliseconds)
{
    if (milliseconds != 0) sg_text_printf(sql, "SET %s = %d;", name, milliseconds < 0 ? 0 : milliseconds);
}

void connection_add_settings(SgText *sql, const PGconn *pg, const SgPoolOptions *options)
{
    enum { HAS_TRANSACTION_TIMEOUT = 170000 };
    if (options->transaction_pooler) return; /* it would be another's connection that is configured */
    add_timeout(sql, "statement_timeout", options->statement_timeout_ms);
    add_timeout(sql, "lock_timeout", options->lock_timeout_ms);
    add_timeout(sql, "idle_in_transaction_session_timeout", options->idle_in_transaction_timeout_ms);
    if (PQserverVersion(pg) >= HAS_TRANSACTION_TIMEOUT)
        add_timeout(sql, "transaction_timeout", options->transaction_timeout_ms);
}

/* The settings of the options, after `before`, in one round trip; none when there is nothing to say. */
static SgStatus configure(PGconn *pg, const SgPoolOptions *options, const char *before)
{
    SgText sql = {0};
    if (!options->transaction_pooler) sg_text_add(&sql, before);
    connection_add_settings(&sql, pg, options);
    SgStatus rc = sg_text_ok(&sql) ? SG_OK : SG_NO_MEMORY;
    if (rc == SG_OK && sql.size > 0 && !connection_run(pg, sql.data)) rc = SG_UNAVAILABLE;
    sg_text_free(&sql);
    return rc;
}

/* Both of libpq's ways to connect: waiting, and in steps. */
typedef PGconn *Connect(const char *const *keys, const char *const *values, int expand);

static PGconn *connect_to(const SgPoolOptions *options, Connect *connect)
{
    char seconds[16];
    const char *keys[] = {"fallback_application_name",
                          "connect_timeout",
                          "dbname",
                          "client_encoding",
                          options->application_name == NULL ? NULL : "application_name",
                          NULL};
    const char *values[] = {"schemagen", seconds, options->url, "UTF8", options->application_name, NULL};
    snprintf(seconds, sizeof seconds, "%" PRId64, ((int64_t)options->connect_timeout_ms + 999) / 1000);
    if (options->connect_timeout_ms < 0) seconds[0] = '\0';
    return connect(keys, values, 1);
}

Connection *connection_open(const SgPoolOptions *options, SgArena *message_arena, SgError *error)
{
    Connection *connection = connection_new(options->statement_cache);
    if (connection == NULL) {
        error_set_plain(error, SG_NO_MEMORY, "out of memory");
        return NULL;
    }
    connection->pg = connect_to(options, PQconnectdbParams);
    PQsetNoticeReceiver(connection->pg, take_notice, connection);
    SgStatus rc = PQstatus(connection->pg) == CONNECTION_OK ? configure(connection->pg, options, "") : SG_UNAVAILABLE;
    if (rc != SG_OK) {
        error_of_connect(message_arena, connection->pg, error);
        if (rc == SG_NO_MEMORY) error_set_plain(error, rc, "out of memory");
        connection_close(connection);
        return NULL;
    }
    connection->cancel = PQgetCancel(connection->pg);
    return connection;
}

Connection *connection_start(const SgPoolOptions *options)
{
    Connection *connection = connection_new(options->statement_cache);
    if (connection == NULL) return NULL;
    connection->pg = connect_to(options, PQconnectStartParams);
    PQsetNoticeReceiver(connection->pg, take_notice, connection);
    return connection;
}

Connection *connection_adopt(PGconn *pg, int statement_cache)
{
    Connection *connection = connection_new(statement_cache);
    if (connection == NULL) return NULL;
    connection->pg = pg;
    connection->is_adopted = true;
    connection->cancel = PQgetCancel(pg);
    return connection;
}

/* An adopted connection lives on: the statements that were prepared on it go. */
static void deallocate_all(Connection *connection)
{
    char sql[64];
    if (PQtransactionStatus(connection->pg) != PQTRANS_IDLE && PQtransactionStatus(connection->pg) != PQTRANS_INTRANS)
        return;
    for (int i = 0; i < connection->statements.count; i++) {
        if (!connection->statements.items[i].prepared) continue;
        snprintf(sql, sizeof sql, "DEALLOCATE %s", connection->statements.items[i].name);
        connection_run(connection->pg, sql);
    }
}

void connection_close(Connection *connection)
{
    if (connection == NULL) return;
    if (connection->is_adopted) deallocate_all(connection);
    else PQfinish(connection->pg);
    PQfreeCancel(connection->cancel);
    statements_free(&connection->statements);
    SgArena arena = connection->arena;
    sg_arena_free(&arena);
}

/* DISCARD ALL, but for the prepared statements. */
static const char reset_sql[] = "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; CLOSE ALL; UNLISTEN *;"
                                "SELECT pg_advisory_unlock_all(); DISCARD SEQUENCES; DISCARD TEMP;";

bool connection_clean(Connection *connection, const SgPoolOptions *options)
{
    if (PQstatus(connection->pg) != CONNECTION_OK) return false;
    PGTransactionStatusType state = PQtransactionStatus(connection->pg);
    if (state == PQTRANS_ACTIVE || state == PQTRANS_UNKNOWN) return false;
    if (PQpipelineStatus(connection->pg) != PQ_PIPELINE_OFF) return false;
    if (state != PQTRANS_IDLE && !connection_run(connection->pg, "ROLLBACK")) return false;
    if (!connection->is_dirty) return true;
    connection->is_dirty = false;
    return configure(connection->pg, options, reset_sql) == SG_OK;
}

bool connection_is_alive(Connection *connection)
{
    struct pollfd socket = {.fd = PQsocket(connection->pg), .events = POLLIN};
    while (PQstatus(connection->pg) == CONNECTION_OK && socket.fd >= 0 && !connection->is_dismissed) {
        if (poll(&socket, 1, 0) <= 0) return true; /* nothing to read: an idle server says nothing */
        if (PQconsumeInput(connection->pg) != 1) return false;
        PQisBusy(connection->pg); /* looks at what came */
    }
    return false;
}

bool connection_ping(Connection *connection)
{
    return connection_is_alive(connection) && connection_run(connection->pg, "");
}

void connection_abandon(PGconn *pg)
{
    shutdown(PQsocket(pg), SHUT_RDWR);
    while (PQstatus(pg) == CONNECTION_OK && PQconsumeInput(pg) == 1) continue; /* to the end of file */
}

bool connection_cancel(Connection *connection)
{
    char message[256];
    return PQcancel(connection->cancel, message, sizeof message) == 1;
}
