/* From names of the schema to names of C, and text that cannot break out of C. */
#include "c_names.h"

#include "c_print.h"
#include "name_scope.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void words_become_names(void **state)
{
    (void)state;
    static const struct {
        const char *name, *snake, *pascal;
    } cases[] = {
        {"Order", "order", "Order"},
        {"OrderItem", "order_item", "OrderItem"},
        {"order_items", "order_items", "OrderItems"},
        {"userId", "user_id", "UserId"},
        {"userID", "user_id", "UserID"},
        {"APIKey", "api_key", "APIKey"},
        {"HTTPServer2", "http_server2", "HTTPServer2"},
        {"OAuth2Token", "o_auth2_token", "OAuth2Token"},
        {"STOP_LIMIT", "stop_limit", "StopLimit"},
        {"FILE", "file", "FILE"},
        {"A1B", "a1b", "A1B"},
        {"address1City", "address1_city", "Address1City"},
        {"a__b_", "a_b", "AB"},
        {"User_roles", "user_roles", "UserRoles"},
        {"Größe", "gru00f6u00dfe", "Gru00f6u00dfe"},
        {"日本", "u65e5u672c", "U65e5u672c"},
        {"x", "x", "X"},
    };
    SgArena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(c_snake(&arena, cases[i].name), cases[i].snake);
        assert_string_equal(c_pascal(&arena, cases[i].name), cases[i].pascal);
    }
    sg_arena_free(&arena);
}

static void other_peoples_names_are_known(void **state)
{
    (void)state;
    static const struct {
        NameKind kind;
        const char *name;
        bool is_reserved;
    } cases[] = {
        {NAME_MEMBER, "register", true},     {NAME_MEMBER, "class", true},
        {NAME_MEMBER, "errno", true},        {NAME_MEMBER, "int32_t", true},
        {NAME_MEMBER, "timezone", false},    {NAME_PARAMETER, "timezone", true},
        {NAME_PARAMETER, "while", true},     {NAME_MEMBER, "id", false},
        {NAME_GLOBAL, "FILE", true},         {NAME_GLOBAL, "INT_MAX", true},
        {NAME_GLOBAL, "timer_delete", true}, {NAME_GLOBAL, "CONNECTION_OK", true},
        {NAME_GLOBAL, "order_get", false},   {NAME_FILE, "time", true},
        {NAME_FILE, "features", true},       {NAME_FILE, "order", false},
        {NAME_GLOBAL, "Oid", true},          {NAME_MEMBER, "alignas", true},
        {NAME_MEMBER, "xor_eq", true},       {NAME_FILE, "aio", true},
        {NAME_FILE, "xlocale", true},
    };
    SgArena arena = {0};
    NameSet reserved[NAME_KINDS] = {0};
    names_reserved(&arena, reserved);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(names_have(&reserved[cases[i].kind], cases[i].name), cases[i].is_reserved);
    sg_arena_free(&arena);
}

static void a_name_is_given_once(void **state)
{
    (void)state;
    SgArena arena = {0};
    Diags diags = {.arena = &arena};
    NameSet reserved[NAME_KINDS] = {0};
    names_reserved(&arena, reserved);
    NameScope scope = {.arena = &arena, .reserved = &reserved[NAME_GLOBAL], .diags = &diags};
    assert_string_equal(name_claim(&scope, "Order", (Span){1, 2}), "Order");
    assert_int_equal(diags.items.count, 0);
    assert_string_equal(name_claim(&scope, "Order", (Span){3, 4}), "Order_");
    assert_string_equal(name_claim(&scope, "Order", (Span){5, 6}), "Order__");
    assert_int_equal(diags.items.count, 2);
    assert_int_equal(diags.items.items[1].code, DIAG_C_NAME_TAKEN);
    assert_int_equal(diags.items.items[1].span.start, 5);
    assert_int_equal(diags.items.items[1].note_span.start, 1);
    assert_string_equal(name_claim(&scope, "FILE", (Span){7, 8}), "FILE_"); /* no second place to point at */
    assert_int_equal(diags.items.count, 2);
    for (int i = 0; i < 5000; i++) name_claim(&scope, sg_arena_printf(&arena, "n%d", i), (Span){9, 9});
    assert_int_equal(diags.items.count, 2);
    assert_string_equal(name_claim(&scope, "n4999", (Span){9, 9}), "n4999_");
    sg_arena_free(&arena);
}

