/*
 * decimal.h - exact decimal arithmetic.
 *
 * A result that needs more than 28 (SgNumeric: 72) digits is SG_RANGE, never rounded silently.  Functions that
 * return SgStatus leave `out` untouched on failure; `out` may be one of the operands.
 */
#ifndef SG_DECIMAL_H
#define SG_DECIMAL_H

#include "status.h"
#include "value.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum SgRounding {
    SG_ROUND_HALF_EVEN = 0, /* to the nearest, ties to the even digit: the banker's */
    SG_ROUND_HALF_UP,       /* to the nearest, ties away from zero: PostgreSQL's round() */
    SG_ROUND_DOWN,          /* towards zero */
    SG_ROUND_UP,            /* away from zero */
    SG_ROUND_FLOOR,         /* towards minus infinity */
    SG_ROUND_CEILING        /* towards infinity */
} SgRounding;

/* Room for any value's text and its NUL. */
enum { SG_DECIMAL_TEXT = 32, SG_NUMERIC_TEXT = 76 };

SgDecimal sg_decimal_from_int(int64_t value);

/* units / 10^scale: sg_decimal_from_units(12345, 2) is 123.45.  `scale` is 0 … 28; beyond, it is taken as 28. */
SgDecimal sg_decimal_from_units(int64_t units, int scale);

/* value × 10^scale as an integer.  SG_RANGE when that is not whole, or not in 64 bits. */
SG_CHECKED SgStatus sg_decimal_to_units(SgDecimal value, int scale, int64_t *out);
SG_CHECKED SgStatus sg_decimal_to_int(SgDecimal value, int64_t *out);
double sg_decimal_to_double(SgDecimal value); /* for display and statistics: not exact */

/* "-12.50", "1e-3"; no blanks around it.  SG_INVALID when it is no number, SG_RANGE when it does not fit.
 * Digits behind the point are kept, zeros too: "1.50" has scale 2. */
SG_CHECKED SgStatus sg_decimal_parse(const char *text, SgDecimal *out);

/* Plain notation with `scale` digits behind the point; returns `buffer`. */
char *sg_decimal_format(SgDecimal value, char buffer[SG_DECIMAL_TEXT]);

int sg_decimal_compare(SgDecimal a, SgDecimal b); /* < 0, 0, > 0 by value: 1.10 equals 1.1 */
int sg_decimal_sign(SgDecimal value);             /* -1, 0, 1 */
SgDecimal sg_decimal_negate(SgDecimal value);
SgDecimal sg_decimal_abs(SgDecimal value);

/* The result's scale is the larger one (sum, difference) or the sum of both (product).  A product that fits only with
 * fewer digits is SG_RANGE; trailing zeros are given up before that. */
SG_CHECKED SgStatus sg_decimal_add(SgDecimal a, SgDecimal b, SgDecimal *out);
SG_CHECKED SgStatus sg_decimal_subtract(SgDecimal a, SgDecimal b, SgDecimal *out);
SG_CHECKED SgStatus sg_decimal_multiply(SgDecimal a, SgDecimal b, SgDecimal *out);

/* a / b with `scale` digits behind the point, the rest rounded.  Division by zero is SG_RANGE. */
SG_CHECKED SgStatus sg_decimal_divide(SgDecimal a, SgDecimal b, int scale, SgRounding rounding, SgDecimal *out);

/* `value` with exactly `scale` digits behind the point. */
SG_CHECKED SgStatus sg_decimal_round(SgDecimal value, int scale, SgRounding rounding, SgDecimal *out);

/* The same for the wide type. */
SgNumeric sg_numeric_from_int(int64_t value);
SgNumeric sg_numeric_from_decimal(SgDecimal value);
SG_CHECKED SgStatus sg_numeric_to_decimal(const SgNumeric *value, SgDecimal *out);
SG_CHECKED SgStatus sg_numeric_to_int(const SgNumeric *value, int64_t *out);
double sg_numeric_to_double(const SgNumeric *value);
SG_CHECKED SgStatus sg_numeric_parse(const char *text, SgNumeric *out);
char *sg_numeric_format(const SgNumeric *value, char buffer[SG_NUMERIC_TEXT]);
int sg_numeric_compare(const SgNumeric *a, const SgNumeric *b);
int sg_numeric_sign(const SgNumeric *value);
SgNumeric sg_numeric_negate(const SgNumeric *value);
SG_CHECKED SgStatus sg_numeric_add(const SgNumeric *a, const SgNumeric *b, SgNumeric *out);
SG_CHECKED SgStatus sg_numeric_subtract(const SgNumeric *a, const SgNumeric *b, SgNumeric *out);
SG_CHECKED SgStatus sg_numeric_multiply(const SgNumeric *a, const SgNumeric *b, SgNumeric *out);
SG_CHECKED SgStatus sg_numeric_divide(const SgNumeric *a, const SgNumeric *b, int scale, SgRounding rounding,
                                      SgNumeric *out);
SG_CHECKED SgStatus sg_numeric_round(const SgNumeric *value, int scale, SgRounding rounding, SgNumeric *out);

#ifdef __cplusplus
}
#endif
#endif
