#include "queries.h"

#include "describe.h"
#include "diff.h"
#include "lower.h"
#include "query_cache.h"
#include "replace_file.h"
#include "shadow.h"
#include "sql.h"
#include "target.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

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

/* The SQL of a database that has the schema and nothing else. */
static const char *schema_sql(Cli *cli, const Schema *schema)
{
    SgText sql = {.arena = cli->arena};
    Steps steps =
        database_diff(cli->arena, database_from_schema(cli->arena, NULL), database_from_schema(cli->arena, schema));
    if (steps.items.count > 0) sql_render(cli->arena, &steps, NULL, &sql);
    return sg_text_get(&sql);
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

static const Failure *ask_server(Cli *cli, const Loaded *loaded, const char *sql, Queries *queries, Diags *diags)
{
    Shadow shadow = {0};
    ShadowPlace place = {.url = cli_value(cli, "shadow-url"), .schema = "public"};
    const Failure *failure = shadow_open(cli->arena, &place, &shadow);
    if (failure == NULL && *sql != '\0') failure = connection_run(shadow.connection, sql);
    if (failure == NULL) failure = describe_queries(shadow.connection, loaded->schema, queries, diags);
    shadow_close(&shadow);
    return failure;
}

static bool write_lock(Cli *cli, const char *path, const char *old, const SgText *text)
{
    if (strcmp(old, sg_text_get(text)) == 0) return true;
    if (cli_flag(cli, "check")) {
        report_error(&cli->report, "%s is not what the server says: run `schemagen generate`", path);
        return false;
    }
    if (replace_file(cli->arena, path, sg_text_get(text), text->size)) return true;
    report_error(&cli->report, "cannot write %s: %s", path, strerror(errno));
    return false;
}

/* Why a server is needed, should it be the server that fails. */
static bool ask(Cli *cli, const Loaded *loaded, const char *sql, Queries *queries, Diags *diags, const char *path,
                size_t missing)
{
    if (cli_flag(cli, "check") && !cli_flag(cli, "describe")) {
        report_error(&cli->report, "%s does not describe %zu of the queries as they are now: run `schemagen generate`",
                     path, missing);
        return false;
    }
    const Failure *failure = ask_server(cli, loaded, sql, queries, diags);
    if (failure == NULL) return diags->errors == 0;
    report_note(&cli->report, "%s does not describe %zu of the queries as they are now, so a PostgreSQL has to", path,
                missing);
    target_fail(cli, failure);
    return false;
}

bool queries_describe(Cli *cli, const Loaded *loaded, Queries *queries, Diags *diags)
{
    const char *path = sg_arena_printf(cli->arena, "%s/queries.lock", queries->folder);
    const char *sql = schema_sql(cli, loaded->schema);
    const char *old = read_lock(cli, path);
    size_t missing = query_cache_apply(cli_flag(cli, "describe") ? "" : old, loaded->schema, sql, queries);
    if (missing > 0 && !ask(cli, loaded, sql, queries, diags, path, missing)) return false;
    SgText text = {.arena = cli->arena};
    query_cache_format(sql, queries, &text);
    if (!write_lock(cli, path, old, &text)) return false;
    for (size_t i = 0; i < queries->files.count; i++)
        for (size_t k = 0; k < queries->files.items[i].queries.count; k++)
            query_override(&queries->files.items[i].queries.items[k], diags);
    return diags->errors == 0;
}
