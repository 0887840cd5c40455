/* Transactions: begin, savepoints, end, the runner that tries again, and the question what became of a COMMIT. */
#include "error.h"
#include "pool.h"
#include "query.h"
#include "random.h"

#include <stdio.h>
#include <time.h>

enum { LEVEL_MASK = 0x0F, UNKNOWN_AFTER_MS = 10000, ASK_EVERY_MS = 100 };

bool sg_in_transaction(const SgSession *db)
{
    return db->depth > 0;
}

static const char *level_sql(int level)
{
    switch (level) {
    case SG_READ_COMMITTED: return " ISOLATION LEVEL READ COMMITTED";
    case SG_REPEATABLE_READ: return " ISOLATION LEVEL REPEATABLE READ";
    case SG_SERIALIZABLE: return " ISOLATION LEVEL SERIALIZABLE";
    default: return "";
    }
}

static SgStatus begin_savepoint(SgSession *db, int isolation)
{
    char sql[40];
    if (isolation != SG_DEFAULT_ISOLATION && isolation != db->isolation)
        return fail(db, SG_INVALID, NULL, "a savepoint cannot change the transaction's isolation");
    snprintf(sql, sizeof sql, "SAVEPOINT sg_%d", db->depth + 1);
    return run_plain(db, "savepoint", sql);
}

/* When the server last came back from a crash: it forgets its statistics then.  An id that it gave away before, and did
 * not get to its disk, may belong to another transaction since. */
#define CRASH_TIME_SQL "extract(epoch FROM pg_catalog.pg_stat_get_bgwriter_stat_reset_time())::text"

/* A text of a result, "" for NULL. */
static void keep_text(const PGresult *result, int field, char *out, size_t size)
{
    snprintf(out, size, "%s", PQgetvalue(result, 0, field));
}

/* The transaction's id, for after a lost COMMIT; in the round trip of BEGIN. */
static SgStatus begin_traced(SgSession *db, const char *begin)
{
    char sql[320];
    const Call call = {.operation = "begin", .model = ""};
    Connection *connection = db->connection;
    bool asks_time = connection->crash_time[0] == '\0' || db->shares_server;
    int64_t started = monotonic_us();
    snprintf(sql, sizeof sql, "%s; SELECT pg_catalog.pg_current_xact_id()%s", begin,
             asks_time ? ", " CRASH_TIME_SQL : "");
    hook_begin(db, &call, sql);
    PGresult *result = exec_text(db, sql);
    SgStatus rc = PQresultStatus(result) == PGRES_TUPLES_OK ? SG_OK : fail_result(db, result, sql);
    if (rc == SG_OK) {
        keep_text(result, 0, db->transaction_id, sizeof db->transaction_id);
        if (asks_time) keep_text(result, 1, connection->crash_time, sizeof connection->crash_time);
        memcpy(db->crash_time, connection->crash_time, sizeof db->crash_time);
    }
    PQclear(result);
    hook_end(db, &call, sql, rc, 0, started);
    return rc;
}

SgStatus sg_begin(SgSession *db, int isolation)
{
    char sql[120];
    bool traced = (isolation & SG_TRACED) != 0;
    int mode = isolation & ~SG_TRACED;
    if ((mode & ~(LEVEL_MASK | SG_READ_ONLY | SG_DEFERRABLE)) != 0 || (mode & LEVEL_MASK) > SG_SERIALIZABLE)
        return fail(db, SG_INVALID, NULL, "unknown isolation %d", isolation);
    if (db->depth == 0 && db->pipeline == NULL && PQtransactionStatus(db->connection->pg) > PQTRANS_ACTIVE &&
        PQstatus(db->connection->pg) == CONNECTION_OK)
        return fail(db, SG_INVALID, NULL, "the connection is in a transaction that sg_begin() did not open");
    SgStatus rc;
    if (db->depth > 0) {
        rc = begin_savepoint(db, mode);
    } else {
        snprintf(sql, sizeof sql, "BEGIN%s%s%s", level_sql(mode & LEVEL_MASK),
                 (mode & SG_READ_ONLY) != 0 ? " READ ONLY" : "", (mode & SG_DEFERRABLE) != 0 ? " DEFERRABLE" : "");
        db->transaction_id[0] = '\0';
        rc = traced ? check_unpipelined(db, "a traced transaction") : SG_OK;
        if (rc == SG_OK) rc = traced ? begin_traced(db, sql) : run_plain(db, "begin", sql);
        if (rc == SG_OK) db->isolation = mode;
    }
    if (rc == SG_OK) db->depth++;
    return rc;
}

