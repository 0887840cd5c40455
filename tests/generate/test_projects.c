/* The C of real projects' schemas compiles without a warning. */
#include "conformance.h"
#include "generated.h"
#include "golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void out_of_memory(void)
{
    abort();
}

static void projects_compile(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    GoldenPaths projects = golden_list(&arena, conformance_folder(&arena, "projects"), NULL);
    size_t right = 0, wanted = 0;
    for (size_t i = 0; i < projects.count; i++) {
        SgArenaMark mark = sg_arena_mark(&arena);
        const char *schema = sg_arena_printf(&arena, "%s/schema", projects.items[i]);
        const char *folder = generated_folder(&arena, strrchr(projects.items[i], '/') + 1);
        if (conformance_is_wanted(projects.items[i])) {
            wanted++;
            if (generated_write(&arena, schema, folder) && generated_compiles(&arena, folder)) right++;
        }
        sg_arena_release(&arena, mark);
    }
    printf("the C of %zu of %zu projects compiles\n", right, wanted);
    sg_arena_free(&arena);
    assert_true(wanted > 0);
    assert_int_equal(right, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(projects_compile)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
