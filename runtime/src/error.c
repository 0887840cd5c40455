#include "error.h"

#include "state.h"

#include <stdio.h>
#include <string.h>

const char *sg_status_name(SgStatus status)
{
    static const char *const names[] = {
        [SG_OK] = "SG_OK",
        [SG_NOT_FOUND] = "SG_NOT_FOUND",
        [SG_TOO_MANY] = "SG_TOO_MANY",
        [SG_UNIQUE] = "SG_UNIQUE",
        [SG_FOREIGN_KEY] = "SG_FOREIGN_KEY",
        [SG_NOT_NULL] = "SG_NOT_NULL",
        [SG_CHECK] = "SG_CHECK",
        [SG_RETRY] = "SG_RETRY",
        [SG_STALE] = "SG_STALE",
        [SG_LOCKED] = "SG_LOCKED",
        [SG_INVALID] = "SG_INVALID",
        [SG_RANGE] = "SG_RANGE",
        [SG_TIMEOUT] = "SG_TIMEOUT",
        [SG_CANCELLED] = "SG_CANCELLED",
        [SG_UNAVAILABLE] = "SG_UNAVAILABLE",
        [SG_COMMIT_UNKNOWN] = "SG_COMMIT_UNKNOWN",
        [SG_NO_MEMORY] = "SG_NO_MEMORY",
        [SG_SERVER] = "SG_SERVER",
    };
    return (unsigned)status < SG_STATUS_COUNT ? names[status] : "?";
}

typedef struct StateRule {
    const char *prefix; /* of the SQLSTATE; the first match counts */
    SgStatus status;
} StateRule;

static const StateRule rules[] = {
    {"23505", SG_UNIQUE},    {"23P01", SG_UNIQUE},   {"23503", SG_FOREIGN_KEY}, {"23001", SG_FOREIGN_KEY},
    {"23502", SG_NOT_NULL},  {"23514", SG_CHECK},    {"40001", SG_RETRY},       {"40P01", SG_RETRY},
    {"55P03", SG_LOCKED},    {"57014", SG_TIMEOUT},  {"25P03", SG_UNAVAILABLE}, {"57P05", SG_UNAVAILABLE},
    {"57P", SG_UNAVAILABLE}, {"08", SG_UNAVAILABLE}, {"53300", SG_UNAVAILABLE}, {"22", SG_RANGE},
    {"25P04", SG_TIMEOUT},
};

static SgStatus status_of(const char *sqlstate)
{
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        if (strncmp(sqlstate, rules[i].prefix, strlen(rules[i].prefix)) == 0) return rules[i].status;
    }
    return SG_SERVER;
}

static void clear(SgError *error, SgStatus status, const char *message)
{
    *error = (SgError){
        .status = status,
        .message = message,
        .detail = "",
        .hint = "",
        .schema = "",
        .table = "",
        .column = "",
        .constraint = "",
        .statement = "",
    };
}

void error_set_plain(SgError *error, SgStatus status, const char *message)
{
    if (error != NULL) clear(error, status, message);
}

/* A copy, "" for NULL and when memory ran out: an error must not fail. */
static const char *keep(SgArena *arena, const char *text)
{
    if (text == NULL || *text == '\0') return "";
    size_t size = strlen(text);
    while (size > 0 && text[size - 1] == '\n') size--;
    const char *copy = sg_arena_strndup(arena, text, size);
    return copy == NULL ? "" : copy;
}

/* libpq does not print passwords, but a malformed host or option may contain one: its every occurrence goes. */
static void hide(char *text, const char *secret)
{
    size_t size = secret == NULL ? 0 : strlen(secret);
    if (size == 0) return;
    for (char *at = strstr(text, secret); at != NULL; at = strstr(at + size, secret)) memset(at, '*', size);
}

void error_of_connect(SgArena *arena, PGconn *pg, SgError *error)
{
    if (error == NULL) return;
    if (pg == NULL) {
        clear(error, SG_NO_MEMORY, "out of memory");
        return;
    }
    clear(error, SG_UNAVAILABLE, "no connection");
    char *message = sg_arena_strdup(arena, PQerrorMessage(pg));
    if (message == NULL || *message == '\0') return;
    hide(message, PQpass(pg));
    error->message = keep(arena, message);
}

