/*
 * Schemas and their layout: beside each *.prisma stands its *.formatted, which is its own layout.  Where Prisma needs
 * two runs to come to rest, and real schemas have it, so do we: these fixtures are called twice_*.
 */
#include "format.h"
#include "golden.h"
#include "parse.h"
#include "text.h"

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

static const char *format_text(SgArena *arena, const char *text)
{
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    assert_true(source_add(&sources, "schema.prisma", text, strlen(text)));
    const Ast *ast = parse_schema(arena, &sources, &diags);
    assert_int_equal(diags.errors, 0);
    FormattedFiles files = format_schema(arena, &sources, ast);
    assert_int_equal(files.count, 1);
    assert_int_equal(files.items[0].is_changed, strcmp(files.items[0].text, text) != 0);
    return files.items[0].text;
}

static const char *twin(SgArena *arena, const char *path)
{
    return sg_arena_printf(arena, "%.*s.formatted", (int)(strlen(path) - strlen(".prisma")), path);
}

static void layouts_are_as_expected(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    size_t failures = 0;
    GoldenPaths paths = golden_list(&arena, TESTS_FOLDER "/format", ".prisma");
    assert_true(paths.count > 0);
    for (size_t i = 0; i < paths.count; i++) {
        const char *schema = golden_read(&arena, paths.items[i]);
        assert_non_null(schema);
        const char *formatted = format_text(&arena, schema);
        failures += !golden_matches(&arena, twin(&arena, paths.items[i]), formatted);
        bool is_twice = strstr(paths.items[i], "/twice_") != NULL;
        const char *rest = is_twice ? format_text(&arena, formatted) : formatted;
        assert_int_equal(strcmp(rest, formatted) != 0, is_twice);
        assert_string_equal(format_text(&arena, rest), rest);
    }
    sg_arena_free(&arena);
    assert_int_equal(failures, 0);
}

/* Each file of a folder by itself, and a relation over two of them. */
static void files_of_one_schema_complete_each_other(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    Sources sources = {.arena = &arena};
    Diags diags = {.arena = &arena};
    const char *a = "model A {\n  id Int @id\n  bs B[]\n}\n";
    const char *b = "model B {\n  id Int @id\n}\n";
    const char *c = "model C {\n  id Int @id\n}\n";
    assert_true(source_add(&sources, "a", a, strlen(a)) && source_add(&sources, "b", b, strlen(b)));
    assert_true(source_add(&sources, "c", c, strlen(c)));
    FormattedFiles files = format_schema(&arena, &sources, parse_schema(&arena, &sources, &diags));
    assert_int_equal(files.count, 3);
    assert_string_equal(files.items[0].text, "model A {\n  id Int @id\n  bs B[]\n}\n");
    assert_string_equal(files.items[1].text, "model B {\n  id  Int  @id\n  a   A?   @relation(fields: [aId], "
                                             "references: [id])\n  aId Int?\n}\n");
    assert_false(files.items[0].is_changed);
    assert_true(files.items[1].is_changed);
    assert_false(files.items[2].is_changed);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layouts_are_as_expected),
        cmocka_unit_test(files_of_one_schema_complete_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
