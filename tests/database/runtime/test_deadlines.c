/*
 * The session's timeout where more than one answer is waited for: commits, pipelines, COPY in both directions.
 *
 * What must not be in time waits for ever, for a lock that is held or a minute's sleep; what must be in time has
 * AMPLE_MS. So a slow machine changes nothing, and that a call ends in time shows in its status.
 */
#include "fixture.h"

#include "account.h"
#include "order.h"
#include "pause.h"

#include <libpq-fe.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* A call may first have something to do in ROOMY_MS, and not in TIMEOUT_MS. */
enum { TIMEOUT_MS = 50, ROOMY_MS = 1000, AMPLE_MS = 120000 };

/* Another session, whose open transaction has just done `sql`: who needs what it holds waits. */
static SgSession *open_holder(Fixture *fixture, const char *sql)
{
    SgSession *holder;
    assert_int_equal(sg_session_open(fixture->pool, &holder, NULL), SG_OK);
    assert_ok(holder, sg_begin(holder, SG_READ_COMMITTED));
    assert_ok(holder, sg_execute(holder, sql, NULL));
    return holder;
}

static void close_holder(SgSession *holder)
{
    assert_int_equal(sg_end(holder, SG_INVALID), SG_INVALID);
    sg_session_close(holder);
}

/* After a timeout: the session goes on, on the connection that it had, and `expected` accounts are there. */
static void assert_goes_on(SgSession *db, int backend, int64_t expected)
{
    int64_t count;
    assert_ok(db, sg_session_set_timeout(db, 0));
    assert_ok(db, account_count(db, NULL, &count));
    assert_int_equal(count, expected);
    assert_int_equal(PQbackendPID(sg_session_connection(db)), backend);
    assert_false(PQisnonblocking(sg_session_connection(db)));
}

static int backend_of(SgSession *db)
{
    return PQbackendPID(sg_session_connection(db));
}

/* ---- Statements ---- */

/* The statement itself is done: what takes long is the COMMIT that the server does behind it. */
static void test_slow_commit(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    int backend = backend_of(db);
    scratch_run(fixture->scratch,
                "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                " $$BEGIN PERFORM pg_sleep(60); RETURN NEW; END$$;"
                "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON accounts DEFERRABLE INITIALLY DEFERRED"
                " FOR EACH ROW EXECUTE FUNCTION slow()");
    Account account;
    assert_ok(db, sg_session_set_timeout(db, TIMEOUT_MS));
    assert_status(db, SG_TIMEOUT, account_insert(db, &(AccountInsert){.email = "a"}, &account));
    char message[64];
    snprintf(message, sizeof message, "no answer within the session's %d ms", TIMEOUT_MS);
    assert_string_equal(sg_error(db)->message, message); /* not the server's: that a user wished it */
    assert_string_equal(sg_error(db)->sqlstate, "57014");
    assert_ok(db, sg_session_set_timeout(db, 0));
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, account_insert(db, &(AccountInsert){.email = "a"}, NULL));
    assert_ok(db, sg_session_set_timeout(db, TIMEOUT_MS));
    assert_status(db, SG_TIMEOUT, sg_end(db, SG_OK));
    assert_goes_on(db, backend, 0);
}

/* ---- Pipelines ---- */

static void queue_three(SgSession *db)
{
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, account_insert(db, &(AccountInsert){.email = "a"}, NULL));
    assert_ok(db, account_insert(db, &(AccountInsert){.email = "held"}, NULL));
    assert_ok(db, account_insert(db, &(AccountInsert){.email = "c"}, NULL));
}

static const char hold_email[] = "INSERT INTO accounts (id, email) VALUES (gen_random_uuid(), 'held')";

static void test_pipeline(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    SgSession *holder = open_holder(*state, hold_email);
    int backend = backend_of(db);
    assert_ok(db, sg_session_set_timeout(db, ROOMY_MS));
    queue_three(db);
    assert_status(db, SG_TIMEOUT, sg_pipeline_end(db, SG_OK));
    assert_int_equal(sg_pipeline_failed(db), 1);

    assert_ok(db, sg_session_set_timeout(db, TIMEOUT_MS));
    assert_ok(db, sg_pipeline_begin(db)); /* with a transaction of its own */
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, account_insert(db, &(AccountInsert){.email = "held"}, NULL));
    assert_ok(db, sg_end(db, SG_OK));
    assert_status(db, SG_TIMEOUT, sg_pipeline_end(db, SG_OK));
    assert_false(sg_in_transaction(db));
    assert_goes_on(db, backend, 0);
    close_holder(holder);

    assert_ok(db, sg_session_set_timeout(db, AMPLE_MS)); /* and one that is in time */
    queue_three(db);
    assert_ok(db, sg_pipeline_end(db, SG_OK));
    assert_goes_on(db, backend, 3);
}

