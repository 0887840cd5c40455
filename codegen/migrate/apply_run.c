#include "apply_run.h"

#include "apply_error.h"
#include "blockers.h"
#include "checksum.h"
#include "interrupt.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* One migration on its way. */
typedef struct Attempt {
    ApplyRun *run;
    Migration *migration;
    Script script;
    const Failure *unsplit; /* why `script` has no statements; the server may still understand it */
    bool is_atomic;         /* one transaction, the record included */
    size_t done;            /* statements that are applied for good (unwrapped scripts) */
    const char *id;         /* of the journal's row */
} Attempt;

/* ---- while a statement runs ---- */

static void ask_who_blocks(ApplyRun *run, double seconds)
{
    double interval = run->options->lock_timeout_ms > 0 ? 0.2 : 1.0;
    if (seconds < run->asked_at) run->asked_at = 0; /* another statement */
    if (seconds - run->asked_at < interval) return;
    run->asked_at = seconds;
    Connection *connection = run->connection;
    if (run->watcher == NULL && connection_open(connection->arena, &connection->url, &run->watcher) != NULL) return;
    const char *blockers = blockers_of_backend(run->watcher, PQbackendPID(connection->pg));
    bool is_news = *blockers != '\0' && (run->blockers == NULL || strcmp(blockers, run->blockers) != 0);
    if (*blockers != '\0') run->blockers = blockers;
    if (is_news && run->events->blocked != NULL) run->events->blocked(run->events->context, blockers, seconds);
}

static void while_it_runs(void *context, double seconds)
{
    ApplyRun *run = context;
    if (run->events->wait != NULL) run->events->wait(run->events->context);
    ask_who_blocks(run, seconds);
}

void apply_run_close(ApplyRun *run)
{
    connection_close(run->watcher);
    run->watcher = NULL;
}

/* Runs the migration's SQL, watched. */
static const Failure *run_watched(ApplyRun *run, const char *sql)
{
    Connection *connection = run->connection;
    run->asked_at = 0;
    connection->on_wait = while_it_runs;
    connection->wait_context = run;
    const Failure *failure = connection_run(connection, sql);
    connection->on_wait = NULL;
    return failure;
}

/* ---- lock timeout and retry ---- */

static bool may_retry(const Attempt *attempt, const Failure *failure, unsigned tried)
{
    return failure_has_sqlstate(failure, "55P03") && tried < attempt->run->options->lock_attempts &&
           interrupt_pending() == 0;
}

/* Longer each time, and never the same for two runners. */
static void pause_before_retry(unsigned tried)
{
    long milliseconds = 500 * (long)tried + (long)(clock() % 250);
    for (; milliseconds > 0 && interrupt_pending() == 0; milliseconds -= 50)
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
}

static const Failure *set_lock_timeout(const ApplyRun *run)
{
    if (run->options->lock_timeout_ms == 0) return NULL;
    SgArena *arena = run->connection->arena;
    return connection_run(run->connection,
                          sg_arena_printf(arena, "SET lock_timeout = '%ums'", run->options->lock_timeout_ms));
}

static const Failure *run_with_retries(Attempt *attempt, const char *sql, bool can_retry)
{
    ApplyRun *run = attempt->run;
    for (unsigned tried = 1;; tried++) {
        const Failure *failure = set_lock_timeout(run);
        if (failure == NULL) failure = run_watched(run, sql);
        if (!can_retry || !may_retry(attempt, failure, tried)) return failure;
        if (run->events->retry != NULL)
            run->events->retry(run->events->context, tried + 1, run->options->lock_attempts);
        pause_before_retry(tried);
    }
}

/* ---- a script as a whole ---- */

static bool controls_transactions(const Script *script)
{
    for (size_t i = 0; i < script->statements.count; i++) {
        if (script->statements.items[i].controls_transaction) return true;
    }
    return false;
}

/* Several statements in one query are one transaction already; a single one is made one with the record, unless
 * PostgreSQL wants it alone. */
static bool can_carry_record(const Attempt *attempt)
{
    const Script *script = &attempt->script;
    if (attempt->unsplit != NULL) return false;
    return script->statements.count != 1 || !script->statements.items[0].needs_own_call;
}

