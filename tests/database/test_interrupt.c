/*
 * Ctrl-C in the commands that change a database, at the moments that differ, and what a terminal shows.
 *
 * The program stands at a gate (an advisory lock that the test holds) or in a long statement when the signal comes.
 * It must end soon with 128 and the signal's number, the record must be true, the runners' lock free, what it
 * borrowed given back.
 */
#include "deploy_fixture.h"
#include "pause.h"
#include "program.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static const char *program_path; /* of schemagen; set once by main */

#define HAS_LOCK                                                                                                       \
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 72707369 AND database = "                   \
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
#define AT_GATE                                                                                                        \
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND objid = 1 AND "                     \
    "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
#define GATE "SELECT pg_advisory_xact_lock(1);\n"

/* ---- helpers ---- */

static Program start(DeployFixture *fixture, const char *group, const char *command, ProgramPlace place)
{
    const char *const argv[] = {program_path, group, command, "--url", scratch_url(fixture->scratch), NULL};
    return program_start(deploy_home(fixture), argv, place);
}

static void wait_until(DeployFixture *fixture, const char *sql, const char *answer)
{
    double end = now_seconds() + PATIENCE_SECONDS;
    while (strcmp(scratch_value(fixture->scratch, sql), answer) != 0) {
        if (now_seconds() > end) fail_msg("after %d seconds this is not %s: %s", PATIENCE_SECONDS, answer, sql);
        pause_ms(5);
    }
}

/* The signal comes, and the program ends with the words; its output. */
static const char *stop(DeployFixture *fixture, Program *program, int number, const char *words)
{
    const char *output = "";
    kill(program->pid, number);
    assert_int_equal(program_finish(&fixture->arena, program, &output), 128 + number);
    if (strstr(output, words) == NULL) fail_msg("expected: %s\nin: %s", words, output);
    assert_string_equal(scratch_value(fixture->scratch, HAS_LOCK), "0");
    return output;
}

/* Runs to its end with this exit code. */
static const char *run(DeployFixture *fixture, const char *group, const char *command, int code)
{
    const char *output = "";
    Program program = start(fixture, group, command, PROGRAM_PIPED);
    int found = program_finish(&fixture->arena, &program, &output);
    if (found != code) fail_msg("exit code %d, not %d:\n%s", found, code, output);
    return output;
}

/* ---- deploy ---- */

static void in_a_transaction(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "CREATE TABLE log (name text)");
    deploy_script(fixture, "2", "INSERT INTO log VALUES ('2');\n" GATE);
    deploy_script(fixture, "3", "INSERT INTO log VALUES ('3')");
    scratch_run(fixture->scratch, "SELECT pg_advisory_lock(1)");
    Program program = start(fixture, "migrate", "deploy", PROGRAM_PIPED);
    wait_until(fixture, AT_GATE, "1");
    stop(fixture, &program, SIGINT, "Interrupted: the migration `2` was stopped.");
    assert_string_equal(deploy_rows(fixture), "1:t:f:1 2:f:t:0");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT count(*) FROM log"), "0");

    program = start(fixture, "migrate", "deploy", PROGRAM_PIPED);
    wait_until(fixture, AT_GATE, "1");
    stop(fixture, &program, SIGTERM, "The next deploy will try it again.");
    scratch_run(fixture->scratch, "SELECT pg_advisory_unlock_all()");
    run(fixture, "migrate", "deploy", 0);
    assert_string_equal(scratch_value(fixture->scratch, "SELECT string_agg(name, ' ') FROM log"), "2 3");
}

