/* Every case of tests/diff on a real server: made, changed, described, there is no difference left; and back again. */
#include "compare.h"
#include "diff.h"
#include "golden.h"
#include "lower.h"
#include "sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Change {
    SgArena *arena;
    const char *name;
    const Schema *from, *to;
} Change;

static bool complain(const Change *change, const char *what, const char *script, const char *error)
{
    fprintf(stderr, "---- %s: %s\n%s\n%s\n", change->name, what, script, error == NULL ? "" : error);
    return false;
}

/* Between two schemas, as `diff` without a server writes it. */
static const char *script_between(const Change *change)
{
    SgArena *arena = change->arena;
    Steps steps =
        database_diff(arena, database_from_schema(arena, change->from), database_from_schema(arena, change->to));
    SgText sql = {.arena = arena};
    sql_render(arena, &steps, NULL, &sql);
    return sg_text_get(&sql);
}

static bool is_there(const Change *change, const Scratch *scratch, const char *script)
{
    const char *rest = compare_script_to(change->arena, scratch, change->to, false);
    return strcmp(rest, compare_empty_script) == 0 || complain(change, "a difference is left", script, rest);
}

/* Not every server has every version of an extension. */
static bool is_about_extension(const char *error)
{
    return strstr(error, "extension \"") != NULL;
}

/* The script of two schemas, and the one from the described database: both must lead to the next schema. */
static bool check_change(const Change *change, const Scratch *scratch)
{
    const Change start = {change->arena, change->name, NULL, change->from};
    const char *scripts[2] = {script_between(change), NULL};
    bool is_right = true;
    for (int i = 0; i < 2; i++) {
        compare_reset(scratch);
        const char *error = change->from == NULL ? NULL : compare_apply(change->arena, scratch, script_between(&start));
        if (error != NULL && is_about_extension(error)) {
            print_message("%s skipped: %s\n", change->name, error);
            return true;
        }
        if (error != NULL) return complain(change, "cannot be made", script_between(&start), error);
        if (i == 1) scripts[i] = compare_script_to(change->arena, scratch, change->to, true);
        error = compare_apply(change->arena, scratch, scripts[i]);
        if (error != NULL && strstr(error, "update path") != NULL) return true; /* a version that is not there */
        if (error != NULL) is_right = complain(change, i == 0 ? "refused" : "refused, described", scripts[i], error);
        if (error == NULL) is_right &= is_there(change, scratch, scripts[i]);
    }
    return is_right;
}

static void changes_leave_no_difference(void **state)
{
    (void)state;
    SgArena arena = {0};
    size_t wrong = 0;
    Scratch *scratch = scratch_open();
    GoldenPaths folders = golden_list(&arena, TESTS_FOLDER "/diff", NULL);
    assert_true(folders.count > 0);
    for (size_t i = 0; i < folders.count; i++) {
        const char *from = sg_arena_printf(&arena, "%s/from.prisma", folders.items[i]);
        const char *to = sg_arena_printf(&arena, "%s/to.prisma", folders.items[i]);
        const char *name = strrchr(folders.items[i], '/') + 1;
        Change change = {&arena, name, access(from, R_OK) == 0 ? compare_schema(&arena, from) : NULL,
                         compare_schema(&arena, to)};
        Change back = {&arena, sg_arena_printf(&arena, "%s, back", name), change.to, change.from};
        wrong += !check_change(&change, scratch);
        if (change.from != NULL) wrong += !check_change(&back, scratch);
    }
    scratch_close(scratch);
    if (wrong > 0) fail_msg("%zu changes", wrong);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(changes_leave_no_difference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
