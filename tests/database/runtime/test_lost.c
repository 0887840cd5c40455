/*
 * Connections that are lost: killed and frozen backends, servers that crash and come back, answers that never arrive.
 * On a server of our own, because a backend that is killed takes all others with it.
 */
#include "fixture.h"

#include "account.h"
#include "cluster.h"
#include "order.h"
#include "pause.h"
#include "proxy.h"

#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Cluster *cluster;
static Proxy *proxy;

static int open_cluster(void **state)
{
    (void)state;
    cluster = cluster_open();
    proxy = proxy_open(cluster_host(cluster));
    return setenv("SCHEMAGEN_TEST_URL", cluster_url(cluster), 1);
}

static int close_cluster(void **state)
{
    (void)state;
    proxy_close(proxy);
    cluster_close(cluster);
    return 0;
}

static SgStatus add_account(SgSession *db, const char *email)
{
    return account_insert(db, &(AccountInsert){.email = email}, NULL);
}

static bool try_ask(Fixture *fixture, const char *sql, char out[64])
{
    PGconn *connection = PQconnectdb(scratch_url(fixture->scratch));
    PGresult *result = PQexec(connection, sql);
    bool is_answered = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (is_answered) snprintf(out, 64, "%s", PQgetvalue(result, 0, 0));
    PQclear(result);
    PQfinish(connection);
    return is_answered;
}

/* As an operator's psql: by a connection of its own; waits for a server that recovers. */
static void ask(Fixture *fixture, const char *sql, char out[64])
{
    for (double end = now_seconds() + PATIENCE_SECONDS; now_seconds() < end; pause_ms(20)) {
        if (try_ask(fixture, sql, out)) return;
    }
    fail_msg("the server does not answer %s", sql);
}

static void assert_emails(Fixture *fixture, const char *expected)
{
    char emails[64];
    ask(fixture, "SELECT string_agg(email, ' ' ORDER BY email) FROM accounts", emails);
    assert_string_equal(emails, expected);
}

static const char crash_time[] = "SELECT pg_stat_get_bgwriter_stat_reset_time()";

static pid_t backend(SgSession *db)
{
    return (pid_t)PQbackendPID(sg_session_connection(db));
}

/* Until the server has noticed the crash and recovered; each refusal meanwhile must be SG_UNAVAILABLE. */
static void wait_for_crash(Fixture *fixture, const char *crash_time_before)
{
    char now[64];
    int64_t count;
    SgStatus rc = SG_UNAVAILABLE;
    do {
        ask(fixture, crash_time, now);
    } while (strcmp(now, crash_time_before) == 0);
    for (int i = 0; i < 600 && rc != SG_OK; i++) {
        rc = order_count(fixture->db, NULL, &count);
        if (rc != SG_OK) assert_status(fixture->db, SG_UNAVAILABLE, rc);
    }
    assert_ok(fixture->db, rc);
}

/* ---- Backends and servers ---- */

static void test_killed_backend(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    char before[64];
    ask(fixture, crash_time, before);
    assert_ok(db, add_account(db, "a"));
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, add_account(db, "b"));
    kill(backend(db), SIGKILL);
    assert_status(db, SG_UNAVAILABLE, add_account(db, "c"));
    assert_status(db, SG_UNAVAILABLE, add_account(db, "d"));
    assert_int_equal(sg_end(db, SG_UNAVAILABLE), SG_UNAVAILABLE);
    wait_for_crash(fixture, before);
    assert_emails(fixture, "a");
}

static void test_restarted_server(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    const int signals[] = {SIGINT, SIGQUIT, SIGKILL};
    char emails[4] = "abc";
    SgPoolCounters counters;
    for (size_t i = 0; i < 3; i++) {
        char email[2] = {emails[i], '\0'};
        assert_ok(db, add_account(db, email));
        cluster_stop(cluster, signals[i]);
        assert_status(db, SG_UNAVAILABLE, add_account(db, "lost"));
        assert_status(db, SG_UNAVAILABLE, add_account(db, "no server"));
        cluster_start(cluster);
        assert_ok(db, order_list(db, NULL, &(OrderList){0})); /* at once, its statement prepared again */
    }
    assert_emails(fixture, "a b c");
    sg_pool_counters(fixture->pool, &counters);
    assert_int_equal(counters.open, 1);
    assert_int_equal(counters.connected, 4);
}

