/* A PgBouncer in front: the documented modes work, and what cannot work is said clearly. */
#include "fixture.h"

#include "account.h"
#include "cluster.h"
#include "order.h"
#include "pause.h"
#include "pooler.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SKIPPED = 77, KEEPS_STATEMENTS = 121 };

static Cluster *cluster;

static int open_cluster(void **state)
{
    (void)state;
    cluster = cluster_open();
    return setenv("SCHEMAGEN_TEST_URL", cluster_url(cluster), 1);
}

static int close_cluster(void **state)
{
    (void)state;
    cluster_close(cluster);
    return 0;
}

/* A pool behind a pooler of this mode; several sessions at once get several connections of the server. */
typedef struct Behind {
    Pooler *pooler;
    SgPool *pool;
    SgSession *sessions[2];
} Behind;

static Behind open_behind(Fixture *fixture, const char *mode, const char *setting, SgPoolOptions options)
{
    char url[256];
    Behind behind = {.pooler = pooler_open(cluster_host(cluster), mode, setting)};
    snprintf(url, sizeof url, "postgresql://postgres@localhost:%d/%s?host=%s", POOLER_PORT,
             scratch_name(fixture->scratch), pooler_host(behind.pooler));
    options.url = url;
    assert_int_equal(sg_pool_open(&options, &behind.pool, NULL), SG_OK);
    for (size_t i = 0; i < 2; i++) assert_int_equal(sg_session_open(behind.pool, &behind.sessions[i], NULL), SG_OK);
    return behind;
}

static void close_behind(Behind behind)
{
    for (size_t i = 0; i < 2; i++) sg_session_close(behind.sessions[i]);
    sg_pool_close(behind.pool);
    pooler_close(behind.pooler);
}

static SgStatus insert(SgSession *db, void *arg)
{
    return account_insert(db, &(AccountInsert){.email = arg}, NULL);
}

/* What every mode must do, with the two sessions' transactions interleaved, so that each changes connections. */
static void check_work(const Behind *behind)
{
    SgSession *one = behind->sessions[0], *other = behind->sessions[1];
    AccountList list;
    OrderList orders;
    for (int i = 0; i < 10; i++) {
        char first[16], second[16], third[16];
        snprintf(first, sizeof first, "first %d", i);
        snprintf(second, sizeof second, "second %d", i);
        snprintf(third, sizeof third, "third %d", i);
        assert_ok(one, sg_begin(one, SG_READ_COMMITTED));
        assert_ok(one, insert(one, first));
        assert_ok(other, insert(other, second)); /* on the other connection of the server */
        assert_ok(other, sg_pipeline_begin(other));
        assert_ok(other, insert(other, third));
        assert_ok(other, account_list(other, &(AccountQuery){.limit = 5}, &list));
        assert_ok(other, sg_pipeline_end(other, SG_OK));
        assert_status(one, SG_UNIQUE, insert(one, second));
        assert_int_equal(sg_end(one, SG_UNIQUE), SG_UNIQUE);
        assert_ok(one, sg_transaction(one, SG_SERIALIZABLE, 3, insert, first));
        assert_ok(one, order_list(one, NULL, &orders));
        assert_ok(other, sg_begin(other, SG_DEFAULT_ISOLATION));
        assert_ok(other, sg_session_set(other, "app.tenant", "me")); /* of this transaction */
        assert_ok(other, sg_end(other, SG_OK));
    }
    assert_ok(one, account_list(one, NULL, &list));
    assert_int_equal(list.count, 30);
}

static void test_session_mode(void **state)
{
    Behind behind = open_behind(*state, "session", "", (SgPoolOptions){.lock_timeout_ms = PATIENCE_SECONDS * 1000});
    SgNotification got;
    check_work(&behind);
    assert_ok(behind.sessions[0], sg_listen(behind.sessions[0], "channel"));
    assert_ok(behind.sessions[1], sg_notify(behind.sessions[1], "channel", "hello"));
    assert_ok(behind.sessions[0], sg_wait_notification(behind.sessions[0], PATIENCE_SECONDS * 1000, &got));
    close_behind(behind);
}

