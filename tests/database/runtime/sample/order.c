#include "order.h"
#include "account.h"
#include "models.h"

#include <stddef.h>

enum {
    COLUMN_ID,
    COLUMN_ACCOUNT_ID,
    COLUMN_SIDE,
    COLUMN_QUANTITY,
    COLUMN_LIMIT_PRICE,
    COLUMN_NOTE,
    COLUMN_METADATA,
    COLUMN_TAGS,
    COLUMN_SIDES,
    COLUMN_VERSION,
    COLUMN_CREATED_AT,
    COLUMN_UPDATED_AT,
    COLUMN_COUNT
};

static const SgColumn columns[COLUMN_COUNT] = {
    {.name = "\"id\"", .label = "id", .type = SG_INT64,
     .row = offsetof(Order, id), .filter = offsetof(OrderFilter, id),
     .insert = offsetof(OrderInsert, id), .update = SG_NOWHERE},
    {.name = "\"account_id\"", .label = "account_id", .type = SG_UUID, .flags = SG_COLUMN_REQUIRED,
     .row = offsetof(Order, account_id), .filter = offsetof(OrderFilter, account_id),
     .insert = offsetof(OrderInsert, account_id), .update = offsetof(OrderUpdate, account_id)},
    {.name = "\"side\"", .label = "side", .type = SG_ENUM, .flags = SG_COLUMN_REQUIRED,
     .cast = "\"OrderSide\"", .labels = &order_side_enum,
     .row = offsetof(Order, side), .filter = offsetof(OrderFilter, side),
     .insert = offsetof(OrderInsert, side), .update = offsetof(OrderUpdate, side)},
    {.name = "\"quantity\"", .label = "quantity", .type = SG_DECIMAL, .flags = SG_COLUMN_REQUIRED,
     .row = offsetof(Order, quantity), .filter = offsetof(OrderFilter, quantity),
     .insert = offsetof(OrderInsert, quantity), .update = offsetof(OrderUpdate, quantity)},
    {.name = "\"limit_price\"", .label = "limit_price", .type = SG_DECIMAL, .flags = SG_COLUMN_NULLABLE,
     .row = offsetof(Order, limit_price), .filter = offsetof(OrderFilter, limit_price),
     .insert = offsetof(OrderInsert, limit_price), .update = offsetof(OrderUpdate, limit_price)},
    {.name = "\"note\"", .label = "note", .type = SG_TEXT, .flags = SG_COLUMN_NULLABLE,
     .row = offsetof(Order, note), .filter = offsetof(OrderFilter, note),
     .insert = offsetof(OrderInsert, note), .update = offsetof(OrderUpdate, note)},
    {.name = "\"metadata\"", .label = "metadata", .type = SG_JSONB, .flags = SG_COLUMN_NULLABLE,
     .row = offsetof(Order, metadata), .filter = offsetof(OrderFilter, metadata),
     .insert = offsetof(OrderInsert, metadata), .update = offsetof(OrderUpdate, metadata)},
    {.name = "\"tags\"", .label = "tags", .type = SG_TEXT, .flags = SG_COLUMN_LIST,
     .row = offsetof(Order, tags), .filter = offsetof(OrderFilter, tags),
     .insert = offsetof(OrderInsert, tags), .update = offsetof(OrderUpdate, tags)},
    {.name = "\"sides\"", .label = "sides", .type = SG_ENUM, .flags = SG_COLUMN_LIST,
     .cast = "\"OrderSide\"", .labels = &order_side_enum,
     .row = offsetof(Order, sides), .filter = offsetof(OrderFilter, sides),
     .insert = offsetof(OrderInsert, sides), .update = offsetof(OrderUpdate, sides)},
    {.name = "\"version\"", .label = "version", .type = SG_INT32, .flags = SG_COLUMN_VERSION,
     .row = offsetof(Order, version), .filter = offsetof(OrderFilter, version),
     .insert = offsetof(OrderInsert, version), .update = offsetof(OrderUpdate, version)},
    {.name = "\"created_at\"", .label = "created_at", .type = SG_TIMESTAMPTZ,
     .row = offsetof(Order, created_at), .filter = offsetof(OrderFilter, created_at),
     .insert = offsetof(OrderInsert, created_at), .update = offsetof(OrderUpdate, created_at)},
    {.name = "\"updated_at\"", .label = "updated_at", .type = SG_TIMESTAMPTZ, .flags = SG_COLUMN_UPDATED_AT,
     .row = offsetof(Order, updated_at), .filter = offsetof(OrderFilter, updated_at),
     .insert = offsetof(OrderInsert, updated_at), .update = offsetof(OrderUpdate, updated_at)},
};

