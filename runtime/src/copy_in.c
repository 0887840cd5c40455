/*
 * Rows into a table by COPY: encoded into one buffer, sent when it is full.
 *
 * A COPY names its columns once, so every row must write the same ones as the first.
 */
#include "batch.h"
#include "copy.h"
#include "error.h"

#include <limits.h>
#include <poll.h>
#include <stdlib.h>

static const char copy_header[COPY_HEADER] = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0";

typedef struct CopyIn {
    const SgModel *model;
    bool *is_copied;        /* one per column: the first row writes it, so all have to */
    int count;              /* of those */
    uint32_t *element_oids; /* of array columns whose element type differs between databases; else 0 */
    int64_t rows;
    SgText buffer;
} CopyIn;

/* ---- The columns ---- */

static SgStatus choose_columns(SgSession *db, CopyIn *copy, const void *first)
{
    const SgModel *model = copy->model;
    copy->is_copied = sg_arena_alloc(&db->scratch, model->column_count * sizeof *copy->is_copied);
    copy->element_oids = sg_arena_new(&db->scratch, model->column_count * sizeof *copy->element_oids);
    if (copy->is_copied == NULL || copy->element_oids == NULL) return fail_memory(db);
    for (size_t i = 0; i < model->column_count; i++) {
        copy->is_copied[i] = is_written(&model->columns[i], first);
        copy->count += copy->is_copied[i];
    }
    return copy->count > 0 ? SG_OK : fail(db, SG_INVALID, NULL, "the first row sets nothing");
}

static SgStatus find_oid(SgSession *db, const char *type, uint32_t *out)
{
    char *literal = PQescapeLiteral(db->connection->pg, type, strlen(type));
    if (literal == NULL) return fail_memory(db);
    sql_begin(db);
    sg_text_printf(&db->sql, "SELECT %s::regtype::oid", literal);
    PQfreemem(literal);
    if (db->sql.failed) return fail_memory(db);
    SgStatus rc = SG_OK;
    PGresult *result = exec_text(db, db->sql.data);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) rc = fail_result(db, result, db->sql.data);
    else *out = (uint32_t)strtoul(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    return rc;
}

/* An array in binary names the type of its elements: that of an enum must be asked for, and varchar is not text. */
static SgStatus find_element_oids(SgSession *db, CopyIn *copy)
{
    for (size_t i = 0; i < copy->model->column_count; i++) {
        const SgColumn *column = &copy->model->columns[i];
        if (!copy->is_copied[i] || !column_is(column, SG_COLUMN_LIST) || column->cast == NULL) continue;
        SgStatus rc = find_oid(db, column->cast, &copy->element_oids[i]);
        if (rc != SG_OK) return rc;
    }
    return SG_OK;
}

/* ---- Rows ---- */

static void put16(SgText *out, uint16_t value)
{
    sg_text_add_char(out, (char)(value >> 8));
    sg_text_add_char(out, (char)value);
}

static SgStatus add_field(SgSession *db, CopyIn *copy, size_t index, const void *row)
{
    const SgColumn *column = &copy->model->columns[index];
    Made made;
    Written written;
    SgStatus rc = insert_value(db, column, row, &made, &written);
    if (rc != SG_OK) return rc;
    size_t start = copy->buffer.size;
    rc = encode_field(db, column, written.value, &copy->buffer);
    if (rc == SG_OK && written.value != NULL && copy->element_oids[index] != 0)
        patch_element_oid(&copy->buffer, start + 4, copy->element_oids[index]);
    return rc;
}

/* A column that this row sets and the first did not would be lost. */
static SgStatus fail_other_columns(SgSession *db, const SgColumn *column, bool is_copied)
{
    return fail(db, SG_INVALID, column->label,
                is_copied ? "`%s` is not set, the first row sets it" : "`%s` is set, the first row does not set it",
                column->label);
}

