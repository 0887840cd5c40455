#include "undo.h"

#include "apply_error.h"
#include "checksum.h"
#include "develop.h"
#include "diff.h"
#include "script.h"

#include <string.h>
#include <unistd.h>

/* ---- which ---- */

static const Failure *read_down(SgArena *arena, const JournalRow *row, MigrationFolder *folder, Undo *undo)
{
    Migration *migration = folder_find(folder, row->name);
    if (migration == NULL)
        return failure_new(arena, NULL, "the migration `%s` is not in %s: nobody knows how to undo it", row->name,
                           folder->path);
    const Failure *failure = migration_read(arena, migration);
    if (failure != NULL) return failure;
    if (!checksum_matches(arena, row->checksum, migration->script, migration->size))
        return failure_new(
            arena, NULL,
            "the migration `%s` was edited after it was applied: its down.sql may not undo what was applied",
            row->name);
    if (access(migration->down_path, F_OK) != 0)
        return failure_new(arena, NULL, "the migration `%s` has no down.sql (looked for %s)", row->name,
                           migration->down_path);
    undo->row = row;
    undo->migration = migration;
    return folder_read_file(arena, migration->down_path, &undo->script, &undo->size);
}

const Failure *undo_plan(Connection *connection, MigrationFolder *folder, const char *to, size_t steps, Undos *out)
{
    SgArena *arena = connection->arena;
    Journal *journal = sg_arena_new(arena, sizeof *journal);
    const Failure *failure = journal_read(connection, journal);
    Undos undos = {0};
    for (size_t i = journal->rows.count; failure == NULL && i > 0; i--) {
        const JournalRow *row = &journal->rows.items[i - 1];
        if (row->is_rolled_back) continue;
        if (!row->is_finished)
            return failure_new(arena, "P3009", "the migration `%s` failed: it must be resolved first", row->name);
        bool is_reached = to != NULL ? strcmp(row->name, to) == 0 : undos.count == steps;
        if (is_reached) {
            *out = undos;
            return NULL;
        }
        failure = read_down(arena, row, folder, list_add(arena, &undos));
    }
    if (failure != NULL) return failure;
    if (to != NULL) return failure_new(arena, "P3011", "the migration `%s` is not applied to the database", to);
    if (undos.count < steps)
        return failure_new(arena, NULL, "only %zu migration%s applied, %zu cannot be undone", undos.count,
                           undos.count == 1 ? " is" : "s are", steps);
    *out = undos;
    return NULL;
}

/* ---- what would be lost ---- */

static Undo *find_undo(Undos *undos, const char *name)
{
    for (size_t i = 0; i < undos->count; i++) {
        if (strcmp(undos->items[i].row->name, name) == 0) return &undos->items[i];
    }
    return NULL;
}

static const Failure *replay_undone(Connection *connection, Shadow *shadow, const SchemaNames *schemas, Undo *undo)
{
    SgArena *arena = connection->arena;
    Database *before = NULL, *after = NULL;
    const Failure *failure = describe_database(shadow->connection, schemas, &before);
    if (failure == NULL) failure = shadow_run(shadow, undo->migration);
    if (failure == NULL) failure = describe_database(shadow->connection, schemas, &after);
    if (failure != NULL) return failure;
    Steps *steps = sg_arena_new(arena, sizeof *steps);
    *steps = database_diff_back(arena, before, after);
    undo->risks = risks_count(arena, steps, develop_count_rows, connection);
    return NULL;
}

const Failure *undo_find_risks(Connection *connection, Shadow *shadow, const MigrationFolder *folder,
                               const SchemaNames *schemas, Undos *undos)
{
    Journal journal;
    const Failure *failure = journal_read(connection, &journal);
    for (size_t i = 0; failure == NULL && i < folder->migrations.count; i++) {
        Migration *migration = &folder->migrations.items[i];
        if (journal_find(&journal, migration->name) == NULL) continue;
        Undo *undo = find_undo(undos, migration->name);
        failure = undo == NULL ? shadow_run(shadow, migration) : replay_undone(connection, shadow, schemas, undo);
    }
    return failure;
}

/* ---- undoing ---- */

static const Failure *run_statements(Connection *connection, const Script *script)
{
    for (size_t i = 0; i < script->statements.count; i++) {
        const Failure *failure = connection_run(connection, script_statement(connection->arena, script, i));
        if (failure != NULL)
            return apply_error_in_script(connection->arena, failure, script->text, script->size,
                                         script->statements.items[i].start);
    }
    return NULL;
}

const Failure *undo_run(Connection *connection, const Undo *undo)
{
    SgArena *arena = connection->arena;
    Script script;
    const Failure *failure = script_split(arena, undo->script, undo->size, &script);
    if (failure != NULL) return failure_new(arena, NULL, "%s: %s", undo->migration->down_path, failure->message);
    bool is_alone = script.statements.count == 1 && script.statements.items[0].needs_own_call;
    const char *close = sg_arena_printf(arena, "%s; %s", connection_reset_sql(connection),
                                        journal_close_sql(connection, undo->row->id));
    if (script.is_unwrapped || is_alone) {
        failure = run_statements(connection, &script);
        if (failure == NULL) failure = journal_record(connection, close);
    } else {
        failure = connection_run(connection, sg_arena_printf(arena, "%s\n;\n%s", script.text, close));
        if (failure != NULL) failure = apply_error_in_script(arena, failure, script.text, script.size, 0);
    }
    if (failure == NULL) return NULL;
    connection_recover(connection);
    return failure_new(arena, failure->code,
                       "The migration `%s` could not be undone; it is still recorded as applied.\n\n%s",
                       undo->migration->name, failure->message);
}
