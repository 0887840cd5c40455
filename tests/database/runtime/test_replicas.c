/* A primary and its streaming standby: which one a session gets, reading one's own writes, a failover. */
#include "fixture.h"

#include "account.h"
#include "cluster.h"
#include "order.h"
#include "pause.h"

#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { SKIPPED = 77 };

static Cluster *primary, *standby;

static int open_clusters(void **state)
{
    (void)state;
    primary = cluster_open();
    standby = cluster_follow(primary);
    return setenv("SCHEMAGEN_TEST_URL", cluster_url(primary), 1);
}

static int close_clusters(void **state)
{
    (void)state;
    if (standby != NULL) cluster_close(standby);
    if (primary != NULL) cluster_close(primary);
    return 0;
}

/* The test's database, also on the standby. */
static int open_fixture(void **state)
{
    char url[256];
    bool is_there = false;
    if (fixture_open(state) != 0) return -1;
    const Fixture *fixture = *state;
    snprintf(url, sizeof url, "postgresql://postgres@localhost/%s?host=%s", scratch_name(fixture->scratch),
             cluster_host(standby));
    for (double end = now_seconds() + PATIENCE_SECONDS; now_seconds() < end && !is_there;) {
        PGconn *connection = PQconnectdb(url);
        PGresult *result = PQexec(connection, "SELECT 1 FROM orders WHERE false");
        is_there = PQresultStatus(result) == PGRES_TUPLES_OK;
        PQclear(result);
        PQfinish(connection);
        if (!is_there) pause_ms(20);
    }
    return is_there ? 0 : -1;
}

/* Of both hosts. */
static SgPool *open_pool(Fixture *fixture, const char *role)
{
    char url[400];
    SgPool *pool;
    snprintf(url, sizeof url, "postgresql://postgres@localhost/%s?host=%s,%s&target_session_attrs=%s",
             scratch_name(fixture->scratch), cluster_host(standby), cluster_host(primary), role);
    assert_int_equal(sg_pool_open(&(SgPoolOptions){.url = url}, &pool, NULL), SG_OK);
    return pool;
}

static SgSession *open_session(SgPool *pool)
{
    SgSession *db;
    SgError error;
    if (sg_session_open(pool, &db, &error) != SG_OK) fail_msg("%s", error.message);
    return db;
}

static void run_on_standby(const char *sql)
{
    PGconn *connection = PQconnectdb(cluster_url(standby));
    PGresult *result = PQexec(connection, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) fail_msg("%s: %s", sql, PQerrorMessage(connection));
    PQclear(result);
    PQfinish(connection);
}

static bool is_standby(SgSession *db)
{
    PGresult *result = PQexec(sg_session_connection(db), "SELECT pg_is_in_recovery()");
    bool is = PQgetvalue(result, 0, 0)[0] == 't';
    PQclear(result);
    return is;
}

/* Writes, and says where that is in the log; the second way in one round trip. */
static SgPosition add_account(SgPool *pool, const char *email, bool queued)
{
    SgSession *db;
    SgPosition position = {0};
    db = open_session(pool);
    if (queued) assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, account_insert(db, &(AccountInsert){.email = email}, NULL));
    assert_ok(db, sg_end(db, SG_OK));
    assert_ok(db, sg_position(db, &position));
    if (queued) assert_ok(db, sg_pipeline_end(db, SG_OK));
    assert_true(position.lsn > 0);
    sg_session_close(db);
    return position;
}

static void assert_read(const SgReader *reader, SgPosition seen, size_t rows, bool from_standby)
{
    SgSession *db;
    AccountList list;
    assert_int_equal(sg_session_open_reader(reader, seen, &db, NULL), SG_OK);
    assert_int_equal(is_standby(db), from_standby);
    assert_ok(db, account_list(db, NULL, &list));
    assert_int_equal(list.count, rows);
    sg_session_close(db);
}

