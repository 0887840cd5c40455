/*
 * migrate deploy, killed at every point: the client, its session, a backend as by a crash, the whole server.
 *
 * The scripts pass gates (advisory locks); a watcher that holds a gate closed knows where the deploy stands when it
 * kills.  Clients and sessions, which are cheap to kill, are also killed at times spread over a whole deploy.  After
 * each kill the record must tell the truth, and the documented way out must lead to the end with every statement run
 * exactly once.
 */
#include "deploy_fixture.h"
#include "pause.h"
#include "private_server.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static void pause_for(double seconds)
{
    nanosleep(
        &(struct timespec){.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)},
        NULL);
}

#define GATE(number) "SELECT pg_advisory_xact_lock(" #number ");\n"

/* One of each kind of script, with gates 1 to GATES at its turns. */
enum { GATES = 7 };

static void write_migrations(DeployFixture *fixture)
{
    deploy_script(fixture, "1", "CREATE TABLE log (name text)");
    deploy_script(fixture, "2", GATE(1) "INSERT INTO log VALUES ('2');\n" GATE(2));
    deploy_script(fixture, "3",
                  "-- schemagen: no-transaction\n" GATE(3) "INSERT INTO log VALUES ('3a');\n"
                                                           "INSERT INTO log VALUES ('3b');\n" GATE(
                                                               4) "INSERT INTO log VALUES ('3c');\n");
    deploy_script(fixture, "4", "BEGIN;\nINSERT INTO log VALUES ('4');\n" GATE(5) "COMMIT;\n" GATE(6));
    deploy_script(fixture, "5", "INSERT INTO log VALUES ('5');\n" GATE(7));
    deploy_script(fixture, "6", "VACUUM log");
}

typedef enum Victim { CLIENT, SESSION, BACKEND, SERVER } Victim;

static void ignore_notice(void *unused, const char *message)
{
    (void)unused;
    (void)message;
}

/* A connection of our own to watch with; waits for a server that recovers. */
static PGconn *watch(const char *url)
{
    for (double end = now_seconds() + PATIENCE_SECONDS; now_seconds() < end; pause_for(0.02)) {
        PGconn *connection = PQconnectdb(url);
        if (PQstatus(connection) == CONNECTION_OK) {
            PQsetNoticeProcessor(connection, ignore_notice, NULL);
            return connection;
        }
        PQfinish(connection);
    }
    fail_msg("the server does not come back");
    return NULL;
}

/* The first cell of the answer, "" when there is none; a table that does not exist yet has no rows. */
static const char *ask(DeployFixture *fixture, PGconn *connection, const char *sql)
{
    PGresult *result = PQexec(connection, sql);
    if (PQstatus(connection) == CONNECTION_BAD) fail_msg("the watcher lost its session: %s", sql);
    const char *value = PQntuples(result) > 0 ? sg_arena_strdup(&fixture->arena, PQgetvalue(result, 0, 0)) : "";
    PQclear(result);
    return value;
}

/* Asks until the answer is as it should be. */
static void wait_until(DeployFixture *fixture, PGconn *watcher, const char *sql, const char *answer)
{
    for (double end = now_seconds() + PATIENCE_SECONDS; now_seconds() < end; pause_for(0.002)) {
        if (strcmp(ask(fixture, watcher, sql), answer) == 0) return;
    }
    fail_msg("after %d seconds this is not %s: %s", PATIENCE_SECONDS, answer, sql);
}

#define OTHERS "FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'schemagen'"

/*
 * Until the postmaster has buried the killed one: only then does it know of the crash, and end all sessions, new ones
 * too.  A connection that is made after that is one of the server that came back.
 */
static void kill_backend(DeployFixture *fixture, PGconn *watcher)
{
    pid_t backend = (pid_t)strtol(ask(fixture, watcher, "SELECT pid " OTHERS " LIMIT 1"), NULL, 10);
    if (backend <= 1 || kill(backend, SIGKILL) != 0) return;
    for (double end = now_seconds() + PATIENCE_SECONDS; kill(backend, 0) == 0; pause_for(0.002)) {
        if (now_seconds() > end) fail_msg("the killed backend is still there");
    }
}

static void kill_victim(DeployFixture *fixture, Victim victim, pid_t client, PGconn *watcher, pid_t postmaster)
{
    switch (victim) {
    case CLIENT: kill(client, SIGKILL); break;
    case SESSION: ask(fixture, watcher, "SELECT count(pg_terminate_backend(pid)) " OTHERS); break;
    case BACKEND: kill_backend(fixture, watcher); break;
    case SERVER: kill(postmaster, SIGKILL); break;
    }
}

