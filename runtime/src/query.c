#include "query.h"

#include "error.h"
#include "pipeline.h"
#include "reconnect.h"
#include "wire.h"

enum { KEEP_RESULT_BYTES = 16384 };

SgStatus check_ready(SgSession *db)
{
    if (db->is_scanning) return fail(db, SG_INVALID, NULL, "the session is reading rows for an …_each: use another");
    if (db->is_broken)
        return fail(db, SG_UNAVAILABLE, NULL, "the connection was lost in this transaction: end it with sg_end()");
    if (db->sql.failed || db->pieces.failed || db->params.wire.failed) return fail_memory(db);
    if (PQstatus(db->connection->pg) == CONNECTION_OK && !db->is_bare) return SG_OK;
    if (db->connection->is_adopted || db->pipeline != NULL) return fail_connection(db, NULL);
    return reconnect(db);
}

SgStatus check_unpipelined(SgSession *db, const char *operation)
{
    SgStatus rc = check_ready(db);
    if (rc == SG_OK && db->pipeline != NULL)
        return fail(db, SG_INVALID, NULL, "%s cannot be queued in a pipeline", operation);
    return rc;
}

/* ---- Answers ---- */

/* The one result of a statement, its end consumed too.  When the server says why it hangs up, that is the result, and
 * not that it hung up. */
static PGresult *only_result(SgSession *db)
{
    PGresult *result = next_result(db);
    if (result == NULL) return NULL;
    if (PQresultStatus(result) == PGRES_COPY_IN || PQresultStatus(result) == PGRES_COPY_OUT) return result;
    for (PGresult *rest = next_result(db); rest != NULL; rest = next_result(db)) {
        bool is_told = PQresultStatus(result) == PGRES_FATAL_ERROR;
        PQclear(is_told ? rest : result);
        if (!is_told) result = rest;
    }
    return result;
}

PGresult *exec_text(SgSession *db, const char *sql)
{
    wait_begin(db);
    return PQsendQuery(db->connection->pg, sql) == 1 ? only_result(db) : NULL;
}

bool exec_rollback(SgSession *db, const char *sql)
{
    static const char cancelled[] = "57014";
    enum { TIMES_MAX = 20 };
    bool is_done = false, is_cancelled = true;
    for (int i = 0; i < TIMES_MAX && is_cancelled; i++) {
        PGresult *result = exec_text(db, sql);
        const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
        is_cancelled = sqlstate != NULL && strcmp(sqlstate, cancelled) == 0;
        PQclear(result);
    }
    return is_done;
}

/* ---- Prepared statements ---- */

/* As a message, a pooler in transaction mode understands it too; as SQL, it would be for who knows which connection. */
static void deallocate(SgSession *db, const char *name)
{
    PGconn *pg = db->connection->pg;
    if (*name == '\0' || PQtransactionStatus(pg) == PQTRANS_INERROR) return;
#ifdef LIBPQ_HAS_CLOSE_PREPARED /* 17 */
    wait_begin(db);
    if (PQsendClosePrepared(pg, name) == 1) PQclear(only_result(db));
#else
    char sql[64];
    if (db->shares_server) return;
    snprintf(sql, sizeof sql, "DEALLOCATE %s", name);
    PQclear(exec_text(db, sql));
#endif
}

bool send_prepare(SgSession *db, const Statement *statement, const Oid *types, int count)
{
    PGconn *pg = db->connection->pg;
    if (!statement->is_apart) return PQsendPrepare(pg, statement->name, statement->text.data, count, types) == 1;
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    const char *sql = sg_arena_printf(&db->scratch, "%s /* %s */", statement->text.data, statement->name);
    bool sent = sql != NULL && PQsendPrepare(pg, statement->name, sql, count, types) == 1;
    sg_arena_release(&db->scratch, mark);
    return sent;
}

