/* Writing single rows: insert, update, upsert. */
#include "error.h"
#include "select.h"
#include "set.h"

static void sql_returning(SgSession *db, const SgModel *model)
{
    Shape shape = shape_of(model);
    sg_text_add(&db->sql, " RETURNING ");
    sql_columns(db, &shape, 0);
}

static Call write_call(const char *operation, const SgModel *model, void *out)
{
    return (Call){
        .operation = operation, .model = model->name, .take = take_row, .shape = shape_of(model), .out = out};
}

static void sql_update_by_key(SgSession *db, const SgKey *key, const Writes *writes)
{
    sg_text_printf(&db->sql, "UPDATE %s AS t0 SET ", key->model->table);
    sql_assignments(db, writes);
    sql_where_key(db, key);
}

/* `what`: a COOK_… ; with `out` it returns the row. */
static Recipe recipe_of(const SgModel *model, const void *base, uint64_t what, const void *out)
{
    return (Recipe){.base = has_recipes(model) ? base : NULL, .operation = what | (out != NULL ? COOK_VARIANT : 0)};
}

static SgStatus build_insert(SgSession *db, const SgModel *model, const void *row, const void *out)
{
    Writes writes;
    SgStatus rc = writes_of_insert(db, model, row, &writes);
    if (rc != SG_OK) return rc;
    Recipe recipe = recipe_of(model, model, COOK_INSERT, out);
    recipe.inserted = writes.columns;
    if (is_known(db, &recipe)) return SG_OK;
    sg_text_printf(&db->sql, "INSERT INTO %s AS t0", model->table);
    sql_insert_values(db, &writes);
    if (out != NULL) sql_returning(db, model);
    return SG_OK;
}

SgStatus sg_insert(SgSession *db, const SgModel *model, const void *row, void *out)
{
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    sql_begin(db);
    SgStatus rc = build_insert(db, model, row, out);
    sg_arena_release(&db->scratch, mark);
    if (rc != SG_OK) return rc;
    Call call = write_call("insert", model, out);
    return run(db, &call);
}

static SgStatus build_update(SgSession *db, const SgKey *key, const void *const *values, const void *set,
                             const void *out, int *count)
{
    Writes writes;
    SgStatus rc = add_key(db, key, values);
    if (rc == SG_OK) rc = writes_of_update(db, key->model, set, &writes);
    if (rc != SG_OK) return rc;
    *count = writes.count;
    if (writes.count == 0) return SG_OK;
    Recipe recipe = recipe_of(key->model, key, COOK_UPDATE, out);
    recipe.updated = writes.columns;
    recipe.added = writes.added;
    if (is_known(db, &recipe)) return SG_OK;
    sql_update_by_key(db, key, &writes);
    if (out != NULL) sql_returning(db, key->model);
    return SG_OK;
}

SgStatus sg_update(SgSession *db, const SgKey *key, const void *const *values, const void *set, void *out)
{
    int count = 0;
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    sql_begin(db);
    SgStatus rc = build_update(db, key, values, set, out, &count);
    sg_arena_release(&db->scratch, mark);
    if (rc != SG_OK) return rc;
    if (count == 0) return sg_get(db, key, values, out); /* nothing to write: the row as it is */
    Call call = write_call("update", key->model, out);
    return run(db, &call);
}

/* ---- Optimistic locking ---- */

/* The row of this version is gone: is there one of another? */
static SgStatus stale_or_gone(SgSession *db, const SgKey *key, const void *const *values)
{
    SgStatus rc = sg_get(db, key, values, NULL);
    if (rc != SG_OK) return rc;
    return fail(db, SG_STALE, NULL, "the %s was changed since it was read", key->model->name);
}

static SgStatus build_update_current(SgSession *db, const SgKey *key, const void *const *values, const void *row,
                                     const void *set)
{
    Writes writes;
    const SgColumn *version = version_column(key->model);
    SgStatus rc = add_key(db, key, values);
    if (rc == SG_OK) rc = writes_of_update(db, key->model, set, &writes);
    if (rc != SG_OK) return rc;
    if (writes.count == 0) return fail(db, SG_INVALID, NULL, "the update sets nothing");
    sql_update_by_key(db, key, &writes);
    sg_text_add(&db->sql, " AND ");
    return where_compare(db, version, 0, " = ", column_row_value(version, row));
}

