/* migrate deploy: what it applies, records and refuses, and what state every failure leaves. */
#include "deploy_fixture.h"
#include "history.h"
#include "pause.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void applies_what_is_pending_by_set(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "2_b", "CREATE TABLE b (id int);\nINSERT INTO b VALUES (1);");
    deploy_ok(fixture);
    deploy_script(fixture, "1_a", "CREATE TABLE a (id int)"); /* older by name: from another branch */
    deploy_script(fixture, "3_c", "");
    deploy_script(fixture, "4_d", "\xEF\xBB\xBF-- only a comment\r\n");
    deploy_ok(fixture);
    deploy_ok(fixture);
    assert_string_equal(deploy_rows(fixture), "2_b:t:f:1 1_a:t:f:1 3_c:t:f:1 4_d:t:f:1");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT count(logs) FROM _prisma_migrations"), "0");
    assert_string_equal(
        scratch_value(fixture->scratch, "SELECT checksum FROM _prisma_migrations WHERE migration_name = '3_c'"),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT count(*) FROM b"), "1");
}

static void makes_the_schema_of_the_url(void **state)
{
    DeployFixture *fixture = *state;
    fixture->url.schema = "tra\"de";
    deploy_script(fixture, "1", "CREATE TABLE a (id int)");
    deploy_ok(fixture);
    assert_string_equal(
        scratch_value(fixture->scratch, "SELECT count(*) FROM \"tra\"\"de\".a, \"tra\"\"de\"._prisma_migrations"), "0");
    scratch_run(fixture->scratch, "SET search_path = \"tra\"\"de\"");
    assert_string_equal(deploy_rows(fixture), "1:t:f:1");
}

static void refuses_a_database_it_does_not_know(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "SELECT 1");
    scratch_run(fixture->scratch, "CREATE TABLE theirs (id int)");
    deploy_fails(fixture, "P3005", "not empty");
    scratch_run(fixture->scratch, "DROP TABLE theirs; CREATE VIEW v AS SELECT 1; CREATE TYPE e AS ENUM ('a')");
    deploy_ok(fixture);
}

static void a_failed_script_leaves_nothing_and_stops_the_next(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1_bad", "CREATE TABLE a (id int);\nINSERT INTO é VALUES (1);\n");
    deploy_script(fixture, "2_next", "CREATE TABLE b (id int)");
    deploy_fails(fixture, "P3018", "   2 | INSERT INTO é VALUES (1);\n     |             ^");
    assert_string_equal(deploy_rows(fixture), "1_bad:f:f:0");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT to_regclass('a') IS NULL"), "t");
    assert_string_equal(
        scratch_value(fixture->scratch, "SELECT logs LIKE '%42P01%Nothing of this migration%' FROM _prisma_migrations"),
        "t");
    deploy_fails(fixture, "P3009", "`1_bad` migration started at");
    deploy_resolve(fixture, "1_bad");
    deploy_script(fixture, "1_bad", "CREATE TABLE a (id int)");
    deploy_ok(fixture);
    assert_string_equal(deploy_rows(fixture), "1_bad:f:t:0 1_bad:t:f:1 2_next:t:f:1");
}

static void says_what_a_strange_script_is(void **state)
{
    static const char *const cases[][2] = {
        {"\\connect x\nSELECT 1;", "only psql understands them"},
        {"CREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n\\.\n", "line 2: COPY FROM STDIN with its data"},
        {"CREATE TABLE t (a int);\nCOPY t FROM stdin;", "write INSERT statements"},
        {"CREATE TABLE t (a int);\nCREATE INDEX CONCURRENTLY i ON t (a);", "-- schemagen: no-transaction"},
        {"CREATE TYPE e AS ENUM ('a');\nCOMMIT;\nALTER TYPE e ADD VALUE 'b';\nSELECT 'b'::e;",
         "A new enum value cannot be used"},
        {"SELECT 1;\n<<<<<<< HEAD\nSELECT 2;\n", "merge conflict"},
        {"SELECT 'open", "unterminated quoted string"},
        {"BEGIN;\nCREATE TABLE kept (a int);", "begins a transaction and does not end it"},
        {"CREATE TABLE t (a int);\nALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);\nINSERT INTO t VALUES (0);",
         "DETAIL: Failing row"},
    };
    DeployFixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        deploy_script(fixture, "1", cases[i][0]);
        deploy_fails(fixture, "P3018", cases[i][1]);
        deploy_resolve(fixture, "1");
    }
    assert_string_equal(scratch_value(fixture->scratch, "SELECT to_regclass('kept') IS NULL"), "t");
}

