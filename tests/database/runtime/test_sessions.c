/* Pools, transactions, lost connections, forgotten statements, timeouts, notifications. */
#include "fixture.h"

#include "account.h"
#include "order.h"
#include "pause.h"

#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void kill_backend(Fixture *fixture)
{
    char sql[80];
    snprintf(sql, sizeof sql, "SELECT pg_terminate_backend(%d)", PQbackendPID(sg_session_connection(fixture->db)));
    scratch_run(fixture->scratch, sql);
}

static SgStatus add_account(SgSession *db, const char *email)
{
    return account_insert(db, &(AccountInsert){.email = email}, NULL);
}

static int64_t accounts(Fixture *fixture)
{
    return strtoll(scratch_value(fixture->scratch, "SELECT count(*) FROM accounts"), NULL, 10);
}

static void test_transactions(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    assert_ok(db, sg_begin(db, SG_SERIALIZABLE));
    assert_ok(db, add_account(db, "a"));
    assert_ok(db, sg_begin(db, SG_DEFAULT_ISOLATION));
    assert_ok(db, add_account(db, "b"));
    assert_status(db, SG_UNIQUE, add_account(db, "a"));
    assert_int_equal(sg_end(db, SG_UNIQUE), SG_UNIQUE); /* back to the savepoint */
    assert_ok(db, add_account(db, "c"));
    assert_ok(db, sg_end(db, SG_OK));
    assert_int_equal(accounts(fixture), 2);

    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, add_account(db, "d"));
    assert_int_equal(sg_end(db, SG_NOT_FOUND), SG_NOT_FOUND);
    assert_int_equal(accounts(fixture), 2);

    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_status(db, SG_UNIQUE, add_account(db, "a"));
    assert_status(db, SG_INVALID, sg_end(db, SG_OK)); /* COMMIT of a failed transaction is no success */
    assert_status(db, SG_INVALID, sg_end(db, SG_OK));
    assert_status(db, SG_INVALID, sg_begin(db, 0x1000));
    assert_ok(db, sg_begin(db, SG_SERIALIZABLE | SG_READ_ONLY | SG_DEFERRABLE));
    assert_status(db, SG_SERVER, add_account(db, "e"));
    assert_int_equal(sg_end(db, SG_SERVER), SG_SERVER);
    assert_false(sg_in_transaction(db));
}

static SgStatus fail_twice(SgSession *db, void *arg)
{
    int *calls = arg;
    if (++*calls < 3) return sg_execute(db, "DO $$BEGIN RAISE EXCEPTION SQLSTATE '40001'; END$$", NULL);
    return add_account(db, "retried");
}

static void test_runner(void **state)
{
    Fixture *fixture = *state;
    int calls = 0;
    assert_ok(fixture->db, sg_transaction(fixture->db, SG_SERIALIZABLE, 5, fail_twice, &calls));
    assert_int_equal(calls, 3);
    assert_int_equal(accounts(fixture), 1);
    calls = 0;
    assert_status(fixture->db, SG_RETRY, sg_transaction(fixture->db, SG_SERIALIZABLE, 2, fail_twice, &calls));
    assert_int_equal(calls, 2);
}

static void test_lost_connection(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    int64_t count;
    assert_ok(db, add_account(db, "a"));
    kill_backend(fixture);
    assert_status(db, SG_UNAVAILABLE, add_account(db, "b"));
    assert_ok(db, add_account(db, "b")); /* a new connection, its statements prepared again */

    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, add_account(db, "c"));
    kill_backend(fixture);
    assert_status(db, SG_UNAVAILABLE, add_account(db, "d"));
    assert_status(db, SG_UNAVAILABLE, add_account(db, "e")); /* not on another connection, outside the transaction */
    assert_int_equal(sg_end(db, SG_UNAVAILABLE), SG_UNAVAILABLE);
    assert_int_equal(accounts(fixture), 2);
    assert_ok(db, order_count(db, NULL, &count));

    assert_ok(db, sg_begin(db, SG_READ_COMMITTED | SG_TRACED));
    assert_ok(db, add_account(db, "f"));
    kill_backend(fixture);
    assert_status(db, SG_UNAVAILABLE, sg_end(db, SG_OK)); /* COMMIT: asked, and rolled back */
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    kill_backend(fixture);
    assert_status(db, SG_COMMIT_UNKNOWN, sg_end(db, SG_OK)); /* not traced */
    assert_int_equal(accounts(fixture), 2);
}

