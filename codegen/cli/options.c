#include "options.h"

#include "nearest.h"

#include <stdlib.h>
#include <string.h>

static const Option EVERYWHERE[] = {
    {.name = "quiet", .letter = 'q', .help = "say only what went wrong, and the result"},
    {.name = "no-color", .help = "no colours, also on a terminal"},
    {.name = "help", .letter = 'h', .help = "show this help"},
};
#define EVERYWHERE_COUNT (sizeof EVERYWHERE / sizeof *EVERYWHERE)

static const struct {
    unsigned bit;
    Option option;
} SHARED[] = {
    {SHARED_SCHEMA,
     {.name = "schema",
      .value = "PATH",
      .help =
          "the schema, a file or a folder (default: schema/, schema.prisma, prisma/schema/, prisma/schema.prisma)"}},
    {SHARED_MIGRATIONS,
     {.name = "migrations", .value = "DIR", .help = "the migrations folder (default: migrations/ beside the schema)"}},
    {SHARED_URL,
     {.name = "url",
      .value = "URL",
      .help = "the database (default: the datasource's url, then DATABASE_URL; .env is read)"}},
    {SHARED_SHADOW_URL,
     {.name = "shadow-url",
      .value = "URL",
      .help = "a database that may be emptied, to replay migrations on (default: a private server)"}},
    {SHARED_FORMAT, {.name = "format", .value = "text|json", .help = "how to write the result (default: text)"}},
};
#define SHARED_COUNT (sizeof SHARED / sizeof *SHARED)

typedef LIST(const Option *) OptionList;

/* Every option of a command, its own first. */
static OptionList options_of(SgArena *arena, const Command *command)
{
    OptionList list = {0};
    for (const Option *option = command->options; option->name != NULL; option++) *list_add(arena, &list) = option;
    for (size_t i = 0; i < SHARED_COUNT; i++)
        if (command->shared & SHARED[i].bit) *list_add(arena, &list) = &SHARED[i].option;
    for (size_t i = 0; i < EVERYWHERE_COUNT; i++) *list_add(arena, &list) = &EVERYWHERE[i];
    return list;
}

/* ---- Finding the command ---- */

static const Command *find_command(const CommandTable *table, const char *name)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->items[i]->name, name) == 0) return table->items[i];
    return NULL;
}

/* Does `command` belong to the group: "migrate deploy" to "migrate"? */
static bool is_in_group(const Command *command, const char *group)
{
    size_t size = strlen(group);
    return strncmp(command->name, group, size) == 0 && command->name[size] == ' ';
}

static bool is_group(const CommandTable *table, const char *word)
{
    for (size_t i = 0; i < table->count; i++)
        if (is_in_group(table->items[i], word)) return true;
    return false;
}

/* The command name nearest to what was typed; in a group, among the group's. */
static const char *nearest_command(const CommandTable *table, SgArena *arena, const char *typed)
{
    LIST(const char *) names = {0};
    for (size_t i = 0; i < table->count; i++) {
        const char *name = table->items[i]->name;
        const char *blank = strchr(name, ' ');
        *list_add(arena, &names) = name;
        if (blank != NULL) *list_add(arena, &names) = sg_arena_strndup(arena, name, (size_t)(blank - name));
    }
    return sg_nearest(typed, names.items, names.count);
}

static Parsed wrong(const char *error)
{
    return (Parsed){.as = PARSED_WRONG, .error = error};
}

static Parsed unknown_command(const CommandTable *table, SgArena *arena, const char *typed)
{
    const char *near = nearest_command(table, arena, typed);
    if (near != NULL) return wrong(sg_arena_printf(arena, "no command `%s`; did you mean `%s`?", typed, near));
    return wrong(sg_arena_printf(arena, "no command `%s`; `schemagen help` lists them", typed));
}

/* ---- Options and arguments ---- */

typedef struct Reader {
    char *const *argv;
    int argc;
    int next;
    OptionList options;
    Cli *cli;
} Reader;

