/* Which renames are asked for, planned and likely; and names inside expressions. */
#include "diff.h"
#include "renames_likely.h"
#include "sql_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static Table *add_table(SgArena *arena, Database *database, const char *schema, const char *name)
{
    Table *table = sg_arena_new(arena, sizeof *table);
    *table = (Table){.schema = schema, .name = name, .index = database->tables.count};
    *list_add(arena, &database->tables) = table;
    return table;
}

static Column *add_column(SgArena *arena, Table *table, const char *name, NativeType type)
{
    Column *column = list_add(arena, &table->columns);
    *column = (Column){.name = name, .type = {.native = type}, .index = table->columns.count - 1};
    return column;
}

static Database *new_database(SgArena *arena)
{
    Database *database = sg_arena_new(arena, sizeof *database);
    database->default_schema = "public";
    return database;
}

static EnumType *add_enum(SgArena *arena, Database *database, const char *name, const char *value)
{
    EnumType *type = sg_arena_new(arena, sizeof *type);
    *type = (EnumType){.name = name, .index = database->enums.count};
    *list_add(arena, &type->values) = value;
    *list_add(arena, &database->enums) = type;
    return type;
}

static const char *texts(SgArena *arena, const Renames *renames)
{
    const char *all = "";
    for (size_t i = 0; i < renames->items.count; i++)
        all = sg_arena_printf(arena, "%s%s%s", all, i == 0 ? "" : " ", rename_text(arena, &renames->items.items[i]));
    return all;
}

