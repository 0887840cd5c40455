/*
 * trading.h - a small trading desk on the generated functions of schema/trade.prisma.
 *
 * Whoever changes an account's cash or positions holds the account's row lock.  Locks are always taken in the order
 * account, order, position; a transaction touches one account only, so no two of them can wait for each other.
 * Every function works in the transaction of its session, or in one of its own where it says so.
 */
#ifndef TRADING_H
#define TRADING_H

#include "account.h"
#include "audit_log.h"
#include "execution.h"
#include "instrument.h"
#include "ledger_entry.h"
#include "order.h"
#include "position.h"
#include "user.h"

#include <stdatomic.h>

/* ---- accounts.c: who trades, with what, and what can be traded ---- */

/* The user with this email, made when there is none. */
SG_CHECKED SgStatus desk_user(SgSession *db, const char *email, const char *name, User *out);

/* The account with this number, made for the user when there is none. */
SG_CHECKED SgStatus desk_account(SgSession *db, SgUuid user_id, const char *number, Account *out);

SG_CHECKED SgStatus desk_instrument(SgSession *db, const char *symbol, const char *name, SgDecimal tick_size);

/* Adds money to an account, in a transaction of its own. */
SG_CHECKED SgStatus desk_deposit(SgSession *db, SgUuid account_id, SgDecimal amount, Account *out);

/* ---- orders.c ---- */

typedef struct OrderRequest {
    const char *idempotency_key;
    SgUuid account_id;
    const char *symbol;
    OrderSide side;
    SgDecimal quantity;
    SgDecimal limit_price;
} OrderRequest;

/* Places an order once, in a transaction of its own: a repeated request gets the first one's row, and `created` is
 * false.  SG_INVALID when the key was used for another request.  An order that cannot be traded is kept as REJECTED. */
SG_CHECKED SgStatus desk_place_order(SgSession *db, const OrderRequest *request, Order *out, bool *created);

/* Cancels what is not filled yet, in a transaction of its own; `cancelled` is false when nothing was open. */
SG_CHECKED SgStatus desk_cancel_order(SgSession *db, SgUuid order_id, const char *reason, bool *cancelled);

bool desk_order_is_open(const Order *order);

/* ---- fills.c ---- */

/* What the venue reports. */
typedef struct FillReport {
    const char *venue_execution_id;
    SgUuid order_id;
    SgDecimal quantity;
    SgDecimal price;
    SgDecimal fee;
} FillReport;

typedef enum FillOutcome {
    FILL_DONE,
    FILL_REPLAYED, /* the venue said so before; nothing was written */
    FILL_CLOSED,   /* the order is not open, or less of it is */
    FILL_REFUSED,  /* not enough cash or shares: the rest of the order was cancelled */
    FILL_OUTCOMES
} FillOutcome;

/* Books a fill in one transaction, run again after a serialization failure: locks the account and the order, writes
 * execution, position, order, ledger entries, account and audit log, or nothing of it. */
SG_CHECKED SgStatus desk_fill_order(SgSession *db, const FillReport *report, FillOutcome *out);

/* ---- audit.c ---- */

/* Writes one line of the audit log; `details` is JSON text or NULL. */
SG_CHECKED SgStatus desk_audit(SgSession *db, AuditAction action, AuditEntity entity, SgUuid id, const char *details);

/* ---- worker.c: traffic ---- */

enum { DESK_SYMBOLS = 5, DESK_ACCOUNTS = 4 };

typedef struct Desk {
    SgPool *pool;
    SgUuid accounts[DESK_ACCOUNTS];
    const char *symbols[DESK_SYMBOLS];
    char run[SG_UUID_TEXT]; /* makes this run's keys its own */
    int orders;             /* per worker */

    atomic_long placed, repeated, cancelled;
    atomic_long fills[FILL_OUTCOMES];
    atomic_int failed; /* workers that gave up, their error printed */
} Desk;

typedef struct Worker {
    Desk *desk;
    int number;
    uint64_t random;
} Worker;

/* A thread: places, repeats, fills and cancels orders beside the others.  The argument is a Worker. */
void *desk_work(void *worker);

/* ---- report.c, proof.c ---- */

SG_CHECKED SgStatus desk_print_portfolio(SgSession *db);
SG_CHECKED SgStatus desk_print_ledger(SgSession *db, int64_t lines);

/* Checks that cash, positions and orders equal what ledger and executions say.  `wrong` counts what does not; each is
 * printed. */
SG_CHECKED SgStatus desk_prove(SgSession *db, const Desk *desk, int *wrong);

/* Prints what failed and why; returns its argument. */
SgStatus desk_failed(SgSession *db, const char *what, SgStatus rc);

#endif