/* COMMIT of a failed transaction is a ROLLBACK that reports success. */
static SgStatus take_commit(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    (void)call;
    (void)keep;
    if (strcmp(PQcmdStatus(result), "ROLLBACK") != 0) return SG_OK;
    return fail(db, SG_INVALID, NULL, "a statement of this transaction had failed: it was rolled back");
}

static void pause_ms(int64_t milliseconds)
{
    struct timespec time = {.tv_sec = (time_t)(milliseconds / 1000), .tv_nsec = (long)(milliseconds % 1000) * 1000000};
    nanosleep(&time, NULL);
}

typedef enum Outcome { UNDECIDED, COMMITTED, ABORTED, UNKNOWABLE } Outcome;

/* Is this the server that ran the transaction, and when did it crash?  False when it cannot be asked. */
static bool ask_server(PGconn *pg, bool *is_primary, char crash_time[CRASH_TIME_SIZE])
{
    PGresult *result = PQexec(pg, "SELECT pg_catalog.pg_is_in_recovery(), " CRASH_TIME_SQL);
    bool is_answered = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (is_answered) {
        *is_primary = PQgetvalue(result, 0, 0)[0] == 'f';
        keep_text(result, 1, crash_time, CRASH_TIME_SIZE);
    }
    PQclear(result);
    return is_answered;
}

/* An id that the server has not given yet was given before a crash, and nothing of it was kept. */
static Outcome ask_outcome(SgSession *db)
{
    static const char future[] = "22023";
    PGconn *pg = db->connection->pg;
    const char *values[] = {db->transaction_id};
    char crash_time[CRASH_TIME_SIZE] = "";
    bool is_primary = false;
    if (!ask_server(pg, &is_primary, crash_time)) return UNDECIDED;
    if (!is_primary) return UNKNOWABLE;
    bool crashed = strcmp(crash_time, db->crash_time) != 0;
    PGresult *result = PQexecParams(pg, "SELECT pg_catalog.pg_xact_status($1::xid8)", 1, NULL, values, NULL, NULL, 0);
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *status = PQresultStatus(result) == PGRES_TUPLES_OK ? PQgetvalue(result, 0, 0) : "";
    Outcome outcome = UNDECIDED;
    if (sqlstate != NULL && strcmp(sqlstate, future) == 0) outcome = ABORTED;
    else if (strcmp(status, "aborted") == 0) outcome = ABORTED;
    else if (strcmp(status, "committed") == 0) outcome = crashed ? UNKNOWABLE : COMMITTED;
    else if (strcmp(status, "in progress") == 0) outcome = crashed ? ABORTED : UNDECIDED;
    else if (PQresultStatus(result) == PGRES_TUPLES_OK) outcome = UNKNOWABLE; /* too long ago */
    PQclear(result);
    return outcome;
}

/* The connection died between COMMIT and its answer. */
static SgStatus find_out(SgSession *db)
{
    if (db->transaction_id[0] == '\0' || db->pool == NULL)
        return fail(db, SG_COMMIT_UNKNOWN, NULL, "the connection was lost during COMMIT");
    int64_t deadline = monotonic_us() + (int64_t)UNKNOWN_AFTER_MS * 1000;
    Outcome outcome = UNDECIDED;
    while (monotonic_us() < deadline && outcome == UNDECIDED) {
        bool connected = PQstatus(db->connection->pg) == CONNECTION_OK || pool_replace(db->pool, db, NULL);
        if (connected) outcome = ask_outcome(db);
        if (outcome == UNDECIDED) pause_ms(ASK_EVERY_MS);
    }
    if (outcome == COMMITTED) return SG_OK;
    if (outcome == ABORTED) return fail(db, SG_UNAVAILABLE, NULL, "the connection was lost during COMMIT: rolled back");
    return fail(db, SG_COMMIT_UNKNOWN, NULL, "the connection was lost during COMMIT, and the server cannot tell");
}