SgStatus fail(SgSession *db, SgStatus status, const char *column, const char *format, ...)
{
    va_list args;
    sg_arena_free(&db->error_arena);
    va_start(args, format);
    const char *message = sg_arena_vprintf(&db->error_arena, format, args);
    va_end(args);
    clear(&db->error, status, message == NULL ? sg_status_name(status) : message);
    db->error.column = keep(&db->error_arena, column);
    db->failures++;
    return status;
}

SgStatus fail_own(SgSession *db, SgStatus status, uint32_t failures, const char *caller)
{
    if (db->failures != failures) return status;
    return fail(db, status, NULL, "the %s ended the call with %s", caller, sg_status_name(status));
}

SgStatus fail_changed(SgSession *db, const char *model)
{
    return fail(db, SG_STALE, NULL, "the %s was changed or deleted since it was read", model);
}

SgStatus fail_memory(SgSession *db)
{
    sg_arena_free(&db->error_arena);
    clear(&db->error, SG_NO_MEMORY, "out of memory");
    return SG_NO_MEMORY;
}

/* 57014 says that a statement was stopped, not by whom. */
static SgStatus stopped_status(SgSession *db, const char *message)
{
    if (db->cancels > 0) return SG_TIMEOUT;
    if (atomic_exchange(&db->cancelled, false)) return SG_CANCELLED;
    return strstr(message, "user request") != NULL ? SG_CANCELLED : SG_TIMEOUT;
}

/* Of a statement that ran out of time the server knows that it was cancelled, "due to user request". */
static const char *stopped_message(SgSession *db, const char *message)
{
    if (db->cancels == 0) return message;
    const char *own = sg_arena_printf(&db->error_arena, "no answer within the session's %d ms", db->timeout_ms);
    return own == NULL ? message : own;
}

/* After a failed write libpq holds a connection to be good until it reads the end of it. */
static bool is_lost(SgSession *db)
{
    PGconn *pg = db->connection->pg;
    if (PQstatus(pg) == CONNECTION_OK) PQconsumeInput(pg);
    bool lost = PQstatus(pg) == CONNECTION_BAD;
    if (lost && db->depth > 0) db->is_broken = true;
    return lost;
}

SgStatus fail_result(SgSession *db, const PGresult *result, const char *sql)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (result == NULL || sqlstate == NULL) return fail_connection(db, sql);

    SgArena *arena = &db->error_arena;
    sg_arena_free(arena);
    const char *message = keep(arena, PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    SgStatus status = status_of(sqlstate);
    if (strcmp(sqlstate, "57014") == 0) {
        status = stopped_status(db, message);
        message = stopped_message(db, message);
    }
    clear(&db->error, status, message);
    snprintf(db->error.sqlstate, sizeof db->error.sqlstate, "%.5s", sqlstate);
    db->error.detail = keep(arena, PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL));
    db->error.hint = keep(arena, PQresultErrorField(result, PG_DIAG_MESSAGE_HINT));
    db->error.schema = keep(arena, PQresultErrorField(result, PG_DIAG_SCHEMA_NAME));
    db->error.table = keep(arena, PQresultErrorField(result, PG_DIAG_TABLE_NAME));
    db->error.column = keep(arena, PQresultErrorField(result, PG_DIAG_COLUMN_NAME));
    db->error.constraint = keep(arena, PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME));
    db->error.statement = keep(arena, sql);
    if (PQstatus(db->connection->pg) == CONNECTION_BAD || status == SG_UNAVAILABLE) {
        if (is_lost(db) && status != SG_TIMEOUT) status = db->error.status = SG_UNAVAILABLE;
    }
    return status;
}

SgStatus fail_connection(SgSession *db, const char *sql)
{
    error_of_connect(&db->error_arena, db->connection->pg, &db->error);
    db->error.status = is_lost(db) ? SG_UNAVAILABLE : SG_SERVER;
    db->error.statement = keep(&db->error_arena, sql);
    return db->error.status;
}

const SgError *sg_error(const SgSession *db)
{
    return &db->error;
}
