#include "blockers.h"

#include "journal.h"
#include "text.h"

#define SESSION_COLUMNS                                                                                                \
    " a.pid, a.usename, a.application_name, a.state,"                                                                  \
    " pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - COALESCE(a.xact_start, a.state_change))::text,"   \
    " pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.\"left\"(a.query, 120), '\\s+', ' ', 'g'))"

static const char *or_unknown(const char *text)
{
    return text == NULL || *text == '\0' ? "?" : text;
}

static const char *describe(SgArena *arena, const Rows *rows)
{
    SgText text = {.arena = arena};
    for (size_t i = 0; i < rows->count; i++)
        sg_text_printf(&text, "\n  pid %s, user %s, application %s, %s for %s: %s", or_unknown(rows_get(rows, i, 0)),
                       or_unknown(rows_get(rows, i, 1)), or_unknown(rows_get(rows, i, 2)),
                       or_unknown(rows_get(rows, i, 3)), or_unknown(rows_get(rows, i, 4)),
                       or_unknown(rows_get(rows, i, 5)));
    return sg_text_get(&text);
}

const char *blockers_of_backend(Connection *connection, int pid)
{
    const char *text = sg_arena_printf(connection->arena, "%d", pid);
    Rows rows;
    const Failure *failure =
        connection_query(connection,
                         "SELECT" SESSION_COLUMNS " FROM pg_catalog.pg_stat_activity a WHERE a.pid ="
                         " ANY (pg_catalog.pg_blocking_pids($1::int)) ORDER BY a.xact_start",
                         &text, 1, &rows);
    return failure != NULL ? "" : describe(connection->arena, &rows);
}

const char *blockers_of_advisory_lock(Connection *connection)
{
    Rows rows;
    const Failure *failure = connection_query(
        connection,
        "SELECT" SESSION_COLUMNS
        " FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid) WHERE l.granted AND"
        " l.locktype = 'advisory' AND l.classid = 0 AND l.objid = " JOURNAL_LOCK_KEY " AND l.database ="
        " (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())",
        NULL, 0, &rows);
    if (failure != NULL || rows.count == 0) return ".";
    return sg_arena_printf(connection->arena, ":%s", describe(connection->arena, &rows));
}

const Failure *blockers_invalid_indexes(Connection *connection, const char **out)
{
    Rows rows;
    const Failure *failure = connection_query(
        connection,
        "SELECT pg_catalog.format('%I.%I', n.nspname, i.relname), t.relname FROM pg_catalog.pg_index x"
        " JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid JOIN pg_catalog.pg_class t ON t.oid = x.indrelid"
        " JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace"
        " WHERE NOT x.indisvalid AND i.relkind = 'i' AND n.nspname NOT LIKE 'pg\\_%'"
        /* one that is just being built by somebody else is not left behind */
        " AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = i.oid)"
        " ORDER BY 1",
        NULL, 0, &rows);
    if (failure != NULL) return failure;
    SgText text = {.arena = connection->arena};
    for (size_t i = 0; i < rows.count; i++)
        sg_text_printf(
            &text,
            "\n  %s on %s is invalid, left by a CREATE INDEX CONCURRENTLY that failed: DROP INDEX CONCURRENTLY %s;",
            rows_get(&rows, i, 0), rows_get(&rows, i, 1), rows_get(&rows, i, 0));
    *out = sg_text_get(&text);
    return NULL;
}
