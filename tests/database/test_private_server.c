/* private_server: on demand, shared, stopped with its last user, and recovered after crashes. */
#include "private_server.h"
#include "scratch.h"

#include <glob.h>
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

static void out_of_memory(void)
{
    abort();
}

typedef struct Context {
    SgArena arena;
    ServerPlace place;
} Context;

static int set_up(void **state)
{
    Context *context = calloc(1, sizeof *context);
    context->arena.out_of_memory = out_of_memory;
    char folder[] = "/tmp/schemagen-private-XXXXXX";
    if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0) return 1;
    context->place = (ServerPlace){.folder = sg_arena_printf(&context->arena, "%s/pg", folder), .is_temporary = true};
    *state = context;
    return 0;
}

static void wait_a_moment(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
}

/* The guard of a server that was stopped may be removing files at the same time: then it is tried again. */
static int tear_down(void **state)
{
    Context *context = *state;
    bool was_running = false;
    private_server_stop(&context->arena, &context->place, &was_running);
    const char *remove = sg_arena_printf(&context->arena, "rm -rf $(dirname %s)", context->place.folder);
    int status = system(remove);
    for (int i = 0; i < 200 && status != 0; i++) {
        wait_a_moment();
        status = system(remove);
    }
    if (status != 0) return 1;
    sg_arena_free(&context->arena);
    free(context);
    return 0;
}

static PrivateServer open_it(Context *context)
{
    PrivateServer server = {0};
    const Failure *failure = private_server_open(&context->arena, &context->place, &server);
    if (failure != NULL) fail_msg("%s", failure->message);
    return server;
}

static const char *running_url(Context *context)
{
    const char *url = NULL;
    const Failure *failure = private_server_find(&context->arena, &context->place, "postgres", &url);
    if (failure != NULL) fail_msg("%s", failure->message);
    return url;
}

/* Neither the folder nor what it is called while it is removed. */
static bool has_left_files(Context *context)
{
    glob_t found = {0};
    const char *names = sg_arena_printf(&context->arena, "%s*", context->place.folder);
    int status = glob(names, 0, NULL, &found);
    globfree(&found);
    return status != GLOB_NOMATCH;
}

/* The limit only ends what hangs: a server that cannot end in order takes twenty seconds. */
static bool is_gone_soon(Context *context)
{
    for (int i = 0; i < 120 * 20; i++) {
        if (running_url(context) == NULL && !has_left_files(context)) return true;
        wait_a_moment();
    }
    return false;
}

static char *query(const char *url, const char *sql, char *out, size_t size)
{
    PGconn *connection = PQconnectdb(url);
    if (PQstatus(connection) != CONNECTION_OK) fail_msg("%s", PQerrorMessage(connection));
    PGresult *result = PQexec(connection, sql);
    snprintf(out, size, "%s", PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : PQresultErrorMessage(result));
    PQclear(result);
    PQfinish(connection);
    return out;
}

static void serves_on_the_socket_only_and_ends_with_its_last_user(void **state)
{
    Context *context = *state;
    char value[200];
    assert_null(running_url(context));
    PrivateServer first = open_it(context);
    PrivateServer second = open_it(context);
    assert_string_equal(query(first.url, "SHOW listen_addresses", value, sizeof value), "");
    assert_string_equal(query(first.url, "SHOW unix_socket_permissions", value, sizeof value), "0700");
    struct stat folder;
    assert_int_equal(stat(first.socket_folder, &folder), 0);
    assert_int_equal(folder.st_mode & 0777, 0700);
    assert_true(folder.st_uid != 0);

    private_server_close(&first);
    assert_string_equal(query(second.url, "SELECT 1", value, sizeof value), "1");
    private_server_close(&second);
    private_server_close(&second);
    assert_true(is_gone_soon(context));
}

static void outlives_nobody_even_after_kill(void **state)
{
    Context *context = *state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        PrivateServer server;
        if (private_server_open(&context->arena, &context->place, &server) != NULL) _exit(1);
        if (write(ends[1], "x", 1) != 1) _exit(1);
        for (;;) pause();
    }
    char ready;
    assert_int_equal(read(ends[0], &ready, 1), 1);
    assert_non_null(running_url(context));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_true(is_gone_soon(context));
    close(ends[0]);
    close(ends[1]);
}

static void is_started_once_by_many_at_once(void **state)
{
    Context *context = *state;
    pid_t children[4];
    for (int i = 0; i < 4; i++) {
        children[i] = fork();
        if (children[i] != 0) continue;
        PrivateServer server;
        if (private_server_open(&context->arena, &context->place, &server) != NULL) _exit(1);
        PGconn *connection = PQconnectdb(server.url);
        _exit(PQstatus(connection) == CONNECTION_OK ? 0 : 2);
    }
    for (int i = 0; i < 4; i++) {
        int status = -1;
        waitpid(children[i], &status, 0);
        assert_int_equal(status, 0);
    }
    assert_true(is_gone_soon(context));
}

