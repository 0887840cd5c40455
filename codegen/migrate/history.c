#include "history.h"

#include "checksum.h"

#include <string.h>

bool history_has_diverged(const History *history)
{
    return history->pending.count > 0 && history->missing.count > 0;
}

static bool is_listed(const JournalRows *rows, const char *name)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (strcmp(rows->items[i]->name, name) == 0) return true;
    }
    return false;
}

bool history_is_applied(SgArena *arena, const Journal *journal, const Migration *migration)
{
    const JournalRow *row = journal_find(journal, migration->name);
    if (row != NULL) return row->is_finished;
    MigrationNames names = migration_squashes(arena, migration);
    for (size_t i = 0; i < names.count; i++) {
        if (journal_find(journal, names.items[i]) == NULL) return false;
    }
    return names.count > 0;
}

/* In the folder by its name, or inside a squashed one. */
static bool is_in_folder(SgArena *arena, const MigrationFolder *folder, const char *name)
{
    if (folder_find(folder, name) != NULL) return true;
    for (size_t i = 0; i < folder->migrations.count; i++) {
        MigrationNames names = migration_squashes(arena, &folder->migrations.items[i]);
        for (size_t k = 0; k < names.count; k++) {
            if (strcmp(names.items[k], name) == 0) return true;
        }
    }
    return false;
}

static void look_at_rows(SgArena *arena, const MigrationFolder *folder, History *history)
{
    for (size_t i = 0; i < history->journal.rows.count; i++) {
        const JournalRow *row = &history->journal.rows.items[i];
        if (row->is_rolled_back) continue;
        if (!row->is_finished) *list_add(arena, &history->failed) = row;
        if (!is_in_folder(arena, folder, row->name) && !is_listed(&history->missing, row->name))
            *list_add(arena, &history->missing) = row;
    }
}

/* The greatest name that is applied and in the folder. */
static const char *last_applied(const MigrationFolder *folder, const Journal *journal)
{
    for (size_t i = folder->migrations.count; i > 0; i--) {
        const char *name = folder->migrations.items[i - 1].name;
        if (journal_find(journal, name) != NULL) return name;
    }
    return NULL;
}

static const Failure *look_at_migrations(SgArena *arena, MigrationFolder *folder, History *history)
{
    const char *last = last_applied(folder, &history->journal);
    bool agrees = true;
    for (size_t i = 0; i < folder->migrations.count; i++) {
        Migration *migration = &folder->migrations.items[i];
        const Failure *failure = migration_read(arena, migration);
        if (failure != NULL) return failure;
        const JournalRow *row = journal_find(&history->journal, migration->name);
        agrees = agrees && row != NULL;
        if (agrees) history->last_common = migration->name;
        if (row == NULL) {
            *list_add(arena, &history->pending) = migration;
            bool is_late = last != NULL && strcmp(migration->name, last) < 0;
            if (is_late && !history_is_applied(arena, &history->journal, migration))
                *list_add(arena, &history->late) = migration;
        } else if (row->is_finished && !checksum_matches(arena, row->checksum, migration->script, migration->size)) {
            *list_add(arena, &history->edited) = migration;
        }
    }
    return NULL;
}

const Failure *history_read(Connection *connection, MigrationFolder *folder, History *out)
{
    History history = {0};
    const Failure *failure = journal_read(connection, &history.journal);
    if (failure != NULL) return failure;
    failure = look_at_migrations(connection->arena, folder, &history); /* which reads the scripts */
    if (failure == NULL) look_at_rows(connection->arena, folder, &history);
    if (failure == NULL && history.failed.count > 0) failure = journal_is_locked(connection, &history.is_being_applied);
    if (failure == NULL) *out = history;
    return failure;
}
