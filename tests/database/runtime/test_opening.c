/* Sessions opened in steps and pipelines driven by a loop of our own; pools that look after their connections. */
#include "fixture.h"

#include "account.h"
#include "order.h"
#include "pause.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT_MS = PATIENCE_SECONDS * 1000 };

static SgPool *open_pool(SgPoolOptions options)
{
    SgPool *pool;
    SgError error;
    if (sg_pool_open(&options, &pool, &error) != SG_OK) fail_msg("%s", error.message);
    return pool;
}

static SgOpening *begin(SgPool *pool)
{
    SgOpening *opening;
    assert_int_equal(sg_opening_begin(pool, &opening, NULL), SG_OK);
    return opening;
}

/* The loop: steps until it is done; false when it is not within `limit_ms`. */
static bool finish(SgOpening *opening, int limit_ms)
{
    for (int turn = 0; turn < 1000; turn++) {
        SgOpeningWants wants = sg_opening_step(opening);
        if (wants == SG_OPENING_DONE) return true;
        int timeout = sg_opening_timeout_ms(opening);
        bool is_ours = timeout < 0 || timeout > limit_ms;
        struct pollfd socket = {.fd = sg_opening_socket(opening),
                                .events = wants == SG_OPENING_WRITE ? POLLOUT : POLLIN};
        if (poll(&socket, 1, is_ours ? limit_ms : timeout) == 0 && is_ours) return false;
    }
    fail_msg("the opening spins");
    return false;
}

static SgSession *open_stepwise(SgPool *pool)
{
    SgSession *db;
    SgError error;
    SgOpening *opening = begin(pool);
    assert_true(finish(opening, LIMIT_MS));
    if (sg_opening_end(opening, &db, &error) != SG_OK) fail_msg("%s", error.message);
    return db;
}

static void assert_all_back(SgPool *pool)
{
    SgPoolCounters counters;
    sg_pool_counters(pool, &counters);
    assert_int_equal(counters.open, counters.idle);
    assert_int_equal(counters.waiting, 0);
    assert_int_equal(counters.connected - counters.discarded, counters.open);
}

static void test_opening(void **state)
{
    Fixture *fixture = *state;
    SgPool *pool = open_pool((SgPoolOptions){.url = scratch_url(fixture->scratch), .lock_timeout_ms = 4321});
    SgSession *db = open_stepwise(pool);
    assert_ok(db, sg_execute(db, "DO $$BEGIN ASSERT current_setting('lock_timeout') = '4321ms'; END$$", NULL));
    pid_t first = (pid_t)PQbackendPID(sg_session_connection(db));
    sg_session_close(db);
    db = open_stepwise(pool); /* the idle connection */
    assert_int_equal(PQbackendPID(sg_session_connection(db)), first);
    assert_ok(db, order_count(db, NULL, &(int64_t){0}));
    assert_int_equal(sg_cancel(db), SG_OK);
    sg_session_close(db);
    assert_all_back(pool);
    sg_pool_close(pool);
}

/* One connection, three that want it: in order; one gives up. */
static void test_line(void **state)
{
    Fixture *fixture = *state;
    SgPool *pool = open_pool((SgPoolOptions){
        .url = scratch_url(fixture->scratch), .max_connections = 1, .acquire_timeout_ms = PATIENCE_SECONDS * 1000});
    SgSession *db = open_stepwise(pool), *other = NULL;
    SgOpening *first = begin(pool), *second = begin(pool), *third = begin(pool);
    assert_false(finish(first, 10));
    assert_false(finish(second, 10));
    assert_int_equal(sg_opening_end(second, &other, NULL), SG_CANCELLED);
    sg_session_close(db);
    assert_false(finish(third, 10)); /* not before the first */
    assert_true(finish(first, LIMIT_MS));
    assert_int_equal(sg_opening_end(first, &db, NULL), SG_OK);
    assert_false(finish(third, 10)); /* nor while the first has it */
    sg_session_close(db);
    assert_true(finish(third, LIMIT_MS));
    assert_int_equal(sg_opening_end(third, &db, NULL), SG_OK);
    first = begin(pool);
    sg_session_close(db);
    assert_int_equal(sg_opening_end(first, &other, NULL), SG_OK); /* granted meanwhile, though no step was taken */
    first = begin(pool);
    sg_session_close(other);
    assert_true(finish(first, LIMIT_MS));
    assert_int_equal(sg_opening_end(first, &db, NULL), SG_OK);
    sg_session_close(db);
    assert_all_back(pool);
    sg_pool_close(pool);
}

static void test_waits_too_long(void **state)
{
    Fixture *fixture = *state;
    SgPool *pool = open_pool(
        (SgPoolOptions){.url = scratch_url(fixture->scratch), .max_connections = 1, .acquire_timeout_ms = 50});
    SgSession *db = open_stepwise(pool), *other = NULL;
    SgOpening *opening = begin(pool);
    assert_true(finish(opening, LIMIT_MS));
    assert_int_equal(sg_opening_end(opening, &other, NULL), SG_TIMEOUT);
    assert_null(other);
    sg_session_close(db);
    assert_all_back(pool);
    sg_pool_close(pool);
}

