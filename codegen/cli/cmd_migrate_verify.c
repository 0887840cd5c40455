/* schemagen migrate verify: a migration is tried up, down and up again, on tables with rows. */
#include "commands.h"
#include "document.h"
#include "interrupt.h"
#include "side.h"
#include "target.h"
#include "text.h"
#include "verify.h"

#include <string.h>

static const Failure *find_first(Cli *cli, const MigrationFolder *folder, size_t *first)
{
    const char *name = cli->arguments.count > 0 ? cli->arguments.items[0] : NULL;
    size_t count = folder->migrations.count;
    *first = cli_flag(cli, "all") ? 0 : count - 1;
    if (name == NULL) return NULL;
    const Migration *migration = folder_find(folder, name);
    if (migration == NULL) return failure_new(cli->arena, "P3017", "The migration %s could not be found.", name);
    *first = (size_t)(migration - folder->migrations.items);
    return NULL;
}

static void add_to_document(Document *document, const Migration *migration, const Verified *verified)
{
    document_open_object(document, NULL);
    document_text(document, "migration", migration->name);
    document_number(document, "tables", verified->tables);
    document_number(document, "columns", verified->columns);
    document_open_list(document, "findings");
    for (size_t i = 0; i < verified->findings.count; i++) document_text(document, NULL, verified->findings.items[i]);
    document_close_list(document);
    document_close_object(document);
}

static void show(Cli *cli, const Migration *migration, const Verified *verified)
{
    if (*verified->refused != '\0')
        report_warning(&cli->report, "%s: no rows could be made in%s", migration->name, verified->refused);
    for (size_t i = 0; i < verified->findings.count; i++)
        report_error(&cli->report, "%s: %s", migration->name, verified->findings.items[i]);
    if (verified->findings.count == 0)
        report_say(&cli->report, "%s: verified with rows in %zu table%s; %zu column%s kept what they should",
                   migration->name, verified->tables, verified->tables == 1 ? "" : "s", verified->columns,
                   verified->columns == 1 ? "" : "s");
}

static int verify(Cli *cli, Shadow *shadow, MigrationFolder *folder, const SchemaNames *schemas)
{
    size_t first = 0, bad = 0;
    const Failure *failure = find_first(cli, folder, &first);
    size_t end = cli->arguments.count > 0 ? first + 1 : folder->migrations.count;
    Document document = document_begin(cli->arena);
    document_open_list(&document, "migrations");
    for (size_t i = first; failure == NULL && i < end; i++) {
        Verified verified;
        failure = shadow_clear(shadow); /* the rows of the last trial would be in the way */
        if (failure == NULL) failure = shadow_replay(shadow, folder, 0, i);
        if (failure == NULL) failure = verify_migration(shadow, folder, i, schemas, &verified);
        if (failure != NULL) break;
        if (!cli->report.is_json) show(cli, &folder->migrations.items[i], &verified);
        add_to_document(&document, &folder->migrations.items[i], &verified);
        bad += verified.findings.count > 0;
    }
    if (failure != NULL) return target_fail(cli, failure);
    document_close_list(&document);
    if (cli->report.is_json) document_print(cli, &document);
    return bad > 0 ? CLI_FAILED : CLI_DONE;
}

static int run_verify(Cli *cli)
{
    Loaded loaded = {0};
    MigrationFolder folder;
    const char *path = load_find_schema(cli);
    if (path != NULL && !load_schema(cli, path, &loaded)) return CLI_FAILED;
    interrupt_catch();
    if (!target_read_migrations(cli, &folder)) return CLI_FAILED;
    if (folder.migrations.count == 0 && cli->arguments.count == 0) return CLI_DONE;
    SchemaNames schemas = introspect_schema_names(loaded.schema, target_default_schema(cli));
    ShadowPlace place = {.schema = schemas.default_schema};
    target_shadow_place(cli, &place);
    Shadow shadow = {0};
    const Failure *failure = folder_check_provider(cli->arena, &folder);
    if (failure == NULL) failure = shadow_open(cli->arena, &place, &shadow);
    int code = failure != NULL ? target_fail(cli, failure) : verify(cli, &shadow, &folder, &schemas);
    shadow_close(&shadow);
    return code;
}

const Command cmd_migrate_verify = {
    .name = "migrate verify",
    .arguments = "[NAME]",
    .max_arguments = 1,
    .summary = "prove that a migration can be applied, undone and applied again",
    .description =
        "On a shadow database: makes rows in every table, applies the migration, its down.sql and the migration "
        "again,\n"
        "and compares the catalogs, and the values of every column that should keep them.  Without NAME, the last one.",
    .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL | SHARED_SHADOW_URL | SHARED_FORMAT,
    .options = {{.name = "all", .help = "every migration of the folder"}},
    .run = run_verify,
};
