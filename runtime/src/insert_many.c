/*
 * Many rows in one statement.
 *
 * Rows that write the same columns go as one array per column through unnest(): one plan for any number of rows, and
 * no limit of parameters.  Rows that differ need the DEFAULT of VALUES, with a parameter per cell, and so do arrays of
 * money (array_text.h); beyond what one statement can have they go in several, inside a transaction.
 */
#include "array_text.h"
#include "batch.h"
#include "error.h"
#include "select.h"

enum { PARAMS_MAX = 65535 };

typedef struct Insert {
    const SgModel *model;
    const void *rows;
    size_t count;
    const char *conflict; /* behind the rows: " ON CONFLICT …" */
    const char *operation;
    int64_t *affected;
    void *out; /* a list, NULL */
} Insert;

static void sql_insert_columns(SgSession *db, const SgModel *model, const BatchColumns *columns)
{
    sg_text_printf(&db->sql, "INSERT INTO %s AS t0 (", model->table);
    for (int i = 0; i < columns->count; i++) {
        if (i > 0) sg_text_add(&db->sql, ", ");
        sg_text_add(&db->sql, model->columns[columns->items[i]].name);
    }
    sg_text_add_char(&db->sql, ')');
}

static SgStatus run_insert(SgSession *db, const Insert *insert)
{
    Call call = {.operation = insert->operation, .model = insert->model->name};
    sg_text_add(&db->sql, insert->conflict);
    if (insert->out == NULL) {
        call.take = take_affected;
        call.affected = insert->affected;
        return run(db, &call);
    }
    call.shape = shape_of(insert->model);
    call.out = insert->out;
    sg_text_add(&db->sql, " RETURNING ");
    sql_columns(db, &call.shape);
    return run_list(db, &call);
}

static SgStatus insert_unnest(SgSession *db, const Insert *insert, const BatchColumns *columns)
{
    const SgModel *model = insert->model;
    sql_begin(db);
    for (int i = 0; i < columns->count; i++) {
        const BatchRows rows = {insert->rows, model->insert_size, insert->count, NULL};
        SgStatus rc = batch_add_column(db, &model->columns[columns->items[i]], &rows);
        if (rc != SG_OK) return rc;
    }
    sql_insert_columns(db, model, columns);
    sg_text_add(&db->sql, " SELECT ");
    for (int i = 0; i < columns->count; i++) {
        if (i > 0) sg_text_add(&db->sql, ", ");
        sql_batch_value(db, &model->columns[columns->items[i]], "v.c", i);
    }
    sg_text_add(&db->sql, " FROM unnest(");
    for (int i = 0; i < columns->count; i++) {
        if (i > 0) sg_text_add(&db->sql, ", ");
        sql_batch_param(db, &model->columns[columns->items[i]], i + 1);
    }
    sg_text_add(&db->sql, ") AS v(");
    for (int i = 0; i < columns->count; i++) sg_text_printf(&db->sql, "%sc%d", i > 0 ? ", " : "", i);
    sg_text_add_char(&db->sql, ')');
    return run_insert(db, insert);
}

/* ---- Rows that differ ---- */

static SgStatus add_cell(SgSession *db, const SgColumn *column, const void *row)
{
    Made made;
    const void *value;
    if (!is_written(column, row)) {
        sg_text_add(&db->sql, "DEFAULT");
        return SG_OK;
    }
    SgStatus rc = insert_value(db, column, row, &made, &value);
    if (rc != SG_OK) return rc;
    int number = value == NULL ? params_add_null(db, column) : params_add(db, column, value);
    if (number == 0) return db->error.status;
    sql_param(db, column, number, column_is(column, SG_COLUMN_LIST));
    return SG_OK;
}

