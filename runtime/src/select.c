/* Reading rows: by key, by filter, in pages. */
#include "select.h"

#include "error.h"

void sql_columns(SgSession *db, const Shape *shape)
{
    if (shape->order == NULL) {
        sql_column_list(db, shape->columns, shape->count);
        return;
    }
    for (size_t i = 0; i < shape->count; i++) {
        if (i > 0) sql_add(db, ", ");
        sql_column(db, &shape->columns[shape->order[i]], 0);
    }
}

/* SG_INVALID for what is no lock, and for one that would not outlive its statement. */
static SgStatus check_lock(SgSession *db, SgLock lock)
{
    if ((unsigned)lock > SG_FOR_KEY_SHARE_NOWAIT) return fail(db, SG_INVALID, NULL, "unknown lock %d", (int)lock);
    if (lock != SG_NO_LOCK && PQtransactionStatus(db->connection->pg) == PQTRANS_IDLE && db->depth == 0)
        return fail(db, SG_INVALID, NULL, "a row lock outside a transaction is released at once");
    return SG_OK;
}

/* " FOR UPDATE …" */
static void sql_lock(SgSession *db, SgLock lock)
{
    static const char *const clauses[] = {
        [SG_NO_LOCK] = "",
        [SG_FOR_UPDATE] = " FOR UPDATE",
        [SG_FOR_UPDATE_SKIP_LOCKED] = " FOR UPDATE SKIP LOCKED",
        [SG_FOR_UPDATE_NOWAIT] = " FOR UPDATE NOWAIT",
        [SG_FOR_NO_KEY_UPDATE] = " FOR NO KEY UPDATE",
        [SG_FOR_NO_KEY_UPDATE_SKIP_LOCKED] = " FOR NO KEY UPDATE SKIP LOCKED",
        [SG_FOR_NO_KEY_UPDATE_NOWAIT] = " FOR NO KEY UPDATE NOWAIT",
        [SG_FOR_SHARE] = " FOR SHARE",
        [SG_FOR_SHARE_SKIP_LOCKED] = " FOR SHARE SKIP LOCKED",
        [SG_FOR_SHARE_NOWAIT] = " FOR SHARE NOWAIT",
        [SG_FOR_KEY_SHARE] = " FOR KEY SHARE",
        [SG_FOR_KEY_SHARE_SKIP_LOCKED] = " FOR KEY SHARE SKIP LOCKED",
        [SG_FOR_KEY_SHARE_NOWAIT] = " FOR KEY SHARE NOWAIT",
    };
    if (lock != SG_NO_LOCK) sql_add(db, clauses[lock]);
}

/* ---- By key ---- */

SgStatus add_key(SgSession *db, const SgKey *key, const void *const *values)
{
    for (size_t i = 0; i < key->count; i++) {
        if (params_add(db, &key->model->columns[key->columns[i]], values[i]) == 0) return db->error.status;
    }
    return SG_OK;
}

void sql_where_key(SgSession *db, const SgKey *key)
{
    for (size_t i = 0; i < key->count; i++) {
        const SgColumn *column = &key->model->columns[key->columns[i]];
        sql_add(db, i == 0 ? " WHERE " : " AND ");
        sql_column(db, column, 0);
        sql_add(db, " = ");
        sql_param(db, column, (int)i + 1, false);
    }
}

/* The generated statements; a table so wide that ISO C has no literal for them gets the same text here. */
static void sql_select_by_key(SgSession *db, const SgKey *key)
{
    if (key->select_sql != NULL) {
        sql_add(db, key->select_sql);
        return;
    }
    Shape shape = shape_of(key->model);
    sql_add(db, "SELECT ");
    sql_columns(db, &shape);
    sql_add(db, " FROM ");
    sql_add(db, key->model->table);
    sql_add(db, " AS t0");
    sql_where_key(db, key);
}

