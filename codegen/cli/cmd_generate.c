/* schemagen generate: the C of a schema. */
#include "c_options.h"
#include "c_print.h"
#include "commands.h"
#include "diag_print.h"
#include "document.h"
#include "generate.h"
#include "load.h"
#include "queries.h"

#include <string.h>
#include <sys/stat.h>

/* One run: a generator block, or the command line alone. */
typedef struct Target {
    const char *folder;
    const char *queries;    /* NULL: none */
    const char *migrations; /* that make the database of the queries; NULL: the schema does */
    const char *prefix;
} Target;

static const Generator *find_generator(const Schema *schema, const char *name, size_t *count)
{
    const Generator *found = NULL;
    *count = 0;
    for (size_t i = 0; i < schema->generators.count; i++) {
        const Generator *generator = schema->generators.items[i];
        if (generator->provider == NULL || strcmp(generator->provider, C_PROVIDER) != 0) continue;
        if (name != NULL && strcmp(generator->name, name) != 0) continue;
        if (found == NULL) found = generator;
        ++*count;
    }
    return found;
}

/* Can `folder/..` be left out of a path?  Not behind a symbolic link, nor behind another `..`. */
static bool is_plain_folder(const char *folder, const char *name)
{
    struct stat info;
    if (name[0] == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) return false;
    return lstat(folder, &info) == 0 && S_ISDIR(info.st_mode);
}

/* `folder/relative`, as a person would write it: "generated" and not "schema/../generated". */
static const char *join(SgArena *arena, char *folder, const char *relative)
{
    while (strncmp(relative, "../", 3) == 0) {
        char *slash = strrchr(folder, '/');
        if (slash == folder || !is_plain_folder(folder, slash == NULL ? folder : slash + 1)) break;
        relative += 3;
        if (slash == NULL) return relative;
        *slash = '\0';
    }
    return sg_arena_printf(arena, "%s/%s", folder, relative);
}

/* A relative folder counts from that of the file that the block is in. */
static const char *folder_of_block(Cli *cli, const Loaded *loaded, const Generator *generator, const char *folder)
{
    if (folder == NULL || folder[0] == '/') return folder;
    const char *path = source_locate(&loaded->sources, generator->span.start).file->path;
    const char *slash = strrchr(path, '/');
    if (slash == NULL) return folder;
    return join(cli->arena, sg_arena_strndup(cli->arena, path, (size_t)(slash - path)), folder);
}

/* As of a schema: with json, what is wrong is the document. */
static void print_diagnostics(Cli *cli, const Loaded *loaded, const Diags *diags)
{
    if (diags->items.count == 0) return;
    SgText text = {.arena = cli->arena};
    bool is_document = cli->report.is_json && diags->errors > 0;
    if (is_document) diag_print_json(diags, &loaded->sources, &text);
    else diag_print(diags, &loaded->sources, cli->report.color_err, &text);
    fputs(sg_text_get(&text), is_document ? cli->report.out : cli->report.err);
}

static bool choose_target(Cli *cli, const Loaded *loaded, Diags *diags, Target *out)
{
    const char *name = cli_value(cli, "generator");
    size_t count;
    const Generator *generator = find_generator(loaded->schema, name, &count);
    if (name != NULL && generator == NULL) {
        report_error(&cli->report, "no generator `%s` with provider = \"" C_PROVIDER "\"", name);
        return false;
    }
    if (count > 1) {
        report_error(&cli->report, "%zu generators have provider = \"" C_PROVIDER "\"; --generator says which", count);
        return false;
    }
    COptions options = {.prefix = ""};
    if (generator != NULL) options = c_options(generator, diags);
    const char *given = cli_value(cli, "output");
    if (given != NULL && given[0] == '\0') {
        report_error(&cli->report, "`--output` is empty");
        return false;
    }
    const char *queries = cli_value(cli, "queries");
    const char *migrations = cli_value(cli, "migrations");
    const char *prefix = cli_value(cli, "prefix");
    out->folder = given != NULL ? given : folder_of_block(cli, loaded, generator, options.output);
    out->queries = queries != NULL ? queries : folder_of_block(cli, loaded, generator, options.queries);
    out->migrations = migrations != NULL ? migrations : folder_of_block(cli, loaded, generator, options.migrations);
    out->prefix = prefix != NULL ? prefix : options.prefix;
    return true;
}

static void print_name(void *arg, const char *name)
{
    fprintf(arg, "%s\n", name);
}

static void add_name(void *arg, const char *name)
{
    document_text(arg, NULL, name);
}

static int list_files(Cli *cli, const CPlan *plan)
{
    if (!cli->report.is_json) {
        c_file_names(plan, print_name, cli->report.out);
        return CLI_DONE;
    }
    Document document = document_begin(cli->arena);
    document_open_list(&document, "files");
    c_file_names(plan, add_name, &document);
    document_close_list(&document);
    document_print(cli, &document);
    return CLI_DONE;
}

/* Indexed by OutputChangeKind. */
static const char *const KINDS[] = {"missing", "differs", "not from this schema"};

static void print_document(Cli *cli, const Output *output)
{
    Document document = document_begin(cli->arena);
    document_text(&document, "folder", output->folder);
    document_number(&document, "files", output->file_count);
    document_open_list(&document, "changes");
    for (size_t i = 0; i < output->changes.count; i++) {
        document_open_object(&document, NULL);
        document_text(&document, "file", output->changes.items[i].name);
        document_text(&document, "was", KINDS[output->changes.items[i].kind]);
        document_close_object(&document);
    }
    document_close_list(&document);
    document_print(cli, &document);
}