static SgStatus insert_values(SgSession *db, const Insert *insert, const BatchColumns *columns, size_t first)
{
    sql_begin(db);
    sql_insert_columns(db, insert->model, columns);
    sg_text_add(&db->sql, " VALUES ");
    for (size_t i = 0; i < insert->count; i++) {
        const char *row = (const char *)insert->rows + i * insert->model->insert_size;
        sg_text_add(&db->sql, i == 0 ? "(" : ", (");
        for (int k = 0; k < columns->count; k++) {
            if (k > 0) sg_text_add(&db->sql, ", ");
            SgStatus rc = add_cell(db, &insert->model->columns[columns->items[k]], row);
            if (rc != SG_OK) return fail_row(db, first + i);
        }
        sg_text_add_char(&db->sql, ')');
    }
    return run_insert(db, insert);
}

/* The rows of a part behind those of the parts before it; there is room for all. */
static void append_rows(SgRows *all, const SgRows *part, size_t row_size)
{
    if (part->count > 0) memcpy((char *)all->items + all->count * row_size, part->items, part->count * row_size);
    all->count += part->count;
}

static SgStatus insert_parts(SgSession *db, const Insert *insert, const BatchColumns *columns, size_t rows_per_part)
{
    SgRows all = {0}, part;
    int64_t total = 0, affected = 0;
    SgStatus rc = SG_OK;
    if (insert->out != NULL) {
        all.items = session_alloc(db, insert->count * insert->model->row_size);
        if (all.items == NULL) return fail_memory(db);
    }
    for (size_t at = 0; at < insert->count && rc == SG_OK; at += rows_per_part) {
        Insert some = *insert;
        some.rows = (const char *)insert->rows + at * insert->model->insert_size;
        some.count = insert->count - at < rows_per_part ? insert->count - at : rows_per_part;
        some.affected = &affected;
        some.out = insert->out == NULL ? NULL : &part;
        rc = insert_values(db, &some, columns, at);
        total += affected;
        if (rc == SG_OK && insert->out != NULL) append_rows(&all, &part, insert->model->row_size);
    }
    if (rc != SG_OK) return rc;
    if (insert->affected != NULL) *insert->affected = total;
    if (insert->out != NULL) memcpy(insert->out, &all, sizeof all);
    return SG_OK;
}

static SgStatus insert_by_values(SgSession *db, const Insert *insert, const BatchColumns *columns)
{
    size_t rows_per_part = PARAMS_MAX / (size_t)(columns->count > 0 ? columns->count : 1);
    if (insert->count <= rows_per_part) return insert_values(db, insert, columns, 0);
    SgStatus rc = check_unpipelined(db, "an insert of several statements");
    if (rc == SG_OK) rc = sg_begin(db, SG_DEFAULT_ISOLATION);
    if (rc != SG_OK) return rc;
    rc = insert_parts(db, insert, columns, rows_per_part);
    return sg_end(db, rc);
}

static bool fits_arrays(const SgModel *model, const BatchColumns *columns)
{
    for (int i = 0; i < columns->count; i++) {
        const SgColumn *column = &model->columns[columns->items[i]];
        if (column_is(column, SG_COLUMN_LIST) && !array_has_text(column)) return false;
    }
    return columns->is_uniform;
}

static SgStatus insert_rows(SgSession *db, const Insert *insert, const BatchColumns *columns)
{
    return fits_arrays(insert->model, columns) ? insert_unnest(db, insert, columns)
                                               : insert_by_values(db, insert, columns);
}

static void set_nothing(const Insert *insert)
{
    if (insert->affected != NULL) *insert->affected = 0;
    if (insert->out != NULL) memset(insert->out, 0, sizeof(SgRows));
}

static SgStatus insert_all(SgSession *db, const Insert *insert)
{
    BatchColumns columns;
    if (insert->conflict == NULL)
        return fail(db, SG_INVALID, "on_conflict", "`on_conflict` is not SG_CONFLICT_FAILS or SG_CONFLICT_SKIPS");
    if (insert->count == 0) {
        set_nothing(insert);
        return SG_OK;
    }
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    SgStatus rc = batch_columns(db, insert->model, insert->rows, insert->count, NULL, 0, &columns);
    if (rc == SG_OK && columns.count == 0) { /* nothing but defaults: DEFAULT in some column */
        columns.items[columns.count++] = 0;
        columns.is_uniform = false;
    }
    if (rc == SG_OK) rc = insert_rows(db, insert, &columns);
    sg_arena_release(&db->scratch, mark);
    return rc;
}

