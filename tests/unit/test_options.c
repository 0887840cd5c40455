/* The command line: commands, options, advice and help from one table. */
#include "options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int run_nothing(Cli *cli)
{
    (void)cli;
    return CLI_DONE;
}

static const Command diff = {
    .name = "diff",
    .summary = "compare two sides",
    .options = {{.name = "from", .value = "SIDE", .help = "the old side"},
                {.name = "format", .value = "sql|summary|json", .help = "how to write it"},
                {.name = "rename", .value = "OLD=NEW", .is_repeatable = true, .help = "a rename"},
                {.name = "exit-code", .help = "exit with 2 on a difference"},
                {.name = "output", .letter = 'o', .value = "FILE", .help = "where to write"}},
    .run = run_nothing,
};
static const Command deploy = {
    .name = "migrate deploy", .summary = "apply what is pending", .shared = SHARED_URL, .run = run_nothing};
static const Command execute = {.name = "execute",
                                .arguments = "FILE",
                                .min_arguments = 1,
                                .max_arguments = 1,
                                .summary = "run a script",
                                .run = run_nothing};

static const Command *const commands[] = {&diff, &deploy, &execute};
static const CommandTable table = {commands, 3};

/* Parses words separated by blanks. */
static Parsed parse(Cli *cli, SgArena *arena, const char *words)
{
    LIST(char *) list = {0};
    for (char *word = strtok(sg_arena_strdup(arena, words), " "); word != NULL; word = strtok(NULL, " "))
        *list_add(arena, &list) = word;
    *cli = (Cli){.arena = arena};
    return options_parse(&table, (int)list.count, list.items, cli);
}

static void options_take_their_values_in_every_form(void **state)
{
    (void)state;
    SgArena arena = {0};
    Cli cli;
    Parsed parsed =
        parse(&cli, &arena, "diff --from=a -oout --exit-code --rename x=y --rename=z=w --format json -q --no-color");
    assert_int_equal(parsed.as, PARSED_COMMAND);
    assert_ptr_equal(cli.command, &diff);
    assert_string_equal(cli_value(&cli, "from"), "a");
    assert_string_equal(cli_value(&cli, "output"), "out");
    assert_string_equal(cli_value_at(&cli, "rename", 1), "z=w");
    assert_null(cli_value_at(&cli, "rename", 2));
    assert_true(cli_flag(&cli, "exit-code"));
    assert_true(cli.report.is_json);
    assert_true(cli.report.is_quiet);

    parsed = parse(&cli, &arena, "migrate deploy --url u");
    assert_int_equal(parsed.as, PARSED_COMMAND);
    assert_ptr_equal(cli.command, &deploy);
    assert_string_equal(cli_value(&cli, "url"), "u");

    parsed = parse(&cli, &arena, "execute -- --odd");
    assert_int_equal(parsed.as, PARSED_COMMAND);
    assert_string_equal(cli.arguments.items[0], "--odd");
    parsed = parse(&cli, &arena, "execute -");
    assert_int_equal(parsed.as, PARSED_COMMAND);
    assert_string_equal(cli.arguments.items[0], "-");
    sg_arena_free(&arena);
}

static void mistakes_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *words, *error;
    } cases[] = {
        {"", "no command; `schemagen help` lists them"},
        {"dif", "no command `dif`; did you mean `diff`?"},
        {"frobnicate", "no command `frobnicate`; `schemagen help` lists them"},
        {"migrate", "`migrate` needs a second word; `schemagen help migrate` lists them"},
        {"migrate delpoy", "no command `migrate delpoy`; did you mean `migrate deploy`?"},
        {"migrat deploy", "no command `migrat`; did you mean `migrate`?"},
        {"--quiet diff", "`--quiet` stands before the command: options come after it"},
        {"diff --form x", "no option `--form`; did you mean `--from`?"},
        {"diff --bogus=1", "no option `--bogus`; see `schemagen diff --help`"},
        {"diff -x", "no option `-x`; see `schemagen diff --help`"},
        {"diff --from", "`--from` needs a value: --from SIDE"},
        {"diff --exit-code=1", "`--exit-code` takes no value"},
        {"diff --format=xml", "`--format` cannot be `xml`; it is one of sql|summary|json"},
        {"diff --format=sq", "`--format` cannot be `sq`; it is one of sql|summary|json"},
        {"diff --from a --from b", "`--from` is given twice"},
        {"diff extra", "`extra` is one word too many; see `schemagen diff --help`"},
        {"execute", "`execute` needs FILE; see `schemagen execute --help`"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SgArena arena = {0};
        Cli cli;
        Parsed parsed = parse(&cli, &arena, cases[i].words);
        assert_int_equal(parsed.as, PARSED_WRONG);
        assert_string_equal(parsed.error, cases[i].error);
        sg_arena_free(&arena);
    }
}

static void help_is_asked_for_in_every_way(void **state)
{
    (void)state;
    static const struct {
        const char *words, *topic;
    } cases[] = {
        {"help", ""},
        {"--help", ""},
        {"-h", ""},
        {"help migrate deploy", "migrate deploy"},
        {"migrate --help", "migrate"},
        {"diff --help", "diff"},
        {"execute -h", "execute"},
        {"help nothing", "nothing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SgArena arena = {0};
        Cli cli;
        Parsed parsed = parse(&cli, &arena, cases[i].words);
        assert_int_equal(parsed.as, PARSED_HELP);
        assert_string_equal(parsed.topic, cases[i].topic);
        sg_arena_free(&arena);
    }
}

static void help_is_written_from_the_table(void **state)
{
    (void)state;
    SgText text = {0};
    assert_true(options_help(&table, "diff", &text));
    assert_non_null(strstr(text.data, "usage: schemagen diff [options]\n"));
    assert_non_null(strstr(text.data, "  -o, --output FILE              where to write\n"));
    assert_non_null(strstr(text.data, "      --format sql|summary|json  how to write it\n"));
    sg_text_truncate(&text, 0);
    assert_true(options_help(&table, "migrate", &text));
    assert_non_null(strstr(text.data, "  migrate deploy  apply what is pending\n"));
    assert_null(strstr(text.data, "  diff"));
    assert_false(options_help(&table, "nothing", &text));
    sg_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_take_their_values_in_every_form),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(help_is_asked_for_in_every_way),
        cmocka_unit_test(help_is_written_from_the_table),
    };
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