static SgStatus add_fields(SgSession *db, CopyIn *copy, const void *row)
{
    const SgModel *model = copy->model;
    SgStatus rc = SG_OK;
    put16(&copy->buffer, (uint16_t)copy->count);
    for (size_t i = 0; i < model->column_count && rc == SG_OK; i++) {
        const SgColumn *column = &model->columns[i];
        if (is_written(column, row) != copy->is_copied[i]) return fail_other_columns(db, column, copy->is_copied[i]);
        if (copy->is_copied[i]) rc = add_field(db, copy, i, row);
    }
    return rc;
}

/* Until the server has taken everything, or time is up.  Without a timeout libpq has waited already. */
static SgStatus wait_taken(SgSession *db)
{
    int64_t deadline = wait_deadline(db);
    if (deadline == 0) return SG_OK;
    for (int unsent = PQflush(db->connection->pg); unsent != 0; unsent = PQflush(db->connection->pg)) {
        if (unsent < 0 || !wait_for(db, POLLIN | POLLOUT, &deadline)) return fail_connection(db, NULL);
    }
    return db->timed_out ? fail(db, SG_TIMEOUT, NULL, "the server did not take the rows in time") : SG_OK;
}

static SgStatus flush(SgSession *db, CopyIn *copy)
{
    if (copy->buffer.failed) return fail_memory(db);
    if (copy->buffer.size > INT_MAX) return fail(db, SG_RANGE, NULL, "a row takes more than 2 GB");
    int sent = PQputCopyData(db->connection->pg, copy->buffer.data, (int)copy->buffer.size);
    sg_text_truncate(&copy->buffer, 0);
    return sent == 1 ? wait_taken(db) : fail_connection(db, NULL);
}

static SgStatus add_row(SgSession *db, CopyIn *copy, const void *row)
{
    SgMark mark = sg_session_mark(db); /* keys that are text are made in the session's memory */
    SgStatus rc = add_fields(db, copy, row);
    sg_session_release(db, mark);
    if (rc != SG_OK) return fail_row(db, (size_t)copy->rows);
    copy->rows++;
    return copy->buffer.size >= COPY_BUFFER ? flush(db, copy) : SG_OK;
}

/* ---- The whole ---- */

static SgStatus start(SgSession *db, CopyIn *copy, const void *first)
{
    SgStatus rc = choose_columns(db, copy, first);
    if (rc == SG_OK) rc = find_element_oids(db, copy);
    if (rc != SG_OK) return rc;
    sql_begin(db);
    sg_text_printf(&db->sql, "COPY %s (", copy->model->table);
    const char *separator = "";
    for (size_t i = 0; i < copy->model->column_count; i++) {
        if (!copy->is_copied[i]) continue;
        sg_text_add(&db->sql, separator);
        sg_text_add(&db->sql, copy->model->columns[i].name);
        separator = ", ";
    }
    sg_text_add(&db->sql, ") FROM STDIN (FORMAT binary)");
    sg_text_add_bytes(&copy->buffer, copy_header, COPY_HEADER);
    if (db->sql.failed || copy->buffer.failed) return fail_memory(db);
    PGresult *result = exec_text(db, db->sql.data);
    if (PQresultStatus(result) != PGRES_COPY_IN) rc = fail_result(db, result, db->sql.data);
    else PQsetnonblocking(db->connection->pg, db->timeout_ms > 0);
    PQclear(result);
    return rc;
}

/* "COPY orders, line 17, column price": the row that the server was at, if it says so. */
static SgStatus fail_at_line(SgSession *db, const PGresult *result)
{
    SgStatus rc = fail_result(db, result, db->sql.data);
    const char *context = PQresultErrorField(result, PG_DIAG_CONTEXT);
    const char *copy = context == NULL ? NULL : strstr(context, "COPY "); /* behind what the type has to say */
    const char *line = copy == NULL ? NULL : strchr(copy, ',');
    if (line != NULL) line = strpbrk(line, "0123456789");
    if (line == NULL) return rc;
    long row = strtol(line, NULL, 10) - 1;
    const char *name = strrchr(line, ' ');
    if (name != NULL) name++;
    else name = db->error.column;
    const char *where = sg_arena_printf(&db->error_arena, "rows[%ld].%s", row, name);
    const char *message = sg_arena_printf(&db->error_arena, "row %ld: %s", row, db->error.message);
    if (where != NULL) db->error.column = where;
    if (message != NULL) db->error.message = message;
    return rc;
}

