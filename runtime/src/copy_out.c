/* Every row of a table by COPY. */
#include "copy.h"
#include "error.h"
#include "select.h"
#include "wire.h"

#include <stdlib.h>

enum { LEFT_OVER_MAX = 1000 };

static SgStatus receive(SgSession *db, CopyReader *reader, bool was_idle)
{
    SgStatus rc = SG_OK;
    int64_t left_over = 0;
    char *bytes;
    int size;
    while ((size = next_copy_data(db, &bytes)) > 0) {
        if (rc == SG_OK) rc = copy_read(db, reader, bytes, (size_t)size);
        else if (++left_over == LEFT_OVER_MAX && was_idle) connection_cancel(db->connection);
        PQfreemem(bytes);
    }
    for (PGresult *result = next_result(db); result != NULL; result = next_result(db)) {
        if (rc == SG_OK && PQresultStatus(result) != PGRES_COMMAND_OK) rc = fail_result(db, result, db->sql.data);
        PQclear(result);
    }
    return rc == SG_OK ? copy_read_end(db, reader) : rc;
}

static SgStatus start(SgSession *db, const SgModel *model, const Shape *shape)
{
    sql_begin(db);
    sg_text_add(&db->sql, "COPY (SELECT ");
    sql_columns(db, shape);
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
    CopyReader reader = {.shape = shape_of(model), .visit = visit, .arg = arg};
    bool was_idle =
        PQtransactionStatus(db->connection->pg) == PQTRANS_IDLE; /* else stopping would undo a transaction */
    int64_t started = monotonic_us();
    reader.row = sg_arena_alloc(&db->scratch, model->row_size);
    hook_begin(db, &call, model->table);
    db->is_scanning = true;
    rc = reader.row == NULL ? fail_memory(db) : start(db, model, &reader.shape);
    if (rc == SG_OK) rc = receive(db, &reader, was_idle);
    db->is_scanning = false;
    hook_end(db, &call, model->table, rc, reader.rows, started);
    sg_text_free(&reader.carried);
    sg_arena_release(&db->scratch, mark);
    return rc;
}
