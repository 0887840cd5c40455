/* Strings that are values of a type; the verdicts are Prisma's. */
#include "literals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct Case {
    const char *text;
    bool is_right;
} Case;

static void check_all(bool (*check)(const char *, size_t, const char **), const Case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *why = NULL;
        bool is_right = check(cases[i].text, strlen(cases[i].text), &why);
        if (is_right != cases[i].is_right) fail_msg("`%s` is judged %d", cases[i].text, is_right);
        if (!is_right) assert_non_null(why);
    }
}

#define COUNT(cases) (sizeof(cases) / sizeof *(cases))

static void test_times(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"2020-01-01T00:00:00Z", true},
        {"2020-01-01 00:00:00z", true},
        {"2020-01-01t00:00:00+00:00", true},
        {"2020-01-01T23:59:60Z", true},
        {"2020-02-29T00:00:00Z", true},
        {"2020-01-01T00:00:00.123456789123Z", true},
        {"2020-01-01T00:00:00+23:59", true},
        {"0000-01-01T00:00:00Z", true},
        {"2020-01-01T00:00:00\xe2\x88\x92"
         "05:00",
         true},
        {"2020-01-01T00:00:00+0000", false},
        {"2020-01-01T00:00:00", false},
        {"2020-01-01T24:00:00Z", false},
        {"2020-02-30T00:00:00Z", false},
        {"2019-02-29T00:00:00Z", false},
        {"2020-01-01T00:00:00.Z", false},
        {"+2020-01-01T00:00:00Z", false},
        {"2020-01-01T00:00:00+24:00", false},
        {"2020-01-01T00:00:00+23:60", false},
        {"2020-01-01T00:00:61Z", false},
        {" 2020-01-01T00:00:00Z", false},
        {"2020-01-01T00:00:00Z ", false},
        {"2020-1-1T00:00:00Z", false},
        {"2020-01-01_00:00:00Z", false},
        {"", false},
    };
    check_all(literal_is_time, cases, COUNT(cases));
}

static void test_json(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"{}", true},
        {" null ", true},
        {"-0", true},
        {"{\"a\":1,\"a\":2}", true},
        {"[1, 2.5e3]", true},
        {"\"\\ud83d\\ude00\"", true},
        {"123456789012345678901234567890", true},
        {"", false},
        {"[1,2,]", false},
        {"01", false},
        {"1e999", false},
        {"1.", false},
        {"-", false},
        {"nul", false},
        {"1 2", false},
        {"\"\t\"", false},
        {"\"\\x\"", false},
        {"\"\\ud800\"", false},
        {"\"\\ude00\"", false},
        {"{\"a\"}", false},
        {"{a:1}", false},
        {"[", false},
        {"\"a", false},
    };
    check_all(literal_is_json, cases, COUNT(cases));
}

static void test_json_depth(void **state)
{
    (void)state;
    char text[300];
    const char *why;
    memset(text, '[', 127);
    memset(text + 127, ']', 127);
    assert_true(literal_is_json(text, 254, &why));
    memset(text, '[', 128);
    memset(text + 128, ']', 128);
    assert_false(literal_is_json(text, 256, &why));
}

static void test_base64(void **state)
{
    (void)state;
    static const Case cases[] = {
        {"aGVsbG8=", true}, {"", true},           {"aQ==", true},      {"aGVsbG8", false},
        {"a", false},       {"aGVs bG8=", false}, {"aGV-_G8=", false}, {"aGVsbG9=", false},
        {"====", false},    {"aGVsb===", false},  {"ab==", false},     {"aGVsbG8==", false},
    };
    check_all(literal_is_base64, cases, COUNT(cases));
}

static void test_numbers(void **state)
{
    (void)state;
    static const Case decimals[] = {
        {"1.50", true},  {"-.5", true},    {"5.", true},    {"1e+5", true}, {"+1", true},
        {"1_000", true}, {"", false},      {"-", false},    {".", false},   {"1e", false},
        {"--1", false},  {"1.2.3", false}, {"NaN", false},  {"  1", false}, {"e5", false},
        {"_1", false},   {"1._5", true},   {"1e++5", true}, {"1e+", false}, {"._5", false},
    };
    static const Case integers[] = {
        {"0", true},
        {"-9223372036854775808", true},
        {"9223372036854775807", true},
        {"9223372036854775808", false},
        {"1.5", false},
        {"", false},
        {"-", false},
    };
    check_all(literal_is_decimal, decimals, COUNT(decimals));
    check_all(literal_is_integer, integers, COUNT(integers));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times),  cmocka_unit_test(test_json),    cmocka_unit_test(test_json_depth),
        cmocka_unit_test(test_base64), cmocka_unit_test(test_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
