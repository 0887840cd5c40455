/* schemagen db seed: the program that fills a development database. */
#include "commands.h"
#include "document.h"
#include "working_copy.h"

static int run_seed(Cli *cli)
{
    Loaded loaded;
    WorkingCopy copy = {0};
    const char *command = cli_value(cli, "command");
    const char *path = command == NULL ? load_schema_path(cli) : NULL;
    if (command == NULL && (path == NULL || !load_schema(cli, path, &loaded))) return CLI_FAILED;
    if (command == NULL) command = working_copy_seed_command(loaded.schema);
    if (command == NULL)
        return report_error(
            &cli->report, "no seed command: a generator of the schema names it with `seed = \"…\"`, or --command does");
    if (!working_copy_open(cli, NULL, &copy)) return CLI_FAILED;
    int code = working_copy_seed(cli, &copy, command);
    working_copy_close(&copy);
    if (code != CLI_DONE || !cli->report.is_json) return code;
    Document document = document_begin(cli->arena);
    document_text(&document, "seeded", command);
    document_print(cli, &document);
    return code;
}

const Command cmd_db_seed = {
    .name = "db seed",
    .summary = "run the program that fills the database",
    .description =
        "The command is what a generator of the schema says with `seed = \"…\"`; the shell runs it in the current "
        "folder,\n"
        "with DATABASE_URL set to the database.  Without any URL, that is `development` on the private server.",
    .shared = SHARED_SCHEMA | SHARED_URL | SHARED_FORMAT,
    .options = {{.name = "command", .value = "COMMAND", .help = "run this instead of what the schema says"},
                {.name = "force-remote", .help = "also on a database that is not on this machine"}},
    .run = run_seed,
};
