/* schemagen migrate resolve: the user says how a migration ended that the record does not know about. */
#include "commands.h"
#include "interrupt.h"
#include "journal.h"
#include "target.h"
#include "working_copy.h"

static const Failure *mark_applied(Cli *cli, Connection *connection, const char *name)
{
    MigrationFolder folder;
    const Failure *failure = folder_read(cli->arena, target_migrations_path(cli), &folder);
    if (failure != NULL) return failure;
    Migration *migration = folder_find(&folder, name);
    if (migration == NULL)
        return failure_new(
            cli->arena, "P3017",
            "The migration %s could not be found. Please make sure that the migration exists, and that you "
            "included the whole name of the directory. (example: \"20201207184859_initial_migration\")",
            name);
    failure = migration_read(cli->arena, migration);
    return failure != NULL ? failure : journal_mark_applied(connection, name, migration->checksum);
}

static int resolve(Cli *cli, Connection *connection)
{
    const char *applied = cli_value(cli, "applied"), *rolled_back = cli_value(cli, "rolled-back");
    const Failure *failure = journal_lock(connection, JOURNAL_WAIT_SECONDS);
    if (failure == NULL && applied != NULL) failure = mark_applied(cli, connection, applied);
    if (failure == NULL && rolled_back != NULL)
        failure = journal_mark_rolled_back(connection, rolled_back, cli_flag(cli, "from-start"));
    if (failure != NULL) return target_fail(cli, failure);
    if (applied != NULL) report_say(&cli->report, "Migration %s marked as applied.", applied);
    else report_say(&cli->report, "Migration %s marked as rolled back.", rolled_back);
    if (cli->report.is_json) fprintf(cli->report.out, "{\"resolved\": true}\n");
    return CLI_DONE;
}

static int run_resolve(Cli *cli)
{
    bool has_applied = cli_value(cli, "applied") != NULL, has_rolled_back = cli_value(cli, "rolled-back") != NULL;
    if (has_applied == has_rolled_back)
        return report_usage(&cli->report, "give one of `--applied NAME` and `--rolled-back NAME`");
    if (cli_flag(cli, "from-start") && !has_rolled_back)
        return report_usage(&cli->report, "`--from-start` goes with `--rolled-back NAME`");
    WorkingCopy copy;
    interrupt_catch();
    if (!working_copy_open_existing(cli, &copy)) return CLI_FAILED;
    int code = resolve(cli, copy.connection);
    working_copy_close(&copy);
    return code;
}

const Command cmd_migrate_resolve = {
    .name = "migrate resolve",
    .summary = "record how a failed migration ended, or adopt a database",
    .description = "After a failed migration was repaired by hand: --rolled-back when nothing of it is in the database "
                   "(deploy runs it\n"
                   "again, a script marked no-transaction from the statement that failed), --applied when all of it "
                   "is.  To adopt a\n"
                   "database that exists, mark the migrations that it has already with --applied.  Without any URL, "
                   "the database is\n"
                   "the one that `migrate dev` made on the private server.",
    .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL | SHARED_FORMAT,
    .options = {{.name = "applied", .value = "NAME", .help = "all of this migration is in the database"},
                {.name = "rolled-back", .value = "NAME", .help = "nothing of this failed migration is in the database"},
                {.name = "from-start", .help = "with --rolled-back: forget which of its statements were applied"}},
    .run = run_resolve,
};
