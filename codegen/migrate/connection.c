#include "connection.h"

#include "clock.h"
#include "interrupt.h"
#include "missing_extension.h"
#include "quote.h"
#include "text.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

static const int tick_milliseconds = 200;

static void collect_notice(void *context, const PGresult *result)
{
    Connection *connection = context;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    *list_add(connection->arena, &connection->notices) = sg_arena_printf(
        connection->arena, "%s: %s", severity == NULL ? "NOTICE" : severity, message == NULL ? "" : message);
}

/* ---- opening ---- */

/* The SQLSTATE that verbose messages carry, whatever language the server speaks: "FATAL:  3D000: …". */
static bool names_state(SgArena *arena, const char *message, const char *sqlstate)
{
    return strstr(message, sg_arena_printf(arena, ":  %s:", sqlstate)) != NULL;
}

static const Failure *unreachable(SgArena *arena, const DatabaseUrl *url, const char *code, const char *what)
{
    return failure_new(arena, code, "%s `%s`\n\nPlease make sure your database server is running at `%s`.", what,
                       database_url_server(arena, url), database_url_server(arena, url));
}

/* libpq's text without the places in the server's source that verbose messages have. */
static const char *plain_message(SgArena *arena, const char *message)
{
    SgText text = {.arena = arena};
    while (*message != '\0') {
        size_t size = strcspn(message, "\n");
        if (strncmp(message, "LOCATION:", 9) != 0 && size > 0)
            sg_text_printf(&text, "%s%.*s", text.size == 0 ? "" : "\n", (int)size, message);
        message += size + (message[size] == '\n');
    }
    return sg_text_get(&text);
}

static const Failure *explain_refusal(SgArena *arena, const DatabaseUrl *url, const PGconn *pg)
{
    const char *server = database_url_server(arena, url), *message = PQerrorMessage(pg);
    if (names_state(arena, message, "3D000"))
        return failure_new(arena, "P1003", "Database `%s` does not exist on the database server at `%s`.",
                           url->database, server);
    bool lacks_password = PQconnectionNeedsPassword(pg) != 0;
    if (lacks_password || names_state(arena, message, "28P01") || names_state(arena, message, "28000"))
        return failure_new(
            arena, "P1000",
            "Authentication failed against database server at `%s`, the provided database credentials for "
            "`%s` are not valid.\n\n%s",
            server, url->user, plain_message(arena, message));
    if (names_state(arena, message, "42501"))
        return failure_new(arena, "P1010", "User `%s` was denied access on the database `%s`\n\n%s", url->user,
                           url->database, plain_message(arena, message));
    if (strstr(message, "SSL") != NULL)
        return failure_new(arena, "P1011", "Error opening a TLS connection: %s", plain_message(arena, message));
    const Failure *failure = unreachable(arena, url, "P1001", "Can't reach database server at");
    return failure_new(arena, failure->code, "%s\n\n%s", failure->message, plain_message(arena, message));
}

static bool wait_for_socket(PGconn *pg, short events)
{
    struct pollfd socket = {.fd = PQsocket(pg), .events = events};
    return poll(&socket, 1, tick_milliseconds) > 0;
}

static const Failure *finish_connecting(SgArena *arena, const DatabaseUrl *url, PGconn *pg)
{
    double end = clock_seconds() + (url->connect_timeout > 0 ? url->connect_timeout : 1e9);
    PostgresPollingStatusType status = PGRES_POLLING_WRITING;
    while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED) {
        if (interrupt_pending() != 0) return interrupt_failure(arena);
        if (clock_seconds() > end)
            return unreachable(arena, url, "P1002", "The database server did not answer in time at");
        if (wait_for_socket(pg, status == PGRES_POLLING_READING ? POLLIN : POLLOUT)) status = PQconnectPoll(pg);
    }
    return status == PGRES_POLLING_OK ? NULL : explain_refusal(arena, url, pg);
}

static const Failure *connect_to(SgArena *arena, const DatabaseUrl *url, PGconn *pg)
{
    if (pg == NULL) return failure_new(arena, NULL, "out of memory");
    if (PQstatus(pg) == CONNECTION_BAD) return explain_refusal(arena, url, pg);
    PQsetErrorVerbosity(pg, PQERRORS_VERBOSE);
    const Failure *failure = finish_connecting(arena, url, pg);
    PQsetErrorVerbosity(pg, PQERRORS_DEFAULT);
    return failure;
}

static const char *search_path_sql(const Connection *connection)
{
    SgArena *arena = connection->arena;
    return sg_arena_printf(arena, "SET search_path = %s", connection_identifier(arena, connection->url.schema));
}

const Failure *connection_open(SgArena *arena, const DatabaseUrl *url, Connection **out)
{
    Connection *connection = sg_arena_new(arena, sizeof *connection);
    *connection = (Connection){.arena = arena, .url = *url};
    connection->pg = PQconnectStartParams(url->keywords, url->values, 0);
    /* from the beginning: libpq would print what the server says meanwhile */
    if (connection->pg != NULL) PQsetNoticeReceiver(connection->pg, collect_notice, connection);
    const Failure *failure = connect_to(arena, url, connection->pg);
    if (failure == NULL) failure = connection_run(connection, search_path_sql(connection));
    if (failure != NULL) {
        connection_close(connection);
        return failure;
    }
    connection->version = PQserverVersion(connection->pg);
    *out = connection;
    return NULL;
}

