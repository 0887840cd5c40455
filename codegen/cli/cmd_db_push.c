/* schemagen db push: the database becomes what the schema says, without a migration. */
#include "canonical.h"
#include "commands.h"
#include "develop.h"
#include "document.h"
#include "interrupt.h"
#include "lower.h"
#include "prompt.h"
#include "rename_options.h"
#include "side.h"
#include "sql.h"
#include "target.h"
#include "text.h"
#include "working_copy.h"

typedef struct Push {
    Cli *cli;
    const Loaded *loaded;
    const WorkingCopy *copy;
    SchemaNames schemas;
    Steps steps;
    Risks risks;
} Push;

static const char *list_of(SgArena *arena, const Risk *risks, size_t count)
{
    SgText text = {.arena = arena};
    for (size_t i = 0; i < count; i++) sg_text_printf(&text, "\n  • %s", risks[i].message);
    return sg_text_get(&text);
}

static int plan(Push *push)
{
    SgArena *arena = push->cli->arena;
    Connection *connection = push->copy->connection;
    Database *actual = NULL;
    const Failure *failure = describe_database(connection, &push->schemas, &actual);
    if (failure != NULL) return target_fail(push->cli, failure);
    Database *wanted = database_from_schema_in(arena, push->loaded->schema, connection->url.schema);
    Renames renames;
    if (!rename_options_plan(push->cli, actual, wanted, &renames)) return CLI_FAILED;
    database_canonicalize(connection->pg, arena, actual, wanted, &renames);
    push->steps = database_diff_renamed(arena, actual, wanted, &renames);
    push->risks = risks_count(arena, &push->steps, develop_count_rows, connection);
    rename_hints_say(push->cli, &push->steps);
    return CLI_DONE;
}

/* CLI_DONE to go on. */
static int check_risks(const Push *push)
{
    Cli *cli = push->cli;
    const Risks *risks = &push->risks;
    if (risks->unexecutable.count > 0)
        return report_error(
            &cli->report,
            "⚠️ We found changes that cannot be executed:\n%s\n\nYou may use the --force-reset flag to drop the "
            "database before: `schemagen db push --force-reset`\nAll data will be lost.",
            list_of(cli->arena, risks->unexecutable.items, risks->unexecutable.count));
    if (risks->warnings.count == 0) return CLI_DONE;
    report_warning(&cli->report, "⚠️  There might be data loss when applying the changes:\n%s\n",
                   list_of(cli->arena, risks->warnings.items, risks->warnings.count));
    if (cli_flag(cli, "accept-data-loss")) return CLI_DONE;
    if (prompt_confirm(cli, "Do you want to ignore the warning(s)?")) return CLI_DONE;
    if (!prompt_is_possible(cli))
        return report_error(&cli->report,
                            "Use the --accept-data-loss flag to ignore the data loss warnings: `schemagen db push "
                            "--accept-data-loss`");
    report_say(&cli->report, "Push cancelled.");
    return CLI_CONFIRM;
}

/* The whole script is one simple query, so all or nothing, unless enum values had to be committed on the way. */
static const Failure *apply(const Push *push)
{
    SgText script = {.arena = push->cli->arena};
    sql_render(push->cli->arena, &push->steps, NULL, &script);
    const Failure *failure = connection_run(push->copy->connection, sg_text_get(&script));
    if (failure == NULL) return NULL;
    connection_recover(push->copy->connection);
    return failure_new(push->cli->arena, failure->code, "%s\n\nThe statements were:\n\n%s", failure->message,
                       sg_text_get(&script));
}

static void say_result(const Push *push)
{
    Cli *cli = push->cli;
    if (cli->report.is_json) {
        Document document = document_begin(cli->arena);
        document_number(&document, "steps", push->steps.items.count);
        document_number(&document, "warnings", push->risks.warnings.count);
        document_print(cli, &document);
    } else if (push->steps.items.count == 0) {
        report_say(&cli->report, "The database is already in sync with the schema.");
    } else {
        report_say(&cli->report, "Your database is now in sync with your schema.");
    }
}

static int push_schema(Push *push)
{
    Cli *cli = push->cli;
    const Failure *failure = journal_lock(push->copy->connection, JOURNAL_WAIT_SECONDS);
    if (failure == NULL && cli_flag(cli, "force-reset")) {
        failure = reset_schemas(push->copy->connection, &push->schemas);
        if (failure == NULL)
            report_say(&cli->report, "The PostgreSQL database \"%s\" was successfully reset.\n",
                       push->copy->url.database);
    }
    if (failure != NULL) return target_fail(cli, failure);
    int code = plan(push);
    if (code == CLI_DONE) code = check_risks(push);
    if (code != CLI_DONE) return code;
    if (push->steps.items.count > 0) failure = apply(push);
    if (failure != NULL) return target_fail(cli, failure);
    say_result(push);
    if (cli_flag(cli, "skip-generate")) return CLI_DONE;
    return working_copy_generate(cli, push->loaded);
}

static int run_push(Cli *cli)
{
    Loaded loaded;
    WorkingCopy copy = {0};
    const char *path = load_schema_path(cli);
    if (path == NULL || !load_schema(cli, path, &loaded)) return CLI_FAILED;
    interrupt_catch();
    bool is_dangerous = cli_flag(cli, "accept-data-loss") || cli_flag(cli, "force-reset");
    if (!working_copy_open(cli, is_dangerous ? "to lose data of it" : NULL, &copy)) return CLI_FAILED;
    Push push = {.cli = cli,
                 .loaded = &loaded,
                 .copy = &copy,
                 .schemas = introspect_schema_names(loaded.schema, copy.url.schema)};
    int code = push_schema(&push);
    working_copy_close(&copy);
    return code;
}

const Command cmd_db_push = {
    .name = "db push",
    .summary = "make a database what the schema says, without a migration",
    .description = "For prototypes: nothing is recorded, and what the schema does not have is dropped.  Refuses when "
                   "rows or values\n"
                   "would be lost, unless --accept-data-loss is given, and when the change cannot be made with the "
                   "rows there are.\n"
                   "Without any URL, the database is `development` on the project's private server.",
    .shared = SHARED_SCHEMA | SHARED_URL | SHARED_FORMAT,
    .options = {{.name = "accept-data-loss", .help = "go on when rows or values will be lost"},
                RENAME_OPTION,
                {.name = "force-reset", .help = "drop everything first"},
                {.name = "skip-generate", .help = "do not run the generator"},
                {.name = "force-remote", .help = "let the two options above lose data on another machine, too"}},
    .run = run_push,
};
