#include "load.h"

#include "diag_print.h"
#include "parse.h"
#include "resolve.h"
#include "text.h"

#include <sys/stat.h>

/* Prisma's places come last: a project that has both means ours. */
static const char *const DEFAULT_PATHS[] = {"schema", "schema.prisma", "prisma/schema", "prisma/schema.prisma"};

const char *load_find_schema(const Cli *cli)
{
    const char *given = cli_value(cli, "schema");
    if (given != NULL) return given;
    for (size_t i = 0; i < sizeof DEFAULT_PATHS / sizeof *DEFAULT_PATHS; i++) {
        struct stat info;
        if (stat(DEFAULT_PATHS[i], &info) == 0) return DEFAULT_PATHS[i];
    }
    return NULL;
}

const char *load_schema_path(Cli *cli)
{
    const char *path = load_find_schema(cli);
    if (path != NULL) return path;
    report_error(&cli->report, "no schema here: looked for schema/, schema.prisma, prisma/schema/ and "
                               "prisma/schema.prisma; --schema says where it is");
    return NULL;
}

static void print_summary(Cli *cli, const Loaded *loaded)
{
    size_t errors = loaded->diags.errors;
    size_t warnings = loaded->diags.items.count - errors;
    if (errors == 0) return;
    fprintf(cli->report.err, "%zu %s", errors, errors == 1 ? "error" : "errors");
    if (warnings > 0) fprintf(cli->report.err, ", %zu %s", warnings, warnings == 1 ? "warning" : "warnings");
    fprintf(cli->report.err, " in %s\n", loaded->path);
}

void load_print_diagnostics(Cli *cli, const Loaded *loaded)
{
    SgText text = {.arena = cli->arena};
    if (cli->report.is_json) {
        diag_print_json(&loaded->diags, &loaded->sources, &text);
        fputs(sg_text_get(&text), cli->report.out);
        return;
    }
    if (loaded->diags.items.count == 0) return;
    diag_print(&loaded->diags, &loaded->sources, cli->report.color_err, &text);
    fputs(sg_text_get(&text), cli->report.err);
    print_summary(cli, loaded);
}

static bool read_files(Cli *cli, const char *path, Loaded *loaded)
{
    const char *error = NULL;
    *loaded = (Loaded){.path = path, .sources = {.arena = cli->arena}, .diags = {.arena = cli->arena}};
    if (source_read(&loaded->sources, path, &error)) return true;
    report_error(&cli->report, "%s", error);
    return false;
}

/* With json a correct schema's warnings have no place: standard output belongs to the command's own document. */
static bool finish(Cli *cli, const Loaded *loaded)
{
    bool ok = loaded->diags.errors == 0;
    if (!ok || !cli->report.is_json) load_print_diagnostics(cli, loaded);
    return ok;
}

bool load_ast(Cli *cli, const char *path, Loaded *out)
{
    Loaded loaded;
    if (!read_files(cli, path, &loaded)) return false;
    loaded.ast = parse_schema(cli->arena, &loaded.sources, &loaded.diags);
    if (!finish(cli, &loaded)) return false;
    *out = loaded;
    return true;
}

bool load_ast_and_schema(Cli *cli, const char *path, Loaded *out)
{
    Loaded loaded;
    if (!read_files(cli, path, &loaded)) return false;
    loaded.ast = parse_schema(cli->arena, &loaded.sources, &loaded.diags);
    loaded.schema = resolve(cli->arena, loaded.ast, &loaded.sources, &loaded.diags);
    if (!finish(cli, &loaded)) return false;
    *out = loaded;
    return true;
}

bool load_schema(Cli *cli, const char *path, Loaded *out)
{
    return load_schema_into(cli, cli->arena, path, out);
}

bool load_schema_into(Cli *cli, SgArena *model, const char *path, Loaded *out)
{
    Loaded loaded;
    if (!read_files(cli, path, &loaded)) return false;
    SgArena nodes = {.out_of_memory = cli->arena->out_of_memory};
    const Ast *ast = parse_meaning(&nodes, &loaded.sources, &loaded.diags);
    loaded.schema = resolve(model, ast, &loaded.sources, &loaded.diags);
    sg_arena_free(&nodes);
    if (!finish(cli, &loaded)) return false;
    *out = loaded;
    return true;
}
