/*
 * Real projects: the whole migration history is run and the database described.  The difference to today's schema must
 * be Prisma's, or a part of Prisma's statements; and a schema pulled from the database must be right and equal to it.
 *
 * A history that stops (a missing extension, or a broken one) is compared no further; how many did is printed.
 */
#include "compare.h"
#include "conformance.h"
#include "golden.h"
#include "script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef enum Verdict { SAME, FEWER, WRONG, NOT_REPLAYED } Verdict;

/* Whole, as Prisma does; what PostgreSQL refuses so, statement by statement. */
static const char *run_script(SgArena *arena, const Scratch *scratch, const char *text)
{
    const char *error = compare_apply(arena, scratch, text);
    if (error == NULL) return NULL;
    Script script = {0};
    if (script_split(arena, text, strlen(text), &script) != NULL) return error;
    for (size_t i = 0; i < script.statements.count; i++) {
        if (compare_apply(arena, scratch, script_statement(arena, &script, i)) != NULL) return error;
    }
    return NULL;
}

static bool replay(SgArena *arena, const Scratch *scratch, const char *project)
{
    GoldenPaths folders = golden_list(arena, sg_arena_printf(arena, "%s/migrations", project), NULL);
    for (size_t i = 0; i < folders.count; i++) {
        SgArenaMark mark = sg_arena_mark(arena);
        char *text = golden_read(arena, sg_arena_printf(arena, "%s/migration.sql", folders.items[i]));
        const char *error = text == NULL ? NULL : run_script(arena, scratch, text);
        if (error != NULL) printf("  %s: %.*s\n", folders.items[i], (int)strcspn(error, "\n"), error);
        bool is_stopped = error != NULL;
        sg_arena_release(arena, mark);
        if (is_stopped) return false;
    }
    return true;
}

/* Every statement of `script`, one as long as its lines go, must be in `whole`; comments do not count. */
static bool is_part_of(SgArena *arena, const char *script, const char *whole)
{
    bool is_part = true;
    for (const char *at = script; *at != '\0';) {
        size_t size = strcspn(at, "\n");
        const char *end = strstr(at, ";\n");
        if (strncmp(at, "--", 2) != 0 && size > 0) {
            size = end == NULL ? strlen(at) : (size_t)(end - at) + 2;
            const char *statement = sg_arena_strndup(arena, at, size);
            if (strstr(whole, statement) == NULL) {
                printf("  not Prisma's: %s", statement);
                is_part = false;
            }
        }
        at += size + (at[size] == '\n' ? 1 : 0);
    }
    return is_part;
}

static Verdict check(SgArena *arena, const Scratch *scratch, const char *project)
{
    const Schema *schema = compare_schema(arena, sg_arena_printf(arena, "%s/schema", project));
    const char *expected = golden_read(arena, sg_arena_printf(arena, "%s/expected/drift.sql", project));
    if (schema == NULL || expected == NULL) return WRONG;
    if (strncmp(expected, compare_empty_script, strlen(compare_empty_script)) == 0) expected = compare_empty_script;
    if (!replay(arena, scratch, project)) return NOT_REPLAYED;
    const char *pulled = compare_pulled(arena, scratch, schema, NULL);
    if (pulled != NULL) {
        printf("  db pull: %s\n", getenv("CASE") == NULL ? sg_arena_strndup(arena, pulled, 400) : pulled);
        return WRONG;
    }
    pulled = compare_updated(arena, scratch, sg_arena_printf(arena, "%s/schema", project), NULL);
    if (pulled != NULL) {
        printf("  db pull over the schema: %s\n",
               getenv("CASE") == NULL ? sg_arena_strndup(arena, pulled, 400) : pulled);
        return WRONG;
    }
    const char *script = compare_script_to(arena, scratch, schema, false);
    if (strcmp(script, expected) == 0) return SAME;
    if (!is_part_of(arena, script, expected)) return WRONG;
    if (getenv("CASE") != NULL) printf("==== Prisma\n%s\n==== ours\n%s\n", expected, script);
    return FEWER;
}

static void drift_is_prismas_or_less(void **state)
{
    static const char *const words[] = {"the same", "fewer statements", "WRONG", "history does not run"};
    (void)state;
    SgArena arena = {0};
    GoldenPaths projects = golden_list(&arena, conformance_folder(&arena, "projects"), NULL);
    size_t counts[4] = {0};
    for (size_t i = 0; i < projects.count; i++) {
        if (!conformance_is_wanted(projects.items[i])) continue;
        Scratch *scratch = scratch_open();
        Verdict verdict = check(&arena, scratch, projects.items[i]);
        counts[verdict]++;
        printf("%s: %s\n", strrchr(projects.items[i], '/') + 1, words[verdict]);
        fflush(stdout);
        scratch_close(scratch);
    }
    printf("%zu the same, %zu fewer, %zu wrong, %zu without a whole history\n", counts[SAME], counts[FEWER],
           counts[WRONG], counts[NOT_REPLAYED]);
    assert_int_equal(counts[WRONG], 0);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(drift_is_prismas_or_less)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