/* What the record says of a migration is what is there; the first and the fourth statement of 3 are gates. */
static void check_truth(DeployFixture *fixture, PGconn *watcher)
{
    const char *lies = ask(
        fixture, watcher,
        "SELECT string_agg(migration_name, ' ') FROM _prisma_migrations m, LATERAL (SELECT count(*) AS n FROM log WHERE"
        " name LIKE m.migration_name || '%') l WHERE migration_name IN ('2', '3', '5') AND rolled_back_at IS NULL AND"
        " n <> CASE WHEN migration_name = '3' THEN (ARRAY[0, 0, 1, 2, 2, 3])[applied_steps_count + 1]"
        " WHEN finished_at IS NULL THEN 0 ELSE 1 END");
    if (*lies != '\0') fail_msg("the record lies about %s", lies);
}

/* As the manual says: look what is there, say so, deploy again. */
static void find_way_out(DeployFixture *fixture, PGconn *watcher)
{
    const char *failed =
        ask(fixture, watcher,
            "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL");
    if (*failed != '\0') {
        fixture->resolved++;
        bool is_there = strcmp(failed, "4") == 0 &&
                        strcmp(ask(fixture, watcher, "SELECT count(*) FROM log WHERE name = '4'"), "1") == 0;
        Connection *connection = NULL;
        assert_null(connection_open(&fixture->arena, &fixture->url, &connection));
        const Failure *failure = is_there ? journal_mark_applied(connection, failed, "00")
                                          : journal_mark_rolled_back(connection, failed, false);
        connection_close(connection);
        if (failure != NULL) fail_msg("%s", failure->message);
    }
    deploy_ok(fixture);
    assert_string_equal(ask(fixture, watcher, "SELECT string_agg(name, ' ' ORDER BY name) FROM log"), "2 3a 3b 3c 4 5");
}

static pid_t start_deploy(DeployFixture *fixture)
{
    pid_t client = fork();
    if (client == 0) _exit(deploy_run(fixture) == NULL ? 0 : 1);
    return client;
}

static pid_t postmaster_of(const PrivateServer *server)
{
    if (server->folder == NULL) return 0;
    char path[4096];
    long pid = 0;
    snprintf(path, sizeof path, "%s/data/postmaster.pid", server->folder);
    FILE *file = fopen(path, "r");
    if (file == NULL) return 0;
    if (fscanf(file, "%ld", &pid) != 1) pid = 0;
    fclose(file);
    return (pid_t)pid;
}

static void reopen(DeployFixture *fixture, const ServerPlace *place, PrivateServer *server)
{
    PrivateServer again = {0};
    const Failure *failure = private_server_open(&fixture->arena, place, &again);
    if (failure != NULL) fail_msg("%s", failure->message);
    private_server_close(server);
    *server = again;
}

typedef struct Round {
    Victim victim;
    const ServerPlace *place; /* NULL: the shared server, which is left alone */
    PrivateServer *server;
} Round;

/* What is left after a kill is what the record says, and leads to the end. */
static void check_aftermath(DeployFixture *fixture)
{
    PGconn *watcher = watch(scratch_url(fixture->scratch));
    wait_until(fixture, watcher, "SELECT count(*) " OTHERS, "0");
    ask(fixture, watcher, sg_arena_printf(&fixture->arena, "SET search_path = %s", fixture->url.schema));
    check_truth(fixture, watcher);
    find_way_out(fixture, watcher);
    PQfinish(watcher);
}

/* Kills when the deploy waits at `gate`; gate 0 is none: after `delay`. */
static void kill_once(DeployFixture *fixture, const Round *round, int gate, double delay)
{
    fixture->url.schema = sg_arena_printf(&fixture->arena, "round_%d_%.0f", gate, delay * 1e6);
    PGconn *watcher = watch(scratch_url(fixture->scratch));
    pid_t postmaster = round->server == NULL ? 0 : postmaster_of(round->server);
    if (gate > 0) ask(fixture, watcher, sg_arena_printf(&fixture->arena, "SELECT pg_advisory_lock(%d)", gate));
    pid_t client = start_deploy(fixture);
    if (gate == 0) pause_for(delay);
    if (gate > 0)
        wait_until(fixture, watcher,
                   sg_arena_printf(&fixture->arena,
                                   "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                                   " WHERE d.datname = current_database() AND l.locktype = 'advisory' AND"
                                   " NOT l.granted AND l.objid = %d",
                                   gate),
                   "1");
    kill_victim(fixture, round->victim, client, watcher, postmaster);
    if (round->victim == CLIENT) PQfinish(watcher); /* its backend waits at the gate still */
    waitpid(client, NULL, 0);
    if (round->victim != CLIENT) PQfinish(watcher);
    if (round->victim == SERVER) reopen(fixture, round->place, round->server);
    check_aftermath(fixture);
}

