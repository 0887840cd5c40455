#include "shadow.h"

#include "interrupt.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NAME_PREFIX "schemagen_shadow_"

enum { STALE_SECONDS = 3600 };

/* ---- describing and emptying ---- */

const Failure *describe_database(Connection *connection, const SchemaNames *schemas, Database **out)
{
    const char *error = NULL;
    if (database_introspect(connection->pg, schemas, connection->arena, out, &error)) return NULL;
    return failure_new(connection->arena, connection_is_lost(connection) ? "P1017" : NULL,
                       "the database cannot be described: %s", error);
}

Database *describe_for_folder(SgArena *arena, const SchemaNames *schemas, const Database *described)
{
    Database *database = sg_arena_new(arena, sizeof *database);
    *database = *described;
    if (schemas->count == 0) database->default_schema = NULL;
    return database;
}

static void add_reset(SgText *sql, SgArena *arena, const char *schema)
{
    const char *name = connection_identifier(arena, schema);
    sg_text_printf(sql, "DROP SCHEMA IF EXISTS %s CASCADE; CREATE SCHEMA %s; ", name, name);
}

const Failure *reset_schemas(Connection *connection, const SchemaNames *schemas)
{
    SgText sql = {.arena = connection->arena};
    bool has_default = false;
    for (size_t i = 0; i < schemas->count; i++) {
        has_default |= strcmp(schemas->items[i], schemas->default_schema) == 0;
        add_reset(&sql, connection->arena, schemas->items[i]);
    }
    if (schemas->count == 0) add_reset(&sql, connection->arena, schemas->default_schema);
    /* the journal may be in a schema that the datasource does not list */
    if (schemas->count > 0 && !has_default)
        sg_text_printf(&sql, "DROP TABLE IF EXISTS %s; ", journal_table(connection));
    return connection_run(connection, sg_text_get(&sql));
}

/* A shadow has nothing of value: every schema but the system's goes. */
const Failure *shadow_clear(Shadow *shadow)
{
    Connection *connection = shadow->connection;
    Rows rows;
    const Failure *failure = connection_query(connection,
                                              "SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND"
                                              " nspname <> 'information_schema' ORDER BY 1",
                                              NULL, 0, &rows);
    if (failure != NULL) return failure;
    SgText sql = {.arena = connection->arena};
    for (size_t i = 0; i < rows.count; i++)
        sg_text_printf(&sql, "DROP SCHEMA %s CASCADE; ",
                       connection_identifier(connection->arena, rows_get(&rows, i, 0)));
    sg_text_add(&sql, "CREATE SCHEMA public; ");
    if (strcmp(connection->url.schema, "public") != 0)
        sg_text_printf(&sql, "CREATE SCHEMA %s", connection_identifier(connection->arena, connection->url.schema));
    return connection_run(connection, sg_text_get(&sql));
}

/* ---- opening ---- */

static bool is_same_database(const DatabaseUrl *a, const DatabaseUrl *b)
{
    return strcmp(a->host, b->host) == 0 && strcmp(a->port, b->port) == 0 && strcmp(a->database, b->database) == 0;
}

static const Failure *open_given(SgArena *arena, const ShadowPlace *place, Shadow *shadow)
{
    DatabaseUrl url;
    const Failure *failure = database_url_parse(arena, place->url, &url);
    if (failure != NULL) return failure;
    if (place->target != NULL && is_same_database(&url, place->target))
        return failure_new(
            arena, "P3014",
            "The shadow database is emptied again and again: it must not be the database that you work on.");
    url.schema = place->schema;
    bool was_created = false;
    failure = apply_connect(arena, &url, &shadow->connection, &was_created);
    return failure != NULL ? failure : shadow_clear(shadow);
}

/* What commands left that were killed: old by their name, and used by nobody. */
static void drop_stale(Connection *maintenance)
{
    Rows rows;
    const Failure *failure = connection_query(
        maintenance,
        "SELECT datname FROM pg_catalog.pg_database d WHERE datname LIKE '" NAME_PREFIX "%' AND NOT EXISTS"
        " (SELECT 1 FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)",
        NULL, 0, &rows);
    for (size_t i = 0; failure == NULL && i < rows.count; i++) {
        const char *name = rows_get(&rows, i, 0);
        long long made = strtoll(name + strlen(NAME_PREFIX), NULL, 10);
        if (made <= 0 || time(NULL) - made < STALE_SECONDS) continue;
        connection_run(maintenance, sg_arena_printf(maintenance->arena, "DROP DATABASE IF EXISTS %s",
                                                    connection_identifier(maintenance->arena, name)));
    }
}