static void recovers_what_a_crash_left(void **state)
{
    Context *context = *state;
    context->place.is_temporary = false;
    char value[200];
    PrivateServer server = open_it(context);
    query(server.url, "CREATE TABLE kept AS SELECT 7 AS n", value, sizeof value);
    query(server.url, "CHECKPOINT", value, sizeof value);
    const char *pid_file = sg_arena_printf(&context->arena, "%s/data/postmaster.pid", server.folder);
    FILE *file = fopen(pid_file, "r");
    long pid = 0;
    assert_int_equal(fscanf(file, "%ld", &pid), 1);
    fclose(file);
    kill((pid_t)pid, SIGKILL);

    /* The stale pid file now names a process that lives and is not a server: us. */
    assert_int_equal(truncate(pid_file, 0), 0);
    file = fopen(pid_file, "w");
    fprintf(file, "%ld\n", (long)getpid());
    fclose(file);
    PrivateServer again = open_it(context);
    assert_string_equal(query(again.url, "SELECT n FROM kept", value, sizeof value), "7");
    private_server_close(&server);
    private_server_close(&again);
}

/* The server of a folder that was removed under it takes the new server's socket with it. */
static void recovers_from_a_lost_socket(void **state)
{
    Context *context = *state;
    PrivateServer first = open_it(context);
    assert_int_equal(unlink(sg_arena_printf(&context->arena, "%s/.s.PGSQL.5432", first.socket_folder)), 0);
    assert_null(running_url(context));
    PrivateServer second = open_it(context);
    assert_non_null(running_url(context));
    private_server_close(&first);
    assert_non_null(running_url(context)); /* the first server's guard ends nobody else's */
    private_server_close(&second);
    assert_true(is_gone_soon(context));
}

static void keeps_running_when_told_until_it_is_stopped(void **state)
{
    Context *context = *state;
    context->place.is_temporary = false;
    PrivateServer server = open_it(context);
    assert_null(private_server_keep(&context->arena, &server));
    private_server_close(&server);
    for (int i = 0; i < 10; i++) wait_a_moment();
    assert_non_null(running_url(context));
    bool was_running = false;
    assert_null(private_server_stop(&context->arena, &context->place, &was_running));
    assert_true(was_running);
    assert_null(running_url(context));
    assert_null(private_server_stop(&context->arena, &context->place, &was_running));
    assert_false(was_running);
}

/* A checkpointer that does not move stands for whatever may keep a server from ending in order. */
static PrivateServer open_one_that_cannot_end(Context *context)
{
    char text[200];
    pid_t checkpointer = 0;
    PrivateServer server = open_it(context);
    while (checkpointer <= 1) { /* a server that answers may not list it yet */
        query(server.url, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'", text, sizeof text);
        checkpointer = (pid_t)strtol(text, NULL, 10);
    }
    assert_int_equal(kill(checkpointer, SIGSTOP), 0);
    return server;
}

static void stops_what_does_not_end_in_order(void **state)
{
    Context *context = *state;
    bool was_running = false;
    PrivateServer server = open_one_that_cannot_end(context);
    assert_null(private_server_stop(&context->arena, &context->place, &was_running));
    assert_true(was_running);
    private_server_close(&server);
}

static void what_does_not_end_in_order_does_not_stay_behind(void **state)
{
    Context *context = *state;
    PrivateServer server = open_one_that_cannot_end(context);
    private_server_close(&server);
    assert_true(is_gone_soon(context));
}

static void finds_room_for_a_long_path(void **state)
{
    Context *context = *state;
    char value[200];
    char deep[] = "/a-folder-whose-name-alone-takes-up-fifty-characters";
    context->place.folder = sg_arena_printf(&context->arena, "%s%s%s", context->place.folder, deep, deep);
    PrivateServer server = open_it(context);
    assert_true(strlen(server.socket_folder) < 90);
    assert_string_equal(query(server.url, "SELECT 1", value, sizeof value), "1");
    private_server_close(&server);
    assert_true(is_gone_soon(context));
}

static void says_what_to_install(void **state)
{
    Context *context = *state;
    setenv("SCHEMAGEN_PG_BINDIR", "/nonexistent", 1);
    PrivateServer server = {0};
    const Failure *failure = private_server_open(&context->arena, &context->place, &server);
    unsetenv("SCHEMAGEN_PG_BINDIR");
    assert_non_null(failure);
    assert_non_null(strstr(failure->message, "apt install postgresql"));
    assert_null(server.folder);
}

static void gives_each_test_a_database(void **state)
{
    (void)state;
    Scratch *first = scratch_open();
    Scratch *second = scratch_open();
    scratch_run(first, "CREATE TABLE t (a int); INSERT INTO t VALUES (3)");
    assert_string_equal(scratch_value(first, "SELECT a FROM t"), "3");
    assert_string_equal(scratch_value(second, "SELECT to_regclass('t') IS NULL"), "t");
    assert_true(scratch_version(first) >= 13);
    scratch_close(first);
    scratch_close(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(serves_on_the_socket_only_and_ends_with_its_last_user, set_up, tear_down),
        cmocka_unit_test_setup_teardown(outlives_nobody_even_after_kill, set_up, tear_down),
        cmocka_unit_test_setup_teardown(is_started_once_by_many_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(recovers_what_a_crash_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(recovers_from_a_lost_socket, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keeps_running_when_told_until_it_is_stopped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stops_what_does_not_end_in_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_does_not_end_in_order_does_not_stay_behind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finds_room_for_a_long_path, set_up, tear_down),
        cmocka_unit_test_setup_teardown(says_what_to_install, set_up, tear_down),
        cmocka_unit_test(gives_each_test_a_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
