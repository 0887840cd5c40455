/* schemagen migrate reset: an empty database, all migrations, the seed. */
#include "commands.h"
#include "document.h"
#include "interrupt.h"
#include "progress.h"
#include "prompt.h"
#include "side.h"
#include "target.h"
#include "working_copy.h"

/* CLI_DONE to go on. */
static int confirm(Cli *cli)
{
    if (cli_flag(cli, "force")) return CLI_DONE;
    if (prompt_confirm(cli, "Are you sure you want to reset your database? All data will be lost.")) return CLI_DONE;
    if (prompt_is_possible(cli)) report_say(&cli->report, "Reset cancelled.");
    else report_error(&cli->report, "all data of the database would be lost: --force confirms it");
    return CLI_CONFIRM;
}

static const Failure *reset(Cli *cli, const WorkingCopy *copy, const Loaded *loaded, MigrationFolder *folder,
                            Migrations *applied)
{
    SchemaNames schemas = introspect_schema_names(loaded->schema, copy->url.schema);
    ApplyOptions options = {.runner_wait_seconds = JOURNAL_WAIT_SECONDS, .lock_attempts = 1};
    Progress progress = progress_open(cli);
    ApplyEvents events = progress_events(&progress);
    const Failure *failure = folder_read(cli->arena, target_migrations_path(cli), folder);
    if (failure == NULL) failure = folder_check_provider(cli->arena, folder);
    if (failure == NULL) failure = folder_read_scripts(cli->arena, folder); /* before anything is dropped */
    if (failure == NULL) failure = journal_lock(copy->connection, JOURNAL_WAIT_SECONDS);
    if (failure == NULL) failure = reset_schemas(copy->connection, &schemas);
    return failure != NULL ? failure : apply_pending(copy->connection, folder, &options, &events, applied);
}

static int seed(Cli *cli, const WorkingCopy *copy, const Schema *schema)
{
    const char *command = working_copy_seed_command(schema);
    if (command == NULL || cli_flag(cli, "skip-seed")) return CLI_DONE;
    return working_copy_seed(cli, copy, command);
}

static int run_with(Cli *cli, const WorkingCopy *copy, const Loaded *loaded)
{
    int confirmed = confirm(cli);
    if (confirmed != CLI_DONE) return confirmed;
    MigrationFolder folder;
    Migrations applied = {0};
    const Failure *failure = reset(cli, copy, loaded, &folder, &applied);
    if (failure != NULL) return target_fail(cli, failure);
    report_say(&cli->report, "\nDatabase reset successful\n");
    if (applied.count > 0) {
        report_say(&cli->report, "The following migration(s) have been applied:\n");
        working_copy_say_migrations(cli, folder.path, &applied);
    }
    int code = seed(cli, copy, loaded->schema);
    if (code != CLI_DONE || !cli->report.is_json) return code;
    Document document = document_begin(cli->arena);
    document_names(&document, "applied", &applied);
    document_print(cli, &document);
    return CLI_DONE;
}

static int run_reset(Cli *cli)
{
    Loaded loaded;
    WorkingCopy copy = {0};
    const char *path = load_schema_path(cli);
    if (path == NULL || !load_schema(cli, path, &loaded)) return CLI_FAILED;
    interrupt_catch();
    if (!working_copy_open(cli, "`migrate reset`", &copy)) return CLI_FAILED;
    int code = run_with(cli, &copy, &loaded);
    working_copy_close(&copy);
    return code;
}

const Command cmd_migrate_reset = {
    .name = "migrate reset",
    .summary = "drop everything, apply all migrations, run the seed",
    .description = "For development.  Drops the schemas of the datasource (or the URL's) with all data, applies every "
                   "migration and\n"
                   "runs the seed command that a generator of the schema names with `seed = \"…\"`.  Without any URL, "
                   "the database "
                   "is\n"
                   "`development` on the project's private server.",
    .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL | SHARED_FORMAT,
    .options = {{.name = "force", .letter = 'f', .help = "do not ask"},
                {.name = "skip-seed", .help = "do not run the seed command"},
                {.name = "force-remote", .help = "also on a database that is not on this machine"}},
    .run = run_reset,
};
