/*
 * Many rows: into a list, or one by one.
 *
 * A list with a small limit is read as one result, and its text stays there: nothing is copied.  Any other comes in
 * single-row mode into one growing array, its text packed into the session's memory: half the memory, and reading
 * overlaps with the server's work.  libpq does more for a row that comes alone, but from some 250 rows on the pages of
 * a large result, which the allocator fetches from the system and returns each time, cost more than that.
 */
#include "query.h"

#include "error.h"

#include <stdlib.h>

enum { LEFT_OVER_MAX = 1000 };

/* A generated list: {items, count, has_more}. */
static void put_list(void *out, void *items, size_t count, bool has_more)
{
    SgRows rows = {items, count, has_more};
    memcpy(out, &rows, sizeof rows);
}

SgStatus take_list(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    size_t found = (size_t)PQntuples(result);
    size_t count = call->limit > 0 && found > (size_t)call->limit ? (size_t)call->limit : found;
    void *rows = session_alloc(db, count * call->shape.row_size);
    if (rows == NULL) return fail_memory(db);
    SgStatus rc = read_rows(db, &call->shape, result, count, rows);
    if (rc != SG_OK) return rc;
    if (count > 0 && !session_own_result(db, result)) return fail_memory(db);
    *keep = count > 0;
    put_list(call->out, rows, count, found > count);
    return SG_OK;
}

/* ---- Single-row mode ---- */

/* What happens to each row; SG_OK goes on. */
typedef SgStatus EachRow(SgSession *db, const Call *call, const PGresult *row, void *arg);

typedef struct Stream {
    EachRow *each;
    void *arg;
    const int64_t *rows;
    bool was_idle; /* no transaction is open */
    bool is_stale; /* the server had forgotten the statement, or its types: before the first row */
} Stream;

static SgStatus fail_stream(SgSession *db, Statement *statement, const PGresult *result, Stream *stream)
{
    stream->is_stale = forget_stale(db, statement, result);
    return fail_result(db, result, statement->text.data);
}

/* Reads to the end, whatever happens.  After a failure the rows are no longer looked at, and when they do not end soon
 * the server is asked to stop; in a transaction not, which that would undo. */
static SgStatus drain(SgSession *db, const Call *call, Statement *statement, Stream *stream)
{
    SgStatus rc = SG_OK;
    int64_t left_over = 0;
    bool any = false, is_checked = false;
    for (PGresult *result = next_result(db); result != NULL; result = next_result(db)) {
        ExecStatusType status = PQresultStatus(result);
        any = true;
        if (status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK) {
            if (rc == SG_OK && !is_checked) rc = check_types(db, call, statement, result);
            is_checked = true;
            if (rc == SG_OK && status == PGRES_SINGLE_TUPLE) rc = stream->each(db, call, result, stream->arg);
        } else if (rc == SG_OK) {
            rc = fail_stream(db, statement, result, stream);
        }
        PQclear(result);
        if (rc != SG_OK && status == PGRES_SINGLE_TUPLE && ++left_over == LEFT_OVER_MAX && stream->was_idle)
            connection_cancel(db->connection);
        if (rc != SG_OK && PQstatus(db->connection->pg) == CONNECTION_BAD) break;
    }
    return any ? rc : fail_connection(db, statement->text.data);
}

static bool send_single_row(SgSession *db, const Statement *statement)
{
    Params *params = &db->params;
    PGconn *pg = db->connection->pg;
    const char *const *values = params_values(params);
    int sent =
        db->prepare == SG_PREPARE_NAMED
            ? PQsendQueryPrepared(pg, statement->name, params->count, values, params->lengths, params->formats, 1)
            : PQsendQueryParams(pg, statement->text.data, params->count, params->types, values, params->lengths,
                                params->formats, 1);
    return sent == 1 && PQsetSingleRowMode(pg) == 1;
}

/* libpq leaves the mode when the next query begins, but not when that is the first of a pipeline, whose rows would then
 * come one by one.  A query that is refused for having no text begins too, and is not sent. */
static void end_single_row(PGconn *pg)
{
    if (PQstatus(pg) == CONNECTION_OK) PQsendQuery(pg, NULL);
}

