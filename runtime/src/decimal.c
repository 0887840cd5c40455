/* SgDecimal's public functions, by way of Exact; sums of small numbers with one scale take a short cut. */
#include "sg/decimal.h"

#include "exact.h"

#include <string.h>

/* A scale that no function here makes is cut to the largest that one does, so that buffers are long enough. */
static Exact exact_of(SgDecimal value)
{
    int scale = value.scale > SG_DECIMAL_DIGITS ? SG_DECIMAL_DIGITS : value.scale;
    return (Exact){big_from_binary(value.limb), scale, value.negative};
}

static SgStatus decimal_of(Exact value, SgDecimal *out)
{
    SgDecimal result = {0};
    if (!exact_fit(&value, SG_DECIMAL_DIGITS) || !big_to_binary(&value.coefficient, result.limb)) return SG_RANGE;
    result.scale = (uint8_t)value.scale;
    result.negative = value.negative && value.coefficient.count > 0;
    *out = result;
    return SG_OK;
}

SgDecimal sg_decimal_from_units(int64_t units, int scale)
{
    uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    if (scale < 0) scale = 0;
    if (scale > SG_DECIMAL_DIGITS) scale = SG_DECIMAL_DIGITS;
    return (SgDecimal){
        .limb = {(uint32_t)size, (uint32_t)(size >> 32), 0}, .scale = (uint8_t)scale, .negative = units < 0};
}

SgDecimal sg_decimal_from_int(int64_t value)
{
    return sg_decimal_from_units(value, 0);
}

SgStatus sg_decimal_to_units(SgDecimal value, int scale, int64_t *out)
{
    Exact exact = exact_of(value);
    if (scale < 0 || scale > SG_DECIMAL_DIGITS) return SG_INVALID;
    if (exact.scale < scale) {
        big_shift(&exact.coefficient, scale - exact.scale);
        exact.scale = 0;
    } else {
        exact.scale -= scale;
    }
    return exact_to_int(&exact, out);
}

SgStatus sg_decimal_to_int(SgDecimal value, int64_t *out)
{
    return sg_decimal_to_units(value, 0, out);
}

double sg_decimal_to_double(SgDecimal value)
{
    Exact exact = exact_of(value);
    return exact_to_double(&exact);
}

SgStatus sg_decimal_parse(const char *text, SgDecimal *out)
{
    Exact value;
    SgStatus rc = exact_parse(text, SG_DECIMAL_DIGITS, &value);
    return rc == SG_OK ? decimal_of(value, out) : rc;
}

char *sg_decimal_format(SgDecimal value, char buffer[SG_DECIMAL_TEXT])
{
    Exact exact = exact_of(value);
    return exact_format(&exact, buffer);
}

static bool is_small(SgDecimal value)
{
    return value.limb[2] == 0 && value.limb[1] < UINT32_C(0x40000000);
}

static int64_t small_units(SgDecimal value)
{
    int64_t units = (int64_t)((uint64_t)value.limb[1] << 32 | value.limb[0]);
    return value.negative ? -units : units;
}

int sg_decimal_compare(SgDecimal a, SgDecimal b)
{
    if (a.scale == b.scale && is_small(a) && is_small(b)) {
        int64_t left = small_units(a), right = small_units(b);
        return (left > right) - (left < right);
    }
    Exact left = exact_of(a), right = exact_of(b);
    return exact_compare(&left, &right);
}

int sg_decimal_sign(SgDecimal value)
{
    if ((value.limb[0] | value.limb[1] | value.limb[2]) == 0) return 0;
    return value.negative ? -1 : 1;
}

SgDecimal sg_decimal_negate(SgDecimal value)
{
    value.negative = sg_decimal_sign(value) > 0;
    return value;
}

SgDecimal sg_decimal_abs(SgDecimal value)
{
    value.negative = false;
    return value;
}

SgStatus sg_decimal_add(SgDecimal a, SgDecimal b, SgDecimal *out)
{
    if (a.scale == b.scale && is_small(a) && is_small(b)) {
        *out = sg_decimal_from_units(small_units(a) + small_units(b), a.scale);
        return SG_OK;
    }
    Exact left = exact_of(a), right = exact_of(b);
    return decimal_of(exact_add(&left, &right), out);
}

SgStatus sg_decimal_subtract(SgDecimal a, SgDecimal b, SgDecimal *out)
{
    return sg_decimal_add(a, sg_decimal_negate(b), out);
}

SgStatus sg_decimal_multiply(SgDecimal a, SgDecimal b, SgDecimal *out)
{
    Exact left = exact_of(a), right = exact_of(b);
    return decimal_of(exact_multiply(&left, &right), out);
}

/* A result with a scale that was asked for keeps it: fewer digits would be another value of the type. */
static SgStatus decimal_with_scale(SgStatus rc, const Exact *value, int scale, SgDecimal *out)
{
    SgDecimal result;
    if (rc == SG_OK) rc = decimal_of(*value, &result);
    if (rc != SG_OK) return rc;
    if (result.scale != scale) return SG_RANGE;
    *out = result;
    return SG_OK;
}

SgStatus sg_decimal_divide(SgDecimal a, SgDecimal b, int scale, SgRounding rounding, SgDecimal *out)
{
    Exact left = exact_of(a), right = exact_of(b), result;
    SgStatus rc = exact_divide(&left, &right, scale, rounding, &result);
    return decimal_with_scale(rc, &result, scale, out);
}

SgStatus sg_decimal_round(SgDecimal value, int scale, SgRounding rounding, SgDecimal *out)
{
    Exact exact = exact_of(value), result;
    SgStatus rc = exact_round(&exact, scale, rounding, &result);
    return decimal_with_scale(rc, &result, scale, out);
}