/* The server keeps short answers until it is through: it is the whole that has to be in time. */
static void test_pipeline_counts_as_one(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    int backend = backend_of(db);
    scratch_run(fixture->scratch, "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS"
                                  " $$BEGIN PERFORM pg_sleep(0.8); RETURN NEW; END$$;"
                                  "CREATE TRIGGER slow BEFORE INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION slow()");
    assert_ok(db, sg_session_set_timeout(db, ROOMY_MS));
    queue_three(db);
    assert_status(db, SG_TIMEOUT, sg_pipeline_end(db, SG_OK));
    assert_in_range(sg_pipeline_failed(db), 0, 2);
    assert_goes_on(db, backend, 0);
}

/* As an event loop does it, which waits for nothing else. */
static void test_pipeline_in_steps(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    SgSession *holder = open_holder(*state, hold_email);
    int backend = backend_of(db);
    assert_int_equal(sg_pipeline_timeout_ms(db), -1);
    assert_ok(db, sg_session_set_timeout(db, TIMEOUT_MS));
    queue_three(db);
    while (sg_pipeline_step(db) != SG_PIPELINE_DONE) {
        struct pollfd socket = {.fd = sg_pipeline_socket(db), .events = POLLIN};
        assert_in_range(sg_pipeline_timeout_ms(db), 0, 5001);
        poll(&socket, 1, sg_pipeline_timeout_ms(db));
    }
    assert_status(db, SG_TIMEOUT, sg_pipeline_end(db, SG_OK));
    assert_goes_on(db, backend, 0);
    close_holder(holder);
}

/* ---- COPY ---- */

typedef struct Source {
    int next, count;
    char email[256];
} Source;

/* Long ones: more than the socket holds. */
static SgStatus next_account(AccountInsert *row, void *arg)
{
    Source *source = arg;
    if (source->next == source->count) return SG_NOT_FOUND;
    snprintf(source->email, sizeof source->email, "%s%0200d", source->next == 0 ? "held" : "", source->next);
    source->email[source->next++ == 0 ? 4 : sizeof source->email - 1] = '\0';
    row->email = source->email;
    return SG_OK;
}

/* The server waits for another session in the middle of the rows, and no longer takes them. */
static void test_copy_in_held(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    SgSession *holder = open_holder(*state, hold_email);
    int backend = backend_of(db);
    Source source = {.count = 20000};
    int64_t affected = -1;
    assert_ok(db, sg_session_set_timeout(db, ROOMY_MS));
    assert_status(db, SG_TIMEOUT, account_copy_in_from(db, next_account, &source, &affected));
    assert_in_range(source.next, 1, source.count - 1);
    assert_string_equal(sg_error(db)->sqlstate, "57014"); /* the server's own words */
    assert_int_equal(affected, -1);
    assert_goes_on(db, backend, 0);
    close_holder(holder);

    source = (Source){.count = 20000};
    assert_ok(db, sg_session_set_timeout(db, AMPLE_MS));
    assert_ok(db, account_copy_in_from(db, next_account, &source, &affected));
    assert_goes_on(db, backend, 20000);
}

/* All rows are taken, and the check of their references waits. */
static void test_copy_in_held_at_its_end(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account account;
    int64_t count;
    assert_ok(db, account_insert(db, &(AccountInsert){.email = "a"}, &account));
    SgSession *holder = open_holder(*state, "SELECT FROM accounts FOR UPDATE");
    int backend = backend_of(db);
    const OrderInsert row = {.account_id = account.id, .side = ORDER_SIDE_BUY, .quantity = dec("1")};
    assert_ok(db, sg_session_set_timeout(db, TIMEOUT_MS));
    assert_status(db, SG_TIMEOUT, order_copy_in(db, &row, 1, NULL));
    assert_goes_on(db, backend, 1);
    assert_ok(db, order_count(db, NULL, &count));
    assert_int_equal(count, 0);
    close_holder(holder);
}

/* What the iterator finds wrong stays, whatever the server says. */
static SgStatus next_wrong(AccountInsert *row, void *arg)
{
    SgStatus rc = next_account(row, arg);
    return ((Source *)arg)->next == 3 ? SG_STALE : rc;
}