static void what_is_asked_is_read(void **state)
{
    (void)state;
    SgArena arena = {0};
    Database *database = new_database(&arena);
    add_column(&arena, add_table(&arena, database, NULL, "a.b"), "c=d", NATIVE_TEXT);
    add_column(&arena, add_table(&arena, database, NULL, "t"), "c", NATIVE_TEXT);
    add_table(&arena, database, "shop", "t");
    add_table(&arena, database, "shop", "it\"s");
    add_enum(&arena, database, "E", "V");
    static const struct {
        const char *text, *read; /* NULL: refused */
    } cases[] = {
        {"t=u", "t=u"},
        {"t=shop.u", "t=shop.u"},
        {"shop.t=u", "shop.t=shop.u"},
        {"shop.t=public.t", "shop.t=t"},
        {"public.t=u", "t=u"},
        {"t.c=d", "t.c=d"},
        {"public.t.c=d", "t.c=d"},
        {"\"a.b\"=x", "\"a.b\"=x"},
        {"\"a.b\".\"c=d\"=\"e.f\"", "\"a.b\".\"c=d\"=\"e.f\""},
        {"shop.\"it\"\"s\"=its", "shop.\"it\"\"s\"=shop.its"},
        {"E=F", "E=F"},
        {"E.V=W", "E.V=W"},
        {"t", NULL},
        {"t=", NULL},
        {"=u", NULL},
        {"t=u=v", NULL},
        {"a.b.c.d=e", NULL},
        {"t=a.b.c", NULL},
        {"t.c=a.b", NULL},
        {"t.x=y", NULL},
        {"E.X=Y", NULL},
        {"u=t", NULL},
        {"\"t=u", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Rename rename;
        const char *error = rename_parse(&arena, cases[i].text, database, &rename);
        if ((error == NULL) != (cases[i].read != NULL)) fail_msg("`%s`: %s", cases[i].text, error);
        if (error == NULL) assert_string_equal(rename_text(&arena, &rename), cases[i].read);
    }
    sg_arena_free(&arena);
}

/* Columns of a table `t`, with the name that each had. */
static Database *with_columns(SgArena *arena, const char *const names[][2], size_t count)
{
    Database *database = new_database(arena);
    Table *table = add_table(arena, database, NULL, "t");
    for (size_t i = 0; i < count; i++)
        add_column(arena, table, names[i][0], NATIVE_INTEGER)->renamed_from = names[i][1];
    return database;
}

static void plans_wait_for_names(void **state)
{
    (void)state;
    SgArena arena = {0};
    static const char *const before[][2] = {{"a", NULL}, {"b", NULL}, {"c", NULL}};
    static const char *const chain[][2] = {{"b", "a"}, {"c", "b"}, {"d", "c"}};
    static const char *const kept[][2] = {{"a", NULL}, {"b", "a"}};
    const Database *from = with_columns(&arena, before, 3), *to = with_columns(&arena, chain, 3);
    Renames plan = renames_plan(&arena, from, to, NULL);
    assert_string_equal(texts(&arena, &plan), "t.c=d t.b=c t.a=b");
    plan = renames_plan(&arena, to, from, NULL);
    assert_string_equal(texts(&arena, &plan), "t.b=a t.c=b t.d=c");
    plan = renames_plan(&arena, to, to, NULL);
    assert_string_equal(texts(&arena, &plan), "");
    plan = renames_plan(&arena, from, with_columns(&arena, kept, 2), NULL);
    assert_string_equal(texts(&arena, &plan), ""); /* b is there: it was renamed before */
    sg_arena_free(&arena);
}

static void a_circle_takes_a_name_between(void **state)
{
    (void)state;
    SgArena arena = {0};
    static const char *const names[][2] = {{"a", NULL}, {"b", NULL}, {"c", NULL}};
    const Database *database = with_columns(&arena, names, 3);
    Renames asked = {{0}};
    static const char *const texts_asked[] = {"t.a=b", "t.b=c", "t.c=a"};
    for (size_t i = 0; i < 3; i++)
        assert_null(rename_parse(&arena, texts_asked[i], database, list_add(&arena, &asked.items)));
    Renames plan = renames_plan(&arena, database, database, &asked);
    assert_string_equal(texts(&arena, &plan), "t.a=a_renamed t.c=a t.b=c t.a_renamed=b");
    for (size_t i = 0; i < 3; i++) assert_true(rename_is_planned(&plan, &asked.items.items[i]));

    const Table *renamed = database_renamed(&arena, database, &plan)->tables.items[0];
    assert_string_equal(renamed->columns.items[0].name, "b");
    assert_string_equal(renamed->columns.items[1].name, "c");
    assert_string_equal(renamed->columns.items[2].name, "a");
    assert_ptr_equal(renamed->origin, database->tables.items[0]);
    Renames undone = renames_inverted(&arena, &plan);
    Renames back = renames_plan(&arena, database, database, &undone);
    assert_int_equal(back.items.count, 4);
    sg_arena_free(&arena);
}

static void likely_is_what_has_the_same_type(void **state)
{
    (void)state;
    SgArena arena = {0};
    Database *from = new_database(&arena), *to = new_database(&arena);
    Table *old = add_table(&arena, from, NULL, "t"), *new = add_table(&arena, to, NULL, "t");
    add_column(&arena, old, "a", NATIVE_TEXT);
    add_column(&arena, old, "b", NATIVE_INTEGER);
    add_column(&arena, old, "c", NATIVE_INTEGER);
    add_column(&arena, old, "d", NATIVE_DATE);
    add_column(&arena, new, "x", NATIVE_BOOLEAN);
    add_column(&arena, new, "y", NATIVE_INTEGER); /* at the place of b */
    add_column(&arena, new, "z", NATIVE_TEXT);    /* the only text */
    add_column(&arena, new, "w", NATIVE_TIME);
    Steps steps = database_diff(&arena, from, to);
    Renames likely = renames_likely(&arena, &steps);
    assert_string_equal(texts(&arena, &likely), "t.a=z t.b=y");
    sg_arena_free(&arena);
}

static void names_in_expressions_are_replaced(void **state)
{
    (void)state;
    static const struct {
        const char *text, *result;
    } cases[] = {
        {"(a > 0)", "(b > 0)"},
        {"(A > 0)", "(b > 0)"},
        {"(\"a\" > 0)", "(b > 0)"},
        {"(\"A\" > 0)", "(\"A\" > 0)"},
        {"('a'::text = a)", "('a'::text = b)"},
        {"((x)::a = a)", "((x)::a = b)"},
        {"(a(a) = aa)", "(a(b) = aa)"},
        {"(a.a = 1)", "(a.b = 1)"},
        {"('it''s a' = a)", "('it''s a' = b)"},
        {"", ""},
    };
    SgArena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(sql_words_renamed(&arena, cases[i].text, "a", "b"), cases[i].result);
    assert_string_equal(sql_words_renamed(&arena, "(\"a \"\"b\"\"\" = 1)", "a \"b\"", "It's"), "(\"It's\" = 1)");
    sg_arena_free(&arena);
}

static void values_in_expressions_are_replaced(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_bare_value;
        const char *result;
    } cases[] = {
        {"(s = 'a'::state)", false, "(s = 'it''s'::state)"},
        {"(s = 'a'::shop.\"state\")", false, "(s = 'it''s'::shop.\"state\")"},
        {"(s = ANY (ARRAY['a'::state, 'aa'::state]))", false, "(s = ANY (ARRAY['it''s'::state, 'aa'::state]))"},
        {"(s = 'a'::\"State\")", false, "(s = 'a'::\"State\")"},
        {"((s)::text = 'a'::text)", true, "((s)::text = 'a'::text)"},
        {"(s = 'a')", true, "(s = 'it''s')"},
        {"(s = 'a')", false, "(s = 'a')"},
        {"(\"'a'\" = 'b''a')", true, "(\"'a'\" = 'b''a')"},
        {"'a", true, "'a"},
        {"", true, ""},
    };
    SgArena arena = {0};
    EnumLabel label = {"state", "a", "it's"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(sql_words_label_renamed(&arena, cases[i].text, &label, cases[i].is_bare_value),
                            cases[i].result);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_asked_is_read),
        cmocka_unit_test(plans_wait_for_names),
        cmocka_unit_test(a_circle_takes_a_name_between),
        cmocka_unit_test(likely_is_what_has_the_same_type),
        cmocka_unit_test(names_in_expressions_are_replaced),
        cmocka_unit_test(values_in_expressions_are_replaced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
