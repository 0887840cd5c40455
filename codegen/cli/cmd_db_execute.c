/* schemagen db execute: a script on a database, unrecorded. */
#include "apply.h"
#include "commands.h"
#include "interrupt.h"
#include "target.h"
#include "text.h"
#include "working_copy.h"

static const Failure *read_input(Cli *cli, Migration *script)
{
    if (script->path != NULL) return folder_read_file(cli->arena, script->path, &script->script, &script->size);
    SgText input = {.arena = cli->arena};
    char buffer[16384];
    size_t read = 0;
    while ((read = fread(buffer, 1, sizeof buffer, stdin)) > 0) sg_text_add_bytes(&input, buffer, read);
    script->script = sg_text_get(&input);
    script->size = input.size;
    return NULL;
}

static const Failure *execute(Cli *cli, Connection *connection, Migration *script)
{
    const Failure *failure = apply_script(connection, script);
    for (size_t i = 0; i < connection->notices.count; i++)
        report_note(&cli->report, "%s", connection->notices.items[i]);
    return failure;
}

static int run_execute(Cli *cli)
{
    if ((cli_value(cli, "file") == NULL) == !cli_flag(cli, "stdin"))
        return report_usage(&cli->report, "give one of `--file FILE` and `--stdin`");
    WorkingCopy copy;
    interrupt_catch();
    Migration script = {.name = "script", .path = cli_value(cli, "file")};
    const Failure *failure = read_input(cli, &script);
    if (failure != NULL) return target_fail(cli, failure);
    if (!working_copy_open_existing(cli, &copy)) return CLI_FAILED;
    failure = execute(cli, copy.connection, &script);
    working_copy_close(&copy);
    if (failure != NULL) return target_fail(cli, failure);
    report_say(&cli->report, "Script executed successfully.");
    if (cli->report.is_json) fprintf(cli->report.out, "{\"executed\": true}\n");
    return CLI_DONE;
}

const Command cmd_db_execute = {
    .name = "db execute",
    .summary = "run an SQL script on a database",
    .description = "The script is one transaction unless it has its own BEGIN and COMMIT, or begins with\n"
                   "`-- schemagen: no-transaction`.  Nothing is recorded, rows are not shown.\n"
                   "Without any URL, the database is the one that `migrate dev` made on the private server.",
    .shared = SHARED_SCHEMA | SHARED_URL | SHARED_FORMAT,
    .options = {{.name = "file", .value = "FILE", .help = "the script"},
                {.name = "stdin", .help = "read it from standard input"}},
    .run = run_execute,
};