static const Option *find_option(const Reader *reader, const char *name, size_t size)
{
    for (size_t i = 0; i < reader->options.count; i++) {
        const Option *option = reader->options.items[i];
        if (strlen(option->name) == size && memcmp(option->name, name, size) == 0) return option;
    }
    return NULL;
}

static const Option *find_letter(const Reader *reader, char letter)
{
    for (size_t i = 0; i < reader->options.count; i++)
        if (letter != '\0' && reader->options.items[i]->letter == letter) return reader->options.items[i];
    return NULL;
}

static const char *unknown_option(const Reader *reader, const char *name)
{
    SgArena *arena = reader->cli->arena;
    LIST(const char *) names = {0};
    for (size_t i = 0; i < reader->options.count; i++) *list_add(arena, &names) = reader->options.items[i]->name;
    const char *near = sg_nearest(name, names.items, names.count);
    const char *command = reader->cli->command->name;
    if (near != NULL) return sg_arena_printf(arena, "no option `--%s`; did you mean `--%s`?", name, near);
    return sg_arena_printf(arena, "no option `--%s`; see `schemagen %s --help`", name, command);
}

/* Is `value` one of the words between bars?  A value without bars stands for any text. */
static bool is_allowed(const char *choices, const char *value)
{
    if (strchr(choices, '|') == NULL) return true;
    size_t size = strlen(value);
    for (const char *word = choices;; word++) {
        size_t length = strcspn(word, "|");
        if (length == size && memcmp(word, value, size) == 0) return true;
        word += length;
        if (*word == '\0') return false;
    }
}

/* Records an option; `value` is what stood behind `=` or the letter, NULL when nothing did. */
static const char *read_option(Reader *reader, const Option *option, const char *value)
{
    Cli *cli = reader->cli;
    if (option->value == NULL && value != NULL)
        return sg_arena_printf(cli->arena, "`--%s` takes no value", option->name);
    if (option->value != NULL && value == NULL && reader->next < reader->argc) value = reader->argv[reader->next++];
    if (option->value != NULL && value == NULL)
        return sg_arena_printf(cli->arena, "`--%s` needs a value: --%s %s", option->name, option->name, option->value);
    if (option->value != NULL && !is_allowed(option->value, value))
        return sg_arena_printf(cli->arena, "`--%s` cannot be `%s`; it is one of %s", option->name, value,
                               option->value);
    *list_add(cli->arena, &cli->options) = (OptionValue){.option = option, .value = value};
    return NULL;
}

/* `--name`, `--name=value` or `--name value`. */
static const char *read_long(Reader *reader, const char *word)
{
    const char *name = word + 2;
    size_t size = strcspn(name, "=");
    const Option *option = find_option(reader, name, size);
    if (option == NULL) return unknown_option(reader, sg_arena_strndup(reader->cli->arena, name, size));
    return read_option(reader, option, name[size] == '=' ? name + size + 1 : NULL);
}

/* `-q`, `-o value` or `-ovalue`. */
static const char *read_short(Reader *reader, const char *word)
{
    const Option *option = find_letter(reader, word[1]);
    if (option == NULL)
        return sg_arena_printf(reader->cli->arena, "no option `%s`; see `schemagen %s --help`", word,
                               reader->cli->command->name);
    return read_option(reader, option, word[2] != '\0' ? word + 2 : NULL);
}

static const char *read_words(Reader *reader)
{
    Cli *cli = reader->cli;
    bool only_arguments = false;
    while (reader->next < reader->argc) {
        const char *word = reader->argv[reader->next++];
        const char *error = NULL;
        if (!only_arguments && strcmp(word, "--") == 0) {
            only_arguments = true;
        } else if (!only_arguments && strncmp(word, "--", 2) == 0) {
            error = read_long(reader, word);
        } else if (!only_arguments && word[0] == '-' && word[1] != '\0') {
            error = read_short(reader, word);
        } else {
            *list_add(cli->arena, &cli->arguments) = word;
        }
        if (error != NULL) return error;
    }
    return NULL;
}