static void kill_at_gates(DeployFixture *fixture, const Round *round)
{
    write_migrations(fixture);
    for (int gate = 1; gate <= GATES; gate++) kill_once(fixture, round, gate, 0);
    assert_true(fixture->resolved > 0); /* else no kill hit anything */
}

static void kill_any_time(DeployFixture *fixture, const Round *round, int count)
{
    fixture->url.schema = "measured";
    double start = now_seconds();
    deploy_ok(fixture);
    double whole = now_seconds() - start;
    for (int i = 1; i <= count; i++) kill_once(fixture, round, 0, whole * 1.1 * i / count);
}

static void the_client(void **state)
{
    const Round round = {.victim = CLIENT};
    kill_at_gates(*state, &round);
    kill_any_time(*state, &round, 15);
}

static void its_session(void **state)
{
    const Round round = {.victim = SESSION};
    kill_at_gates(*state, &round);
    kill_any_time(*state, &round, 15);
}

/* ---- on a server of our own: a backend that is killed takes all others with it ---- */

typedef struct OwnServer {
    SgArena arena;
    const char *folder;
    ServerPlace place;
    PrivateServer server;
} OwnServer;

static int own_server_start(void **state)
{
    OwnServer *own = calloc(1, sizeof *own);
    own->arena.out_of_memory = abort;
    char folder[] = "/tmp/schemagen-kills-XXXXXX";
    if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0) return 1;
    own->folder = sg_arena_strdup(&own->arena, folder);
    own->place = (ServerPlace){.folder = sg_arena_printf(&own->arena, "%s/pg", folder)};
    if (private_server_open(&own->arena, &own->place, &own->server) != NULL) return 1;
    setenv("SCHEMAGEN_TEST_URL", own->server.url, 1);
    /* What was committed is given to the system: the journal of a crash has to be there.  It needs no disk. */
    PGconn *connection = watch(own->server.url);
    PQclear(PQexec(connection, "ALTER ROLE postgres SET synchronous_commit = on"));
    PQclear(PQexec(connection, "ALTER SYSTEM SET fsync = off"));
    PQclear(PQexec(connection, "ALTER SYSTEM SET autovacuum = off"));
    PQclear(PQexec(connection, "SELECT pg_reload_conf()"));
    PQfinish(connection);
    *state = own;
    return 0;
}

static int own_server_end(void **state)
{
    OwnServer *own = *state;
    bool was_running = false;
    unsetenv("SCHEMAGEN_TEST_URL");
    private_server_close(&own->server);
    if (private_server_stop(&own->arena, &own->place, &was_running) != NULL) return 1;
    int code = system(sg_arena_printf(&own->arena, "rm -rf %s", own->folder));
    sg_arena_free(&own->arena);
    free(own);
    return code;
}

static void on_own_server(OwnServer *own, Victim victim)
{
    void *fixture = NULL;
    assert_int_equal(deploy_set_up(&fixture), 0);
    kill_at_gates(fixture, &(Round){.victim = victim, .place = &own->place, .server = &own->server});
    assert_int_equal(deploy_tear_down(&fixture), 0);
}

static void a_backend_as_by_a_crash(void **state)
{
    on_own_server(*state, BACKEND);
}

static void the_whole_server(void **state)
{
    on_own_server(*state, SERVER);
}

/* An argument names the cases to run: 'the_*'. */
int main(int argc, char *argv[])
{
    if (argc > 1) cmocka_set_test_filter(argv[1]);
    const struct CMUnitTest shared[] = {cmocka_unit_test_setup_teardown(the_client, deploy_set_up, deploy_tear_down),
                                        cmocka_unit_test_setup_teardown(its_session, deploy_set_up, deploy_tear_down)};
    const struct CMUnitTest own[] = {cmocka_unit_test(a_backend_as_by_a_crash), cmocka_unit_test(the_whole_server)};
    int failures = cmocka_run_group_tests(shared, NULL, NULL);
    return failures + cmocka_run_group_tests(own, own_server_start, own_server_end);
}
