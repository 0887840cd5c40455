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

/* The transaction's id, for after a lost COMMIT; in the round trip of BEGIN. */
static SgStatus begin_traced(SgSession *db, const char *begin)
{
    char sql[160];
    SgStatus rc = check_unpipelined(db, "a traced transaction");
    if (rc != SG_OK) return rc;
    snprintf(sql, sizeof sql, "%s; SELECT pg_catalog.pg_current_xact_id()", begin);
    PGresult *result = PQexec(db->connection->pg, sql);
    if (PQresultStatus(result) == PGRES_TUPLES_OK)
        snprintf(db->transaction_id, sizeof db->transaction_id, "%s", PQgetvalue(result, 0, 0));
    else rc = fail_result(db, result, sql);
    PQclear(result);
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
        rc = traced ? begin_traced(db, sql) : run_plain(db, "begin", sql);
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

/* The server's word on the transaction: "committed", "aborted", "in progress", "" when it has none. */
static void ask_status(SgSession *db, char out[16])
{
    const char *values[] = {db->transaction_id};
    out[0] = '\0';
    PGresult *result = PQexecParams(db->connection->pg, "SELECT pg_catalog.pg_xact_status($1::xid8)", 1, NULL, values,
                                    NULL, NULL, 0);
    if (PQresultStatus(result) == PGRES_TUPLES_OK) snprintf(out, 16, "%s", PQgetvalue(result, 0, 0));
    PQclear(result);
}

/* The connection died between COMMIT and its answer. */
static SgStatus find_out(SgSession *db)
{
    char status[16] = "";
    if (db->transaction_id[0] == '\0' || db->pool == NULL)
        return fail(db, SG_COMMIT_UNKNOWN, NULL, "the connection was lost during COMMIT");
    int64_t deadline = monotonic_us() + (int64_t)UNKNOWN_AFTER_MS * 1000;
    while (monotonic_us() < deadline) {
        if (PQstatus(db->connection->pg) == CONNECTION_OK || pool_replace(db->pool, db)) ask_status(db, status);
        if (strcmp(status, "committed") == 0) return SG_OK;
        if (strcmp(status, "aborted") == 0)
            return fail(db, SG_UNAVAILABLE, NULL, "the connection was lost during COMMIT: rolled back");
        pause_ms(ASK_EVERY_MS);
    }
    return fail(db, SG_COMMIT_UNKNOWN, NULL, "the connection was lost during COMMIT, and the server does not tell");
}

static SgStatus commit(SgSession *db)
{
    sql_begin(db);
    sg_text_add(&db->sql, "COMMIT");
    SgStatus rc = run(db, &(Call){.operation = "commit", .model = "", .take = take_commit});
    if (rc == SG_UNAVAILABLE && PQstatus(db->connection->pg) == CONNECTION_BAD) rc = find_out(db);
    return rc;
}

/* Keeps the error that made it necessary. */
static void roll_back(SgSession *db)
{
    PGconn *pg = db->connection->pg;
    char sql[80];
    int64_t started = monotonic_us();
    snprintf(sql, sizeof sql, "ROLLBACK TO SAVEPOINT sg_%d; RELEASE SAVEPOINT sg_%d", db->depth, db->depth);
    if (db->depth == 1) snprintf(sql, sizeof sql, "ROLLBACK");
    Call call = {.operation = "rollback", .model = ""};
    hook_begin(db, &call, sql);
    bool done = PQstatus(pg) == CONNECTION_OK && connection_run(pg, sql);
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
