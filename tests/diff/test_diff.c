/*
 * What a change of the schema becomes: every folder here has from.prisma and to.prisma, and expected.sql (the script),
 * expected.risks (what may be lost or may fail), expected.summary (for people).  The cases together must show every
 * kind of step, of change and of risk.
 */
#include "diff.h"
#include "golden.h"
#include "risks.h"
#include "schema_fixture.h"
#include "sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { CHANGE_KINDS = TABLE_RENAME_PRIMARY_KEY + 1, RISK_KINDS = RISK_RECREATE_REQUIRED + 1 };

/* What the cases have shown. */
typedef struct Seen {
    bool steps[STEP_KIND_COUNT];
    bool changes[CHANGE_KINDS];
    bool risks[RISK_KINDS];
} Seen;

static const char *file_of(SgArena *arena, const char *folder, const char *name)
{
    return sg_arena_printf(arena, "%s/%s", folder, name);
}

static void add_messages(SgText *out, Seen *seen, const Risk *risks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        seen->risks[risks[i].kind] = true;
        sg_text_printf(out, "%s: %s\n", risks[i].is_unexecutable ? "fails with rows" : "warning", risks[i].message);
    }
}

static void look_at(const Steps *steps, Seen *seen)
{
    for (size_t i = 0; i < steps->items.count; i++) {
        const Step *step = &steps->items.items[i];
        seen->steps[step->kind] = true;
        if (step->kind != STEP_ALTER_TABLE) continue;
        for (size_t j = 0; j < step->alter_table->changes.count; j++) {
            seen->changes[step->alter_table->changes.items[j].kind] = true;
        }
    }
}

static bool check_case(SgArena *arena, const char *folder, Seen *seen)
{
    const char *from_path = file_of(arena, folder, "from.prisma");
    const Database *from = schema_fixture(arena, access(from_path, R_OK) == 0 ? from_path : NULL);
    const Database *to = schema_fixture(arena, file_of(arena, folder, "to.prisma"));
    if (from == NULL || to == NULL) return false;

    Steps steps = database_diff(arena, from, to);
    Risks risks = risks_find(arena, &steps);
    SgText sql = {.arena = arena}, messages = {.arena = arena}, summary = {.arena = arena};
    look_at(&steps, seen);
    sql_render(arena, &steps, NULL, &sql);
    if (steps.items.count == 0) sg_text_add_char(&sql, '\n');
    add_messages(&messages, seen, risks.warnings.items, risks.warnings.count);
    add_messages(&messages, seen, risks.unexecutable.items, risks.unexecutable.count);
    steps_summary(arena, &steps, &summary);

    bool is_right = golden_matches(arena, file_of(arena, folder, "expected.sql"), sg_text_get(&sql));
    is_right &= golden_matches(arena, file_of(arena, folder, "expected.risks"), sg_text_get(&messages));
    is_right &= golden_matches(arena, file_of(arena, folder, "expected.summary"), sg_text_get(&summary));
    return is_right;
}

static void cases_give_what_they_expect(void **state)
{
    (void)state;
    SgArena arena = {0};
    Seen seen = {0};
    size_t wrong = 0;
    GoldenPaths folders = golden_list(&arena, TESTS_FOLDER "/diff", NULL);
    assert_true(folders.count > 0);
    for (size_t i = 0; i < folders.count; i++) wrong += !check_case(&arena, folders.items[i], &seen);

    for (StepKind kind = 0; kind < STEP_KIND_COUNT; kind++) {
        bool is_servers = kind == STEP_ALTER_EXTENSION; /* only a server knows what may move: tests/database */
        if (!seen.steps[kind] && !is_servers) fail_msg("no case has %s", step_kind_name(kind));
    }
    for (int kind = 0; kind < CHANGE_KINDS; kind++) {
        if (!seen.changes[kind]) fail_msg("no case has a change of a table of kind %d", kind);
    }
    for (int kind = 0; kind < RISK_KINDS; kind++) {
        if (!seen.risks[kind]) fail_msg("no case has a risk of kind %d", kind);
    }
    if (wrong > 0) fail_msg("%zu of %zu cases", wrong, folders.count);
    sg_arena_free(&arena);
}

/* A database differs from itself in nothing, whatever is in it. */
static void the_same_schema_is_no_step(void **state)
{
    (void)state;
    SgArena arena = {0};
    GoldenPaths folders = golden_list(&arena, TESTS_FOLDER "/diff", NULL);
    for (size_t i = 0; i < folders.count; i++) {
        const char *path = file_of(&arena, folders.items[i], "to.prisma");
        Steps steps = database_diff(&arena, schema_fixture(&arena, path), schema_fixture(&arena, path));
        if (steps.items.count != 0) fail_msg("%s: %s", path, step_kind_name(steps.items.items[0].kind));
    }
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_give_what_they_expect),
        cmocka_unit_test(the_same_schema_is_no_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