static void test_copy_in_wrong(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    int backend = backend_of(db);
    Source source = {.count = 5};
    assert_ok(db, sg_session_set_timeout(db, AMPLE_MS));
    assert_int_equal(account_copy_in_from(db, next_wrong, &source, NULL), SG_STALE);
    assert_goes_on(db, backend, 0);
}

static SgStatus count_row(const Account *row, void *arg)
{
    (void)row;
    ++*(int *)arg;
    return SG_OK;
}

/* A thousand rows at once, enough for the server to send some of them, then one that it makes for ever. */
static const char slow_accounts[] =
    "CREATE FUNCTION slow(integer) RETURNS text LANGUAGE sql VOLATILE AS"
    " $$ SELECT $1 || CASE WHEN $1 < 1000 THEN '' ELSE pg_sleep(60)::text END $$;"
    "ALTER TABLE accounts RENAME TO fast;"
    "CREATE VIEW accounts AS SELECT gen_random_uuid() AS id, slow(n) AS email, n::numeric AS balance"
    " FROM generate_series(1, 1000) AS n";

static void test_copy_out(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    int backend = backend_of(db), seen = 0;
    scratch_run(fixture->scratch, slow_accounts);
    assert_ok(db, sg_session_set_timeout(db, ROOMY_MS));
    assert_status(db, SG_TIMEOUT, account_copy_out(db, count_row, &seen));
    assert_ok(db, sg_session_set_timeout(db, TIMEOUT_MS));
    assert_status(db, SG_TIMEOUT, sg_execute(db, "COPY (SELECT email FROM accounts) TO STDOUT", NULL));
    assert_in_range(seen, 1, 999);
    scratch_run(fixture->scratch, "DROP VIEW accounts; ALTER TABLE fast RENAME TO accounts");
    assert_goes_on(db, backend, 0);
}

/* ---- A backend that neither answers nor lets itself be cancelled ---- */

static SgStatus frozen_pipeline(SgSession *db)
{
    queue_three(db);
    return sg_pipeline_end(db, SG_OK);
}

/* Freezes its own backend when the COPY has begun. */
static SgStatus next_frozen(AccountInsert *row, void *arg)
{
    Source *source = arg;
    if (source->next == 1) kill(source->count, SIGSTOP);
    snprintf(source->email, sizeof source->email, "%0200d", source->next++);
    row->email = source->email;
    return SG_OK;
}

static SgStatus frozen_copy(SgSession *db)
{
    Source source = {.count = backend_of(db)};
    return account_copy_in_from(db, next_frozen, &source, NULL);
}

static void test_frozen_backend(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    SgStatus (*const ways[])(SgSession * db) = {frozen_pipeline, frozen_copy};
    const int timeouts_ms[] = {TIMEOUT_MS, ROOMY_MS}; /* the COPY must have begun */
    for (size_t i = 0; i < 2; i++) {
        int backend = backend_of(db);
        assert_ok(db, sg_session_set_timeout(db, timeouts_ms[i]));
        if (i == 0) kill(backend, SIGSTOP);
        SgStatus rc = ways[i](db);
        kill(backend, SIGCONT);
        assert_status(db, SG_UNAVAILABLE, rc);
        assert_ok(db, sg_session_set_timeout(db, 0));
        assert_ok(db, account_count(db, NULL, &(int64_t){0}));
        assert_int_not_equal(backend_of(db), backend);
    }
}

static void *thaw_soon(void *arg)
{
    pause_ms(4 * TIMEOUT_MS);
    kill(*(const pid_t *)arg, SIGCONT);
    return NULL;
}

/* It is not at work when it is cancelled, so that it forgets that, and then works for a minute if nobody tells it
 * again. */
static void test_late_backend(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    pid_t backend = backend_of(db);
    pthread_t thread;
    assert_ok(db, sg_session_set_timeout(db, TIMEOUT_MS));
    kill(backend, SIGSTOP);
    assert_int_equal(pthread_create(&thread, NULL, thaw_soon, &backend), 0);
    SgStatus rc = sg_execute(db, "SELECT pg_sleep(60)", NULL);
    pthread_join(thread, NULL);
    assert_status(db, SG_TIMEOUT, rc);
    assert_goes_on(db, backend, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_slow_commit),       TEST(test_pipeline),     TEST(test_pipeline_counts_as_one),
        TEST(test_pipeline_in_steps), TEST(test_copy_in_held), TEST(test_copy_in_held_at_its_end),
        TEST(test_copy_in_wrong),     TEST(test_copy_out),     TEST(test_frozen_backend),
        TEST(test_late_backend),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