/* A backend that neither answers nor lets itself be cancelled. */
static void test_frozen_backend(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    pid_t frozen = backend(db);
    assert_ok(db, sg_session_set_timeout(db, 100));
    kill(frozen, SIGSTOP);
    SgStatus rc = add_account(db, "a");
    kill(frozen, SIGCONT);
    assert_status(db, SG_UNAVAILABLE, rc);
    assert_ok(db, sg_session_set_timeout(db, 0));
    assert_ok(db, order_count(db, NULL, &(int64_t){0}));
    assert_int_not_equal(backend(db), frozen);
}

/* ---- What a session had set up ---- */

static void test_settings_and_channels(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    SgNotification got;
    assert_ok(db, sg_session_set(db, "app.tenant", "wrong"));
    assert_ok(db, sg_session_set(db, "app.tenant", "it's \"me\""));
    assert_ok(db, sg_listen(db, "other"));
    assert_ok(db, sg_listen(db, "my \"channel\""));
    assert_ok(db, sg_unlisten(db, "other"));
    cluster_stop(cluster, SIGINT);
    assert_status(db, SG_UNAVAILABLE, sg_wait_notification(db, 1000, &got));
    cluster_start(cluster);
    assert_status(db, SG_TIMEOUT, sg_wait_notification(db, 0, &got));
    assert_ok(db, sg_notify(db, "other", "x"));
    assert_ok(db, sg_notify(db, "my \"channel\"", "y"));
    assert_ok(db, sg_wait_notification(db, PATIENCE_SECONDS * 1000, &got));
    assert_string_equal(got.payload, "y");
    assert_ok(db, sg_execute(db, "DO $$BEGIN ASSERT current_setting('app.tenant') = 'it''s \"me\"'; END$$", NULL));
    sg_session_close(db);
    assert_int_equal(sg_session_open(fixture->pool, &fixture->db, NULL), SG_OK); /* the same connection, cleaned */
    db = fixture->db;
    assert_ok(db, sg_execute(db, "DO $$BEGIN ASSERT current_setting('app.tenant') = ''; END$$", NULL));
    assert_status(db, SG_TIMEOUT, sg_wait_notification(db, 0, &got));
}

/* ---- COMMIT, and other answers that are lost ---- */

typedef struct Behind {
    SgPool *pool;
    SgSession *db;
} Behind;

/* A session behind the proxy; COMMIT and the insert are prepared, so that each call from now on is one chunk. */
static Behind open_behind(Fixture *fixture)
{
    Behind behind;
    char url[256];
    snprintf(url, sizeof url, "postgresql://postgres@localhost/%s?host=%s", scratch_name(fixture->scratch),
             proxy_host(proxy));
    const SgPoolOptions options = {.url = url, .max_connections = 1};
    assert_int_equal(sg_pool_open(&options, &behind.pool, NULL), SG_OK);
    assert_int_equal(sg_session_open(behind.pool, &behind.db, NULL), SG_OK);
    assert_ok(behind.db, sg_begin(behind.db, SG_READ_COMMITTED));
    assert_ok(behind.db, add_account(behind.db, "0"));
    assert_ok(behind.db, sg_end(behind.db, SG_OK));
    return behind;
}

static void close_behind(Behind behind)
{
    sg_session_close(behind.db);
    sg_pool_close(behind.pool);
}

static SgStatus commit_cut(Behind behind, int isolation, const char *email, ProxyCut cut)
{
    SgSession *db = behind.db;
    assert_ok(db, sg_begin(db, isolation));
    assert_ok(db, add_account(db, email));
    proxy_cut(proxy, cut, 1);
    return sg_end(db, SG_OK);
}

static void test_lost_commit(void **state)
{
    Fixture *fixture = *state;
    Behind behind = open_behind(fixture);
    SgSession *db = behind.db;
    assert_ok(db, commit_cut(behind, SG_TRACED, "a", PROXY_CUT_ANSWER));
    assert_ok(db, add_account(db, "b")); /* not yet prepared on the new connection */
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, sg_end(db, SG_OK));
    assert_status(db, SG_UNAVAILABLE, commit_cut(behind, SG_TRACED | SG_SERIALIZABLE, "c", PROXY_CUT_REQUEST));
    assert_ok(db, add_account(db, "d"));
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, sg_end(db, SG_OK));
    assert_status(db, SG_COMMIT_UNKNOWN, commit_cut(behind, SG_DEFAULT_ISOLATION, "e", PROXY_CUT_ANSWER));
    assert_false(sg_in_transaction(db));
    assert_emails(fixture, "0 a b d e");
    close_behind(behind);
}

