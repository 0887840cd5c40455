/*
 * db pull: every pull/<case>.sql, run on an empty database.  Without a <case>.prisma a new schema is pulled, with one
 * that schema is updated; the result must be <case>.expected, and equal to the database.
 */
#include "compare.h"
#include "golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *beside(SgArena *arena, const char *path, const char *suffix)
{
    return sg_arena_printf(arena, "%.*s%s", (int)(strlen(path) - strlen(".sql")), path, suffix);
}

static bool check_case(SgArena *arena, const char *path)
{
    Scratch *scratch = scratch_open();
    scratch_run(scratch, golden_read(arena, path));
    const char *schema = beside(arena, path, ".prisma"), *text = NULL;
    const char *error = golden_read(arena, schema) == NULL ? compare_pulled(arena, scratch, NULL, &text)
                                                           : compare_updated(arena, scratch, schema, &text);
    if (error != NULL) fprintf(stderr, "%s: %s\n", path, error);
    bool is_right = error == NULL && golden_matches(arena, beside(arena, path, ".expected"), text);
    scratch_close(scratch);
    return is_right;
}

static void gives_the_schema_of_the_database(void **state)
{
    (void)state;
    SgArena arena = {0};
    GoldenPaths cases = golden_list(&arena, TESTS_FOLDER "/database/pull", ".sql");
    size_t wrong = 0;
    assert_int_not_equal(cases.count, 0);
    for (size_t i = 0; i < cases.count; i++) wrong += !check_case(&arena, cases.items[i]);
    assert_int_equal(wrong, 0);
    sg_arena_free(&arena);
}

/* What introspection sees, a pulled schema must say, or leave alone. */
static void everything_introspected_can_be_pulled(void **state)
{
    (void)state;
    SgArena arena = {0};
    GoldenPaths cases = golden_list(&arena, TESTS_FOLDER "/database/introspect", ".sql");
    Scratch *scratch = scratch_open();
    for (size_t i = 0; i < cases.count; i++) {
        char *sql = golden_read(&arena, cases.items[i]);
        if (strstr(sql, "-- since: 18") != NULL && scratch_version(scratch) < 18) continue;
        if (strstr(sql, "-- since: 15") != NULL && scratch_version(scratch) < 15) continue;
        if (strstr(sql, "-- schemas: ") != NULL) continue; /* pull/several_schemas has them */
        scratch_run(scratch, sql);
        const char *error = compare_pulled(&arena, scratch, NULL, NULL);
        if (error != NULL) fail_msg("%s: %s", cases.items[i], error);
        compare_reset(scratch);
    }
    scratch_close(scratch);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_schema_of_the_database),
        cmocka_unit_test(everything_introspected_can_be_pulled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
