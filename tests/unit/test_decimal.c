/* Exact decimals: text, arithmetic, and PostgreSQL's binary numeric. */
#include "numeric_wire.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define D28 "9999999999999999999999999999"
#define D72 "999999999999999999999999999999999999999999999999999999999999999999999999"

typedef struct TextCase {
    const char *text, *decimal, *numeric; /* as formatted; NULL: SG_RANGE; "": SG_INVALID */
} TextCase;

static const TextCase text_cases[] = {
    {"0", "0", "0"},
    {"-0", "0", "0"},
    {"-0.00", "0.00", "0.00"},
    {"1", "1", "1"},
    {"+1.50", "1.50", "1.50"},
    {".5", "0.5", "0.5"},
    {"5.", "5", "5"},
    {"-12.3400", "-12.3400", "-12.3400"},
    {"1e3", "1000", "1000"},
    {"1.5E-3", "0.0015", "0.0015"},
    {"0.0000000000000000000000000001", "0.0000000000000000000000000001", "0.0000000000000000000000000001"},
    {"1e-29", NULL, "0.00000000000000000000000000001"},
    {D28, D28, D28},
    {"-" D28, "-" D28, "-" D28},
    {"1" D28, NULL, "1" D28},
    {"1.0000000000000000000000000000000", "1.000000000000000000000000000", "1.0000000000000000000000000000000"},
    {D72, NULL, D72},
    {"1" D72, NULL, NULL},
    {"1e71", NULL, "100000000000000000000000000000000000000000000000000000000000000000000000"},
    {"1e72", NULL, NULL},
    {"1e999999999", NULL, NULL},
    {"1e-999999999", NULL, NULL},
    {"0e999", "0", "0"},
    {"", "", ""},
    {".", "", ""},
    {"1.2.3", "", ""},
    {"1 ", "", ""},
    {" 1", "", ""},
    {"1e", "", ""},
    {"1e+", "", ""},
    {"0x10", "", ""},
    {"NaN", "", ""},
    {"--1", "", ""},
};

static SgStatus expected_status(const char *expected)
{
    if (expected == NULL) return SG_RANGE;
    return *expected == '\0' ? SG_INVALID : SG_OK;
}

static void test_text(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof text_cases / sizeof text_cases[0]; i++) {
        const TextCase *c = &text_cases[i];
        char text[SG_NUMERIC_TEXT];
        SgDecimal decimal, untouched;
        SgNumeric numeric;
        memset(&decimal, 0x55, sizeof decimal);
        memcpy(&untouched, &decimal, sizeof decimal);
        if (sg_decimal_parse(c->text, &decimal) != expected_status(c->decimal)) fail_msg("decimal `%s`", c->text);
        if (expected_status(c->decimal) == SG_OK) assert_string_equal(sg_decimal_format(decimal, text), c->decimal);
        else assert_memory_equal(&decimal, &untouched, sizeof decimal);
        if (sg_numeric_parse(c->text, &numeric) != expected_status(c->numeric)) fail_msg("numeric `%s`", c->text);
        if (expected_status(c->numeric) == SG_OK) assert_string_equal(sg_numeric_format(&numeric, text), c->numeric);
    }
}

static void test_wire_round_trip(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof text_cases / sizeof text_cases[0]; i++) {
        uint8_t bytes[NUMERIC_WIRE_MAX];
        char text[SG_NUMERIC_TEXT];
        SgDecimal decimal, decimal_again;
        SgNumeric numeric, numeric_again;
        if (sg_decimal_parse(text_cases[i].text, &decimal) == SG_OK) {
            size_t size = numeric_wire_write_decimal(&decimal, bytes);
            assert_int_equal(numeric_wire_read_decimal(bytes, size, &decimal_again), SG_OK);
            assert_string_equal(sg_decimal_format(decimal_again, text), text_cases[i].decimal);
        }
        if (sg_numeric_parse(text_cases[i].text, &numeric) == SG_OK) {
            size_t size = numeric_wire_write_numeric(&numeric, bytes);
            assert_int_equal(numeric_wire_read_numeric(bytes, size, &numeric_again), SG_OK);
            assert_string_equal(sg_numeric_format(&numeric_again, text), text_cases[i].numeric);
        }
    }
}

