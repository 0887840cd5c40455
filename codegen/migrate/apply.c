#include "apply.h"

#include "apply_error.h"
#include "apply_run.h"
#include "clock.h"
#include "interrupt.h"
#include "text.h"

#include <string.h>

/* ---- getting there ---- */

/* `was_created` stays false when somebody else was faster. */
static const Failure *create_database(SgArena *arena, const DatabaseUrl *url, bool *was_created)
{
    DatabaseUrl maintenance = database_url_with_database(arena, url, "postgres");
    Connection *connection = NULL;
    const Failure *failure = connection_open(arena, &maintenance, &connection);
    if (failure != NULL && failure->code != NULL && strcmp(failure->code, "P1003") == 0) {
        maintenance = database_url_with_database(arena, url, "template1");
        failure = connection_open(arena, &maintenance, &connection);
    }
    if (failure != NULL) return failure;
    failure = connection_run(connection,
                             sg_arena_printf(arena, "CREATE DATABASE %s", connection_identifier(arena, url->database)));
    connection_close(connection);
    bool is_there = failure_has_sqlstate(failure, "42P04") || failure_has_sqlstate(failure, "23505");
    *was_created = failure == NULL;
    if (failure == NULL || is_there) return NULL;
    return failure_new(arena, "P3000", "Failed to create database: %s", failure->message);
}

const Failure *apply_connect(SgArena *arena, const DatabaseUrl *url, Connection **out, bool *was_created)
{
    Connection *connection = NULL;
    const Failure *failure = connection_open(arena, url, &connection);
    bool is_made = false;
    if (failure != NULL && failure->code != NULL && strcmp(failure->code, "P1003") == 0) {
        failure = create_database(arena, url, &is_made);
        if (failure == NULL) failure = connection_open(arena, url, &connection);
    }
    if (failure != NULL) return failure;
    *was_created = is_made;
    *out = connection;
    return NULL;
}

const Failure *apply_ensure_schema(Connection *connection)
{
    Rows rows;
    const Failure *failure = connection_query(connection, "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1",
                                              &connection->url.schema, 1, &rows);
    if (failure != NULL || rows.count > 0) return failure;
    SgArena *arena = connection->arena;
    return connection_run(connection, sg_arena_printf(arena, "CREATE SCHEMA IF NOT EXISTS %s",
                                                      connection_identifier(arena, connection->url.schema)));
}

/* ---- what is pending ---- */

static const Failure *check_failed(Connection *connection, const Journal *journal)
{
    SgText list = {.arena = connection->arena};
    const char *first = NULL;
    for (size_t i = 0; i < journal->rows.count; i++) {
        const JournalRow *row = &journal->rows.items[i];
        if (!journal_row_failed(row)) continue;
        if (first == NULL) first = row->name;
        sg_text_printf(&list, "\nThe `%s` migration started at %s failed%s%s", row->name, row->started_at,
                       row->logs == NULL ? "" : ":\n", row->logs == NULL ? "" : row->logs);
    }
    if (first == NULL) return NULL;
    return failure_new(
        connection->arena, "P3009",
        "migrate found failed migrations in the target database, new migrations will not be applied.%s\n\n"
        "Repair what it left, if anything, then say how it ended:\n"
        "  schemagen migrate resolve --rolled-back \"%s\"    nothing of it is there (deploy runs it again)\n"
        "  schemagen migrate resolve --applied \"%s\"        all of it is there",
        sg_text_get(&list), first, first);
}

const Failure *apply_plan(Connection *connection, const MigrationFolder *folder, Journal *journal, Migrations *pending)
{
    const Failure *failure = journal_read(connection, journal);
    if (failure != NULL) return failure;
    bool has_tables = false;
    if (!journal->exists) failure = journal_schema_has_tables(connection, &has_tables);
    if (failure != NULL) return failure;
    if (has_tables)
        return failure_new(
            connection->arena, "P3005",
            "The database schema is not empty. It has tables, but no record of migrations: to adopt a database "
            "that exists, mark the migrations it already has with `schemagen migrate resolve --applied NAME`.");
    failure = check_failed(connection, journal);
    if (failure != NULL) return failure;
    for (size_t i = 0; i < folder->migrations.count; i++) {
        Migration *migration = &folder->migrations.items[i];
        if (journal_find(journal, migration->name) == NULL) *list_add(connection->arena, pending) = migration;
    }
    return NULL;
}

/* ---- applying ---- */

static const Failure *prepare(Connection *connection, MigrationFolder *folder, const ApplyOptions *options,
                              Journal *journal, Migrations *pending)
{
    const Failure *failure = folder_check_provider(connection->arena, folder);
    if (failure == NULL) failure = apply_ensure_schema(connection);
    if (failure == NULL) failure = journal_lock(connection, options->runner_wait_seconds);
    if (failure == NULL) failure = apply_plan(connection, folder, journal, pending);
    if (failure == NULL && !journal->exists) failure = journal_create(connection);
    return failure;
}

/* Interrupted between two migrations: NULL when not. */
static const Failure *stop_before(SgArena *arena, const Migration *next, size_t done)
{
    if (interrupt_pending() == 0) return NULL;
    return failure_new(arena, NULL,
                       "Interrupted before the migration `%s`: %zu migration%s applied, nothing is half done.",
                       next->name, done, done == 1 ? " is" : "s are");
}

const Failure *apply_pending(Connection *connection, MigrationFolder *folder, const ApplyOptions *options,
                             const ApplyEvents *events, Migrations *applied)
{
    Journal journal = {0};
    Migrations pending = {0};
    const Failure *failure = prepare(connection, folder, options, &journal, &pending);
    if (failure != NULL) return failure;
    ApplyRun run = {.connection = connection, .options = options, .events = events, .journal = &journal};
    for (size_t i = 0; i < pending.count && failure == NULL; i++) {
        Migration *migration = pending.items[i];
        double start = clock_seconds();
        failure = stop_before(connection->arena, migration, i);
        if (failure != NULL) break;
        if (events->begin != NULL) events->begin(events->context, migration, i, pending.count);
        failure = apply_run(&run, migration);
        if (events->end != NULL) events->end(events->context, failure == NULL, clock_seconds() - start);
        if (failure == NULL) *list_add(connection->arena, applied) = migration;
    }
    apply_run_close(&run);
    return failure;
}

const Failure *apply_script(Connection *connection, Migration *migration)
{
    SgArena *arena = connection->arena;
    const Failure *failure = migration_read(arena, migration);
    if (failure != NULL) return failure;
    Script script;
    const Failure *unsplit = script_split(arena, migration->script, migration->size, &script);
    if (unsplit != NULL && script_is_unwrapped(migration->script, migration->size)) return unsplit;
    if (unsplit != NULL || !script.is_unwrapped) {
        const char *text = unsplit != NULL ? migration->script : script.text;
        failure = connection_run(connection, text);
        if (failure != NULL) return apply_error_in_script(arena, failure, text, migration->size, 0);
        return connection_recover(connection);
    }
    for (size_t i = 0; i < script.statements.count; i++) {
        failure = connection_run(connection, script_statement(arena, &script, i));
        if (failure != NULL)
            return apply_error_in_script(arena, failure, script.text, script.size, script.statements.items[i].start);
    }
    return connection_recover(connection);
}
