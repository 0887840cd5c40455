/* Inserts that find their key taken: upserts, and inserts of a request that may come twice. */
#include "error.h"
#include "select.h"
#include "write.h"

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

typedef struct Upsert {
    const SgKey *key;
    const void *row;
    const void *set;     /* NULL: the row that is there stays */
    const void *version; /* that it must have; NULL: any.  A row of another is neither changed nor returned */
    bool may_be_known;   /* nothing is appended to the statement's text */
} Upsert;

static void sql_upsert(SgSession *db, const Upsert *upsert, const Writes *inserted, const Writes *updated)
{
    const SgModel *model = upsert->key->model;
    sg_text_printf(&db->sql, "INSERT INTO %s AS t0", model->table);
    sql_insert_values(db, inserted);
    sql_conflict(db, upsert->key);
    sg_text_add(&db->sql, " DO UPDATE SET ");
    if (updated->count == 0) sql_keep_row(db, upsert->key);
    else sql_assignments(db, updated);
    if (upsert->version != NULL) {
        sg_text_add(&db->sql, " WHERE ");
        sql_version(db, model);
    }
    sql_returning(db, model);
    sg_text_add(&db->sql, ", (t0.xmax = 0)");
}

static SgStatus add_upsert(SgSession *db, const Upsert *upsert)
{
    const SgKey *key = upsert->key;
    Writes inserted, updated = {0};
    SgStatus rc = writes_of_insert(db, key->model, upsert->row, &inserted);
    if (rc == SG_OK && upsert->set != NULL) rc = writes_of_update(db, key->model, upsert->set, &updated);
    if (rc == SG_OK && upsert->version != NULL) rc = add_version(db, key->model, upsert->version);
    if (rc != SG_OK) return rc;
    Recipe recipe = recipe_of(key->model, key, upsert->version == NULL ? COOK_UPSERT : COOK_UPSERT_CURRENT, NULL);
    recipe.inserted = inserted.columns;
    recipe.updated = updated.columns;
    recipe.added = updated.added;
    if (!upsert->may_be_known || !is_known(db, &recipe)) sql_upsert(db, upsert, &inserted, &updated);
    return SG_OK;
}

static SgStatus build_upsert(SgSession *db, const Upsert *upsert)
{
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    sql_begin(db);
    SgStatus rc = add_upsert(db, upsert);
    sg_arena_release(&db->scratch, mark);
    return rc;
}

static SgStatus run_upsert(SgSession *db, const Upsert *upsert, Take *take, void *out, bool *created)
{
    SgStatus rc = build_upsert(db, upsert);
    if (rc != SG_OK) return rc;
    Call call = row_call("upsert", upsert->key->model, out);
    call.extra_fields = 1;
    call.take = take;
    call.flag = created;
    return run(db, &call);
}

SgStatus sg_upsert(SgSession *db, const SgKey *key, const void *row, const void *set, void *out, bool *created)
{
    const Upsert upsert = {.key = key, .row = row, .set = set, .may_be_known = true};
    return run_upsert(db, &upsert, take_row_and_flag, out, created);
}

static SgStatus take_current_and_flag(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    return PQntuples(result) == 0 ? fail_changed(db, call->model) : take_row_and_flag(db, call, result, keep);
}

SgStatus sg_upsert_current(SgSession *db, const SgKey *key, const void *row, const void *version, const void *set,
                           void *out, bool *created)
{
    const Upsert upsert = {.key = key, .row = row, .set = set, .version = version, .may_be_known = true};
    return run_upsert(db, &upsert, take_current_and_flag, out, created);
}

/* ---- Idempotent inserts ---- */

/* Is it content of the request?  What the row's later changes count and date is not. */
static bool is_content(const SgColumn *column, const void *row)
{
    if (column->insert == SG_NOWHERE || column_is(column, SG_COLUMN_VERSION | SG_COLUMN_UPDATED_AT)) return false;
    return column_is(column, SG_COLUMN_REQUIRED) || column_set_op((const char *)row + column->insert) != SG_SKIP;
}

/* Are the columns that the caller set what is stored?  Asked of the server, which knows when two values are equal, and
 * how it rounded them. */
static SgStatus sql_same_values(SgSession *db, const SgModel *model, const void *row)
{
    int compared = 0;
    sg_text_add(&db->sql, ", (");
    for (size_t i = 0; i < model->column_count; i++) {
        const SgColumn *column = &model->columns[i];
        Made made;
        const void *value;
        if (!is_content(column, row)) continue;
        SgStatus rc = insert_value(db, column, row, &made, &value);
        if (rc != SG_OK) return rc;
        if (compared++ > 0) sg_text_add(&db->sql, " AND ");
        if (value == NULL) {
            sql_column(db, column, 0);
            sg_text_add(&db->sql, " IS NULL");
            continue;
        }
        rc = where_compare(db, column, 0, " IS NOT DISTINCT FROM ", value);
        if (rc != SG_OK) return rc;
        if (column->rounded != NULL) sg_text_printf(&db->sql, "::%s", column->rounded);
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
    SgOnce once = created ? SG_CREATED : same ? SG_REPLAYED : SG_CONFLICT;
    if (once == SG_CONFLICT && call->more_out == NULL)
        return fail(db, SG_UNIQUE, NULL, "another %s has this key", call->model);
    SgStatus rc = take_row(db, call, result, keep);
    if (rc == SG_OK && call->more_out != NULL) *(SgOnce *)call->more_out = once;
    return rc;
}

SgStatus sg_insert_once(SgSession *db, const SgKey *key, const void *row, void *out, SgOnce *once)
{
    SgStatus rc = build_upsert(db, &(Upsert){.key = key, .row = row});
    if (rc == SG_OK) rc = sql_same_values(db, key->model, row);
    if (rc != SG_OK) return rc;
    Call call = row_call("insert_once", key->model, out);
    call.extra_fields = 2;
    call.take = take_once;
    call.more_out = once;
    return run(db, &call);
}
