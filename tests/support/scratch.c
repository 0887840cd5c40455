#include "scratch.h"

#include "arena.h"
#include "private_server.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

enum { LINGER_SECONDS = 5 };

struct Scratch {
    SgArena arena;
    PrivateServer server; /* zero with SCHEMAGEN_TEST_URL */
    const char *server_url;
    const char *name;
    const char *url;
    PGconn *connection;
};

static void out_of_memory(void)
{
    fputs("scratch: out of memory\n", stderr);
    exit(1);
}

static _Noreturn void give_up(const char *message)
{
    fprintf(stderr, "this test needs a PostgreSQL server: %s\n", message);
    exit(1);
}

static uint32_t add_to_hash(uint32_t hash, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) hash = (hash ^ (unsigned char)*c) * 16777619u;
    return hash;
}

/* One folder per build folder, user and version of the server, so that all test programs of a run share one server. */
static const char *server_folder(SgArena *arena)
{
    const char *temporary = getenv("TMPDIR");
    if (temporary == NULL || temporary[0] != '/') temporary = "/tmp";
    const char *programs = getenv("SCHEMAGEN_PG_BINDIR");
    uint32_t hash = add_to_hash(2166136261u, SCHEMAGEN_BUILD_FOLDER);
    if (programs != NULL) hash = add_to_hash(hash, programs);
    return sg_arena_printf(arena, "%s/schemagen-test-%ld-%08lx", temporary, (long)geteuid(), (unsigned long)hash);
}

static void open_server(Scratch *scratch)
{
    const char *given = getenv("SCHEMAGEN_TEST_URL");
    if (given != NULL && *given != '\0') {
        scratch->server_url = given;
        return;
    }
    ServerPlace place = {
        .folder = server_folder(&scratch->arena), .linger_seconds = LINGER_SECONDS, .is_temporary = true};
    const Failure *failure = private_server_open(&scratch->arena, &place, &scratch->server);
    if (failure != NULL) give_up(failure->message);
    scratch->server_url = scratch->server.url;
}

/* The server's URL with another database: scheme://authority/DATABASE?parameters. */
static const char *with_database(SgArena *arena, const char *url, const char *name)
{
    const char *authority = strstr(url, "://");
    if (authority == NULL) give_up("SCHEMAGEN_TEST_URL is not a postgresql:// URL");
    size_t head = (size_t)(authority + 3 - url) + strcspn(authority + 3, "/?");
    const char *parameters = strchr(url, '?');
    return sg_arena_printf(arena, "%.*s/%s%s", (int)head, url, name, parameters == NULL ? "" : parameters);
}

static void ignore_notice(void *unused, const char *message)
{
    (void)unused;
    (void)message;
}

static PGconn *connect_to(const char *url)
{
    PGconn *connection = PQconnectdb(url);
    if (PQstatus(connection) != CONNECTION_OK) give_up(PQerrorMessage(connection));
    PQsetNoticeProcessor(connection, ignore_notice, NULL);
    return connection;
}

static void run_on_server(const Scratch *scratch, const char *sql)
{
    PGconn *connection = connect_to(scratch->server_url);
    PGresult *result = PQexec(connection, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) give_up(PQerrorMessage(connection));
    PQclear(result);
    PQfinish(connection);
}

Scratch *scratch_open(void)
{
    Scratch *scratch = calloc(1, sizeof *scratch);
    if (scratch == NULL) out_of_memory();
    scratch->arena.out_of_memory = out_of_memory;
    open_server(scratch);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    scratch->name = sg_arena_printf(&scratch->arena, "test_%ld_%llx%09lx", (long)getpid(),
                                    (unsigned long long)now.tv_sec, (unsigned long)now.tv_nsec);
    scratch->url = with_database(&scratch->arena, scratch->server_url, scratch->name);
    run_on_server(scratch, sg_arena_printf(&scratch->arena, "CREATE DATABASE %s TEMPLATE template0", scratch->name));
    scratch->connection = connect_to(scratch->url);
    return scratch;
}

void scratch_close(Scratch *scratch)
{
    if (scratch == NULL) return;
    PQfinish(scratch->connection);
    run_on_server(scratch, sg_arena_printf(&scratch->arena, "DROP DATABASE IF EXISTS %s WITH (FORCE)", scratch->name));
    private_server_close(&scratch->server);
    sg_arena_free(&scratch->arena);
    free(scratch);
}

const char *scratch_url(const Scratch *scratch)
{
    return scratch->url;
}

const char *scratch_name(const Scratch *scratch)
{
    return scratch->name;
}

PGconn *scratch_connection(const Scratch *scratch)
{
    return scratch->connection;
}

static PGresult *run(const Scratch *scratch, const char *sql)
{
    PGresult *result = PQexec(scratch->connection, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        fail_msg("the server refused:\n%s\n%s", sql, PQerrorMessage(scratch->connection));
    return result;
}

void scratch_run(const Scratch *scratch, const char *sql)
{
    PQclear(run(scratch, sql));
}

const char *scratch_value(Scratch *scratch, const char *sql)
{
    PGresult *result = run(scratch, sql);
    const char *value = PQntuples(result) == 0 ? "" : sg_arena_strdup(&scratch->arena, PQgetvalue(result, 0, 0));
    PQclear(result);
    return value;
}

int scratch_version(const Scratch *scratch)
{
    return PQserverVersion(scratch->connection) / 10000;
}
