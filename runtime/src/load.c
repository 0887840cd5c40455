/*
 * Relations of a whole page in one statement.
 *
 * The keys of the rows, each once, go as arrays with their ordinal number; the related rows come back with the number
 * of the key they belong to, sorted by it, so that each row's relation is a piece of one array.
 */
#include "batch.h"
#include "error.h"
#include "keys.h"
#include "select.h"

typedef struct Load {
    const SgModel *model;
    const SgRelation *relation;
    char *rows;
    size_t count;
    KeyColumns key;
    uint32_t *numbers; /* of each row: its key's, from 1; 0 for a row that has none */
    uint32_t *firsts;  /* of each key: a row that has it */
    size_t keys;
    int64_t limit; /* per row, 0: none */
} Load;

static void row_values(const void *arg, size_t index, const void **values)
{
    const Load *load = arg;
    const char *row = load->rows + load->firsts[index] * load->model->row_size;
    for (size_t i = 0; i < load->key.count; i++)
        values[i] = column_row_value(&load->key.columns[load->key.indexes[i]], row);
}

/* Numbers the different keys; a row with a NULL in its key is related to nothing. */
static SgStatus number_keys(SgSession *db, Load *load)
{
    const void *values[KEY_COLUMNS_MAX];
    KeySet set = {.key = &load->key, .values_at = row_values, .arg = load};
    load->numbers = sg_arena_new(&db->scratch, load->count * sizeof *load->numbers);
    load->firsts = sg_arena_alloc(&db->scratch, load->count * sizeof *load->firsts);
    if (!load->numbers || !load->firsts || !keyset_init(&set, &db->scratch, load->count)) return fail_memory(db);
    for (size_t i = 0; i < load->count; i++) {
        bool has_null = false;
        load->firsts[load->keys] = (uint32_t)i;
        row_values(load, load->keys, values);
        for (size_t k = 0; k < load->key.count; k++) has_null = has_null || values[k] == NULL;
        if (has_null) continue;
        size_t number = keyset_add(&set, values, load->keys);
        load->numbers[i] = (uint32_t)number + 1;
        if (number == load->keys) load->keys++;
    }
    return SG_OK;
}

static SgStatus add_key_arrays(SgSession *db, const Load *load)
{
    for (size_t k = 0; k < load->key.count; k++) {
        const SgColumn *column = &load->key.columns[load->key.indexes[k]];
        BatchArray batch;
        SgStatus rc = batch_begin(db, column, &batch);
        for (size_t i = 0; i < load->keys && rc == SG_OK; i++) {
            const char *row = load->rows + load->firsts[i] * load->model->row_size;
            rc = batch_add(db, &batch, column_row_value(column, row));
        }
        rc = batch_end(db, &batch, rc);
        if (rc != SG_OK) return rc;
    }
    return SG_OK;
}

/* unnest(…) WITH ORDINALITY AS v(c0, …, n) */
static void sql_keys(SgSession *db, const Load *load)
{
    sg_text_add(&db->sql, "unnest(");
    for (size_t i = 0; i < load->key.count; i++) {
        if (i > 0) sg_text_add(&db->sql, ", ");
        sql_batch_param(db, &load->key.columns[load->key.indexes[i]], (int)i + 1);
    }
    sg_text_add(&db->sql, ") WITH ORDINALITY AS v(");
    for (size_t i = 0; i < load->key.count; i++) sg_text_printf(&db->sql, "c%zu, ", i);
    sg_text_add(&db->sql, "n)");
}

/* The related table, its rows that go with v, and the query's conditions. */
static SgStatus sql_related(SgSession *db, const Load *load, const Query *query)
{
    const SgRelation *relation = load->relation;
    const SgColumn *columns = relation->target->columns;
    if (relation->kind == SG_MANY_TO_MANY) {
        sg_text_printf(&db->sql, "%s AS j0 JOIN %s AS t0 ON ", relation->join_table, relation->target->table);
        sql_column(db, &columns[relation->target_columns[0]], 0);
        sg_text_printf(&db->sql, " = j0.%s WHERE j0.%s = v.c0", relation->join_target_column, relation->join_column);
    } else {
        sg_text_printf(&db->sql, "%s AS t0 WHERE ", relation->target->table);
        for (size_t i = 0; i < relation->count; i++) {
            if (i > 0) sg_text_add(&db->sql, " AND ");
            sql_column(db, &columns[relation->target_columns[i]], 0);
            sg_text_printf(&db->sql, " = v.c%zu", i);
        }
    }
    sg_text_add(&db->sql, " AND ");
    return where_add(db, relation->target, query->where, 0, NULL);
}

static void sql_order_behind_number(SgSession *db, const SgModel *target, const Order *order)
{
    sg_text_add(&db->sql, " ORDER BY v.n");
    for (size_t i = 0; i < order->count; i++) {
        sg_text_add(&db->sql, ", ");
        sql_comparable(db, &target->columns[order->columns[i]], 0);
        if (order->descending[i]) sg_text_add(&db->sql, " DESC");
    }
}