static void sql_delete_by_key(SgSession *db, const SgKey *key)
{
    if (key->delete_sql != NULL) {
        sql_add(db, key->delete_sql);
        return;
    }
    Shape shape = shape_of(key->model);
    sql_add(db, "DELETE FROM ");
    sql_add(db, key->model->table);
    sql_add(db, " AS t0");
    sql_where_key(db, key);
    sql_add(db, " RETURNING ");
    sql_columns(db, &shape);
}

SgStatus sg_get(SgSession *db, const SgKey *key, const void *const *values, void *out)
{
    sql_begin(db);
    if (!is_known(db, &(Recipe){.base = key, .operation = COOK_GET})) sql_select_by_key(db, key);
    SgStatus rc = add_key(db, key, values);
    if (rc != SG_OK) return rc;
    Call call = row_call("get", key->model, out);
    return run(db, &call);
}

SgStatus sg_lock(SgSession *db, const SgKey *key, const void *const *values, SgLock lock, void *out)
{
    sql_begin(db);
    SgStatus rc = lock == SG_NO_LOCK ? fail(db, SG_INVALID, NULL, "no lock was named") : check_lock(db, lock);
    if (rc == SG_OK) rc = add_key(db, key, values);
    if (rc != SG_OK) return rc;
    if (!is_known(db, &(Recipe){.base = key, .operation = COOK_LOCK | (uint64_t)lock * COOK_VARIANT})) {
        sql_select_by_key(db, key);
        sql_lock(db, lock);
    }
    Call call = row_call("lock", key->model, out);
    return run(db, &call);
}

SgStatus sg_delete(SgSession *db, const SgKey *key, const void *const *values, void *out)
{
    sql_begin(db);
    if (!is_known(db, &(Recipe){.base = key, .operation = COOK_DELETE})) sql_delete_by_key(db, key);
    SgStatus rc = add_key(db, key, values);
    if (rc != SG_OK) return rc;
    Call call = row_call("delete", key->model, out);
    return run(db, &call);
}

/* ---- By query ---- */

SgStatus query_read(SgSession *db, const SgModel *model, const void *query, Query *out)
{
    const char *base = query;
    int lock;
    *out = (Query){0};
    if (base == NULL) return SG_OK;
    out->where = base + model->query_where;
    memcpy(out->sort, base + model->query_sort, sizeof out->sort);
    memcpy(&out->limit, base + model->query_limit, sizeof out->limit);
    memcpy(&lock, base + model->query_lock, sizeof lock);
    out->lock = (SgLock)lock;
    out->after = member_pointer(base, model->query_after);
    for (size_t i = 0; i < model->column_count; i++) {
        if (member_bool(base, model->query_select + i)) out->select = (const bool *)(base + model->query_select);
    }
    if (out->limit < 0) return fail(db, SG_INVALID, "limit", "a limit cannot be negative");
    return SG_OK;
}

static bool order_has(const Order *order, uint16_t column)
{
    for (size_t i = 0; i < order->count; i++) {
        if (order->columns[i] == column) return true;
    }
    return false;
}

SgStatus order_read(SgSession *db, const SgModel *model, const Query *query, Order *out)
{
    *out = (Order){0};
    for (int i = 0; i < SG_MAX_SORT && query->sort[i].by != 0; i++) {
        int by = query->sort[i].by;
        unsigned direction = (unsigned)query->sort[i].direction;
        if (by < 0 || (size_t)by > model->column_count) return fail(db, SG_INVALID, "sort", "unknown sort key %d", by);
        if (direction > SG_DESC) return fail(db, SG_INVALID, "sort", "unknown direction %u", direction);
        if (order_has(out, (uint16_t)(by - 1))) continue;
        out->columns[out->count] = (uint16_t)(by - 1);
        out->descending[out->count++] = direction == SG_DESC;
    }
    bool descending = out->count > 0 && out->descending[out->count - 1];
    for (size_t i = 0; i < model->key_count && i < 32; i++) {
        if (order_has(out, model->key[i])) continue;
        out->columns[out->count] = model->key[i];
        out->descending[out->count++] = descending; /* so that one index serves the whole order, either way */
    }
    return SG_OK;
}

