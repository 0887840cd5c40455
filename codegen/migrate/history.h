/* history.h - a migrations folder beside a journal: what agrees, and what does not. */
#ifndef SCHEMAGEN_HISTORY_H
#define SCHEMAGEN_HISTORY_H

#include "apply.h"
#include "folder.h"
#include "journal.h"

#include <stdbool.h>

typedef LIST(const JournalRow *) JournalRows;

typedef struct History {
    Journal journal;
    Migrations pending;      /* in the folder, not in the database */
    Migrations late;         /* pending, but older by name than an applied one: from another branch */
    Migrations edited;       /* the script is not the one that was applied */
    JournalRows failed;      /* begun, neither finished nor rolled back */
    JournalRows missing;     /* applied, but not in the folder; a name once */
    const char *last_common; /* the last migration up to which both agree; NULL when there is none */
    bool is_being_applied;   /* another runner holds the lock now */
} History;

/* Both have migrations that the other does not. */
bool history_has_diverged(const History *history);

/* Whether the database has it: under its name, or, for a squashed one, all that it stands for. */
bool history_is_applied(SgArena *arena, const Journal *journal, const Migration *migration);

/* Compares.  Reads every script (P3015 when one is missing). */
const Failure *history_read(Connection *connection, MigrationFolder *folder, History *out);

#endif