static void test_opening_fails(void **state)
{
    (void)state;
    SgPool *pool = open_pool((SgPoolOptions){.url = "postgresql://u:secret@/x?host=/nowhere"});
    SgSession *db = NULL;
    SgError error;
    SgOpening *opening = begin(pool);
    assert_true(finish(opening, LIMIT_MS));
    assert_int_equal(sg_opening_end(opening, &db, &error), SG_UNAVAILABLE);
    assert_null(strstr(error.message, "secret"));
    assert_non_null(strstr(error.message, "nowhere"));
    assert_null(db);
    opening = begin(pool);
    sg_opening_step(opening);
    assert_int_not_equal(sg_opening_end(opening, &db, NULL), SG_OK); /* given up on the way */
    assert_all_back(pool);
    sg_pool_close(pool);
}

/* A connection that the server ended while it was idle is not handed out, noticed (a closed socket) or asked. */
static void test_dead_idle(void **state)
{
    Fixture *fixture = *state;
    SgPool *pool = open_pool((SgPoolOptions){.url = scratch_url(fixture->scratch), .check_idle_ms = 1});
    char sql[80];
    SgSession *db = open_stepwise(pool);
    int first = PQbackendPID(sg_session_connection(db));
    sg_session_close(db);
    pause_ms(5);
    db = open_stepwise(pool); /* asked, and alive */
    assert_int_equal(PQbackendPID(sg_session_connection(db)), first);
    sg_session_close(db);
    snprintf(sql, sizeof sql, "pid = %d", first);
    end_sessions(fixture, sql);
    db = open_stepwise(pool);
    assert_int_not_equal(PQbackendPID(sg_session_connection(db)), first);
    sg_session_close(db);
    assert_all_back(pool);
    sg_pool_close(pool);
}

/* A pipeline in steps: 300 inserts, and their answers; one of them has to wait for us. */
static void test_pipeline_steps(void **state)
{
    enum { ROWS = 300 };
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    static Account accounts[ROWS];
    scratch_run(fixture->scratch, "BEGIN; INSERT INTO accounts (id, email) VALUES (gen_random_uuid(), '7')");
    assert_ok(db, sg_pipeline_begin(db));
    for (int i = 0; i < ROWS; i++) {
        const char *email = sg_session_printf(db, "%d", i);
        assert_ok(db, account_insert(db, &(AccountInsert){.email = email}, &accounts[i]));
    }
    SgPipelineWants wants = sg_pipeline_step(db);
    assert_int_not_equal(wants, SG_PIPELINE_DONE);
    scratch_run(fixture->scratch, "ROLLBACK");
    for (; wants != SG_PIPELINE_DONE; wants = sg_pipeline_step(db)) {
        struct pollfd socket = {.fd = sg_pipeline_socket(db), .events = POLLIN};
        if (wants == SG_PIPELINE_READ_WRITE) socket.events |= POLLOUT;
        assert_int_equal(poll(&socket, 1, LIMIT_MS), 1);
    }
    assert_ok(db, sg_pipeline_end(db, SG_OK));
    assert_string_equal(accounts[ROWS - 1].email, "299");
}

static void assert_refused(SgPoolOptions options, const char *message)
{
    SgPool *pool = NULL;
    SgError error;
    options.url = "postgresql:///x?host=/nowhere";
    assert_int_equal(sg_pool_open(&options, &pool, &error), SG_INVALID);
    assert_null(pool);
    assert_string_equal(error.message, message);
}

static void test_options(void **state)
{
    (void)state;
    assert_refused((SgPoolOptions){.max_connections = -1}, "a limit of the pool's options is negative");
    assert_refused((SgPoolOptions){.min_connections = 3, .max_connections = 2},
                   "the pool's min_connections is more than its max_connections");
    assert_refused((SgPoolOptions){.min_connections = 11}, /* of 10, when nothing is said */
                   "the pool's min_connections is more than its max_connections");
    assert_refused((SgPoolOptions){.prepare = (SgPrepare)2},
                   "the pool's prepare is not SG_PREPARE_NAMED or SG_PREPARE_UNNAMED");
}

static void test_min_connections(void **state)
{
    Fixture *fixture = *state;
    SgPoolCounters counters;
    SgPool *pool = open_pool((SgPoolOptions){
        .url = scratch_url(fixture->scratch), .min_connections = 3, .idle_timeout_ms = 20, .application_name = "kept"});
    sg_pool_counters(pool, &counters);
    assert_int_equal(counters.idle, 3);
    SgSession *sessions[5];
    for (size_t i = 0; i < 5; i++) assert_int_equal(sg_session_open(pool, &sessions[i], NULL), SG_OK);
    for (size_t i = 0; i < 5; i++) sg_session_close(sessions[i]);
    pause_ms(30);
    sg_pool_tend(pool);
    sg_pool_counters(pool, &counters);
    assert_int_equal(counters.open, 3); /* two were too many */
    int64_t connected = counters.connected;
    end_sessions(fixture, "application_name = 'kept'");
    sg_pool_tend(pool);
    sg_pool_counters(pool, &counters);
    assert_int_equal(counters.open, 3);
    assert_int_equal(counters.connected, connected + 3);
    assert_all_back(pool);
    sg_pool_close(pool);
    pool = open_pool((SgPoolOptions){.url = "postgresql:///x?host=/nowhere", .min_connections = 2});
    assert_all_back(pool);
    sg_pool_close(pool);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_opening),   TEST(test_line),           TEST(test_waits_too_long), TEST(test_opening_fails),
        TEST(test_dead_idle), TEST(test_pipeline_steps), TEST(test_options),        TEST(test_min_connections),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
