/* Diagnostics as text and as JSON: carets under tabs, wide and long lines. */
#include "diag_print.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void out_of_memory(void)
{
    abort();
}

/* One error at bytes [from, to) of `text`. */
static const char *print(SgArena *arena, const char *text, size_t size, Span span)
{
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    SgText out = {.arena = arena};
    assert_true(source_add(&sources, "a", text, size));
    diag_add(&diags, DIAG_SYNTAX, (Span){span.start + 1, span.end + 1}, "wrong");
    diag_print(&diags, &sources, false, &out);
    return sg_text_get(&out);
}

static void carets_stand_below_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        Span span;
        const char *line;
        const char *carets;
        const char *place;
    } cases[] = {
        {"abc def", {4, 7}, "abc def", "    ^^^", "1:5"},
        {"abc", {1, 1}, "abc", " ^", "1:2"},
        {"abc\n", {3, 4}, "abc", "   ^", "1:4"},
        {"", {0, 0}, "", "^", "1:1"},
        {"a\nbc\nd", {2, 6}, "bc", "^^", "2:1"},
        {"a\tb\tc", {4, 5}, "a   b   c", "        ^", "1:5"},
        {"a\tb", {1, 2}, "a   b", " ^^^", "1:2"},
        {"é日x", {5, 6}, "é日x", "   ^", "1:3"},
        {"日本x", {0, 6}, "日本x", "^^^^", "1:1"},
        {"e\xCC\x81x", {3, 4}, "e\xCC\x81x", " ^", "1:3"},
        {"a\x1b[2Jb\r\nc", {1, 2}, "a\xEF\xBF\xBD[2Jb", " ^", "1:2"},
        {"a\xE2\x80\xAE"
         "b",
         {4, 5},
         "a\xEF\xBF\xBD"
         "b",
         "  ^",
         "1:3"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        SgArena arena = {.out_of_memory = out_of_memory};
        unsigned line = (unsigned)(cases[i].place[0] - '0');
        const char *expected = sg_arena_printf(&arena, "a:%s: error[S0001]: wrong\n%5u | %s\n      | %s\n\n",
                                               cases[i].place, line, cases[i].line, cases[i].carets);
        assert_string_equal(print(&arena, cases[i].text, strlen(cases[i].text), cases[i].span), expected);
        sg_arena_free(&arena);
    }
}

/* A name in a message may be `@map("\u001b[2J")`. */
static void messages_have_nothing_that_moves_the_cursor(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    Sources sources = {.arena = &arena};
    Diags diags = {.arena = &arena};
    SgText out = {.arena = &arena};
    assert_true(source_add(&sources, "a", "b", 1));
    Diagnostic *diagnostic = diag_add(&diags, DIAG_SYNTAX, (Span){1, 2}, "`%s`",
                                      "a\x1b[2J\xC2\x9B"
                                      "é\xE2\x81\xA6\xFF");
    diag_help(&diags, diagnostic, "%s", "two\nlines\r");
    diag_print(&diags, &sources, false, &out);
    assert_string_equal(sg_text_get(&out),
                        "a:1:1: error[S0001]: `a\xEF\xBF\xBD[2J\xEF\xBF\xBDé\xEF\xBF\xBD\xEF\xBF\xBD`\n"
                        "    1 | b\n      | ^\nhelp: two\nlines\xEF\xBF\xBD\n\n");
    sg_arena_free(&arena);
}

static void long_lines_are_cut_around_the_place(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    enum { SIZE = 1000000 };
    char *text = sg_arena_alloc(&arena, SIZE + 1);
    memset(text, 'x', SIZE);
    text[SIZE] = '\0';
    text[500000] = '?';
    const char *out = print(&arena, text, SIZE, (Span){500000, 500001});
    assert_true(strlen(out) < 500);
    const char *line = strstr(out, "| …") + strlen("| ");
    const char *carets = strchr(line, '\n') + strlen("\n      | ");
    assert_int_equal(strcspn(line + strlen("…"), "?"), strcspn(carets + 1, "^"));
    assert_int_equal(strspn(strchr(carets, '^'), "^"), 1);
    sg_arena_free(&arena);
}

