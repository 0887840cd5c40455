/*
 * Pipelines: statements are queued with copies of their values, sent together, and their answers taken in order.
 *
 * Nothing is sent before the first step, so that a queue can be dropped without a trace.  While it is running the
 * connection does not block: a server that waits for us to read its answers would otherwise wait for ever for what
 * we are still writing.
 */
#include "pipeline.h"

#include "error.h"

#include <poll.h>

typedef struct Queued {
    struct Queued *next;
    Call call;
    Statement *statement;
    int count;
    const char **values;
    int *lengths, *formats;
    Oid *types;
    bool prepares;    /* the answer to PREPARE comes first */
    bool is_answered; /* only the end of its results is missing */
    bool is_watched;  /* a hook saw its begin, and not yet its end */
} Queued;

struct Pipeline {
    SgArena arena; /* this struct and the queue */
    Queued *first, **last;
    Queued *waiting; /* whose answer comes next */
    int position;    /* of `waiting`, from 0 */
    uint64_t id;
    int statements; /* different ones */
    bool is_sent, is_done;
    SgStatus rc;
    int64_t started_us;
    int64_t deadline_us; /* of the next answers; 0: none */
};

SgStatus sg_pipeline_begin(SgSession *db)
{
    SgStatus rc = check_ready(db);
    if (rc != SG_OK) return rc;
    if (db->pipeline != NULL) return fail(db, SG_INVALID, NULL, "a pipeline is open already");
    SgArena arena = {0};
    Pipeline *pipeline = sg_arena_new(&arena, sizeof *pipeline);
    if (pipeline == NULL) return fail_memory(db);
    pipeline->arena = arena;
    pipeline->last = &pipeline->first;
    pipeline->id = ++db->connection->statements.clock;
    db->pipeline = pipeline;
    db->pipeline_failed = -1;
    return SG_OK;
}

/* ---- Queueing ---- */

static void *copy(SgArena *arena, const void *bytes, size_t size)
{
    void *memory = sg_arena_alloc(arena, size);
    if (memory != NULL && size > 0) memcpy(memory, bytes, size);
    return memory;
}

static bool copy_params(SgArena *arena, Params *params, Queued *queued)
{
    size_t count = (size_t)params->count;
    queued->count = params->count;
    queued->values = copy(arena, params_values(params), count * sizeof *params->values);
    queued->lengths = copy(arena, params->lengths, count * sizeof *params->lengths);
    queued->formats = copy(arena, params->formats, count * sizeof *params->formats);
    queued->types = copy(arena, params->types, count * sizeof *params->types);
    if (!queued->values || !queued->lengths || !queued->formats || !queued->types) return false;
    for (size_t i = 0; i < count; i++) {
        if (queued->values[i] == NULL) continue;
        queued->values[i] = sg_arena_strndup(arena, queued->values[i], (size_t)queued->lengths[i]);
        if (queued->values[i] == NULL) return false;
    }
    return true;
}

/* A statement that is queued must not lose its place in the cache to a later one. */
static SgStatus claim(SgSession *db, Statement *statement)
{
    Pipeline *pipeline = db->pipeline;
    if (statement->pipeline == pipeline->id) return SG_OK;
    if (pipeline->statements + 1 >= db->connection->statements.limit)
        return fail(db, SG_INVALID, NULL, "more than %d different statements in one pipeline", pipeline->statements);
    statement->pipeline = pipeline->id;
    pipeline->statements++;
    return SG_OK;
}

SgStatus pipeline_add(SgSession *db, const Call *call)
{
    Pipeline *pipeline = db->pipeline;
    Statement *statement;
    if (pipeline->is_sent) return fail(db, SG_INVALID, NULL, "the pipeline is running: end it first");
    SgStatus rc = find_statement(db, &statement);
    if (rc == SG_OK) rc = claim(db, statement);
    if (rc != SG_OK) return rc;
    Queued *queued = sg_arena_new(&pipeline->arena, sizeof *queued);
    if (queued == NULL || !copy_params(&pipeline->arena, &db->params, queued)) return fail_memory(db);
    queued->call = *call;
    queued->statement = statement;
    *pipeline->last = queued;
    pipeline->last = &queued->next;
    return SG_OK;
}

/* ---- Sending ---- */

