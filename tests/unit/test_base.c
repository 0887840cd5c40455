/* arena, text, list, map, utf8, json, nearest. */
#include "arena.h"
#include "json.h"
#include "list.h"
#include "map.h"
#include "nearest.h"
#include "text.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void arena_releases_to_a_mark(void **state)
{
    (void)state;
    SgArena arena = {0};
    char *kept = sg_arena_strdup(&arena, "kept");
    SgArenaMark mark = sg_arena_mark(&arena);
    for (int i = 0; i < 1000; i++) assert_non_null(sg_arena_alloc(&arena, 1000));
    sg_arena_release(&arena, mark);
    assert_string_equal(kept, "kept");
    assert_non_null(sg_arena_alloc(&arena, 10000000));
    assert_null(sg_arena_alloc(&arena, SIZE_MAX));
    assert_false(sg_arena_reserve(&arena, SIZE_MAX));
    assert_true(sg_arena_reserve(&arena, 5000000));
    char *first = sg_arena_alloc(&arena, 8), *last = NULL;
    for (int i = 1; i < 5000000 / 8; i++) last = sg_arena_alloc(&arena, 8);
    assert_ptr_equal(last, first + 5000000 - 8);
    sg_arena_free(&arena);
}

static void text_grows_and_truncates(void **state)
{
    (void)state;
    SgText text = {0};
    assert_string_equal(sg_text_get(&text), "");
    for (int i = 0; i < 1000; i++) sg_text_printf(&text, "%d,", i);
    assert_int_equal(text.size, 3890);
    sg_text_truncate(&text, 4);
    assert_string_equal(text.data, "0,1,");
    assert_true(sg_text_ok(&text));
    sg_text_free(&text);
}

static void text_failure_sticks(void **state)
{
    (void)state;
    SgText text = {0};
    sg_text_add(&text, "a");
    assert_false(sg_text_reserve(&text, SIZE_MAX / 2));
    sg_text_add(&text, "b");
    assert_string_equal(text.data, "a");
    assert_false(sg_text_ok(&text));
    sg_text_free(&text);
}

static void list_keeps_order_and_zeroes(void **state)
{
    (void)state;
    SgArena arena = {0};
    LIST(int) list = {0};
    for (int i = 0; i < 100; i++) {
        int *item = list_add(&arena, &list);
        assert_int_equal(*item, 0);
        *item = i;
    }
    for (int i = 0; i < 100; i++) assert_int_equal(list.items[i], i);
    sg_arena_free(&arena);
}

static void map_finds_replaces_and_misses(void **state)
{
    (void)state;
    SgArena arena = {0};
    SgMap map = {0};
    int values[500];
    assert_null(sg_map_find(&map, "absent"));
    for (int i = 0; i < 500; i++) sg_map_put(&map, &arena, sg_arena_printf(&arena, "key%d", i), &values[i]);
    assert_int_equal(map.count, 500);
    sg_map_put(&map, &arena, "key7", &values[0]);
    assert_ptr_equal(sg_map_find(&map, "key7"), &values[0]);
    assert_ptr_equal(sg_map_find(&map, "key499"), &values[499]);
    assert_null(sg_map_find(&map, "key500"));
    sg_arena_free(&arena);
}

static void utf8_accepts_what_postgresql_accepts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t size, valid;
    } cases[] = {
        {"abc", 3, 3},          {"\xC3\xA4x", 3, 3},        {"\xF0\x9F\x98\x80", 4, 4}, {"a\xC0\x80", 3, 1},
        {"\xED\xA0\x80", 3, 0}, {"\xF4\x90\x80\x80", 4, 0}, {"\xE2\x82", 2, 0},         {"\xFF", 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(sg_utf8_valid(cases[i].text, cases[i].size), cases[i].valid);
    }
    uint32_t c = 0;
    assert_int_equal(sg_utf8_decode("\xF0\x9F\x98\x80", 4, &c), 4);
    assert_int_equal(c, 0x1F600);
    assert_int_equal(sg_utf8_count("a\xC3\xA4\xF0\x9F\x98\x80", 7), 3);
    assert_int_equal(sg_utf8_floor("a\xC3\xA4", 2), 1);
    assert_int_equal(sg_utf8_floor("a\xC3\xA4", 3), 3);
}

static void utf8_is_encoded_as_it_is_decoded(void **state)
{
    (void)state;
    static const uint32_t edges[] = {0, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
    static const size_t sizes[] = {1, 1, 2, 2, 3, 3, 3, 3, 4, 4};
    for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
        char bytes[SG_UTF8_MAX];
        uint32_t c = 1;
        assert_int_equal(sg_utf8_encode(edges[i], bytes), sizes[i]);
        assert_int_equal(sg_utf8_valid(bytes, sizes[i]), sizes[i]);
        assert_int_equal(sg_utf8_decode(bytes, sizes[i], &c), sizes[i]);
        assert_int_equal(c, edges[i]);
    }
}

static void json_escapes_and_repairs(void **state)
{
    (void)state;
    SgText out = {0};
    sg_json_string(&out, "a\"\\\n\x01\xC3\xA4\xFFz", 9);
    assert_string_equal(sg_text_get(&out), "\"a\\\"\\\\\\n\\u0001\xC3\xA4\xEF\xBF\xBDz\"");
    sg_text_truncate(&out, 0);
    sg_json_string(&out, "\0", 1);
    sg_json_text(&out, NULL);
    assert_string_equal(sg_text_get(&out), "\"\\u0000\"null");
    sg_text_free(&out);
}

static void nearest_wants_one_edit_in_three_letters(void **state)
{
    (void)state;
    static const char *const words[] = {"validate", "format", "generate", "diff", "id"};
    static const struct {
        const char *typed, *near;
    } cases[] = {
        {"vaildate", "validate"}, {"FORMAT", "format"}, {"dif", "diff"}, {"di", "id"},
        {"fromat", "format"},     {"xx", NULL},         {"", NULL},      {"migrate", NULL},
        {"genrate", "generate"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *near = sg_nearest(cases[i].typed, words, sizeof words / sizeof *words);
        if (cases[i].near == NULL) {
            assert_null(near);
        } else {
            assert_non_null(near);
            assert_string_equal(near, cases[i].near);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_releases_to_a_mark),
        cmocka_unit_test(text_grows_and_truncates),
        cmocka_unit_test(text_failure_sticks),
        cmocka_unit_test(list_keeps_order_and_zeroes),
        cmocka_unit_test(map_finds_replaces_and_misses),
        cmocka_unit_test(utf8_accepts_what_postgresql_accepts),
        cmocka_unit_test(utf8_is_encoded_as_it_is_decoded),
        cmocka_unit_test(json_escapes_and_repairs),
        cmocka_unit_test(nearest_wants_one_edit_in_three_letters),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