static const uint16_t key_id[] = {COLUMN_ID};
static const uint16_t account_id[] = {COLUMN_ACCOUNT_ID};
static const uint16_t account_key_id[] = {0};

enum { RELATION_ACCOUNT };

static const SgRelation relations[] = {
    {.label = "account", .kind = SG_TO_ONE, .target = &account_model,
     .columns = account_id, .target_columns = account_key_id, .count = 1,
     .row = offsetof(Order, account),
     .filter_is = offsetof(OrderFilter, account), .filter_is_not = offsetof(OrderFilter, account_not),
     .filter_some = SG_NOWHERE, .filter_none = SG_NOWHERE, .filter_every = SG_NOWHERE},
};

const SgModel order_model = {
    .name = "Order", .table = "\"orders\"",
    .columns = columns, .column_count = COLUMN_COUNT,
    .key = key_id, .key_count = 1,
    .relations = relations, .relation_count = 1,
    .row_size = sizeof(Order), .filter_size = sizeof(OrderFilter),
    .insert_size = sizeof(OrderInsert), .update_size = sizeof(OrderUpdate),
    .filter_all_of = offsetof(OrderFilter, all_of), .filter_any_of = offsetof(OrderFilter, any_of),
    .filter_none_of = offsetof(OrderFilter, none_of),
    .query_where = offsetof(OrderQuery, where), .query_sort = offsetof(OrderQuery, sort),
    .query_select = offsetof(OrderQuery, select), .query_after = offsetof(OrderQuery, after),
    .query_limit = offsetof(OrderQuery, limit), .query_lock = offsetof(OrderQuery, lock),
};

static const uint32_t key_id_item[] = {0};
static const uint32_t key_id_change[] = {offsetof(OrderChange, id)};

static const SgKey by_id = {
    .model = &order_model, .columns = key_id, .count = 1,
    .select_sql =
        "SELECT \"id\", \"account_id\", \"side\", \"quantity\", \"limit_price\", \"note\", "
        "\"metadata\", \"tags\", \"sides\", \"version\", \"created_at\", \"updated_at\""
        " FROM \"orders\" WHERE \"id\" = $1",
    .delete_sql =
        "DELETE FROM \"orders\" WHERE \"id\" = $1 RETURNING"
        " \"id\", \"account_id\", \"side\", \"quantity\", \"limit_price\", \"note\", "
        "\"metadata\", \"tags\", \"sides\", \"version\", \"created_at\", \"updated_at\"",
    .item_size = sizeof(int64_t), .item_offsets = key_id_item,
    .change_size = sizeof(OrderChange), .change_offsets = key_id_change, .change_set = offsetof(OrderChange, set),
    .change_version = offsetof(OrderChange, version),
};

static const SgAggregateCell cells[] = {
    {COLUMN_QUANTITY, SG_SUM, SG_NUMERIC, offsetof(OrderAggregateQuery, sum.quantity),
     offsetof(OrderAggregate, sum.quantity)},
    {COLUMN_VERSION, SG_SUM, SG_INT64, offsetof(OrderAggregateQuery, sum.version),
     offsetof(OrderAggregate, sum.version)},
    {COLUMN_QUANTITY, SG_MAX, SG_DECIMAL, offsetof(OrderAggregateQuery, max.quantity),
     offsetof(OrderAggregate, max.quantity)},
    {COLUMN_CREATED_AT, SG_MAX, SG_TIMESTAMPTZ, offsetof(OrderAggregateQuery, max.created_at),
     offsetof(OrderAggregate, max.created_at)},
};

