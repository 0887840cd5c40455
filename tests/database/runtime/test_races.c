/* Sessions against each other: unique keys, deadlocks, serialization failures, cancellation, a pool with a crowd. */
#include "fixture.h"

#include "account.h"
#include "order.h"
#include "pause.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8 };

/* Nobody goes on before all are here; as often as they like.  (pthread_barrier_t is not everywhere.) */
typedef struct Barrier {
    pthread_mutex_t lock;
    pthread_cond_t all_here;
    int expected, here, round;
} Barrier;

static void barrier_init(Barrier *barrier, int expected)
{
    *barrier = (Barrier){.expected = expected};
    pthread_mutex_init(&barrier->lock, NULL);
    pthread_cond_init(&barrier->all_here, NULL);
}

static void barrier_destroy(Barrier *barrier)
{
    pthread_cond_destroy(&barrier->all_here);
    pthread_mutex_destroy(&barrier->lock);
}

static void barrier_wait(Barrier *barrier)
{
    pthread_mutex_lock(&barrier->lock);
    int round = barrier->round;
    if (++barrier->here == barrier->expected) {
        barrier->here = 0;
        barrier->round++;
        pthread_cond_broadcast(&barrier->all_here);
    }
    while (barrier->round == round) pthread_cond_wait(&barrier->all_here, &barrier->lock);
    pthread_mutex_unlock(&barrier->lock);
}

/* What several threads share; each works on a session of its own. */
typedef struct Race {
    SgPool *pool;
    Barrier start;
    SgUuid ids[2];
    atomic_int counts[SG_STATUS_COUNT];
    atomic_int bodies, created, number;
} Race;

static void run_race(Fixture *fixture, Race *race, int threads, void *(*runner)(void *))
{
    pthread_t ids[THREADS];
    const SgPoolOptions options = {.url = scratch_url(fixture->scratch), .max_connections = threads};
    assert_int_equal(sg_pool_open(&options, &race->pool, NULL), SG_OK);
    barrier_init(&race->start, threads);
    for (int i = 0; i < threads; i++) assert_int_equal(pthread_create(&ids[i], NULL, runner, race), 0);
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
    barrier_destroy(&race->start);
    sg_pool_close(race->pool);
}

static SgSession *session_of(Race *race)
{
    SgSession *db;
    if (sg_session_open(race->pool, &db, NULL) != SG_OK) abort();
    barrier_wait(&race->start);
    return db;
}

/* ---- Unique keys ---- */

static void *insert_and_upsert(void *arg)
{
    Race *race = arg;
    SgSession *db = session_of(race);
    for (int i = 0; i < 20; i++) {
        char email[32];
        bool created = false;
        snprintf(email, sizeof email, "inserted %d", i);
        SgStatus rc = account_insert(db, &(AccountInsert){.email = email}, NULL);
        race->counts[rc]++;
        if (rc == SG_UNIQUE && strcmp(sg_error(db)->constraint, ACCOUNT_KEY_EMAIL) != 0) race->counts[SG_INVALID]++;
        snprintf(email, sizeof email, "upserted %d", i);
        if (account_upsert_by_email(db, &(AccountInsert){.email = email}, NULL, NULL, &created) != SG_OK)
            race->counts[SG_INVALID]++;
        race->created += created;
    }
    sg_session_close(db);
    return NULL;
}

static void test_unique_keys(void **state)
{
    Fixture *fixture = *state;
    Race race = {0};
    run_race(fixture, &race, THREADS, insert_and_upsert);
    assert_int_equal(race.counts[SG_OK], 20);
    assert_int_equal(race.counts[SG_UNIQUE], 20 * (THREADS - 1));
    assert_int_equal(race.counts[SG_INVALID], 0);
    assert_int_equal(race.created, 20);
    assert_string_equal(scratch_value(fixture->scratch, "SELECT count(*) FROM accounts"), "40");
}

/* ---- The runner ---- */

static SgStatus add_one(SgSession *db, SgUuid id)
{
    Account account;
    SgNumeric one = sg_numeric_from_int(1), more = one;
    SgStatus rc = account_get(db, id, &account);
    if (rc == SG_OK) rc = sg_numeric_add(&account.balance, &one, &more);
    if (rc != SG_OK) return rc;
    const AccountUpdate set = {.balance = {SG_SET, more}};
    return account_update(db, id, &set, NULL);
}

typedef struct Step {
    Race *race;
    int number, calls;
} Step;

