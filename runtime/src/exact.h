/*
 * exact.h - the arithmetic that SgDecimal and SgNumeric share: a sign, a big coefficient, a scale.
 *
 * An Exact may have more digits than either type; whoever makes it one of them checks that.
 */
#ifndef SG_EXACT_H
#define SG_EXACT_H

#include "big.h"

typedef struct Exact {
    Big coefficient;
    int scale; /* ≥ 0 */
    bool negative;
} Exact;

SgStatus exact_parse(const char *text, int max_digits, Exact *out);

/* `buffer` has room for all digits, a sign, a zero, a point and the NUL. */
char *exact_format(const Exact *value, char *buffer);

int exact_compare(const Exact *a, const Exact *b);
Exact exact_add(const Exact *a, const Exact *b);
Exact exact_multiply(const Exact *a, const Exact *b);
SgStatus exact_divide(const Exact *a, const Exact *b, int scale, SgRounding rounding, Exact *out);
SgStatus exact_round(const Exact *value, int scale, SgRounding rounding, Exact *out);

/* Gives up trailing zeros behind the point until there are at most `max_digits` digits and as many behind the point;
 * false when that is not enough. */
bool exact_fit(Exact *value, int max_digits);

SgStatus exact_to_int(const Exact *value, int64_t *out);
double exact_to_double(const Exact *value);

#endif
