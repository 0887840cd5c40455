/*
 * Schemas and what is said about them.
 *
 * A fixture is a schema whose last comment holds its diagnostics, from a line `// expect:` on.  Line and verdict are
 * Prisma's.  Every code must occur in one fixture, and docs/diagnostics.md must list every code.
 */
#include "golden.h"
#include "parse.h"
#include "resolve.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char expect_line[] = "// expect:\n";

static void out_of_memory(void)
{
    abort();
}

static void add_place(SgText *out, const Sources *sources, Span span)
{
    Location location = source_locate(sources, span.start);
    sg_text_printf(out, "%u:%u", location.line, location.column);
}

static void add_diagnostic(SgText *out, const Sources *sources, const Diagnostic *diagnostic)
{
    sg_text_add(out, "// ");
    add_place(out, sources, diagnostic->span);
    sg_text_printf(out, " %s[%s] %s\n", diagnostic->severity == DIAG_ERROR ? "error" : "warning",
                   diag_code_name(diagnostic->code), diagnostic->message);
    if (diagnostic->note != NULL) {
        sg_text_add(out, "//   note ");
        add_place(out, sources, diagnostic->note_span);
        sg_text_printf(out, " %s\n", diagnostic->note);
    }
    if (diagnostic->help != NULL) sg_text_printf(out, "//   help %s\n", diagnostic->help);
}

/* The fixture with what its schema really gives. */
static const char *judge(SgArena *arena, const char *path, const char *fixture, bool *is_seen)
{
    const char *expect = strstr(fixture, expect_line);
    size_t size = expect != NULL ? (size_t)(expect - fixture) : strlen(fixture);
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    SgText out = {.arena = arena};
    assert_true(source_add(&sources, path, fixture, size));
    const Schema *schema = resolve(arena, parse_schema(arena, &sources, &diags), &sources, &diags);
    assert_int_equal(schema == NULL, diags.errors > 0);
    sg_text_add_bytes(&out, fixture, size);
    sg_text_add(&out, expect_line);
    for (size_t i = 0; i < diags.items.count; i++) {
        add_diagnostic(&out, &sources, &diags.items.items[i]);
        is_seen[diags.items.items[i].code] = true;
    }
    if (diags.items.count == 0) sg_text_add(&out, "// nothing\n");
    return sg_text_get(&out);
}

/* What is said of the C generator and of queries has its own tests; a thousand errors are in the unit test of hostile
 * input. */
static bool needs_fixture(DiagCode code)
{
    return strchr("GQ", diag_code_name(code)[0]) == NULL && code != DIAG_TOO_MANY;
}

static void test_fixtures(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    bool is_seen[DIAG_CODE_COUNT] = {false};
    size_t failures = 0;
    GoldenPaths paths = golden_list(&arena, TESTS_FOLDER "/validate", ".prisma");
    assert_true(paths.count > 0);
    for (size_t i = 0; i < paths.count; i++) {
        const char *fixture = golden_read(&arena, paths.items[i]);
        assert_non_null(fixture);
        if (!golden_matches(&arena, paths.items[i], judge(&arena, paths.items[i], fixture, is_seen))) failures++;
    }
    for (int code = 0; code < DIAG_CODE_COUNT; code++) {
        if (is_seen[code] || !needs_fixture((DiagCode)code)) continue;
        print_error("no fixture gives %s\n", diag_code_name((DiagCode)code));
        failures++;
    }
    sg_arena_free(&arena);
    assert_int_equal(failures, 0);
}

typedef struct CodeText {
    const char *name;
    const char *meaning;
} CodeText;

#define CODE_TEXT(name, code, severity, meaning) {code, meaning},
static const CodeText code_texts[] = {DIAG_CODES(CODE_TEXT)};
#undef CODE_TEXT

static const char *const headings[][2] = {
    {"S00", "Text and syntax"},
    {"S01", "Declarations and names"},
    {"S02", "Types"},
    {"S03", "Attributes and arguments"},
    {"S04", "Keys and indexes"},
    {"S05", "Relations"},
    {"S06", "Datasource and generator"},
    {"S07", "The whole schema"},
    {"S08", "Extensions"},
    {"W", "Warnings"},
    {"G", "The C generator"},
    {"Q", "Queries"},
};

static const char diagnostics_head[] =
    "# Diagnostics\n"
    "\n"
    "Everything that schemagen says about a schema has a code. Errors stop the command; warnings do not. The lines "
    "and\n"
    "the verdict are those of Prisma 7, except where [differences.md](differences.md) says otherwise. For each code a "
    "schema\n"
    "that gives it is in `tests/validate`.\n"
    "\n"
    "This page is written by `UPDATE_EXPECT=1 ctest -R validate` from `grammar/diag_codes.h`.\n";

static void test_documentation(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    SgText out = {.arena = &arena};
    sg_text_add(&out, diagnostics_head);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++) {
        sg_text_printf(&out, "\n## %s\n\n| code | meaning |\n| --- | --- |\n", headings[i][1]);
        for (size_t k = 0; k < sizeof code_texts / sizeof *code_texts; k++)
            if (strncmp(code_texts[k].name, headings[i][0], strlen(headings[i][0])) == 0)
                sg_text_printf(&out, "| %s | %s |\n", code_texts[k].name, code_texts[k].meaning);
    }
    bool is_same = golden_matches(&arena, TESTS_FOLDER "/../docs/diagnostics.md", sg_text_get(&out));
    sg_arena_free(&arena);
    assert_true(is_same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fixtures), cmocka_unit_test(test_documentation)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
