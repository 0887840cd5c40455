/* Placing and cancelling orders. */
#include "trading.h"

#include <string.h>

bool desk_order_is_open(const Order *order)
{
    return order->status == ORDER_STATUS_ACCEPTED || order->status == ORDER_STATUS_PARTIAL;
}

static bool is_same_request(const OrderRequest *request, const Order *order)
{
    return sg_uuid_equal(request->account_id, order->account_id) && strcmp(request->symbol, order->symbol) == 0 &&
           request->side == order->side && sg_decimal_compare(request->quantity, order->quantity) == 0 &&
           order->limit_price.has && sg_decimal_compare(request->limit_price, order->limit_price.value) == 0;
}

/* The row that took the key first. */
static SgStatus find_first(SgSession *db, const OrderRequest *request, Order *out)
{
    Order first;
    SgStatus rc = order_get_by_idempotency_key(db, request->idempotency_key, &first);
    if (rc == SG_OK && !is_same_request(request, &first)) return SG_INVALID;
    if (rc == SG_OK) *out = first;
    return rc;
}

static SgStatus announce(SgSession *db, EventTopic topic, SgUuid order_id, const OrderRequest *request)
{
    char quantity[SG_DECIMAL_TEXT];
    char price[SG_DECIMAL_TEXT];
    const char *payload = sg_session_printf(
        db, "{\"side\": \"%s\", \"quantity\": %s, \"limit_price\": %s}", order_side_name(request->side),
        sg_decimal_format(request->quantity, quantity), sg_decimal_format(request->limit_price, price));
    return payload == NULL ? SG_NO_MEMORY : desk_announce(db, topic, order_id, payload);
}

/* Nothing here waits for an answer: the key of the order is made on this side, and so the rows that mention it can go
 * in the same round trip.  A pipeline without sg_begin() is a transaction of its own. */
static SgStatus place(SgSession *db, const OrderRequest *request, const char *obstacle, Order *out)
{
    const bool trades = obstacle == NULL;
    SgUuid id;
    SgStatus rc = sg_uuid_v7(&id);
    if (rc == SG_OK) rc = sg_pipeline_begin(db);
    if (rc != SG_OK) return rc;

    OrderInsert row = {
        .id = {SG_SET, id},
        .account_id = request->account_id,
        .symbol = request->symbol,
        .side = request->side,
        .type = ORDER_TYPE_LIMIT,
        .status = {SG_SET, trades ? ORDER_STATUS_ACCEPTED : ORDER_STATUS_REJECTED},
        .quantity = request->quantity,
        .limit_price = {SG_SET, request->limit_price},
        .idempotency_key = request->idempotency_key,
    };
    if (!trades) row.rejection_reason = (SgSetText){SG_SET, obstacle};
    rc = order_insert(db, &row, out);
    if (rc == SG_OK)
        rc = desk_audit(db, trades ? AUDIT_ACTION_CREATED : AUDIT_ACTION_REJECTED, AUDIT_ENTITY_ORDER, id, NULL);
    if (rc == SG_OK) rc = announce(db, trades ? EVENT_TOPIC_ORDER_PLACED : EVENT_TOPIC_ORDER_REJECTED, id, request);
    return sg_pipeline_end(db, rc);
}

SgStatus desk_place_order(SgSession *db, const Market *market, const OrderRequest *request, Order *out, bool *created)
{
    SgStatus rc = place(db, request, market_obstacle(market, request->symbol), out);
    const bool is_repeated = rc == SG_UNIQUE && strcmp(sg_error(db)->constraint, ORDER_KEY_IDEMPOTENCY_KEY) == 0;
    if (is_repeated) rc = find_first(db, request, out);
    if (rc == SG_OK) *created = !is_repeated;
    return rc;
}

SgStatus desk_close_order(SgSession *db, SgUuid order_id, const char *reason)
{
    const OrderUpdate change = {
        .status = {SG_SET, ORDER_STATUS_CANCELLED},
        .rejection_reason = {SG_SET, reason},
        .version = {SG_ADD, 1},
    };
    SgStatus rc = order_update(db, order_id, &change, NULL);
    if (rc == SG_OK) rc = desk_audit(db, AUDIT_ACTION_CANCELLED, AUDIT_ENTITY_ORDER, order_id, NULL);
    if (rc == SG_OK) rc = desk_announce(db, EVENT_TOPIC_ORDER_CANCELLED, order_id, "{}");
    return rc;
}

/* The plain style, a call after a call: nothing is gained by hurrying here. */
SgStatus desk_cancel_order(SgSession *db, SgUuid order_id, const char *reason, bool *cancelled)
{
    Order order;
    bool is_open = false;
    SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
    if (rc == SG_OK) rc = order_lock(db, order_id, &order);
    if (rc == SG_OK) is_open = desk_order_is_open(&order);
    if (rc == SG_OK && is_open) rc = desk_close_order(db, order_id, reason);
    rc = sg_end(db, rc);
    if (rc == SG_OK) *cancelled = is_open;
    return rc;
}