static SgStatus pipeline_cut(SgSession *db, const char *email, ProxyCut cut)
{
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, add_account(db, email));
    assert_ok(db, sg_end(db, SG_OK));
    proxy_cut(proxy, cut, 1);
    return sg_pipeline_end(db, SG_OK);
}

static void test_lost_pipeline(void **state)
{
    Fixture *fixture = *state;
    Behind behind = open_behind(fixture);
    SgSession *db = behind.db;
    assert_status(db, SG_COMMIT_UNKNOWN, pipeline_cut(db, "a", PROXY_CUT_REQUEST));
    assert_status(db, SG_COMMIT_UNKNOWN, pipeline_cut(db, "b", PROXY_CUT_ANSWER));
    assert_false(sg_in_transaction(db));
    assert_ok(db, pipeline_cut(db, "c", PROXY_CUT_NOTHING));
    assert_emails(fixture, "0 b c");
    close_behind(behind);
}

/* What the server still does for connections that were cut may end in a commit. */
static void wait_for_others(Fixture *fixture)
{
    const char busy[] = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
                        " AND pid <> pg_backend_pid()";
    while (strcmp(scratch_value(fixture->scratch, busy), "0") != 0) pause_ms(1);
}

/* At every chunk of a COPY and of a long list. */
static void test_lost_streams(void **state)
{
    enum { ROWS = 2000 };
    Fixture *fixture = *state;
    Behind behind = open_behind(fixture);
    SgSession *db = behind.db;
    static OrderInsert rows[ROWS];
    Account account;
    OrderList list;
    int64_t affected;
    assert_ok(db, account_insert(db, &(AccountInsert){.email = "owner"}, &account));
    for (int i = 0; i < ROWS; i++)
        rows[i] = (OrderInsert){.account_id = account.id, .side = ORDER_SIDE_BUY, .quantity = dec("1")};
    for (int chunk = 1; chunk <= 3; chunk++) {
        for (ProxyCut cut = PROXY_CUT_REQUEST; cut <= PROXY_CUT_HALF_ANSWER; cut++) {
            proxy_cut(proxy, cut, chunk);
            SgStatus rc = order_copy_in(db, rows, ROWS, &affected);
            if (rc != SG_OK) assert_status(db, SG_UNAVAILABLE, rc);
            proxy_cut(proxy, PROXY_CUT_NOTHING, 1);
            wait_for_others(fixture);
            assert_ok(db, order_count(db, NULL, &affected));
            assert_int_equal(affected % ROWS, 0); /* all or nothing */
        }
    }
    for (int i = 0; i < 4; i++) {
        proxy_cut(proxy, i % 2 == 0 ? PROXY_CUT_ANSWER : PROXY_CUT_HALF_ANSWER, 1 + i / 2);
        SgStatus rc = order_list(db, NULL, &list);
        if (rc != SG_OK) assert_status(db, SG_UNAVAILABLE, rc);
        proxy_cut(proxy, PROXY_CUT_NOTHING, 1);
        assert_ok(db, order_list(db, NULL, &list));
        assert_int_equal(list.count, affected);
    }
    close_behind(behind);
}

/*
 * A crash loses the ids of transactions of which nothing was on disk, and gives them to others.  The other's COMMIT
 * must not pass for ours.
 */
static void test_reused_transaction_id(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    char before[64], after[64];
    assert_ok(db, add_account(db, "0"));
    assert_ok(db, sg_execute(db, "CHECKPOINT", NULL));
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED | SG_TRACED));
    ask(fixture, "SELECT pg_snapshot_xmin(pg_current_snapshot())", before);
    cluster_stop(cluster, SIGKILL);
    cluster_start(cluster);
    ask(fixture, "SELECT pg_current_xact_id()", after);
    assert_string_equal(before, after); /* the same id, and this one committed */
    assert_status(db, SG_COMMIT_UNKNOWN, sg_end(db, SG_OK));

    assert_ok(db, sg_begin(db, SG_READ_COMMITTED | SG_TRACED));
    cluster_stop(cluster, SIGKILL);
    cluster_start(cluster);
    assert_status(db, SG_UNAVAILABLE, sg_end(db, SG_OK)); /* nobody has had its id since: rolled back */
    assert_emails(fixture, "0");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_killed_backend),        TEST(test_restarted_server),      TEST(test_frozen_backend),
        TEST(test_settings_and_channels), TEST(test_lost_commit),           TEST(test_lost_pipeline),
        TEST(test_lost_streams),          TEST(test_reused_transaction_id),
    };
    return cmocka_run_group_tests(tests, open_cluster, close_cluster);
}
