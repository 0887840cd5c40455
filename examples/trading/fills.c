/* One fill, one transaction. */
#include "trading.h"

/* What a fill reads, computes and writes. */
typedef struct Fill {
    const FillReport *report;
    FillOutcome outcome;

    Account account; /* locked */
    Order order;     /* locked */
    Execution execution;

    SgDecimal notional;        /* quantity × price */
    SgDecimal signed_quantity; /* what the position gains */
    SgDecimal cost;            /* what is paid, without fee; negative for a sale */
    SgDecimal balance_traded;  /* the account's cash after the trade */
    SgDecimal balance;         /* … and after the fee */
    SgDecimal filled;          /* the order's filled quantity after this */
} Fill;

/* Account first, then order: the order of locks.  The order's account never changes, so reading it before is safe. */
static SgStatus lock_rows(SgSession *db, Fill *fill)
{
    SgStatus rc = order_get(db, fill->report->order_id, &fill->order);
    if (rc == SG_OK) rc = account_lock(db, fill->order.account_id, &fill->account);
    if (rc == SG_OK) rc = order_lock(db, fill->report->order_id, &fill->order);
    return rc;
}

static SgStatus compute(Fill *fill)
{
    const FillReport *report = fill->report;
    bool buys = fill->order.side == ORDER_SIDE_BUY;
    fill->signed_quantity = buys ? report->quantity : sg_decimal_negate(report->quantity);

    SgStatus rc = sg_decimal_multiply(report->quantity, report->price, &fill->notional);
    if (rc != SG_OK) return rc;
    fill->cost = buys ? fill->notional : sg_decimal_negate(fill->notional);
    rc = sg_decimal_subtract(fill->account.cash_balance, fill->cost, &fill->balance_traded);
    if (rc == SG_OK) rc = sg_decimal_subtract(fill->balance_traded, report->fee, &fill->balance);
    if (rc == SG_OK) rc = sg_decimal_add(fill->order.filled_quantity, report->quantity, &fill->filled);
    return rc;
}

/* Does the account hold what it sells? */
static SgStatus has_shares(SgSession *db, const Fill *fill, bool *out)
{
    Position position;
    if (fill->order.side == ORDER_SIDE_BUY) {
        *out = true;
        return SG_OK;
    }
    SgStatus rc = position_get_by_account_id_symbol(db, fill->account.id, fill->order.symbol, &position);
    if (rc == SG_OK) *out = sg_decimal_compare(position.quantity, fill->report->quantity) >= 0;
    if (rc == SG_NOT_FOUND) {
        *out = false;
        rc = SG_OK;
    }
    return rc;
}

static SgStatus refuse(SgSession *db, Fill *fill, const char *reason)
{
    const OrderUpdate change = {
        .status = {SG_SET, ORDER_STATUS_CANCELLED},
        .rejection_reason = {SG_SET, reason},
        .version = {SG_ADD, 1},
    };
    fill->outcome = FILL_REFUSED;
    SgStatus rc = order_update(db, fill->order.id, &change, NULL);
    if (rc == SG_OK) rc = desk_audit(db, AUDIT_ACTION_CANCELLED, AUDIT_ENTITY_ORDER, fill->order.id, NULL);
    return rc;
}

static SgStatus write_execution(SgSession *db, Fill *fill, bool *created)
{
    const ExecutionInsert row = {
        .order_id = fill->order.id,
        .symbol = fill->order.symbol,
        .side = fill->order.side,
        .quantity = fill->report->quantity,
        .price = fill->report->price,
        .fee = {SG_SET, fill->report->fee},
        .venue_execution_id = fill->report->venue_execution_id,
        .executed_at = sg_timestamp_now(),
    };
    return execution_upsert_by_venue_execution_id(db, &row, NULL, &fill->execution, created);
}

static SgStatus write_position(SgSession *db, const Fill *fill)
{
    bool created;
    const PositionInsert first = {
        .account_id = fill->account.id,
        .symbol = fill->order.symbol,
        .quantity = {SG_SET, fill->signed_quantity},
        .net_cost = {SG_SET, fill->cost},
    };
    const PositionUpdate more = {
        .quantity = {SG_ADD, fill->signed_quantity},
        .net_cost = {SG_ADD, fill->cost},
        .version = {SG_ADD, 1},
    };
    return position_upsert_by_account_id_symbol(db, &first, &more, NULL, &created);
}

/* The exact mean of all fills, rounded once: a running mean would add up its rounding errors. */
static SgStatus average_price(SgSession *db, const Fill *fill, SgDecimal *out)
{
    ExecutionList fills;
    SgDecimal total = sg_decimal_from_int(0);
    const ExecutionQuery of_order = {.where = {.order_id = {.eq = &fill->order.id}}};
    SgStatus rc = execution_list(db, &of_order, &fills);
    for (size_t i = 0; rc == SG_OK && i < fills.count; i++) {
        SgDecimal notional;
        rc = sg_decimal_multiply(fills.items[i].quantity, fills.items[i].price, &notional);
        if (rc == SG_OK) rc = sg_decimal_add(total, notional, &total);
    }
    return rc == SG_OK ? sg_decimal_divide(total, fill->filled, 4, SG_ROUND_HALF_EVEN, out) : rc;
}

