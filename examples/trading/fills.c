/* One fill: a transaction of two round trips, and between them the decision. */
#include "trading.h"

#include <string.h>

/* What the first round trip reads. */
typedef struct Facts {
    Account account;      /* locked */
    Order order;          /* locked */
    PositionList held;    /* of this account and symbol: one or none */
    ExecutionList before; /* earlier fills of the order */
} Facts;

/* Account first, then order: the order of locks.  Each statement sees what was committed before it started, so what is
 * read behind the locks is what the locks protect. */
static SgStatus lock_and_read(SgSession *db, const FillReport *report, Facts *out)
{
    const PositionQuery held = {
        .where = {.account_id = {.eq = &report->account_id}, .symbol = {.eq = report->symbol}},
    };
    const ExecutionQuery before = {.where = {.order_id = {.eq = &report->order_id}}};
    SgStatus rc = sg_pipeline_begin(db);
    if (rc == SG_OK) rc = sg_begin(db, SG_READ_COMMITTED);
    if (rc == SG_OK) rc = account_lock(db, report->account_id, &out->account);
    if (rc == SG_OK) rc = order_lock(db, report->order_id, &out->order);
    if (rc == SG_OK) rc = position_list(db, &held, &out->held);
    if (rc == SG_OK) rc = execution_list(db, &before, &out->before);
    return sg_pipeline_end(db, rc);
}

static bool is_booked(const FillReport *report, const ExecutionList *before)
{
    for (size_t i = 0; i < before->count; i++)
        if (strcmp(before->items[i].venue_execution_id, report->venue_execution_id) == 0) return true;
    return false;
}

/* The exact mean of all fills, rounded once: a running mean would add up its rounding errors. */
static SgStatus average_price(const ExecutionList *before, SgDecimal notional, SgDecimal filled, SgDecimal *out)
{
    SgDecimal total = notional;
    SgStatus rc = SG_OK;
    for (size_t i = 0; rc == SG_OK && i < before->count; i++) {
        SgDecimal earlier;
        rc = sg_decimal_multiply(before->items[i].quantity, before->items[i].price, &earlier);
        if (rc == SG_OK) rc = sg_decimal_add(total, earlier, &total);
    }
    return rc == SG_OK ? sg_decimal_divide(total, filled, 4, SG_ROUND_HALF_EVEN, out) : rc;
}

static SgStatus compute(const FillReport *report, const Facts *facts, Booking *out)
{
    const bool buys = facts->order.side == ORDER_SIDE_BUY;
    SgDecimal notional;
    SgStatus rc = sg_decimal_multiply(report->quantity, report->price, &notional);
    if (rc != SG_OK) return rc;

    *out = (Booking){
        .account = &facts->account,
        .order = &facts->order,
        .report = report,
        .signed_quantity = buys ? report->quantity : sg_decimal_negate(report->quantity),
        .cost = buys ? notional : sg_decimal_negate(notional),
    };
    rc = sg_decimal_subtract(facts->account.cash_balance, out->cost, &out->balance_traded);
    if (rc == SG_OK) rc = sg_decimal_subtract(out->balance_traded, report->fee, &out->balance);
    if (rc == SG_OK) rc = sg_decimal_add(facts->order.filled_quantity, report->quantity, &out->filled);
    if (rc == SG_OK) rc = average_price(&facts->before, notional, out->filled, &out->average_price);
    return rc;
}

/* Does the account hold what it sells? */
static bool has_shares(const Facts *facts, const FillReport *report)
{
    if (facts->order.side == ORDER_SIDE_BUY) return true;
    return facts->held.count > 0 && sg_decimal_compare(facts->held.items[0].quantity, report->quantity) >= 0;
}

/* `obstacle` says why a fill is refused. */
static FillOutcome decide(const Facts *facts, const Booking *booking, const char **obstacle)
{
    if (is_booked(booking->report, &facts->before)) return FILL_REPLAYED;
    if (!desk_order_is_open(&facts->order)) return FILL_CLOSED;
    if (sg_decimal_compare(booking->filled, facts->order.quantity) > 0) return FILL_CLOSED;
    *obstacle = NULL;
    if (!has_shares(facts, booking->report)) *obstacle = "not enough shares";
    if (sg_decimal_sign(booking->balance) < 0) *obstacle = "not enough cash";
    return *obstacle == NULL ? FILL_DONE : FILL_REFUSED;
}

/* The second round trip, COMMIT included. */
static SgStatus write(SgSession *db, const Booking *booking, const char *obstacle)
{
    SgStatus rc = sg_pipeline_begin(db);
    if (rc != SG_OK) return rc;
    rc = obstacle == NULL ? desk_book(db, booking) : desk_close_order(db, booking->order->id, obstacle);
    if (rc == SG_OK) rc = sg_end(db, SG_OK);
    return sg_pipeline_end(db, rc);
}

SgStatus desk_fill_order(SgSession *db, const FillReport *report, FillOutcome *out)
{
    Facts facts;
    Booking booking;
    FillOutcome outcome = FILL_CLOSED;
    const char *obstacle = NULL;
    SgStatus rc = lock_and_read(db, report, &facts);
    if (rc == SG_OK && !sg_uuid_equal(facts.order.account_id, report->account_id)) rc = SG_INVALID;
    if (rc == SG_OK) rc = compute(report, &facts, &booking);
    if (rc == SG_OK) outcome = decide(&facts, &booking, &obstacle);
    if (rc == SG_OK && (outcome == FILL_DONE || outcome == FILL_REFUSED)) rc = write(db, &booking, obstacle);
    if (sg_in_transaction(db)) rc = sg_end(db, rc); /* nothing was to be written, or something failed before COMMIT */
    if (rc == SG_OK) *out = outcome;
    return rc;
}
