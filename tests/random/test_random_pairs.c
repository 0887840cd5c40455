/*
 * Random pairs of schemas: the first is made, filled with rows, changed to the second and back.  Each time the script
 * must run and leave no difference.  Where the counted risks say that rows are in the way, the rows go first; where
 * they say nothing, the script must run with them.
 *
 * SEEDS says how many pairs (default 25), SEED which one alone.
 */
#include "journey.h"
#include "random_schema.h"

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

static bool fail_pair(const Pair *pair, const char *what, const char *detail, const char *schema)
{
    fprintf(stderr, "---- SEED=%llu: %s\n%s\n%s\n", (unsigned long long)pair->seed, what, detail, schema);
    return false;
}

/* To the schema of `text`. */
static bool go_to(Pair *pair, const char *text)
{
    const Schema *schema = compare_schema_text(pair->arena, text);
    if (schema == NULL) return fail_pair(pair, "the schema is refused", "", text);
    bool kept_rows;
    const char *error = journey_go(pair->arena, pair->scratch, schema, &kept_rows);
    *(kept_rows ? &pair->with_rows : &pair->without_rows) += 1;
    return error == NULL || fail_pair(pair, "the journey ends", error, text);
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