static const char *check_counts(const Cli *cli)
{
    const Command *command = cli->command;
    if (cli->arguments.count > command->max_arguments)
        return sg_arena_printf(cli->arena, "`%s` is one word too many; see `schemagen %s --help`",
                               cli->arguments.items[command->max_arguments], command->name);
    if (cli->arguments.count < command->min_arguments)
        return sg_arena_printf(cli->arena, "`%s` needs %s; see `schemagen %s --help`", command->name,
                               command->arguments, command->name);
    for (size_t i = 0; i < cli->options.count; i++) {
        const Option *option = cli->options.items[i].option;
        for (size_t j = 0; j < i; j++)
            if (cli->options.items[j].option == option && option->value != NULL && !option->is_repeatable)
                return sg_arena_printf(cli->arena, "`--%s` is given twice", option->name);
    }
    return NULL;
}

static bool is_word(const char *argument, const char *long_name, const char *short_name)
{
    return strcmp(argument, long_name) == 0 || strcmp(argument, short_name) == 0;
}

static Parsed help_about(SgArena *arena, int argc, char *const argv[])
{
    SgText topic = {.arena = arena};
    for (int i = 0; i < argc; i++) {
        if (argv[i][0] == '-') continue;
        sg_text_printf(&topic, topic.size > 0 ? " %s" : "%s", argv[i]);
    }
    return (Parsed){.as = PARSED_HELP, .topic = sg_text_get(&topic)};
}

/* The command of the first words; how many they are goes to `words`, 0 when there is no such command. */
static const Command *command_of(const CommandTable *table, SgArena *arena, int argc, char *const argv[], int *words)
{
    *words = 0;
    if (argc > 1) {
        const Command *command = find_command(table, sg_arena_printf(arena, "%s %s", argv[0], argv[1]));
        if (command != NULL) *words = 2;
        if (command != NULL) return command;
    }
    const Command *command = find_command(table, argv[0]);
    if (command != NULL) *words = 1;
    return command;
}

/* The first words are no command: a group without its second word, or a mistake. */
static Parsed without_command(const CommandTable *table, SgArena *arena, int argc, char *const argv[])
{
    const char *group = argv[0];
    if (!is_group(table, group)) return unknown_command(table, arena, group);
    if (argc == 1)
        return wrong(sg_arena_printf(arena, "`%s` needs a second word; `schemagen help %s` lists them", group, group));
    if (is_word(argv[1], "--help", "-h")) return help_about(arena, 1, argv);
    return unknown_command(table, arena, sg_arena_printf(arena, "%s %s", group, argv[1]));
}

static void set_report(Cli *cli)
{
    for (size_t i = 0; i < cli->options.count; i++) {
        const OptionValue *given = &cli->options.items[i];
        if (strcmp(given->option->name, "quiet") == 0) cli->report.is_quiet = true;
        if (strcmp(given->option->name, "no-color") == 0) cli->report.color_out = cli->report.color_err = false;
        if (strcmp(given->option->name, "format") == 0) cli->report.is_json = strcmp(given->value, "json") == 0;
    }
}

Parsed options_parse(const CommandTable *table, int argc, char *const argv[], Cli *cli)
{
    SgArena *arena = cli->arena;
    if (argc == 0) return wrong("no command; `schemagen help` lists them");
    if (is_word(argv[0], "--version", "-V")) return (Parsed){.as = PARSED_VERSION};
    if (is_word(argv[0], "--help", "-h")) return (Parsed){.as = PARSED_HELP, .topic = ""};
    if (strcmp(argv[0], "help") == 0) return help_about(arena, argc - 1, argv + 1);
    if (argv[0][0] == '-')
        return wrong(sg_arena_printf(arena, "`%s` stands before the command: options come after it", argv[0]));

    int words;
    cli->command = command_of(table, arena, argc, argv, &words);
    if (cli->command == NULL) return without_command(table, arena, argc, argv);

    Reader reader = {.argv = argv, .argc = argc, .next = words, .cli = cli};
    reader.options = options_of(arena, cli->command);
    const char *error = read_words(&reader);
    if (error == NULL && cli_flag(cli, "help")) return (Parsed){.as = PARSED_HELP, .topic = cli->command->name};
    if (error == NULL) error = check_counts(cli);
    if (error != NULL) return wrong(error);
    set_report(cli);
    return (Parsed){.as = PARSED_COMMAND};
}

