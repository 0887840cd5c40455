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

/* A row asks libpq for each of its fields: without the linker's stubs between, reading takes a twentieth less. */
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

/* Where a reader reads: row `row` of `result`, its fields counted from `first`.  With `copy`, text goes to the memory
 * of the session, else it stays in the result. */
struct SgReading {
    const PGresult *result;
    int row, first;
    const SgColumn *columns; /* one per field */
    bool copy;
    SgSession *db;
};

/* ---- Of any type ---- */

bool sg_read_column(const SgReading *in, int field, void *member);

/* `out` is an int-sized enum: -1 for a label that is not in `labels`.  The second is 0 for NULL. */
bool sg_read_enum(const SgReading *in, int field, const SgEnum *labels, void *out);
bool sg_read_opt_enum(const SgReading *in, int field, const SgEnum *labels, void *out);

/* ---- Of a fixed size ---- */

SG_READER bool sg_read_null(const SgReading *in, int field)
{
    return PQgetisnull(in->result, in->row, in->first + field) != 0;
}

/* The bytes of the field, or NULL when they are not `size`. */
SG_READER const uint8_t *sg_read_fixed(const SgReading *in, int field, int size)
{
    if (PQgetlength(in->result, in->row, in->first + field) != size) return NULL;
    return (const uint8_t *)PQgetvalue(in->result, in->row, in->first + field);
}

SG_READER uint32_t sg_read_big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

SG_READER bool sg_read_4(const SgReading *in, int field, void *out)
{
    const uint8_t *bytes = sg_read_fixed(in, field, 4);
    if (bytes == NULL) return false;
    uint32_t value = sg_read_big_endian(bytes);
    memcpy(out, &value, sizeof value);
    return true;
}

SG_READER bool sg_read_8(const SgReading *in, int field, void *out)
{
    const uint8_t *bytes = sg_read_fixed(in, field, 8);
    if (bytes == NULL) return false;
    uint64_t value = (uint64_t)sg_read_big_endian(bytes) << 32 | sg_read_big_endian(bytes + 4);
    memcpy(out, &value, sizeof value);
    return true;
}

SG_READER bool sg_read_bool(const SgReading *in, int field, bool *out)
{
    const uint8_t *bytes = sg_read_fixed(in, field, 1);
    if (bytes == NULL) return false;
    *out = *bytes != 0;
    return true;
}

SG_READER bool sg_read_int16(const SgReading *in, int field, int16_t *out)
{
    const uint8_t *bytes = sg_read_fixed(in, field, 2);
    if (bytes == NULL) return false;
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
    const uint8_t *bytes = sg_read_fixed(in, field, sizeof out->bytes);
    if (bytes == NULL) return false;
    memcpy(out->bytes, bytes, sizeof out->bytes);
    return true;
}

/* Of the server's bytes for a numeric. */
bool sg_read_digits(const uint8_t *bytes, size_t size, SgDecimal *out);

SG_READER bool sg_read_decimal(const SgReading *in, int field, SgDecimal *out)
{
    int size = PQgetlength(in->result, in->row, in->first + field);
    const char *bytes = PQgetvalue(in->result, in->row, in->first + field);
    return sg_read_digits((const uint8_t *)bytes, (size_t)size, out);
}

/* ---- Text ---- */

/* Text of libpq, from its byte `skip` on, in the session's memory; NULL: there is no memory. */
const char *sg_read_copy(const SgReading *in, int field, int skip);

/* libpq puts a NUL behind every value, so that only an empty text, which may be NULL, needs another question. */
SG_READER bool sg_read_opt_text(const SgReading *in, int field, const char **out)
{
    const char *text = PQgetvalue(in->result, in->row, in->first + field);
    *out = NULL;
    if (*text == '\0' && sg_read_null(in, field)) return true;
    *out = in->copy ? sg_read_copy(in, field, 0) : text;
    return *out != NULL;
}

SG_READER bool sg_read_text(const SgReading *in, int field, const char **out)
{
    return sg_read_opt_text(in, field, out) && *out != NULL;
}

/* The same behind a version, a byte of 1. */
SG_READER bool sg_read_opt_jsonb(const SgReading *in, int field, const char **out)
{
    const char *text = PQgetvalue(in->result, in->row, in->first + field);
    *out = NULL;
    if (*text != 1) return sg_read_null(in, field);
    *out = in->copy ? sg_read_copy(in, field, 1) : text + 1;
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
