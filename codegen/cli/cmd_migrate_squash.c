/* schemagen migrate squash: the old migrations become one. */
#include "commands.h"
#include "document.h"
#include "interrupt.h"
#include "side.h"
#include "squash.h"
#include "target.h"

#include <string.h>

static const Failure *count_squashed(Cli *cli, const MigrationFolder *folder, size_t *out)
{
    const char *to = cli_value(cli, "to");
    const Migration *last = to == NULL ? NULL : folder_find(folder, to);
    if (to != NULL && last == NULL) return failure_new(cli->arena, "P3017", "The migration %s could not be found.", to);
    *out = last == NULL ? folder->migrations.count : (size_t)(last - folder->migrations.items) + 1;
    return *out >= 2 ? NULL : failure_new(cli->arena, NULL, "there is nothing to squash: it takes two migrations");
}

/* Where the last of them was in the order: "20251212194536_NAME". */
static const char *squashed_name(Cli *cli, const Migration *last)
{
    const char *name = cli_value(cli, "name");
    size_t digits = strspn(last->name, "0123456789");
    return sg_arena_printf(cli->arena, "%.*s_%s", (int)digits, last->name, name == NULL ? "squashed" : name);
}

static const Failure *replace(Cli *cli, const MigrationFolder *folder, size_t count, const char *name,
                              const char *script)
{
    const Failure *failure = folder_write(cli->arena, folder->path, name, script, NULL);
    for (size_t i = 0; failure == NULL && i < count; i++)
        folder_delete(cli->arena, folder->path, folder->migrations.items[i].name);
    return failure;
}

static int squash(Cli *cli, MigrationFolder *folder, const SchemaNames *schemas)
{
    size_t count = 0;
    Squashed squashed = {0};
    Shadow shadow = {0};
    ShadowPlace place = {.schema = schemas->default_schema};
    target_shadow_place(cli, &place);
    const Failure *failure = count_squashed(cli, folder, &count);
    if (failure == NULL) failure = folder_read_scripts(cli->arena, folder);
    if (failure == NULL) failure = shadow_open(cli->arena, &place, &shadow);
    if (failure == NULL) failure = squash_migrations(&shadow, folder, count, schemas, &squashed);
    shadow_close(&shadow);
    const char *name = failure == NULL ? squashed_name(cli, &folder->migrations.items[count - 1]) : NULL;
    if (failure == NULL) failure = replace(cli, folder, count, name, squashed.script);
    if (failure != NULL) return target_fail(cli, failure);
    if (squashed.is_concatenation)
        report_note(&cli->report,
                    "their scripts were put one after the other; written anew, they would have left out:\n%s",
                    squashed.why);
    report_say(
        &cli->report,
        "%zu migrations are now %s. It makes the same database.\n\nWhere they are applied already, `schemagen migrate "
        "deploy` records it without running it; Prisma needs `migrate resolve --applied %s`.",
        count, name, name);
    if (!cli->report.is_json) return CLI_DONE;
    Document document = document_begin(cli->arena);
    document_number(&document, "squashed", count);
    document_text(&document, "name", name);
    document_flag(&document, "isConcatenation", squashed.is_concatenation);
    document_print(cli, &document);
    return CLI_DONE;
}

static int run_squash(Cli *cli)
{
    Loaded loaded = {0};
    MigrationFolder folder;
    const char *path = load_find_schema(cli);
    if (path != NULL && !load_schema(cli, path, &loaded)) return CLI_FAILED;
    interrupt_catch();
    if (!target_read_migrations(cli, &folder)) return CLI_FAILED;
    SchemaNames schemas = introspect_schema_names(loaded.schema, target_default_schema(cli));
    return squash(cli, &folder, &schemas);
}

const Command cmd_migrate_squash = {
    .name = "migrate squash",
    .summary = "fold old migrations into one",
    .description = "The one migration makes the same database: tried on a shadow database before the old ones are "
                   "removed.  Rows that\n"
                   "migrations inserted are kept only when their scripts are put one after the other, which is done "
                   "when the result\n"
                   "cannot be written anew.  Deploy knows which migrations it stands for.",
    .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL | SHARED_SHADOW_URL | SHARED_FORMAT,
    .options = {{.name = "to", .value = "NAME", .help = "the last migration to fold (default: all)"},
                {.name = "name", .value = "NAME", .help = "the new migration's name (default: squashed)"}},
    .run = run_squash,
};