static void test_wire_refuses(void **state)
{
    (void)state;
    const struct {
        uint8_t bytes[12];
        size_t size;
        SgStatus status;
    } cases[] = {
        {{0}, 0, SG_INVALID},
        {{0, 0, 0, 0, 0, 0, 0}, 7, SG_INVALID},
        {{0, 0, 0, 0, 0xC0, 0, 0, 0}, 8, SG_RANGE},             /* NaN */
        {{0, 0, 0, 0, 0xD0, 0, 0, 0}, 8, SG_RANGE},             /* Infinity */
        {{0, 0, 0, 0, 0xF0, 0, 0, 0}, 8, SG_RANGE},             /* -Infinity */
        {{0, 0, 0, 0, 0x12, 0, 0, 0}, 8, SG_INVALID},           /* no sign */
        {{0, 1, 0, 0, 0, 0, 0, 0}, 8, SG_INVALID},              /* a digit is missing */
        {{0, 0, 0, 0, 0, 0, 0, 0, 0}, 9, SG_INVALID},           /* a byte too many */
        {{0, 1, 0, 0, 0, 0, 0, 0, 0x27, 0x10}, 10, SG_INVALID}, /* digit 10000 */
        {{0xFF, 0xFF, 0, 0, 0, 0, 0, 0}, 8, SG_INVALID},        /* -1 digits */
        {{0, 1, 0x7F, 0xFF, 0, 0, 0, 0, 0, 1}, 10, SG_RANGE},   /* 10^131068 */
        {{0, 1, 0x80, 0x00, 0, 0, 0, 4, 0, 1}, 10, SG_RANGE},   /* 10^-131072 */
        {{0, 0, 0x7F, 0xFF, 0, 0, 0x3F, 0xFF}, 8, SG_OK},       /* 0, strangely written */
        {{0, 1, 0, 0, 0, 0, 0x3F, 0xFF, 0, 1}, 10, SG_OK},      /* 1 with 16383 zeros behind the point */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SgDecimal decimal;
        SgNumeric numeric;
        SgStatus rc = numeric_wire_read_decimal(cases[i].bytes, cases[i].size, &decimal);
        if (rc != cases[i].status) fail_msg("decimal case %zu: %s", i, sg_status_name(rc));
        rc = numeric_wire_read_numeric(cases[i].bytes, cases[i].size, &numeric);
        if (rc != cases[i].status) fail_msg("numeric case %zu: %s", i, sg_status_name(rc));
    }
    uint8_t out[NUMERIC_WIRE_MAX];
    assert_int_equal(numeric_wire_write_decimal(&(SgDecimal){.scale = 29}, out), 0);
    assert_int_equal(numeric_wire_write_decimal(&(SgDecimal){.limb = {0, 0, UINT32_MAX}}, out), 0);
    assert_int_equal(numeric_wire_write_numeric(&(SgNumeric){.limb = {1000000000}}, out), 0);
    assert_int_equal(numeric_wire_write_numeric(&(SgNumeric){.scale = 73}, out), 0);
}

static SgDecimal dec(const char *text)
{
    SgDecimal value;
    assert_int_equal(sg_decimal_parse(text, &value), SG_OK);
    return value;
}

typedef struct ArithmeticCase {
    const char *a, *b, *sum, *difference, *product; /* NULL: SG_RANGE */
} ArithmeticCase;

static void check(SgStatus rc, SgDecimal value, const char *expected)
{
    char text[SG_DECIMAL_TEXT];
    assert_int_equal(rc, expected == NULL ? SG_RANGE : SG_OK);
    if (expected != NULL) assert_string_equal(sg_decimal_format(value, text), expected);
}

