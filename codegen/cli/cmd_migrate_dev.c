/* schemagen migrate dev: from a change in the schema to a migration that is written, tried and applied. */
#include "commands.h"
#include "develop.h"
#include "document.h"
#include "interrupt.h"
#include "lower.h"
#include "progress.h"
#include "prompt.h"
#include "rename_options.h"
#include "side.h"
#include "sql.h"
#include "target.h"
#include "text.h"
#include "working_copy.h"

#include <string.h>
#include <time.h>

/* One run of the command. */
typedef struct Session {
    Cli *cli;
    const Loaded *loaded;
    WorkingCopy *copy;
    MigrationFolder folder;
    Develop develop;
    Database *wanted;
    Migrations applied;
    const char *created; /* the new migration's name, NULL */
    Risks risks;         /* with numbers from the database */
} Session;

static int fail(Session *session, const Failure *failure)
{
    return target_fail(session->cli, failure);
}

/* ---- a database that cannot be worked on ---- */

static int ask_for_reset(Session *session, const Reasons *reasons)
{
    Cli *cli = session->cli;
    SgText text = {.arena = cli->arena};
    for (size_t i = 0; i < reasons->count; i++)
        sg_text_printf(&text, "%s%s\n", reasons->count > 1 ? "- " : "", reasons->items[i]);
    sg_text_printf(
        &text,
        "\nWe need to reset the \"%s\" schema at \"%s\"\n\nYou may use `schemagen migrate reset` to drop the "
        "development database.\nAll data will be lost.",
        session->copy->url.schema, database_url_server(cli->arena, &session->copy->url));
    if (cli->report.is_json) report_error(&cli->report, "%s", sg_text_get(&text));
    fflush(cli->report.out);
    if (!cli->report.is_json) fprintf(cli->report.err, "%s\n", sg_text_get(&text));
    return CLI_CONFIRM;
}

/* ---- what may be lost ---- */

static const char *list_of(SgArena *arena, const Risk *risks, size_t count)
{
    SgText text = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        sg_text_printf(&text, "\n  • %s%s%s", risks[i].is_unexecutable ? "Step " : "",
                       risks[i].is_unexecutable ? sg_arena_printf(arena, "%zu ", risks[i].step) : "", risks[i].message);
    return sg_text_get(&text);
}

/* CLI_DONE to go on. */
static int check_risks(Session *session)
{
    Cli *cli = session->cli;
    const Risks *risks = &session->risks;
    if (cli_flag(cli, "create-only")) return CLI_DONE;
    if (risks->unexecutable.count > 0)
        return report_error(
            &cli->report,
            "⚠️ We found changes that cannot be executed:\n%s\n\nYou can use `schemagen migrate dev "
            "--create-only` to write the migration file, and edit it before it is applied.",
            list_of(cli->arena, risks->unexecutable.items, risks->unexecutable.count));
    if (risks->warnings.count == 0) return CLI_DONE;
    report_warning(&cli->report, "⚠️  There will be data loss when applying the migration:\n%s\n",
                   list_of(cli->arena, risks->warnings.items, risks->warnings.count));
    if (cli_flag(cli, "accept-data-loss")) return CLI_DONE;
    if (prompt_confirm(cli, "Are you sure you want to create and apply this migration?")) return CLI_DONE;
    if (prompt_is_possible(cli)) report_note(&cli->report, "Migration cancelled.");
    else report_error(&cli->report, "--accept-data-loss confirms it; --create-only only writes the file");
    return CLI_CONFIRM;
}

/* ---- writing the migration ---- */

static int choose_name(Session *session, const char **out)
{
    Cli *cli = session->cli;
    const char *wish = cli_value(cli, "name");
    if (wish == NULL) wish = prompt_line(cli, "Enter a name for the new migration:");
    if (wish == NULL)
        return report_usage(&cli->report, "the schema has changed: give the new migration a name with --name");
    const Failure *failure = folder_new_name(cli->arena, folder_next_time(&session->folder, time(NULL)), wish, out);
    return failure != NULL ? fail(session, failure) : CLI_DONE;
}

