/*
 * undo.h - back to an earlier migration, by the down.sql that each has beside its script.
 *
 * An undone migration's row is closed as rolled back: for deploy, and for Prisma, it is pending again.
 */
#ifndef SCHEMAGEN_UNDO_H
#define SCHEMAGEN_UNDO_H

#include "folder.h"
#include "journal.h"
#include "risks.h"
#include "shadow.h"

#include <stddef.h>

typedef struct Undo {
    const JournalRow *row;
    Migration *migration;
    const char *script; /* of down.sql */
    size_t size;
    Risks risks; /* after undo_find_risks() */
} Undo;

typedef LIST(Undo) Undos; /* newest first */

/* Which migrations to undo: those applied after `to` (a name that stays), or, with `to` NULL, the last `steps`.
 * Fails when one of them has no folder or no down.sql, was edited, or failed. */
const Failure *undo_plan(Connection *connection, MigrationFolder *folder, const char *to, size_t steps, Undos *out);

/* What each would lose, with the numbers of the live database: from a replay of the history on the shadow. */
const Failure *undo_find_risks(Connection *connection, Shadow *shadow, const MigrationFolder *folder,
                               const SchemaNames *schemas, Undos *undos);

/* Runs one down script and closes its row, in one transaction unless the script forbids that. */
const Failure *undo_run(Connection *connection, const Undo *undo);

#endif