/* Two rows in an order that differs from thread to thread: the first attempts of two threads must meet. */
static SgStatus lock_both(SgSession *db, void *arg)
{
    Step *step = arg;
    int first = step->number % 2;
    step->race->bodies++;
    SgStatus rc = account_lock(db, step->race->ids[first], &(Account){0});
    if (step->calls++ == 0) barrier_wait(&step->race->start);
    if (rc == SG_OK) rc = account_lock(db, step->race->ids[1 - first], &(Account){0});
    if (rc == SG_OK) rc = add_one(db, step->race->ids[0]);
    return rc == SG_OK ? add_one(db, step->race->ids[1]) : rc;
}

static void *run_deadlock(void *arg)
{
    Race *race = arg;
    SgSession *db = session_of(race);
    Step step = {.race = race, .number = race->number++};
    race->counts[sg_transaction(db, SG_READ_COMMITTED, 10, lock_both, &step)]++;
    sg_session_close(db);
    return NULL;
}

/* The first attempts have all read before one of them writes. */
static SgStatus count_up(SgSession *db, void *arg)
{
    Step *step = arg;
    SgUuid id = step->race->ids[0];
    step->race->bodies++;
    SgStatus rc = account_get(db, id, &(Account){0});
    if (step->calls++ == 0) barrier_wait(&step->race->start);
    return rc == SG_OK ? add_one(db, id) : rc;
}

static void *run_serializable(void *arg)
{
    Race *race = arg;
    SgSession *db = session_of(race);
    Step step = {.race = race};
    for (int i = 0; i < 10; i++) race->counts[sg_transaction(db, SG_SERIALIZABLE, 1000, count_up, &step)]++;
    sg_session_close(db);
    return NULL;
}

static void add_accounts(Fixture *fixture, Race *race)
{
    for (int i = 0; i < 2; i++) {
        Account account;
        const AccountInsert row = {.email = i == 0 ? "first" : "second"};
        assert_ok(fixture->db, account_insert(fixture->db, &row, &account));
        race->ids[i] = account.id;
    }
}

static const char *balances(Fixture *fixture)
{
    return scratch_value(fixture->scratch, "SELECT string_agg(trim_scale(balance)::text, ' ' ORDER BY email)"
                                           " FROM accounts");
}

static void test_deadlock(void **state)
{
    Fixture *fixture = *state;
    Race race = {0};
    add_accounts(fixture, &race);
    run_race(fixture, &race, 2, run_deadlock);
    assert_int_equal(race.counts[SG_OK], 2);
    assert_true(race.bodies > 2); /* one of them was chosen to die, and came again */
    assert_string_equal(balances(fixture), "2 2");
}

static void test_serializable(void **state)
{
    Fixture *fixture = *state;
    Race race = {0};
    add_accounts(fixture, &race);
    run_race(fixture, &race, THREADS, run_serializable);
    assert_int_equal(race.counts[SG_OK], THREADS * 10);
    assert_true(race.bodies > THREADS * 10);
    assert_string_equal(balances(fixture), "80 0");
}

/* ---- Cancellation ---- */

/* A thread that cancels again and again what a session does: whatever that is doing, it will be hit. */
typedef struct Canceller {
    SgSession *db;
    int pause_ms;
    atomic_bool is_over;
    pthread_t thread;
} Canceller;

static void *cancel_often(void *arg)
{
    Canceller *canceller = arg;
    while (!atomic_load(&canceller->is_over)) {
        if (sg_cancel(canceller->db) != SG_OK) abort();
        pause_ms(canceller->pause_ms);
    }
    return NULL;
}

static void start_cancelling(Canceller *canceller)
{
    assert_int_equal(pthread_create(&canceller->thread, NULL, cancel_often, canceller), 0);
}

static void stop_cancelling(Canceller *canceller)
{
    atomic_store(&canceller->is_over, true);
    pthread_join(canceller->thread, NULL);
}

static void test_cancel(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    Canceller canceller = {.db = db, .pause_ms = 20};
    assert_int_equal(sg_cancel(db), SG_OK); /* nothing runs: nothing happens */
    /* the server's own limit, which goes with the statement that it stops */
    assert_status(db, SG_TIMEOUT, sg_execute(db, "SET statement_timeout = 30; SELECT pg_sleep(60)", NULL));
    start_cancelling(&canceller);
    assert_status(db, SG_CANCELLED, sg_execute(db, "SELECT pg_sleep(60)", NULL));
    stop_cancelling(&canceller);
    assert_ok(db, sg_session_set_timeout(db, 30));
    assert_status(db, SG_TIMEOUT, sg_execute(db, "SELECT pg_sleep(60)", NULL));
    assert_ok(db, sg_session_set_timeout(db, 0));
    assert_ok(db, sg_execute(db, "SELECT 1", NULL));
}

