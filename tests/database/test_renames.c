/*
 * Renames on a server: the cases of tests/diff whose names begin with "renames" are made and filled with rows, renamed
 * to the second schema, and undone as down.sql does it.  Every row is there each time, under the new names.
 */
#include "compare.h"
#include "diff.h"
#include "golden.h"
#include "quote.h"
#include "rows.h"
#include "sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

typedef struct Journey {
    SgArena *arena;
    Scratch *scratch;
    const char *name;
    const Schema *from, *to;
    const Database *before, *renamed; /* as it is, and under the names that it will have */
} Journey;

static bool complain(const Journey *journey, const char *what, const char *details)
{
    fprintf(stderr, "---- %s: %s\n%s\n", journey->name, what, details);
    return false;
}

static const char *table_name(const Journey *journey, const Table *table)
{
    SgText text = {.arena = journey->arena};
    quote_qualified(&text, table->schema == NULL ? "public" : table->schema, table->name);
    return sg_text_get(&text);
}

/* The rows of join tables lead from each A to another B, so that a swap of the columns is seen. */
static void turn_join_rows(const Journey *journey)
{
    for (size_t i = 0; i < journey->before->tables.count; i++) {
        const Table *table = journey->before->tables.items[i];
        if (table->name[0] != '_') continue;
        const char *name = table_name(journey, table);
        scratch_run(journey->scratch,
                    sg_arena_printf(journey->arena,
                                    "UPDATE %s t SET \"B\" = coalesce((SELECT min(x.\"B\") FROM %s x WHERE x.\"B\" > "
                                    "t.\"B\"), (SELECT min(x.\"B\") FROM %s x))",
                                    name, name, name));
    }
}

/* All rows of a table, under the names of `named`; enum labels may be renamed, so only their number counts. */
static const char *rows_of(const Journey *journey, const Table *table, const Table *named)
{
    SgText row = {.arena = journey->arena};
    for (size_t i = 0; i < table->columns.count; i++) {
        const Column *column = &table->columns.items[i];
        const char *cast = column->type.kind == TYPE_ENUM ? " IS NULL" : "";
        sg_text_printf(&row, "%s(", i == 0 ? "" : ", ");
        quote_identifier(&row, named->columns.items[i].name);
        sg_text_printf(&row, "%s)::text", cast);
    }
    return scratch_value(journey->scratch,
                         sg_arena_printf(journey->arena,
                                         "SELECT string_agg(r, E'\\n' ORDER BY r) FROM (SELECT concat_ws('|', %s) AS r "
                                         "FROM %s) t",
                                         sg_text_get(&row), table_name(journey, named)));
}

typedef LIST(const char *) Rows;

static Rows all_rows(const Journey *journey, const Database *named)
{
    Rows rows = {0};
    for (size_t i = 0; i < named->tables.count; i++)
        *list_add(journey->arena, &rows) = rows_of(journey, journey->before->tables.items[i], named->tables.items[i]);
    return rows;
}

static bool expect_rows(const Journey *journey, const Rows *wanted, const Database *named, const char *when)
{
    bool is_right = true;
    Rows rows = all_rows(journey, named);
    for (size_t i = 0; i < rows.count; i++) {
        if (strcmp(rows.items[i], wanted->items[i]) == 0 && rows.items[i][0] != '\0') continue;
        is_right = complain(journey, when,
                            sg_arena_printf(journey->arena, "%s had\n%s\nand has\n%s", named->tables.items[i]->name,
                                            wanted->items[i], rows.items[i]));
    }
    return is_right;
}

static bool apply(const Journey *journey, const Steps *steps, const char *what)
{
    SgText sql = {.arena = journey->arena};
    sql_render(journey->arena, steps, NULL, &sql);
    const char *error = compare_apply(journey->arena, journey->scratch, sg_text_get(&sql));
    return error == NULL ||
           complain(journey, what, sg_arena_printf(journey->arena, "%s\n%s", error, sg_text_get(&sql)));
}

static bool is_there(const Journey *journey, const Schema *schema, const char *what)
{
    const char *rest = compare_script_to(journey->arena, journey->scratch, schema, false);
    return strcmp(rest, compare_empty_script) == 0 || complain(journey, what, rest);
}

static bool go(Journey *journey)
{
    SgArena *arena = journey->arena;
    compare_reset(journey->scratch);
    const char *error =
        compare_apply(arena, journey->scratch, compare_script_to(arena, journey->scratch, journey->from, false));
    if (error != NULL) return complain(journey, "cannot be made", error);
    journey->before = compare_described(arena, journey->scratch, journey->from);
    rows_insert(arena, journey->scratch, journey->before);
    turn_join_rows(journey);
    Rows rows = all_rows(journey, journey->before);

    const Database *wanted = compare_wanted(arena, journey->scratch, journey->to, journey->before);
    Steps there = database_diff(arena, journey->before, wanted);
    journey->renamed = database_renamed(arena, journey->before, &there.renames);
    if (!apply(journey, &there, "refused") || !is_there(journey, journey->to, "a difference is left")) return false;
    if (!expect_rows(journey, &rows, journey->renamed, "other rows")) return false;

    Steps back = database_diff_back(arena, journey->before, compare_described(arena, journey->scratch, journey->to));
    if (!apply(journey, &back, "refused, back")) return false;
    return is_there(journey, journey->from, "a difference is left, back") &&
           expect_rows(journey, &rows, journey->before, "other rows, back");
}

static void renames_keep_every_row(void **state)
{
    (void)state;
    SgArena arena = {0};
    size_t wrong = 0, count = 0;
    Scratch *scratch = scratch_open();
    GoldenPaths folders = golden_list(&arena, TESTS_FOLDER "/diff", NULL);
    for (size_t i = 0; i < folders.count; i++) {
        const char *name = strrchr(folders.items[i], '/') + 1;
        if (strncmp(name, "renames", strlen("renames")) != 0) continue;
        Journey journey = {.arena = &arena, .scratch = scratch, .name = name};
        journey.from = compare_schema(&arena, sg_arena_printf(&arena, "%s/from.prisma", folders.items[i]));
        journey.to = compare_schema(&arena, sg_arena_printf(&arena, "%s/to.prisma", folders.items[i]));
        count++;
        wrong += !go(&journey);
    }
    scratch_close(scratch);
    if (count < 5 || wrong > 0) fail_msg("%zu of %zu cases", wrong, count);
    sg_arena_free(&arena);
}

/* The server writes the new value into the conditions of partial indexes: none of them is made again. */
static void conditions_follow_their_values(void **state)
{
    (void)state;
    SgArena arena = {0};
    Scratch *scratch = scratch_open();
    const Schema *from = compare_schema(&arena, TESTS_FOLDER "/diff/renames_in_conditions/from.prisma");
    const Schema *to = compare_schema(&arena, TESTS_FOLDER "/diff/renames_in_conditions/to.prisma");
    assert_null(compare_apply(&arena, scratch, compare_script_to(&arena, scratch, from, false)));
    assert_string_equal(compare_script_to(&arena, scratch, to, false),
                        "-- RenameEnumValue\nALTER TYPE \"State\" RENAME VALUE 'OPEN' TO 'ACTIVE';\n");
    scratch_close(scratch);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(renames_keep_every_row),
                                       cmocka_unit_test(conditions_follow_their_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
