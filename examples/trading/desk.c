/* The desk's day: prepare, let workers and relays loose on one database, look at the result. */
#include "trading.h"

#include <pthread.h>

static SgStatus open_accounts(SgSession *db, Desk *desk)
{
    static const struct {
        const char *email, *name, *numbers[2];
    } users[] = {
        {"ada@example.com", "Ada Lovelace", {"TR-0001", "TR-0002"}},
        {"charles@example.com", "Charles Babbage", {"TR-0003", "TR-0004"}},
    };
    SgStatus rc = SG_OK;
    for (size_t i = 0; rc == SG_OK && i < DESK_ACCOUNTS; i++) {
        User user;
        Account account;
        rc = desk_user(db, users[i / 2].email, users[i / 2].name, &user);
        if (rc == SG_OK) rc = desk_account(db, user.id, users[i / 2].numbers[i % 2], &account);
        if (rc == SG_OK) rc = desk_deposit(db, account.id, sg_decimal_from_int(250000), &account);
        if (rc == SG_OK) desk->accounts[i] = account.id;
    }
    return rc;
}

static SgStatus prepare(SgSession *db, Desk *desk)
{
    SgUuid run;
    SgStatus rc = sg_uuid_v4(&run);
    if (rc == SG_OK) sg_uuid_format(run, desk->run);
    if (rc == SG_OK) rc = desk_open_market(db, &desk->market);
    if (rc == SG_OK) rc = open_accounts(db, desk);
    return rc;
}

/* All threads must start and end well. */
static bool run_workers(Desk *desk, int count, uint64_t seed)
{
    pthread_t threads[DESK_WORKERS];
    Worker workers[DESK_WORKERS];
    int started = 0;
    for (; started < count; started++) {
        workers[started] = (Worker){.desk = desk, .number = started, .random = seed * 1000003U + (uint64_t)started + 1};
        if (pthread_create(&threads[started], NULL, worker_run, &workers[started]) != 0) break;
    }
    for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);
    if (started < count) fprintf(stderr, "only %d workers could be started\n", started);
    return started == count && desk->failed == 0;
}

/* The workers, and beside them the relays until the outbox is empty. */
static bool run_traffic(Desk *desk, const DeskOptions *options, long *sent)
{
    pthread_t threads[DESK_RELAYS];
    Relay relays[DESK_RELAYS];
    atomic_bool over = false;
    int started = 0;
    for (; started < DESK_RELAYS; started++) {
        relays[started] = (Relay){.pool = desk->pool, .feed = options->feed, .over = &over};
        if (pthread_create(&threads[started], NULL, relay_run, &relays[started]) != 0) break;
    }
    bool ok = started == DESK_RELAYS && run_workers(desk, options->threads, options->seed);
    atomic_store(&over, true);
    *sent = 0;
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
        *sent += relays[i].sent;
        ok = ok && !relays[i].failed;
    }
    return ok;
}

static void print_traffic(const Desk *desk, int threads, long sent)
{
    printf("%d threads placed %ld orders (%ld requests were repeated), cancelled %ld\n", threads, desk->placed,
           desk->repeated, desk->cancelled);
    printf("%ld fills booked, %ld reported twice, %ld for closed orders, %ld refused for want of cash or shares\n",
           desk->fills[FILL_DONE], desk->fills[FILL_REPLAYED], desk->fills[FILL_CLOSED], desk->fills[FILL_REFUSED]);
    printf("%ld events sent by %d relays\n\n", sent, DESK_RELAYS);
}

static SgStatus report(SgSession *db, const Desk *desk, int *wrong)
{
    SgStatus rc = desk_print_portfolio(db, &desk->market);
    printf("\n");
    if (rc == SG_OK) rc = desk_print_volume(db);
    printf("\n");
    if (rc == SG_OK) rc = desk_print_ledger(db, 10);
    printf("\n");
    if (rc == SG_OK) rc = desk_reconcile(db, desk, wrong);
    return rc;
}

bool desk_run(SgPool *pool, SgSession *db, const DeskOptions *options)
{
    Desk desk = {.pool = pool, .orders = options->orders};
    long sent;
    int wrong = 0;
    SgStatus rc = prepare(db, &desk);
    if (rc != SG_OK) {
        desk_failed(db, "preparing", rc);
        return false;
    }
    if (!run_traffic(&desk, options, &sent)) return false;
    print_traffic(&desk, options->threads, sent);
    rc = report(db, &desk, &wrong);
    if (rc != SG_OK) desk_failed(db, "reporting", rc);
    return rc == SG_OK && wrong == 0;
}