void connection_close(Connection *connection)
{
    if (connection == NULL || connection->pg == NULL) return;
    if (connection->last_words != NULL && !connection_is_lost(connection)) {
        interrupt_hold();
        connection_run(connection, connection->last_words);
        interrupt_release();
    }
    PQfinish(connection->pg);
    connection->pg = NULL;
}

/* ---- running ---- */

/* True when the server was told.  It knows before this returns, so the cancellation cannot hit a later statement. */
static bool cancel(Connection *connection)
{
    PGcancel *request = PQgetCancel(connection->pg);
    char ignored[256];
    bool is_told = request != NULL && PQcancel(request, ignored, sizeof ignored) != 0;
    PQfreeCancel(request);
    return is_told;
}

/* Until a result is there, or the connection is gone.  A server that has not begun with the statement forgets that it
 * was to be cancelled: it is told again. */
static void wait_for_result(Connection *connection)
{
    static const double cancel_again = 1;
    double start = clock_seconds(), told = start, cancelled = -cancel_again;
    while (PQflush(connection->pg) == 1) wait_for_socket(connection->pg, POLLOUT | POLLIN);
    while (PQisBusy(connection->pg)) {
        if (wait_for_socket(connection->pg, POLLIN) && !PQconsumeInput(connection->pg)) return;
        if (!PQisBusy(connection->pg)) return; /* there is nothing left to cancel */
        double now = clock_seconds();
        if (interrupt_pending() != 0 && now - cancelled >= cancel_again && cancel(connection)) cancelled = now;
        if (connection->on_wait != NULL && now - told >= tick_milliseconds / 1000.0) {
            told = now;
            connection->on_wait(connection->wait_context, now - start);
        }
    }
}

static const char *field(SgArena *arena, const PGresult *result, int code)
{
    const char *value = PQresultErrorField(result, code);
    return value == NULL ? NULL : sg_arena_strdup(arena, value);
}

/* The server's hint; for what an extension has, which one it is. */
static const char *hint_of(SgArena *arena, const PGresult *result, const char *message)
{
    const char *extension = message == NULL ? NULL : missing_extension(message);
    if (extension == NULL) return field(arena, result, PG_DIAG_MESSAGE_HINT);
    return sg_arena_printf(arena,
                           "The extension \"%s\" has it, and is not installed, or not in a schema that is searched. "
                           "Name it in the datasource's `extensions` (a generator block then has `previewFeatures = "
                           "[\"postgresqlExtensions\"]`), or create it in a migration.",
                           extension);
}

static const Failure *server_failure(Connection *connection, const PGresult *result)
{
    SgArena *arena = connection->arena;
    ServerError *error = sg_arena_new(arena, sizeof *error);
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    *error = (ServerError){.severity = field(arena, result, PG_DIAG_SEVERITY_NONLOCALIZED),
                           .sqlstate = field(arena, result, PG_DIAG_SQLSTATE),
                           .message = field(arena, result, PG_DIAG_MESSAGE_PRIMARY),
                           .detail = field(arena, result, PG_DIAG_MESSAGE_DETAIL),
                           .context = field(arena, result, PG_DIAG_CONTEXT),
                           .table = field(arena, result, PG_DIAG_TABLE_NAME),
                           .constraint = field(arena, result, PG_DIAG_CONSTRAINT_NAME),
                           .position = position == NULL ? 0 : (size_t)strtoul(position, NULL, 10)};
    error->hint = hint_of(arena, result, error->message);
    Failure *failure = sg_arena_new(arena, sizeof *failure);
    failure->code = PQstatus(connection->pg) == CONNECTION_BAD ? "P1017" : NULL;
    failure->message = error->message == NULL ? sg_arena_strdup(arena, PQerrorMessage(connection->pg))
                                              : connection_error_text(arena, error);
    failure->server = error->message == NULL ? NULL : error;
    return failure;
}

/* A script that starts a COPY over the connection waits for data that nobody has. */
static void refuse_copy(Connection *connection, ExecStatusType status)
{
    if (status == PGRES_COPY_IN) {
        PQputCopyEnd(connection->pg, "COPY FROM STDIN needs psql: write INSERT statements instead");
        return;
    }
    char *data = NULL;
    while (PQgetCopyData(connection->pg, &data, 0) > 0) PQfreemem(data);
}

static bool is_error(ExecStatusType status)
{
    return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE || status == PGRES_NONFATAL_ERROR;
}

static void copy_rows(SgArena *arena, const PGresult *result, Rows *out)
{
    size_t count = (size_t)PQntuples(result), columns = (size_t)PQnfields(result);
    const char **cells = sg_arena_alloc(arena, (count * columns + 1) * sizeof *cells);
    for (size_t i = 0; i < count * columns; i++) {
        int row = (int)(i / columns), column = (int)(i % columns);
        size_t size = (size_t)PQgetlength(result, row, column);
        cells[i] =
            PQgetisnull(result, row, column) ? NULL : sg_arena_strndup(arena, PQgetvalue(result, row, column), size);
    }
    *out = (Rows){.count = count, .columns = columns, .cells = cells};
}

