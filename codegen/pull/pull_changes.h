/* pull_changes.h - which parts of a schema the database has otherwise, from the steps between the two. */
#ifndef SCHEMAGEN_PULL_CHANGES_H
#define SCHEMAGEN_PULL_CHANGES_H

#include "steps.h"

typedef struct RenamedIndex {
    const Index *described, *wanted;
} RenamedIndex;

/* All of one table that is on both sides. */
typedef struct TableChanges {
    const Table *described, *wanted;
    LIST(const char *) columns;  /* names of those whose field must be written anew */
    bool has_primary_key;        /* the primary key changed */
    LIST(const Index *) added;   /* described ones that the schema does not have */
    LIST(const Index *) removed; /* wanted ones that the database does not have */
    LIST(RenamedIndex) renamed;
    LIST(const char *) keys; /* names of described foreign keys that the schema has otherwise */
} TableChanges;

typedef struct PullChanges {
    SgArena *arena;
    LIST(TableChanges *) tables;
} PullChanges;

/* `steps` lead from the described database to the schema's. */
PullChanges pull_changes(SgArena *arena, const Steps *steps);

/* NULL when nothing of the table changed. */
const TableChanges *pull_changes_of(const PullChanges *changes, const Table *described);

bool pull_is_column_changed(const TableChanges *changes, const char *column);
bool pull_is_key_changed(const TableChanges *changes, const char *name);

#endif
