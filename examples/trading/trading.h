/*
 * trading.h - a small trading desk on the generated functions of schema/.
 *
 * Whoever changes an account's cash or positions holds the account's row lock.  Locks are always taken in the order
 * account, order, position; a transaction touches one account only, so no two of them can wait for each other.
 *
 * A round trip to the server costs more than the statements in it.  So what does not depend on an answer goes together,
 * in a pipeline: placing an order is one round trip, booking a fill is two (lock and read; write and commit).
 */
#ifndef TRADING_H
#define TRADING_H

#include "account.h"
#include "audit_log.h"
#include "execution.h"
#include "instrument.h"
#include "ledger_entry.h"
#include "order.h"
#include "outbox_event.h"
#include "position.h"
#include "price_bar.h"
#include "user.h"

#include <stdatomic.h>
#include <stdio.h>

/* ---- market.c: what can be traded, and for how much ---- */

enum { DESK_LISTED = 4, DESK_SYMBOLS = 5 };

/* Read once and shared by all threads, which only read it. */
typedef struct Market {
    const char *symbols[DESK_SYMBOLS]; /* the last one is listed by nobody */
    InstrumentList instruments;
    SgDecimal last_price[DESK_SYMBOLS];
} Market;

/* Lists the instruments, loads today's minute bars in place of those that are there, and reads both back.  `out` lives
 * as long as the session's results. */
SG_CHECKED SgStatus desk_open_market(SgSession *db, Market *out);

/* Why an order for this symbol cannot be traded; NULL when it can. */
const char *market_obstacle(const Market *market, const char *symbol);

/* ---- accounts.c: who trades, and with what ---- */

/* The user with this email, made when there is none. */
SG_CHECKED SgStatus desk_user(SgSession *db, const char *email, const char *name, User *out);

/* The account with this number, made for the user when there is none. */
SG_CHECKED SgStatus desk_account(SgSession *db, SgUuid user_id, const char *number, Account *out);

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

/* Places an order once, in one round trip that is a transaction: a repeated request gets the first one's row, and
 * `created` is false.  SG_INVALID when the key was used for another request.  An order that cannot be traded is kept as
 * REJECTED. */
SG_CHECKED SgStatus desk_place_order(SgSession *db, const Market *market, const OrderRequest *request, Order *out,
                                     bool *created);

/* Cancels what is not filled yet, in a transaction of its own; `cancelled` is false when nothing was open. */
SG_CHECKED SgStatus desk_cancel_order(SgSession *db, SgUuid order_id, const char *reason, bool *cancelled);

/* The writes of a cancellation.  The caller holds the order's lock; may be queued in a pipeline. */
SG_CHECKED SgStatus desk_close_order(SgSession *db, SgUuid order_id, const char *reason);

bool desk_order_is_open(const Order *order);

/* ---- fills.c ---- */

/* What the venue reports, with our own references as it got them from us. */
typedef struct FillReport {
    const char *venue_execution_id;
    SgUuid account_id;
    SgUuid order_id;
    const char *symbol;
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

/* Books a fill in one transaction of two round trips: locks and reads, then writes execution, position, order, ledger
 * entries, account, audit log and event, or nothing of it.  A report may be repeated after any failure.  SG_INVALID
 * when the order is not the account's. */
SG_CHECKED SgStatus desk_fill_order(SgSession *db, const FillReport *report, FillOutcome *out);

/* ---- booking.c: what a fill writes ---- */

typedef struct Booking {
    const Account *account;
    const Order *order;
    const FillReport *report;
    SgDecimal signed_quantity; /* what the position gains */
    SgDecimal cost;            /* what is paid, without fee; negative for a sale */
    SgDecimal balance_traded;  /* the account's cash after the trade */
    SgDecimal balance;         /* … and after the fee */
    SgDecimal filled;          /* the order's filled quantity after this */
    SgDecimal average_price;   /* … and what it cost per unit */
} Booking;

/* Queues every write of a fill; the caller has opened the pipeline and holds the locks. */
SG_CHECKED SgStatus desk_book(SgSession *db, const Booking *booking);

/* ---- audit.c ---- */

/* Writes one line of the audit log; `details` is JSON text or NULL. */
SG_CHECKED SgStatus desk_audit(SgSession *db, AuditAction action, AuditEntity entity, SgUuid id, const char *details);

/* Prints what failed and why; returns its argument. */
SgStatus desk_failed(SgSession *db, const char *what, SgStatus rc);

/* ---- outbox.c: telling others ---- */

/* Puts an event into the outbox, in the transaction that it tells of, and wakes the relays when that commits.
 * `payload` is JSON text. */
SG_CHECKED SgStatus desk_announce(SgSession *db, EventTopic topic, SgUuid order_id, const char *payload);

typedef struct Relay {
    SgPool *pool;
    FILE *feed;        /* gets a line of JSON for each event; NULL: nobody listens */
    atomic_bool *over; /* no more events will come: stop when the outbox is empty */
    long sent;
    bool failed; /* gave up, its error printed */
} Relay;

/* A thread: sends what the outbox has, each event at least once.  Several share the work.  The argument is a Relay. */
void *relay_run(void *relay);

/* ---- worker.c: traffic ---- */

enum { DESK_ACCOUNTS = 4 };

typedef struct Desk {
    SgPool *pool;
    Market market;
    SgUuid accounts[DESK_ACCOUNTS];
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
void *worker_run(void *worker);

/* ---- report.c, reconcile.c ---- */

SG_CHECKED SgStatus desk_print_portfolio(SgSession *db, const Market *market);
SG_CHECKED SgStatus desk_print_volume(SgSession *db);
SG_CHECKED SgStatus desk_print_ledger(SgSession *db, int64_t lines);

/* Checks that cash, positions and orders equal what ledger and executions say.  `wrong` counts what does not; each is
 * printed. */
SG_CHECKED SgStatus desk_reconcile(SgSession *db, const Desk *desk, int *wrong);

/* ---- desk.c: all of it ---- */

enum { DESK_WORKERS = 64, DESK_RELAYS = 2 };

typedef struct DeskOptions {
    int threads; /* at most DESK_WORKERS */
    int orders;  /* that each of them places */
    uint64_t seed;
    FILE *feed; /* where events go; may be NULL */
} DeskOptions;

/* Opens the desk, trades, prints what happened.  False when a call failed (its error is printed) or the books are
 * wrong. The pool must have a connection for each thread, each relay and `db`. */
bool desk_run(SgPool *pool, SgSession *db, const DeskOptions *options);

#endif