/* All results of what was sent; the first failure counts.  `rows` (may be NULL) gets the last rows. */
static const Failure *receive(Connection *connection, Rows *rows)
{
    const Failure *failure = NULL;
    for (;;) {
        wait_for_result(connection);
        PGresult *result = PQgetResult(connection->pg);
        if (result == NULL) break;
        ExecStatusType status = PQresultStatus(result);
        if (is_error(status) && failure == NULL) failure = server_failure(connection, result);
        if (status == PGRES_TUPLES_OK && rows != NULL) copy_rows(connection->arena, result, rows);
        PQclear(result);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) refuse_copy(connection, status);
    }
    if (failure == NULL && PQstatus(connection->pg) == CONNECTION_BAD)
        failure = failure_new(connection->arena, "P1017", "Server has closed the connection.");
    connection->was_cancelled = interrupt_pending() != 0 && failure_has_sqlstate(failure, "57014");
    return failure;
}

/* NULL when statements may still be sent. */
static const Failure *refuse_when_interrupted(Connection *connection)
{
    const Failure *failure = interrupt_failure(connection->arena);
    connection->was_cancelled = failure != NULL;
    return failure;
}

static const Failure *not_sent(Connection *connection)
{
    bool is_lost = connection_is_lost(connection);
    return failure_new(connection->arena, is_lost ? "P1017" : NULL, "%s%s",
                       is_lost ? "Server has closed the connection. " : "", PQerrorMessage(connection->pg));
}

const Failure *connection_run(Connection *connection, const char *sql)
{
    const Failure *interrupted = refuse_when_interrupted(connection);
    if (interrupted != NULL) return interrupted;
    if (!PQsendQuery(connection->pg, sql)) return not_sent(connection);
    return receive(connection, NULL);
}

const Failure *connection_query(Connection *connection, const char *sql, const char *const *parameters, size_t count,
                                Rows *out)
{
    const Failure *interrupted = refuse_when_interrupted(connection);
    if (interrupted != NULL) return interrupted;
    if (!PQsendQueryParams(connection->pg, sql, (int)count, NULL, parameters, NULL, NULL, 0))
        return not_sent(connection);
    Rows rows = {0};
    const Failure *failure = receive(connection, &rows);
    if (failure == NULL) *out = rows;
    return failure;
}

const Failure *connection_value(Connection *connection, const char *sql, const char **out)
{
    Rows rows;
    const Failure *failure = connection_query(connection, sql, NULL, 0, &rows);
    if (failure == NULL) *out = rows.count == 0 ? NULL : rows_get(&rows, 0, 0);
    return failure;
}

const char *rows_get(const Rows *rows, size_t row, size_t column)
{
    return rows->cells[row * rows->columns + column];
}

const char *connection_reset_sql(const Connection *connection)
{
    return sg_arena_printf(connection->arena, "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; %s",
                           search_path_sql(connection));
}

const Failure *connection_recover(Connection *connection)
{
    const Failure *failure = NULL;
    if (PQtransactionStatus(connection->pg) != PQTRANS_IDLE) failure = connection_run(connection, "ROLLBACK");
    return failure != NULL ? failure : connection_run(connection, connection_reset_sql(connection));
}

bool connection_is_lost(const Connection *connection)
{
    return PQstatus(connection->pg) == CONNECTION_BAD;
}

/* ---- words ---- */

const char *connection_identifier(SgArena *arena, const char *name)
{
    return quoted_identifier(arena, name);
}

/* E'' so that a backslash means itself whatever standard_conforming_strings says. */
const char *connection_literal(SgArena *arena, const char *text)
{
    if (strchr(text, '\\') == NULL) return quoted_literal(arena, text);
    SgText doubled = {.arena = arena};
    for (; *text != '\0'; text++) {
        if (*text == '\\') sg_text_add_char(&doubled, '\\');
        sg_text_add_char(&doubled, *text);
    }
    return sg_arena_printf(arena, "E%s", quoted_literal(arena, sg_text_get(&doubled)));
}

const char *connection_error_text(SgArena *arena, const ServerError *error)
{
    SgText text = {.arena = arena};
    sg_text_printf(&text, "%s: %s", error->severity == NULL ? "ERROR" : error->severity, error->message);
    if (error->detail != NULL) sg_text_printf(&text, "\nDETAIL: %s", error->detail);
    if (error->hint != NULL) sg_text_printf(&text, "\nHINT: %s", error->hint);
    if (error->context != NULL) sg_text_printf(&text, "\nCONTEXT: %s", error->context);
    return sg_text_get(&text);
}

bool failure_has_sqlstate(const Failure *failure, const char *sqlstate)
{
    return failure != NULL && failure->server != NULL && failure->server->sqlstate != NULL &&
           strcmp(failure->server->sqlstate, sqlstate) == 0;
}
