/* Placing and cancelling orders. */
#include "trading.h"

#include <string.h>

bool desk_order_is_open(const Order *order)
{
    return order->status == ORDER_STATUS_ACCEPTED || order->status == ORDER_STATUS_PARTIAL;
}

/* Why an order for this symbol cannot be traded; NULL when it can. */
static SgStatus find_obstacle(SgSession *db, const char *symbol, const char **obstacle)
{
    Instrument instrument;
    SgStatus rc = instrument_get_by_symbol(db, symbol, &instrument);
    if (rc == SG_NOT_FOUND) {
        *obstacle = "unknown symbol";
        return SG_OK;
    }
    if (rc == SG_OK) *obstacle = instrument.status == INSTRUMENT_STATUS_TRADING ? NULL : "not trading";
    return rc;
}

static bool is_same_request(const OrderRequest *request, const Order *order)
{
    return sg_uuid_equal(request->account_id, order->account_id) && strcmp(request->symbol, order->symbol) == 0 &&
           request->side == order->side && sg_decimal_compare(request->quantity, order->quantity) == 0 &&
           order->limit_price.has && sg_decimal_compare(request->limit_price, order->limit_price.value) == 0;
}

static SgStatus place(SgSession *db, const OrderRequest *request, Order *out, bool *created)
{
    const char *obstacle = NULL;
    SgStatus rc = find_obstacle(db, request->symbol, &obstacle);
    if (rc != SG_OK) return rc;

    OrderInsert row = {
        .account_id = request->account_id,
        .symbol = request->symbol,
        .side = request->side,
        .type = ORDER_TYPE_LIMIT,
        .status = {SG_SET, obstacle == NULL ? ORDER_STATUS_ACCEPTED : ORDER_STATUS_REJECTED},
        .quantity = request->quantity,
        .limit_price = {SG_SET, request->limit_price},
        .idempotency_key = request->idempotency_key,
    };
    if (obstacle != NULL) row.rejection_reason = (SgSetText){SG_SET, obstacle};

    rc = order_upsert_by_idempotency_key(db, &row, NULL, out, created);
    if (rc != SG_OK) return rc;
    if (!*created) return is_same_request(request, out) ? SG_OK : SG_INVALID;
    AuditAction action = obstacle == NULL ? AUDIT_ACTION_CREATED : AUDIT_ACTION_REJECTED;
    return desk_audit(db, action, AUDIT_ENTITY_ORDER, out->id, NULL);
}

SgStatus desk_place_order(SgSession *db, const OrderRequest *request, Order *out, bool *created)
{
    SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
    if (rc != SG_OK) return rc;
    rc = place(db, request, out, created);
    return sg_end(db, rc);
}

static SgStatus cancel(SgSession *db, SgUuid order_id, const char *reason, bool *cancelled)
{
    Order order;
    SgStatus rc = order_lock(db, order_id, &order);
    if (rc != SG_OK) return rc;
    *cancelled = desk_order_is_open(&order);
    if (!*cancelled) return SG_OK;

    const OrderUpdate change = {
        .status = {SG_SET, ORDER_STATUS_CANCELLED},
        .rejection_reason = {SG_SET, reason},
        .version = {SG_ADD, 1},
    };
    rc = order_update(db, order_id, &change, NULL);
    if (rc == SG_OK) rc = desk_audit(db, AUDIT_ACTION_CANCELLED, AUDIT_ENTITY_ORDER, order_id, NULL);
    return rc;
}

SgStatus desk_cancel_order(SgSession *db, SgUuid order_id, const char *reason, bool *cancelled)
{
    SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
    if (rc != SG_OK) return rc;
    rc = cancel(db, order_id, reason, cancelled);
    return sg_end(db, rc);
}
