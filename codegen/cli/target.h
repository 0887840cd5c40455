/* target.h - the database that a command works on. */
#ifndef SCHEMAGEN_TARGET_H
#define SCHEMAGEN_TARGET_H

#include "cli.h"
#include "connection.h"
#include "database_url.h"
#include "failure.h"
#include "folder.h"
#include "shadow.h"

#include <stdbool.h>

/* "error: P3018", an empty line, the message; codes of connections stay on one line.  With json
 * {"error": …, "code": …}.  Returns CLI_FAILED, which main() makes 130 when the user interrupted. */
int target_fail(Cli *cli, const Failure *failure);

/*
 * The database's URL: --url, else the datasource's directUrl or url, else DATABASE_URL.  Says on standard output
 * which database it is.  Never falls back to a private server: a production job that forgot its URL must fail.
 * False after reporting.
 */
bool target_find(Cli *cli, DatabaseUrl *out);

/* The ?schema= of that URL, "public" when there is none: where what the schema's models do not say is meant to be. */
const char *target_default_schema(Cli *cli);

/* As target_find(), but without a message and without a database: false when no URL is given at all. */
bool target_url_text(Cli *cli, const char **text);

/* Where migrations may be tried: --shadow-url, else the datasource's shadowDatabaseUrl; `place` keeps what it says
 * otherwise.  Sets the database that must not be emptied, and what a terminal shows meanwhile, too. */
void target_shadow_place(Cli *cli, ShadowPlace *place);

/* Says which database: user, host, database, schema. */
void target_announce(Cli *cli, const DatabaseUrl *url);

/* The migrations folder: --migrations, else `migrations` beside the schema (or in its folder, where Prisma has it);
 * without a schema ./migrations, or prisma/migrations when only that exists. */
const char *target_migrations_path(Cli *cli);

/* False after reporting that --migrations names a folder that is not there. */
bool target_has_migrations(Cli *cli);

/* Lists that folder and says how many migrations it has.  False after reporting. */
bool target_read_migrations(Cli *cli, MigrationFolder *out);

#endif
