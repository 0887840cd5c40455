/* schemagen migrate down: the last migrations are undone. */
#include "commands.h"
#include "interrupt.h"
#include "side.h"
#include "target.h"
#include "text.h"
#include "undo.h"
#include "working_copy.h"

#include <stdlib.h>

/* The schema tells which namespaces to look at; without one, it is the URL's. */
static bool read_schemas(Cli *cli, const DatabaseUrl *url, SchemaNames *out)
{
    Loaded loaded = {0};
    const char *path = load_find_schema(cli);
    if (path != NULL && !load_schema(cli, path, &loaded)) return false;
    *out = introspect_schema_names(loaded.schema, url->schema);
    return true;
}

static const Failure *find_risks(Cli *cli, Connection *connection, const MigrationFolder *folder,
                                 const SchemaNames *schemas, Undos *undos)
{
    Shadow shadow = {0};
    ShadowPlace place = {.schema = connection->url.schema,
                         .server = connection->url.is_local ? &connection->url : NULL};
    target_shadow_place(cli, &place);
    const Failure *failure = shadow_open(cli->arena, &place, &shadow);
    if (failure == NULL) failure = undo_find_risks(connection, &shadow, folder, schemas, undos);
    shadow_close(&shadow);
    return failure;
}

static const char *losses(SgArena *arena, const Undos *undos)
{
    SgText text = {.arena = arena};
    for (size_t i = 0; i < undos->count; i++) {
        const Risks *risks = &undos->items[i].risks;
        for (size_t k = 0; k < risks->warnings.count; k++)
            sg_text_printf(&text, "\n  • %s: %s", undos->items[i].row->name, risks->warnings.items[k].message);
        for (size_t k = 0; k < risks->unexecutable.count; k++)
            sg_text_printf(&text, "\n  • %s: %s", undos->items[i].row->name, risks->unexecutable.items[k].message);
    }
    return sg_text_get(&text);
}

static int undo_all(Cli *cli, Connection *connection, const Undos *undos)
{
    for (size_t i = 0; i < undos->count; i++) {
        report_say(&cli->report, "Undoing migration `%s`", undos->items[i].row->name);
        fflush(cli->report.out);
        const Failure *failure = undo_run(connection, &undos->items[i]);
        if (failure != NULL) return target_fail(cli, failure);
    }
    report_say(&cli->report, "\n%zu migration%s undone; `schemagen migrate deploy` would apply %s again.", undos->count,
               undos->count == 1 ? "" : "s", undos->count == 1 ? "it" : "them");
    if (cli->report.is_json) fprintf(cli->report.out, "{\"undone\": %zu}\n", undos->count);
    return CLI_DONE;
}

static int down(Cli *cli, Connection *connection, size_t steps)
{
    Undos undos = {0};
    MigrationFolder folder;
    SchemaNames schemas;
    if (!read_schemas(cli, &connection->url, &schemas)) return CLI_FAILED;
    const Failure *failure = folder_read(cli->arena, target_migrations_path(cli), &folder);
    if (failure == NULL) failure = journal_lock(connection, JOURNAL_WAIT_SECONDS);
    if (failure == NULL) failure = undo_plan(connection, &folder, cli_value(cli, "to"), steps, &undos);
    if (failure == NULL && undos.count > 0) failure = find_risks(cli, connection, &folder, &schemas, &undos);
    if (failure != NULL) return target_fail(cli, failure);
    const char *lost = losses(cli->arena, &undos);
    if (*lost != '\0') report_warning(&cli->report, "this loses data, or may fail:%s", lost);
    if (*lost != '\0' && !cli_flag(cli, "accept-data-loss")) {
        report_error(&cli->report, "nothing was undone; --accept-data-loss does it all the same");
        return CLI_CONFIRM;
    }
    return undo_all(cli, connection, &undos);
}

static int run_down(Cli *cli)
{
    const char *text = cli_value(cli, "steps");
    if (text != NULL && cli_value(cli, "to") != NULL)
        return report_usage(&cli->report, "give one of `--to NAME` and `--steps N`");
    char *end = NULL;
    unsigned long steps = text == NULL ? 1 : strtoul(text, &end, 10);
    if (text != NULL && (*text < '0' || *text > '9' || *end != '\0' || steps == 0))
        return report_usage(&cli->report, "`--steps` must be a number from 1, not `%s`", text);
    WorkingCopy copy;
    interrupt_catch();
    if (!working_copy_open_existing(cli, &copy)) return CLI_FAILED;
    int code = down(cli, copy.connection, steps);
    working_copy_close(&copy);
    return code;
}

const Command cmd_migrate_down = {
    .name = "migrate down",
    .summary = "undo the last migration, or back to an earlier one",
    .description =
        "Runs the down.sql of each migration, newest first, and records it as rolled back.  The history is\n"
        "replayed on a shadow database to find out what would be lost; with losses it refuses unless\n"
        "--accept-data-loss is given.  Without any URL, the database is the one that `migrate dev` made on the\n"
        "private server.",
    .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL | SHARED_SHADOW_URL | SHARED_FORMAT,
    .options = {{.name = "to", .value = "NAME", .help = "undo everything after this migration, which stays"},
                {.name = "steps", .value = "N", .help = "undo so many (default: 1)"},
                {.name = "accept-data-loss", .help = "go on when rows or values will be lost"}},
    .run = run_down,
};