void sql_order(SgSession *db, const SgModel *model, const Order *order, int alias)
{
    for (size_t i = 0; i < order->count; i++) {
        sql_add(db, i == 0 ? " ORDER BY " : ", ");
        sql_comparable(db, &model->columns[order->columns[i]], alias);
        if (order->descending[i]) sql_add(db, " DESC");
    }
}

SgStatus shape_chosen(SgSession *db, const SgModel *model, const Query *query, const Order *order, Shape *out)
{
    *out = shape_of(model);
    if (query->select == NULL) return SG_OK;
    uint16_t *columns = session_alloc(db, model->column_count * sizeof *columns);
    if (columns == NULL) return fail_memory(db);
    out->order = columns;
    out->read = NULL;
    out->count = 0;
    for (size_t i = 0; i < model->column_count; i++) {
        if (query->select[i] || order_has(order, (uint16_t)i)) columns[out->count++] = (uint16_t)i;
    }
    return SG_OK;
}

/* ---- Behind the last row of the page before ---- */

/*
 * A column's "behind", as SQL.  Ascending, NULL comes last and behind it is nothing; descending it comes first.
 */
static SgStatus add_behind(SgSession *db, const SgColumn *column, bool descending, const void *value)
{
    if (value == NULL) {
        if (descending) sql_column(db, column, 0);
        sql_add(db, descending ? " IS NOT NULL" : "FALSE");
        return SG_OK;
    }
    SgStatus rc = where_compare(db, column, 0, descending ? " < " : " > ", value);
    if (rc == SG_OK && !descending && column_is(column, SG_COLUMN_NULLABLE | SG_COLUMN_LIST)) {
        sql_add(db, " OR ");
        sql_column(db, column, 0);
        sql_add(db, " IS NULL");
    }
    return rc;
}

static SgStatus add_same(SgSession *db, const SgColumn *column, const void *value)
{
    if (value != NULL) return where_compare(db, column, 0, " = ", value);
    sql_column(db, column, 0);
    sql_add(db, " IS NULL");
    return SG_OK;
}

/* (a, b) > ($1, $2), which an index answers directly: one direction, nothing that can be NULL. */
static bool is_plain_order(const SgModel *model, const Order *order)
{
    for (size_t i = 0; i < order->count; i++) {
        const SgColumn *column = &model->columns[order->columns[i]];
        if (order->descending[i] != order->descending[0]) return false;
        if (column_is(column, SG_COLUMN_NULLABLE | SG_COLUMN_LIST)) return false;
        if (column->type == SG_JSON || column->type == SG_XML) return false;
    }
    return true;
}

static SgStatus add_row_comparison(SgSession *db, const SgModel *model, const Order *order, const void *after)
{
    int first = db->params.count + 1;
    sql_add(db, "(");
    for (size_t i = 0; i < order->count; i++) {
        const SgColumn *column = &model->columns[order->columns[i]];
        if (i > 0) sql_add(db, ", ");
        sql_column(db, column, 0);
        const void *value = column_row_value(column, after);
        if (value == NULL) return fail(db, SG_INVALID, column->label, "`after` has no `%s`", column->label);
        if (params_add(db, column, value) == 0) return db->error.status;
    }
    sql_add(db, order->descending[0] ? ") < (" : ") > (");
    for (size_t i = 0; i < order->count; i++) {
        if (i > 0) sql_add(db, ", ");
        sql_param(db, &model->columns[order->columns[i]], first + (int)i, false);
    }
    sql_add(db, ")");
    return SG_OK;
}

