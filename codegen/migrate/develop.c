#include "develop.h"

#include "canonical.h"
#include "sql.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* ---- what is there ---- */

static bool is_applied(const Develop *develop, const Migration *migration)
{
    return history_is_applied(develop->connection->arena, &develop->history.journal, migration);
}

static const Failure *replay(Develop *develop, bool applied)
{
    for (size_t i = 0; i < develop->folder->migrations.count; i++) {
        Migration *migration = &develop->folder->migrations.items[i];
        if (is_applied(develop, migration) != applied) continue;
        const Failure *failure = shadow_run(&develop->shadow, migration);
        if (failure != NULL) return failure;
    }
    return NULL;
}

const Failure *develop_diagnose(Develop *develop)
{
    const Failure *failure = history_read(develop->connection, develop->folder, &develop->history);
    if (failure == NULL) failure = replay(develop, true);
    if (failure == NULL) failure = describe_database(develop->shadow.connection, &develop->schemas, &develop->expected);
    if (failure == NULL) failure = describe_database(develop->connection, &develop->schemas, &develop->actual);
    if (failure == NULL) develop->drift = database_diff(develop->connection->arena, develop->expected, develop->actual);
    return failure;
}

/* ---- why it cannot go on ---- */

static const char *names_of_rows(SgArena *arena, const JournalRows *rows)
{
    SgText text = {.arena = arena};
    for (size_t i = 0; i < rows->count; i++) sg_text_printf(&text, "%s%s", i == 0 ? "" : ", ", rows->items[i]->name);
    return sg_text_get(&text);
}

static const char *drift_reason(SgArena *arena, const Steps *drift)
{
    SgText text = {.arena = arena};
    sg_text_add(&text, "Drift detected: Your database schema is not in sync with your migration history.\n\n"
                       "What the database has beside, or instead of, what the migrations make:\n\n");
    SgText summary = {.arena = arena};
    steps_summary(arena, drift, &summary);
    const char *lines = sg_text_get(&summary);
    sg_text_add(&text, lines + strspn(lines, "\n"));
    while (text.size > 0 && text.data[text.size - 1] == '\n') sg_text_truncate(&text, text.size - 1);
    return sg_text_get(&text);
}

Reasons develop_reset_reasons(const Develop *develop)
{
    SgArena *arena = develop->connection->arena;
    const History *history = &develop->history;
    Reasons reasons = {0};
    for (size_t i = 0; i < history->failed.count; i++)
        *list_add(arena, &reasons) =
            sg_arena_printf(arena,
                            "The migration `%s` failed. When nothing of it is in the database, `schemagen migrate "
                            "resolve --rolled-back %s` is enough, and `migrate dev` runs it again.",
                            history->failed.items[i]->name, history->failed.items[i]->name);
    for (size_t i = 0; i < history->edited.count; i++)
        *list_add(arena, &reasons) = sg_arena_printf(arena, "The migration `%s` was modified after it was applied.",
                                                     history->edited.items[i]->name);
    if (history_has_diverged(history))
        *list_add(arena, &reasons) = sg_arena_printf(
            arena,
            "The migrations recorded in the database diverge from the local migrations directory. Last common "
            "migration: `%s`."
            " Migrations applied but absent from the migrations directory are: %s",
            history->last_common == NULL ? "(none)" : history->last_common, names_of_rows(arena, &history->missing));
    else if (history->missing.count > 0)
        *list_add(arena, &reasons) =
            sg_arena_printf(arena,
                            "The following migration(s) are applied to the database but missing from "
                            "the local migrations directory: %s",
                            names_of_rows(arena, &history->missing));
    /* what a failed one left is no drift */
    if (develop->drift.items.count > 0 && history->failed.count == 0)
        *list_add(arena, &reasons) = drift_reason(arena, &develop->drift);
    return reasons;
}

/* ---- what comes next ---- */

const Failure *develop_replay_pending(Develop *develop)
{
    if (develop->history.pending.count == 0) {
        develop->planned = develop->expected;
        return NULL;
    }
    const Failure *failure = replay(develop, false);
    return failure != NULL ? failure
                           : describe_database(develop->shadow.connection, &develop->schemas, &develop->planned);
}

Steps develop_plan(const Develop *develop, Database *wanted)
{
    SgArena *arena = develop->connection->arena;
    Renames renames = renames_plan(arena, develop->planned, wanted, &develop->asked);
    database_canonicalize(develop->shadow.connection->pg, arena, develop->planned, wanted, &renames);
    return database_diff_renamed(arena, develop->planned, wanted, &renames);
}

const Failure *develop_try(Develop *develop, const char *name, const char *script, Database *wanted, Trial *out)
{
    SgArena *arena = develop->connection->arena;
    Migration migration = {.name = name, .script = script, .size = strlen(script)};
    const Failure *failure = shadow_run(&develop->shadow, &migration);
    Database *made = NULL;
    if (failure == NULL) failure = describe_database(develop->shadow.connection, &develop->schemas, &made);
    if (failure != NULL) return failure;
    Renames renames = renames_plan(arena, made, wanted, NULL);
    database_canonicalize(develop->shadow.connection->pg, arena, made, wanted, &renames);
    Steps back = database_diff_back(arena, describe_for_folder(arena, &develop->schemas, develop->planned),
                                    describe_for_folder(arena, &develop->schemas, made));
    Risks risks = risks_find(arena, &back);
    SgText down = {.arena = arena};
    sql_render(arena, &back, &risks, &down);
    *out = (Trial){.down = sg_text_get(&down), .rest = database_diff_renamed(arena, made, wanted, &renames)};
    return NULL;
}

bool develop_count_rows(void *context, const Table *table, const Column *column, int64_t *out)
{
    Connection *connection = context;
    SgArena *arena = connection->arena;
    const char *schema = table->schema == NULL ? connection->url.schema : table->schema;
    const char *what = column == NULL ? "*" : connection_identifier(arena, column->name);
    const char *sql = sg_arena_printf(arena, "SELECT count(%s) FROM %s.%s", what, connection_identifier(arena, schema),
                                      connection_identifier(arena, table->name));
    const char *value = NULL;
    if (connection_value(connection, sql, &value) != NULL || value == NULL) return false;
    *out = strtoll(value, NULL, 10);
    return true;
}
