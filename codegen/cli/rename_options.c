#include "rename_options.h"

#include "json.h"
#include "prompt.h"
#include "renames_likely.h"

#include <string.h>

bool rename_options_read(Cli *cli, const Database *from, Renames *out)
{
    const char *text;
    for (size_t i = 0; (text = cli_value_at(cli, "rename", i)) != NULL; i++) {
        Rename rename;
        const char *error = rename_parse(cli->arena, text, from, &rename);
        if (error != NULL) {
            report_error(&cli->report, "%s", error);
            return false;
        }
        *list_add(cli->arena, &out->items) = rename;
    }
    return true;
}

bool rename_options_check(Cli *cli, const Renames *asked, const Renames *planned)
{
    for (size_t i = 0; i < asked->items.count; i++) {
        if (rename_is_planned(planned, &asked->items.items[i])) continue;
        report_error(&cli->report,
                     "`%s` cannot be done: the new name must be one that the schema has and the database does not",
                     rename_text(cli->arena, &asked->items.items[i]));
        return false;
    }
    return true;
}

bool rename_options_plan(Cli *cli, const Database *from, const Database *to, Renames *planned)
{
    Renames asked = {{0}};
    if (!rename_options_read(cli, from, &asked)) return false;
    *planned = renames_plan(cli->arena, from, to, &asked);
    return rename_options_check(cli, &asked, planned);
}

/* "the column `total` of `orders`" */
static const char *old_thing(const Cli *cli, const Rename *rename)
{
    switch (rename->kind) {
    case RENAME_TABLE: return sg_arena_printf(cli->arena, "the table `%s`", rename->name);
    case RENAME_ENUM: return sg_arena_printf(cli->arena, "the enum `%s`", rename->name);
    case RENAME_COLUMN: return sg_arena_printf(cli->arena, "the column `%s` of `%s`", rename->name, rename->owner);
    case RENAME_ENUM_VALUE: break;
    }
    return sg_arena_printf(cli->arena, "the value `%s` of `%s`", rename->name, rename->owner);
}

static void say_hint(Cli *cli, const Rename *rename)
{
    const char *at = rename->owner == NULL ? "@@" : "@";
    const char *or_attribute = sg_arena_printf(cli->arena, ", or put %srenamedFrom(\"%s\") on it", at, rename->name);
    report_note(&cli->report, "note: %s goes, and `%s` is like it. If it is renamed, say --rename '%s'%s",
                old_thing(cli, rename), rename->new_name, rename_text(cli->arena, rename),
                rename->is_implied ? "" : or_attribute);
}

void rename_hints_say(Cli *cli, const Steps *steps)
{
    enum { MOST_SAID = 20 };
    Renames likely = renames_likely(cli->arena, steps);
    size_t count = likely.items.count, said = count > MOST_SAID ? MOST_SAID : count;
    for (size_t i = 0; i < said; i++) say_hint(cli, &likely.items.items[i]);
    if (said == count) return;
    report_note(&cli->report, "note: … and %zu more; `schemagen diff --format json` lists all as likelyRenames",
                count - said);
}

static bool is_listed(const Cli *cli, const Renames *renames, const Rename *rename)
{
    const char *text = rename_text(cli->arena, rename);
    for (size_t i = 0; i < renames->items.count; i++) {
        if (strcmp(rename_text(cli->arena, &renames->items.items[i]), text) == 0) return true;
    }
    return false;
}

bool rename_hints_ask(Cli *cli, const Steps *steps, Renames *asked, Renames *refused)
{
    Renames likely = renames_likely(cli->arena, steps);
    size_t before = asked->items.count;
    if (!prompt_is_possible(cli)) {
        rename_hints_say(cli, steps);
        return false;
    }
    for (size_t i = 0; i < likely.items.count; i++) {
        const Rename *rename = &likely.items.items[i];
        if (is_listed(cli, asked, rename) || is_listed(cli, refused, rename)) continue;
        const char *question =
            sg_arena_printf(cli->arena, "Was %s renamed to `%s`? If not, it is dropped with what is in it.",
                            old_thing(cli, rename), rename->new_name);
        Renames *answered = prompt_confirm(cli, question) ? asked : refused;
        *list_add(cli->arena, &answered->items) = *rename;
    }
    return asked->items.count > before;
}

void rename_hints_json(Cli *cli, const Steps *steps, SgText *out)
{
    Renames likely = renames_likely(cli->arena, steps);
    sg_text_add(out, "\"likelyRenames\": [");
    for (size_t i = 0; i < likely.items.count; i++) {
        if (i > 0) sg_text_add(out, ", ");
        sg_json_text(out, rename_text(cli->arena, &likely.items.items[i]));
    }
    sg_text_add_char(out, ']');
}
