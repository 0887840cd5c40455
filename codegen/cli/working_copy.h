/*
 * working_copy.h - the database of a command, open: with a URL the one that it names, without one the database for
 * development, `development` on the project's private server.  Only `migrate deploy` asks for a URL (target.h).
 */
#ifndef SCHEMAGEN_WORKING_COPY_H
#define SCHEMAGEN_WORKING_COPY_H

#include "apply.h"
#include "cli.h"
#include "load.h"
#include "private_server.h"
#include "shadow.h"

typedef struct WorkingCopy {
    const char *url_text; /* set by working_copy_open() only */
    DatabaseUrl url;
    PrivateServer server; /* open when no URL was given */
    Connection *connection;
} WorkingCopy;

/*
 * Finds the database, says which it is, and connects; makes it when it is missing.  `danger` (NULL: none) is what
 * the command is about to do that must not happen to a database elsewhere unless --force-remote is given: "reset".
 * False after reporting.
 */
bool working_copy_open(Cli *cli, const char *danger, WorkingCopy *out);

/* The same for commands that need what others have made: nothing is made, and without a URL the private server must
 * have been used before.  False after reporting. */
bool working_copy_open_existing(Cli *cli, WorkingCopy *out);

/* Safe on a zeroed struct. */
void working_copy_close(WorkingCopy *copy);

/* Runs `schemagen generate` when the schema has a generator for C.  An exit code. */
int working_copy_generate(Cli *cli, const Loaded *loaded);

/* The command that the schema's generator names with `seed = "…"`; NULL when there is none. */
const char *working_copy_seed_command(const Schema *schema);

/* Runs that command with the shell and DATABASE_URL set.  An exit code. */
int working_copy_seed(Cli *cli, const WorkingCopy *copy, const char *command);

/* Lists names in the shape of Prisma's. */
void working_copy_say_migrations(Cli *cli, const char *folder, const Migrations *migrations);

#endif