static void the_order_is_the_schema_s_and_fifty_are_shown(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    Sources sources = {.arena = &arena};
    Diags diags = {.arena = &arena};
    SgText out = {.arena = &arena};
    assert_true(source_add(&sources, "a", "0123456789", 10));
    for (uint32_t i = 0; i < 60; i++) diag_add(&diags, DIAG_SYNTAX, (Span){10 - i % 10, 11 - i % 10}, "number %u", i);
    diag_print(&diags, &sources, false, &out);
    assert_non_null(strstr(sg_text_get(&out), "a:1:1: error[S0001]: number 9\n"));
    assert_true(strstr(out.data, "number 19\n") > strstr(out.data, "number 9\n"));
    assert_true(strstr(out.data, "number 8\n") > strstr(out.data, "number 59\n"));
    assert_non_null(strstr(out.data, "and 10 more\n"));
    assert_null(strstr(out.data, "number 0\n"));
    sg_arena_free(&arena);
}

static void notes_and_help_follow(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    Sources sources = {.arena = &arena};
    Diags diags = {.arena = &arena};
    SgText out = {.arena = &arena};
    assert_true(source_add(&sources, "a", "😀 first\nsecond", 17) && source_add(&sources, "b", "x", 1));
    Diagnostic *diagnostic = diag_add(&diags, DIAG_TEXT_IGNORED, (Span){6, 11}, "a \"%s\"", "word");
    diag_note(&diags, diagnostic, (Span){12, 18}, "here too");
    diag_help(&diags, diagnostic, "write %d", 2);
    diag_add(&diags, DIAG_SYNTAX, (Span){19, 20}, "wrong");
    diag_print(&diags, &sources, true, &out);
    assert_non_null(strstr(out.data, "\033[1ma:1:3:\033[0m \033[1;33mwarning[W0001]:\033[0m a \"word\"\n"));
    assert_int_equal(diags.errors, 1);
    sg_text_truncate(&out, 0);
    diag_print(&diags, &sources, false, &out);
    assert_string_equal(out.data, "a:1:3: warning[W0001]: a \"word\"\n"
                                  "    1 | 😀 first\n"
                                  "      |    ^^^^^\n"
                                  "note: a:2:1: here too\n"
                                  "    2 | second\n"
                                  "      | ^^^^^^\n"
                                  "help: write 2\n\n"
                                  "b:1:1: error[S0001]: wrong\n"
                                  "    1 | x\n"
                                  "      | ^\n\n");
    sg_text_truncate(&out, 0);
    diag_print_json(&diags, &sources, &out);
    assert_string_equal(
        out.data,
        "[\n {\"uri\": \"a\", \"diagnostics\": [\n"
        "  {\"range\": {\"start\": {\"line\": 0, \"character\": 3}, \"end\": {\"line\": 0, \"character\": 8}},\n"
        "   \"severity\": 2, \"code\": \"W0001\", \"source\": \"schemagen\",\n"
        "   \"message\": \"a \\\"word\\\"\",\n"
        "   \"relatedInformation\": [{\"location\": {\"uri\": \"a\", \"range\": {\"start\": {\"line\": 1, "
        "\"character\": 0},"
        " \"end\": {\"line\": 1, \"character\": 6}}}, \"message\": \"here too\"}],\n"
        "   \"help\": \"write 2\"}\n ]},\n"
        " {\"uri\": \"b\", \"diagnostics\": [\n"
        "  {\"range\": {\"start\": {\"line\": 0, \"character\": 0}, \"end\": {\"line\": 0, \"character\": 1}},\n"
        "   \"severity\": 1, \"code\": \"S0001\", \"source\": \"schemagen\",\n"
        "   \"message\": \"wrong\"}\n ]}\n]\n");
    Diags none = {.arena = &arena};
    sg_text_truncate(&out, 0);
    diag_print_json(&none, &sources, &out);
    assert_string_equal(out.data, "[]\n");
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(carets_stand_below_their_place),
        cmocka_unit_test(messages_have_nothing_that_moves_the_cursor),
        cmocka_unit_test(long_lines_are_cut_around_the_place),
        cmocka_unit_test(the_order_is_the_schema_s_and_fifty_are_shown),
        cmocka_unit_test(notes_and_help_follow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