static void test_forgotten_statements(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    OrderList list;
    assert_ok(db, add_account(db, "a"));
    assert_ok(db, sg_execute(db, "DEALLOCATE ALL", NULL));
    assert_ok(db, add_account(db, "b"));
    assert_ok(db, order_list(db, NULL, &list));
    assert_ok(db, sg_execute(db, "DEALLOCATE ALL", NULL));
    assert_ok(db, order_list(db, NULL, &list));
    assert_ok(db, order_list(db, &(OrderQuery){.limit = 5}, &list));
    scratch_run(fixture->scratch, "ALTER TABLE orders ALTER note TYPE varchar(99)"); /* the result's type changes */
    assert_ok(db, order_list(db, &(OrderQuery){.limit = 5}, &list));
    assert_ok(db, add_account(db, "b2"));
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, sg_execute(db, "DEALLOCATE ALL", NULL));
    assert_status(db, SG_RETRY, add_account(db, "c"));
    assert_int_equal(sg_end(db, SG_RETRY), SG_RETRY);
    assert_ok(db, add_account(db, "c"));
    for (int i = 0; i < 600; i++) { /* more statements than the cache holds */
        int64_t affected;
        OrderUpdate set = {.version = {i % 2 == 0 ? SG_SET : SG_ADD, 1},
                           .note = {.op = i % 3 == 0 ? SG_SET : SG_SKIP, .value = "n"}};
        OrderFilter filters[300] = {{.note = {.eq = "x"}}};
        OrderFilter any = {.any_of = {filters, (size_t)(i / 2 + 1)}};
        for (int k = 0; k < 300; k++) filters[k].note.eq = "x";
        assert_ok(db, order_update_many(db, &any, &set, &affected));
    }
}

static void test_timeouts(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    assert_ok(db, sg_session_set_timeout(db, 50));
    assert_status(db, SG_TIMEOUT, sg_execute(db, "SELECT pg_sleep(60)", NULL));
    assert_ok(db, sg_session_set_timeout(db, 0));
    /* the server's own limit, which goes with the statement that it stops */
    assert_status(db, SG_TIMEOUT, sg_execute(db, "SET statement_timeout = 50; SELECT pg_sleep(60)", NULL));

    SgSession *other;
    SgError error;
    Account account;
    assert_ok(db, account_insert(db, &(AccountInsert){.email = "a"}, &account));
    assert_int_equal(sg_session_open(fixture->pool, &other, &error), SG_OK);
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, account_lock(db, account.id, &account));
    assert_ok(other, sg_begin(other, SG_READ_COMMITTED));
    AccountList list;
    assert_status(other, SG_LOCKED, account_list(other, &(AccountQuery){.lock = SG_FOR_UPDATE_NOWAIT}, &list));
    assert_int_equal(sg_end(other, SG_LOCKED), SG_LOCKED);
    assert_ok(other, sg_begin(other, SG_READ_COMMITTED));
    assert_ok(other, account_list(other, &(AccountQuery){.lock = SG_FOR_UPDATE_SKIP_LOCKED}, &list));
    assert_int_equal(list.count, 0);
    sg_session_close(other); /* rolls back */
    assert_ok(db, sg_end(db, SG_OK));
}

/* What ends an open transaction takes its connection with it; the next one works.  The transaction begins and does its
 * work in one round trip, so that it is not idle before it shall be. */