static const SgAggregate aggregate = {
    .model = &order_model, .cells = cells, .cell_count = 4,
    .result_size = sizeof(OrderAggregate), .result_group = offsetof(OrderAggregate, group),
    .result_count = offsetof(OrderAggregate, count),
    .query_where = offsetof(OrderAggregateQuery, where), .query_group = offsetof(OrderAggregateQuery, group_by),
    .query_limit = offsetof(OrderAggregateQuery, limit),
};

SgStatus order_get(SgSession *db, int64_t id, Order *out)
{
    const void *const key[] = {&id};
    return sg_get(db, &by_id, key, out);
}

SgStatus order_get_many(SgSession *db, const int64_t *ids, size_t count, OrderRefs *out)
{
    return sg_get_many(db, &by_id, ids, count, out);
}

SgStatus order_lock(SgSession *db, int64_t id, Order *out)
{
    const void *const key[] = {&id};
    return sg_lock(db, &by_id, key, SG_FOR_UPDATE, out);
}

SgStatus order_list(SgSession *db, const OrderQuery *query, OrderList *out)
{
    return sg_list(db, &order_model, query, out);
}

typedef struct OrderVisit { SgStatus (*visit)(const Order *row, void *arg); void *arg; } OrderVisit;

static SgStatus visit_order(const void *row, void *arg)
{
    const OrderVisit *caller = arg;
    return caller->visit(row, caller->arg);
}

SgStatus order_each(SgSession *db, const OrderQuery *query, SgStatus (*visit)(const Order *row, void *arg), void *arg)
{
    OrderVisit caller = {visit, arg};
    return sg_each(db, &order_model, query, visit_order, &caller);
}

SgStatus order_count(SgSession *db, const OrderFilter *where, int64_t *out)
{
    return sg_count(db, &order_model, where, out);
}

SgStatus order_exists(SgSession *db, const OrderFilter *where, bool *out)
{
    return sg_exists(db, &order_model, where, out);
}

SgStatus order_aggregate(SgSession *db, const OrderAggregateQuery *query, OrderAggregateList *out)
{
    return sg_aggregate(db, &aggregate, query, out);
}

SgStatus order_load_account(SgSession *db, Order *rows, size_t count)
{
    return sg_load(db, &order_model, RELATION_ACCOUNT, rows, count, NULL);
}

SgStatus order_insert(SgSession *db, const OrderInsert *row, Order *out)
{
    return sg_insert(db, &order_model, row, out);
}

SgStatus order_update(SgSession *db, int64_t id, const OrderUpdate *set, Order *out)
{
    const void *const key[] = {&id};
    return sg_update(db, &by_id, key, set, out);
}

SgStatus order_update_current(SgSession *db, int64_t id, int32_t version, const OrderUpdate *set, Order *out)
{
    const void *const key[] = {&id};
    return sg_update_current(db, &by_id, key, &version, set, out);
}

SgStatus order_delete(SgSession *db, int64_t id, Order *out)
{
    const void *const key[] = {&id};
    return sg_delete(db, &by_id, key, out);
}

SgStatus order_insert_many(SgSession *db, const OrderInsert *rows, size_t count, SgOnConflict on_conflict,
                           int64_t *affected)
{
    return sg_insert_many(db, &order_model, rows, count, on_conflict, affected);
}

SgStatus order_insert_many_returning(SgSession *db, const OrderInsert *rows, size_t count, SgOnConflict on_conflict,
                                     OrderList *out)
{
    return sg_insert_many_returning(db, &order_model, rows, count, on_conflict, out);
}

SgStatus order_update_many(SgSession *db, const OrderFilter *where, const OrderUpdate *set, int64_t *affected)
{
    return sg_update_many(db, &order_model, where, set, affected);
}

SgStatus order_update_each(SgSession *db, const OrderChange *changes, size_t count, int64_t *affected)
{
    return sg_update_each(db, &by_id, changes, count, affected);
}

SgStatus order_delete_many(SgSession *db, const OrderFilter *where, int64_t *affected)
{
    return sg_delete_many(db, &order_model, where, affected);
}

SgStatus order_copy_in(SgSession *db, const OrderInsert *rows, size_t count, int64_t *affected)
{
    return sg_copy_in(db, &order_model, rows, count, affected);
}
