#include "journal.h"

#include "blockers.h"
#include "interrupt.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *journal_table(const Connection *connection)
{
    return sg_arena_printf(connection->arena, "%s.\"_prisma_migrations\"",
                           connection_identifier(connection->arena, connection->url.schema));
}

/* ---- reading ---- */

static bool is_yes(const char *text)
{
    return text != NULL && text[0] == 't';
}

static void add_row(Connection *connection, const Rows *rows, size_t i, Journal *journal)
{
    const char *logs = rows_get(rows, i, 7);
    *list_add(connection->arena, &journal->rows) =
        (JournalRow){.id = rows_get(rows, i, 0),
                     .checksum = rows_get(rows, i, 1),
                     .name = rows_get(rows, i, 2),
                     .started_at = rows_get(rows, i, 3),
                     .is_finished = is_yes(rows_get(rows, i, 4)),
                     .is_rolled_back = is_yes(rows_get(rows, i, 5)),
                     .steps = (size_t)strtoul(rows_get(rows, i, 6), NULL, 10),
                     .logs = logs != NULL && *logs != '\0' ? logs : NULL};
}

const Failure *journal_read(Connection *connection, Journal *out)
{
    const char *sql = sg_arena_printf(connection->arena,
                                      "SELECT id, checksum, migration_name,"
                                      " to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS') || ' UTC',"
                                      " finished_at IS NOT NULL, rolled_back_at IS NOT NULL, applied_steps_count, logs"
                                      " FROM %s ORDER BY started_at, id",
                                      journal_table(connection));
    Rows rows;
    const Failure *failure = connection_query(connection, sql, NULL, 0, &rows);
    Journal journal = {.exists = true};
    if (failure_has_sqlstate(failure, "42P01") || failure_has_sqlstate(failure, "3F000")) {
        *out = (Journal){0};
        return NULL;
    }
    if (failure != NULL) return failure;
    for (size_t i = 0; i < rows.count; i++) add_row(connection, &rows, i, &journal);
    *out = journal;
    return NULL;
}

const JournalRow *journal_find(const Journal *journal, const char *name)
{
    for (size_t i = journal->rows.count; i > 0; i--) {
        const JournalRow *row = &journal->rows.items[i - 1];
        if (!row->is_rolled_back && strcmp(row->name, name) == 0) return row;
    }
    return NULL;
}

const Failure *journal_schema_has_tables(Connection *connection, bool *out)
{
    Rows rows;
    const Failure *failure = connection_query(
        connection,
        "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE"
        " d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') LIMIT 1",
        &connection->url.schema, 1, &rows);
    if (failure == NULL) *out = rows.count > 0;
    return failure;
}

/* ---- writing ---- */

const Failure *journal_create(Connection *connection)
{
    const char *sql = sg_arena_printf(connection->arena,
                                      "CREATE TABLE %s (\n"
                                      "    id                      VARCHAR(36) PRIMARY KEY NOT NULL,\n"
                                      "    checksum                VARCHAR(64) NOT NULL,\n"
                                      "    finished_at             TIMESTAMPTZ,\n"
                                      "    migration_name          VARCHAR(255) NOT NULL,\n"
                                      "    logs                    TEXT,\n"
                                      "    rolled_back_at          TIMESTAMPTZ,\n"
                                      "    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),\n"
                                      "    applied_steps_count     INTEGER NOT NULL DEFAULT 0\n"
                                      ")",
                                      journal_table(connection));
    return connection_run(connection, sql);
}

/* Version 4, made by the server's generator: no need of one here. */
static const char uuid_sql[] = "pg_catalog.gen_random_uuid()::text";

const Failure *journal_begin(Connection *connection, const JournalRow *row, const char **id)
{
    const char *sql =
        sg_arena_printf(connection->arena,
                        "INSERT INTO %s (id, checksum, started_at, migration_name, applied_steps_count, logs)"
                        " VALUES (%s, $1, pg_catalog.clock_timestamp(), $2, %zu, $3) RETURNING id",
                        journal_table(connection), uuid_sql, row->steps);
    Rows rows;
    const char *const parameters[] = {row->checksum, row->name, row->logs};
    const Failure *failure = connection_query(connection, sql, parameters, 3, &rows);
    if (failure == NULL) *id = rows_get(&rows, 0, 0);
    return failure;
}

const Failure *journal_record(Connection *connection, const char *sql)
{
    interrupt_hold();
    const Failure *failure = connection_run(connection, sql);
    interrupt_release();
    return failure;
}

const char *journal_finish_sql(const Connection *connection, const char *id, size_t steps)
{
    return sg_arena_printf(
        connection->arena,
        "UPDATE %s SET applied_steps_count = %zu, finished_at = pg_catalog.clock_timestamp(), logs = NULL"
        " WHERE id = %s",
        journal_table(connection), steps, connection_literal(connection->arena, id));
}

const char *journal_progress_sql(const Connection *connection, const char *id, size_t steps, const char *progress)
{
    return sg_arena_printf(connection->arena, "UPDATE %s SET applied_steps_count = %zu, logs = %s WHERE id = %s",
                           journal_table(connection), steps, connection_literal(connection->arena, progress),
                           connection_literal(connection->arena, id));
}

const char *journal_close_sql(const Connection *connection, const char *id)
{
    return sg_arena_printf(connection->arena,
                           "UPDATE %s SET rolled_back_at = pg_catalog.clock_timestamp() WHERE id = %s",
                           journal_table(connection), connection_literal(connection->arena, id));
}