/* The script is run on the shadow first: what fails there never reaches the database. */
static int write_migration(Session *session, const Steps *steps, const char *name)
{
    Cli *cli = session->cli;
    SgText script = {.arena = cli->arena};
    Risks risks = risks_find(cli->arena, steps);
    sql_render(cli->arena, steps, &risks, &script);
    Trial trial = {0};
    const Failure *failure = NULL;
    if (steps->items.count > 0)
        failure = develop_try(&session->develop, name, sg_text_get(&script), session->wanted, &trial);
    if (failure != NULL && !cli_flag(cli, "create-only")) return fail(session, failure);
    if (failure != NULL)
        report_warning(&cli->report, "as it is, the migration cannot be applied: %s", failure->message);
    if (trial.rest.items.count > 0) {
        SgText rest = {.arena = cli->arena};
        steps_summary(cli->arena, &trial.rest, &rest);
        report_warning(&cli->report, "the migration leaves a difference to the schema:\n%s", sg_text_get(&rest));
    }
    failure = folder_write(cli->arena, session->folder.path, name, sg_text_get(&script), trial.down);
    if (failure != NULL) return fail(session, failure);
    session->created = name;
    return CLI_DONE;
}

/* ---- applying ---- */

static const Failure *apply(Session *session)
{
    ApplyOptions options = {.runner_wait_seconds = JOURNAL_WAIT_SECONDS, .lock_attempts = 1};
    Progress progress = progress_open(session->cli);
    ApplyEvents events = progress_events(&progress);
    return apply_pending(session->copy->connection, &session->folder, &options, &events, &session->applied);
}

static const Failure *apply_created(Session *session)
{
    MigrationFolder folder;
    const Failure *failure = folder_read(session->cli->arena, session->folder.path, &folder);
    if (failure != NULL) return failure;
    session->folder = folder;
    return apply(session);
}

/* ---- the result ---- */

static void write_json(const Session *session)
{
    Document document = document_begin(session->cli->arena);
    document_names(&document, "applied", &session->applied);
    document_text(&document, "created", session->created);
    document_open_list(&document, "warnings");
    for (size_t i = 0; i < session->risks.warnings.count; i++)
        document_text(&document, NULL, session->risks.warnings.items[i].message);
    document_close_list(&document);
    document_print(session->cli, &document);
}

static void say_result(const Session *session)
{
    Report *report = &session->cli->report;
    if (session->cli->report.is_json) {
        write_json(session);
    } else if (session->created != NULL && cli_flag(session->cli, "create-only")) {
        report_say(report,
                   "Created the following migration without applying it %s\n\nYou can now edit it and apply it by "
                   "running `schemagen migrate dev`.",
                   session->created);
    } else if (session->created != NULL || session->applied.count > 0) {
        report_say(report, session->created != NULL
                               ? "\nThe following migration(s) have been created and applied from new schema changes:\n"
                               : "\nThe following migration(s) have been applied:\n");
        working_copy_say_migrations(session->cli, session->folder.path, &session->applied);
        report_say(report, "\nYour database is now in sync with your schema.");
    } else {
        report_say(report, "Already in sync, no schema change or pending migration was found.");
    }
}

/* ---- the command ---- */

/* What the schema wants beyond the migrations, when it is clear what is a rename. */
static bool plan_next(Session *session, Steps *out)
{
    Cli *cli = session->cli;
    Develop *state = &session->develop;
    if (!rename_options_read(cli, state->planned, &state->asked)) return false;
    *out = develop_plan(state, session->wanted);
    if (!rename_options_check(cli, &state->asked, &out->renames)) return false;
    Renames refused = {{0}};
    while (rename_hints_ask(cli, out, &state->asked, &refused)) *out = develop_plan(state, session->wanted);
    return true;
}

