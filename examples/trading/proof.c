/*
 * The proof: cash is the sum of the ledger, positions are the sum of the executions, and so is what orders say of
 * themselves.  Reads every row once, in one snapshot.
 */
#include "trading.h"

#include <stdio.h>
#include <string.h>

/* A sum that remembers the first failure. */
typedef struct Sum {
    SgDecimal total;
    int64_t count;
} Sum;

static SgStatus add_to(Sum *sum, SgDecimal value)
{
    sum->count++;
    return sg_decimal_add(sum->total, value, &sum->total);
}

static SgStatus visit_entry(const LedgerEntry *entry, void *arg)
{
    return add_to(arg, entry->amount);
}

/* Quantity and notional of executions, sales negative. */
typedef struct Trades {
    Sum quantity, notional;
} Trades;

static SgStatus visit_execution(const Execution *execution, void *arg)
{
    Trades *trades = arg;
    bool buys = execution->side == ORDER_SIDE_BUY;
    SgDecimal notional;
    SgStatus rc = sg_decimal_multiply(execution->quantity, execution->price, &notional);
    if (rc != SG_OK) return rc;
    rc = add_to(&trades->quantity, buys ? execution->quantity : sg_decimal_negate(execution->quantity));
    if (rc == SG_OK) rc = add_to(&trades->notional, buys ? notional : sg_decimal_negate(notional));
    return rc;
}

/* Compares what is stored with what was added up. */
static void expect(int *wrong, const char *what, const char *of, SgDecimal stored, SgDecimal summed)
{
    char a[SG_DECIMAL_TEXT];
    char b[SG_DECIMAL_TEXT];
    if (sg_decimal_compare(stored, summed) == 0) return;
    printf("  WRONG: %s of %s is %s, the rows say %s\n", what, of, sg_decimal_format(stored, a),
           sg_decimal_format(summed, b));
    (*wrong)++;
}

static SgStatus prove_cash(SgSession *db, const Account *account, int64_t *entries, int *wrong)
{
    Sum sum = {0};
    const LedgerEntryQuery of_account = {.where = {.account_id = {.eq = &account->id}}};
    SgStatus rc = ledger_entry_each(db, &of_account, visit_entry, &sum);
    if (rc != SG_OK) return rc;
    expect(wrong, "cash", account->account_number, account->cash_balance, sum.total);
    if (sg_decimal_sign(account->cash_balance) < 0) {
        printf("  WRONG: account %s is overdrawn\n", account->account_number);
        (*wrong)++;
    }
    *entries += sum.count;
    return SG_OK;
}

static SgStatus prove_positions(SgSession *db, Account *account, int64_t *executions, int *wrong)
{
    const OrderFilter of_account = {.account_id = {.eq = &account->id}};
    int64_t all;
    int64_t seen = 0;
    SgStatus rc = account_load_positions(db, account, 1, NULL);
    for (size_t i = 0; rc == SG_OK && i < account->positions.count; i++) {
        const Position *position = &account->positions.items[i];
        Trades trades = {0};
        const ExecutionQuery query = {.where = {.symbol = {.eq = position->symbol}, .order = &of_account}};
        rc = execution_each(db, &query, visit_execution, &trades);
        if (rc != SG_OK) return rc;
        expect(wrong, position->symbol, account->account_number, position->quantity, trades.quantity.total);
        expect(wrong, "net cost", account->account_number, position->net_cost, trades.notional.total);
        seen += trades.quantity.count;
    }
    if (rc == SG_OK) rc = execution_count(db, &(ExecutionFilter){.order = &of_account}, &all);
    if (rc != SG_OK) return rc;
    expect(wrong, "executions behind positions", account->account_number, sg_decimal_from_int(seen),
           sg_decimal_from_int(all));
    *executions += all;
    return SG_OK;
}

/* The orders of an account, with their executions, a page at a time. */
static SgStatus prove_orders(SgSession *db, const Account *account, int64_t *orders, int *wrong)
{
    OrderList page = {0};
    OrderQuery query = {.where = {.account_id = {.eq = &account->id}}, .limit = 200};
    do {
        SgStatus rc = order_list(db, &query, &page);
        if (rc == SG_OK) rc = order_load_executions(db, page.items, page.count, NULL);
        if (rc != SG_OK) return rc;
        for (size_t i = 0; i < page.count; i++) {
            const Order *order = &page.items[i];
            Trades trades = {0};
            for (size_t j = 0; rc == SG_OK && j < order->executions.count; j++)
                rc = visit_execution(&order->executions.items[j], &trades);
            if (rc != SG_OK) return rc;
            SgDecimal filled =
                order->side == ORDER_SIDE_BUY ? trades.quantity.total : sg_decimal_negate(trades.quantity.total);
            expect(wrong, "filled quantity", order->idempotency_key, order->filled_quantity, filled);
            bool is_whole = sg_decimal_compare(order->filled_quantity, order->quantity) == 0;
            if (is_whole != (order->status == ORDER_STATUS_FILLED)) {
                printf("  WRONG: order %s is %s\n", order->idempotency_key, order_status_name(order->status));
                (*wrong)++;
            }
        }
        *orders += (int64_t)page.count;
        if (page.count > 0) query.after = &page.items[page.count - 1];
    } while (page.has_more);
    return SG_OK;
}

/* Each key made one order, and each fill that was booked one execution. */
static SgStatus prove_counts(SgSession *db, const Desk *desk, int *wrong)
{
    int64_t orders;
    int64_t executions;
    const OrderFilter of_run = {.idempotency_key = {.starts_with = desk->run}};
    SgStatus rc = order_count(db, &of_run, &orders);
    if (rc == SG_OK) rc = execution_count(db, &(ExecutionFilter){.order = &of_run}, &executions);
    if (rc != SG_OK) return rc;
    expect(wrong, "orders", "this run", sg_decimal_from_int(orders), sg_decimal_from_int(desk->placed));
    expect(wrong, "executions", "this run", sg_decimal_from_int(executions),
           sg_decimal_from_int(desk->fills[FILL_DONE]));
    return SG_OK;
}

static SgStatus prove(SgSession *db, const Desk *desk, int *wrong)
{
    AccountList accounts;
    int64_t entries = 0;
    int64_t executions = 0;
    int64_t orders = 0;
    SgStatus rc = account_list(db, NULL, &accounts);
    for (size_t i = 0; rc == SG_OK && i < accounts.count; i++) {
        rc = prove_cash(db, &accounts.items[i], &entries, wrong);
        if (rc == SG_OK) rc = prove_positions(db, &accounts.items[i], &executions, wrong);
        if (rc == SG_OK) rc = prove_orders(db, &accounts.items[i], &orders, wrong);
    }
    if (rc == SG_OK) rc = prove_counts(db, desk, wrong);
    if (rc != SG_OK) return rc;

    printf("Proof\n  %zu accounts: cash equals the sum of %lld ledger entries\n", accounts.count, (long long)entries);
    printf("  positions equal the sum of %lld executions, and so do the fills of %lld orders\n", (long long)executions,
           (long long)orders);
    printf(*wrong == 0 ? "  it holds\n" : "  IT DOES NOT HOLD\n");
    return SG_OK;
}

SgStatus desk_prove(SgSession *db, const Desk *desk, int *wrong)
{
    *wrong = 0;
    SgStatus rc = sg_begin(db, SG_REPEATABLE_READ | SG_READ_ONLY);
    if (rc != SG_OK) return rc;
    rc = prove(db, desk, wrong);
    return sg_end(db, rc);
}