static SgStatus prepare(SgSession *db, Statement *statement)
{
    const char *sql = statement->text.data;
    wait_begin(db);
    bool sent = send_prepare(db, statement, db->params.types, db->params.count);
    PGresult *result = sent ? only_result(db) : NULL;
    statement->prepared = PQresultStatus(result) == PGRES_COMMAND_OK;
    SgStatus rc = statement->prepared ? SG_OK : fail_result(db, result, sql);
    PQclear(result);
    return rc;
}

/* What needs a new connection first needs its text too: the statements are those of the old one. */
bool is_known(SgSession *db, const Recipe *recipe)
{
    bool is_connected = PQstatus(db->connection->pg) == CONNECTION_OK && !db->is_bare;
    db->recipe = *recipe;
    db->known = is_connected && recipe->base != NULL ? statements_find(&db->connection->statements, recipe) : NULL;
    return db->known != NULL;
}

static SgStatus find_by_text(SgSession *db, Statement **out)
{
    char evicted[28];
    Statements *cache = &db->connection->statements;
    const Params *params = &db->params;
    if (db->in_pieces) sql_write_pieces(db);
    if (db->sql.failed) return fail_memory(db);
    Statement *statement =
        statements_get(cache, sg_text_get(&db->sql), db->sql.size, params->types, params->count, evicted);
    if (statement == NULL) return fail_memory(db);
    if (db->recipe.base != NULL) statements_learn(cache, statement, &db->recipe);
    *out = statement;
    deallocate(db, evicted);
    return SG_OK;
}

/* The statement of the same pieces, NULL when there is none. */
static Statement *find_by_pieces(SgSession *db)
{
    db->recipe.pieces = db->pieces.data;
    db->recipe.pieces_size = db->pieces.size;
    return statements_find(&db->connection->statements, &db->recipe);
}

SgStatus find_statement(SgSession *db, Statement **out)
{
    SgStatus rc = SG_OK;
    Statement *statement = db->in_pieces ? find_by_pieces(db) : db->known;
    if (statement == NULL) rc = find_by_text(db, &statement);
    if (rc != SG_OK) return rc;
    *out = statement;
    return statement->prepared || db->pipeline != NULL || db->prepare == SG_PREPARE_UNNAMED ? SG_OK
                                                                                            : prepare(db, statement);
}

/* Was the statement prepared for a result, or for an enum, that is another one since?  The server translates no
 * internal error. */
static bool is_outdated(const char *sqlstate, const PGresult *result)
{
    const char *function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (strcmp(sqlstate, "0A000") == 0) return function != NULL && strcmp(function, "RevalidateCachedQuery") == 0;
    static const char gone[] = "cache lookup failed for type ";
    return strcmp(sqlstate, "XX000") == 0 && message != NULL && strncmp(message, gone, strlen(gone)) == 0;
}

bool forget_stale(SgSession *db, Statement *statement, const PGresult *result)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    Statements *statements = &db->connection->statements;
    if (sqlstate == NULL) return false;
    if (strcmp(sqlstate, "26000") == 0) {
        statements_forget_all(statements); /* who forgot one forgot the others */
        return true;
    }
    bool is_stale = is_outdated(sqlstate, result);
    if (is_stale) {
        statements_forget(statements, statement);
        statement->is_apart = db->shares_server;
    }
    return is_stale;
}

/* ---- Hooks ---- */

void hook_begin(const SgSession *db, const Call *call, const char *sql)
{
    if (db->hooks.begin == NULL) return;
    SgEvent event = {.sql = sql, .model = call->model, .operation = call->operation};
    db->hooks.begin(db->hooks.arg, &event);
}

void hook_end(const SgSession *db, const Call *call, const char *sql, SgStatus rc, int64_t rows, int64_t started_us)
{
    if (db->hooks.end == NULL) return;
    SgEvent event = {
        .sql = sql,
        .model = call->model,
        .operation = call->operation,
        .status = rc,
        .error = rc == SG_OK || rc == SG_NOT_FOUND ? NULL : &db->error,
        .rows = rows,
        .elapsed_us = monotonic_us() - started_us,
    };
    db->hooks.end(db->hooks.arg, &event);
}