static bool send_one(SgSession *db, Queued *queued)
{
    PGconn *pg = db->connection->pg;
    Statement *statement = queued->statement;
    if (db->prepare == SG_PREPARE_UNNAMED)
        return PQsendQueryParams(pg, statement->text.data, queued->count, queued->types, queued->values,
                                 queued->lengths, queued->formats, 1) == 1;
    if (!statement->prepared) {
        if (!send_prepare(db, statement, queued->types, queued->count)) return false;
        queued->prepares = true;
        statement->prepared = true; /* taken back when its answer says otherwise */
    }
    return PQsendQueryPrepared(pg, statement->name, queued->count, queued->values, queued->lengths, queued->formats,
                               1) == 1;
}

static void note_failure(SgSession *db, SgStatus rc)
{
    Pipeline *pipeline = db->pipeline;
    if (pipeline->rc != SG_OK) return;
    pipeline->rc = rc;
    db->pipeline_failed = pipeline->position;
}

static void send_all(SgSession *db)
{
    PGconn *pg = db->connection->pg;
    Pipeline *pipeline = db->pipeline;
    pipeline->is_sent = true;
    pipeline->started_us = monotonic_us();
    pipeline->waiting = pipeline->first;
    wait_begin(db);
    pipeline->deadline_us = wait_deadline(db);
    bool sent = PQenterPipelineMode(pg) == 1 && PQsetnonblocking(pg, 1) == 0;
    for (Queued *queued = pipeline->first; queued != NULL && sent; queued = queued->next) {
        hook_begin(db, &queued->call, queued->statement->text.data);
        queued->is_watched = true;
        sent = send_one(db, queued);
    }
    if (sent && PQpipelineSync(pg) == 1) return;
    note_failure(db, fail_connection(db, NULL));
    pipeline->is_done = true;
}

/* ---- Receiving ---- */

