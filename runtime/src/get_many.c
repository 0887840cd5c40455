/*
 * Rows by many keys, in the order of the keys.
 *
 * `key = ANY(array)` is the fastest way to ask; the answer comes in any order and is put in place by a hash table.  For
 * types where equal values may differ in their bytes the server says which key a row belongs to.
 */
#include "batch.h"
#include "error.h"
#include "keys.h"
#include "select.h"

typedef struct Refs {
    void **items;
    size_t count;
} Refs;

typedef struct Wanted {
    const SgKey *key;
    KeyColumns columns;
    const char *keys;
    size_t count;
} Wanted;

static void wanted_values(const Wanted *wanted, size_t i, const void **values)
{
    for (size_t k = 0; k < wanted->key->count; k++)
        values[k] = wanted->keys + i * wanted->key->item_size + wanted->key->item_offsets[k];
}

typedef struct Found {
    const Wanted *wanted;
    const SgRows *rows;
} Found;

static void found_values(const void *arg, size_t index, const void **values)
{
    const Found *found = arg;
    const SgModel *model = found->wanted->key->model;
    const char *row = (const char *)found->rows->items + index * model->row_size;
    for (size_t k = 0; k < found->wanted->key->count; k++)
        values[k] = column_row_value(&model->columns[found->wanted->key->columns[k]], row);
}

static SgStatus add_key_arrays(SgSession *db, const Wanted *wanted)
{
    for (size_t k = 0; k < wanted->key->count; k++) {
        const SgColumn *column = &wanted->key->model->columns[wanted->key->columns[k]];
        BatchArray batch;
        SgStatus rc = batch_begin(db, column, &batch);
        for (size_t i = 0; i < wanted->count && rc == SG_OK; i++)
            rc = batch_add(db, &batch, wanted->keys + i * wanted->key->item_size + wanted->key->item_offsets[k]);
        rc = batch_end(db, &batch, rc);
        if (rc != SG_OK) return rc;
    }
    return SG_OK;
}

/* unnest($1, $2::type[]) */
static void sql_key_arrays(SgSession *db, const SgKey *key)
{
    sg_text_add(&db->sql, "unnest(");
    for (size_t i = 0; i < key->count; i++) {
        if (i > 0) sg_text_add(&db->sql, ", ");
        sql_batch_param(db, &key->model->columns[key->columns[i]], (int)i + 1);
    }
    sg_text_add_char(&db->sql, ')');
}

/* ---- By hash ---- */

static void sql_by_any(SgSession *db, const SgKey *key)
{
    const SgColumn *first = &key->model->columns[key->columns[0]];
    sg_text_add(&db->sql, " WHERE ");
    if (key->count == 1) {
        sql_column(db, first, 0);
        sg_text_add(&db->sql, " = ANY(");
        sql_batch_param(db, first, 1);
        sg_text_add_char(&db->sql, ')');
        return;
    }
    for (size_t i = 0; i < key->count; i++) {
        sg_text_add(&db->sql, i == 0 ? "(" : ", ");
        sql_column(db, &key->model->columns[key->columns[i]], 0);
    }
    sg_text_add(&db->sql, ") IN (SELECT * FROM ");
    sql_key_arrays(db, key);
    sg_text_add_char(&db->sql, ')');
}

static SgStatus place_by_hash(SgSession *db, const Wanted *wanted, const SgRows *rows, Refs *out)
{
    const void *values[KEY_COLUMNS_MAX];
    const Found found = {wanted, rows};
    KeySet set = {.key = &wanted->columns, .values_at = found_values, .arg = &found};
    if (!keyset_init(&set, &db->scratch, rows->count)) return fail_memory(db);
    for (size_t i = 0; i < rows->count; i++) {
        found_values(&found, i, values);
        keyset_add(&set, values, i);
    }
    for (size_t i = 0; i < wanted->count; i++) {
        wanted_values(wanted, i, values);
        size_t index = keyset_find(&set, values);
        if (index != SIZE_MAX) out->items[i] = (char *)rows->items + index * wanted->key->model->row_size;
    }
    return SG_OK;
}

static SgStatus get_by_hash(SgSession *db, const Wanted *wanted, Refs *out)
{
    const SgModel *model = wanted->key->model;
    SgRows rows;
    Call call = {.operation = "get_many",
                 .model = model->name,
                 .shape = shape_of(model),
                 .out = &rows,
                 .limit = (int64_t)wanted->count};
    sg_text_add(&db->sql, "SELECT ");
    sql_columns(db, &call.shape);
    sg_text_printf(&db->sql, " FROM %s AS t0", model->table);
    sql_by_any(db, wanted->key);
    SgStatus rc = run_list(db, &call);
    return rc == SG_OK ? place_by_hash(db, wanted, &rows, out) : rc;
}

/* ---- By the server's word ---- */

static SgStatus take_numbered(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    Refs *refs = call->more_out;
    SgRows rows;
    Call list = *call;
    list.out = &rows;
    SgStatus rc = take_list(db, &list, result, keep);
    for (size_t i = 0; i < rows.count && rc == SG_OK; i++) {
        int64_t number = result_int64(result, (int)i, PQnfields(result) - 1);
        if (number < 1 || (size_t)number > refs->count) return fail(db, SG_RANGE, NULL, "a row has no key");
        refs->items[number - 1] = (char *)rows.items + i * call->shape.row_size;
    }
    return rc;
}

static SgStatus get_by_number(SgSession *db, const Wanted *wanted, Refs *out)
{
    const SgModel *model = wanted->key->model;
    Call call = {.operation = "get_many",
                 .model = model->name,
                 .take = take_numbered,
                 .shape = shape_of(model),
                 .extra_fields = 1,
                 .more_out = out};
    sg_text_add(&db->sql, "SELECT ");
    sql_columns(db, &call.shape);
    sg_text_add(&db->sql, ", v.n FROM ");
    sql_key_arrays(db, wanted->key);
    sg_text_add(&db->sql, " WITH ORDINALITY AS v(");
    for (size_t i = 0; i < wanted->key->count; i++) sg_text_printf(&db->sql, "c%zu, ", i);
    sg_text_printf(&db->sql, "n) JOIN %s AS t0 ON ", model->table);
    for (size_t i = 0; i < wanted->key->count; i++) {
        if (i > 0) sg_text_add(&db->sql, " AND ");
        sql_column(db, &model->columns[wanted->key->columns[i]], 0);
        sg_text_printf(&db->sql, " = v.c%zu", i);
    }
    return run(db, &call);
}

SgStatus sg_get_many(SgSession *db, const SgKey *key, const void *keys, size_t count, void *out)
{
    Wanted wanted = {key, {key->model->columns, key->columns, key->count}, keys, count};
    SgStatus rc = check_unpipelined(db, "get_many");
    if (rc != SG_OK) return rc;
    if (key->count > KEY_COLUMNS_MAX) return fail(db, SG_INVALID, NULL, "the key has too many columns");
    Refs refs = {session_alloc(db, count * sizeof(void *)), count};
    if (refs.items == NULL) return fail_memory(db);
    for (size_t i = 0; i < count; i++) refs.items[i] = NULL;

    SgArenaMark mark = sg_arena_mark(&db->scratch);
    sql_begin(db);
    rc = add_key_arrays(db, &wanted);
    if (rc == SG_OK && count > 0)
        rc = keys_are_exact(&wanted.columns) ? get_by_hash(db, &wanted, &refs) : get_by_number(db, &wanted, &refs);
    sg_arena_release(&db->scratch, mark);
    if (rc == SG_OK) memcpy(out, &refs, sizeof refs);
    return rc;
}
