/*
 * renames.h - what is renamed between two databases, so that it is not dropped and made again.
 *
 * Renames come from attributes of a schema (@renamedFrom, @@renamedFrom), from the user (--rename), and for join
 * tables of many-to-many relations from those of their models.  One is done where the previous database has the old
 * name and the next one the new name; where the previous one has the new name already, it was done before.  The
 * differ compares the next database with the previous one as it is after the renames (database_renamed), so that all
 * it knows of changes holds for what was renamed as well.
 */
#ifndef SCHEMAGEN_RENAMES_H
#define SCHEMAGEN_RENAMES_H

#include "database.h"
#include "list.h"

#include <stdbool.h>

typedef enum RenameKind { RENAME_ENUM, RENAME_ENUM_VALUE, RENAME_TABLE, RENAME_COLUMN } RenameKind;

typedef struct Rename {
    RenameKind kind;
    const char *schema; /* of the table or enum; NULL: the default schema */
    const char *owner;  /* column, value: its table or enum; NULL for these themselves */
    const char *name;
    const char *new_schema; /* table, enum: where it is then */
    const char *new_name;
    const char *first_name; /* what it was called at first, where others of a circle needed its name; NULL: `name` */
    bool is_moved_first;    /* table, enum: to the new schema, before it gets its new name */
    bool is_implied;        /* of a join table, by a rename of a model; or the first of two for one thing */
} Rename;

typedef struct Renames {
    LIST(Rename) items;
} Renames;

/*
 * The renames to be done, in an order in which they can be: enums and their values, tables, columns.  Each names its
 * owner as it is called by then.  `asked` (NULL: none) come from the user, in names of `from`, and count before
 * attributes; what of them is not possible is left out.
 */
Renames renames_plan(SgArena *arena, const Database *from, const Database *to, const Renames *asked);

/* What undoes planned renames, as `asked` of a plan from the next database to the previous one. */
Renames renames_inverted(SgArena *arena, const Renames *planned);

/*
 * What was renamed on a server between two descriptions of it, whoever did it and by whatever script: what has another
 * name and is still the same thing.  As `asked` of a plan.  Only for two descriptions of one database.
 */
Renames renames_seen(SgArena *arena, const Database *before, const Database *after);

/* `from` as it is after planned renames: a copy that shares what does not change, or `from` without any rename.
 * Tables of the copy know their `origin`. */
const Database *database_renamed(SgArena *arena, const Database *from, const Renames *planned);

/*
 * Reads what a user asks for: `table=new`, `table.column=new`, `enum=new`, `enum.value=new`, each perhaps with a schema
 * in front; the new name of a table or enum may have another schema.  Names with dots or `=` stand in double quotes.
 * Returns NULL, or what is wrong with it (`out` is untouched): it cannot be read, or `from` has no such thing.
 */
const char *rename_parse(SgArena *arena, const char *text, const Database *from, Rename *out);

/* Was it planned, and so is it possible? */
bool rename_is_planned(const Renames *planned, const Rename *asked);

/* As rename_parse() reads it: `shop.orders.total=amount`. */
const char *rename_text(SgArena *arena, const Rename *rename);

#endif
