/* schemagen format - the schema's files as Prisma lays them out. */
#include "commands.h"
#include "format.h"
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_text(const char *path, const FormattedFile *file)
{
    FILE *stream = fopen(path, "wb");
    if (stream == NULL) return false;
    bool ok = fwrite(file->text, 1, file->size, stream) == file->size;
    ok = fflush(stream) == 0 && fsync(fileno(stream)) == 0 && ok;
    return fclose(stream) == 0 && ok;
}

/* Beside the file first, then in its place: an interrupted run leaves the old text or the new one. */
static bool replace(Cli *cli, const FormattedFile *file)
{
    char target[4096];
    struct stat status;
    const char *path = file->source->path;
    ssize_t size = readlink(path, target, sizeof target - 1);
    if (size > 0) return write_text(path, file); /* a link stays one */
    const char *beside = sg_arena_printf(cli->arena, "%s.%ld.tmp", path, (long)getpid());
    bool ok = stat(path, &status) == 0 && write_text(beside, file) && chmod(beside, status.st_mode & 07777) == 0 &&
              rename(beside, path) == 0;
    int failure = errno;
    if (!ok) unlink(beside);
    errno = failure;
    return ok;
}

static int write_changes(Cli *cli, const FormattedFiles *files, size_t changed)
{
    for (size_t i = 0; i < files->count; i++) {
        const FormattedFile *file = &files->items[i];
        if (!file->is_changed) continue;
        if (!replace(cli, file)) {
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
