/*
 * The reconciliation job: cash is the sum of the ledger, positions are the sum of the executions, and so is what orders
 * say of themselves.  It reads all of it in one snapshot, while others may go on trading.
 */
#include "trading.h"

#include <string.h>

typedef struct Job {
    SgSession *db;
    int64_t entries, executions, orders; /* looked at so far */
    int wrong;
} Job;

/* Compares what is stored with what was added up. */
static void expect(Job *job, const char *what, const char *of, SgDecimal stored, SgDecimal summed)
{
    char a[SG_DECIMAL_TEXT];
    char b[SG_DECIMAL_TEXT];
    if (sg_decimal_compare(stored, summed) == 0) return;
    printf("  WRONG: %s of %s is %s, the rows say %s\n", what, of, sg_decimal_format(stored, a),
           sg_decimal_format(summed, b));
    job->wrong++;
}

/* ---- Cash: the server adds up the ledger of every account, in one statement ---- */

static SgStatus read_ledger(Job *job, LedgerEntryAggregateList *out)
{
    const LedgerEntryAggregateQuery by_account = {.group_by = {.account_id = true}, .sum = {.amount = true}};
    return ledger_entry_aggregate(job->db, &by_account, out);
}

static SgStatus check_cash(Job *job, const Account *account, const LedgerEntryAggregateList *ledger)
{
    SgDecimal sum = sg_decimal_from_int(0);
    for (size_t i = 0; i < ledger->count; i++) {
        const LedgerEntryAggregate *group = &ledger->items[i];
        if (!sg_uuid_equal(group->group.account_id, account->id)) continue;
        SgStatus rc = sg_numeric_to_decimal(&group->sum.amount.value, &sum);
        if (rc != SG_OK) return rc;
        job->entries += group->count;
    }
    expect(job, "cash", account->account_number, account->cash_balance, sum);
    if (sg_decimal_sign(account->cash_balance) < 0) {
        printf("  WRONG: account %s is overdrawn\n", account->account_number);
        job->wrong++;
    }
    return SG_OK;
}

/* ---- Positions: quantity × price is not a column, so every execution passes by, in constant memory ---- */

/* What executions add up to, sales negative. */
typedef struct Trades {
    SgDecimal quantity, cost;
} Trades;

static SgStatus add_execution(Trades *trades, const Execution *execution)
{
    const bool buys = execution->side == ORDER_SIDE_BUY;
    const SgDecimal quantity = buys ? execution->quantity : sg_decimal_negate(execution->quantity);
    SgDecimal cost;
    SgStatus rc = sg_decimal_multiply(quantity, execution->price, &cost);
    if (rc == SG_OK) rc = sg_decimal_add(trades->cost, cost, &trades->cost);
    if (rc == SG_OK) rc = sg_decimal_add(trades->quantity, quantity, &trades->quantity);
    return rc;
}

/* One account's positions, and what its executions add up to for each. */
typedef struct Book {
    const PositionList *positions;
    Trades *trades;
    int64_t executions, strays; /* a stray is in no position */
} Book;

static SgStatus visit_execution(const Execution *execution, void *arg)
{
    Book *book = arg;
    book->executions++;
    for (size_t i = 0; i < book->positions->count; i++)
        if (strcmp(book->positions->items[i].symbol, execution->symbol) == 0)
            return add_execution(&book->trades[i], execution);
    book->strays++;
    return SG_OK;
}

static SgStatus check_positions(Job *job, const Account *account)
{
    const OrderFilter of_account = {.account_id = {.eq = &account->id}};
    const ExecutionQuery query = {.where = {.order = &of_account}};
    const PositionList *positions = &account->positions;
    Book book = {.positions = positions};
    book.trades = sg_session_alloc(job->db, (positions->count + 1) * sizeof *book.trades);
    if (book.trades == NULL) return SG_NO_MEMORY;
    memset(book.trades, 0, (positions->count + 1) * sizeof *book.trades);

    SgStatus rc = execution_each(job->db, &query, visit_execution, &book);
    if (rc != SG_OK) return rc;
    for (size_t i = 0; i < positions->count; i++) {
        const Position *position = &positions->items[i];
        expect(job, position->symbol, account->account_number, position->quantity, book.trades[i].quantity);
        expect(job, "net cost", account->account_number, position->net_cost, book.trades[i].cost);
    }
    expect(job, "executions without a position", account->account_number, sg_decimal_from_int(book.strays),
           sg_decimal_from_int(0));
    job->executions += book.executions;
    return SG_OK;
}