static bool is_ok(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

/* The error of the first failure stays: later ones are its consequence, or are counted after it. */
static void take_answer(SgSession *db, Queued *queued, PGresult *result)
{
    Pipeline *pipeline = db->pipeline;
    const char *sql = queued->statement->text.data;
    bool forgotten = forget_stale(db, queued->statement, result);
    queued->is_answered = true;
    if (PQresultStatus(result) == PGRES_PIPELINE_ABORTED || (pipeline->rc != SG_OK && !is_ok(result))) {
        PQclear(result);
        return;
    }
    SgArena kept = db->error_arena;
    SgError error = db->error;
    if (pipeline->rc != SG_OK) db->error_arena = (SgArena){0};
    int64_t rows = db->hooks.end == NULL ? 0 : rows_of(result);
    SgStatus rc = settle(db, &queued->call, queued->statement, sql, result);
    hook_end(db, &queued->call, sql, rc, rows, pipeline->started_us);
    queued->is_watched = false;
    if (pipeline->rc != SG_OK) {
        sg_arena_free(&db->error_arena);
        db->error_arena = kept;
        db->error = error;
    } else if (rc != SG_OK) {
        note_failure(db, forgotten ? SG_RETRY : rc);
        db->error.status = pipeline->rc;
    }
}

static void take_prepared(SgSession *db, Queued *queued, PGresult *result)
{
    queued->prepares = false;
    if (!is_ok(result)) {
        statements_forget(&db->connection->statements, queued->statement);
        if (db->pipeline->rc == SG_OK && PQresultStatus(result) != PGRES_PIPELINE_ABORTED)
            note_failure(db, fail_result(db, result, queued->statement->text.data));
    }
    PQclear(result);
}

/* Behind the last answer: the end of the pipeline, or why the implicit transaction could not be committed. */
static void take_end(SgSession *db, PGresult *result)
{
    Pipeline *pipeline = db->pipeline;
    pipeline->is_done = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    if (result != NULL && !is_ok(result) && !pipeline->is_done && pipeline->rc == SG_OK)
        note_failure(db, fail_result(db, result, "COMMIT"));
    PQclear(result);
}

/* One result, or the end (NULL) of a statement's results. */
static void take_result(SgSession *db, PGresult *result)
{
    Pipeline *pipeline = db->pipeline;
    Queued *queued = pipeline->waiting;
    if (queued != NULL && result == NULL) {
        if (!queued->is_answered) return; /* the end of PREPARE's */
        pipeline->waiting = queued->next;
        pipeline->position++;
    } else if (queued != NULL && queued->prepares) {
        take_prepared(db, queued, result);
    } else if (queued != NULL && !queued->is_answered) {
        take_answer(db, queued, result);
    } else {
        take_end(db, result);
    }
}

SgPipelineWants sg_pipeline_step(SgSession *db)
{
    Pipeline *pipeline = db->pipeline;
    PGconn *pg = db->connection->pg;
    if (pipeline == NULL) return SG_PIPELINE_DONE;
    if (!pipeline->is_sent) send_all(db);
    if (pipeline->is_done) return SG_PIPELINE_DONE;

    wait_check(db, &pipeline->deadline_us);
    int unsent = PQflush(pg);
    bool broken = PQconsumeInput(pg) == 0 || unsent < 0 || PQstatus(pg) == CONNECTION_BAD;
    while (!pipeline->is_done && (broken || !PQisBusy(pg))) {
        PGresult *result = PQgetResult(pg);
        if (result == NULL && PQstatus(pg) == CONNECTION_BAD) {
            if (pipeline->rc == SG_OK) note_failure(db, fail_connection(db, NULL));
            pipeline->is_done = true;
            break;
        }
        take_result(db, result);
        pipeline->deadline_us = wait_deadline(db);
    }
    if (pipeline->is_done) return SG_PIPELINE_DONE;
    return unsent == 1 ? SG_PIPELINE_READ_WRITE : SG_PIPELINE_READ;
}

int sg_pipeline_socket(const SgSession *db)
{
    return PQsocket(db->connection->pg);
}

int sg_pipeline_timeout_ms(const SgSession *db)
{
    return db->pipeline == NULL ? -1 : wait_left_ms(db->pipeline->deadline_us);
}

int sg_pipeline_failed(const SgSession *db)
{
    return db->pipeline_failed;
}

/* Those that were skipped, or lost with the connection, end as the pipeline does. */
static void end_watched(SgSession *db)
{
    const Pipeline *pipeline = db->pipeline;
    for (const Queued *queued = pipeline->first; queued != NULL; queued = queued->next) {
        if (!queued->is_watched) continue;
        SgStatus rc = pipeline->rc;
        if (rc == SG_OK) rc = fail(db, SG_CANCELLED, NULL, "the pipeline was given up");
        hook_end(db, &queued->call, queued->statement->text.data, rc, 0, pipeline->started_us);
    }
}

void pipeline_drop(SgSession *db)
{
    if (db->pipeline == NULL) return;
    end_watched(db);
    SgArena arena = db->pipeline->arena;
    sg_arena_free(&arena);
    db->pipeline = NULL;
}

/* The connection is lost.  Only a refusal before the queued COMMIT says that it did not happen. */
static SgStatus after_loss(SgSession *db, const Pipeline *pipeline)
{
    int position = 0;
    const Queued *queued = pipeline->first;
    for (; queued != NULL && strcmp(queued->call.operation, "commit") != 0; queued = queued->next) position++;
    if (queued == NULL || (db->error.sqlstate[0] != '\0' && db->pipeline_failed < position)) return SG_UNAVAILABLE;
    return fail(db, SG_COMMIT_UNKNOWN, NULL, "the connection was lost before the answer to COMMIT");
}

/* A BEGIN whose COMMIT was skipped. */
static void roll_back(SgSession *db)
{
    if (db->depth == 0 && PQtransactionStatus(db->connection->pg) == PQTRANS_INERROR) exec_rollback(db, "ROLLBACK");
}

SgStatus sg_pipeline_end(SgSession *db, SgStatus rc)
{
    Pipeline *pipeline = db->pipeline;
    PGconn *pg = db->connection->pg;
    if (pipeline == NULL) return rc != SG_OK ? rc : fail(db, SG_INVALID, NULL, "no pipeline is open");
    if ((rc != SG_OK || pipeline->first == NULL) && !pipeline->is_sent) {
        pipeline_drop(db);
        return rc;
    }
    for (SgPipelineWants wants = sg_pipeline_step(db); wants != SG_PIPELINE_DONE; wants = sg_pipeline_step(db)) {
        struct pollfd socket = {.fd = PQsocket(pg), .events = POLLIN};
        if (wants == SG_PIPELINE_READ_WRITE) socket.events |= POLLOUT;
        poll(&socket, 1, sg_pipeline_timeout_ms(db));
    }
    if (rc == SG_OK) rc = pipeline->rc;
    if (rc == SG_UNAVAILABLE && PQstatus(pg) == CONNECTION_BAD) rc = after_loss(db, pipeline);
    pipeline_drop(db);
    PQsetnonblocking(pg, 0);
    PQexitPipelineMode(pg);
    if (rc != SG_OK) roll_back(db);
    return rc;
}