static SgStatus write_order(SgSession *db, const Fill *fill)
{
    SgDecimal average;
    SgStatus rc = average_price(db, fill, &average);
    if (rc != SG_OK) return rc;
    bool is_whole = sg_decimal_compare(fill->filled, fill->order.quantity) == 0;
    const OrderUpdate change = {
        .status = {SG_SET, is_whole ? ORDER_STATUS_FILLED : ORDER_STATUS_PARTIAL},
        .filled_quantity = {SG_SET, fill->filled},
        .average_price = {SG_SET, average},
        .version = {SG_ADD, 1},
    };
    return order_update(db, fill->order.id, &change, NULL);
}

static SgStatus write_books(SgSession *db, const Fill *fill)
{
    const LedgerEntryInsert entries[] = {
        {
            .account_id = fill->account.id,
            .execution_id = {SG_SET, fill->execution.id},
            .type = LEDGER_ENTRY_TYPE_TRADE,
            .amount = sg_decimal_negate(fill->cost),
            .balance_after = fill->balance_traded,
            .description = {SG_SET, fill->order.side == ORDER_SIDE_BUY ? "bought" : "sold"},
        },
        {
            .account_id = fill->account.id,
            .execution_id = {SG_SET, fill->execution.id},
            .type = LEDGER_ENTRY_TYPE_FEE,
            .amount = sg_decimal_negate(fill->report->fee),
            .balance_after = fill->balance,
            .description = {SG_SET, "commission"},
        },
    };
    const AccountUpdate change = {.cash_balance = {SG_SET, fill->balance}, .version = {SG_ADD, 1}};
    size_t count = sg_decimal_sign(fill->report->fee) == 0 ? 1 : 2;
    SgStatus rc = ledger_entry_insert_many(db, entries, count, SG_CONFLICT_FAILS, NULL);
    if (rc == SG_OK) rc = account_update(db, fill->account.id, &change, NULL);
    return rc;
}

static SgStatus write_audit(SgSession *db, const Fill *fill)
{
    char quantity[SG_DECIMAL_TEXT];
    char price[SG_DECIMAL_TEXT];
    const char *details =
        sg_session_printf(db, "{\"quantity\": %s, \"price\": %s}", sg_decimal_format(fill->report->quantity, quantity),
                          sg_decimal_format(fill->report->price, price));
    if (details == NULL) return SG_NO_MEMORY;
    return desk_audit(db, AUDIT_ACTION_FILLED, AUDIT_ENTITY_EXECUTION, fill->execution.id, details);
}

static SgStatus book(SgSession *db, Fill *fill)
{
    bool created = false;
    SgStatus rc = write_execution(db, fill, &created);
    if (rc == SG_OK && !created) {
        fill->outcome = FILL_REPLAYED;
        return SG_OK;
    }
    if (rc == SG_OK) rc = write_position(db, fill);
    if (rc == SG_OK) rc = write_order(db, fill);
    if (rc == SG_OK) rc = write_books(db, fill);
    if (rc == SG_OK) rc = write_audit(db, fill);
    fill->outcome = FILL_DONE;
    return rc;
}

/* A report that was booked before must say so also when its order is closed by now. */
static SgStatus is_booked(SgSession *db, const Fill *fill, bool *out)
{
    Execution execution;
    SgStatus rc = execution_get_by_venue_execution_id(db, fill->report->venue_execution_id, &execution);
    *out = rc == SG_OK;
    return rc == SG_NOT_FOUND ? SG_OK : rc;
}

/* SgBody of desk_fill_order(). */
static SgStatus fill_once(SgSession *db, void *arg)
{
    Fill *fill = arg;
    bool booked = false;
    bool shares = false;
    SgStatus rc = lock_rows(db, fill);
    if (rc == SG_OK) rc = is_booked(db, fill, &booked);
    if (rc == SG_OK && booked) fill->outcome = FILL_REPLAYED;
    if (rc != SG_OK || booked) return rc;

    rc = compute(fill);
    if (rc != SG_OK) return rc;
    if (!desk_order_is_open(&fill->order) || sg_decimal_compare(fill->filled, fill->order.quantity) > 0) {
        fill->outcome = FILL_CLOSED;
        return SG_OK;
    }
    rc = has_shares(db, fill, &shares);
    if (rc != SG_OK) return rc;
    if (!shares) return refuse(db, fill, "not enough shares");
    if (sg_decimal_sign(fill->balance) < 0) return refuse(db, fill, "not enough cash");
    return book(db, fill);
}

SgStatus desk_fill_order(SgSession *db, const FillReport *report, FillOutcome *out)
{
    Fill fill = {.report = report};
    SgStatus rc = sg_transaction(db, SG_READ_COMMITTED, 10, fill_once, &fill);
    if (rc == SG_OK) *out = fill.outcome;
    return rc;
}
