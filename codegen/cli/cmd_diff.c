/* schemagen diff: what makes one database into another. */
#include "commands.h"
#include "database_dump.h"
#include "diff.h"
#include "json.h"
#include "load.h"
#include "rename_options.h"
#include "risks.h"
#include "side.h"
#include "sql.h"
#include "target.h"

#include <errno.h>
#include <string.h>

static void add_messages(SgText *out, const char *name, const Risk *risks, size_t count)
{
    sg_text_printf(out, "  \"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        sg_text_printf(out, "%s\n    {\"step\": %zu, \"message\": ", i == 0 ? "" : ",", risks[i].step);
        sg_json_text(out, risks[i].message);
        sg_text_add_char(out, '}');
    }
    sg_text_add(out, count == 0 ? "],\n" : "\n  ],\n");
}

static void add_json(Cli *cli, const Steps *steps, SgText *out)
{
    Risks risks = risks_find(cli->arena, steps);
    SgText sql = {.arena = cli->arena};
    sql_render(cli->arena, steps, NULL, &sql);
    sg_text_add(out, "{\n");
    add_messages(out, "warnings", risks.warnings.items, risks.warnings.count);
    add_messages(out, "unexecutable", risks.unexecutable.items, risks.unexecutable.count);
    sg_text_add(out, "  ");
    rename_hints_json(cli, steps, out);
    sg_text_add(out, ",\n  \"steps\": ");
    steps_json(steps, out);
    sg_text_add(out, ",\n  \"sql\": ");
    sg_json_text(out, sg_text_get(&sql));
    sg_text_add(out, "\n}\n");
}

/* All that is not the script itself. */
static void add_data(Cli *cli, const Steps *steps, SgText *out)
{
    const char *dump = cli_value(cli, "dump");
    if (dump != NULL && strcmp(dump, "database") == 0) {
        database_dump(steps->to, out);
    } else if (dump != NULL) {
        steps_json(steps, out);
        sg_text_add_char(out, '\n');
    } else if (strcmp(cli_value(cli, "format"), "json") == 0) {
        add_json(cli, steps, out);
    } else {
        steps_summary(cli->arena, steps, out);
    }
}

static bool wants_script(Cli *cli)
{
    const char *format = cli_value(cli, "format");
    return cli_value(cli, "dump") == NULL && (format == NULL || strcmp(format, "sql") == 0);
}

static bool write_script(Cli *cli, const Steps *steps, FILE *file)
{
    Risks risks = risks_find(cli->arena, steps);
    bool is_written = sql_write(cli->arena, steps, cli_flag(cli, "warnings") ? &risks : NULL, file);
    return is_written && (steps->items.count > 0 || fputc('\n', file) != EOF);
}

static bool write_data(Cli *cli, const Steps *steps, FILE *file)
{
    SgText text = {.arena = cli->arena};
    add_data(cli, steps, &text);
    return fwrite(sg_text_get(&text), 1, text.size, file) == text.size;
}

static int write_result(Cli *cli, const Steps *steps)
{
    const char *path = cli_value(cli, "output");
    FILE *file = path == NULL ? cli->report.out : fopen(path, "wb");
    if (file == NULL) return report_error(&cli->report, "cannot write `%s`: %s", path, strerror(errno));
    bool is_written = wants_script(cli) ? write_script(cli, steps, file) : write_data(cli, steps, file);
    if (path != NULL && fclose(file) != 0) is_written = false;
    return is_written || path == NULL ? CLI_DONE
                                      : report_error(&cli->report, "cannot write `%s`: %s", path, strerror(errno));
}

static int run_diff(Cli *cli)
{
    const char *from = cli_value(cli, "from"), *to = cli_value(cli, "to");
    if (from == NULL) from = target_migrations_path(cli);
    if (cli_value(cli, "from") == NULL && side_kind(from) != SIDE_MIGRATIONS) from = "empty"; /* no history yet */
    if (to == NULL) to = load_schema_path(cli);
    if (to == NULL) return CLI_FAILED;

    Sides sides;
    if (!sides_read(cli, from, to, &sides)) return CLI_FAILED;
    Steps steps = database_diff_renamed(cli->arena, sides.from, sides.to, &sides.renames);
    int code = write_result(cli, &steps);
    if (code != CLI_DONE) return code;
    if (!cli->report.is_json) rename_hints_say(cli, &steps);
    return cli_flag(cli, "exit-code") && steps.items.count > 0 ? CLI_DIFFERENT : CLI_DONE;
}

const Command cmd_diff = {
    .name = "diff",
    .summary = "show what makes one database into another, as SQL",
    .description =
        "A side is `empty` (a fresh database), a schema file or folder, a migrations folder (replayed on a shadow\n"
        "database) or a postgresql:// URL.  The SQL is a migration from the first side to the second; without\n"
        "sides, what the next migration would be.",
    .shared = SHARED_SCHEMA | SHARED_MIGRATIONS | SHARED_URL | SHARED_SHADOW_URL,
    .options = {{.name = "from", .value = "SIDE", .help = "what is there (default: the migrations folder)"},
                {.name = "to", .value = "SIDE", .help = "what shall be there (default: the schema)"},
                {.name = "format",
                 .value = "sql|summary|json",
                 .help = "a script, lines for people, or all as data (default: sql)"},
                {.name = "warnings", .help = "what may be lost, as a comment on top of the script"},
                RENAME_OPTION,
                {.name = "exit-code", .help = "exit with 2 when there is a difference"},
                {.name = "output", .letter = 'o', .value = "FILE", .help = "write to a file"},
                {.name = "dump", .value = "database|steps", .help = "print an intermediate form instead"}},
    .run = run_diff,
};
