/*
 * row.h - the fields of a result → the members of a row.  What generated code reads rows with; programs need none of
 * it.
 *
 * A generated reader is one expression, a line per column:
 *
 *     return sg_read_uuid(in, 0, &row->id) && sg_read_opt_decimal(in, 1, &row->limit_price) && …;
 *
 * Each function takes field `field` of the row, binary, and says whether it is what the schema says it is: its length,
 * NULL only where NULL may be, a value that the C type can hold.  After a false the member is undefined; the runtime
 * then reads the row by its table of columns, which finds what is wrong and records it in the session.
 *
 * Types that are rare have no function here: sg_read_column() reads them all, by the table.
 */
#ifndef SG_ROW_H
#define SG_ROW_H

#include "impl.h"

#include <string.h>

/* A row asks libpq for each of its fields: called without the procedure linkage table, reading takes a twentieth less.
 */
#if defined __has_attribute
#if __has_attribute(noplt)
#define SG_DIRECT __attribute__((noplt))
#endif
#endif
#ifndef SG_DIRECT
#define SG_DIRECT
#endif

/* Of libpq, as it declares them: generated code compiles without its headers. */
typedef struct pg_result PGresult;
char *PQgetvalue(const PGresult *result, int row, int field) SG_DIRECT;
int PQgetlength(const PGresult *result, int row, int field) SG_DIRECT;
int PQgetisnull(const PGresult *result, int row, int field) SG_DIRECT;
#undef SG_DIRECT

/* Inlined whole, with the number of the field a constant: a tenth of the time that reading takes. */
#if defined __GNUC__
#define SG_READER static inline __attribute__((always_inline))
#else
#define SG_READER static inline
#endif

/* Where a reader reads: row `row` of `result`.  With `copy`, text goes to the memory of the session, else it stays in
 * the result. */
struct SgReading {
    const PGresult *result;
    int row;
    const SgColumn *columns; /* one per field */
    bool copy;
    SgSession *db;
};

/* ---- Of any type ---- */

bool sg_read_column(const SgReading *in, int field, void *member);

SG_READER bool sg_read_null(const SgReading *in, int field)
{
    return PQgetisnull(in->result, in->row, field) != 0;
}

/* Its value, with a NUL behind it; of NULL that alone. */
SG_READER const char *sg_read_value(const SgReading *in, int field)
{
    return PQgetvalue(in->result, in->row, field);
}

/* ---- Of a fixed size ---- */

/* Are its bytes `size`?  Those of NULL are none. */
SG_READER bool sg_read_has(const SgReading *in, int field, int size)
{
    return PQgetlength(in->result, in->row, field) == size;
}

SG_READER const uint8_t *sg_read_bytes(const SgReading *in, int field)
{
    return (const uint8_t *)sg_read_value(in, field);
}

SG_READER uint32_t sg_read_big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

SG_READER bool sg_read_4(const SgReading *in, int field, void *out)
{
    if (!sg_read_has(in, field, 4)) return false;
    uint32_t value = sg_read_big_endian(sg_read_bytes(in, field));
    memcpy(out, &value, sizeof value);
    return true;
}

SG_READER bool sg_read_8(const SgReading *in, int field, void *out)
{
    if (!sg_read_has(in, field, 8)) return false;
    const uint8_t *bytes = sg_read_bytes(in, field);
    uint64_t value = (uint64_t)sg_read_big_endian(bytes) << 32 | sg_read_big_endian(bytes + 4);
    memcpy(out, &value, sizeof value);
    return true;
}

SG_READER bool sg_read_bool(const SgReading *in, int field, bool *out)
{
    if (!sg_read_has(in, field, 1)) return false;
    *out = *sg_read_bytes(in, field) != 0;
    return true;
}

SG_READER bool sg_read_int16(const SgReading *in, int field, int16_t *out)
{
    if (!sg_read_has(in, field, 2)) return false;
    const uint8_t *bytes = sg_read_bytes(in, field);
    *out = (int16_t)(bytes[0] << 8 | bytes[1]);
    return true;
}

SG_READER bool sg_read_int32(const SgReading *in, int field, int32_t *out)
{
    return sg_read_4(in, field, out);
}

SG_READER bool sg_read_int64(const SgReading *in, int field, int64_t *out)
{
    return sg_read_8(in, field, out);
}

SG_READER bool sg_read_oid(const SgReading *in, int field, uint32_t *out)
{
    return sg_read_4(in, field, out);
}

SG_READER bool sg_read_float(const SgReading *in, int field, float *out)
{
    return sg_read_4(in, field, out);
}

SG_READER bool sg_read_double(const SgReading *in, int field, double *out)
{
    return sg_read_8(in, field, out);
}