SgStatus hook_unprepared(const SgSession *db, const Call *call, SgStatus rc)
{
    int64_t started = db->hooks.end == NULL ? 0 : monotonic_us();
    hook_begin(db, call, db->error.statement);
    hook_end(db, call, db->error.statement, rc, 0, started);
    return rc;
}

/* A command's tag ends with the number, as in "UPDATE 3" and "INSERT 0 3", or has none. */
int64_t rows_of(const PGresult *result)
{
    if (PQresultStatus(result) == PGRES_TUPLES_OK) return PQntuples(result);
    int64_t rows = 0;
    for (const char *tag = PQcmdStatus((PGresult *)(uintptr_t)result); tag != NULL && *tag != '\0'; tag++)
        rows = *tag >= '0' && *tag <= '9' ? rows * 10 + (*tag - '0') : 0;
    return rows;
}

/* ---- Sending and receiving ---- */

static bool send_statement(SgSession *db, const Statement *statement)
{
    Params *params = &db->params;
    const char *const *values = params_values(params);
    if (db->prepare == SG_PREPARE_NAMED)
        return PQsendQueryPrepared(db->connection->pg, statement->name, params->count, values, params->lengths,
                                   params->formats, 1) == 1;
    return PQsendQueryParams(db->connection->pg, statement->text.data, params->count, params->types, values,
                             params->lengths, params->formats, 1) == 1;
}

/* A named statement keeps its types, or fails; an unnamed one is parsed again each time, as a pooler may do. */
SgStatus check_types(SgSession *db, const Call *call, Statement *statement, const PGresult *result)
{
    if (statement != NULL && statement->checked) return SG_OK;
    SgStatus rc = read_check(db, &call->shape, call->extra_fields, result);
    if (rc == SG_OK && statement != NULL) statement->checked = db->prepare == SG_PREPARE_NAMED && !db->shares_server;
    return rc;
}

SgStatus settle(SgSession *db, const Call *call, Statement *statement, const char *sql, PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    SgStatus rc = SG_OK;
    bool keep = false;
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
        rc = fail_result(db, result, sql);
    } else if (call->take != NULL) {
        if (status == PGRES_TUPLES_OK && call->shape.count > 0) rc = check_types(db, call, statement, result);
        if (rc == SG_OK) rc = call->take(db, call, result, &keep);
    }
    if (!keep) session_spend(db, result);
    return rc;
}

static SgStatus run_statement(SgSession *db, const Call *call, Statement *statement, int64_t *rows, bool *is_stale)
{
    const char *sql = statement->text.data;
    wait_begin(db);
    bool is_sent = send_statement(db, statement);
    session_free_spent(db);
    PGresult *result = is_sent ? only_result(db) : NULL;
    *is_stale = PQresultStatus(result) == PGRES_FATAL_ERROR && forget_stale(db, statement, result);
    if (db->hooks.end != NULL) *rows = rows_of(result);
    return result == NULL ? fail_connection(db, sql) : settle(db, call, statement, sql, result);
}

SgStatus fail_stale(SgSession *db, bool was_idle)
{
    if (was_idle)
        return fail(db, SG_INVALID, NULL,
                    "the server forgets statements as soon as they are prepared: behind a pooler in transaction mode, "
                    "send them unnamed");
    db->error.status = SG_RETRY;
    return SG_RETRY;
}

