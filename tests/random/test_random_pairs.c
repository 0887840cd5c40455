/*
 * Random pairs of schemas: the first is made, filled with rows, changed to the second and back.  Each time the script
 * must run and leave no difference.  Where the counted risks say that rows are in the way, the rows go first; where
 * they say nothing, the script must run with them.
 *
 * SEEDS says how many pairs (default 25), SEED which one alone.
 */
#include "canonical.h"
#include "compare.h"
#include "diff.h"
#include "random_schema.h"
#include "risks.h"
#include "rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct Pair {
    SgArena *arena;
    Scratch *scratch;
    uint64_t seed;
    size_t with_rows, without_rows;
} Pair;

static bool count(void *context, const Table *table, const Column *column, int64_t *out)
{
    return rows_count(context, table, column, out);
}

static bool fail_pair(const Pair *pair, const char *what, const char *detail, const char *schema)
{
    fprintf(stderr, "---- SEED=%llu: %s\n%s\n%s\n", (unsigned long long)pair->seed, what, detail, schema);
    return false;
}

/* To the schema of `text`, and nothing may differ then. */
static bool go_to(Pair *pair, const char *text)
{
    SgArena *arena = pair->arena;
    const Schema *schema = compare_schema_text(arena, text);
    if (schema == NULL) return fail_pair(pair, "the schema is refused", "", text);
    const Database *described = compare_described(arena, pair->scratch, schema);
    const Database *wanted = compare_wanted(arena, pair->scratch, schema, described);
    Steps steps = database_diff(arena, described, wanted);
    Risks risks = risks_count(arena, &steps, count, scratch_connection(pair->scratch));
    bool is_risky = risks.warnings.count + risks.unexecutable.count > 0;
    if (is_risky) rows_delete(arena, pair->scratch, described);
    *(is_risky ? &pair->without_rows : &pair->with_rows) += 1;

    const char *script = compare_script(arena, described, wanted, true);
    const char *error = compare_apply(arena, pair->scratch, script);
    if (error != NULL)
        return fail_pair(pair, error, sg_arena_printf(arena, "%s\n(%s rows)", script, is_risky ? "without" : "with"),
                         text);
    const char *rest = compare_script_to(arena, pair->scratch, schema, false);
    if (strcmp(rest, compare_empty_script) != 0)
        return fail_pair(pair, "a difference is left", sg_arena_printf(arena, "%s\n==== after\n%s", rest, script),
                         text);
    rows_insert(arena, pair->scratch, compare_described(arena, pair->scratch, schema));
    return true;
}

static bool check(Pair *pair)
{
    const RandomSchema *first = random_schema(pair->arena, pair->seed);
    const RandomSchema *second = random_change(pair->arena, first, pair->seed);
    const char *from = random_schema_text(pair->arena, first), *to = random_schema_text(pair->arena, second);
    bool is_right = go_to(pair, from) && go_to(pair, to);
    if (!is_right) return false;
    const char *pulled = compare_pulled(pair->arena, pair->scratch, NULL, NULL);
    if (pulled != NULL) return fail_pair(pair, "db pull", pulled, to);
    return go_to(pair, from);
}

static uint64_t number(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static void every_pair_goes_there_and_back(void **state)
{
    (void)state;
    enum { DEFAULT_SEEDS = 25 };
    uint64_t only = number("SEED", 0), seeds = number("SEEDS", DEFAULT_SEEDS);
    size_t wrong = 0;
    SgArena arena = {0};
    Pair pair = {.arena = &arena, .scratch = scratch_open()};
    for (uint64_t seed = only != 0 ? only : 1; seed <= (only != 0 ? only : seeds); seed++) {
        SgArenaMark mark = sg_arena_mark(&arena);
        pair.seed = seed;
        wrong += !check(&pair);
        compare_reset(pair.scratch);
        sg_arena_release(&arena, mark);
    }
    printf("%zu scripts with rows, %zu after the rows in the way were deleted, %zu pairs wrong\n", pair.with_rows,
           pair.without_rows, wrong);
    assert_int_equal(wrong, 0);
    assert_int_not_equal(pair.with_rows, 0);
    scratch_close(pair.scratch);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_pair_goes_there_and_back)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
