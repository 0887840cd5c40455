#include "exact.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_EXPONENT = 1000 };

/* Digits with at most one point among them; false when there is none, or more. */
static bool parse_digits(const char **cursor, Exact *out, int *digits)
{
    bool any = false, point = false;
    const char *at = *cursor;
    for (; (*at >= '0' && *at <= '9') || *at == '.'; at++) {
        if (*at == '.') {
            if (point) return false;
            point = true;
            continue;
        }
        any = true;
        if (*digits > 0 || *at != '0') (*digits)++;
        if (*digits <= SG_NUMERIC_DIGITS * 2) big_multiply_small(&out->coefficient, 10, (uint32_t)(*at - '0'));
        if (point) out->scale++;
    }
    *cursor = at;
    return any;
}

static bool parse_exponent(const char **cursor, int *out)
{
    if (**cursor != 'e' && **cursor != 'E') return true;
    char *end;
    const char *first = *cursor + 1;
    if (*first != '-' && *first != '+' && (*first < '0' || *first > '9')) return false;
    long exponent = strtol(first, &end, 10);
    if (end == first) return false;
    if (exponent > MAX_EXPONENT) exponent = MAX_EXPONENT;
    if (exponent < -MAX_EXPONENT) exponent = -MAX_EXPONENT;
    *out = (int)exponent;
    *cursor = end;
    return true;
}

SgStatus exact_parse(const char *text, int max_digits, Exact *out)
{
    Exact value = {.negative = *text == '-'};
    const char *cursor = text + (*text == '-' || *text == '+');
    int digits = 0, exponent = 0;
    if (!parse_digits(&cursor, &value, &digits) || !parse_exponent(&cursor, &exponent)) return SG_INVALID;
    if (*cursor != '\0') return SG_INVALID;
    if (digits > SG_NUMERIC_DIGITS * 2) return SG_RANGE;

    int scale = value.scale - exponent;
    if (scale < 0 && value.coefficient.count > 0 && (-scale > max_digits || !big_shift(&value.coefficient, -scale)))
        return SG_RANGE;
    value.scale = scale < 0 ? 0 : scale;
    if (!exact_fit(&value, max_digits)) return SG_RANGE;
    *out = value;
    return SG_OK;
}

bool exact_fit(Exact *value, int max_digits)
{
    if (value->coefficient.count == 0) {
        value->negative = false;
        if (value->scale > max_digits) value->scale = max_digits;
    }
    while (big_digits(&value->coefficient) > max_digits || value->scale > max_digits) {
        Big shorter = value->coefficient;
        if (value->scale == 0 || big_divide_small(&shorter, 10) != 0) return false;
        value->coefficient = shorter;
        value->scale--;
    }
    return true;
}

char *exact_format(const Exact *value, char *buffer)
{
    char digits[BIG_LIMBS * BIG_LIMB_DIGITS + 1];
    Big rest = value->coefficient;
    int count = 0;
    while (rest.count > 0 || count <= value->scale) digits[count++] = (char)('0' + big_divide_small(&rest, 10));

    char *at = buffer;
    if (value->negative) *at++ = '-';
    while (count > 0) {
        if (count == value->scale) *at++ = '.';
        *at++ = digits[--count];
    }
    *at = '\0';
    return buffer;
}

/* Both with the larger scale. */
static void align(Exact *a, Exact *b)
{
    int scale = a->scale > b->scale ? a->scale : b->scale;
    big_shift(&a->coefficient, scale - a->scale);
    big_shift(&b->coefficient, scale - b->scale);
    a->scale = b->scale = scale;
}

int exact_compare(const Exact *a, const Exact *b)
{
    if (a->negative != b->negative) return a->negative ? -1 : 1;
    Exact left = *a, right = *b;
    align(&left, &right);
    int order = big_compare(&left.coefficient, &right.coefficient);
    return a->negative ? -order : order;
}

Exact exact_add(const Exact *a, const Exact *b)
{
    Exact left = *a, right = *b;
    align(&left, &right);
    if (left.negative == right.negative) {
        big_add(&left.coefficient, &right.coefficient);
        return left;
    }
    if (big_compare(&left.coefficient, &right.coefficient) < 0) {
        Exact swap = left;
        left = right;
        right = swap;
    }
    big_subtract(&left.coefficient, &right.coefficient);
    return left;
}

Exact exact_multiply(const Exact *a, const Exact *b)
{
    return (Exact){
        .coefficient = big_multiply(&a->coefficient, &b->coefficient),
        .scale = a->scale + b->scale,
        .negative = a->negative != b->negative,
    };
}

SgStatus exact_divide(const Exact *a, const Exact *b, int scale, SgRounding rounding, Exact *out)
{
    if (scale < 0 || scale > SG_NUMERIC_DIGITS) return SG_INVALID;
    if (b->coefficient.count == 0) return SG_RANGE;
    Big dividend = a->coefficient, divisor = b->coefficient;
    int shift = scale + b->scale - a->scale;
    if (!big_shift(shift >= 0 ? &dividend : &divisor, shift >= 0 ? shift : -shift)) return SG_RANGE;
    bool negative = a->negative != b->negative;
    *out = (Exact){big_divide(&dividend, &divisor, rounding, negative), scale, negative};
    return SG_OK;
}

SgStatus exact_round(const Exact *value, int scale, SgRounding rounding, Exact *out)
{
    const Exact one = {.coefficient = {{1}, 1}};
    return exact_divide(value, &one, scale, rounding, out);
}

SgStatus exact_to_int(const Exact *value, int64_t *out)
{
    Exact whole = *value;
    uint64_t number;
    while (whole.scale > 0) {
        if (big_divide_small(&whole.coefficient, 10) != 0) return SG_RANGE;
        whole.scale--;
    }
    if (!big_to_u64(&whole.coefficient, &number)) return SG_RANGE;
    if (number > (uint64_t)INT64_MAX + (whole.negative ? 1 : 0)) return SG_RANGE;
    *out = whole.negative ? (int64_t)(0 - number) : (int64_t)number;
    return SG_OK;
}

double exact_to_double(const Exact *value)
{
    char text[BIG_LIMBS * BIG_LIMB_DIGITS + 16];
    const Exact whole = {value->coefficient, 0, value->negative};
    exact_format(&whole, text);
    sprintf(text + strlen(text), "e-%d", value->scale); /* without a point, which strtod() reads as the locale has it */
    return strtod(text, NULL);
}