static void test_transaction_timeouts(void **state)
{
    Fixture *fixture = *state;
    const SgPoolOptions all[] = {
        {.url = scratch_url(fixture->scratch), .idle_in_transaction_timeout_ms = 500},
        {.url = scratch_url(fixture->scratch), .transaction_timeout_ms = 500},
    };
    for (size_t i = 0; i < (scratch_version(fixture->scratch) < 17 ? 1 : 2); i++) {
        SgPool *pool;
        SgSession *db;
        assert_int_equal(sg_pool_open(&all[i], &pool, NULL), SG_OK);
        assert_int_equal(sg_session_open(pool, &db, NULL), SG_OK);
        assert_ok(db, sg_pipeline_begin(db));
        assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
        assert_ok(db, add_account(db, "a"));
        assert_ok(db, sg_pipeline_end(db, SG_OK));
        struct pollfd goodbye = {.fd = PQsocket(sg_session_connection(db)), .events = POLLIN};
        assert_int_equal(poll(&goodbye, 1, PATIENCE_SECONDS * 1000), 1);
        SgStatus rc = add_account(db, "b");
        assert_status(db, i == 0 ? SG_UNAVAILABLE : SG_TIMEOUT, rc);
        assert_status(db, SG_UNAVAILABLE, add_account(db, "c"));
        assert_int_equal(sg_end(db, rc), rc);
        assert_ok(db, add_account(db, i == 0 ? "d" : "e"));
        sg_session_close(db);
        sg_pool_close(pool);
    }
    assert_int_equal(accounts(fixture), scratch_version(fixture->scratch) < 17 ? 1 : 2);
}

static void test_execute(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    int64_t affected = 77;
    assert_ok(db, sg_execute(db, "CREATE TEMP TABLE n (v int); INSERT INTO n VALUES (1), (2)", &affected));
    assert_int_equal(affected, 2);
    assert_ok(db, sg_execute(db, "COPY n TO STDOUT", NULL));
    assert_status(db, SG_INVALID, sg_execute(db, "COPY n FROM STDIN", NULL)); /* and not SG_TIMEOUT */
    assert_ok(db, sg_execute(db, "DROP TABLE n", NULL));
}

static void test_notifications(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    SgNotification got;
    assert_ok(db, sg_listen(db, "odd \"channel"));
    assert_status(db, SG_TIMEOUT, sg_wait_notification(db, 0, &got));
    scratch_run(fixture->scratch, "SELECT pg_notify('odd \"channel', 'payload')");
    assert_ok(db, sg_wait_notification(db, PATIENCE_SECONDS * 1000, &got));
    assert_string_equal(got.channel, "odd \"channel");
    assert_string_equal(got.payload, "payload");
    assert_ok(db, sg_notify(db, "odd \"channel", NULL));
    assert_ok(db, sg_wait_notification(db, PATIENCE_SECONDS * 1000, &got));
    assert_string_equal(got.payload, "");
    assert_ok(db, sg_unlisten(db, "odd \"channel"));

    char name[65] = {0};
    assert_status(db, SG_INVALID, sg_listen(db, name));
    memset(name, 'c', 63);
    assert_ok(db, sg_listen(db, name));
    assert_ok(db, sg_notify(db, name, NULL));
    assert_ok(db, sg_wait_notification(db, 2000, &got));
    assert_string_equal(got.channel, name);
    name[63] = 'c'; /* the server would cut it, and nobody be heard */
    assert_status(db, SG_INVALID, sg_listen(db, name));
    assert_status(db, SG_INVALID, sg_notify(db, name, NULL));
    assert_string_equal(sg_error(db)->column, "channel");
}

enum { THREADS = 64, TURNS = 20 };

typedef struct Crowd {
    SgPool *pool;
    atomic_int inside, most, failures;
} Crowd;

static void *crowd_member(void *arg)
{
    Crowd *crowd = arg;
    for (int i = 0; i < TURNS; i++) {
        SgSession *db;
        int64_t count;
        if (sg_session_open(crowd->pool, &db, NULL) != SG_OK) {
            crowd->failures++;
            continue;
        }
        int inside = ++crowd->inside, most = crowd->most;
        while (inside > most && !atomic_compare_exchange_weak(&crowd->most, &most, inside)) continue;
        if (order_count(db, NULL, &count) != SG_OK) crowd->failures++;
        crowd->inside--;
        sg_session_close(db);
    }
    return NULL;
}