static const Failure *run_whole(Attempt *attempt)
{
    Connection *connection = attempt->run->connection;
    const char *finish = sg_arena_printf(connection->arena, "%s; %s", connection_reset_sql(connection),
                                         journal_finish_sql(connection, attempt->id, 1));
    const char *text = attempt->unsplit == NULL ? attempt->script.text : attempt->migration->script;
    if (can_carry_record(attempt)) {
        const char *sql = sg_arena_printf(connection->arena, "%s\n;\n%s", text, finish);
        const Failure *failure = run_with_retries(attempt, sql, attempt->is_atomic);
        if (failure != NULL || PQtransactionStatus(connection->pg) == PQTRANS_IDLE) return failure;
    } else {
        const Failure *failure = run_with_retries(attempt, text, false);
        if (failure != NULL) return failure;
        if (PQtransactionStatus(connection->pg) == PQTRANS_IDLE) return journal_record(connection, finish);
    }
    return failure_new(
        connection->arena, NULL,
        "The script begins a transaction and does not end it: what it did was rolled back. Add the missing "
        "COMMIT.");
}

static const Failure *explain(const Attempt *attempt, const Failure *failure)
{
    SgArena *arena = attempt->run->connection->arena;
    const Script *script = &attempt->script;
    const Migration *migration = attempt->migration;
    if (failure == NULL) return NULL;
    if (attempt->unsplit == NULL) return apply_error_in_script(arena, failure, script->text, script->size, 0);
    failure = apply_error_in_script(arena, failure, migration->script, migration->size, 0);
    Failure *both = sg_arena_new(arena, sizeof *both);
    *both = *failure;
    both->message = sg_arena_printf(arena, "%s\n\n%s", failure->message, attempt->unsplit->message);
    return both;
}

/* ---- a script statement by statement ---- */

static const char *prefix_checksum(const Attempt *attempt, size_t count)
{
    const Script *script = &attempt->script;
    size_t size = count == 0 ? 0 : script->statements.items[count - 1].end;
    return checksum_of(attempt->run->connection->arena, script->text, size);
}

static const char *progress_line(const Attempt *attempt, size_t count)
{
    return journal_progress(attempt->run->connection->arena, count, attempt->script.statements.count,
                            prefix_checksum(attempt, count));
}

static const Failure *run_statement(Attempt *attempt, size_t index)
{
    Connection *connection = attempt->run->connection;
    const Statement *statement = &attempt->script.statements.items[index];
    const char *sql = script_statement(connection->arena, &attempt->script, index);
    const char *record = journal_progress_sql(connection, attempt->id, index + 1, progress_line(attempt, index + 1));
    bool is_alone = statement->needs_own_call || statement->controls_transaction;
    if (!is_alone) sql = sg_arena_printf(connection->arena, "%s\n;\n%s", sql, record);
    /* a CONCURRENTLY that gave up halfway leaves an invalid index: no second attempt without a look at it */
    bool can_retry = !statement->is_concurrent && PQtransactionStatus(connection->pg) == PQTRANS_IDLE;
    const Failure *failure = run_with_retries(attempt, sql, can_retry);
    if (failure == NULL && is_alone) failure = journal_record(connection, record);
    if (failure != NULL)
        return apply_error_in_script(connection->arena, failure, attempt->script.text, attempt->script.size,
                                     statement->start);
    if (PQtransactionStatus(connection->pg) == PQTRANS_IDLE) attempt->done = index + 1;
    return NULL;
}

static const Failure *run_statements(Attempt *attempt)
{
    ApplyRun *run = attempt->run;
    Connection *connection = run->connection;
    size_t total = attempt->script.statements.count;
    for (size_t i = attempt->done; i < total; i++) {
        if (run->events->statement != NULL)
            run->events->statement(run->events->context, script_summary(connection->arena, &attempt->script, i), i,
                                   total);
        const Failure *failure = run_statement(attempt, i);
        if (failure != NULL) return failure;
    }
    if (PQtransactionStatus(connection->pg) != PQTRANS_IDLE)
        return failure_new(connection->arena, NULL,
                           "The script begins a transaction and does not end it: add the missing COMMIT.");
    return journal_record(connection, sg_arena_printf(connection->arena, "%s; %s", connection_reset_sql(connection),
                                                      journal_finish_sql(connection, attempt->id, total)));
}

