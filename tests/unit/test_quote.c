/* Names and values as SQL text. */
#include "quote.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void check(void (*quote)(SgText *out, const char *text), const char *text, const char *expected)
{
    SgText out = {0};
    quote(&out, text);
    assert_string_equal(sg_text_get(&out), expected);
    sg_text_free(&out);
}

static void quotes_are_doubled(void **state)
{
    (void)state;
    check(quote_identifier, "plain", "\"plain\"");
    check(quote_identifier, "", "\"\"");
    check(quote_identifier, "we\"ird", "\"we\"\"ird\"");
    check(quote_identifier, "\"\"", "\"\"\"\"\"\"");
    check(quote_identifier, "it's", "\"it's\"");
    check(quote_literal, "it's", "'it''s'");
    check(quote_literal, "a\\b\n\"", "'a\\b\n\"'");
    check(quote_literal, "", "''");
}

static void plain_names_need_no_quotes(void **state)
{
    (void)state;
    check(quote_identifier_if_needed, "t_a_seq", "t_a_seq");
    check(quote_identifier_if_needed, "_1", "_1");
    check(quote_identifier_if_needed, "1t", "\"1t\"");
    check(quote_identifier_if_needed, "Upper", "\"Upper\"");
    check(quote_identifier_if_needed, "a-b", "\"a-b\"");
    check(quote_identifier_if_needed, "", "\"\"");
    check(quote_identifier_if_needed, "é", "\"é\"");
}

static void a_schema_is_optional(void **state)
{
    (void)state;
    SgText out = {0};
    quote_qualified(&out, "my\"schema", "t");
    quote_qualified(&out, NULL, "t");
    assert_string_equal(sg_text_get(&out), "\"my\"\"schema\".\"t\"\"t\"");
    sg_text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quotes_are_doubled),
        cmocka_unit_test(plain_names_need_no_quotes),
        cmocka_unit_test(a_schema_is_optional),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
