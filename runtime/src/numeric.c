/* SgNumeric's public functions, by way of Exact. */
#include "exact.h"

#include <string.h>

enum { LIMBS = 8 };

/* Limbs and scales that no function here makes are cut to the range, so that buffers are long enough. */
static Exact exact_of(const SgNumeric *value)
{
    uint32_t limbs[LIMBS];
    for (int i = 0; i < LIMBS; i++) limbs[i] = value->limb[i] % BIG_BASE;
    int scale = value->scale > SG_NUMERIC_DIGITS ? SG_NUMERIC_DIGITS : value->scale;
    return (Exact){big_from_limbs(limbs, LIMBS), scale, value->negative};
}

static SgStatus numeric_of(Exact value, SgNumeric *out)
{
    if (!exact_fit(&value, SG_NUMERIC_DIGITS)) return SG_RANGE;
    SgNumeric result = {.scale = (uint8_t)value.scale, .negative = value.negative && value.coefficient.count > 0};
    memcpy(result.limb, value.coefficient.limb, (size_t)value.coefficient.count * sizeof result.limb[0]);
    *out = result;
    return SG_OK;
}

SgNumeric sg_numeric_from_int(int64_t value)
{
    return sg_numeric_from_decimal(sg_decimal_from_int(value));
}

SgNumeric sg_numeric_from_decimal(SgDecimal value)
{
    SgNumeric result = {.scale = value.scale, .negative = value.negative};
    Big coefficient = big_from_binary(value.limb);
    memcpy(result.limb, coefficient.limb, (size_t)coefficient.count * sizeof result.limb[0]);
    return result;
}

SgStatus sg_numeric_to_decimal(const SgNumeric *value, SgDecimal *out)
{
    Exact exact = exact_of(value);
    SgDecimal result = {0};
    if (!exact_fit(&exact, SG_DECIMAL_DIGITS) || !big_to_binary(&exact.coefficient, result.limb)) return SG_RANGE;
    result.scale = (uint8_t)exact.scale;
    result.negative = exact.negative && exact.coefficient.count > 0;
    *out = result;
    return SG_OK;
}

SgStatus sg_numeric_to_int(const SgNumeric *value, int64_t *out)
{
    Exact exact = exact_of(value);
    return exact_to_int(&exact, out);
}

double sg_numeric_to_double(const SgNumeric *value)
{
    Exact exact = exact_of(value);
    return exact_to_double(&exact);
}

SgStatus sg_numeric_parse(const char *text, SgNumeric *out)
{
    Exact value;
    SgStatus rc = exact_parse(text, SG_NUMERIC_DIGITS, &value);
    return rc == SG_OK ? numeric_of(value, out) : rc;
}

char *sg_numeric_format(const SgNumeric *value, char buffer[SG_NUMERIC_TEXT])
{
    Exact exact = exact_of(value);
    return exact_format(&exact, buffer);
}

int sg_numeric_compare(const SgNumeric *a, const SgNumeric *b)
{
    Exact left = exact_of(a), right = exact_of(b);
    return exact_compare(&left, &right);
}

int sg_numeric_sign(const SgNumeric *value)
{
    for (int i = 0; i < LIMBS; i++) {
        if (value->limb[i] != 0) return value->negative ? -1 : 1;
    }
    return 0;
}

SgNumeric sg_numeric_negate(const SgNumeric *value)
{
    SgNumeric result = *value;
    result.negative = sg_numeric_sign(value) > 0;
    return result;
}

SgStatus sg_numeric_add(const SgNumeric *a, const SgNumeric *b, SgNumeric *out)
{
    Exact left = exact_of(a), right = exact_of(b);
    return numeric_of(exact_add(&left, &right), out);
}

SgStatus sg_numeric_subtract(const SgNumeric *a, const SgNumeric *b, SgNumeric *out)
{
    SgNumeric negated = sg_numeric_negate(b);
    return sg_numeric_add(a, &negated, out);
}

SgStatus sg_numeric_multiply(const SgNumeric *a, const SgNumeric *b, SgNumeric *out)
{
    Exact left = exact_of(a), right = exact_of(b);
    return numeric_of(exact_multiply(&left, &right), out);
}

/* A result with a scale that was asked for keeps it. */
static SgStatus numeric_with_scale(SgStatus rc, const Exact *value, int scale, SgNumeric *out)
{
    SgNumeric result;
    if (rc == SG_OK) rc = numeric_of(*value, &result);
    if (rc != SG_OK) return rc;
    if (result.scale != scale) return SG_RANGE;
    *out = result;
    return SG_OK;
}

SgStatus sg_numeric_divide(const SgNumeric *a, const SgNumeric *b, int scale, SgRounding rounding, SgNumeric *out)
{
    Exact left = exact_of(a), right = exact_of(b), result;
    SgStatus rc = exact_divide(&left, &right, scale, rounding, &result);
    return numeric_with_scale(rc, &result, scale, out);
}

SgStatus sg_numeric_round(const SgNumeric *value, int scale, SgRounding rounding, SgNumeric *out)
{
    Exact exact = exact_of(value), result;
    SgStatus rc = exact_round(&exact, scale, rounding, &result);
    return numeric_with_scale(rc, &result, scale, out);
}