/* A cancellation that comes late may hit the ROLLBACK: the transaction is not left open. */
static void test_cancelled_rollback(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Canceller canceller = {.db = db};
    start_cancelling(&canceller);
    for (int i = 0; i < 200; i++) {
        SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
        if (rc == SG_CANCELLED) continue;
        assert_ok(db, rc);
        assert_status(db, SG_CANCELLED, sg_execute(db, "SELECT pg_sleep(60)", NULL));
        assert_int_equal(sg_end(db, SG_CANCELLED), SG_CANCELLED);
        assert_int_equal(PQtransactionStatus(sg_session_connection(db)), PQTRANS_IDLE);
    }
    stop_cancelling(&canceller);
    assert_ok(db, sg_execute(db, "SELECT 1", NULL));
}

/* ---- Scans that end early ---- */

static SgStatus stop_at_once(const Account *row, void *arg)
{
    (void)row;
    ++*(int *)arg;
    return SG_STALE;
}

/* A visitor that has seen enough does not wait for the other rows, and a transaction goes on. */
static void test_stopped_scans(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    int64_t count;
    int seen = 0;
    scratch_run(fixture->scratch, "CREATE FUNCTION slow(integer) RETURNS text LANGUAGE sql VOLATILE AS $$"
                                  " SELECT $1 || CASE WHEN $1 < 5000 THEN '' ELSE pg_sleep(60)::text END $$;"
                                  "ALTER TABLE accounts RENAME TO many;"
                                  "CREATE VIEW accounts AS SELECT gen_random_uuid() AS id, slow(n) AS email,"
                                  " n::numeric AS balance FROM generate_series(1, 10000) AS n");
    /* the days that the other rows take are not waited for */
    assert_status(db, SG_STALE, account_each(db, NULL, stop_at_once, &seen));
    assert_status(db, SG_STALE, account_copy_out(db, stop_at_once, &seen));
    assert_int_equal(seen, 2);
    assert_ok(db, order_count(db, NULL, &count));

    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    scratch_run(fixture->scratch, "CREATE OR REPLACE FUNCTION slow(integer) RETURNS text LANGUAGE sql VOLATILE"
                                  " AS $$ SELECT $1::text $$");
    assert_status(db, SG_STALE, account_each(db, NULL, stop_at_once, &seen));
    assert_ok(db, order_count(db, NULL, &count));
    assert_ok(db, sg_end(db, SG_OK));
}

/* ---- Statements that the server forgot ---- */

static void test_forgotten_commit(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const AccountInsert row = {.email = "a"};
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, sg_end(db, SG_OK));
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, account_insert(db, &row, NULL));
    assert_ok(db, sg_execute(db, "DEALLOCATE ALL", NULL));
    assert_status(db, SG_RETRY, sg_end(db, SG_OK)); /* COMMIT was not understood: rolled back, not left open */
    assert_int_equal(PQtransactionStatus(sg_session_connection(db)), PQTRANS_IDLE);
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, account_insert(db, &row, NULL));
    assert_ok(db, sg_end(db, SG_OK));
    assert_ok(db, sg_execute(db, "DISCARD ALL", NULL));
    assert_status(db, SG_UNIQUE, account_insert(db, &row, NULL));
}

/* Unnamed statements are parsed every time: nothing but our own check sees that a column is of another type now. */
static void test_changed_types(void **state)
{
    Fixture *fixture = *state;
    const SgPrepare ways[] = {SG_PREPARE_NAMED, SG_PREPARE_UNNAMED};
    for (size_t i = 0; i < 2; i++) {
        SgPool *pool;
        SgSession *db;
        AccountList list;
        const SgPoolOptions options = {.url = scratch_url(fixture->scratch), .prepare = ways[i]};
        assert_int_equal(sg_pool_open(&options, &pool, NULL), SG_OK);
        assert_int_equal(sg_session_open(pool, &db, NULL), SG_OK);
        assert_ok(db, account_list(db, NULL, &list));
        assert_ok(db, account_list(db, &(AccountQuery){.limit = 2}, &list));
        scratch_run(fixture->scratch, "ALTER TABLE accounts ALTER balance DROP DEFAULT, ALTER balance TYPE float8");
        assert_status(db, SG_RANGE, account_list(db, NULL, &list));
        assert_status(db, SG_RANGE, account_list(db, &(AccountQuery){.limit = 2}, &list));
        assert_string_equal(sg_error(db)->column, "balance");
        assert_string_equal(sg_error(db)->message,
                            "`balance` is double precision in the database, numeric in this program");
        scratch_run(fixture->scratch, "ALTER TABLE accounts ALTER balance TYPE numeric(65,30)");
        assert_ok(db, account_list(db, NULL, &list));
        assert_ok(db, account_list(db, &(AccountQuery){.limit = 2}, &list));
        sg_session_close(db);
        sg_pool_close(pool);
    }
}

