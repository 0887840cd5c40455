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

typedef struct CopyColumn {
    const SgColumn *column;
    uint32_t element_oid; /* of an array whose element type differs between databases; else 0 */
    bool is_copied;       /* the first row writes it, so all have to */
} CopyColumn;

typedef struct CopyIn {
    const SgModel *model;
    CopyColumn *columns, *end; /* one for each of the model's */
    int count;                 /* of those that are copied */
    int64_t rows;
    SgText buffer;
} CopyIn;

/* ---- The columns ---- */

static SgStatus choose_columns(SgSession *db, CopyIn *copy, const void *first)
{
    const SgModel *model = copy->model;
    copy->columns = copy->end = sg_arena_alloc(&db->scratch, model->column_count * sizeof *copy->columns);
    if (copy->columns == NULL) return fail_memory(db);
    for (size_t i = 0; i < model->column_count; i++) {
        const SgColumn *column = &model->columns[i];
        *copy->end++ = (CopyColumn){.column = column, .is_copied = is_written(column, first)};
        copy->count += is_written(column, first);
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
    for (CopyColumn *at = copy->columns; at < copy->end; at++) {
        if (!at->is_copied || !column_is(at->column, SG_COLUMN_LIST) || at->column->cast == NULL) continue;
        SgStatus rc = find_oid(db, at->column->cast, &at->element_oid);
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

static SgStatus add_field(SgSession *db, const CopyColumn *at, const void *row, SgText *out)
{
    Made made;
    const void *value;
    SgStatus rc = insert_value(db, at->column, row, &made, &value);
    if (rc != SG_OK) return rc;
    size_t start = out->size;
    rc = encode_field(db, at->column, value, out);
    if (at->element_oid != 0 && rc == SG_OK && value != NULL) patch_element_oid(out, start + 4, at->element_oid);
    return rc;
}

/* A column that this row sets and the first did not would be lost. */
static SgStatus fail_other_columns(SgSession *db, const CopyColumn *at)
{
    const char *label = at->column->label;
    return fail(db, SG_INVALID, label,
                at->is_copied ? "`%s` is not set, the first row sets it" : "`%s` is set, the first row does not set it",
                label);
}

static SgStatus add_fields(SgSession *db, CopyIn *copy, const void *row)
{
    SgStatus rc = SG_OK;
    put16(&copy->buffer, (uint16_t)copy->count);
    for (const CopyColumn *at = copy->columns; at < copy->end && rc == SG_OK; at++) {
        if (is_written(at->column, row) != at->is_copied) return fail_other_columns(db, at);
        if (at->is_copied) rc = add_field(db, at, row, &copy->buffer);
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
    return db->cancels > 0 ? fail(db, SG_TIMEOUT, NULL, "the server did not take the rows in time") : SG_OK;
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
    for (const CopyColumn *at = copy->columns; at < copy->end; at++) {
        if (!at->is_copied) continue;
        sg_text_add(&db->sql, separator);
        sg_text_add(&db->sql, at->column->name);
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
    bool server_decides = rc == SG_OK || db->cancels > 0;
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

/* SG_NOT_FOUND: there is none. */
static SgStatus next_row(SgSession *db, const RowSource *source, void *row, size_t size)
{
    const uint32_t failures = db->failures;
    memset(row, 0, size);
    SgStatus rc = source->next(row, source->arg);
    return rc == SG_OK || rc == SG_NOT_FOUND ? rc : fail_own(db, rc, failures, "iterator");
}

static SgStatus copy_rows(SgSession *db, CopyIn *copy, const RowSource *source, void *row)
{
    const size_t size = copy->model->insert_size;
    SgStatus rc = next_row(db, source, row, size);
    if (rc == SG_NOT_FOUND) return SG_OK; /* no row at all */
    if (rc == SG_OK) rc = start(db, copy, row);
    if (rc != SG_OK) return rc;
    while (rc == SG_OK) {
        rc = add_row(db, copy, row);
        if (rc == SG_OK) rc = next_row(db, source, row, size);
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