/* a behind, or a the same and (b behind, or b the same and (…)) */
static SgStatus add_after(SgSession *db, const SgModel *model, const Order *order, const void *after)
{
    if (model->key_count == 0) return fail(db, SG_INVALID, "after", "%s has no key to continue by", model->name);
    if (is_plain_order(model, order)) return add_row_comparison(db, model, order, after);
    SgStatus rc = SG_OK;
    for (size_t i = 0; i < order->count && rc == SG_OK; i++) {
        const SgColumn *column = &model->columns[order->columns[i]];
        const void *value = column_row_value(column, after);
        sql_add(db, "(");
        rc = add_behind(db, column, order->descending[i], value);
        if (rc != SG_OK || i + 1 == order->count) break;
        sql_add(db, " OR ");
        rc = add_same(db, column, value);
        sql_add(db, " AND ");
    }
    for (size_t i = 0; i < order->count; i++) sql_add(db, ")");
    return rc;
}

/* Not a parameter: the plan depends on it, and programs have few page sizes. */
static void sql_limit(SgSession *db, int64_t limit)
{
    sql_add(db, " LIMIT ");
    sql_integer(db, (uint64_t)limit);
}

static SgStatus build_select(SgSession *db, const SgModel *model, const void *query, Call *call)
{
    Query asked;
    Order order;
    sql_begin_pieces(db, model);
    SgStatus rc = query_read(db, model, query, &asked);
    if (rc == SG_OK) rc = order_read(db, model, &asked, &order);
    if (rc == SG_OK) rc = shape_chosen(db, model, &asked, &order, &call->shape);
    if (rc != SG_OK) return rc;

    sql_add(db, "SELECT ");
    sql_columns(db, &call->shape);
    sql_add(db, " FROM ");
    sql_add(db, model->table);
    sql_add(db, " AS t0 WHERE ");
    rc = where_add(db, model, asked.where, 0, NULL);
    if (rc == SG_OK && asked.after != NULL) {
        sql_add(db, " AND ");
        rc = add_after(db, model, &order, asked.after);
    }
    if (rc != SG_OK) return rc;
    /* Whoever wants all rows and names no order gets them as they lie: sorting a whole table costs more than reading
     * it. */
    bool is_ordered = asked.sort[0].by != 0 || asked.limit > 0 || asked.after != NULL;
    if (is_ordered) sql_order(db, model, &order, 0);
    if (asked.limit > 0) sql_limit(db, asked.limit < INT64_MAX ? asked.limit + 1 : asked.limit);
    call->limit = asked.limit;
    rc = check_lock(db, asked.lock);
    if (rc == SG_OK) sql_lock(db, asked.lock);
    return rc;
}

SgStatus sg_list(SgSession *db, const SgModel *model, const void *query, void *out)
{
    Call call = {.operation = "list", .model = model->name, .out = out};
    SgStatus rc = build_select(db, model, query, &call);
    return rc == SG_OK ? run_list(db, &call) : rc;
}

SgStatus sg_each(SgSession *db, const SgModel *model, const void *query, SgVisit *visit, void *arg)
{
    Call call = {.operation = "each", .model = model->name};
    SgStatus rc = build_select(db, model, query, &call);
    return rc == SG_OK ? run_each(db, &call, visit, arg) : rc;
}

SgStatus sg_count(SgSession *db, const SgModel *model, const void *where, int64_t *out)
{
    sql_begin_pieces(db, model);
    sql_around(db, "SELECT count(*) FROM ", model->table, " AS t0 WHERE ");
    SgStatus rc = where_add(db, model, where, 0, NULL);
    if (rc != SG_OK) return rc;
    return run(db, &(Call){.operation = "count", .model = model->name, .take = take_int64, .out = out});
}

SgStatus sg_exists(SgSession *db, const SgModel *model, const void *where, bool *out)
{
    sql_begin_pieces(db, model);
    sql_around(db, "SELECT EXISTS (SELECT 1 FROM ", model->table, " AS t0 WHERE ");
    SgStatus rc = where_add(db, model, where, 0, NULL);
    if (rc != SG_OK) return rc;
    sql_add(db, ")");
    return run(db, &(Call){.operation = "exists", .model = model->name, .take = take_flag, .flag = out});
}
