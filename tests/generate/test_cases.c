/*
 * Small schemas with the C that they give, in cases/<case>/: schema.prisma and expected/.  All of it compiles.
 *
 * expected/ has every header; of the sources only those that show something (make an empty file to add one).
 */
#include "generated.h"
#include "golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static const char *base_name(const char *path)
{
    return strrchr(path, '/') + 1;
}

static void out_of_memory(void)
{
    abort();
}

/* The files in `listed` with this ending, each the same in `folder` and in `expected`. */
static bool matches(SgArena *arena, const char *listed, const char *folder, const char *expected, const char *suffix)
{
    GoldenPaths paths = golden_list(arena, listed, suffix);
    bool is_same = true;
    for (size_t i = 0; i < paths.count; i++) {
        const char *name = base_name(paths.items[i]);
        const char *made = golden_read(arena, sg_arena_printf(arena, "%s/%s", folder, name));
        const char *golden = sg_arena_printf(arena, "%s/%s", expected, name);
        if (made == NULL) printf("%s was not made\n", name);
        if (made == NULL || !golden_matches(arena, golden, made)) is_same = false;
    }
    return is_same;
}

static bool is_right(SgArena *arena, const char *path)
{
    const char *folder = generated_folder(arena, base_name(path));
    const char *expected = sg_arena_printf(arena, "%s/expected", path);
    if (!generated_write(arena, sg_arena_printf(arena, "%s/schema.prisma", path), folder)) return false;
    if (getenv("UPDATE_EXPECT") != NULL) mkdir(expected, 0777);
    bool has_headers = matches(arena, folder, folder, expected, ".h");
    bool has_no_others = matches(arena, expected, folder, expected, ".h");
    bool has_sources = matches(arena, expected, folder, expected, ".c");
    return has_headers && has_no_others && has_sources && generated_compiles(arena, folder);
}

static void cases_give_what_they_say(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    GoldenPaths cases = golden_list(&arena, CASES_FOLDER, NULL);
    int wrong = 0;
    assert_true(cases.count > 0);
    for (size_t i = 0; i < cases.count; i++) {
        if (is_right(&arena, cases.items[i])) continue;
        printf("%s: not as expected\n", cases.items[i]);
        wrong++;
    }
    sg_arena_free(&arena);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cases_give_what_they_say)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