static int report_check(Cli *cli, const Output *output)
{
    if (cli->report.is_json) return output->changes.count == 0 ? CLI_DONE : CLI_FAILED;
    if (output->changes.count == 0) {
        report_say(&cli->report, "%s is what the schema says", output->folder);
        return CLI_DONE;
    }
    for (size_t i = 0; i < output->changes.count; i++)
        report_say(&cli->report, "%s/%s: %s", output->folder, output->changes.items[i].name,
                   KINDS[output->changes.items[i].kind]);
    return report_error(&cli->report, "%s is not what the schema says: run `schemagen generate`", output->folder);
}

static int report_written(Cli *cli, const Output *output)
{
    size_t removed = 0;
    for (size_t i = 0; i < output->changes.count; i++)
        if (output->changes.items[i].kind == OUTPUT_STALE) removed++;
    report_say(&cli->report, "%s: %zu files, %zu written, %zu removed", output->folder, output->file_count,
               output->changes.count - removed, removed);
    return CLI_DONE;
}

static int write_files(Cli *cli, CPlan *plan, const char *folder)
{
    Output output = {.arena = cli->arena, .folder = folder, .marker = C_MARKER, .check = cli_flag(cli, "check")};
    if (!output_open(&output) || !c_generate(plan, &output) || !output_close(&output))
        return report_error(&cli->report, "%s", output.error);
    if (cli->report.is_json) print_document(cli, &output);
    return output.check ? report_check(cli, &output) : report_written(cli, &output);
}

/* With --list, for which names of files will do, queries are not described.  NULL after errors. */
static CPlan *make_plan(Cli *cli, Loaded *loaded, const Target *target, Diags *diags)
{
    Queries *queries = sg_arena_new(cli->arena, sizeof *queries);
    *queries = (Queries){0};
    if (target->queries != NULL && !queries_read(cli, loaded, target->queries, diags, queries)) return NULL;
    bool is_wanted = target->queries != NULL && !cli_flag(cli, "list");
    if (is_wanted && diags->errors > 0) return NULL;
    if (is_wanted && !queries_describe(cli, loaded, target->migrations, queries, diags)) return NULL;
    CPlan *plan = c_plan(cli->arena, loaded->schema, &loaded->sources, target->prefix, diags);
    c_plan_query_files(plan, queries);
    return plan;
}

static int generate(Cli *cli, Loaded *loaded, const Target *target, Diags *diags)
{
    if (target->folder == NULL && !cli_flag(cli, "list"))
        return report_usage(&cli->report, "where to? The schema has no generator with provider = \"" C_PROVIDER
                                          "\" and output; --output says it");
    CPlan *plan = make_plan(cli, loaded, target, diags);
    if (plan == NULL) return CLI_FAILED;
    return cli_flag(cli, "list") ? list_files(cli, plan) : write_files(cli, plan, target->folder);
}

static int run_generate(Cli *cli)
{
    Loaded loaded;
    const char *path = load_schema_path(cli);
    if (path == NULL || !load_schema(cli, path, &loaded)) return CLI_FAILED;

    Diags diags = {.arena = cli->arena};
    Target target;
    if (!choose_target(cli, &loaded, &diags, &target)) return CLI_FAILED;
    if (target.prefix[0] != '\0' && !c_is_prefix(target.prefix))
        return report_usage(&cli->report, "no C name can begin with `%s`", target.prefix);
    int code = diags.errors > 0 ? CLI_FAILED : generate(cli, &loaded, &target, &diags);
    if (!cli_flag(cli, "list")) print_diagnostics(cli, &loaded, &diags);
    return code;
}

const Command cmd_generate = {
    .name = "generate",
    .summary = "write the C of the schema",
    .description =
        "Writes types.h, a header and a source per model, and a CMakeLists.txt.  Files are written when they\n"
        "changed, and removed when the schema has them no more; files of other makers are left alone.\n"
        "Options stand in a generator block with provider = \"schemagen-c\" (output, prefix, queries,\n"
        "migrations).\n"
        "Queries, SQL of one's own, get a header and a source per file; what PostgreSQL says of them is kept\n"
        "in queries.lock of their folder, and asked again when they or the schema have changed.  It is asked\n"
        "on a database that has the schema; with --migrations on one that these make, so that queries may\n"
        "use the views and functions which are written there by hand.",
    .shared = SHARED_SCHEMA | SHARED_SHADOW_URL | SHARED_FORMAT,
    .options =
        {{.name = "output", .letter = 'o', .value = "DIR", .help = "the folder (default: the generator's output)"},
         {.name = "prefix", .value = "WORD", .help = "what every name begins with (default: the generator's)"},
         {.name = "queries", .value = "DIR", .help = "a folder of .sql files (default: the generator's queries)"},
         {.name = "migrations",
          .value = "DIR",
          .help = "what makes the database that queries are described on (default: the generator's; else the schema)"},
         {.name = "describe", .help = "ask PostgreSQL about every query, also those that queries.lock describes"},
         {.name = "generator", .value = "NAME", .help = "which of several generators"},
         {.name = "check", .help = "change nothing; fail when the folder is not what the schema says"},
         {.name = "list", .help = "print the names of the files only"}},
    .run = run_generate,
};
