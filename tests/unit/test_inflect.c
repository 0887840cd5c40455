/* The names that Prisma makes up: each answer is Prisma 7.10.1's. */
#include "inflect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void out_of_memory(void)
{
    abort();
}

static void models_have_fields(void **state)
{
    (void)state;
    static const struct {
        const char *model;
        const char *one;
        const char *many;
    } cases[] = {
        {"User", "user", "users"},
        {"user_account", "userAccount", "userAccounts"},
        {"HTTPServer2", "httpserver2", "httpserver2s"},
        {"FOO_BAR", "fooBar", "fooBars"},
        {"Foo_bar_Baz", "fooBarBaz", "fooBarBazs"},
        {"UserID", "userID", "userIDs"},
        {"a2b", "a2B", "a2Bs"},
        {"X1Y2", "x1Y2", "x1Y2s"},
        {"A2_3", "a23", "a23s"},
        {"Foo_", "foo", "foos"},
        {"Category", "category", "categories"},
        {"Day", "day", "days"},
        {"Box", "box", "boxes"},
        {"Bus", "bus", "buses"},
        {"Quiz", "quiz", "quizzes"},
        {"Matrix", "matrix", "matrices"},
        {"Index", "index", "indices"},
        {"Person", "person", "people"},
        {"Child", "child", "children"},
        {"Man", "man", "men"},
        {"Status", "status", "statuses"},
        {"Address", "address", "addresses"},
        {"Analysis", "analysis", "analyses"},
        {"Leaf", "leaf", "leaves"},
        {"Life", "life", "lives"},
        {"Hero", "hero", "heroes"},
        {"Datum", "datum", "data"},
        {"News", "news", "news"},
        {"Money", "money", "money"},
        {"Equipment", "equipment", "equipment"},
        {"Mouse", "mouse", "mice"},
        {"Octopus", "octopus", "octopi"},
        {"Users", "users", "users"},
    };
    SgArena arena = {.out_of_memory = out_of_memory};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(inflect_camel(&arena, cases[i].model), cases[i].one);
        assert_string_equal(inflect_plural(&arena, cases[i].one), cases[i].many);
    }
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(models_have_fields)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
