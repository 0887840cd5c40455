#include "big.h"

#include <string.h>

static void trim(Big *value)
{
    while (value->count > 0 && value->limb[value->count - 1] == 0) value->count--;
}

uint32_t big_pow10(int exponent)
{
    static const uint32_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
    return powers[exponent];
}

Big big_from_limbs(const uint32_t *limbs, int count)
{
    Big value = {.count = count};
    memcpy(value.limb, limbs, (size_t)count * sizeof *limbs);
    trim(&value);
    return value;
}

Big big_from_binary(const uint32_t limbs[3])
{
    uint32_t rest[3] = {limbs[0], limbs[1], limbs[2]};
    Big value = {0};
    while ((rest[0] | rest[1] | rest[2]) != 0) {
        uint64_t remainder = 0;
        for (int i = 2; i >= 0; i--) {
            uint64_t part = remainder << 32 | rest[i];
            rest[i] = (uint32_t)(part / BIG_BASE);
            remainder = part % BIG_BASE;
        }
        value.limb[value.count++] = (uint32_t)remainder;
    }
    trim(&value);
    return value;
}

bool big_to_binary(const Big *value, uint32_t limbs[3])
{
    if (big_digits(value) > SG_DECIMAL_DIGITS) return false;
    uint32_t result[3] = {0, 0, 0};
    for (int i = value->count - 1; i >= 0; i--) {
        uint64_t carry = value->limb[i];
        for (int k = 0; k < 3; k++) {
            uint64_t part = (uint64_t)result[k] * BIG_BASE + carry;
            result[k] = (uint32_t)part;
            carry = part >> 32;
        }
    }
    memcpy(limbs, result, sizeof result);
    return true;
}

bool big_to_u64(const Big *value, uint64_t *out)
{
    uint64_t result = 0;
    for (int i = value->count - 1; i >= 0; i--) {
        if (result > (UINT64_MAX - value->limb[i]) / BIG_BASE) return false;
        result = result * BIG_BASE + value->limb[i];
    }
    *out = result;
    return true;
}

int big_digits(const Big *value)
{
    if (value->count == 0) return 0;
    int digits = (value->count - 1) * BIG_LIMB_DIGITS;
    for (uint32_t top = value->limb[value->count - 1]; top > 0; top /= 10) digits++;
    return digits;
}

int big_compare(const Big *a, const Big *b)
{
    if (a->count != b->count) return a->count < b->count ? -1 : 1;
    for (int i = a->count - 1; i >= 0; i--) {
        if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i] ? -1 : 1;
    }
    return 0;
}

void big_add(Big *a, const Big *b)
{
    uint32_t carry = 0;
    int count = a->count > b->count ? a->count : b->count;
    for (int i = 0; i < count || carry > 0; i++) {
        uint32_t sum = carry + (i < a->count ? a->limb[i] : 0) + (i < b->count ? b->limb[i] : 0);
        carry = sum >= BIG_BASE;
        a->limb[i] = carry ? sum - BIG_BASE : sum;
        if (i >= a->count) a->count = i + 1;
    }
}

void big_subtract(Big *a, const Big *b)
{
    uint32_t borrow = 0;
    for (int i = 0; i < a->count; i++) {
        uint32_t take = (i < b->count ? b->limb[i] : 0) + borrow;
        borrow = a->limb[i] < take;
        a->limb[i] = a->limb[i] + (borrow ? (uint32_t)BIG_BASE : 0) - take;
    }
    trim(a);
}

Big big_multiply(const Big *a, const Big *b)
{
    Big product = {.count = a->count + b->count};
    for (int i = 0; i < a->count; i++) {
        uint64_t carry = 0;
        for (int k = 0; k < b->count; k++) {
            uint64_t part = (uint64_t)a->limb[i] * b->limb[k] + product.limb[i + k] + carry;
            product.limb[i + k] = (uint32_t)(part % BIG_BASE);
            carry = part / BIG_BASE;
        }
        product.limb[i + b->count] = (uint32_t)carry;
    }
    trim(&product);
    return product;
}

void big_multiply_small(Big *value, uint32_t factor, uint32_t addend)
{
    uint64_t carry = addend;
    for (int i = 0; i < value->count; i++) {
        uint64_t part = (uint64_t)value->limb[i] * factor + carry;
        value->limb[i] = (uint32_t)(part % BIG_BASE);
        carry = part / BIG_BASE;
    }
    for (; carry > 0; carry /= BIG_BASE) value->limb[value->count++] = (uint32_t)(carry % BIG_BASE);
    trim(value);
}

uint32_t big_divide_small(Big *value, uint32_t divisor)
{
    uint64_t remainder = 0;
    for (int i = value->count - 1; i >= 0; i--) {
        uint64_t part = remainder * BIG_BASE + value->limb[i];
        value->limb[i] = (uint32_t)(part / divisor);
        remainder = part % divisor;
    }
    trim(value);
    return (uint32_t)remainder;
}

bool big_shift(Big *value, int digits)
{
    if (value->count == 0) return true;
    if (big_digits(value) + digits > (BIG_LIMBS - 1) * BIG_LIMB_DIGITS) return false;
    int limbs = digits / BIG_LIMB_DIGITS;
    if (limbs > 0) {
        memmove(value->limb + limbs, value->limb, (size_t)value->count * sizeof value->limb[0]);
        memset(value->limb, 0, (size_t)limbs * sizeof value->limb[0]);
        value->count += limbs;
    }
    big_multiply_small(value, big_pow10(digits % BIG_LIMB_DIGITS), 0);
    return true;
}

/* The next limb of the quotient: how often `b` goes into `rest`, by bisection.  Thirty comparisons instead of Knuth's
 * estimate and correction; divisions are rare, and this cannot be subtly wrong. */
static uint32_t quotient_limb(Big *rest, const Big *b)
{
    uint32_t low = 0, high = BIG_BASE - 1;
    if (big_compare(rest, b) < 0) return 0;
    while (low < high) {
        uint32_t middle = low + (high - low + 1) / 2;
        Big product = *b;
        big_multiply_small(&product, middle, 0);
        if (big_compare(&product, rest) <= 0) low = middle;
        else high = middle - 1;
    }
    Big product = *b;
    big_multiply_small(&product, low, 0);
    big_subtract(rest, &product);
    return low;
}

static bool rounds_away(const Big *quotient, Big rest, const Big *b, SgRounding rounding, bool negative)
{
    if (rest.count == 0) return false;
    big_multiply_small(&rest, 2, 0);
    int half = big_compare(&rest, b);
    bool odd = quotient->count > 0 && quotient->limb[0] % 2 == 1;
    switch (rounding) {
    case SG_ROUND_HALF_EVEN: return half > 0 || (half == 0 && odd);
    case SG_ROUND_HALF_UP: return half >= 0;
    case SG_ROUND_DOWN: return false;
    case SG_ROUND_UP: return true;
    case SG_ROUND_FLOOR: return negative;
    case SG_ROUND_CEILING: return !negative;
    }
    return false;
}

Big big_divide(const Big *a, const Big *b, SgRounding rounding, bool negative)
{
    Big quotient = {.count = a->count}, rest = {0};
    for (int i = a->count - 1; i >= 0; i--) {
        big_multiply_small(&rest, BIG_BASE, a->limb[i]);
        quotient.limb[i] = quotient_limb(&rest, b);
    }
    trim(&quotient);
    if (rounds_away(&quotient, rest, b, rounding, negative)) big_add(&quotient, &(Big){{1}, 1});
    return quotient;
}