static SgStatus build_load(SgSession *db, Load *load, const void *query, Call *call)
{
    const SgModel *target = load->relation->target;
    Query asked;
    Order order;
    SgStatus rc = query_read(db, target, query, &asked);
    if (rc == SG_OK) rc = order_read(db, target, &asked, &order);
    if (rc == SG_OK) rc = shape_chosen(db, target, &asked, &order, &call->shape);
    if (rc == SG_OK && asked.after != NULL) rc = fail(db, SG_INVALID, "after", "a relation is not loaded in pages");
    if (rc == SG_OK && asked.lock != SG_NO_LOCK) rc = fail(db, SG_INVALID, "lock", "a relation is loaded unlocked");
    if (rc == SG_OK) rc = add_key_arrays(db, load);
    if (rc != SG_OK) return rc;
    load->limit = load->relation->kind == SG_TO_ONE ? 0 : asked.limit;

    sg_text_add(&db->sql, "SELECT ");
    sql_columns(db, &call->shape);
    sg_text_add(&db->sql, ", v.n FROM ");
    sql_keys(db, load);
    sg_text_add(&db->sql, load->limit > 0 ? " CROSS JOIN LATERAL (SELECT t0.* FROM " : " CROSS JOIN ");
    rc = sql_related(db, load, &asked);
    if (load->limit > 0) {
        sql_order(db, target, &order, 0);
        int number = rc == SG_OK ? params_add_int64(db, load->limit < INT64_MAX ? load->limit + 1 : load->limit) : 0;
        if (rc == SG_OK && number == 0) rc = db->error.status;
        sg_text_printf(&db->sql, " LIMIT $%d) AS t0", number);
    }
    if (rc != SG_OK) return rc;
    sql_order_behind_number(db, target, &order);
    return SG_OK;
}

/* ---- The answer ---- */

typedef struct Piece {
    size_t first, count;
} Piece;

static SgStatus cut_pieces(SgSession *db, const Load *load, const PGresult *result, Piece *pieces)
{
    int field = PQnfields(result) - 1;
    for (int i = 0; i < PQntuples(result); i++) {
        int64_t number = result_int64(result, i, field);
        if (number < 1 || (size_t)number > load->keys) return fail(db, SG_RANGE, NULL, "a related row has no key");
        Piece *piece = &pieces[number - 1];
        if (piece->count++ == 0) piece->first = (size_t)i;
    }
    return SG_OK;
}

static void assign(const Load *load, const SgRows *related, const Piece *pieces)
{
    size_t size = load->relation->target->row_size;
    for (size_t i = 0; i < load->count; i++) {
        char *member = load->rows + i * load->model->row_size + load->relation->row;
        Piece piece = load->numbers[i] == 0 ? (Piece){0, 0} : pieces[load->numbers[i] - 1];
        void *first = piece.count == 0 ? NULL : (char *)related->items + piece.first * size;
        if (load->relation->kind == SG_TO_ONE) {
            memcpy(member, &first, sizeof first);
            continue;
        }
        bool has_more = load->limit > 0 && piece.count > (size_t)load->limit;
        SgRows rows = {first, has_more ? (size_t)load->limit : piece.count, has_more};
        memcpy(member, &rows, sizeof rows);
    }
}

static SgStatus take_related(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    const Load *load = call->more_out;
    SgRows related;
    Call list = *call;
    list.out = &related;
    Piece *pieces = sg_arena_new(&db->scratch, load->keys * sizeof *pieces);
    if (pieces == NULL) return fail_memory(db);
    SgStatus rc = cut_pieces(db, load, result, pieces);
    if (rc == SG_OK) rc = take_list(db, &list, result, keep);
    if (rc == SG_OK) assign(load, &related, pieces);
    return rc;
}

SgStatus sg_load(SgSession *db, const SgModel *model, size_t relation, void *rows, size_t count, const void *query)
{
    const SgRelation *asked = &model->relations[relation];
    Load load = {.model = model, .relation = asked, .rows = rows, .count = count};
    load.key = (KeyColumns){model->columns, asked->columns, asked->count};
    SgStatus rc = check_unpipelined(db, "load");
    if (rc != SG_OK || count == 0) return rc;
    if (asked->row == SG_NOWHERE || asked->count > KEY_COLUMNS_MAX)
        return fail(db, SG_INVALID, asked->label, "`%s` cannot be loaded", asked->label);

    SgArenaMark mark = sg_arena_mark(&db->scratch);
    Call call = {
        .operation = "load", .model = asked->target->name, .take = take_related, .extra_fields = 1, .more_out = &load};
    sql_begin(db);
    rc = number_keys(db, &load);
    if (rc == SG_OK && load.keys == 0) assign(&load, &(SgRows){0}, NULL);
    if (rc == SG_OK && load.keys > 0) rc = build_load(db, &load, query, &call);
    if (rc == SG_OK && load.keys > 0) rc = run(db, &call);
    sg_arena_release(&db->scratch, mark);
    return rc;
}