/* ---- Orders: a page at a time, with its executions in one more statement ---- */

static SgStatus check_order(Job *job, const Order *order)
{
    Trades trades = {0};
    SgStatus rc = SG_OK;
    for (size_t i = 0; rc == SG_OK && i < order->executions.count; i++)
        rc = add_execution(&trades, &order->executions.items[i]);
    if (rc != SG_OK) return rc;
    expect(job, "filled quantity", order->idempotency_key, order->filled_quantity, sg_decimal_abs(trades.quantity));
    const bool is_whole = sg_decimal_compare(order->filled_quantity, order->quantity) == 0;
    if (is_whole != (order->status == ORDER_STATUS_FILLED)) {
        printf("  WRONG: order %s is %s\n", order->idempotency_key, order_status_name(order->status));
        job->wrong++;
    }
    return SG_OK;
}

static SgStatus check_orders(Job *job)
{
    OrderList page = {0};
    OrderQuery query = {.limit = 200};
    do {
        SgStatus rc = order_list(job->db, &query, &page);
        if (rc == SG_OK) rc = order_load_executions(job->db, page.items, page.count, NULL);
        for (size_t i = 0; rc == SG_OK && i < page.count; i++) rc = check_order(job, &page.items[i]);
        if (rc != SG_OK) return rc;
        job->orders += (int64_t)page.count;
        if (page.count > 0) query.after = &page.items[page.count - 1];
    } while (page.has_more);
    return SG_OK;
}

/* Each key made one order, and each fill that was booked one execution. */
static SgStatus check_counts(Job *job, const Desk *desk)
{
    int64_t orders;
    int64_t executions;
    const OrderFilter of_run = {.idempotency_key = {.starts_with = desk->run}};
    SgStatus rc = order_count(job->db, &of_run, &orders);
    if (rc == SG_OK) rc = execution_count(job->db, &(ExecutionFilter){.order = &of_run}, &executions);
    if (rc != SG_OK) return rc;
    expect(job, "orders", "this run", sg_decimal_from_int(orders), sg_decimal_from_int(desk->placed));
    expect(job, "executions", "this run", sg_decimal_from_int(executions), sg_decimal_from_int(desk->fills[FILL_DONE]));
    return SG_OK;
}

static SgStatus reconcile(Job *job, const Desk *desk)
{
    AccountList accounts;
    LedgerEntryAggregateList ledger;
    SgStatus rc = account_list(job->db, NULL, &accounts);
    if (rc == SG_OK) rc = account_load_positions(job->db, accounts.items, accounts.count, NULL);
    if (rc == SG_OK) rc = read_ledger(job, &ledger);
    for (size_t i = 0; rc == SG_OK && i < accounts.count; i++) {
        rc = check_cash(job, &accounts.items[i], &ledger);
        if (rc == SG_OK) rc = check_positions(job, &accounts.items[i]);
    }
    if (rc == SG_OK) rc = check_orders(job);
    if (rc == SG_OK) rc = check_counts(job, desk);
    if (rc != SG_OK) return rc;

    printf("Proof\n  %zu accounts: cash equals the sum of %lld ledger entries\n", accounts.count,
           (long long)job->entries);
    printf("  positions equal the sum of %lld executions, and so do the fills of %lld orders\n",
           (long long)job->executions, (long long)job->orders);
    printf(job->wrong == 0 ? "  it holds\n" : "  IT DOES NOT HOLD\n");
    return SG_OK;
}

SgStatus desk_reconcile(SgSession *db, const Desk *desk, int *wrong)
{
    Job job = {.db = db};
    SgStatus rc = sg_begin(db, SG_REPEATABLE_READ | SG_READ_ONLY);
    if (rc == SG_OK) rc = reconcile(&job, desk);
    rc = sg_end(db, rc);
    if (rc == SG_OK) *wrong = job.wrong;
    return rc;
}