static void test_read_your_writes(void **state)
{
    Fixture *fixture = *state;
    const SgReader reader = {.primary = open_pool(fixture, "read-write"),
                             .replicas = open_pool(fixture, "prefer-standby"),
                             .patience_ms = 300};
    const SgReader patient = {
        .primary = reader.primary, .replicas = reader.replicas, .patience_ms = PATIENCE_SECONDS * 1000};
    SgPosition first = add_account(reader.primary, "a", false);
    assert_read(&patient, first, 1, true);

    run_on_standby("SELECT pg_wal_replay_pause()");
    SgPosition second = add_account(reader.primary, "b", true);
    assert_true(second.lsn > first.lsn);
    assert_read(&reader, first, 1, true);   /* old enough for the replica, which is behind */
    assert_read(&reader, second, 2, false); /* too new for it: from the primary */
    run_on_standby("SELECT pg_wal_replay_resume()");
    assert_read(&patient, second, 2, true);

    cluster_stop(standby, SIGINT);
    assert_read(&reader, second, 2, false);
    cluster_start(standby);
    sg_pool_close(reader.primary);
    sg_pool_close(reader.replicas);
}

static void test_standby_session(void **state)
{
    Fixture *fixture = *state;
    SgPool *writers = open_pool(fixture, "read-write"), *readers = open_pool(fixture, "standby");
    SgPosition written = add_account(writers, "a", false), seen;
    SgSession *db;
    db = open_session(readers);
    assert_ok(db, sg_wait_position(db, written, PATIENCE_SECONDS * 1000));
    assert_ok(db, sg_position(db, &seen));
    assert_true(seen.lsn >= written.lsn);
    assert_status(db, SG_SERVER, account_insert(db, &(AccountInsert){.email = "b"}, NULL));
    assert_string_equal(sg_error(db)->sqlstate, "25006"); /* read-only */
    assert_ok(db, sg_begin(db, SG_REPEATABLE_READ | SG_READ_ONLY));
    assert_status(db, SG_INVALID, sg_wait_position(db, written, 0));
    assert_ok(db, sg_end(db, SG_OK));
    assert_status(db, SG_TIMEOUT, sg_wait_position(db, (SgPosition){INT64_MAX}, 20));
    sg_session_close(db);
    sg_pool_close(readers);
    sg_pool_close(writers);
}

/* The primary is gone, the standby takes over; the same pool and the same session go on. */
static void test_failover(void **state)
{
    Fixture *fixture = *state;
    SgPool *pool = open_pool(fixture, "read-write");
    SgSession *db;
    AccountList list;
    SgStatus rc = SG_UNAVAILABLE;
    db = open_session(pool);
    assert_ok(db, account_insert(db, &(AccountInsert){.email = "a"}, NULL));
    SgPosition position;
    assert_ok(db, sg_position(db, &position));
    cluster_stop(primary, SIGINT); /* sends everything before it ends */
    assert_status(db, SG_UNAVAILABLE, account_list(db, NULL, &list));
    run_on_standby("SELECT pg_promote()");
    for (double end = now_seconds() + PATIENCE_SECONDS; now_seconds() < end && rc == SG_UNAVAILABLE;) {
        rc = account_insert(db, &(AccountInsert){.email = "b"}, NULL);
        if (rc != SG_OK) pause_ms(50);
    }
    assert_ok(db, rc);
    assert_ok(db, sg_wait_position(db, position, 0));
    assert_ok(db, account_list(db, NULL, &list));
    assert_int_equal(list.count, 2);
    sg_session_close(db);
    sg_pool_close(pool);
    cluster_start(primary); /* for the fixture, which drops its database there */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_fixture, fixture_close)
    const struct CMUnitTest tests[] = {TEST(test_read_your_writes), TEST(test_standby_session), TEST(test_failover)};
    if (!cluster_can_follow()) {
        puts("pg_basebackup is not beside the server's programs: nothing was tested");
        return SKIPPED;
    }
    return cmocka_run_group_tests(tests, open_clusters, close_clusters);
}