static void test_pool_under_threads(void **state)
{
    Fixture *fixture = *state;
    Crowd crowd = {0};
    pthread_t threads[THREADS];
    SgPoolCounters counters;
    SgPoolOptions options = {
        .url = scratch_url(fixture->scratch), .max_connections = 8, .acquire_timeout_ms = PATIENCE_SECONDS * 1000};
    assert_int_equal(sg_pool_open(&options, &crowd.pool, NULL), SG_OK);
    for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, crowd_member, &crowd);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    sg_pool_counters(crowd.pool, &counters);
    assert_int_equal(crowd.failures, 0);
    assert_true(crowd.most <= 8);
    assert_int_equal(counters.acquired, THREADS * TURNS);
    assert_int_equal(counters.open, counters.idle);
    assert_true(counters.connected <= 8);
    assert_int_equal(counters.waiting, 0);
    sg_pool_close(crowd.pool);
}

static void test_full_and_wrong_pools(void **state)
{
    Fixture *fixture = *state;
    SgPool *pool;
    SgSession *first, *second = NULL;
    SgError error;
    SgPoolOptions options = {.url = scratch_url(fixture->scratch), .max_connections = 1, .acquire_timeout_ms = 30};
    assert_int_equal(sg_pool_open(&options, &pool, &error), SG_OK);
    assert_int_equal(sg_session_open(pool, &first, &error), SG_OK);
    assert_int_equal(sg_session_open(pool, &second, &error), SG_TIMEOUT);
    assert_null(second);
    sg_session_close(first);
    assert_int_equal(sg_session_open(pool, &second, &error), SG_OK);
    sg_session_close(second);
    sg_pool_close(pool);

    options.url = "postgresql://u:secret@/x?host=/nowhere";
    assert_int_equal(sg_pool_open(&options, &pool, &error), SG_OK);
    assert_int_equal(sg_session_open(pool, &second, &error), SG_UNAVAILABLE);
    assert_null(strstr(error.message, "secret"));
    assert_true(strlen(error.message) > 10);
    sg_pool_close(pool);
    options.url = "postgresql://u:secret@[::1/x";
    assert_int_equal(sg_pool_open(&options, &pool, &error), SG_INVALID);
    assert_null(strstr(error.message, "secret"));
}

static void test_unnamed_and_adopted(void **state)
{
    Fixture *fixture = *state;
    SgPool *pool;
    SgSession *db;
    int64_t count;
    SgPoolOptions options = {.url = scratch_url(fixture->scratch), .prepare = SG_PREPARE_UNNAMED};
    assert_int_equal(sg_pool_open(&options, &pool, NULL), SG_OK);
    assert_int_equal(sg_session_open(pool, &db, NULL), SG_OK);
    assert_ok(db, add_account(db, "a"));
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, add_account(db, "b"));
    assert_ok(db, sg_pipeline_end(db, SG_OK));
    assert_ok(db, sg_execute(db, "DO $$BEGIN ASSERT (SELECT count(*) FROM pg_prepared_statements) = 0; END$$", NULL));
    sg_session_close(db);
    sg_pool_close(pool);

    PGconn *connection = scratch_connection(fixture->scratch);
    assert_int_equal(sg_session_adopt(connection, &db), SG_OK);
    assert_ok(db, order_count(db, NULL, &count));
    sg_session_close(db);
    assert_int_equal(PQstatus(connection), CONNECTION_OK);
    assert_string_equal(scratch_value(fixture->scratch, "SELECT count(*) FROM pg_prepared_statements"), "0");
}

static void test_memory(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    AccountList before, after;
    assert_ok(db, add_account(db, "a"));
    assert_ok(db, account_list(db, NULL, &before));
    for (int i = 0; i < 100; i++) {
        SgMark mark = sg_session_mark(db);
        assert_ok(db, account_list(db, &(AccountQuery){.limit = 10}, &after));
        assert_non_null(sg_session_alloc(db, 100000));
        sg_session_release(db, mark);
    }
    assert_string_equal(before.items[0].email, "a"); /* older than the marks */
    sg_session_reset(db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_transactions),
        TEST(test_runner),
        TEST(test_lost_connection),
        TEST(test_forgotten_statements),
        TEST(test_timeouts),
        TEST(test_transaction_timeouts),
        TEST(test_execute),
        TEST(test_notifications),
        TEST(test_pool_under_threads),
        TEST(test_full_and_wrong_pools),
        TEST(test_unnamed_and_adopted),
        TEST(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