/* The next migration, when the schema asks for one. */
static int make_next(Session *session)
{
    Cli *cli = session->cli;
    Steps steps;
    if (!plan_next(session, &steps)) return CLI_FAILED;
    session->risks = risks_count(cli->arena, &steps, develop_count_rows, session->copy->connection);
    bool is_create_only = cli_flag(cli, "create-only");
    if (steps.items.count == 0 && !is_create_only) return CLI_DONE;
    int code = check_risks(session);
    const char *name = NULL;
    if (code == CLI_DONE) code = choose_name(session, &name);
    if (code == CLI_DONE) code = write_migration(session, &steps, name);
    if (code != CLI_DONE || is_create_only) return code;
    const Failure *failure = apply_created(session);
    return failure != NULL ? fail(session, failure) : CLI_DONE;
}

static int develop(Session *session)
{
    Cli *cli = session->cli;
    Develop *state = &session->develop;
    const Failure *failure = journal_lock(session->copy->connection, JOURNAL_WAIT_SECONDS);
    if (failure == NULL) failure = develop_diagnose(state);
    if (failure != NULL) return fail(session, failure);
    Reasons reasons = develop_reset_reasons(state);
    if (reasons.count > 0) return ask_for_reset(session, &reasons);
    failure = develop_replay_pending(state); /* what cannot work does not reach the database */
    if (failure == NULL && !cli_flag(cli, "create-only")) failure = apply(session);
    if (failure != NULL) return fail(session, failure);
    int code = make_next(session);
    if (code != CLI_DONE) return code;
    say_result(session);
    if (cli_flag(cli, "create-only") || cli_flag(cli, "skip-generate")) return CLI_DONE;
    return working_copy_generate(cli, session->loaded);
}

/* With folder and shadow open. */
static int with_shadow(Session *session)
{
    Cli *cli = session->cli;
    ShadowPlace place = {.server = &session->copy->url, .schema = session->copy->url.schema};
    target_shadow_place(cli, &place);
    const Failure *failure = folder_read(cli->arena, target_migrations_path(cli), &session->folder);
    if (failure == NULL) failure = folder_check_provider(cli->arena, &session->folder);
    if (failure == NULL) failure = shadow_open(cli->arena, &place, &session->develop.shadow);
    if (failure != NULL) return fail(session, failure);
    session->develop.connection = session->copy->connection;
    session->develop.folder = &session->folder;
    session->develop.schemas = introspect_schema_names(session->loaded->schema, session->copy->url.schema);
    session->wanted = database_from_schema_in(cli->arena, session->loaded->schema, session->copy->url.schema);
    int code = develop(session);
    shadow_close(&session->develop.shadow);
    return code;
}

static int run_dev(Cli *cli)
{
    Loaded loaded;
    WorkingCopy copy = {0};
    const char *path = load_schema_path(cli);
    if (path == NULL || !load_schema(cli, path, &loaded)) return CLI_FAILED;
    interrupt_catch();
    if (!working_copy_open(cli, "`migrate dev`", &copy)) return CLI_FAILED;
    Session session = {.cli = cli, .loaded = &loaded, .copy = &copy};
    int code = with_shadow(&session);
    working_copy_close(&copy);
    return code;
}

const Command cmd_migrate_dev = {
    .name = "migrate dev",
    .summary = "write the next migration from the schema, and apply it",
    .description = "For development.  Replays the migrations on a shadow database; says so when the database has "
                   "drifted from them, or\n"
                   "when one was edited or is missing (exit code 130: it needs `migrate reset`).  Applies what is "
                   "pending; writes what the\n"
                   "schema wants beyond that to NAME/migration.sql, and how to undo it to NAME/down.sql; tries both, "
                   "applies, generates.\n"
                   "Without any URL, the database is `development` on the project's private server.",
    .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL | SHARED_SHADOW_URL | SHARED_FORMAT,
    .options = {{.name = "name", .letter = 'n', .value = "NAME", .help = "the new migration's name"},
                {.name = "create-only",
                 .help = "write the migration, apply nothing; also when the schema has not changed"},
                {.name = "accept-data-loss", .help = "go on when rows or values will be lost"},
                RENAME_OPTION,
                {.name = "skip-generate", .help = "do not run the generator"},
                {.name = "force-remote", .help = "also on a database that is not on this machine"}},
    .run = run_dev,
};