/* ---- The pool ---- */

typedef struct Queuer {
    SgPool *pool;
    atomic_int *turn;
    int number, served;
} Queuer;

static void *queue_up(void *arg)
{
    Queuer *queuer = arg;
    SgSession *db;
    if (sg_session_open(queuer->pool, &db, NULL) != SG_OK) return NULL;
    queuer->served = (*queuer->turn)++;
    sg_session_close(db);
    return NULL;
}

/* Who comes first is served first. */
static void test_fair_queue(void **state)
{
    Fixture *fixture = *state;
    Queuer queuers[THREADS];
    pthread_t threads[THREADS];
    SgPool *pool;
    SgSession *db;
    SgPoolCounters counters;
    atomic_int turn = 0;
    const SgPoolOptions options = {
        .url = scratch_url(fixture->scratch), .max_connections = 1, .acquire_timeout_ms = PATIENCE_SECONDS * 1000};
    assert_int_equal(sg_pool_open(&options, &pool, NULL), SG_OK);
    assert_int_equal(sg_session_open(pool, &db, NULL), SG_OK);
    for (int i = 0; i < THREADS; i++) {
        queuers[i] = (Queuer){.pool = pool, .turn = &turn, .number = i, .served = -1};
        pthread_create(&threads[i], NULL, queue_up, &queuers[i]);
        do {
            pause_ms(1);
            sg_pool_counters(pool, &counters);
        } while (counters.waiting <= i);
    }
    sg_session_close(db);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(queuers[i].served, i);
    }
    sg_pool_counters(pool, &counters);
    assert_int_equal(counters.connected, 1);
    assert_true(counters.wait_us > 0);
    sg_pool_close(pool);
}

/* How many connections it took to have a session, and another one after a pause. */
static int64_t connections_of_two(SgPoolOptions options, int pause)
{
    SgPool *pool;
    SgSession *db;
    SgPoolCounters counters;
    assert_int_equal(sg_pool_open(&options, &pool, NULL), SG_OK);
    for (int i = 0; i < 2; i++) {
        if (i > 0) pause_ms(pause);
        assert_int_equal(sg_session_open(pool, &db, NULL), SG_OK);
        sg_session_close(db);
    }
    sg_pool_counters(pool, &counters);
    assert_int_equal(counters.open, counters.idle);
    assert_int_equal(counters.connected - counters.discarded, counters.open);
    sg_pool_close(pool);
    return counters.connected;
}

/* Connections end by age and by idleness. */
static void test_ages(void **state)
{
    const char *url = scratch_url(((Fixture *)*state)->scratch);
    assert_int_equal(connections_of_two((SgPoolOptions){.url = url}, 0), 1);
    assert_int_equal(connections_of_two((SgPoolOptions){.url = url, .max_lifetime_ms = 50}, 60), 2);
    assert_int_equal(connections_of_two((SgPoolOptions){.url = url, .idle_timeout_ms = 50}, 60), 2);
    assert_int_equal(connections_of_two((SgPoolOptions){.url = url, .check_idle_ms = 1}, 10), 1);
}

/* One that the server ended is not handed out. */
static void test_dead_in_pool(void **state)
{
    Fixture *fixture = *state;
    SgPool *pool;
    SgSession *db;
    SgPoolCounters counters;
    char sql[80];
    const SgPoolOptions options = {.url = scratch_url(fixture->scratch), .check_idle_ms = 1};
    assert_int_equal(sg_pool_open(&options, &pool, NULL), SG_OK);
    assert_int_equal(sg_session_open(pool, &db, NULL), SG_OK);
    snprintf(sql, sizeof sql, "pid = %d", PQbackendPID(sg_session_connection(db)));
    sg_session_close(db);
    end_sessions(fixture, sql);
    assert_int_equal(sg_session_open(pool, &db, NULL), SG_OK);
    assert_ok(db, sg_execute(db, "SELECT 1", NULL));
    sg_session_close(db);
    sg_pool_counters(pool, &counters);
    assert_int_equal(counters.connected, 2);
    assert_int_equal(counters.discarded, 1);
    assert_int_equal(counters.open, 1);
    assert_int_equal(counters.idle, 1);
    sg_pool_close(pool);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_unique_keys),      TEST(test_deadlock),           TEST(test_serializable),  TEST(test_cancel),
        TEST(test_forgotten_commit), TEST(test_cancelled_rollback), TEST(test_ages),          TEST(test_dead_in_pool),
        TEST(test_changed_types),    TEST(test_fair_queue),         TEST(test_stopped_scans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
