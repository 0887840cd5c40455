/*
 * Every case of tests/diff on a server: the first schema is made and filled with rows, changed to the second, and back.
 * Every script runs and leaves no difference.
 */
#include "golden.h"
#include "journey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A schema needs extensions that this server may not have. */
static bool has_missing_extension(SgArena *arena, Scratch *scratch, const Schema *schema)
{
    const Datasource *datasource = schema == NULL ? NULL : schema->datasource;
    for (size_t i = 0; datasource != NULL && i < datasource->extensions.count; i++) {
        const Extension *extension = &datasource->extensions.items[i];
        const char *version =
            extension->version == NULL ? "true" : sg_arena_printf(arena, "version = '%s'", extension->version);
        const char *sql =
            sg_arena_printf(arena, "SELECT count(*) > 0 FROM pg_available_extension_versions WHERE name = '%s' AND %s",
                            extension->database_name, version);
        if (strcmp(scratch_value(scratch, sql), "t") != 0) return true;
    }
    return false;
}

static bool go(SgArena *arena, Scratch *scratch, const char *folder, const Schema *schema)
{
    bool kept_rows;
    const char *error = schema == NULL ? NULL : journey_go(arena, scratch, schema, &kept_rows);
    if (error != NULL) fprintf(stderr, "---- %s: %s\n", folder, error);
    return error == NULL;
}

static bool check(SgArena *arena, Scratch *scratch, const char *folder)
{
    const char *from_path = sg_arena_printf(arena, "%s/from.prisma", folder);
    const char *to_path = sg_arena_printf(arena, "%s/to.prisma", folder);
    const Schema *from = golden_read(arena, from_path) == NULL ? NULL : compare_schema(arena, from_path);
    const Schema *to = golden_read(arena, to_path) == NULL ? NULL : compare_schema(arena, to_path);
    if (has_missing_extension(arena, scratch, from) || has_missing_extension(arena, scratch, to)) return true;
    bool is_right =
        go(arena, scratch, folder, from) && go(arena, scratch, folder, to) && go(arena, scratch, folder, from);
    compare_reset(scratch);
    return is_right;
}

static void every_case_goes_there_and_back(void **state)
{
    (void)state;
    SgArena arena = {0};
    GoldenPaths cases = golden_list(&arena, TESTS_FOLDER "/diff", NULL);
    Scratch *scratch = scratch_open();
    size_t wrong = 0;
    assert_int_not_equal(cases.count, 0);
    for (size_t i = 0; i < cases.count; i++) wrong += !check(&arena, scratch, cases.items[i]);
    assert_int_equal(wrong, 0);
    scratch_close(scratch);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_case_goes_there_and_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