/* How many statements an earlier, failed run of the script applied: the newest row of its name knows. */
static const Failure *find_progress(Attempt *attempt)
{
    const Journal *journal = attempt->run->journal;
    SgArena *arena = attempt->run->connection->arena;
    for (size_t i = journal->rows.count; i > 0; i--) {
        const JournalRow *row = &journal->rows.items[i - 1];
        size_t applied = 0;
        const char *checksum = NULL;
        if (strcmp(row->name, attempt->migration->name) != 0) continue;
        if (row->is_finished || !journal_parse_progress(arena, row->logs, &applied, &checksum)) return NULL;
        bool is_same =
            applied <= attempt->script.statements.count && strcmp(checksum, prefix_checksum(attempt, applied)) == 0;
        if (!is_same)
            return failure_new(
                arena, NULL,
                "the first %zu statements of `%s` were applied by an earlier run and have been changed since; "
                "restore their text, or, when they are not in the database any more, run "
                "`schemagen migrate resolve --rolled-back %s --from-start`",
                applied, row->name, row->name);
        attempt->done = applied;
        return NULL;
    }
    return NULL;
}

/* ---- begin and record ---- */

static const char atomic_note[] =
    "schemagen: the script and this record are one transaction; while unfinished, nothing of it is applied";

static const Failure *begin(Attempt *attempt)
{
    JournalRow row = {
        .name = attempt->migration->name, .checksum = attempt->migration->checksum, .steps = attempt->done};
    if (attempt->is_atomic) row.logs = atomic_note;
    if (attempt->script.is_unwrapped) row.logs = progress_line(attempt, attempt->done);
    return journal_begin(attempt->run->connection, &row, &attempt->id);
}

static const char *state_left(const Attempt *attempt)
{
    SgArena *arena = attempt->run->connection->arena;
    if (attempt->is_atomic) return "Nothing of this migration is in the database: its script is one transaction.";
    if (attempt->script.is_unwrapped)
        return sg_arena_printf(
            arena,
            "%zu of its %zu statements are applied. Once the cause is removed, run `schemagen migrate "
            "resolve --rolled-back %s` and deploy: it goes on at statement %zu.",
            attempt->done, attempt->script.statements.count, attempt->migration->name, attempt->done + 1);
    return "The script controls transactions itself, or runs outside of one: what it committed before the error stays.";
}

/* Nothing happened, and nobody is to blame: the next deploy may simply try again. */
static bool leaves_no_trace(const Attempt *attempt, const Failure *failure)
{
    return attempt->is_atomic && (failure_has_sqlstate(failure, "55P03") || attempt->run->connection->was_cancelled);
}

static const Failure *reconnect(Attempt *attempt)
{
    Connection *connection = attempt->run->connection;
    Connection *fresh = NULL;
    const Failure *failure = connection_open(connection->arena, &connection->url, &fresh);
    if (failure != NULL) return failure;
    PQfinish(connection->pg);
    connection->pg = fresh->pg;
    return NULL;
}

static const char *with_blockers(const Attempt *attempt, const Failure *failure, const char *message)
{
    if (!failure_has_sqlstate(failure, "55P03") || attempt->run->blockers == NULL) return message;
    return sg_arena_printf(attempt->run->connection->arena, "%s\n\nIt waited for:%s", message, attempt->run->blockers);
}

/* The connection was lost; the transaction may have been committed before that. */
static bool was_committed(Attempt *attempt)
{
    Connection *connection = attempt->run->connection;
    Rows rows;
    const char *sql = sg_arena_printf(connection->arena, "SELECT 1 FROM %s WHERE id = $1 AND finished_at IS NOT NULL",
                                      journal_table(connection));
    return connection_query(connection, sql, &attempt->id, 1, &rows) == NULL && rows.count == 1;
}

static const char *logs_of(const Attempt *attempt, const char *message, const char *state)
{
    SgArena *arena = attempt->run->connection->arena;
    const char *progress = attempt->script.is_unwrapped ? progress_line(attempt, attempt->done) : "";
    return sg_arena_printf(arena, "%s%s%s\n\n%s", progress, *progress == '\0' ? "" : "\n", message, state);
}