SgStatus sg_update_current(SgSession *db, const SgKey *key, const void *row, const void *set, void *out)
{
    enum { KEY_MAX = 32 };
    const void *values[KEY_MAX];
    const SgModel *model = key->model;
    if (version_column(model) == NULL || key->count > KEY_MAX)
        return fail(db, SG_INVALID, NULL, "%s has no version", model->name);
    SgStatus rc = check_unpipelined(db, "update_current");
    if (rc != SG_OK) return rc;
    for (size_t i = 0; i < key->count; i++) values[i] = column_row_value(&model->columns[key->columns[i]], row);

    SgArenaMark mark = sg_arena_mark(&db->scratch);
    sql_begin(db);
    rc = build_update_current(db, key, values, row, set);
    sg_arena_release(&db->scratch, mark);
    if (rc != SG_OK) return rc;
    if (out != NULL) sql_returning(db, model);
    Call call = write_call("update", model, out);
    rc = run(db, &call);
    return rc == SG_NOT_FOUND ? stale_or_gone(db, key, values) : rc;
}

/* ---- Upserts ---- */

static void sql_conflict(SgSession *db, const SgKey *key)
{
    sg_text_add(&db->sql, " ON CONFLICT (");
    for (size_t i = 0; i < key->count; i++) {
        if (i > 0) sg_text_add(&db->sql, ", ");
        sg_text_add(&db->sql, key->model->columns[key->columns[i]].name);
    }
    sg_text_add_char(&db->sql, ')');
}

/* An update that changes nothing: it takes the row's lock, and RETURNING has the row. */
static void sql_keep_row(SgSession *db, const SgKey *key)
{
    const SgColumn *column = &key->model->columns[key->columns[0]];
    sg_text_printf(&db->sql, "%s = t0.%s", column->name, column->name);
}

static void sql_upsert(SgSession *db, const SgKey *key, const Writes *inserted, const Writes *updated)
{
    sg_text_printf(&db->sql, "INSERT INTO %s AS t0", key->model->table);
    sql_insert_values(db, inserted);
    sql_conflict(db, key);
    sg_text_add(&db->sql, " DO UPDATE SET ");
    if (updated->count == 0) sql_keep_row(db, key);
    else sql_assignments(db, updated);
    sql_returning(db, key->model);
    sg_text_add(&db->sql, ", (t0.xmax = 0)");
}

static SgStatus build_upsert(SgSession *db, const SgKey *key, const void *row, const void *set, bool may_be_known)
{
    Writes inserted, updated = {0};
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    sql_begin(db);
    SgStatus rc = writes_of_insert(db, key->model, row, &inserted);
    if (rc == SG_OK && set != NULL) rc = writes_of_update(db, key->model, set, &updated);
    if (rc == SG_OK) {
        Recipe recipe = recipe_of(key->model, key, COOK_UPSERT, NULL);
        recipe.inserted = inserted.columns;
        recipe.updated = updated.columns;
        recipe.added = updated.added;
        if (!may_be_known || !is_known(db, &recipe)) sql_upsert(db, key, &inserted, &updated);
    }
    sg_arena_release(&db->scratch, mark);
    return rc;
}

SgStatus sg_upsert(SgSession *db, const SgKey *key, const void *row, const void *set, void *out, bool *created)
{
    SgStatus rc = build_upsert(db, key, row, set, true);
    if (rc != SG_OK) return rc;
    Call call = write_call("upsert", key->model, out);
    call.extra_fields = 1;
    call.take = take_row_and_flag;
    call.flag = created;
    return run(db, &call);
}

/* ---- Idempotent inserts ---- */

/* Are the columns that the caller set what is stored?  Asked of the server, which knows when two values are equal. */
static SgStatus sql_same_values(SgSession *db, const SgModel *model, const void *row)
{
    int compared = 0;
    sg_text_add(&db->sql, ", (");
    for (size_t i = 0; i < model->column_count; i++) {
        const SgColumn *column = &model->columns[i];
        Made made;
        Written written;
        if (column->insert == SG_NOWHERE) continue;
        bool is_default = !column_is(column, SG_COLUMN_REQUIRED) &&
                          column_set_op((const char *)row + column->insert) == SG_SKIP;
        if (is_default) continue;
        SgStatus rc = insert_value(db, column, row, &made, &written);
        if (rc != SG_OK) return rc;
        if (compared++ > 0) sg_text_add(&db->sql, " AND ");
        if (written.value == NULL) {
            sql_column(db, column, 0);
            sg_text_add(&db->sql, " IS NULL");
            continue;
        }
        rc = where_compare(db, column, 0, " IS NOT DISTINCT FROM ", written.value);
        if (rc != SG_OK) return rc;
    }
    sg_text_add(&db->sql, compared == 0 ? "TRUE)" : ")");
    return SG_OK;
}

