/*
 * journal.h - the table `_prisma_migrations`: what was applied to a database, and how it went.
 *
 * Rows, meanings and checksums are Prisma's, so that both tools may work on one database.  The table is in the
 * connection's default schema and always named with it, because a script may change search_path.  `logs` of an
 * unfinished row holds what stopped it; when the script ran statement by statement, its first line says how far
 * it came (journal_progress).
 */
#ifndef SCHEMAGEN_JOURNAL_H
#define SCHEMAGEN_JOURNAL_H

#include "connection.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct JournalRow {
    const char *id;
    const char *checksum;
    const char *name;
    const char *started_at; /* "2026-11-22 11:11:40.580 UTC" */
    bool is_finished;
    bool is_rolled_back;
    size_t steps;     /* applied_steps_count */
    const char *logs; /* NULL when empty */
} JournalRow;

typedef struct Journal {
    bool exists;
    LIST(JournalRow) rows; /* by started_at */
} Journal;

/* The table's name as SQL: "public"."_prisma_migrations". */
const char *journal_table(const Connection *connection);

/* Reads the rows; no table is an empty journal with `exists` false. */
const Failure *journal_read(Connection *connection, Journal *out);

const Failure *journal_create(Connection *connection);

/* The schema has tables that are not ours: P3005 asks for it when there is no journal.  Extension tables are not
 * counted. */
const Failure *journal_schema_has_tables(Connection *connection, bool *out);

/* Begun, and neither finished nor rolled back. */
static inline bool journal_row_failed(const JournalRow *row)
{
    return !row->is_finished && !row->is_rolled_back;
}

/* The newest row of `name` that was not rolled back; NULL when there is none. */
const JournalRow *journal_find(const Journal *journal, const char *name);

/* A new row: the migration begins.  Its name, checksum, steps (applied before, by a run that is resumed) and logs
 * (may be NULL) are taken from `row`; its id is returned. */
const Failure *journal_begin(Connection *connection, const JournalRow *row, const char **id);

/* Sends SQL that records what has happened already: Ctrl-C waits for it. */
const Failure *journal_record(Connection *connection, const char *sql);

/* The SQL that records success, to be sent alone or as the end of the migration's own transaction. */
const char *journal_finish_sql(const Connection *connection, const char *id, size_t steps);

/* The SQL that records that `steps` statements are applied, with the progress line in `logs`. */
const char *journal_progress_sql(const Connection *connection, const char *id, size_t steps, const char *progress);

const Failure *journal_set_logs(Connection *connection, const char *id, const char *logs);

/* The line in `logs` that says which statements were applied: how many, and the checksum of their text. */
const char *journal_progress(SgArena *arena, size_t applied, size_t total, const char *prefix_checksum);

/* Reads that line back; false when `logs` has none. */
bool journal_parse_progress(SgArena *arena, const char *logs, size_t *applied, const char **prefix_checksum);

/* resolve --applied: unfinished rows of the name are closed, a finished one is added.  P3008 when there is one. */
const Failure *journal_mark_applied(Connection *connection, const char *name, const char *checksum);

/* resolve --rolled-back: P3011 when there is no row, P3012 when none is unfinished. */
const Failure *journal_mark_rolled_back(Connection *connection, const char *name, bool forget_progress);

/* The row's migration left nothing behind: it was rolled back, or undone by its down script. */
const char *journal_close_sql(const Connection *connection, const char *id);

/* The key of the advisory lock that runners hold; Prisma's, too. */
#define JOURNAL_LOCK_KEY "72707369"

/* How long a runner waits for another one unless it is told otherwise; as Prisma. */
enum { JOURNAL_WAIT_SECONDS = 10 };

/*
 * The lock that keeps two runners apart, Prisma's too; held until the connection ends.  Waits `seconds`, then
 * P1002 says who holds it.  PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK in the environment skips it.
 */
const Failure *journal_lock(Connection *connection, unsigned seconds);

/* Whether a runner holds that lock now. */
const Failure *journal_is_locked(Connection *connection, bool *out);

#endif