static SgStatus commit(SgSession *db)
{
    sql_begin(db);
    sg_text_add(&db->sql, "COMMIT");
    SgStatus rc = run(db, &(Call){.operation = "commit", .model = "", .take = take_commit});
    if (rc == SG_UNAVAILABLE && PQstatus(db->connection->pg) == CONNECTION_BAD) return find_out(db);
    /* a COMMIT that was not even tried (the server had forgotten its statement) leaves the transaction open */
    if (rc != SG_OK && db->pipeline == NULL && PQtransactionStatus(db->connection->pg) != PQTRANS_IDLE)
        exec_rollback(db, "ROLLBACK");
    return rc;
}

/* Keeps the error that made it necessary. */
static void roll_back(SgSession *db)
{
    char sql[80];
    int64_t started = monotonic_us();
    snprintf(sql, sizeof sql, "ROLLBACK TO SAVEPOINT sg_%d; RELEASE SAVEPOINT sg_%d", db->depth, db->depth);
    if (db->depth == 1) snprintf(sql, sizeof sql, "ROLLBACK");
    Call call = {.operation = "rollback", .model = ""};
    hook_begin(db, &call, sql);
    bool done = PQstatus(db->connection->pg) == CONNECTION_OK && exec_rollback(db, sql);
    hook_end(db, &call, sql, done ? SG_OK : SG_UNAVAILABLE, 0, started);
}

static SgStatus release_savepoint(SgSession *db)
{
    char sql[48];
    snprintf(sql, sizeof sql, "RELEASE SAVEPOINT sg_%d", db->depth);
    SgStatus rc = run_plain(db, "release", sql);
    if (rc != SG_OK && db->pipeline == NULL) roll_back(db);
    return rc;
}

SgStatus sg_end(SgSession *db, SgStatus rc)
{
    if (db->depth == 0) return rc != SG_OK ? rc : fail(db, SG_INVALID, NULL, "sg_end() without sg_begin()");
    bool is_lost = db->is_broken || PQstatus(db->connection->pg) == CONNECTION_BAD;
    if (is_lost) {
        if (rc == SG_OK) rc = fail(db, SG_UNAVAILABLE, NULL, "the connection was lost: rolled back");
    } else if (rc != SG_OK) {
        if (db->pipeline != NULL) return fail(db, SG_INVALID, NULL, "end the pipeline before rolling back");
        roll_back(db);
    } else {
        rc = db->depth > 1 ? release_savepoint(db) : commit(db);
    }
    db->depth--;
    if (db->depth == 0) db->is_broken = false;
    return rc;
}

/* A random share of 2, 4, 8 … 256 milliseconds: two transactions that collided should not meet again. */
static void pause_before(int attempt)
{
    uint32_t random = 0;
    int64_t most = INT64_C(2) << (attempt < 8 ? attempt : 7);
    if (!random_bytes(&random, sizeof random)) random = (uint32_t)monotonic_us();
    pause_ms(1 + random % most);
}

SgStatus sg_transaction(SgSession *db, int isolation, int attempts, SgBody *body, void *arg)
{
    bool is_outermost = db->depth == 0;
    if (is_outermost && (isolation & SG_READ_ONLY) == 0) isolation |= SG_TRACED;
    for (int attempt = 0;; attempt++) {
        SgMark mark = sg_session_mark(db);
        SgStatus rc = sg_begin(db, isolation);
        if (rc == SG_OK) {
            rc = body(db, arg);
            rc = sg_end(db, rc);
        }
        if (rc != SG_RETRY || !is_outermost || attempt + 1 >= attempts) return rc;
        sg_session_release(db, mark);
        pause_before(attempt);
    }
}
