/* schemagen migrate deploy: what is pending is applied, and nothing else. */
#include "apply.h"
#include "commands.h"
#include "document.h"
#include "interrupt.h"
#include "progress.h"
#include "script.h"
#include "target.h"
#include "text.h"
#include "working_copy.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the result ---- */

static void write_json(Cli *cli, const MigrationFolder *folder, const Migrations *migrations, const char *verb,
                       const Failure *failure)
{
    Document document = document_begin(cli->arena);
    document_number(&document, "found", folder->migrations.count);
    document_names(&document, verb, migrations);
    if (failure != NULL) {
        document_text(&document, "error", failure->message);
        document_text(&document, "code", failure->code);
    }
    document_print(cli, &document);
}

static void say_applied(Cli *cli, const MigrationFolder *folder, const Migrations *applied)
{
    if (applied->count == 0) {
        report_say(&cli->report, "\nNo pending migrations to apply.");
        return;
    }
    report_say(&cli->report, "\nThe following migration(s) have been applied:\n");
    working_copy_say_migrations(cli, folder->path, applied);
    report_say(&cli->report, "\nAll migrations have been successfully applied.");
}

static int finish(Cli *cli, const MigrationFolder *folder, const Migrations *applied, const Failure *failure)
{
    if (cli->report.is_json) write_json(cli, folder, applied, "applied", failure);
    if (failure != NULL && cli->report.is_json) return CLI_FAILED;
    if (failure != NULL) return target_fail(cli, failure);
    say_applied(cli, folder, applied);
    return CLI_DONE;
}

/* ---- dry run ---- */

static const Failure *say_plan(Cli *cli, Migration *migration)
{
    const Failure *failure = migration_read(cli->arena, migration);
    if (failure != NULL) return failure;
    Script script;
    report_say(&cli->report, "Would apply `%s`", migration->name);
    failure = script_split(cli->arena, migration->script, migration->size, &script);
    if (failure != NULL) return failure_new(cli->arena, NULL, "%s: %s", migration->path, failure->message);
    if (script.is_unwrapped) report_say(&cli->report, "  (statement by statement, no transaction)");
    for (size_t i = 0; i < script.statements.count; i++)
        report_say(&cli->report, "  %s", script_summary(cli->arena, &script, i));
    return NULL;
}

/* What is pending; everything when there is no database yet. */
static const Failure *plan(Cli *cli, const DatabaseUrl *url, const MigrationFolder *folder, Migrations *pending)
{
    Connection *connection = NULL;
    Journal journal = {0};
    const Failure *failure = connection_open(cli->arena, url, &connection);
    if (failure == NULL) failure = apply_plan(connection, folder, &journal, pending);
    connection_close(connection);
    if (failure == NULL || failure->code == NULL || strcmp(failure->code, "P1003") != 0) return failure;
    report_say(&cli->report, "\nWould create the database %s", url->database);
    for (size_t i = 0; i < folder->migrations.count; i++) *list_add(cli->arena, pending) = &folder->migrations.items[i];
    return NULL;
}

/* Reads only: makes no database, schema or table, and takes no lock. */
static int run_dry(Cli *cli, const DatabaseUrl *url, MigrationFolder *folder)
{
    Migrations pending = {0};
    const Failure *failure = folder_check_provider(cli->arena, folder);
    if (failure == NULL) failure = plan(cli, url, folder, &pending);
    for (size_t i = 0; i < pending.count && failure == NULL; i++) failure = say_plan(cli, pending.items[i]);
    if (cli->report.is_json) write_json(cli, folder, &pending, "pending", failure);
    if (failure != NULL) return cli->report.is_json ? CLI_FAILED : target_fail(cli, failure);
    if (pending.count == 0) report_say(&cli->report, "\nNo pending migrations to apply.");
    return CLI_DONE;
}

/* ---- the command ---- */

/* A whole number up to `limit`; `absent` when the option is not given. */
static bool read_number(Cli *cli, const char *name, unsigned absent, unsigned limit, unsigned *out)
{
    const char *text = cli_value(cli, name);
    char *end = NULL;
    unsigned long value = text == NULL ? absent : strtoul(text, &end, 10);
    if (text != NULL && (*text < '0' || *text > '9' || *end != '\0' || value > limit)) {
        report_usage(&cli->report, "`--%s` must be a whole number up to %u, not `%s`", name, limit, text);
        return false;
    }
    *out = (unsigned)value;
    return true;
}

static bool read_options(Cli *cli, ApplyOptions *out)
{
    return read_number(cli, "wait", JOURNAL_WAIT_SECONDS, 86400, &out->runner_wait_seconds) &&
           read_number(cli, "lock-timeout", 0, 86400000, &out->lock_timeout_ms) &&
           read_number(cli, "lock-attempts", 5, 1000, &out->lock_attempts);
}

static int run_deploy(Cli *cli)
{
    ApplyOptions options;
    DatabaseUrl url;
    MigrationFolder folder;
    if (!read_options(cli, &options)) return CLI_USAGE;
    if (!target_find(cli, &url)) return CLI_FAILED;
    interrupt_catch();
    if (cli_flag(cli, "dry-run"))
        return target_read_migrations(cli, &folder) ? run_dry(cli, &url, &folder) : CLI_FAILED;

    if (!target_has_migrations(cli)) return CLI_FAILED; /* before a database is made for nothing */
    Connection *connection = NULL;
    bool was_created = false;
    const Failure *failure = apply_connect(cli->arena, &url, &connection, &was_created);
    if (failure != NULL) return target_fail(cli, failure);
    if (was_created)
        report_say(&cli->report, "PostgreSQL database %s created at %s\n", url.database,
                   database_url_server(cli->arena, &url));
    Migrations applied = {0};
    int code = CLI_FAILED;
    if (target_read_migrations(cli, &folder)) {
        Progress progress = progress_open(cli);
        ApplyEvents events = progress_events(&progress);
        report_say(&cli->report, "%s", "");
        failure = apply_pending(connection, &folder, &options, &events, &applied);
        code = finish(cli, &folder, &applied, failure);
    }
    connection_close(connection);
    return code;
}

const Command cmd_migrate_deploy = {
    .name = "migrate deploy",
    .summary = "apply the migrations that a database does not have yet",
    .description =
        "For production and CI: applies what is pending, in the order of the names, and nothing else.  A script is "
        "one\n"
        "transaction unless it has its own BEGIN and COMMIT, or begins with `-- schemagen: no-transaction`.  A "
        "missing\n"
        "database is created.  The record is the table _prisma_migrations, as Prisma's.  A migration that fails stops\n"
        "the run, and later runs refuse (P3009) until `migrate resolve` says how it ended.  Without any URL it fails.",
    .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL | SHARED_FORMAT,
    .options = {{.name = "dry-run", .help = "show what would be applied, change nothing"},
                {.name = "lock-timeout",
                 .value = "MS",
                 .help = "give up waiting for a table's lock after so many milliseconds, and try again"},
                {.name = "lock-attempts", .value = "N", .help = "how often to try then (default: 5)"},
                {.name = "wait",
                 .value = "SECONDS",
                 .help = "how long to wait for another deploy to finish (default: 10)"}},
    .run = run_deploy,
};