/* NULL for what is neither. */
static const char *conflict_sql(SgOnConflict on_conflict)
{
    switch (on_conflict) {
    case SG_CONFLICT_FAILS: return "";
    case SG_CONFLICT_SKIPS: return " ON CONFLICT DO NOTHING";
    }
    return NULL;
}

SgStatus sg_insert_many(SgSession *db, const SgModel *model, const void *rows, size_t count, SgOnConflict on_conflict,
                        int64_t *affected)
{
    const Insert insert = {model, rows, count, conflict_sql(on_conflict), "insert_many", affected, NULL};
    return insert_all(db, &insert);
}

SgStatus sg_insert_many_returning(SgSession *db, const SgModel *model, const void *rows, size_t count,
                                  SgOnConflict on_conflict, void *out)
{
    const Insert insert = {model, rows, count, conflict_sql(on_conflict), "insert_many", NULL, out};
    return insert_all(db, &insert);
}

/* ---- Upserts ---- */

static bool is_key_column(const SgKey *key, uint16_t column)
{
    for (size_t i = 0; i < key->count; i++) {
        if (key->columns[i] == column) return true;
    }
    return false;
}

/* What a row that is there takes over: what the caller set, and what every update sets.  Its version counts on. */
static bool is_overwritten(const SgKey *key, uint16_t index, const void *row)
{
    const SgColumn *column = &key->model->columns[index];
    if (is_key_column(key, index) || column_is(column, SG_COLUMN_VERSION)) return false;
    if (column_is(column, SG_COLUMN_UPDATED_AT)) return true;
    if (column->insert == SG_NOWHERE) return false;
    if (column_is(column, SG_COLUMN_REQUIRED)) return true;
    return column_set_op((const char *)row + column->insert) != SG_SKIP;
}

static const char *overwrite_sql(SgSession *db, const SgKey *key, const BatchColumns *columns, const void *row)
{
    SgText sql = {.arena = &db->scratch};
    int count = 0;
    sg_text_add(&sql, " ON CONFLICT (");
    for (size_t i = 0; i < key->count; i++)
        sg_text_printf(&sql, "%s%s", i > 0 ? ", " : "", key->model->columns[key->columns[i]].name);
    sg_text_add(&sql, ") DO UPDATE SET ");
    for (int i = 0; i < columns->count; i++) {
        if (!is_overwritten(key, columns->items[i], row)) continue;
        const char *name = key->model->columns[columns->items[i]].name;
        sg_text_printf(&sql, "%s%s = EXCLUDED.%s", count++ > 0 ? ", " : "", name, name);
    }
    const SgColumn *version = version_column(key->model);
    if (version != NULL && count > 0) sg_text_printf(&sql, ", %s = t0.%s + 1", version->name, version->name);
    if (count == 0) {
        const char *name = key->model->columns[key->columns[0]].name;
        sg_text_printf(&sql, "%s = t0.%s", name, name);
    }
    return sg_text_ok(&sql) ? sg_text_get(&sql) : NULL;
}

SgStatus sg_upsert_many(SgSession *db, const SgKey *key, const void *rows, size_t count, int64_t *affected)
{
    BatchColumns columns;
    Insert insert = {
        .model = key->model, .rows = rows, .count = count, .operation = "upsert_many", .affected = affected};
    if (count == 0) {
        set_nothing(&insert);
        return SG_OK;
    }
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    SgStatus rc = batch_columns(db, key->model, rows, count, NULL, 0, &columns);
    if (rc == SG_OK && !columns.is_uniform)
        rc = fail(db, SG_INVALID, key->model->columns[columns.odd_column].label,
                  "row %zu and row 0 set different columns: `%s`", columns.odd_row,
                  key->model->columns[columns.odd_column].label);
    if (rc == SG_OK) {
        insert.conflict = overwrite_sql(db, key, &columns, rows);
        rc = insert.conflict == NULL ? fail_memory(db) : insert_rows(db, &insert, &columns);
    }
    sg_arena_release(&db->scratch, mark);
    return rc;
}
