/* The rows of one fill.  Every call is queued: the caller's pipeline sends them together, with COMMIT behind them. */
#include "trading.h"

static SgStatus write_execution(SgSession *db, const Booking *booking, SgUuid id)
{
    const FillReport *report = booking->report;
    const ExecutionInsert row = {
        .id = {SG_SET, id},
        .order_id = booking->order->id,
        .symbol = booking->order->symbol,
        .side = booking->order->side,
        .quantity = report->quantity,
        .price = report->price,
        .fee = {SG_SET, report->fee},
        .venue_execution_id = report->venue_execution_id,
        .executed_at = sg_timestamp_now(),
    };
    return execution_insert(db, &row, NULL);
}

static SgStatus write_position(SgSession *db, const Booking *booking)
{
    const PositionInsert first = {
        .account_id = booking->account->id,
        .symbol = booking->order->symbol,
        .quantity = {SG_SET, booking->signed_quantity},
        .net_cost = {SG_SET, booking->cost},
    };
    const PositionUpdate more = {
        .quantity = {SG_ADD, booking->signed_quantity},
        .net_cost = {SG_ADD, booking->cost},
        .version = {SG_ADD, 1},
    };
    return position_upsert_by_account_id_symbol(db, &first, &more, NULL, NULL);
}

static SgStatus write_order(SgSession *db, const Booking *booking)
{
    bool is_whole = sg_decimal_compare(booking->filled, booking->order->quantity) == 0;
    const OrderUpdate change = {
        .status = {SG_SET, is_whole ? ORDER_STATUS_FILLED : ORDER_STATUS_PARTIAL},
        .filled_quantity = {SG_SET, booking->filled},
        .average_price = {SG_SET, booking->average_price},
        .version = {SG_ADD, 1},
    };
    return order_update(db, booking->order->id, &change, NULL);
}

static SgStatus write_cash(SgSession *db, const Booking *booking, SgUuid execution_id)
{
    const LedgerEntryInsert entries[] = {
        {
            .account_id = booking->account->id,
            .execution_id = {SG_SET, execution_id},
            .type = LEDGER_ENTRY_TYPE_TRADE,
            .amount = sg_decimal_negate(booking->cost),
            .balance_after = booking->balance_traded,
            .description = {SG_SET, booking->order->side == ORDER_SIDE_BUY ? "bought" : "sold"},
        },
        {
            .account_id = booking->account->id,
            .execution_id = {SG_SET, execution_id},
            .type = LEDGER_ENTRY_TYPE_FEE,
            .amount = sg_decimal_negate(booking->report->fee),
            .balance_after = booking->balance,
            .description = {SG_SET, "commission"},
        },
    };
    const AccountUpdate change = {.cash_balance = {SG_SET, booking->balance}, .version = {SG_ADD, 1}};
    size_t count = sg_decimal_sign(booking->report->fee) == 0 ? 1 : 2;
    SgStatus rc = ledger_entry_insert_many(db, entries, count, SG_CONFLICT_FAILS, NULL);
    if (rc == SG_OK) rc = account_update(db, booking->account->id, &change, NULL);
    return rc;
}

/* The audit log and the outbox say the same, the one for ever and the other to whom it concerns. */
static SgStatus tell(SgSession *db, const Booking *booking, SgUuid execution_id)
{
    char quantity[SG_DECIMAL_TEXT];
    char price[SG_DECIMAL_TEXT];
    const char *details = sg_session_printf(db, "{\"quantity\": %s, \"price\": %s}",
                                            sg_decimal_format(booking->report->quantity, quantity),
                                            sg_decimal_format(booking->report->price, price));
    if (details == NULL) return SG_NO_MEMORY;
    SgStatus rc = desk_audit(db, AUDIT_ACTION_FILLED, AUDIT_ENTITY_EXECUTION, execution_id, details);
    if (rc == SG_OK) rc = desk_announce(db, EVENT_TOPIC_ORDER_FILLED, booking->order->id, details);
    return rc;
}

SgStatus desk_book(SgSession *db, const Booking *booking)
{
    SgUuid execution_id;
    SgStatus rc = sg_uuid_v7(&execution_id);
    if (rc == SG_OK) rc = write_execution(db, booking, execution_id);
    if (rc == SG_OK) rc = write_position(db, booking);
    if (rc == SG_OK) rc = write_order(db, booking);
    if (rc == SG_OK) rc = write_cash(db, booking, execution_id);
    if (rc == SG_OK) rc = tell(db, booking, execution_id);
    return rc;
}
