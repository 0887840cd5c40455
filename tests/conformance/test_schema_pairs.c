/*
 * Do we write what Prisma writes, from schema to schema, without a server?  Pairs of schemas and whole projects.  The
 * cases where we differ on purpose are listed here, each with its reason; one that agrees after all fails.
 */
#include "conformance.h"
#include "diff.h"
#include "golden.h"
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

typedef struct Difference {
    const char *name;
    const char *reason;
} Difference;

static const Difference DIFFERENCES[] = {
    {"autoinc-drop", "DROP SEQUENCE \"\" is refused; we name the sequence"},
    {"id-autoinc-drop", "DROP SEQUENCE \"\" is refused; we name the sequence"},
    {"enum-add-and-use", "a new value is used in the transaction that adds it; ours ends that transaction"},
    {"enum-quote", "labels are not escaped"},
    {"ident-quote", "names are not escaped"},
    {"default-change", "Prisma never sees a new constant time as default"},
    {"unsupported-change", "Prisma compares the previous type with itself"},
};

typedef struct Score {
    size_t cases, agree, differ_on_purpose;
} Score;

static const char *reason_to_differ(const char *folder)
{
    const char *name = strrchr(folder, '/') + 1;
    for (size_t i = 0; i < sizeof DIFFERENCES / sizeof *DIFFERENCES; i++) {
        if (strcmp(DIFFERENCES[i].name, name) == 0) return DIFFERENCES[i].reason;
    }
    return NULL;
}

/* Prisma's script without the schema that every fresh database has, and without newlines at its end. */
static const char *wanted_script(SgArena *arena, const char *path)
{
    static const char create_public[] = "-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS \"public\";\n";
    char *text = golden_read(arena, path);
    if (text == NULL) return NULL;
    char *found = strstr(text, create_public);
    if (found != NULL) {
        const char *rest = found + strlen(create_public);
        rest += *rest == '\n';
        memmove(found, rest, strlen(rest) + 1);
    }
    size_t size = strlen(text);
    while (size > 0 && text[size - 1] == '\n') text[--size] = '\0';
    return size > 0 ? text : "-- This is an empty migration.";
}

static const char *our_script(SgArena *arena, const char *from_path, const char *to_path)
{
    const Database *from = schema_fixture(arena, from_path), *to = schema_fixture(arena, to_path);
    if (from == NULL || to == NULL) return "";
    Steps steps = database_diff(arena, from, to);
    SgText sql = {.arena = arena};
    sql_render(arena, &steps, NULL, &sql);
    if (sql.size > 0 && sql.data[sql.size - 1] == '\n') sg_text_truncate(&sql, sql.size - 1);
    return sg_text_get(&sql);
}

static void compare(const char *folder, const char *wanted, const char *ours, Score *score)
{
    const char *reason = reason_to_differ(folder);
    bool is_same = strcmp(wanted, ours) == 0;
    score->cases++;
    score->agree += is_same;
    score->differ_on_purpose += !is_same && reason != NULL;
    if (is_same && reason != NULL) print_message("%s agrees after all; not: %s\n", folder, reason);
    if (!is_same && reason != NULL) print_message("differs: %s: %s\n", strrchr(folder, '/') + 1, reason);
    if (!is_same && reason == NULL) print_message("%s differs from Prisma\n", folder);
}

static void report(const char *what, Score score)
{
    print_message("%s: %zu of %zu agree, %zu differ on purpose\n", what, score.agree, score.cases,
                  score.differ_on_purpose);
    assert_true(score.cases > 0);
    assert_int_equal(score.agree + score.differ_on_purpose, score.cases);
}

static void pairs_agree(void **state)
{
    (void)state;
    SgArena arena = {0};
    Score score = {0};
    GoldenPaths folders = golden_list(&arena, conformance_folder(&arena, "pairs"), NULL);
    for (size_t i = 0; i < folders.count; i++) {
        const char *from = sg_arena_printf(&arena, "%s/from.prisma", folders.items[i]);
        const char *to = sg_arena_printf(&arena, "%s/to.prisma", folders.items[i]);
        const char *wanted = wanted_script(&arena, sg_arena_printf(&arena, "%s/diff.sql", folders.items[i]));
        if (wanted == NULL) continue; /* Prisma refuses the schema: tests/validate's matter */
        compare(folders.items[i], wanted, our_script(&arena, access(from, R_OK) == 0 ? from : NULL, to), &score);
    }
    report("pairs", score);
    assert_int_equal(score.differ_on_purpose, sizeof DIFFERENCES / sizeof *DIFFERENCES);
    sg_arena_free(&arena);
}

static void projects_agree(void **state)
{
    (void)state;
    SgArena arena = {0};
    Score score = {0};
    GoldenPaths folders = golden_list(&arena, conformance_folder(&arena, "projects"), NULL);
    for (size_t i = 0; i < folders.count; i++) {
        const char *wanted =
            wanted_script(&arena, sg_arena_printf(&arena, "%s/expected/initial.sql", folders.items[i]));
        const char *schema = sg_arena_printf(&arena, "%s/schema", folders.items[i]);
        if (wanted != NULL) compare(folders.items[i], wanted, our_script(&arena, NULL, schema), &score);
    }
    report("projects", score);
    sg_arena_free(&arena);
}

static void types_and_defaults_agree(void **state)
{
    (void)state;
    SgArena arena = {0};
    Score score = {0};
    const char *base = sg_arena_printf(&arena, "%s/all_types_and_defaults", conformance_folder(&arena, "types"));
    const char *wanted = wanted_script(&arena, sg_arena_printf(&arena, "%s.sql", base));
    assert_non_null(wanted);
    compare(base, wanted, our_script(&arena, NULL, sg_arena_printf(&arena, "%s.prisma", base)), &score);
    report("types", score);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_agree),
        cmocka_unit_test(projects_agree),
        cmocka_unit_test(types_and_defaults_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