static void check_misuse(const Behind *behind)
{
    SgSession *db = behind->sessions[0];
    assert_status(db, SG_INVALID, sg_listen(db, "channel"));
    assert_status(db, SG_INVALID, sg_session_set(db, "app.tenant", "me"));
    assert_ok(db, sg_session_set_timeout(db, 50));
    assert_status(db, SG_TIMEOUT, sg_execute(db, "SELECT pg_sleep(10)", NULL)); /* cancelled through the pooler */
    assert_ok(db, sg_session_set_timeout(db, 0));
}

static void test_transaction_mode_unnamed(void **state)
{
    const SgPoolOptions options = {.prepare = SG_PREPARE_UNNAMED, .transaction_pooler = true};
    Behind behind = open_behind(*state, "transaction", "", options);
    check_work(&behind);
    check_misuse(&behind);
    close_behind(behind);
}

static void skip_without_named_statements(void)
{
    int version = pooler_version();
    if (version >= KEEPS_STATEMENTS) return;
    print_message("PgBouncer %d.%d does not keep named statements (1.21 does): not tested\n", version / 100,
                  version % 100);
    skip();
}

static void test_transaction_mode_named(void **state)
{
    skip_without_named_statements();
    Behind behind = open_behind(*state, "transaction", "max_prepared_statements = 100",
                                (SgPoolOptions){.transaction_pooler = true, .statement_cache = 4});
    check_work(&behind);
    check_misuse(&behind);
    close_behind(behind);
}

/* The pooler keeps a statement of the server for each text, and goes on using it when its result has other types since.
 */
static void test_changed_types(void **state)
{
    Fixture *fixture = *state;
    AccountList list;
    skip_without_named_statements();
    Behind behind = open_behind(fixture, "transaction", "max_prepared_statements = 100",
                                (SgPoolOptions){.transaction_pooler = true});
    SgSession *db = behind.sessions[0];
    assert_ok(db, account_list(db, NULL, &list));
    scratch_run(fixture->scratch, "ALTER TABLE accounts ALTER balance DROP DEFAULT, ALTER balance TYPE float8");
    assert_status(db, SG_RANGE, account_list(db, NULL, &list));
    scratch_run(fixture->scratch, "ALTER TABLE accounts ALTER balance TYPE numeric(65,30)");
    assert_ok(db, account_list(db, NULL, &list));
    close_behind(behind);
}

/* Named statements behind a pooler that forgets them: a status that says so, and nothing done twice. */
static void test_misused_names(void **state)
{
    Fixture *fixture = *state;
    const char *forgets = pooler_version() < KEEPS_STATEMENTS ? "" : "max_prepared_statements = 0";
    Behind behind = open_behind(fixture, "transaction", forgets, (SgPoolOptions){.statement_cache = 16});
    SgSession *one = behind.sessions[0], *other = behind.sessions[1];
    int64_t stored = 0;
    int refused = 0;
    assert_ok(other, sg_begin(other, SG_READ_COMMITTED)); /* two connections of the server */
    assert_ok(one, sg_begin(one, SG_READ_COMMITTED));
    assert_ok(one, sg_end(one, SG_OK));
    assert_ok(other, sg_end(other, SG_OK));
    for (int i = 0; i < 20; i++) {
        char email[16];
        snprintf(email, sizeof email, "%d", i);
        SgStatus rc = insert(one, email);
        if (rc == SG_OK) stored++;
        else assert_status(one, SG_INVALID, rc);
        if (rc == SG_INVALID) refused++;
        if (rc == SG_INVALID) assert_non_null(strstr(sg_error(one)->message, "unnamed"));
    }
    assert_true(refused > 0);
    assert_int_equal(strtoll(scratch_value(fixture->scratch, "SELECT count(*) FROM accounts"), NULL, 10), stored);
    close_behind(behind);
}

static void test_options(void **state)
{
    Fixture *fixture = *state;
    SgPool *pool;
    SgError error;
    const SgPoolOptions options = {
        .url = scratch_url(fixture->scratch), .transaction_pooler = true, .lock_timeout_ms = 100};
    assert_int_equal(sg_pool_open(&options, &pool, &error), SG_INVALID);
    assert_non_null(strstr(error.message, "pooler"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_session_mode),           TEST(test_transaction_mode_unnamed),
        TEST(test_transaction_mode_named), TEST(test_changed_types),
        TEST(test_misused_names),          TEST(test_options),
    };
    if (pooler_program() == NULL) {
        puts("pgbouncer is not installed: nothing was tested");
        return SKIPPED;
    }
    return cmocka_run_group_tests(tests, open_cluster, close_cluster);
}