const Failure *journal_set_logs(Connection *connection, const char *id, const char *logs)
{
    const char *sql =
        sg_arena_printf(connection->arena, "UPDATE %s SET logs = $2 WHERE id = $1", journal_table(connection));
    Rows rows;
    return connection_query(connection, sql, (const char *const[]){id, logs}, 2, &rows);
}

const char *journal_progress(SgArena *arena, size_t applied, size_t total, const char *prefix_checksum)
{
    return sg_arena_printf(arena, "schemagen: %zu of %zu statements applied, sha256 %s", applied, total,
                           prefix_checksum);
}

bool journal_parse_progress(SgArena *arena, const char *logs, size_t *applied, const char **prefix_checksum)
{
    size_t count = 0, total = 0;
    char sum[65];
    if (logs == NULL ||
        sscanf(logs, "schemagen: %zu of %zu statements applied, sha256 %64[0-9a-f]", &count, &total, sum) != 3)
        return false;
    *applied = count;
    *prefix_checksum = sg_arena_strdup(arena, sum);
    return true;
}

/* ---- resolving ---- */

static const Failure *update_rows(Connection *connection, const char *set, const char *where, const char *name)
{
    Rows rows;
    return connection_query(connection,
                            sg_arena_printf(connection->arena, "UPDATE %s SET %s WHERE migration_name = $1 AND %s",
                                            journal_table(connection), set, where),
                            &name, 1, &rows);
}

static const char close_row[] = "rolled_back_at = pg_catalog.clock_timestamp()";
static const char is_unfinished[] = "finished_at IS NULL AND rolled_back_at IS NULL";

const Failure *journal_mark_applied(Connection *connection, const char *name, const char *checksum)
{
    Journal journal;
    const Failure *failure = journal_read(connection, &journal);
    if (failure != NULL) return failure;
    for (size_t i = 0; i < journal.rows.count; i++) {
        const JournalRow *row = &journal.rows.items[i];
        if (row->is_finished && !row->is_rolled_back && strcmp(row->name, name) == 0)
            return failure_new(connection->arena, "P3008",
                               "The migration `%s` is already recorded as applied in the database.", name);
    }
    failure = connection_run(connection, "BEGIN");
    if (failure == NULL && !journal.exists) failure = journal_create(connection);
    if (failure == NULL && journal.exists) failure = update_rows(connection, close_row, is_unfinished, name);
    Rows rows;
    if (failure == NULL)
        failure = connection_query(
            connection,
            sg_arena_printf(connection->arena,
                            "INSERT INTO %s (id, checksum, logs, started_at, finished_at, migration_name,"
                            " applied_steps_count) SELECT %s, $1, '', t, t, $2, 0 FROM"
                            " pg_catalog.clock_timestamp() AS t",
                            journal_table(connection), uuid_sql),
            (const char *const[]){checksum, name}, 2, &rows);
    const Failure *end = connection_run(connection, failure == NULL ? "COMMIT" : "ROLLBACK");
    return failure != NULL ? failure : end;
}

const Failure *journal_mark_rolled_back(Connection *connection, const char *name, bool forget_progress)
{
    Journal journal;
    const Failure *failure = journal_read(connection, &journal);
    if (failure != NULL) return failure;
    size_t found = 0, unfinished = 0;
    for (size_t i = 0; i < journal.rows.count; i++) {
        const JournalRow *row = &journal.rows.items[i];
        if (strcmp(row->name, name) != 0) continue;
        found++;
        unfinished += !row->is_finished;
    }
    if (found == 0)
        return failure_new(
            connection->arena, "P3011",
            "Migration `%s` cannot be rolled back because it was never applied to the database. Hint: did you "
            "pass in the whole migration name? (example: \"20201207184859_initial_migration\")",
            name);
    if (unfinished == 0)
        return failure_new(connection->arena, "P3012",
                           "Migration `%s` cannot be rolled back because it is not in a failed state.", name);
    if (forget_progress) {
        failure = update_rows(connection, "logs = NULL, applied_steps_count = 0", "finished_at IS NULL", name);
        if (failure != NULL) return failure;
    }
    return update_rows(connection, close_row, is_unfinished, name);
}

/* ---- the lock ---- */

#define LOCK_SQL "SELECT pg_advisory_lock(" JOURNAL_LOCK_KEY ")"
#define UNLOCK_SQL "SELECT pg_advisory_unlock_all()" /* who locked twice holds two */

const Failure *journal_lock(Connection *connection, unsigned seconds)
{
    if (getenv("PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK") != NULL) return NULL;
    SgArena *arena = connection->arena;
    const Failure *failure =
        connection_run(connection, sg_arena_printf(arena, "SET lock_timeout = '%us'; " LOCK_SQL "; RESET lock_timeout",
                                                   seconds == 0 ? 1 : seconds));
    if (failure == NULL) connection->last_words = UNLOCK_SQL;
    if (!failure_has_sqlstate(failure, "55P03")) return failure;
    return failure_new(
        arena, "P1002",
        "The database server at `%s` was reached but timed out.\n\nTimed out trying to acquire a postgres "
        "advisory lock (" LOCK_SQL "). Timeout: %ums. Another migration runs on this database%s",
        database_url_server(arena, &connection->url), seconds * 1000, blockers_of_advisory_lock(connection));
}

const Failure *journal_is_locked(Connection *connection, bool *out)
{
    const char *found = NULL;
    const Failure *failure = connection_value(
        connection,
        "SELECT 1 FROM pg_catalog.pg_locks WHERE granted AND locktype = 'advisory' AND classid = 0 AND objid "
        "= " JOURNAL_LOCK_KEY
        " AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())",
        &found);
    if (failure == NULL) *out = found != NULL;
    return failure;
}
