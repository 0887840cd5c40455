/* Every row of a table by COPY: a stream of bytes, cut into rows. */
#include "copy.h"
#include "error.h"
#include "select.h"
#include "wire.h"

#include <stdlib.h>

enum { LEFT_OVER_MAX = 1000 };

typedef struct CopyOut {
    Shape shape;
    SgText carried; /* the beginning of a row that goes on in the next message */
    bool has_header, is_done;
    bool was_idle; /* no transaction is open, which stopping the server would undo */
    SgVisit *visit;
    void *arg;
    void *row;
    int64_t rows;
} CopyOut;

/* The bytes that the row at `bytes` takes; 0 when it is not complete, SIZE_MAX for the end. */
static size_t row_length(const uint8_t *bytes, size_t size)
{
    size_t at = 2;
    if (size < 2) return 0;
    uint16_t fields = wire_get16(bytes);
    if (fields == UINT16_MAX) return SIZE_MAX;
    for (uint16_t i = 0; i < fields; i++) {
        if (size - at < 4) return 0;
        uint32_t length = wire_get32(bytes + at);
        at += 4;
        if (length == UINT32_MAX) continue;
        if (size - at < length) return 0;
        at += length;
    }
    return at;
}

static SgStatus read_fields(SgSession *db, const CopyOut *copy, const uint8_t *bytes)
{
    if (wire_get16(bytes) != copy->shape.count) return fail(db, SG_RANGE, NULL, "a row has other columns");
    memset(copy->row, 0, copy->shape.row_size);
    const uint8_t *at = bytes + 2;
    for (size_t i = 0; i < copy->shape.count; i++) {
        const SgColumn *column = &copy->shape.columns[i];
        uint32_t size = wire_get32(at);
        at += 4;
        /* copied: the next field's length would stand where the text's NUL must */
        SgStatus rc = read_value(db, column, size == UINT32_MAX ? NULL : at, size, true,
                                 (char *)copy->row + column->row);
        if (rc != SG_OK) return rc;
        if (size != UINT32_MAX) at += size;
    }
    return SG_OK;
}

static SgStatus visit_row(SgSession *db, CopyOut *copy, const uint8_t *bytes)
{
    SgMark mark = sg_session_mark(db);
    SgStatus rc = read_fields(db, copy, bytes);
    if (rc == SG_OK) {
        copy->rows++;
        rc = copy->visit(copy->row, copy->arg);
    }
    sg_session_release(db, mark);
    return rc;
}

/* Takes the complete rows of `bytes`; returns how many bytes they took. */
static size_t take_rows(SgSession *db, CopyOut *copy, const uint8_t *bytes, size_t size, SgStatus *rc)
{
    size_t at = 0;
    if (!copy->has_header) {
        if (size < COPY_HEADER) return 0;
        copy->has_header = true;
        at = COPY_HEADER;
    }
    while (*rc == SG_OK && !copy->is_done) {
        size_t length = row_length(bytes + at, size - at);
        if (length == 0) break;
        if (length == SIZE_MAX) {
            copy->is_done = true;
            return size;
        }
        *rc = visit_row(db, copy, bytes + at);
        at += length;
    }
    return at;
}

/* One message; rows usually begin and end with it, but nothing says that they must. */
static SgStatus take_message(SgSession *db, CopyOut *copy, const char *bytes, size_t size)
{
    SgStatus rc = SG_OK;
    if (copy->carried.size == 0) {
        size_t taken = take_rows(db, copy, (const uint8_t *)bytes, size, &rc);
        if (taken < size) sg_text_add_bytes(&copy->carried, bytes + taken, size - taken);
    } else {
        sg_text_add_bytes(&copy->carried, bytes, size);
        if (copy->carried.failed) return fail_memory(db);
        size_t taken = take_rows(db, copy, (const uint8_t *)copy->carried.data, copy->carried.size, &rc);
        memmove(copy->carried.data, copy->carried.data + taken, copy->carried.size - taken);
        sg_text_truncate(&copy->carried, copy->carried.size - taken);
    }
    return copy->carried.failed ? fail_memory(db) : rc;
}

static SgStatus receive(SgSession *db, CopyOut *copy)
{
    PGconn *pg = db->connection->pg;
    SgStatus rc = SG_OK;
    int64_t left_over = 0;
    char *bytes;
    int size;
    while ((size = PQgetCopyData(pg, &bytes, 0)) > 0) {
        if (rc == SG_OK) rc = take_message(db, copy, bytes, (size_t)size);
        else if (++left_over == LEFT_OVER_MAX && copy->was_idle) connection_cancel(db->connection);
        PQfreemem(bytes);
    }
    for (PGresult *result = PQgetResult(pg); result != NULL; result = PQgetResult(pg)) {
        if (rc == SG_OK && PQresultStatus(result) != PGRES_COMMAND_OK) rc = fail_result(db, result, db->sql.data);
        PQclear(result);
    }
    return rc;
}

static SgStatus start(SgSession *db, const SgModel *model, const Shape *shape)
{
    sql_begin(db);
    sg_text_add(&db->sql, "COPY (SELECT ");
    sql_columns(db, shape, 0);
    sg_text_printf(&db->sql, " FROM %s AS t0) TO STDOUT (FORMAT binary)", model->table);
    if (db->sql.failed) return fail_memory(db);
    PGresult *result = exec_text(db, db->sql.data);
    SgStatus rc = PQresultStatus(result) == PGRES_COPY_OUT ? SG_OK : fail_result(db, result, db->sql.data);
    PQclear(result);
    return rc;
}

SgStatus sg_copy_out(SgSession *db, const SgModel *model, SgVisit *visit, void *arg)
{
    sql_begin(db);
    SgStatus rc = check_unpipelined(db, "copy_out");
    if (rc != SG_OK) return rc;
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    const Call call = {.operation = "copy_out", .model = model->name};
    CopyOut copy = {.shape = shape_of(model), .visit = visit, .arg = arg};
    copy.was_idle = PQtransactionStatus(db->connection->pg) == PQTRANS_IDLE;
    int64_t started = monotonic_us();
    copy.row = sg_arena_alloc(&db->scratch, model->row_size);
    hook_begin(db, &call, model->table);
    db->is_scanning = true;
    rc = copy.row == NULL ? fail_memory(db) : start(db, model, &copy.shape);
    if (rc == SG_OK) rc = receive(db, &copy);
    db->is_scanning = false;
    hook_end(db, &call, model->table, rc, copy.rows, started);
    sg_text_free(&copy.carried);
    sg_arena_release(&db->scratch, mark);
    return rc;
}
