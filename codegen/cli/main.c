/* The program: finds the command in the table, runs it, and turns what came out into an exit code. */
#include "commands.h"
#include "interrupt.h"
#include "options.h"

#include <stdlib.h>
#include <unistd.h>

/* In the order of the help, one to a line. */
static const Command *const COMMANDS[] = {
    /* clang-format off */
    &cmd_init,
    &cmd_validate,
    &cmd_format,
    &cmd_generate,
    &cmd_diff,
    &cmd_migrate_dev,
    &cmd_migrate_deploy,
    &cmd_migrate_status,
    &cmd_migrate_resolve,
    &cmd_migrate_reset,
    &cmd_migrate_down,
    &cmd_migrate_verify,
    &cmd_migrate_rebase,
    &cmd_migrate_squash,
    &cmd_db_pull,
    &cmd_db_push,
    &cmd_db_execute,
    &cmd_db_seed,
    &cmd_server_start,
    &cmd_server_stop,
    &cmd_server_url,
    NULL,
    /* clang-format on */
};

/* No stdio: it may want memory too. */
static void out_of_memory(void)
{
    static const char message[] = "error: out of memory\n";
    ssize_t written = write(STDERR_FILENO, message, sizeof message - 1);
    _exit(written < 0 ? CLI_FAILED + 1 : CLI_FAILED);
}

static int show_help(const CommandTable *table, Report *report, const char *topic)
{
    SgText text = {0};
    if (!options_help(table, topic, &text))
        return report_usage(report, "no help about `%s`; `schemagen help` lists the commands", topic);
    fputs(sg_text_get(&text), report->out);
    sg_text_free(&text);
    return CLI_DONE;
}

static int run(const CommandTable *table, int argc, char *argv[], Cli *cli)
{
    Parsed parsed = options_parse(table, argc - 1, argv + 1, cli);
    switch (parsed.as) {
    case PARSED_WRONG: return report_usage(&cli->report, "%s", parsed.error);
    case PARSED_HELP: return show_help(table, &cli->report, parsed.topic);
    case PARSED_VERSION: fprintf(cli->report.out, "schemagen %s\n", SCHEMAGEN_VERSION); return CLI_DONE;
    case PARSED_COMMAND: break;
    }
    return cli->command->run(cli);
}

int main(int argc, char *argv[])
{
    static const CommandTable table = {COMMANDS, sizeof COMMANDS / sizeof *COMMANDS - 1};
    SgArena arena = {.out_of_memory = out_of_memory};
    Cli cli = {.arena = &arena, .report = report_open()};

    int code = run(&table, argc, argv, &cli);
    if (code == CLI_FAILED && interrupt_pending() != 0) code = 128 + interrupt_pending(); /* as shells say it */
    if (!report_flush(&cli.report)) code = report_error(&cli.report, "cannot write to standard output");
    sg_arena_free(&arena);
    return code;
}