static void what_was_committed_before_an_error_stays_and_is_said(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "BEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\nSELECT nope;");
    deploy_fails(fixture, "P3018", "what it committed before the error stays");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT to_regclass('a') IS NOT NULL"), "t");
    assert_string_equal(deploy_rows(fixture), "1:f:f:0");
}

static void a_single_statement_may_refuse_transactions(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "CREATE TABLE a (id int)");
    deploy_script(fixture, "2", "-- big table\nCREATE INDEX CONCURRENTLY i ON a (id);\n");
    deploy_script(fixture, "3", "VACUUM a");
    deploy_script(fixture, "4", "DO $$ BEGIN INSERT INTO a VALUES (1); COMMIT; END $$");
    deploy_ok(fixture);
    assert_string_equal(deploy_rows(fixture), "1:t:f:1 2:t:f:1 3:t:f:1 4:t:f:1");
}

static void settings_do_not_leak_into_the_next_script(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "SELECT pg_catalog.set_config('search_path', '', false);\nSET lock_timeout = 7;");
    deploy_script(fixture, "2", "CREATE TABLE a (id int)");
    /* a role belongs to the whole server, on which this test may run twice at a time */
    const char *role = sg_arena_printf(&fixture->arena, "%s_role", scratch_name(fixture->scratch));
    deploy_script(fixture, "3", sg_arena_printf(&fixture->arena, "CREATE ROLE %s; SET ROLE %s;", role, role));
    deploy_script(fixture, "4",
                  sg_arena_printf(&fixture->arena,
                                  "CREATE TABLE b AS SELECT current_setting('lock_timeout') t; DROP ROLE %s", role));
    deploy_ok(fixture);
    assert_string_equal(scratch_value(fixture->scratch, "SELECT t FROM public.b"), "0");
}

static void goes_on_at_the_statement_that_failed(void **state)
{
    DeployFixture *fixture = *state;
    const char *script = "-- schemagen: no-transaction\nCREATE TABLE a (id int);\nINSERT INTO a VALUES (1), (1);\n"
                         "CREATE UNIQUE INDEX CONCURRENTLY u ON a (id);\nINSERT INTO a VALUES (2);\n";
    deploy_script(fixture, "1", script);
    deploy_fails(fixture, "P3018", "public.u on a is invalid");
    assert_string_equal(deploy_rows(fixture), "1:f:f:2");
    deploy_fails(fixture, "P3009", "2 of 4 statements applied");
    scratch_run(fixture->scratch, "DROP INDEX u; TRUNCATE a; INSERT INTO a VALUES (1)");
    deploy_resolve(fixture, "1");

    deploy_script(fixture, "1",
                  "-- schemagen: no-transaction\nCREATE TABLE b (id int);\nINSERT INTO a VALUES (1), (1);");
    deploy_fails(fixture, NULL, "have been changed since");
    deploy_script(fixture, "1", script);
    deploy_ok(fixture);
    assert_string_equal(deploy_rows(fixture), "1:f:t:2 1:t:f:4");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT string_agg(id::text, ',' ORDER BY id) FROM a"), "1,2");
}

static void a_transaction_inside_an_unwrapped_script_counts_as_a_whole(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1",
                  "-- schemagen: no-transaction\nCREATE TABLE a (id int);\nBEGIN;\nINSERT INTO a VALUES (1);\n"
                  "INSERT INTO nope VALUES (1);\nCOMMIT;\n");
    deploy_fails(fixture, "P3018", "1 of its 5 statements are applied");
    assert_string_equal(deploy_rows(fixture), "1:f:f:1");
    scratch_run(fixture->scratch, "CREATE TABLE nope (id int)");
    deploy_resolve(fixture, "1");
    deploy_ok(fixture);
    assert_string_equal(scratch_value(fixture->scratch, "SELECT count(*) FROM a"), "1");
}

/* How long a lock is waited for: time enough to find out who holds it. */
enum { HELD_MS = 2000 };