static SgStatus stream_once(SgSession *db, const Call *call, Stream *stream)
{
    Statement *statement;
    SgStatus rc = check_unpipelined(db, call->operation);
    if (rc != SG_OK) return rc;
    rc = find_statement(db, &statement);
    if (rc != SG_OK) return hook_unprepared(db, call, rc);
    int64_t started = monotonic_us();
    hook_begin(db, call, statement->text.data);
    wait_begin(db);
    db->is_scanning = true;
    bool is_sent = send_single_row(db, statement);
    rc = is_sent ? drain(db, call, statement, stream) : fail_connection(db, statement->text.data);
    db->is_scanning = false;
    end_single_row(db->connection->pg);
    hook_end(db, call, statement->text.data, rc, *stream->rows, started);
    return rc;
}

static SgStatus run_stream(SgSession *db, const Call *call, Stream *stream)
{
    stream->was_idle = PQtransactionStatus(db->connection->pg) == PQTRANS_IDLE;
    SgStatus rc = stream_once(db, call, stream);
    if (stream->is_stale && stream->was_idle) {
        stream->is_stale = false;
        rc = stream_once(db, call, stream);
    }
    return stream->is_stale ? fail_stale(db, stream->was_idle) : rc;
}

typedef struct Growing {
    SgText rows;
    int64_t count;
} Growing;

static SgStatus grow(SgSession *db, const Call *call, const PGresult *row, void *arg)
{
    Growing *growing = arg;
    size_t size = call->shape.row_size;
    if (!sg_text_reserve(&growing->rows, size)) return fail_memory(db);
    SgStatus rc = read_row(db, &call->shape, row, 0, true, growing->rows.data + growing->rows.size);
    if (rc != SG_OK) return rc;
    growing->rows.size += size;
    growing->count++;
    return SG_OK;
}

static SgStatus finish_list(SgSession *db, const Call *call, Growing *growing)
{
    int64_t count = growing->count;
    if (growing->rows.data != NULL && !session_own_memory(db, growing->rows.data)) return fail_memory(db);
    bool has_more = call->limit > 0 && count > call->limit;
    put_list(call->out, growing->rows.data, (size_t)(has_more ? call->limit : count), has_more);
    return SG_OK;
}

SgStatus run_list(SgSession *db, const Call *call)
{
    enum { SMALL = 250 };
    if (db->pipeline != NULL || (call->limit > 0 && call->limit <= SMALL)) {
        Call whole = *call;
        whole.take = take_list;
        return run(db, &whole);
    }
    Growing growing = {0};
    Stream stream = {.each = grow, .arg = &growing, .rows = &growing.count};
    SgStatus rc = run_stream(db, call, &stream);
    if (rc == SG_OK) rc = finish_list(db, call, &growing);
    if (rc != SG_OK) sg_text_free(&growing.rows);
    return rc;
}

typedef struct Visiting {
    SgVisit *visit;
    void *arg;
    void *row;
    int64_t count;
} Visiting;

/* The row points into its result: nothing is copied, nothing is left behind but lists, which go with the mark.  The
 * row behind the limit, which tells a list whether there is more, is for nobody here. */
static SgStatus visit_row(SgSession *db, const Call *call, const PGresult *row, void *arg)
{
    Visiting *visiting = arg;
    if (call->limit > 0 && visiting->count == call->limit) return SG_OK;
    SgMark mark = sg_session_mark(db);
    SgStatus rc = read_row(db, &call->shape, row, 0, false, visiting->row);
    if (rc == SG_OK) {
        visiting->count++;
        const uint32_t failures = db->failures;
        rc = visiting->visit(visiting->row, visiting->arg);
        if (rc != SG_OK) rc = fail_own(db, rc, failures, "visitor");
    }
    sg_session_release(db, mark);
    return rc;
}

SgStatus run_each(SgSession *db, const Call *call, SgVisit *visit, void *arg)
{
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    Visiting visiting = {.visit = visit, .arg = arg, .row = sg_arena_alloc(&db->scratch, call->shape.row_size)};
    if (visiting.row == NULL) return fail_memory(db);
    Stream stream = {.each = visit_row, .arg = &visiting, .rows = &visiting.count};
    SgStatus rc = run_stream(db, call, &stream);
    sg_arena_release(&db->scratch, mark);
    return rc;
}
