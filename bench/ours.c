/* The workloads by the generated code, as an application would write them. */
#include "bench.h"

#include "account.h"
#include "execution.h"
#include "ledger_entry.h"
#include "order.h"
#include "ours_decode.h"
#include "position.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Ours {
    SgPool *pool;
    SgSession *db;
    PGresult *large; /* for decoding */
} Ours;

static void check(SgSession *db, SgStatus rc)
{
    if (rc != SG_OK) give_up(sg_status_name(rc), sg_error(db)->message);
}

static void *open_ours(const Data *data)
{
    Ours *side = calloc(1, sizeof *side);
    SgError error;
    SgPoolOptions options = {.url = data->url};
    if (side == NULL || sg_pool_open(&options, &side->pool, &error) != SG_OK) give_up("pool", error.message);
    if (sg_session_open(side->pool, &side->db, &error) != SG_OK) give_up("session", error.message);
    return side;
}

static void close_ours(void *arg)
{
    Ours *side = arg;
    PQclear(side->large);
    sg_session_close(side->db);
    sg_pool_close(side->pool);
    free(side);
}

static SgUuid uuid_of(Key key)
{
    SgUuid uuid;
    memcpy(uuid.bytes, key.bytes, sizeof uuid.bytes);
    return uuid;
}

static void get(void *arg, const Data *data, int count)
{
    SgSession *db = ((Ours *)arg)->db;
    Order order;
    for (int i = 0; i < count; i++) {
        check(db, order_get(db, uuid_of(data->orders[(size_t)i % data->order_count]), &order));
        sg_session_reset(db);
    }
}

static OrderInsert new_order(const Data *data, int i, const char *idempotency_key)
{
    return (OrderInsert){
        .account_id = uuid_of(data->accounts[(size_t)i % data->account_count]),
        .symbol = "MSFT",
        .side = ORDER_SIDE_BUY,
        .type = ORDER_TYPE_LIMIT,
        .quantity = sg_decimal_from_units(1000000 + i, 4),
        .limit_price = {SG_SET, sg_decimal_from_units(1234500 + i, 4)},
        .idempotency_key = idempotency_key,
    };
}

static void insert(void *arg, const Data *data, int count)
{
    SgSession *db = ((Ours *)arg)->db;
    char key[40];
    Order order;
    for (int i = 0; i < count; i++) {
        snprintf(key, sizeof key, "bench-o-%d-%d", data->run, i);
        OrderInsert row = new_order(data, i, key);
        check(db, order_insert(db, &row, &order));
        sg_session_reset(db);
    }
}

static void update(void *arg, const Data *data, int count)
{
    SgSession *db = ((Ours *)arg)->db;
    for (int i = 0; i < count; i++) {
        OrderUpdate set = {
            .status = {SG_SET, i % 2 == 0 ? ORDER_STATUS_PARTIAL : ORDER_STATUS_FILLED},
            .filled_quantity = {SG_SET, sg_decimal_from_units(i, 4)},
        };
        check(db, order_update(db, uuid_of(data->orders[(size_t)i % data->order_count]), &set, NULL));
        sg_session_reset(db);
    }
}

static void list_small(void *arg, const Data *data, int count)
{
    SgSession *db = ((Ours *)arg)->db;
    OrderList list;
    for (int i = 0; i < count; i++) {
        SgUuid account = uuid_of(data->accounts[(size_t)i % data->account_count]);
        OrderQuery query = {
            .where = {.account_id = {.eq = &account}}, .sort = {{ORDER_BY_CREATED_AT, SG_DESC}}, .limit = SMALL};
        check(db, order_list(db, &query, &list));
        if (list.count != SMALL) give_up("list", "not 100 rows");
        sg_session_reset(db);
    }
}

static void list_large(void *arg, const Data *data, int count)
{
    SgSession *db = ((Ours *)arg)->db;
    OrderList list;
    (void)data;
    for (int i = 0; i < count; i++) {
        check(db, order_list(db, &(OrderQuery){.where = {.symbol = {.eq = "LARGE"}}}, &list));
        if (list.count != LARGE) give_up("list", "not 100,000 rows");
        sg_session_reset(db);
    }
}

static SgStatus visit(const Order *row, void *arg)
{
    int64_t *seen = arg;
    *seen += row->version;
    return SG_OK;
}

