/* schemagen db pull: the schema becomes what the database has. */
#include "canonical.h"
#include "commands.h"
#include "diff.h"
#include "document.h"
#include "format.h"
#include "load.h"
#include "lower.h"
#include "parse.h"
#include "pull.h"
#include "replace_file.h"
#include "resolve.h"
#include "side.h"
#include "target.h"
#include "text.h"
#include "working_copy.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct Pull {
    Cli *cli;
    bool has_schema;   /* there is one that is updated */
    Loaded loaded;     /* that one */
    const char *path;  /* where a new one goes */
    PulledFiles files; /* what was pulled, not formatted */
} Pull;

/* A folder gets a schema.prisma. */
static const char *new_path(Cli *cli)
{
    struct stat status;
    const char *path = cli_value(cli, "schema");
    if (path == NULL) path = load_find_schema(cli);
    if (path == NULL) return "schema.prisma";
    bool is_folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    return is_folder ? sg_arena_printf(cli->arena, "%s/schema.prisma", path) : path;
}

/* A file without a block is no schema yet: the shell makes an empty one for `schemagen db pull --print > schema.prisma`
 * before the program starts. */
static bool find_schema(Pull *pull)
{
    struct stat status;
    const char *path = load_find_schema(pull->cli);
    pull->path = new_path(pull->cli);
    if (path == NULL || stat(path, &status) != 0 || cli_flag(pull->cli, "force")) return true;
    if (!load_ast_and_schema(pull->cli, path, &pull->loaded)) return false;
    pull->has_schema = pull->loaded.ast->blocks.count > 0;
    return true;
}

static void update(Pull *pull, Connection *connection, const Database *actual)
{
    SgArena *arena = pull->cli->arena;
    Database *wanted = database_from_schema_in(arena, pull->loaded.schema, connection->url.schema);
    static const Renames none = {{0}}; /* what the schema calls otherwise now is called as the database has it */
    database_canonicalize(connection->pg, arena, actual, wanted, &none);
    Steps steps = database_diff_renamed(arena, actual, wanted, &none);
    PulledSchema schema = {&pull->loaded.sources, pull->loaded.ast, pull->loaded.schema};
    pull->files = pull_update_schema(arena, &schema, &steps);
}

static void make(Pull *pull, const Database *actual)
{
    SgText text = {.arena = pull->cli->arena};
    /* the generated code stands beside the folder of the schema, and never outside of the current one */
    const char *output = strchr(pull->path, '/') == NULL ? "generated" : "../generated";
    pull_new_schema(pull->cli->arena, actual, output, &text);
    *list_add(pull->cli->arena, &pull->files) = (PulledFile){pull->path, sg_text_get(&text)};
}

/* Either all schemas of the datasource, or those of --schemas, or the URL's. */
static SchemaNames schema_names(Pull *pull, const char *default_schema)
{
    SgArena *arena = pull->cli->arena;
    SchemaNames names = introspect_schema_names(pull->has_schema ? pull->loaded.schema : NULL, default_schema);
    const char *list = cli_value(pull->cli, "schemas");
    if (list == NULL) return names;
    LIST(const char *) items = {0};
    for (size_t size; *list != '\0'; list += size + (list[size] != '\0')) {
        size = strcspn(list, ",");
        if (size > 0) *list_add(arena, &items) = sg_arena_strndup(arena, list, size);
    }
    names.items = items.items;
    names.count = items.count;
    return names;
}

static int read_database(Pull *pull)
{
    Cli *cli = pull->cli;
    WorkingCopy copy;
    if (!working_copy_open_existing(cli, &copy)) return CLI_FAILED;
    SchemaNames names = schema_names(pull, copy.url.schema);
    Database *actual = NULL;
    const Failure *failure = describe_database(copy.connection, &names, &actual);
    int code = CLI_DONE;
    if (failure != NULL) code = target_fail(cli, failure);
    else if (actual->tables.count == 0 && actual->enums.count == 0)
        code = target_fail(cli, failure_new(cli->arena, "P4001", "The introspected database was empty."));
    else if (pull->has_schema) update(pull, copy.connection, actual);
    else make(pull, actual);
    working_copy_close(&copy);
    return code;
}

