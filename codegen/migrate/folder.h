/*
 * folder.h - the migrations folder: NAME/migration.sql, NAME/down.sql, migration_lock.toml.
 *
 * Every sub-folder is a migration, in byte order of the names; the time in front of a name is a habit, not a
 * rule.  Scripts are read when asked for: deploy needs only those that are pending.
 */
#ifndef SCHEMAGEN_FOLDER_H
#define SCHEMAGEN_FOLDER_H

#include "failure.h"
#include "list.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

typedef struct Migration {
    const char *name;
    const char *path; /* of migration.sql */
    const char *down_path;
    const char *script; /* its bytes, NUL-terminated; NULL until migration_read() */
    size_t size;
    const char *checksum;
} Migration;

typedef struct MigrationFolder {
    const char *path;
    LIST(Migration) migrations;
    bool has_lock_file;
    const char *provider; /* of the lock file; NULL without one */
} MigrationFolder;

/* Lists the folder.  A folder that does not exist is an empty one. */
const Failure *folder_read(SgArena *arena, const char *path, MigrationFolder *out);

/* Reads the script and its checksum, once.  P3015 when the file is missing. */
const Failure *migration_read(SgArena *arena, Migration *migration);
const Failure *folder_read_scripts(SgArena *arena, MigrationFolder *folder);

typedef LIST(const char *) MigrationNames;

/* The migrations that this one stands for: `-- schemagen: squashes NAME` lines at the top of its script, which has
 * been read. */
MigrationNames migration_squashes(SgArena *arena, const Migration *migration);

/* NULL when the folder has none of that name. */
Migration *folder_find(const MigrationFolder *folder, const char *name);

/* P3019 when the lock file names another database system than PostgreSQL. */
const Failure *folder_check_provider(SgArena *arena, const MigrationFolder *folder);

/* "20251212194536_add_order_status": the UTC time, and the name with everything but letters and digits as `_`,
 * in lower case; P3010 when it is longer than 200 bytes. */
const Failure *folder_new_name(SgArena *arena, time_t when, const char *wish, const char **out);

/* A time for a new migration that puts it behind all others: now, or a second after the last one's name says. */
time_t folder_next_time(const MigrationFolder *folder, time_t now);

/* Writes NAME/migration.sql (and down.sql unless `down` is NULL), and the lock file when there is none.
 * An existing NAME is an error.  On failure nothing of NAME is left. */
const Failure *folder_write(SgArena *arena, const char *folder, const char *name, const char *script, const char *down);

/* The text of a lock file; Prisma's, whose tools read it too. */
extern const char folder_lock_text[];

/* Gives a migration another name. */
const Failure *folder_rename(SgArena *arena, const char *folder, const char *name, const char *new_name);

/* Removes a migration with its files. */
void folder_delete(SgArena *arena, const char *folder, const char *name);

/* The bytes of a file. */
const Failure *folder_read_file(SgArena *arena, const char *path, const char **text, size_t *size);

/* Replaces the file as a whole: a crash leaves the old or the new text. */
const Failure *folder_write_file(SgArena *arena, const char *path, const char *text, size_t size);

#endif