/* Writes what happened, on a new connection if the old one is gone; the server may be gone too. */
static const Failure *write_failure(Attempt *attempt, const Failure *failure)
{
    Connection *connection = attempt->run->connection;
    SgArena *arena = connection->arena;
    bool is_traceless = leaves_no_trace(attempt, failure), is_interrupted = connection->was_cancelled;
    bool is_lost = connection_is_lost(connection);
    const Failure *trouble = is_lost ? reconnect(attempt) : connection_recover(connection);
    if (is_lost && trouble == NULL && was_committed(attempt))
        return failure_new(arena, failure->code,
                           "%s\n\nThe migration %s was applied and recorded before that. Deploy again to go on.",
                           failure->message, attempt->migration->name);
    const char *invalid = "";
    if (trouble == NULL && !attempt->is_atomic) blockers_invalid_indexes(connection, &invalid);
    const char *message = with_blockers(attempt, failure, failure->message);
    if (*invalid != '\0') message = sg_arena_printf(arena, "%s\n%s", message, invalid);
    const char *state = state_left(attempt);
    if (is_traceless) state = sg_arena_printf(arena, "%s The next deploy will try it again.", state);
    if (trouble == NULL) trouble = journal_set_logs(connection, attempt->id, logs_of(attempt, message, state));
    if (trouble == NULL && is_traceless)
        trouble = connection_run(connection, journal_close_sql(connection, attempt->id));
    if (trouble != NULL)
        state = sg_arena_printf(arena,
                                "%s\n\nThe error could not be recorded (%s); `schemagen migrate status` names the "
                                "migration as failed.",
                                state, trouble->message);
    if (is_interrupted)
        return failure_new(arena, NULL, "Interrupted: the migration `%s` was stopped.\n\n%s", attempt->migration->name,
                           state);
    return apply_error_failed(arena, attempt->migration, failure_new(arena, NULL, "%s", message), state);
}

static const Failure *record_failure(Attempt *attempt, const Failure *failure)
{
    interrupt_hold();
    failure = write_failure(attempt, failure);
    interrupt_release();
    return failure;
}

static const Failure *prepare(Attempt *attempt)
{
    Migration *migration = attempt->migration;
    SgArena *arena = attempt->run->connection->arena;
    const Failure *failure = migration_read(arena, migration);
    if (failure != NULL) return failure;
    if (memchr(migration->script, '\0', migration->size) != NULL)
        return failure_new(arena, NULL, "%s has a NUL byte: it is no SQL script", migration->path);
    attempt->unsplit = script_split(arena, migration->script, migration->size, &attempt->script);
    if (attempt->unsplit == NULL && attempt->script.is_unwrapped) return find_progress(attempt);
    if (attempt->unsplit != NULL && script_is_unwrapped(migration->script, migration->size))
        return failure_new(arena, NULL, "%s: %s", migration->path, attempt->unsplit->message);
    attempt->is_atomic = can_carry_record(attempt) && !controls_transactions(&attempt->script);
    return NULL;
}

static void warn_of_invalid_indexes(const ApplyRun *run)
{
    const char *invalid = "";
    if (run->events->warn == NULL || blockers_invalid_indexes(run->connection, &invalid) != NULL) return;
    if (*invalid != '\0') run->events->warn(run->events->context, invalid);
}

/* A squashed migration whose parts the database has: nothing is to be run.  Some of them only is an error. */
static const Failure *find_squashed(const Attempt *attempt, bool *is_there)
{
    SgArena *arena = attempt->run->connection->arena;
    MigrationNames names = migration_squashes(arena, attempt->migration);
    size_t found = 0;
    for (size_t i = 0; i < names.count; i++) found += journal_find(attempt->run->journal, names.items[i]) != NULL;
    *is_there = names.count > 0 && found == names.count;
    if (found == 0 || found == names.count) return NULL;
    return failure_new(
        arena, NULL,
        "`%s` stands for %zu migrations, of which the database has %zu: deploy the rest of them from the version "
        "of the project before they were squashed",
        attempt->migration->name, names.count, found);
}

const Failure *apply_run(ApplyRun *run, Migration *migration)
{
    Attempt attempt = {.run = run, .migration = migration};
    run->blockers = NULL;
    bool is_there = false;
    const Failure *failure = prepare(&attempt);
    if (failure == NULL) failure = find_squashed(&attempt, &is_there);
    if (failure == NULL && is_there) return journal_mark_applied(run->connection, migration->name, migration->checksum);
    if (failure == NULL) failure = begin(&attempt);
    if (failure != NULL) return failure;
    failure = attempt.script.is_unwrapped ? run_statements(&attempt) : explain(&attempt, run_whole(&attempt));
    if (failure != NULL) return record_failure(&attempt, failure);
    if (!attempt.is_atomic) warn_of_invalid_indexes(run);
    return NULL;
}
