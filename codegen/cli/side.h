/* side.h - one side of a diff: nothing, a schema, a migrations folder or a server. */
#ifndef SCHEMAGEN_SIDE_H
#define SCHEMAGEN_SIDE_H

#include "cli.h"
#include "database.h"
#include "load.h"
#include "renames.h"
#include "shadow.h"

typedef enum SideKind {
    SIDE_EMPTY,      /* `empty`: a fresh database */
    SIDE_SCHEMA,     /* a schema file or folder */
    SIDE_MIGRATIONS, /* a folder with migration_lock.toml or NAME/migration.sql in it; replayed on a shadow database */
    SIDE_URL         /* postgresql://… */
} SideKind;

/* What the text of --from or --to means.  A path that is not there is a schema. */
SideKind side_kind(const char *text);

typedef struct Sides {
    const Database *from, *to;
    Renames renames; /* planned, with those of --rename */
} Sides;

/*
 * The databases of both sides, in the command's arena.  Where a schema meets a server, the server was asked how it
 * spells what the schema wants.  Nothing is left open.  False after reporting what went wrong.
 */
bool sides_read(Cli *cli, const char *from, const char *to, Sides *out);

#endif