static void stream(void *arg, const Data *data, int count)
{
    SgSession *db = ((Ours *)arg)->db;
    for (int i = 0; i < count; i++) {
        int64_t seen = 0;
        check(db, order_each(db, NULL, visit, &seen));
        if (seen < data->rows) give_up("each", "rows are missing");
    }
}

typedef struct Source {
    const Data *data;
    int next, count;
    char key[40];
} Source;

static SgStatus next_order(OrderInsert *row, void *arg)
{
    Source *source = arg;
    if (source->next == source->count) return SG_NOT_FOUND;
    snprintf(source->key, sizeof source->key, "bench-o-bulk-%d-%d", source->data->run, source->next);
    *row = new_order(source->data, source->next++, source->key);
    return SG_OK;
}

static void bulk(void *arg, const Data *data, int count)
{
    SgSession *db = ((Ours *)arg)->db;
    Source source = {.data = data, .count = count};
    check(db, order_copy_in_from(db, next_order, &source, NULL));
}

static void get_many(void *arg, const Data *data, int count)
{
    SgSession *db = ((Ours *)arg)->db;
    OrderRefs refs;
    for (int i = 0; i < count; i += TOGETHER) {
        const SgUuid *keys = (const SgUuid *)(data->orders + (size_t)i % data->order_count);
        check(db, order_get_many(db, keys, TOGETHER, &refs));
        if (refs.items[TOGETHER - 1] == NULL) give_up("get_many", "a row is missing");
        sg_session_reset(db);
    }
}

/* ---- The trading transaction: the account's row is locked, then everything else is one pipeline ---- */

static void lock_account(SgSession *db, SgUuid id, Account *out)
{
    check(db, sg_pipeline_begin(db));
    check(db, sg_begin(db, SG_READ_COMMITTED));
    check(db, account_lock(db, id, out));
    check(db, sg_pipeline_end(db, SG_OK));
}

static void book(SgSession *db, const Account *account, OrderInsert *order)
{
    SgUuid order_id, execution_id;
    SgDecimal price = sg_decimal_from_units(1234500, 4);
    if (sg_uuid_v7(&order_id) != SG_OK || sg_uuid_v7(&execution_id) != SG_OK) give_up("uuid", "none");
    order->id = (SgSetUuid){SG_SET, order_id};
    ExecutionInsert execution = {
        .order_id = order_id,
        .symbol = "MSFT",
        .side = ORDER_SIDE_BUY,
        .quantity = order->quantity,
        .price = price,
        .venue_execution_id = order->idempotency_key,
        .executed_at = sg_timestamp_now(),
        .id = {SG_SET, execution_id},
    };
    PositionFilter held = {.account_id = {.eq = &account->id}, .symbol = {.eq = "MSFT"}};
    PositionUpdate position = {.quantity = {SG_ADD, order->quantity}, .net_cost = {SG_ADD, price}};
    LedgerEntryInsert entry = {
        .account_id = account->id,
        .type = LEDGER_ENTRY_TYPE_TRADE,
        .amount = price,
        .balance_after = account->cash_balance,
        .execution_id = {SG_SET, execution_id},
    };
    check(db, sg_pipeline_begin(db));
    check(db, order_insert(db, order, NULL));
    check(db, execution_insert(db, &execution, NULL));
    check(db, position_update_many(db, &held, &position, NULL));
    check(db, ledger_entry_insert(db, &entry, NULL));
    check(db, sg_end(db, SG_OK));
    check(db, sg_pipeline_end(db, SG_OK));
}

static void trade(void *arg, const Data *data, int count)
{
    SgSession *db = ((Ours *)arg)->db;
    char key[40];
    for (int i = 0; i < count; i++) {
        Account account;
        snprintf(key, sizeof key, "bench-o-trade-%d-%d", data->run, i);
        OrderInsert order = new_order(data, i, key);
        lock_account(db, order.account_id, &account);
        book(db, &account, &order);
        sg_session_reset(db);
    }
}

static void decode(void *arg, const Data *data, int count)
{
    Ours *side = arg;
    (void)data;
    if (side->large != NULL) decode_all(side->db, side->large, count);
    else side->large = fetch_large(sg_session_connection(side->db));
}

const Side this_side = {open_ours,  close_ours, get,  insert,   update, list_small,
                        list_large, stream,     bulk, get_many, trade,  decode};
