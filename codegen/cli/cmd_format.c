/* schemagen format - the schema's files as Prisma lays them out. */
#include "commands.h"
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
        if (file->is_changed) report_error(&cli->report, "`%s` is not formatted", file->source->path);
    }
    if (changed == 0) report_say(&cli->report, "all files are formatted");
    return changed == 0 ? CLI_DONE : CLI_FAILED;
}

static int run_format(Cli *cli)
{
    const char *path = load_schema_path(cli);
    Loaded loaded;
    if (path == NULL || !load_ast(cli, path, &loaded)) return CLI_FAILED;
    FormattedFiles files = format_schema(cli->arena, &loaded.sources, loaded.ast);
    size_t changed = 0;
    for (size_t i = 0; i < files.count; i++) changed += files.items[i].is_changed;
    return cli_flag(cli, "check") ? report_changes(cli, &files, changed) : write_changes(cli, &files, changed);
}

const Command cmd_format = {
    .name = "format",
    .summary = "lay out the schema's files",
    .description = "Rewrites the files as Prisma's formatter does: columns, empty lines, the order of attributes; comments\n"
                   "stay. What a relation lacks is added: the field on the other side, its arguments, the key's fields.\n"
                   "A schema that cannot be read is not touched.",
    .shared = SHARED_SCHEMA,
    .options = {{.name = "check", .help = "write nothing; exit 1 when a file is not formatted"}},
    .run = run_format,
};
