/* schemagen validate - is the schema right? */
#include "ast_dump.h"
#include "commands.h"
#include "database_dump.h"
#include "load.h"
#include "lower.h"
#include "model_dump.h"
#include "text.h"

#include <string.h>

/* The forms that the schema takes on its way, as text: to see where something went wrong. */
static int dump(Cli *cli, const char *path, const char *form)
{
    Loaded loaded;
    SgText text = {.arena = cli->arena};
    bool is_ast = strcmp(form, "ast") == 0;
    if (!(is_ast ? load_ast(cli, path, &loaded) : load_schema(cli, path, &loaded))) return CLI_FAILED;
    if (is_ast) ast_dump(loaded.ast, &loaded.sources, &text);
    if (strcmp(form, "model") == 0) model_dump(loaded.schema, &text);
    if (strcmp(form, "database") == 0) database_dump(database_from_schema(cli->arena, loaded.schema), &text);
    fputs(sg_text_get(&text), cli->report.out);
    return CLI_DONE;
}

static int run_validate(Cli *cli)
{
    const char *form = cli_value(cli, "dump");
    const char *path = load_schema_path(cli);
    Loaded loaded;
    if (path == NULL) return CLI_FAILED;
    if (form != NULL) return dump(cli, path, form);
    if (!load_schema(cli, path, &loaded)) return CLI_FAILED;
    if (cli->report.is_json) load_print_diagnostics(cli, &loaded);
    size_t models = loaded.schema->models.count;
    size_t enums = loaded.schema->enums.count;
    report_say(&cli->report, "%s is valid: %zu %s, %zu %s", path, models, models == 1 ? "model" : "models", enums,
               enums == 1 ? "enum" : "enums");
    return CLI_DONE;
}

const Command cmd_validate = {
    .name = "validate",
    .summary = "check the schema",
    .description =
        "Checks the schema: everything that Prisma checks for PostgreSQL, all errors of all files in one run.\n"
        "With --format json the diagnostics are a document in the shape of the language server protocol.",
    .shared = SHARED_SCHEMA | SHARED_FORMAT,
    .options = {{.name = "dump", .value = "ast|model|database", .help = "print that form of the schema instead"}},
    .run = run_validate,
};
