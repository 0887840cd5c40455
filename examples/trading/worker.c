/* The traffic of one thread: orders that are placed, placed again, filled in parts, reported twice, cancelled. */
#include "trading.h"

/* xorshift64*: the traffic shall be the same for the same seed. */
static uint32_t draw(Worker *worker, uint32_t below)
{
    worker->random ^= worker->random >> 12;
    worker->random ^= worker->random << 25;
    worker->random ^= worker->random >> 27;
    return (uint32_t)((worker->random * UINT64_C(2685821657736338717)) >> 33) % below;
}

static SgDecimal cents(uint32_t value)
{
    return sg_decimal_from_units(value, 2);
}

static uint32_t hash(const char *text)
{
    uint32_t value = 2166136261U;
    for (; *text != '\0'; text++) value = (value ^ (unsigned char)*text) * 16777619U;
    return value;
}

/* What an order asks for follows from its key, so that threads that share a key make the same request.  Two in three
 * buy. */
static OrderRequest request_of(const Desk *desk, const char *key)
{
    const uint32_t h = hash(key);
    const size_t symbol = h / 7 % DESK_SYMBOLS;
    SgDecimal limit = desk->market.last_price[symbol];
    if (sg_decimal_add(limit, cents(h / 17 % 200), &limit) != SG_OK) limit = desk->market.last_price[symbol];
    return (OrderRequest){
        .idempotency_key = key,
        .account_id = desk->accounts[h % DESK_ACCOUNTS],
        .symbol = desk->market.symbols[symbol],
        .side = h / 11 % 3 == 0 ? ORDER_SIDE_SELL : ORDER_SIDE_BUY,
        .quantity = sg_decimal_from_int(1 + h / 13 % 100),
        .limit_price = limit,
    };
}

/* Every fourth order has a key that all threads use at the same time; one of them creates the order. */
static SgStatus place(Worker *worker, SgSession *db, int number, Order *out)
{
    Desk *desk = worker->desk;
    char key[80];
    if (number % 4 == 0) {
        snprintf(key, sizeof key, "%s-shared-%d", desk->run, number);
    } else {
        snprintf(key, sizeof key, "%s-%d-%d", desk->run, worker->number, number);
    }
    OrderRequest request = request_of(desk, key);

    bool created = false;
    SgStatus rc = desk_place_order(db, &desk->market, &request, out, &created);
    if (rc == SG_OK) atomic_fetch_add(created ? &desk->placed : &desk->repeated, 1);
    if (rc != SG_OK || draw(worker, 5) != 0) return rc;

    /* The client saw no answer and sends the order again. */
    Order again;
    rc = desk_place_order(db, &desk->market, &request, &again, &created);
    if (rc == SG_OK) atomic_fetch_add(&desk->repeated, 1);
    if (rc == SG_OK && (created || !sg_uuid_equal(out->id, again.id))) return SG_INVALID;
    return rc;
}

/* A venue repeats what was not acknowledged. */
static SgStatus report_fill(Worker *worker, SgSession *db, const FillReport *report)
{
    FillOutcome outcome;
    SgStatus rc = SG_RETRY;
    for (int attempt = 0; rc == SG_RETRY && attempt < 5; attempt++) rc = desk_fill_order(db, report, &outcome);
    if (rc == SG_OK) atomic_fetch_add(&worker->desk->fills[outcome], 1);
    return rc;
}

/* The venue fills some of an open order, and sometimes says so twice. */
static SgStatus fill(Worker *worker, SgSession *db, const Order *order, int number)
{
    SgDecimal left;
    int64_t units;
    SgStatus rc = sg_decimal_subtract(order->quantity, order->filled_quantity, &left);
    if (rc == SG_OK) rc = sg_decimal_to_int(left, &units);
    if (rc != SG_OK) return rc;

    char id[80];
    snprintf(id, sizeof id, "%.8s-%d-%d", worker->desk->run + 28, worker->number, number);
    bool partly = units > 1 && draw(worker, 2) == 0;
    const FillReport report = {
        .venue_execution_id = id,
        .account_id = order->account_id,
        .order_id = order->id,
        .symbol = order->symbol,
        .quantity = sg_decimal_from_int(partly ? 1 + (int64_t)draw(worker, (uint32_t)units - 1) : units),
        .price = order->limit_price.value,
        .fee = cents(35 + draw(worker, 100)),
    };
    rc = report_fill(worker, db, &report);
    if (rc == SG_OK && draw(worker, 6) == 0) rc = report_fill(worker, db, &report);
    return rc;
}

/* Takes open orders of this run, whoever placed them: threads meet on the same accounts and orders. */
static SgStatus fill_open_orders(Worker *worker, SgSession *db, int *number)
{
    OrderList open;
    const OrderQuery query = {
        .where =
            {
                .status = {.in = SG_LIST(OrderStatus, ORDER_STATUS_ACCEPTED, ORDER_STATUS_PARTIAL)},
                .idempotency_key = {.starts_with = worker->desk->run},
            },
        .sort = {{ORDER_BY_CREATED_AT, SG_ASC}},
        .limit = 8,
    };
    SgStatus rc = order_list(db, &query, &open);
    for (size_t i = 0; rc == SG_OK && i < open.count; i++)
        if (draw(worker, 4) == 0) rc = fill(worker, db, &open.items[i], (*number)++);
    return rc;
}

static SgStatus maybe_cancel(Worker *worker, SgSession *db, const Order *order)
{
    bool cancelled = false;
    if (draw(worker, 8) != 0) return SG_OK;
    SgStatus rc = desk_cancel_order(db, order->id, "cancelled by the client", &cancelled);
    if (cancelled) atomic_fetch_add(&worker->desk->cancelled, 1);
    return rc;
}

static SgStatus work(Worker *worker, SgSession *db)
{
    int fills = 0;
    SgStatus rc = SG_OK;
    for (int i = 0; rc == SG_OK && i < worker->desk->orders; i++) {
        Order order;
        rc = place(worker, db, i, &order);
        if (rc == SG_OK) rc = maybe_cancel(worker, db, &order);
        if (rc == SG_OK) rc = fill_open_orders(worker, db, &fills);
        if (rc == SG_OK) sg_session_reset(db);
    }
    return rc;
}

void *worker_run(void *arg)
{
    Worker *worker = arg;
    SgSession *db = NULL;
    SgError error;
    if (sg_session_open(worker->desk->pool, &db, &error) != SG_OK) {
        fprintf(stderr, "worker %d: no connection: %s\n", worker->number, error.message);
        atomic_fetch_add(&worker->desk->failed, 1);
        return NULL;
    }
    SgStatus rc = work(worker, db);
    if (rc != SG_OK) {
        desk_failed(db, "worker", rc);
        atomic_fetch_add(&worker->desk->failed, 1);
    }
    sg_session_close(db);
    return NULL;
}
