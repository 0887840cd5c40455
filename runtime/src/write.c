/* Writing: insert, update and delete by key, with and without a version; sets of rows by filter. */
#include "write.h"

#include "error.h"
#include "select.h"

void sql_returning(SgSession *db, const SgModel *model)
{
    Shape shape = shape_of(model);
    sql_add(db, " RETURNING ");
    sql_columns(db, &shape);
}

static void sql_update_by_key(SgSession *db, const SgKey *key, const Writes *writes)
{
    sql_around(db, "UPDATE ", key->model->table, " AS t0 SET ");
    sql_assignments(db, writes);
    sql_where_key(db, key);
}

static SgStatus build_insert(SgSession *db, const SgModel *model, const void *row, const void *out)
{
    Writes writes;
    SgStatus rc = writes_of_insert(db, model, row, &writes);
    if (rc != SG_OK) return rc;
    Recipe recipe = recipe_of(model, model, COOK_INSERT, out);
    recipe.inserted = writes.columns;
    if (is_known(db, &recipe)) return SG_OK;
    sql_around(db, "INSERT INTO ", model->table, " AS t0");
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
    Call call = row_call("insert", model, out);
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
    Call call = row_call("update", key->model, out);
    return run(db, &call);
}

/* ---- Optimistic locking ---- */

/* Changed or deleted: either way what the caller knows of it is old, and one statement cannot tell which. */
static SgStatus take_current(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    SgStatus rc = take_row(db, call, result, keep);
    return rc == SG_NOT_FOUND ? fail_changed(db, call->model) : rc;
}

static SgStatus run_current(SgSession *db, const char *operation, const SgModel *model, void *out)
{
    Call call = row_call(operation, model, out);
    call.take = take_current;
    return run(db, &call);
}

SgStatus add_version(SgSession *db, const SgModel *model, const void *version)
{
    const SgColumn *column = version_column(model);
    if (column == NULL) return fail(db, SG_INVALID, NULL, "%s has no version", model->name);
    return params_add(db, column, version) == 0 ? db->error.status : SG_OK;
}

void sql_version(SgSession *db, const SgModel *model)
{
    const SgColumn *column = version_column(model);
    sql_column(db, column, 0);
    sql_add(db, " = ");
    sql_param(db, column, db->params.count, false);
}

static void sql_where_current(SgSession *db, const SgKey *key)
{
    sql_where_key(db, key);
    sql_add(db, " AND ");
    sql_version(db, key->model);
}

/* An update that sets nothing: the row, if it is still the one. */
static void sql_select_current(SgSession *db, const SgKey *key)
{
    Shape shape = shape_of(key->model);
    sql_add(db, "SELECT ");
    sql_columns(db, &shape);
    sql_around(db, " FROM ", key->model->table, " AS t0");
    sql_where_current(db, key);
}

static void sql_update_current(SgSession *db, const SgKey *key, const Writes *writes, const void *out)
{
    sql_around(db, "UPDATE ", key->model->table, " AS t0 SET ");
    sql_assignments(db, writes);
    sql_where_current(db, key);
    if (out != NULL) sql_returning(db, key->model);
}

static SgStatus build_update_current(SgSession *db, const SgKey *key, const void *const *values, const void *version,
                                     const void *set, const void *out)
{
    Writes writes;
    SgStatus rc = add_key(db, key, values);
    if (rc == SG_OK) rc = writes_of_update(db, key->model, set, &writes);
    if (rc == SG_OK) rc = add_version(db, key->model, version);
    if (rc != SG_OK) return rc;
    Recipe recipe = recipe_of(key->model, key, COOK_UPDATE_CURRENT, out);
    recipe.updated = writes.columns;
    recipe.added = writes.added;
    if (is_known(db, &recipe)) return SG_OK;
    if (writes.count == 0) sql_select_current(db, key);
    else sql_update_current(db, key, &writes, out);
    return SG_OK;
}

SgStatus sg_update_current(SgSession *db, const SgKey *key, const void *const *values, const void *version,
                           const void *set, void *out)
{
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    sql_begin(db);
    SgStatus rc = build_update_current(db, key, values, version, set, out);
    sg_arena_release(&db->scratch, mark);
    return rc == SG_OK ? run_current(db, "update", key->model, out) : rc;
}

SgStatus sg_delete_current(SgSession *db, const SgKey *key, const void *const *values, const void *version, void *out)
{
    sql_begin(db);
    SgStatus rc = add_key(db, key, values);
    if (rc == SG_OK) rc = add_version(db, key->model, version);
    if (rc != SG_OK) return rc;
    Recipe recipe = recipe_of(key->model, key, COOK_DELETE_CURRENT, out);
    if (!is_known(db, &recipe)) {
        sql_around(db, "DELETE FROM ", key->model->table, " AS t0");
        sql_where_current(db, key);
        if (out != NULL) sql_returning(db, key->model);
    }
    return run_current(db, "delete", key->model, out);
}

/* ---- Sets of rows, by filter ---- */

static SgStatus add_restricting(SgSession *db, const SgModel *model, const void *where)
{
    bool restricts;
    sql_add(db, " WHERE ");
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
    sql_around(db, "UPDATE ", model->table, " AS t0 SET ");
    sql_assignments(db, &writes);
    return add_restricting(db, model, where);
}

static SgStatus build_update_many(SgSession *db, const SgModel *model, const void *where, const void *set)
{
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    sql_begin_pieces(db, model);
    SgStatus rc = add_update_many(db, model, where, set);
    sg_arena_release(&db->scratch, mark);
    return rc;
}

SgStatus sg_update_many(SgSession *db, const SgModel *model, const void *where, const void *set, int64_t *affected)
{
    SgStatus rc = build_update_many(db, model, where, set);
    if (rc != SG_OK) return rc;
    return run(db,
               &(Call){.operation = "update_many", .model = model->name, .take = take_affected, .affected = affected});
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
    sql_begin_pieces(db, model);
    sql_around(db, "DELETE FROM ", model->table, " AS t0");
    SgStatus rc = add_restricting(db, model, where);
    if (rc != SG_OK) return rc;
    return run(db,
               &(Call){.operation = "delete_many", .model = model->name, .take = take_affected, .affected = affected});
}

SgStatus sg_delete_many_returning(SgSession *db, const SgModel *model, const void *where, void *out)
{
    sql_begin_pieces(db, model);
    sql_around(db, "DELETE FROM ", model->table, " AS t0");
    SgStatus rc = add_restricting(db, model, where);
    if (rc != SG_OK) return rc;
    sql_returning(db, model);
    Call call = {.operation = "delete_many", .model = model->name, .shape = shape_of(model), .out = out};
    return run_list(db, &call);
}