/* Another session that holds a table. */
static PGconn *hold_table(DeployFixture *fixture, const char *table)
{
    PGconn *holder = PQconnectdb(scratch_url(fixture->scratch));
    const char *lock = sg_arena_printf(&fixture->arena, "LOCK TABLE %s", table);
    const char *const statements[] = {"SET application_name = 'the holder'", "BEGIN", lock};
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        PGresult *result = PQexec(holder, statements[i]);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) fail_msg("%s", PQerrorMessage(holder));
        PQclear(result);
    }
    return holder;
}

static void a_lock_that_is_not_free_is_tried_again(void **state)
{
    DeployFixture *fixture = *state;
    scratch_run(fixture->scratch, "CREATE SCHEMA other; CREATE TABLE other.t (a int)");
    deploy_script(fixture, "1", "CREATE TABLE mine (a int); ALTER TABLE other.t ADD COLUMN b int;");
    fixture->options.lock_timeout_ms = HELD_MS;
    fixture->holder = hold_table(fixture, "other.t"); /* until the second attempt */
    deploy_ok(fixture);
    assert_int_equal(fixture->retries, 1);
    assert_non_null(strstr(fixture->blockers, "the holder"));
    assert_string_equal(deploy_rows(fixture), "1:t:f:1");
}

static void a_lock_that_is_never_free_leaves_no_trace(void **state)
{
    DeployFixture *fixture = *state;
    scratch_run(fixture->scratch, "CREATE SCHEMA other; CREATE TABLE other.t (a int)");
    deploy_script(fixture, "1", "CREATE TABLE mine (a int); ALTER TABLE other.t ADD COLUMN b int;");
    fixture->options.lock_timeout_ms = HELD_MS;
    fixture->options.lock_attempts = 2;
    PGconn *holder = hold_table(fixture, "other.t");
    deploy_fails(fixture, "P3018", "the holder");
    PQclear(PQexec(holder, "ROLLBACK"));
    PQfinish(holder);
    assert_int_equal(fixture->retries, 1);
    assert_string_equal(deploy_rows(fixture), "1:f:t:0");
    deploy_ok(fixture); /* nobody had to resolve anything */
    assert_string_equal(deploy_rows(fixture), "1:f:t:0 1:t:f:1");
}

static void another_runner_is_waited_for_or_named(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "SELECT 1");
    scratch_run(fixture->scratch, "SET application_name = 'first runner'; SELECT pg_advisory_lock(72707369)");
    fixture->options.runner_wait_seconds = 1;
    deploy_fails(fixture, "P1002", "first runner");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT to_regclass('_prisma_migrations') IS NULL"), "t");
    scratch_run(fixture->scratch, "SELECT pg_advisory_unlock_all()");
    deploy_ok(fixture);
}

static void two_at_once_apply_everything_once(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "00", "CREATE TABLE log (name text)");
    for (int i = 1; i <= 20; i++)
        deploy_script(fixture, sg_arena_printf(&fixture->arena, "%02d", i),
                      sg_arena_printf(&fixture->arena, "INSERT INTO log VALUES ('%d'); SELECT pg_sleep(0.005)", i));
    pid_t children[3];
    for (int i = 0; i < 3; i++) {
        children[i] = fork();
        if (children[i] == 0) _exit(deploy_run(fixture) == NULL ? 0 : 1);
    }
    for (int i = 0; i < 3; i++) {
        int status = -1;
        waitpid(children[i], &status, 0);
        assert_int_equal(status, 0);
    }
    assert_string_equal(scratch_value(fixture->scratch, "SELECT count(*) || ' ' || count(DISTINCT name) FROM log"),
                        "20 20");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT count(*) FROM _prisma_migrations"), "21");
}