static void statement_by_statement(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1",
                  "-- schemagen: no-transaction\nCREATE TABLE log (name text);\nINSERT INTO log VALUES ('a');\n" GATE
                  "INSERT INTO log VALUES ('b');\n");
    scratch_run(fixture->scratch, "SELECT pg_advisory_lock(1)");
    Program program = start(fixture, "migrate", "deploy", PROGRAM_PIPED);
    wait_until(fixture, AT_GATE, "1");
    stop(fixture, &program, SIGINT, "2 of its 4 statements are applied");
    assert_string_equal(deploy_rows(fixture), "1:f:f:2");
    assert_non_null(strstr(run(fixture, "migrate", "status", 1), "2 of its 4 statements are applied"));
    scratch_run(fixture->scratch, "SELECT pg_advisory_unlock_all()");
    run(fixture, "migrate", "deploy", 1); /* P3009 */
    deploy_resolve(fixture, "1");
    run(fixture, "migrate", "deploy", 0);
    assert_string_equal(scratch_value(fixture->scratch, "SELECT string_agg(name, ' ') FROM log"), "a b");
}

/* The statement is over, its record waits: what happened is recorded, and then nothing more is begun. */
static void while_recording(void **state)
{
    DeployFixture *fixture = *state;
    scratch_run(fixture->scratch, "SELECT pg_advisory_lock(1)");
    deploy_script(fixture, "1",
                  "CREATE TABLE log (name text);\n"
                  "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.migration_name = '2' THEN"
                  " PERFORM pg_advisory_xact_lock(1); END IF; RETURN NEW; END $$;\n"
                  "CREATE TRIGGER wait BEFORE UPDATE ON _prisma_migrations FOR EACH ROW EXECUTE FUNCTION wait();\n");
    deploy_script(fixture, "2", "VACUUM log");
    deploy_script(fixture, "3", "INSERT INTO log VALUES ('3')");
    Program program = start(fixture, "migrate", "deploy", PROGRAM_PIPED);
    wait_until(fixture, AT_GATE, "1");
    kill(program.pid, SIGINT);
    pause_ms(500); /* time to do the wrong thing */
    scratch_run(fixture->scratch, "SELECT pg_advisory_unlock_all()");
    const char *output = "";
    assert_int_equal(program_finish(&fixture->arena, &program, &output), 130);
    assert_non_null(strstr(output, "Interrupted before the migration `3`: 2 migrations are applied"));
    assert_string_equal(deploy_rows(fixture), "1:t:f:1 2:t:f:1");
}

static void waiting_for_another_runner(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "SELECT 1");
    scratch_run(fixture->scratch, "SELECT pg_advisory_lock(72707369)");
    Program program = start(fixture, "migrate", "deploy", PROGRAM_PIPED);
    wait_until(fixture, HAS_LOCK, "2");
    kill(program.pid, SIGINT);
    const char *output = "";
    assert_int_equal(program_finish(&fixture->arena, &program, &output), 130);
    wait_until(fixture, HAS_LOCK, "1");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT to_regclass('_prisma_migrations')"), "");
}

/* A server that takes the connection and says nothing. */
static void waiting_for_the_server(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "SELECT 1");
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(listener, 1), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    const char *url = sg_arena_printf(&fixture->arena, "postgresql://nobody@127.0.0.1:%d/none?connect_timeout=0",
                                      ntohs(address.sin_port));
    const char *const argv[] = {program_path, "migrate", "deploy", "--url", url, NULL};
    Program program = program_start(deploy_home(fixture), argv, PROGRAM_PIPED);
    struct pollfd knock = {.fd = listener, .events = POLLIN};
    assert_int_equal(poll(&knock, 1, PATIENCE_SECONDS * 1000), 1);
    stop(fixture, &program, SIGINT, "interrupted (Ctrl-C)");
    close(listener);
}

/* ---- dev ---- */

/* The shadow database is given back. */
static void replaying_on_a_shadow(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "SELECT CASE WHEN current_database() LIKE 'schemagen_shadow%' THEN pg_sleep(600) END;");
    const char schema[] = "datasource db {\n  provider = \"postgresql\"\n}\n";
    const char *path = sg_arena_printf(&fixture->arena, "%s/schema.prisma", deploy_home(fixture));
    assert_null(folder_write_file(&fixture->arena, path, schema, strlen(schema)));
    Program program = start(fixture, "migrate", "dev", PROGRAM_PIPED);
    const char *shadow =
        sg_arena_printf(&fixture->arena,
                        "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'schemagen\\_shadow\\_%%\\_%ld' AND"
                        " query LIKE '%%pg_sleep%%'",
                        (long)program.pid);
    wait_until(fixture, shadow, "1");
    stop(fixture, &program, SIGINT, "canceling statement due to user request");
    const char *left = sg_arena_printf(
        &fixture->arena, "SELECT count(*) FROM pg_database WHERE datname LIKE 'schemagen\\_shadow\\_%%\\_%ld'",
        (long)program.pid);
    assert_string_equal(scratch_value(fixture->scratch, left), "0");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT to_regclass('_prisma_migrations')"), "");
}