/* Ends the COPY; after a failure on this side the server is told to forget it, and that failure stays.  Of a COPY that
 * was stopped because time was up the server knows more: which row it was at. */
static SgStatus finish(SgSession *db, CopyIn *copy, SgStatus rc)
{
    PGconn *pg = db->connection->pg;
    if (rc == SG_OK) {
        put16(&copy->buffer, UINT16_MAX);
        rc = flush(db, copy);
    }
    if (PQstatus(pg) == CONNECTION_BAD) return rc != SG_OK ? rc : fail_connection(db, NULL);
    PQputCopyEnd(pg, rc == SG_OK ? NULL : "the rows could not be encoded");
    bool server_decides = rc == SG_OK || db->timed_out;
    SgStatus taken = wait_taken(db);
    if (rc == SG_OK) rc = taken;
    for (PGresult *result = next_result(db); result != NULL; result = next_result(db)) {
        if (server_decides && PQresultStatus(result) != PGRES_COMMAND_OK) rc = fail_at_line(db, result);
        PQclear(result);
    }
    PQsetnonblocking(pg, 0);
    return rc;
}

typedef struct RowSource {
    SgNextRow *next;
    void *arg;
} RowSource;

static SgStatus copy_rows(SgSession *db, CopyIn *copy, const RowSource *source, void *row)
{
    memset(row, 0, copy->model->insert_size);
    SgStatus rc = source->next(row, source->arg);
    if (rc == SG_NOT_FOUND) return SG_OK; /* no row at all */
    if (rc == SG_OK) rc = start(db, copy, row);
    if (rc != SG_OK) return rc;
    while (rc == SG_OK) {
        rc = add_row(db, copy, row);
        memset(row, 0, copy->model->insert_size);
        if (rc == SG_OK) rc = source->next(row, source->arg);
    }
    bool is_end = rc == SG_NOT_FOUND;
    return finish(db, copy, is_end ? SG_OK : rc);
}

SgStatus sg_copy_in_from(SgSession *db, const SgModel *model, SgNextRow *next, void *arg, int64_t *affected)
{
    sql_begin(db);
    SgStatus rc = check_unpipelined(db, "copy_in");
    if (rc != SG_OK) return rc;
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    const RowSource source = {next, arg};
    const Call call = {.operation = "copy_in", .model = model->name};
    CopyIn copy = {.model = model};
    int64_t started = monotonic_us();
    void *row = sg_arena_alloc(&db->scratch, model->insert_size);
    hook_begin(db, &call, model->table);
    db->is_scanning = true; /* the iterator must not use this session */
    rc = row == NULL ? fail_memory(db) : copy_rows(db, &copy, &source, row);
    db->is_scanning = false;
    hook_end(db, &call, model->table, rc, copy.rows, started);
    sg_text_free(&copy.buffer);
    sg_arena_release(&db->scratch, mark);
    if (rc == SG_OK && affected != NULL) *affected = copy.rows;
    return rc;
}

typedef struct ArrayRows {
    const char *rows;
    size_t size, count, next;
} ArrayRows;

static SgStatus next_of_array(void *row, void *arg)
{
    ArrayRows *array = arg;
    if (array->next == array->count) return SG_NOT_FOUND;
    memcpy(row, array->rows + array->next++ * array->size, array->size);
    return SG_OK;
}

SgStatus sg_copy_in(SgSession *db, const SgModel *model, const void *rows, size_t count, int64_t *affected)
{
    ArrayRows array = {rows, model->insert_size, count, 0};
    if (count == 0 && affected != NULL) *affected = 0;
    return count == 0 ? SG_OK : sg_copy_in_from(db, model, next_of_array, &array, affected);
}
