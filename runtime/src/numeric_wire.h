/*
 * numeric_wire.h - PostgreSQL's binary numeric.
 *
 * On the wire: int16 count of digits, int16 weight of the first, uint16 sign, int16 scale, then digits of
 * base 10^4.  The digit i counts 10000^(weight - i); zeros at both ends are left out.
 */
#ifndef SG_NUMERIC_WIRE_H
#define SG_NUMERIC_WIRE_H

#include "sg/decimal.h"

enum { NUMERIC_WIRE_MAX = 8 + 2 * 40 }; /* bytes that any SgDecimal or SgNumeric takes */

/* SG_RANGE for NaN, the infinities, and what has too many digits; SG_INVALID for bytes that are no numeric. */
SgStatus numeric_wire_read_decimal(const uint8_t *bytes, size_t size, SgDecimal *out);
SgStatus numeric_wire_read_numeric(const uint8_t *bytes, size_t size, SgNumeric *out);

/* The bytes written; SG_RANGE in the form of 0 for a struct that is no value of its type. */
size_t numeric_wire_write_decimal(const SgDecimal *value, uint8_t out[NUMERIC_WIRE_MAX]);
size_t numeric_wire_write_numeric(const SgNumeric *value, uint8_t out[NUMERIC_WIRE_MAX]);

#endif