/* What was pulled must be right before it takes the place of anything. */
static bool format_files(Pull *pull, FormattedFiles *out)
{
    Cli *cli = pull->cli;
    Sources *sources = sg_arena_new(cli->arena, sizeof *sources);
    sources->arena = cli->arena;
    for (size_t i = 0; i < pull->files.count; i++) {
        const PulledFile *file = &pull->files.items[i];
        if (!source_add(sources, file->path, file->text, strlen(file->text))) return false;
    }
    Diags diags = {.arena = cli->arena};
    Ast *ast = parse_schema(cli->arena, sources, &diags);
    if (diags.errors == 0) resolve(cli->arena, ast, sources, &diags);
    for (size_t i = 0; diags.errors > 0 && i < diags.items.count; i++) {
        const Diagnostic *diagnostic = &diags.items.items[i];
        if (diagnostic->severity != DIAG_ERROR) continue;
        Location place = source_locate(sources, diagnostic->span.start);
        report_error(&cli->report, "the pulled schema would be wrong; nothing was written\n  %s:%u: %s",
                     place.file != NULL ? place.file->path : "?", place.line, diagnostic->message);
        return false;
    }
    *out = format_schema(cli->arena, sources, ast);
    return true;
}

static void print_json(Cli *cli, const FormattedFiles *files)
{
    Document document = document_begin(cli->arena);
    document_open_list(&document, "files");
    for (size_t i = 0; i < files->count; i++) {
        document_open_object(&document, NULL);
        document_text(&document, "path", files->items[i].source->path);
        document_text(&document, "text", files->items[i].text);
        document_close_object(&document);
    }
    document_close_list(&document);
    document_print(cli, &document);
}

static void print(const Cli *cli, const FormattedFiles *files)
{
    for (size_t i = 0; i < files->count; i++) {
        if (files->count > 1) fprintf(cli->report.out, "%s// %s\n", i == 0 ? "" : "\n", files->items[i].source->path);
        fwrite(files->items[i].text, 1, files->items[i].size, cli->report.out);
    }
}

static int write_files(const Pull *pull, const FormattedFiles *files)
{
    Cli *cli = pull->cli;
    size_t changed = 0;
    for (size_t i = 0; i < files->count; i++) {
        const FormattedFile *file = &files->items[i];
        bool is_same = pull->has_schema && strlen(file->text) == pull->loaded.sources.files.items[i].size &&
                       memcmp(file->text, pull->loaded.sources.files.items[i].text, file->size) == 0;
        if (is_same) continue;
        if (!replace_file(cli->arena, file->source->path, file->text, file->size))
            return report_error(&cli->report, "cannot write `%s`: %s", file->source->path, strerror(errno));
        report_say(&cli->report, "wrote %s", file->source->path);
        changed++;
    }
    if (changed == 0) report_say(&cli->report, "The schema has what the database has: nothing was changed.");
    return CLI_DONE;
}

static int run_pull(Cli *cli)
{
    Pull pull = {.cli = cli};
    bool is_printed = cli_flag(cli, "print");
    if (is_printed) cli->report.is_quiet = true; /* the schema stands alone on standard output */
    if (!find_schema(&pull)) return CLI_FAILED;
    int code = read_database(&pull);
    FormattedFiles files;
    if (code != CLI_DONE) return code;
    if (!format_files(&pull, &files)) return CLI_FAILED;
    if (cli->report.is_json) print_json(cli, &files);
    if (!is_printed) return write_files(&pull, &files);
    if (!cli->report.is_json) print(cli, &files);
    return CLI_DONE;
}

const Command cmd_db_pull = {
    .name = "db pull",
    .summary = "make the schema what a database has",
    .description =
        "A schema that is there already keeps its comments, names and order where the database agrees; a new one is\n"
        "made otherwise.  What the language cannot say of a table stands in a comment on its model.\n"
        "Without any URL, the database is the one that `migrate dev` made on the private server.",
    .shared = SHARED_SCHEMA | SHARED_URL | SHARED_FORMAT,
    .options = {{.name = "print", .help = "print the schema and write nothing"},
                {.name = "force", .help = "ignore the schema that is there and make a new one"},
                {.name = "schemas",
                 .value = "A,B",
                 .help = "the database's schemas to pull (default: the datasource's)"}},
    .run = run_pull,
};