/* ---- What the command asks for ---- */

static bool has_option(const Command *command, const char *name)
{
    for (const Option *option = command->options; option->name != NULL; option++)
        if (strcmp(option->name, name) == 0) return true;
    for (size_t i = 0; i < SHARED_COUNT; i++)
        if ((command->shared & SHARED[i].bit) && strcmp(SHARED[i].option.name, name) == 0) return true;
    for (size_t i = 0; i < EVERYWHERE_COUNT; i++)
        if (strcmp(EVERYWHERE[i].name, name) == 0) return true;
    return false;
}

bool cli_flag(const Cli *cli, const char *name)
{
    if (!has_option(cli->command, name)) abort();
    for (size_t i = 0; i < cli->options.count; i++)
        if (strcmp(cli->options.items[i].option->name, name) == 0) return true;
    return false;
}

const char *cli_value_at(const Cli *cli, const char *name, size_t index)
{
    if (!has_option(cli->command, name)) abort();
    for (size_t i = 0; i < cli->options.count; i++) {
        if (strcmp(cli->options.items[i].option->name, name) != 0) continue;
        if (index-- == 0) return cli->options.items[i].value;
    }
    return NULL;
}

const char *cli_value(const Cli *cli, const char *name)
{
    return cli_value_at(cli, name, 0);
}

/* ---- Help ---- */

/* "  -o, --output FILE", padded to `width` (0: not), behind it the help. */
static void add_option_help(SgText *out, const Option *option, size_t width)
{
    size_t start = out->size;
    if (option->letter != '\0') {
        sg_text_printf(out, "  -%c, --%s", option->letter, option->name);
    } else {
        sg_text_printf(out, "      --%s", option->name);
    }
    if (option->value != NULL) sg_text_printf(out, " %s", option->value);
    for (size_t used = out->size - start; used < width; used++) sg_text_add_char(out, ' ');
    sg_text_printf(out, "  %s\n", option->help);
}

static size_t option_width(const Option *option)
{
    return strlen("  -o, --") + strlen(option->name) + (option->value != NULL ? strlen(option->value) + 1 : 0);
}

static void help_of_command(const Command *command, SgText *out)
{
    SgArena arena = {0};
    OptionList options = options_of(&arena, command);
    size_t width = 0;
    for (size_t i = 0; i < options.count; i++) {
        size_t needed = option_width(options.items[i]);
        if (needed > width) width = needed;
    }

    const char *arguments = command->arguments != NULL ? command->arguments : "";
    sg_text_printf(out, "usage: schemagen %s%s%s [options]\n\n", command->name, arguments[0] != '\0' ? " " : "",
                   arguments);
    sg_text_printf(out, "%s\n\n", command->description != NULL ? command->description : command->summary);
    sg_text_add(out, "options:\n");
    for (size_t i = 0; i < options.count; i++) add_option_help(out, options.items[i], width);
    sg_arena_free(&arena);
}

static void help_of_group(const CommandTable *table, const char *group, SgText *out)
{
    size_t width = 0;
    for (size_t i = 0; i < table->count; i++)
        if (strlen(table->items[i]->name) > width) width = strlen(table->items[i]->name);

    sg_text_printf(out, "usage: schemagen %s%sCOMMAND [options]\n\ncommands:\n", group, group[0] == '\0' ? "" : " ");
    for (size_t i = 0; i < table->count; i++) {
        const Command *command = table->items[i];
        if (group[0] != '\0' && !is_in_group(command, group)) continue;
        sg_text_printf(out, "  %-*s  %s\n", (int)width, command->name, command->summary);
    }
    sg_text_add(out, "\n`schemagen COMMAND --help` tells more about one of them.\n");
}

bool options_help(const CommandTable *table, const char *topic, SgText *out)
{
    const Command *command = find_command(table, topic);
    if (command != NULL) {
        help_of_command(command, out);
        return true;
    }
    if (topic[0] != '\0' && !is_group(table, topic)) return false;
    help_of_group(table, topic, out);
    return true;
}