/* ---- a terminal ---- */

static void skip_without_terminal(void)
{
    if (program_can_have_terminal()) return;
    print_message("skipped: no terminal can be made (is /dev/pts mounted?)\n");
    skip();
}

static void the_terminal_shows_times(void **state)
{
    skip_without_terminal();
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "CREATE TABLE log (name text);\nSELECT pg_sleep(0.7)");
    deploy_script(fixture, "2", "-- schemagen: no-transaction\nINSERT INTO log VALUES ('2')");
    deploy_script(fixture, "3", "INSERT INTO nowhere VALUES (1)");
    const char *output = "";
    Program program = start(fixture, "migrate", "deploy", PROGRAM_SHOWN);
    assert_int_equal(program_finish(&fixture->arena, &program, &output), 1);
    static const char line[] = "\rApplying migration `1` (1 of 3, ";
    const char *first = strstr(output, line);
    assert_non_null(first);
    assert_non_null(strstr(first + 1, line)); /* it counts */
    assert_non_null(strstr(output, " s)\r\n\rApplying migration `2` (2 of 3, "));
    assert_non_null(strstr(output, " s)\r\n  1/1 INSERT INTO log"));
    assert_non_null(strstr(output, "\r\n  applied in "));
    assert_non_null(strstr(output, " s)\r\nerror: P3018")); /* in colours or not */
}

/* A replay that takes long is seen, and leaves nothing on the screen. */
static void the_terminal_shows_a_long_replay(void **state)
{
    skip_without_terminal();
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "SELECT pg_sleep(0.2)");
    deploy_script(fixture, "2", "SELECT pg_sleep(3)");
    const char *output = "";
    const char *const argv[] = {program_path, "diff",  "--from",       "migrations",
                                "--to",       "empty", "--shadow-url", scratch_url(fixture->scratch),
                                NULL};
    Program program = program_start(deploy_home(fixture), argv, PROGRAM_SHOWN);
    assert_int_equal(program_finish(&fixture->arena, &program, &output), 0);
    static const char line[] = "\rTrying `2` on the shadow database (migration 2, ";
    const char *shown = strstr(output, line);
    assert_non_null(shown);
    assert_non_null(strstr(shown, " s)\r    "));
    assert_non_null(strstr(shown, "  \r-- This is an empty migration."));
}

static void a_pipe_shows_none(void **state)
{
    DeployFixture *fixture = *state;
    deploy_script(fixture, "1", "SELECT pg_sleep(0.5)");
    const char *output = run(fixture, "migrate", "deploy", 0);
    assert_null(strchr(output, '\r'));
    assert_null(strstr(output, " s)"));
    assert_non_null(strstr(output, "Applying migration `1`\n"));
}

int main(int argc, char *argv[])
{
    if (argc < 2) {
        fputs("usage: test_database_interrupt PROGRAM [CASES]\n", stderr);
        return 2;
    }
    program_path = argv[1];
    if (argc > 2) cmocka_set_test_filter(argv[2]);
    setenv("TERM", "dumb", 1); /* no colours */
#define CASE(function) cmocka_unit_test_setup_teardown(function, deploy_set_up, deploy_tear_down)
    const struct CMUnitTest tests[] = {
        CASE(in_a_transaction),           CASE(statement_by_statement),           CASE(while_recording),
        CASE(waiting_for_another_runner), CASE(waiting_for_the_server),           CASE(replaying_on_a_shadow),
        CASE(the_terminal_shows_times),   CASE(the_terminal_shows_a_long_replay), CASE(a_pipe_shows_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
