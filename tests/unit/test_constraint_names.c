/* Names that Prisma gives to keys and tables, and how it cuts them. */
#include "constraint_names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void out_of_memory(void)
{
    abort();
}

/* `count` times the text `piece`. */
static const char *repeated(SgArena *arena, const char *piece, size_t count)
{
    size_t size = strlen(piece);
    char *text = sg_arena_alloc(arena, size * count + 1);
    for (size_t i = 0; i < count; i++) memcpy(text + i * size, piece, size);
    text[size * count] = '\0';
    return text;
}

static void test_names(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    const char *columns[] = {"customer_id", "status"};
    assert_string_equal(model_primary_key_name(&arena, "orders"), "orders_pkey");
    assert_string_equal(model_unique_key_name(&arena, "orders", columns, 2), "orders_customer_id_status_key");
    assert_string_equal(model_index_name(&arena, "orders", columns, 1), "orders_customer_id_idx");
    assert_string_equal(model_foreign_key_name(&arena, "orders", columns, 2), "orders_customer_id_status_fkey");
    assert_string_equal(model_foreign_key_name(&arena, "orders", columns, 0), "orders__fkey");
    assert_string_equal(model_join_table_name(&arena, "OrderToTag"), "_OrderToTag");
    assert_string_equal(model_default_relation_name(&arena, "Tag", "Order"), "OrderToTag");
    assert_string_equal(model_default_relation_name(&arena, "a", "B"), "BToa");
    assert_string_equal(model_default_relation_name(&arena, "A", "A"), "AToA");
    sg_arena_free(&arena);
}

static void test_truncation(void **state)
{
    (void)state;
    static const struct {
        const char *piece;
        size_t count, size; /* of the table's name; of the primary key's */
    } cases[] = {
        {"n", 57, 62}, {"n", 58, 63}, {"n", 59, 63},  {"n", 200, 63}, {"é", 28, 61},
        {"é", 29, 63}, {"é", 30, 63}, {"日", 19, 62}, {"日", 20, 62}, /* 20 × 3 = 60, cut to 57 */
    };
    SgArena arena = {.out_of_memory = out_of_memory};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *table = repeated(&arena, cases[i].piece, cases[i].count);
        const char *name = model_primary_key_name(&arena, table);
        assert_int_equal(strlen(name), cases[i].size);
        assert_memory_equal(name, table, strlen(name) - strlen("_pkey"));
        assert_string_equal(name + strlen(name) - strlen("_pkey"), "_pkey");
    }
    sg_arena_free(&arena);
}

/* The column is part of what is cut: the name may end in the middle of it, or lose it. */
static void test_truncation_of_columns(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    const char *columns[] = {"a_rather_long_column", "another_one"};
    assert_string_equal(model_unique_key_name(&arena, "a_table_whose_name_is_long_too", columns, 2),
                        "a_table_whose_name_is_long_too_a_rather_long_column_another_key");
    assert_string_equal(model_index_name(&arena, repeated(&arena, "t", 70), columns, 1),
                        sg_arena_printf(&arena, "%s_idx", repeated(&arena, "t", 59)));
    sg_arena_free(&arena);
}

/* Sixty-three characters, however many bytes. */
static void test_join_table(void **state)
{
    (void)state;
    SgArena arena = {.out_of_memory = out_of_memory};
    assert_int_equal(strlen(model_join_table_name(&arena, repeated(&arena, "r", 80))), 63);
    assert_int_equal(strlen(model_join_table_name(&arena, repeated(&arena, "é", 80))), 1 + 62 * 2);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_truncation),
        cmocka_unit_test(test_truncation_of_columns),
        cmocka_unit_test(test_join_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
