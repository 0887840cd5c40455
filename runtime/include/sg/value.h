/*
 * value.h - the C type of every SQL type.
 *
 * Each is a struct of its own where a plain number would let an id pass for an amount.  All of them are plain
 * data: copy them by assignment.  Text, bytes and bits are pointers into memory that somebody else owns: for a
 * row that was read it is the session's, see sg.h.
 *
 *   SQL                                     C                      NULL in a row is
 *   boolean                                 bool                   {has = false}
 *   smallint, integer, bigint               int16_t … int64_t      {has = false}
 *   oid                                     uint32_t               {has = false}
 *   real, double precision                  float, double          {has = false}
 *   numeric(p,s), p ≤ 28                    SgDecimal              {has = false}
 *   numeric, numeric(p,s), p > 28           SgNumeric              {has = false}
 *   money                                   SgMoney                {has = false}
 *   char(n), varchar, text, citext          const char *           NULL
 *   xml, json, jsonb                        const char *           NULL
 *   bytea                                   SgBytes                .data is NULL
 *   bit(n), varbit                          SgBits                 .data is NULL
 *   uuid                                    SgUuid                 {has = false}
 *   inet                                    SgInet                 {has = false}
 *   timestamp, timestamptz                  SgTimestamp            {has = false}
 *   date, time, timetz                      SgDate, SgTime, SgTimeTz   {has = false}
 *   an enum type                            the generated enum     0
 *   an array                                {items, count}         {NULL, 0}; of an empty array items is not NULL
 *
 * A value that its C type cannot hold (a NaN, more digits, a NULL inside an array, a second dimension) makes the
 * call fail with SG_RANGE; nothing is rounded or cut.
 */
#ifndef SG_VALUE_H
#define SG_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sixteen bytes in network order; see identity.h for text. */
typedef struct SgUuid {
    uint8_t bytes[16];
} SgUuid;

/* An exact decimal number of at most 28 digits: ± coefficient / 10^scale.  Zero-initialised it is 0.  1.10 and
 * 1.1 are different structs and equal numbers: compare with sg_decimal_compare(), not with memcmp().  The limbs
 * are base 2^32, least significant first.  Arithmetic, parsing and printing are in decimal.h. */
typedef struct SgDecimal {
    uint32_t limb[3];
    uint8_t scale; /* digits behind the point, 0 … 28 */
    bool negative; /* never set on 0 */
} SgDecimal;

enum { SG_DECIMAL_DIGITS = 28, SG_NUMERIC_DIGITS = 72 };

/* As SgDecimal, with at most 72 digits; the limbs are base 10^9, least significant first. */
typedef struct SgNumeric {
    uint32_t limb[8];
    uint8_t scale; /* 0 … 72 */
    bool negative;
} SgNumeric;

/* An amount in the smallest unit of the server's lc_monetary (cents for most). */
typedef struct SgMoney {
    int64_t units;
} SgMoney;

/* `size` bytes that may contain any value. */
typedef struct SgBytes {
    const uint8_t *data;
    size_t size;
} SgBytes;

/* `count` bits; bit i is data[i / 8] & (0x80 >> i % 8).  Spare bits of the last byte are 0. */
typedef struct SgBits {
    const uint8_t *data;
    size_t count;
} SgBits;

/* An IPv4 or IPv6 address or network.  family 0 is no address. */
typedef struct SgInet {
    uint8_t family;    /* 4 or 6 */
    uint8_t prefix;    /* significant bits, 32 or 128 for a host */
    uint8_t bytes[16]; /* network order; the first 4 for IPv4, the others are 0 */
} SgInet;

/* Microseconds since 2000-01-01 00:00 UTC, PostgreSQL's own epoch, and so its full range (4713 BC to 294276 AD).
 * For `timestamp` without time zone the same, read as if it were UTC.  temporal.h converts to Unix time and ISO 8601.
 */
typedef struct SgTimestamp {
    int64_t us;
} SgTimestamp;

/* Days since 2000-01-01. */
typedef struct SgDate {
    int32_t days;
} SgDate;

/* Microseconds since midnight, 0 … 86,400,000,000 (24:00:00 is a value of its own in PostgreSQL). */
typedef struct SgTime {
    int64_t us;
} SgTime;

