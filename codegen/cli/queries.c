#include "queries.h"

#include "describe.h"
#include "query_cache.h"
#include "query_database.h"
#include "replace_file.h"
#include "side.h"
#include "target.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define DEFAULT_SCHEMA "public" /* of a database that nobody works on */

bool queries_read(Cli *cli, Loaded *loaded, const char *folder, Diags *diags, Queries *out)
{
    const char *error = NULL;
    Queries queries = {.arena = cli->arena, .folder = folder};
    if (!query_read(&loaded->sources, &queries, diags, &error)) {
        report_error(&cli->report, "%s", error);
        return false;
    }
    *out = queries;
    return true;
}

/* "" for a file that is not there. */
static const char *read_lock(Cli *cli, const char *path)
{
    Sources sources = {.arena = cli->arena};
    const char *error = NULL;
    struct stat info;
    if (stat(path, &info) != 0 || !source_read(&sources, path, &error)) return "";
    return sources.files.items[0].text;
}

/* One run: a folder's queries, the database they are asked of, and the file that remembers. */
typedef struct Asking {
    Cli *cli;
    const Schema *schema;
    QueryDatabase database;
    const char *database_text;
    Queries *queries;
    Diags *diags;
    const char *lock;     /* its path */
    const char *lock_now; /* its text */
} Asking;

static bool fail(Asking *asking, const Failure *failure)
{
    target_fail(asking->cli, failure);
    return false;
}

/* The queries are described on what the migrations make all the same. */
static void warn_of_difference(Asking *asking, const char *missing)
{
    report_warning(&asking->cli->report,
                   "what the migrations of %s make is not what the schema says. From there to the schema:\n%s",
                   asking->database.migrations->path, missing);
}

static const Failure *ask_server(Asking *asking)
{
    Shadow shadow = {0};
    ShadowPlace place = {.url = cli_value(asking->cli, "shadow-url"), .schema = DEFAULT_SCHEMA};
    const char *missing = "";
    const Failure *failure = shadow_open(asking->cli->arena, &place, &shadow);
    if (failure == NULL) failure = query_database_make(&shadow, &asking->database, &missing);
    if (failure == NULL && *missing != '\0') warn_of_difference(asking, missing);
    if (failure == NULL)
        failure = describe_queries(shadow.connection, &asking->database, asking->queries, asking->diags);
    shadow_close(&shadow);
    return failure;
}

/* Describes the `missing` queries.  A server that fails is reported with why it is needed. */
static bool ask(Asking *asking, size_t missing)
{
    Cli *cli = asking->cli;
    if (cli_flag(cli, "check") && !cli_flag(cli, "describe")) {
        report_error(&cli->report, "%s does not describe %zu of the queries as they are now: run `schemagen generate`",
                     asking->lock, missing);
        return false;
    }
    const Failure *failure = ask_server(asking);
    if (failure == NULL) return asking->diags->errors == 0;
    report_note(&cli->report, "%s does not describe %zu of the queries as they are now, so a PostgreSQL has to",
                asking->lock, missing);
    return fail(asking, failure);
}

static bool write_lock(Asking *asking)
{
    Cli *cli = asking->cli;
    SgText text = {.arena = cli->arena};
    query_cache_format(asking->database_text, asking->queries, &text);
    if (strcmp(asking->lock_now, sg_text_get(&text)) == 0) return true;
    if (cli_flag(cli, "check")) {
        report_error(&cli->report, "%s is not what the server says: run `schemagen generate`", asking->lock);
        return false;
    }
    if (replace_file(cli->arena, asking->lock, sg_text_get(&text), text.size)) return true;
    report_error(&cli->report, "cannot write %s: %s", asking->lock, strerror(errno));
    return false;
}

static bool describe(Asking *asking)
{
    Queries *queries = asking->queries;
    const char *remembered = cli_flag(asking->cli, "describe") ? "" : asking->lock_now;
    size_t missing = query_cache_apply(remembered, asking->schema, asking->database_text, queries);
    if (missing > 0 && !ask(asking, missing)) return false;
    if (!write_lock(asking)) return false;
    for (size_t i = 0; i < queries->files.count; i++)
        for (size_t k = 0; k < queries->files.items[i].queries.count; k++)
            query_override(&queries->files.items[i].queries.items[k], asking->diags);
    return asking->diags->errors == 0;
}

/* To name a folder that is not there is a mistake. */
static const Failure *read_migrations(SgArena *arena, const char *path, MigrationFolder *out)
{
    struct stat info;
    if (stat(path, &info) != 0) return failure_new(arena, NULL, "there is no folder `%s`", path);
    return folder_read(arena, path, out);
}

bool queries_describe(Cli *cli, const Loaded *loaded, const char *migrations, Queries *queries, Diags *diags)
{
    SgArena *arena = cli->arena;
    SchemaNames schemas = introspect_schema_names(loaded->schema, DEFAULT_SCHEMA);
    MigrationFolder folder;
    Asking asking = {
        .cli = cli, .schema = loaded->schema, .database.schemas = &schemas, .queries = queries, .diags = diags};
    const Failure *failure = NULL;
    if (migrations != NULL) {
        failure = read_migrations(arena, migrations, &folder);
        asking.database.migrations = &folder;
    }
    if (failure == NULL) failure = query_database_text(arena, &asking.database, &asking.database_text);
    if (failure != NULL) return fail(&asking, failure);
    asking.lock = sg_arena_printf(arena, "%s/queries.lock", queries->folder);
    asking.lock_now = read_lock(cli, asking.lock);
    return describe(&asking);
}