static void test_arithmetic(void **state)
{
    (void)state;
    static const ArithmeticCase cases[] = {
        {"1.10", "2.205", "3.305", "-1.105", "2.42550"},
        {"0.1", "0.2", "0.3", "-0.1", "0.02"},
        {"-5", "5", "0", "-10", "-25"},
        {"-5", "-5", "-10", "0", "25"},
        {D28, "1", NULL, "9999999999999999999999999998", D28},
        {"-" D28, "1", "-9999999999999999999999999998", NULL, "-" D28},
        {"4611686018427387903", "4611686018427387903", "9223372036854775806", "0", NULL},
        {"100000000000000", "0.00000000000001", "100000000000000.00000000000001", "99999999999999.99999999999999",
         "1.00000000000000"},
        {D28, "0.1", NULL, NULL, "999999999999999999999999999.9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SgDecimal a = dec(cases[i].a), b = dec(cases[i].b), out = {{0}, 0, false};
        SgStatus rc = sg_decimal_add(a, b, &out);
        if (i == 7) { /* 29 digits */
            assert_int_equal(rc, SG_RANGE);
            assert_int_equal(sg_decimal_subtract(a, b, &out), SG_OK);
        } else {
            check(rc, out, cases[i].sum);
            rc = sg_decimal_subtract(a, b, &out);
            check(rc, out, cases[i].difference);
        }
        rc = sg_decimal_multiply(a, b, &out);
        check(rc, out, cases[i].product);
    }
}

static void test_rounding(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        const char *rounded[6]; /* half even, half up, down, up, floor, ceiling */
    } cases[] = {
        {"2.5", {"2", "3", "2", "3", "2", "3"}},        {"3.5", {"4", "4", "3", "4", "3", "4"}},
        {"-2.5", {"-2", "-3", "-2", "-3", "-3", "-2"}}, {"2.51", {"3", "3", "2", "3", "2", "3"}},
        {"-0.1", {"0", "0", "0", "-1", "-1", "0"}},     {"7", {"7", "7", "7", "7", "7", "7"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int mode = SG_ROUND_HALF_EVEN; mode <= SG_ROUND_CEILING; mode++) {
            SgDecimal out = {{0}, 0, false};
            SgStatus rc = sg_decimal_round(dec(cases[i].value), 0, (SgRounding)mode, &out);
            check(rc, out, cases[i].rounded[mode]);
        }
    }
    SgDecimal out;
    check(sg_decimal_divide(dec("1"), dec("3"), 4, SG_ROUND_HALF_EVEN, &out), out, "0.3333");
    check(sg_decimal_divide(dec("-2"), dec("3"), 4, SG_ROUND_HALF_EVEN, &out), out, "-0.6667");
    check(sg_decimal_divide(dec(D28), dec(D28), 2, SG_ROUND_DOWN, &out), out, "1.00");
    check(sg_decimal_divide(dec("1"), dec(D28), 28, SG_ROUND_UP, &out), out, "0.0000000000000000000000000002");
    assert_int_equal(sg_decimal_divide(dec("1"), dec("0"), 2, SG_ROUND_DOWN, &out), SG_RANGE);
    assert_int_equal(sg_decimal_divide(dec("1"), dec("1"), -1, SG_ROUND_DOWN, &out), SG_INVALID);
    assert_int_equal(sg_decimal_round(dec(D28), 1, SG_ROUND_DOWN, &out), SG_RANGE);
    check(sg_decimal_round(dec("1.5"), 3, SG_ROUND_DOWN, &out), out, "1.500");
}

static void test_integers(void **state)
{
    (void)state;
    int64_t out = 0;
    char text[SG_DECIMAL_TEXT];
    assert_string_equal(sg_decimal_format(sg_decimal_from_int(INT64_MIN), text), "-9223372036854775808");
    assert_int_equal(sg_decimal_to_int(sg_decimal_from_int(INT64_MIN), &out), SG_OK);
    assert_true(out == INT64_MIN);
    assert_int_equal(sg_decimal_to_int(dec("9223372036854775808"), &out), SG_RANGE);
    assert_int_equal(sg_decimal_to_int(dec("1.5"), &out), SG_RANGE);
    assert_int_equal(sg_decimal_to_int(dec("1.000"), &out), SG_OK);
    assert_int_equal(out, 1);
    assert_int_equal(sg_decimal_to_units(dec("123.45"), 2, &out), SG_OK);
    assert_int_equal(out, 12345);
    assert_int_equal(sg_decimal_to_units(dec("123.456"), 2, &out), SG_RANGE);
    assert_int_equal(sg_decimal_to_units(dec("-1"), 4, &out), SG_OK);
    assert_int_equal(out, -10000);
    assert_true(sg_decimal_to_double(dec("-0.5")) == -0.5);
    assert_int_equal(sg_decimal_compare(dec("1.10"), dec("1.1")), 0);
    assert_true(sg_decimal_compare(dec("-1"), dec("0.001")) < 0);
    assert_true(sg_decimal_compare(dec(D28), dec("1e27")) > 0);
    SgNumeric wide = sg_numeric_from_int(-7);
    SgDecimal narrow;
    assert_int_equal(sg_numeric_to_decimal(&wide, &narrow), SG_OK);
    assert_string_equal(sg_decimal_format(narrow, text), "-7");
    assert_int_equal(sg_numeric_to_int(&wide, &out), SG_OK);
    assert_int_equal(out, -7);
    /* a struct that no function makes does not overflow the buffer */
    SgDecimal odd = {{UINT32_MAX, UINT32_MAX, UINT32_MAX}, 255, true};
    SgNumeric odder = {
        {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}, 255, true};
    char wide_text[SG_NUMERIC_TEXT];
    assert_true(strlen(sg_decimal_format(odd, text)) < SG_DECIMAL_TEXT);
    assert_true(strlen(sg_numeric_format(&odder, wide_text)) < SG_NUMERIC_TEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),       cmocka_unit_test(test_wire_round_trip), cmocka_unit_test(test_wire_refuses),
        cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_rounding),        cmocka_unit_test(test_integers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
