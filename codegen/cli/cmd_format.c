/* schemagen format - the schema's files as Prisma lays them out. */
#include "commands.h"
#include "document.h"
#include "format.h"
#include "load.h"
#include "replace_file.h"

#include <errno.h>
#include <string.h>

static int write_changes(Cli *cli, const FormattedFiles *files, size_t changed)
{
    for (size_t i = 0; i < files->count; i++) {
        const FormattedFile *file = &files->items[i];
        if (!file->is_changed) continue;
        if (!replace_file(cli->arena, file->source->path, file->text, file->size)) {
            return report_error(&cli->report, "cannot write `%s`: %s", file->source->path, strerror(errno));
        }
        report_say(&cli->report, "formatted %s", file->source->path);
    }
    if (changed == 0) report_say(&cli->report, "nothing to format");
    return CLI_DONE;
}

static int report_changes(Cli *cli, const FormattedFiles *files, size_t changed)
{
    for (size_t i = 0; i < files->count; i++) {
        const FormattedFile *file = &files->items[i];
        if (file->is_changed && !cli->report.is_json)
            report_error(&cli->report, "`%s` is not formatted", file->source->path);
    }
    if (changed == 0) report_say(&cli->report, "all files are formatted");
    return changed == 0 ? CLI_DONE : CLI_FAILED;
}

/* The files that are, or with --check would be, laid out anew. */
static void print_document(Cli *cli, const FormattedFiles *files)
{
    Document document = document_begin(cli->arena);
    document_open_list(&document, "changed");
    for (size_t i = 0; i < files->count; i++)
        if (files->items[i].is_changed) document_text(&document, NULL, files->items[i].source->path);
    document_close_list(&document);
    document_print(cli, &document);
}

static int run_format(Cli *cli)
{
    const char *path = load_schema_path(cli);
    Loaded loaded;
    if (path == NULL || !load_ast(cli, path, &loaded)) return CLI_FAILED;
    FormattedFiles files = format_schema(cli->arena, &loaded.sources, loaded.ast);
    size_t changed = 0;
    for (size_t i = 0; i < files.count; i++) changed += files.items[i].is_changed;
    int code = cli_flag(cli, "check") ? report_changes(cli, &files, changed) : write_changes(cli, &files, changed);
    if (cli->report.is_json && (code == CLI_DONE || cli_flag(cli, "check"))) print_document(cli, &files);
    return code;
}

const Command cmd_format = {
    .name = "format",
    .summary = "lay out the schema's files",
    .description =
        "Rewrites the files as Prisma's formatter does: columns, empty lines, the order of attributes; comments\n"
        "stay. What a relation lacks is added: the field on the other side, its arguments, the key's fields.\n"
        "A schema that cannot be read is not touched.",
    .shared = SHARED_SCHEMA | SHARED_FORMAT,
    .options = {{.name = "check", .help = "write nothing; exit 1 when a file is not formatted"}},
    .run = run_format,
};