/* A time of day with the offset it was given in: seconds east of UTC, so that +02:00 is 7200. */
typedef struct SgTimeTz {
    int64_t us;
    int32_t offset;
} SgTimeTz;

/* The values `infinity` and `-infinity` of timestamps and dates. */
#define SG_TIMESTAMP_INFINITY INT64_MAX
#define SG_TIMESTAMP_MINUS_INFINITY INT64_MIN
#define SG_DATE_INFINITY INT32_MAX
#define SG_DATE_MINUS_INFINITY INT32_MIN

/* Nullable values of a row: `has` is false for SQL NULL, and so is everything in a zero-initialised one. */
/* clang-format off */
typedef struct SgOptBool { bool has; bool value; } SgOptBool;
typedef struct SgOptInt16 { bool has; int16_t value; } SgOptInt16;
typedef struct SgOptInt32 { bool has; int32_t value; } SgOptInt32;
typedef struct SgOptInt64 { bool has; int64_t value; } SgOptInt64;
typedef struct SgOptOid { bool has; uint32_t value; } SgOptOid;
typedef struct SgOptFloat { bool has; float value; } SgOptFloat;
typedef struct SgOptDouble { bool has; double value; } SgOptDouble;
typedef struct SgOptDecimal { bool has; SgDecimal value; } SgOptDecimal;
typedef struct SgOptNumeric { bool has; SgNumeric value; } SgOptNumeric;
typedef struct SgOptMoney { bool has; SgMoney value; } SgOptMoney;
typedef struct SgOptUuid { bool has; SgUuid value; } SgOptUuid;
typedef struct SgOptInet { bool has; SgInet value; } SgOptInet;
typedef struct SgOptTimestamp { bool has; SgTimestamp value; } SgOptTimestamp;
typedef struct SgOptDate { bool has; SgDate value; } SgOptDate;
typedef struct SgOptTime { bool has; SgTime value; } SgOptTime;
typedef struct SgOptTimeTz { bool has; SgTimeTz value; } SgOptTimeTz;
/* clang-format on */

/* Arrays.  A row's belong to the session; those of a filter or a write are the caller's. */
/* clang-format off */
typedef struct SgBoolList { const bool *items; size_t count; } SgBoolList;
typedef struct SgInt16List { const int16_t *items; size_t count; } SgInt16List;
typedef struct SgInt32List { const int32_t *items; size_t count; } SgInt32List;
typedef struct SgInt64List { const int64_t *items; size_t count; } SgInt64List;
typedef struct SgOidList { const uint32_t *items; size_t count; } SgOidList;
typedef struct SgFloatList { const float *items; size_t count; } SgFloatList;
typedef struct SgDoubleList { const double *items; size_t count; } SgDoubleList;
typedef struct SgDecimalList { const SgDecimal *items; size_t count; } SgDecimalList;
typedef struct SgNumericList { const SgNumeric *items; size_t count; } SgNumericList;
typedef struct SgMoneyList { const SgMoney *items; size_t count; } SgMoneyList;
typedef struct SgUuidList { const SgUuid *items; size_t count; } SgUuidList;
typedef struct SgInetList { const SgInet *items; size_t count; } SgInetList;
typedef struct SgTimestampList { const SgTimestamp *items; size_t count; } SgTimestampList;
typedef struct SgDateList { const SgDate *items; size_t count; } SgDateList;
typedef struct SgTimeList { const SgTime *items; size_t count; } SgTimeList;
typedef struct SgTimeTzList { const SgTimeTz *items; size_t count; } SgTimeTzList;
typedef struct SgTextList { const char *const *items; size_t count; } SgTextList;
typedef struct SgBytesList { const SgBytes *items; size_t count; } SgBytesList;
typedef struct SgBitsList { const SgBits *items; size_t count; } SgBitsList;
/* clang-format on */

/* A list as initialiser: .in = SG_LIST(int32_t, 1, 2, 3), or of text: SG_LIST(const char *, "a", "b").  It lives until
 * the end of the enclosing block (C only: C++ has no compound literals). */
#define SG_LIST(type, ...)                                                                                             \
    {                                                                                                                  \
        (type const[]){__VA_ARGS__}, sizeof((type const[]){__VA_ARGS__}) / sizeof(type)                                \
    }

#endif