SgStatus run(SgSession *db, const Call *call)
{
    SgStatus rc = check_ready(db);
    if (rc != SG_OK) return rc;
    if (db->pipeline != NULL) return pipeline_add(db, call);

    Statement *statement;
    rc = find_statement(db, &statement);
    if (rc != SG_OK) return hook_unprepared(db, call, rc);
    const char *sql = statement->text.data;
    bool was_idle = PQtransactionStatus(db->connection->pg) == PQTRANS_IDLE;
    bool has_hooks = db->hooks.begin != NULL || db->hooks.end != NULL;
    bool is_stale;
    int64_t rows = 0, started = has_hooks ? monotonic_us() : 0;
    if (has_hooks) hook_begin(db, call, sql);
    rc = run_statement(db, call, statement, &rows, &is_stale);
    if (is_stale && was_idle) {
        is_stale = false;
        rc = find_statement(db, &statement); /* prepares it again */
        if (rc == SG_OK) rc = run_statement(db, call, statement, &rows, &is_stale);
    }
    if (is_stale) rc = fail_stale(db, was_idle);
    if (has_hooks) hook_end(db, call, sql, rc, rows, started);
    return rc;
}

/* ---- Takes ---- */

static bool is_small(const PGresult *result)
{
    return PQresultMemorySize(result) <= KEEP_RESULT_BYTES;
}

/* A single row is copied out of its result: thousands of gets in one session would else keep thousands of
 * results.  A large one is kept, because copying costs more. */
static SgStatus row_to(SgSession *db, const Shape *shape, PGresult *result, bool *keep, void *out)
{
    if (out == NULL) return SG_OK;
    bool copy = is_small(result);
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    void *row = sg_arena_alloc(&db->scratch, shape->row_size);
    SgStatus rc = row == NULL ? fail_memory(db) : read_row(db, shape, result, 0, copy, row);
    if (rc == SG_OK && !copy) {
        *keep = session_own_result(db, result);
        if (!*keep) rc = fail_memory(db);
    }
    if (rc == SG_OK) memcpy(out, row, shape->row_size);
    sg_arena_release(&db->scratch, mark);
    return rc;
}

static SgStatus not_found(SgSession *db, const Call *call)
{
    if (*call->model == '\0') return fail(db, SG_NOT_FOUND, NULL, "%s has no row", call->operation);
    return fail(db, SG_NOT_FOUND, NULL, "no %s has this key", call->model);
}

SgStatus take_row(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    int rows = PQntuples(result);
    if (PQresultStatus(result) == PGRES_COMMAND_OK) rows = (int)rows_of(result);
    if (rows == 0) return not_found(db, call);
    if (rows > 1) return fail(db, SG_TOO_MANY, NULL, "%d rows where there is one at most", rows);
    return row_to(db, &call->shape, result, keep, call->out);
}

SgStatus take_row_and_flag(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    if (PQntuples(result) != 1) return not_found(db, call);
    int field = PQnfields(result) - 1;
    bool flag = PQgetlength(result, 0, field) == 1 && PQgetvalue(result, 0, field)[0] != 0;
    SgStatus rc = row_to(db, &call->shape, result, keep, call->out);
    if (rc == SG_OK && call->flag != NULL) *call->flag = flag;
    return rc;
}

SgStatus take_affected(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    (void)db;
    (void)keep;
    if (call->affected != NULL) *call->affected = rows_of(result);
    return SG_OK;
}

int64_t result_int64(const PGresult *result, int row, int field)
{
    if (PQgetlength(result, row, field) != 8) return 0;
    return (int64_t)wire_get64((const uint8_t *)PQgetvalue(result, row, field));
}

SgStatus take_int64(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    (void)keep;
    if (PQntuples(result) != 1 || PQgetlength(result, 0, 0) != 8)
        return fail(db, SG_RANGE, NULL, "the statement does not return one bigint");
    *(int64_t *)call->out = result_int64(result, 0, 0);
    return SG_OK;
}

SgStatus take_flag(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    (void)keep;
    if (PQntuples(result) != 1 || PQgetlength(result, 0, 0) != 1)
        return fail(db, SG_RANGE, NULL, "the statement does not return one boolean");
    *call->flag = PQgetvalue(result, 0, 0)[0] != 0;
    return SG_OK;
}

SgStatus run_plain(SgSession *db, const char *operation, const char *sql)
{
    sql_begin(db);
    sg_text_add(&db->sql, sql);
    return run(db, &(Call){.operation = operation, .model = ""});
}