static bool flag_at(const PGresult *result, int field)
{
    return PQgetlength(result, 0, field) == 1 && PQgetvalue(result, 0, field)[0] != 0;
}

static SgStatus take_once(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    int fields = PQnfields(result);
    bool created = PQntuples(result) == 1 && flag_at(result, fields - 2);
    bool same = PQntuples(result) == 1 && flag_at(result, fields - 1);
    SgStatus rc = take_row(db, call, result, keep);
    SgOnce once = created ? SG_CREATED : same ? SG_REPLAYED : SG_DIFFERS;
    if (rc == SG_OK && call->more_out != NULL) *(SgOnce *)call->more_out = once;
    return rc;
}

SgStatus sg_insert_once(SgSession *db, const SgKey *key, const void *row, void *out, SgOnce *once)
{
    SgStatus rc = build_upsert(db, key, row, NULL, false);
    if (rc == SG_OK) rc = sql_same_values(db, key->model, row);
    if (rc != SG_OK) return rc;
    Call call = write_call("insert_once", key->model, out);
    call.extra_fields = 2;
    call.take = take_once;
    call.more_out = once;
    return run(db, &call);
}

/* ---- Sets of rows, by filter ---- */

static SgStatus add_restricting(SgSession *db, const SgModel *model, const void *where)
{
    bool restricts;
    sg_text_add(&db->sql, " WHERE ");
    SgStatus rc = where_add(db, model, where, 0, &restricts);
    if (rc == SG_OK && !restricts)
        return fail(db, SG_INVALID, NULL, "the filter would match every row: say so with is_not_null of a key");
    return rc;
}

static SgStatus add_update_many(SgSession *db, const SgModel *model, const void *where, const void *set)
{
    Writes writes;
    SgStatus rc = writes_of_update(db, model, set, &writes);
    if (rc != SG_OK) return rc;
    if (writes.count == 0) return fail(db, SG_INVALID, NULL, "the update sets nothing");
    sg_text_printf(&db->sql, "UPDATE %s AS t0 SET ", model->table);
    sql_assignments(db, &writes);
    return add_restricting(db, model, where);
}

static SgStatus build_update_many(SgSession *db, const SgModel *model, const void *where, const void *set)
{
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    sql_begin(db);
    SgStatus rc = add_update_many(db, model, where, set);
    sg_arena_release(&db->scratch, mark);
    return rc;
}

SgStatus sg_update_many(SgSession *db, const SgModel *model, const void *where, const void *set, int64_t *affected)
{
    SgStatus rc = build_update_many(db, model, where, set);
    if (rc != SG_OK) return rc;
    return run(db, &(Call){
                       .operation = "update_many", .model = model->name, .take = take_affected, .affected = affected});
}

SgStatus sg_update_many_returning(SgSession *db, const SgModel *model, const void *where, const void *set, void *out)
{
    SgStatus rc = build_update_many(db, model, where, set);
    if (rc != SG_OK) return rc;
    sql_returning(db, model);
    Call call = {.operation = "update_many", .model = model->name, .shape = shape_of(model), .out = out};
    return run_list(db, &call);
}

SgStatus sg_delete_many(SgSession *db, const SgModel *model, const void *where, int64_t *affected)
{
    sql_begin(db);
    sg_text_printf(&db->sql, "DELETE FROM %s AS t0", model->table);
    SgStatus rc = add_restricting(db, model, where);
    if (rc != SG_OK) return rc;
    return run(db, &(Call){
                       .operation = "delete_many", .model = model->name, .take = take_affected, .affected = affected});
}

SgStatus sg_delete_many_returning(SgSession *db, const SgModel *model, const void *where, void *out)
{
    sql_begin(db);
    sg_text_printf(&db->sql, "DELETE FROM %s AS t0", model->table);
    SgStatus rc = add_restricting(db, model, where);
    if (rc != SG_OK) return rc;
    sql_returning(db, model);
    Call call = {.operation = "delete_many", .model = model->name, .shape = shape_of(model), .out = out};
    return run_list(db, &call);
}