static const char *new_name(SgArena *arena)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return sg_arena_printf(arena, NAME_PREFIX "%lld_%ld_%ld", (long long)now.tv_sec, (long)now.tv_nsec, (long)getpid());
}

static const Failure *make_database(SgArena *arena, const DatabaseUrl *server, const char *name)
{
    Connection *maintenance = NULL;
    const Failure *failure = connection_open(arena, server, &maintenance);
    if (failure != NULL) return failure;
    drop_stale(maintenance);
    failure = connection_run(maintenance, sg_arena_printf(arena, "CREATE DATABASE %s", name));
    connection_close(maintenance);
    return failure;
}

static const Failure *open_beside(SgArena *arena, const DatabaseUrl *server, const char *schema, Shadow *shadow)
{
    const char *name = new_name(arena);
    const Failure *failure = make_database(arena, server, name);
    if (failure != NULL) return failure;
    shadow->maintenance = *server;
    shadow->database = name;
    DatabaseUrl url = database_url_with_database(arena, server, name);
    url.schema = schema;
    failure = connection_open(arena, &url, &shadow->connection);
    if (failure == NULL) failure = connection_run(shadow->connection, "SET synchronous_commit = off");
    if (failure == NULL) failure = apply_ensure_schema(shadow->connection);
    return failure;
}

static const Failure *open_private(SgArena *arena, const char *schema, Shadow *shadow)
{
    ServerPlace place = private_server_place();
    const Failure *failure = private_server_open(arena, &place, &shadow->server);
    DatabaseUrl url;
    if (failure == NULL) failure = database_url_parse(arena, shadow->server.url, &url);
    return failure != NULL ? failure : open_beside(arena, &url, schema, shadow);
}

const Failure *shadow_open(SgArena *arena, const ShadowPlace *place, Shadow *out)
{
    Shadow shadow = {.arena = arena, .events = place->events};
    const Failure *failure = NULL;
    if (place->url != NULL) {
        failure = open_given(arena, place, &shadow);
    } else {
        if (place->server != NULL) failure = open_beside(arena, place->server, place->schema, &shadow);
        bool may_not_create = failure_has_sqlstate(failure, "42501");
        if (place->server == NULL || may_not_create) failure = open_private(arena, place->schema, &shadow);
    }
    if (failure == NULL) {
        *out = shadow;
        return NULL;
    }
    shadow_close(&shadow);
    bool is_own = failure->code != NULL && strcmp(failure->code, "P3014") == 0;
    return is_own ? failure
                  : failure_new(
                        arena, "P3014",
                        "Could not create the shadow database, which migrations are tried on. --shadow-url names one "
                        "that may be used.\n\n%s",
                        failure->message);
}

void shadow_close(Shadow *shadow)
{
    SgArena *arena = shadow->arena;
    interrupt_hold();
    connection_close(shadow->connection);
    Connection *maintenance = NULL;
    if (shadow->database != NULL && connection_open(arena, &shadow->maintenance, &maintenance) == NULL) {
        connection_run(maintenance,
                       sg_arena_printf(arena, "DROP DATABASE IF EXISTS %s WITH (FORCE)", shadow->database));
        connection_close(maintenance);
    }
    interrupt_release();
    private_server_close(&shadow->server);
    *shadow = (Shadow){0};
}

/* ---- replaying ---- */

static void while_it_runs(void *context, double seconds)
{
    const Shadow *shadow = context;
    (void)seconds;
    if (shadow->events.wait != NULL) shadow->events.wait(shadow->events.context);
}

static const Failure *run_watched(Shadow *shadow, Migration *migration)
{
    Connection *connection = shadow->connection;
    const ShadowEvents *events = &shadow->events;
    if (events->begin != NULL) events->begin(events->context, migration);
    connection->on_wait = while_it_runs;
    connection->wait_context = shadow;
    const Failure *failure = apply_script(connection, migration);
    connection->on_wait = NULL;
    if (events->end != NULL) events->end(events->context);
    return failure;
}

const Failure *shadow_run(Shadow *shadow, Migration *migration)
{
    const Failure *failure = run_watched(shadow, migration);
    if (failure == NULL || failure->server == NULL) return failure;
    return failure_new(shadow->connection->arena, "P3006",
                       "Migration `%s` failed to apply cleanly to the shadow database.\nError:\n%s", migration->name,
                       failure->message);
}

const Failure *shadow_replay(Shadow *shadow, MigrationFolder *folder, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++) {
        const Failure *failure = shadow_run(shadow, &folder->migrations.items[i]);
        if (failure != NULL) return failure;
    }
    return NULL;
}
