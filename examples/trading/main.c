/*
 * trading - a desk with several threads on one database, and the proof that its books are right.
 *
 *     trading [--url URL] [--threads 8] [--orders 50] [--seed 1]
 *
 * Exit code 0: done and proven; 1: a call failed or the proof does not hold; 64: wrong use.
 */
#include "trading.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS_MAX = 64 };

typedef struct Options {
    const char *url;
    int threads, orders;
    uint64_t seed;
} Options;

static bool read_number(const char *text, long max, long *out)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (*end != '\0' || value < 1 || value > max) return false;
    *out = value;
    return true;
}

static bool read_options(int argc, char *argv[], Options *out)
{
    for (int i = 1; i < argc; i += 2) {
        long number;
        if (i + 1 == argc) return false;
        if (strcmp(argv[i], "--url") == 0) {
            out->url = argv[i + 1];
        } else if (strcmp(argv[i], "--threads") == 0 && read_number(argv[i + 1], THREADS_MAX, &number)) {
            out->threads = (int)number;
        } else if (strcmp(argv[i], "--orders") == 0 && read_number(argv[i + 1], 1000000, &number)) {
            out->orders = (int)number;
        } else if (strcmp(argv[i], "--seed") == 0 && read_number(argv[i + 1], 1000000000, &number)) {
            out->seed = (uint64_t)number;
        } else {
            return false;
        }
    }
    return out->url != NULL;
}

/* Users, accounts with money, instruments. */
static SgStatus prepare(SgSession *db, Desk *desk)
{
    static const struct {
        const char *email, *name, *numbers[2];
    } users[] = {
        {"ada@example.com", "Ada Lovelace", {"TR-0001", "TR-0002"}},
        {"charles@example.com", "Charles Babbage", {"TR-0003", "TR-0004"}},
    };
    static const struct {
        const char *symbol, *name;
    } instruments[DESK_SYMBOLS - 1] = {
        {"AAPL", "Apple Inc."}, {"MSFT", "Microsoft Corp."}, {"NVDA", "NVIDIA Corp."}, {"TSLA", "Tesla Inc."}};

    SgStatus rc = SG_OK;
    for (size_t i = 0; rc == SG_OK && i < DESK_SYMBOLS - 1; i++) {
        desk->symbols[i] = instruments[i].symbol;
        rc = desk_instrument(db, instruments[i].symbol, instruments[i].name, sg_decimal_from_units(1, 2));
    }
    desk->symbols[DESK_SYMBOLS - 1] = "XXXX"; /* nobody lists it: such orders are rejected */

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

static bool run_threads(Desk *desk, const Options *options)
{
    pthread_t threads[THREADS_MAX];
    Worker workers[THREADS_MAX];
    int started = 0;
    for (; started < options->threads; started++) {
        workers[started] =
            (Worker){.desk = desk, .number = started, .random = options->seed * 1000003U + (uint64_t)started + 1};
        if (pthread_create(&threads[started], NULL, desk_work, &workers[started]) != 0) break;
    }
    for (int i = 0; i < started; i++) pthread_join(threads[i], NULL);
    if (started < options->threads) fprintf(stderr, "only %d threads could be started\n", started);
    return started == options->threads && desk->failed == 0;
}

static void print_traffic(Desk *desk, int threads)
{
    printf("%d threads placed %ld orders (%ld requests were repeated), cancelled %ld\n", threads, desk->placed,
           desk->repeated, desk->cancelled);
    printf("%ld fills booked, %ld reported twice, %ld for closed orders, %ld refused for want of cash or shares\n\n",
           desk->fills[FILL_DONE], desk->fills[FILL_REPLAYED], desk->fills[FILL_CLOSED], desk->fills[FILL_REFUSED]);
}

static SgStatus report(SgSession *db, Desk *desk, int *wrong)
{
    SgStatus rc = desk_print_portfolio(db);
    printf("\n");
    if (rc == SG_OK) rc = desk_print_ledger(db, 10);
    printf("\n");
    if (rc == SG_OK) rc = desk_prove(db, desk, wrong);
    return rc;
}

static int trade(Desk *desk, SgSession *db, const Options *options)
{
    SgUuid run;
    int wrong = 0;
    SgStatus rc = sg_uuid_v4(&run);
    if (rc == SG_OK) sg_uuid_format(run, desk->run);
    if (rc == SG_OK) rc = prepare(db, desk);
    if (rc != SG_OK) {
        desk_failed(db, "preparing", rc);
        return 1;
    }
    if (!run_threads(desk, options)) return 1;
    print_traffic(desk, options->threads);
    rc = report(db, desk, &wrong);
    if (rc != SG_OK) desk_failed(db, "reporting", rc);
    return rc == SG_OK && wrong == 0 ? 0 : 1;
}

int main(int argc, char *argv[])
{
    Options options = {.url = getenv("DATABASE_URL"), .threads = 8, .orders = 50, .seed = 1};
    if (!read_options(argc, argv, &options)) {
        fprintf(stderr, "usage: trading [--url URL] [--threads N] [--orders N] [--seed N]\n"
                        "without --url, DATABASE_URL says where the database is\n");
        return 64;
    }

    Desk desk = {.orders = options.orders};
    SgError error;
    SgSession *db = NULL;
    const SgPoolOptions pool = {
        .url = options.url, .max_connections = options.threads + 1, .application_name = "trading"};
    SgStatus rc = sg_pool_open(&pool, &desk.pool, &error);
    if (rc == SG_OK) rc = sg_session_open(desk.pool, &db, &error);
    if (rc != SG_OK) {
        fprintf(stderr, "no connection: %s\n", error.message);
        sg_pool_close(desk.pool);
        return 1;
    }
    int code = trade(&desk, db, &options);
    sg_session_close(db);
    sg_pool_close(desk.pool);
    return code;
}