/* Neither finds the database; both wait at the catalog until the test lets go, and then one of them is first. */
static void two_at_once_make_a_database_once(void **state)
{
    DeployFixture *fixture = *state;
    const char *name = sg_arena_printf(&fixture->arena, "%s_new", scratch_name(fixture->scratch));
    const DatabaseUrl url = database_url_with_database(&fixture->arena, &fixture->url, name);
    const char *waiting = sg_arena_printf(&fixture->arena,
                                          "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND"
                                          " query = 'CREATE DATABASE \"%s\"'",
                                          name);
    scratch_run(fixture->scratch, "BEGIN; LOCK TABLE pg_database IN SHARE MODE");
    pid_t children[2];
    for (int i = 0; i < 2; i++) {
        children[i] = fork();
        Connection *connection = NULL;
        bool was_created = false;
        if (children[i] != 0) continue;
        const Failure *failure = apply_connect(&fixture->arena, &url, &connection, &was_created);
        connection_close(connection);
        _exit(failure != NULL ? 100 : was_created);
    }
    double end = now_seconds() + PATIENCE_SECONDS;
    while (strcmp(scratch_value(fixture->scratch, waiting), "2") != 0 && now_seconds() < end)
        scratch_run(fixture->scratch, "SELECT pg_sleep(0.01), pg_stat_clear_snapshot()");
    scratch_run(fixture->scratch, "COMMIT");
    int made = 0;
    for (int i = 0; i < 2; i++) {
        int status = -1;
        waitpid(children[i], &status, 0);
        made += WEXITSTATUS(status);
    }
    scratch_run(fixture->scratch, sg_arena_printf(&fixture->arena, "DROP DATABASE \"%s\"", name));
    assert_int_equal(made, 1);
}

static void the_history_tells_what_differs(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "SELECT 1;\n");
    deploy_script(fixture, "3", "SELECT 3;\n");
    deploy_ok(fixture);
    scratch_run(fixture->scratch,
                "UPDATE _prisma_migrations SET migration_name = '2_theirs' WHERE migration_name = '3'");
    deploy_script(fixture, "1", "SELECT 1;\r\n"); /* only its line ends */
    Connection *connection = NULL;
    assert_null(connection_open(&fixture->arena, &fixture->url, &connection));
    MigrationFolder folder;
    History history;
    assert_null(folder_read(&fixture->arena, fixture->folder, &folder));
    assert_null(history_read(connection, &folder, &history));
    assert_int_equal(history.edited.count, 0);
    assert_true(history_has_diverged(&history));
    assert_string_equal(history.pending.items[0]->name, "3");
    assert_string_equal(history.missing.items[0]->name, "2_theirs");
    assert_string_equal(history.last_common, "1");

    deploy_script(fixture, "1", "SELECT 2;\n");
    assert_null(folder_read(&fixture->arena, fixture->folder, &folder));
    assert_null(history_read(connection, &folder, &history));
    assert_string_equal(history.edited.items[0]->name, "1");
    connection_close(connection);
}

static void resolve_follows_prismas_rules(void **state)
{
    DeployFixture *fixture = *state;
    Connection *connection = NULL;
    assert_null(connection_open(&fixture->arena, &fixture->url, &connection));
    scratch_run(fixture->scratch, "CREATE TABLE theirs (id int)");
    deploy_script(fixture, "0_baseline", "CREATE TABLE theirs (id int)");
    assert_null(journal_mark_applied(connection, "0_baseline", "00"));
    assert_string_equal(journal_mark_applied(connection, "0_baseline", "00")->code, "P3008");
    assert_string_equal(journal_mark_rolled_back(connection, "0_baseline", false)->code, "P3012");
    assert_string_equal(journal_mark_rolled_back(connection, "nope", false)->code, "P3011");
    deploy_script(fixture, "1_bad", "SELECT nope");
    deploy_fails(fixture, "P3018", "42703");
    assert_null(journal_mark_applied(connection, "1_bad", "00"));
    assert_string_equal(deploy_rows(fixture), "0_baseline:t:f:0 1_bad:f:t:0 1_bad:t:f:0");
    deploy_ok(fixture);
    connection_close(connection);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, deploy_set_up, deploy_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(applies_what_is_pending_by_set),
        TEST(makes_the_schema_of_the_url),
        TEST(refuses_a_database_it_does_not_know),
        TEST(a_failed_script_leaves_nothing_and_stops_the_next),
        TEST(says_what_a_strange_script_is),
        TEST(what_was_committed_before_an_error_stays_and_is_said),
        TEST(a_single_statement_may_refuse_transactions),
        TEST(settings_do_not_leak_into_the_next_script),
        TEST(goes_on_at_the_statement_that_failed),
        TEST(a_transaction_inside_an_unwrapped_script_counts_as_a_whole),
        TEST(a_lock_that_is_not_free_is_tried_again),
        TEST(a_lock_that_is_never_free_leaves_no_trace),
        TEST(another_runner_is_waited_for_or_named),
        TEST(two_at_once_apply_everything_once),
        TEST(two_at_once_make_a_database_once),
        TEST(the_history_tells_what_differs),
        TEST(resolve_follows_prismas_rules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