SG_READER bool sg_read_money(const SgReading *in, int field, SgMoney *out)
{
    return sg_read_8(in, field, &out->units);
}

SG_READER bool sg_read_timestamp(const SgReading *in, int field, SgTimestamp *out)
{
    return sg_read_8(in, field, &out->us);
}

SG_READER bool sg_read_date(const SgReading *in, int field, SgDate *out)
{
    return sg_read_4(in, field, &out->days);
}

SG_READER bool sg_read_time(const SgReading *in, int field, SgTime *out)
{
    return sg_read_8(in, field, &out->us);
}

SG_READER bool sg_read_uuid(const SgReading *in, int field, SgUuid *out)
{
    if (!sg_read_has(in, field, sizeof out->bytes)) return false;
    memcpy(out->bytes, sg_read_bytes(in, field), sizeof out->bytes);
    return true;
}

/* Of the server's bytes for a numeric. */
SgStatus sg_read_digits(const uint8_t *bytes, size_t size, SgDecimal *out);

SG_READER bool sg_read_decimal(const SgReading *in, int field, SgDecimal *out)
{
    int size = PQgetlength(in->result, in->row, field);
    return sg_read_digits(sg_read_bytes(in, field), (size_t)size, out) == SG_OK;
}

/* ---- Enums: the value is the number of its label, from 1 ---- */

/* -1, …_UNKNOWN, for a label that the database has and the program has not. */
SG_READER int sg_label_value(const SgEnum *labels, const char *label)
{
    for (size_t i = 0; i < labels->count; i++) {
        const char *known = labels->labels[i];
        if (*known == *label && strcmp(known, label) == 0) return (int)i + 1;
    }
    return -1;
}

/* `out` is an int-sized enum.  The second makes NULL 0. */
SG_READER bool sg_read_enum(const SgReading *in, int field, const SgEnum *labels, void *out)
{
    const char *label = sg_read_value(in, field);
    int value = sg_label_value(labels, label);
    memcpy(out, &value, sizeof value);
    return *label != '\0' || !sg_read_null(in, field);
}

SG_READER bool sg_read_opt_enum(const SgReading *in, int field, const SgEnum *labels, void *out)
{
    const char *label = sg_read_value(in, field);
    int value = *label == '\0' && sg_read_null(in, field) ? 0 : sg_label_value(labels, label);
    memcpy(out, &value, sizeof value);
    return true;
}

/* ---- Text: only an empty one, which may be NULL, needs another question ---- */

/* In the session's memory; NULL: there is none. */
const char *sg_read_copy(const SgReading *in, const char *text);

SG_READER bool sg_read_opt_text(const SgReading *in, int field, const char **out)
{
    const char *text = sg_read_value(in, field);
    *out = NULL;
    if (*text == '\0' && sg_read_null(in, field)) return true;
    *out = in->copy ? sg_read_copy(in, text) : text;
    return *out != NULL;
}

SG_READER bool sg_read_text(const SgReading *in, int field, const char **out)
{
    return sg_read_opt_text(in, field, out) && *out != NULL;
}

/* The same behind a version, a byte of 1. */
SG_READER bool sg_read_opt_jsonb(const SgReading *in, int field, const char **out)
{
    const char *text = sg_read_value(in, field);
    *out = NULL;
    if (*text != 1) return sg_read_null(in, field);
    *out = in->copy ? sg_read_copy(in, text + 1) : text + 1;
    return *out != NULL;
}

SG_READER bool sg_read_jsonb(const SgReading *in, int field, const char **out)
{
    return sg_read_opt_jsonb(in, field, out) && *out != NULL;
}

/* ---- What may be NULL and has no value of its own for that ---- */

#define SG_READ_OPT(name, Opt)                                                                                         \
    SG_READER bool sg_read_opt_##name(const SgReading *in, int field, Opt *out)                                        \
    {                                                                                                                  \
        out->has = !sg_read_null(in, field);                                                                           \
        return !out->has || sg_read_##name(in, field, &out->value);                                                    \
    }

SG_READ_OPT(bool, SgOptBool)
SG_READ_OPT(int16, SgOptInt16)
SG_READ_OPT(int32, SgOptInt32)
SG_READ_OPT(int64, SgOptInt64)
SG_READ_OPT(oid, SgOptOid)
SG_READ_OPT(float, SgOptFloat)
SG_READ_OPT(double, SgOptDouble)
SG_READ_OPT(decimal, SgOptDecimal)
SG_READ_OPT(money, SgOptMoney)
SG_READ_OPT(uuid, SgOptUuid)
SG_READ_OPT(timestamp, SgOptTimestamp)
SG_READ_OPT(date, SgOptDate)
SG_READ_OPT(time, SgOptTime)

#undef SG_READ_OPT
#undef SG_READER

#endif
