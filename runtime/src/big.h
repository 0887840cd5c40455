/*
 * big.h - unsigned integers of up to 288 digits, for decimal arithmetic.
 *
 * Base 10^9, least significant limb first; `count` limbs are in use, the top one is not 0.  That is enough for
 * every intermediate of 72-digit operands (a product, a dividend shifted by scale), so nothing here can
 * overflow as long as callers respect those limits; big_shift() checks its own.
 */
#ifndef SG_BIG_H
#define SG_BIG_H

#include "sg/decimal.h"

enum { BIG_LIMBS = 32, BIG_BASE = 1000000000, BIG_LIMB_DIGITS = 9 };

typedef struct Big {
    uint32_t limb[BIG_LIMBS];
    int count;
} Big;

Big big_from_limbs(const uint32_t *limbs, int count);

/* The 96-bit coefficient of an SgDecimal, base 2^32. */
Big big_from_binary(const uint32_t limbs[3]);

/* False when it has more than 28 digits. */
bool big_to_binary(const Big *value, uint32_t limbs[3]);

bool big_to_u64(const Big *value, uint64_t *out);

int big_digits(const Big *value); /* 0 for 0 */
int big_compare(const Big *a, const Big *b);
void big_add(Big *a, const Big *b);
void big_subtract(Big *a, const Big *b); /* a ≥ b */
Big big_multiply(const Big *a, const Big *b);

/* value × factor + addend */
void big_multiply_small(Big *value, uint32_t factor, uint32_t addend);

/* value / divisor in place; returns the remainder.  divisor > 0. */
uint32_t big_divide_small(Big *value, uint32_t divisor);

/* value × 10^digits; false, value unchanged, when it would not fit. */
bool big_shift(Big *value, int digits);

/* a / b, rounded.  b > 0; `negative` is the sign of the quotient, which floor and ceiling ask for. */
Big big_divide(const Big *a, const Big *b, SgRounding rounding, bool negative);

/* 10^exponent for 0 … 9. */
uint32_t big_pow10(int exponent);

#endif