static void sql_names_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"id", "id"},
        {"created_at", "created_at"},
        {"userId", "\"userId\""},
        {"order", "\"order\""},
        {"user", "\"user\""},
        {"time", "\"time\""},
        {"a b", "\"a b\""},
        {"a\"b", "\"a\"\"b\""},
        {"_x", "_x"},
        {"1a", "\"1a\""},
        {"name", "name"},
        {"größe", "\"größe\""},
        {"type", "type"},
        {"", "\"\""},
        {"values", "\"values\""},
    };
    SgArena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(c_sql_name(&arena, cases[i][0]), cases[i][1]);
    sg_arena_free(&arena);
}

static void text_cannot_leave_its_literal(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"plain", "plain"},
        {"a\"b", "a\\\"b"},
        {"\\", "\\\\"},
        {"a\nb\tc", "a\\nb\\tc"},
        {"\x01"
         "1",
         "\\0011"},
        {"?\?/", "?\\?/"},
        {"größe", "größe"},
        {"?\?\?", "?\\?\\?"},
    };
    SgArena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(c_escape(&arena, cases[i][0]), cases[i][1]);
    sg_arena_free(&arena);
}

static void text_cannot_leave_its_comment(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"plain", "plain"}, {"a */ b", "a * / b"}, {"/* */", "/ * * /"},       {"**/", "** /"},     {"*\n/", "* /"},
        {"?\?/", "? ?/"},   {"größe", "größe"},    {"a\u202eb", "a<U+202E>b"}, {"*/*/", "* / * /"}, {"//", "//"},
    };
    SgArena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(c_comment(&arena, cases[i][0]), cases[i][1]);
    sg_arena_free(&arena);
}

static void documentation_keeps_lines_and_drops_attributes(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"One line.", "One line."},
        {"a\n\nb */", "a\n\nb * /"},
        {"@@check(expression: \"a > 0\")\nText.", "Text."},
        {"Text.\n @version", "Text."},
    };
    SgArena arena = {0};
    assert_null(c_documentation(&arena, NULL));
    assert_null(c_documentation(&arena, "@version"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(c_documentation(&arena, cases[i][0]), cases[i][1]);
    sg_arena_free(&arena);
}

static void signatures_and_comments_are_wrapped(void **state)
{
    (void)state;
    SgText out = {0};
    const char *const params[] = {"SgSession *db", "const OrderInsert *row", "const OrderUpdate *set", "Order *out",
                                  "bool *created"};
    c_print_signature(&out, "SG_CHECKED SgStatus order_upsert_by_idempotency_key", params, 5, ";");
    assert_string_equal(out.data,
                        "SG_CHECKED SgStatus order_upsert_by_idempotency_key(SgSession *db, const OrderInsert *row,\n"
                        "                                                    const OrderUpdate *set, Order *out,\n"
                        "                                                    bool *created);\n");
    sg_text_truncate(&out, 0);
    c_print_comment(&out, "    ", "Short.");
    assert_string_equal(out.data, "    /* Short. */\n");
    sg_text_truncate(&out, 0);
    c_print_comment(
        &out, "", "One sentence that is as long as a line may be and a bit more, so that it goes on.  And the second.");
    assert_string_equal(
        out.data, "/*\n"
                  " * One sentence that is as long as a line may be and a bit more, so that it goes on.  And the\n"
                  " * second.\n"
                  " */\n");
    sg_text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_become_names),
        cmocka_unit_test(other_peoples_names_are_known),
        cmocka_unit_test(a_name_is_given_once),
        cmocka_unit_test(sql_names_are_quoted_where_they_must_be),
        cmocka_unit_test(text_cannot_leave_its_literal),
        cmocka_unit_test(text_cannot_leave_its_comment),
        cmocka_unit_test(documentation_keeps_lines_and_drops_attributes),
        cmocka_unit_test(signatures_and_comments_are_wrapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
