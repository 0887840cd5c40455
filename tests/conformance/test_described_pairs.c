/*
 * The pairs of schemas, with a server between them: the first one's script is run, the database described, and the
 * difference to the second must be the file that Prisma's `migrate dev` writes.  Run, it must leave no difference; and
 * the same the other way round.  `db pull` on the way: a new schema, the same schema (which must not change by a
 * byte), and the first schema updated to what the second one made.
 */
#include "compare.h"
#include "conformance.h"
#include "golden.h"
#include "lower.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Where ours is another script than Prisma's, on purpose. */
typedef struct Exception {
    const char *name, *reason;
} Exception;

static const Exception exceptions[] = {
    {"db-char-drift", "CHAR is CHAR(1), BIT is BIT(1): nothing has changed"},
    {"default-change", "Prisma does not see that a constant time has changed"},
    {"enum-add-and-use", "PostgreSQL refuses to use a new enum value in the transaction that adds it"},
    {"enum-quote", "Prisma does not escape enum values"},
    {"ident-quote", "Prisma does not escape names"},
    {"unsupported-change", "Prisma compares an unsupported type with itself"},
};

typedef struct Pair {
    SgArena *arena;
    const char *folder, *name;
    const Schema *from; /* NULL: nothing exists yet */
    const Schema *to;
    const char *expected; /* dev.sql */
} Pair;

static const char *exception_of(const Pair *pair)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        if (strcmp(exceptions[i].name, pair->name) == 0) return exceptions[i].reason;
    }
    return NULL;
}

static bool is_same(const Pair *pair, const char *what, const char *expected, const char *actual)
{
    if (strcmp(expected, actual) == 0) return true;
    fprintf(stderr, "---- %s: %s\n==== expected\n%s\n==== actual\n%s\n", pair->name, what, expected, actual);
    return false;
}

static bool is_prismas(const Pair *pair, const char *script)
{
    const char *reason = exception_of(pair);
    if (pair->expected == NULL) return true;
    if (reason == NULL) return is_same(pair, "not Prisma's migration", pair->expected, script);
    if (strcmp(script, pair->expected) != 0) return true;
    fprintf(stderr, "---- %s: an exception without need (%s)\n", pair->name, reason);
    return false;
}

static bool apply(const Pair *pair, const Scratch *scratch, const char *script)
{
    const char *error = compare_apply(pair->arena, scratch, script);
    if (error != NULL) fprintf(stderr, "---- %s: the server refuses\n%s\n%s\n", pair->name, script, error);
    return error == NULL;
}

static bool is_null(const Pair *pair, const char *what, const char *error)
{
    if (error != NULL) fprintf(stderr, "---- %s: %s: %s\n", pair->name, what, error);
    return error == NULL;
}

static const char *update(const Pair *pair, const Scratch *scratch, const char *file)
{
    return compare_updated(pair->arena, scratch, sg_arena_printf(pair->arena, "%s/%s", pair->folder, file), NULL);
}

static bool go_to(const Pair *pair, const Scratch *scratch, const Schema *schema, const char *what)
{
    bool is_right = apply(pair, scratch, compare_script_to(pair->arena, scratch, schema, true));
    return is_right && is_same(pair, what, compare_empty_script, compare_script_to(pair->arena, scratch, schema, true));
}

/* There, and back again; rows are not kept, shapes are. */
static bool check(const Pair *pair, const Scratch *scratch)
{
    bool is_right = pair->from == NULL || go_to(pair, scratch, pair->from, "the first schema leaves a difference");
    if (!is_right) return false;
    const char *script = compare_script_to(pair->arena, scratch, pair->to, true);
    is_right = is_prismas(pair, script);
    is_right = go_to(pair, scratch, pair->to, "the second schema leaves a difference") && is_right;
    is_right = is_null(pair, "db pull", compare_pulled(pair->arena, scratch, pair->to, NULL)) && is_right;
    is_right = is_null(pair, "db pull of the same", update(pair, scratch, "to.prisma")) && is_right;
    if (pair->from != NULL)
        is_right = is_null(pair, "db pull of a change", update(pair, scratch, "from.prisma")) && is_right;
    if (pair->from != NULL) is_right = go_to(pair, scratch, pair->from, "the way back leaves a difference") && is_right;
    return is_right;
}

/* Extensions that this server does not have cannot be created. */
static bool can_run(const Pair *pair, Scratch *scratch)
{
    const Datasource *datasource = pair->to->datasource;
    for (size_t i = 0; datasource != NULL && i < datasource->extensions.count; i++) {
        const Extension *extension = &datasource->extensions.items[i];
        const char *sql = sg_arena_printf(pair->arena,
                                          "SELECT 1 FROM pg_available_extension_versions WHERE name = '%s'"
                                          " AND version = coalesce(%s%s%s, version)",
                                          extension->database_name, extension->version != NULL ? "'" : "",
                                          extension->version != NULL ? extension->version : "NULL",
                                          extension->version != NULL ? "'" : "");
        if (strcmp(scratch_value(scratch, sql), "1") != 0) return false;
    }
    return true;
}

/* False when there is nothing to compare: Prisma refuses the schema. */
static bool read_pair(SgArena *arena, const char *folder, Pair *out)
{
    const char *error = sg_arena_printf(arena, "%s/error.txt", folder);
    if (golden_read(arena, error) != NULL) return false;
    const char *from = sg_arena_printf(arena, "%s/from.prisma", folder);
    bool has_from = golden_read(arena, from) != NULL;
    *out = (Pair){.arena = arena, .folder = folder, .name = strrchr(folder, '/') + 1};
    out->from = has_from ? compare_schema(arena, from) : NULL;
    out->to = compare_schema(arena, sg_arena_printf(arena, "%s/to.prisma", folder));
    out->expected = golden_read(arena, sg_arena_printf(arena, "%s/dev.sql", folder));
    if (out->to == NULL || (has_from && out->from == NULL)) fail_msg("%s: a schema is refused", folder);
    return true;
}

static void every_pair_is_prismas_and_converges(void **state)
{
    (void)state;
    SgArena arena = {0};
    GoldenPaths folders = golden_list(&arena, conformance_folder(&arena, "pairs"), NULL);
    size_t wrong = 0, count = 0, unavailable = 0;
    Scratch *scratch = scratch_open();
    for (size_t i = 0; i < folders.count; i++) {
        Pair pair;
        if (!conformance_is_wanted(folders.items[i]) || !read_pair(&arena, folders.items[i], &pair)) continue;
        if (!can_run(&pair, scratch)) {
            unavailable++;
            continue;
        }
        count++;
        if (!check(&pair, scratch)) wrong++;
        compare_reset(scratch);
    }
    scratch_close(scratch);
    printf("%zu pairs, %zu wrong, %zu with extensions that are not here\n", count, wrong, unavailable);
    assert_int_equal(wrong, 0);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_pair_is_prismas_and_converges)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
