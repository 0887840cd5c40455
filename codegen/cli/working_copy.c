#include "working_copy.h"

#include "c_options.h"
#include "commands.h"
#include "datasource.h"
#include "model.h"
#include "target.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* ---- the database ---- */

static const Failure *find_private(Cli *cli, WorkingCopy *copy)
{
    ServerPlace place = private_server_place();
    const Failure *failure = private_server_open(cli->arena, &place, &copy->server);
    if (failure != NULL) return failure;
    copy->url_text = private_server_url(cli->arena, &copy->server, PRIVATE_SERVER_DATABASE);
    return database_url_parse(cli->arena, copy->url_text, &copy->url);
}

static const Failure *find_database(Cli *cli, WorkingCopy *copy)
{
    if (!target_url_text(cli, &copy->url_text)) return find_private(cli, copy);
    return database_url_parse(cli->arena, copy->url_text, &copy->url);
}

static const Failure *refuse_remote(Cli *cli, const WorkingCopy *copy, const char *danger)
{
    if (danger == NULL || copy->url.is_local || cli_flag(cli, "force-remote")) return NULL;
    return failure_new(
        cli->arena, NULL,
        "the database is on another machine (%s), and %s is for development databases; --force-remote does it "
        "all the same",
        database_url_server(cli->arena, &copy->url), danger);
}

bool working_copy_open(Cli *cli, const char *danger, WorkingCopy *out)
{
    WorkingCopy copy = {0};
    bool was_created = false;
    const Failure *failure = find_database(cli, &copy);
    if (failure == NULL) target_announce(cli, &copy.url);
    if (failure == NULL) failure = refuse_remote(cli, &copy, danger);
    if (failure == NULL) failure = apply_connect(cli->arena, &copy.url, &copy.connection, &was_created);
    if (failure == NULL) failure = apply_ensure_schema(copy.connection);
    if (failure != NULL) {
        working_copy_close(&copy);
        target_fail(cli, failure);
        return false;
    }
    if (was_created)
        report_say(&cli->report, "PostgreSQL database %s created at %s\n", copy.url.database,
                   database_url_server(cli->arena, &copy.url));
    *out = copy;
    return true;
}

/* Where no private server can be meant, target_find() says what is missing. */
static bool find_existing(Cli *cli, WorkingCopy *copy)
{
    const char *given = NULL;
    ServerPlace place = private_server_place();
    if (target_url_text(cli, &given) || !private_server_exists(cli->arena, &place)) return target_find(cli, &copy->url);
    const Failure *failure = find_private(cli, copy);
    if (failure != NULL) target_fail(cli, failure);
    else target_announce(cli, &copy->url);
    return failure == NULL;
}

bool working_copy_open_existing(Cli *cli, WorkingCopy *out)
{
    WorkingCopy copy = {0};
    if (!find_existing(cli, &copy)) return false;
    const Failure *failure = connection_open(cli->arena, &copy.url, &copy.connection);
    if (failure == NULL) {
        *out = copy;
        return true;
    }
    working_copy_close(&copy);
    target_fail(cli, failure);
    return false;
}

void working_copy_close(WorkingCopy *copy)
{
    connection_close(copy->connection);
    private_server_close(&copy->server);
    *copy = (WorkingCopy){0};
}

/* ---- generate ---- */

int working_copy_generate(Cli *cli, const Loaded *loaded)
{
    static const Option schema_option = {.name = "schema", .value = "PATH"};
    bool has_generator = false;
    for (size_t i = 0; i < loaded->schema->generators.count; i++) {
        const char *provider = loaded->schema->generators.items[i]->provider;
        has_generator |= provider != NULL && strcmp(provider, C_PROVIDER) == 0;
    }
    if (!has_generator) return CLI_DONE;
    Cli generate = {.arena = cli->arena, .report = cli->report, .command = &cmd_generate};
    generate.report.is_quiet |= generate.report.is_json; /* the document is the caller's */
    generate.report.is_json = false;
    *list_add(cli->arena, &generate.options) = (OptionValue){.option = &schema_option, .value = loaded->path};
    return cmd_generate.run(&generate);
}

/* ---- seed ---- */

const char *working_copy_seed_command(const Schema *schema)
{
    for (size_t i = 0; i < schema->generators.count; i++) {
        const Setting *setting = model_find_setting(schema->generators.items[i], "seed");
        if (setting != NULL && setting->value != NULL) return setting->value;
    }
    return NULL;
}

int working_copy_seed(Cli *cli, const WorkingCopy *copy, const char *command)
{
    report_say(&cli->report, "Running seed command `%s` ...", command);
    fflush(cli->report.out);
    DatasourceUrl url = datasource_url(cli, "url");
    setenv("DATABASE_URL", copy->url_text, 1);
    if (url.variable != NULL) setenv(url.variable, copy->url_text, 1);
    /* a shell, as the user wrote it for one; a document of ours has standard output for itself */
    int status = system(cli->report.is_json ? sg_arena_printf(cli->arena, "exec 1>&2\n%s", command) : command);
    if (status == -1 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return report_error(&cli->report, "the seed command failed%s",
                            status != -1 && WIFEXITED(status)
                                ? sg_arena_printf(cli->arena, " with exit code %d", WEXITSTATUS(status))
                                : "");
    report_say(&cli->report, "The seed command has been executed.");
    return CLI_DONE;
}

/* ---- what is shown ---- */

void working_copy_say_migrations(Cli *cli, const char *folder, const Migrations *migrations)
{
    report_say(&cli->report, "%s/", folder);
    for (size_t i = 0; i < migrations->count; i++)
        report_say(&cli->report, "  └─ %s/\n    └─ migration.sql", migrations->items[i]->name);
}
