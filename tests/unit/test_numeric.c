/* Arithmetic of the wide decimal: that of the narrow one where both reach, and its own limits. */
#include "sg/decimal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define D72 "999999999999999999999999999999999999999999999999999999999999999999999999"

static SgNumeric num(const char *text)
{
    SgNumeric value;
    assert_int_equal(sg_numeric_parse(text, &value), SG_OK);
    return value;
}

/* `expected` NULL: SG_RANGE, and `value` is what it was. */
static void check(SgStatus rc, const SgNumeric *value, const char *expected)
{
    char text[SG_NUMERIC_TEXT];
    assert_int_equal(rc, expected == NULL ? SG_RANGE : SG_OK);
    assert_string_equal(sg_numeric_format(value, text), expected == NULL ? "7" : expected);
}

static void test_arithmetic(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b, *sum, *difference, *product;
    } cases[] = {
        {"123456789012345678901234567890.123456789", "987654321.000000000987654321",
         "123456789012345678902222222211.123456789987654321", "123456789012345678900246913569.123456788012345679",
         "121932631124828532234415484336076817433.595488480248285321112635269"},
        {"99999999999999999999.5", "-0.00000000000000000000000000000000000000000000000001",
         "99999999999999999999.49999999999999999999999999999999999999999999999999",
         "99999999999999999999.50000000000000000000000000000000000000000000000001",
         "-0.000000000000000000000000000000999999999999999999995"},
        {"-5", "-5", "-10", "0", "25"},
        {"0", "-1.50", "-1.50", "1.50", "0.00"},
        {D72, "1", NULL, "999999999999999999999999999999999999999999999999999999999999999999999998", D72},
        {"-" D72, D72, "0", NULL, NULL},
        {D72, "0.1", NULL, NULL, "99999999999999999999999999999999999999999999999999999999999999999999999.9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        SgNumeric a = num(cases[i].a), b = num(cases[i].b);
        SgNumeric sum = num("7"), difference = sum, product = sum;
        check(sg_numeric_add(&a, &b, &sum), &sum, cases[i].sum);
        check(sg_numeric_subtract(&a, &b, &difference), &difference, cases[i].difference);
        check(sg_numeric_multiply(&a, &b, &product), &product, cases[i].product);
    }
}

static void test_division(void **state)
{
    (void)state;
    const SgNumeric a = num("123456789012345678901234567890.123456789"), b = num("987654321.000000000987654321");
    const SgNumeric zero = num("0"), one = num("1"), most = num(D72);
    SgNumeric out;
    check(sg_numeric_divide(&a, &b, 30, SG_ROUND_HALF_EVEN, &out), &out,
          "124999998873437499776.582032366542724831780714825853");
    check(sg_numeric_divide(&b, &a, 60, SG_ROUND_DOWN, &out), &out,
          "0.000000000000000000008000000072100000664100006042610054987742");
    check(sg_numeric_divide(&zero, &a, 2, SG_ROUND_UP, &out), &out, "0.00");
    check(sg_numeric_divide(&most, &most, 71, SG_ROUND_DOWN, &out), &out,
          "1.00000000000000000000000000000000000000000000000000000000000000000000000");
    out = num("7");
    check(sg_numeric_divide(&a, &zero, 2, SG_ROUND_DOWN, &out), &out, NULL);
    check(sg_numeric_divide(&most, &one, 1, SG_ROUND_DOWN, &out), &out, NULL);
    assert_int_equal(sg_numeric_divide(&one, &one, -1, SG_ROUND_DOWN, &out), SG_INVALID);
    check(sg_numeric_round(&most, 1, SG_ROUND_DOWN, &out), &out, NULL);
}

static void test_rounding(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        const char *rounded[6]; /* half even, half up, down, up, floor, ceiling */
    } cases[] = {
        {"2.5", {"2", "3", "2", "3", "2", "3"}},
        {"-2.5", {"-2", "-3", "-2", "-3", "-3", "-2"}},
        {"-0.1", {"0", "0", "0", "-1", "-1", "0"}},
        {"7", {"7", "7", "7", "7", "7", "7"}},
        {"999999999999999999999999999999.50", /* of 30 digits */
         {"1000000000000000000000000000000", "1000000000000000000000000000000", "999999999999999999999999999999",
          "1000000000000000000000000000000", "999999999999999999999999999999", "1000000000000000000000000000000"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int mode = SG_ROUND_HALF_EVEN; mode <= SG_ROUND_CEILING; mode++) {
            SgNumeric value = num(cases[i].value);
            check(sg_numeric_round(&value, 0, (SgRounding)mode, &value), &value, cases[i].rounded[mode]);
        }
    }
}

static void test_signs(void **state)
{
    (void)state;
    const SgNumeric less = num("-0.001"), zero = num("0.00"), more = num("1e60");
    assert_int_equal(sg_numeric_sign(&less), -1);
    assert_int_equal(sg_numeric_sign(&zero), 0);
    assert_int_equal(sg_numeric_sign(&more), 1);
    SgNumeric negated = sg_numeric_negate(&less);
    check(SG_OK, &negated, "0.001");
    negated = sg_numeric_negate(&zero);
    assert_false(negated.negative);
    assert_true(sg_numeric_to_double(&less) == -0.001);
    assert_true(sg_numeric_to_double(&more) == 1e60);
}

/* xorshift64 */
static int64_t draw(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return (int64_t)(*random >> (*random % 50)) * (*random & 1 ? 1 : -1);
}

static void check_same(SgStatus narrow_rc, SgDecimal narrow, SgStatus wide_rc, const SgNumeric *wide)
{
    char narrow_text[SG_DECIMAL_TEXT], wide_text[SG_NUMERIC_TEXT];
    if (narrow_rc == SG_RANGE) return; /* more than 28 digits */
    assert_int_equal(narrow_rc, SG_OK);
    assert_int_equal(wide_rc, SG_OK);
    assert_string_equal(sg_numeric_format(wide, wide_text), sg_decimal_format(narrow, narrow_text));
}

/* The operands of the wide one are in their own place: `out` may be one of them. */
static void test_both_types_agree(void **state)
{
    (void)state;
    uint64_t random = 20260101;
    for (int i = 0; i < 20000; i++) {
        SgDecimal a = sg_decimal_from_units(draw(&random), i % 10), b = sg_decimal_from_units(draw(&random), i % 7);
        SgDecimal narrow = a;
        const SgNumeric left = sg_numeric_from_decimal(a), right = sg_numeric_from_decimal(b);
        SgRounding rounding = (SgRounding)(i % 6);
        SgNumeric wide = left;
        check_same(sg_decimal_add(a, b, &narrow), narrow, sg_numeric_add(&wide, &right, &wide), &wide);
        wide = right;
        check_same(sg_decimal_subtract(a, b, &narrow), narrow, sg_numeric_subtract(&left, &wide, &wide), &wide);
        wide = left;
        check_same(sg_decimal_round(a, 3, rounding, &narrow), narrow, sg_numeric_round(&wide, 3, rounding, &wide),
                   &wide);
        if (sg_decimal_sign(b) != 0)
            check_same(sg_decimal_divide(a, b, 5, rounding, &narrow), narrow,
                       sg_numeric_divide(&left, &right, 5, rounding, &wide), &wide);
        assert_int_equal(sg_numeric_compare(&left, &right), sg_decimal_compare(a, b));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_division),         cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_signs),      cmocka_unit_test(test_both_types_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
