#include "values.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define VALUE(type, ...) (&(const type){__VA_ARGS__})
#define TEXT(text) (&(const char *const){text})

const Case CASES[] = {
    {"boolean", "true", VALUE(bool, true)},
    {"boolean", "false", VALUE(bool, false)},
    {"smallint", "-32768", VALUE(int16_t, INT16_MIN)},
    {"smallint", "32767", VALUE(int16_t, INT16_MAX)},
    {"integer", "-2147483648", VALUE(int32_t, INT32_MIN)},
    {"integer", "2147483647", VALUE(int32_t, INT32_MAX)},
    {"integer", "0", VALUE(int32_t, 0)},
    {"bigint", "-9223372036854775808", VALUE(int64_t, INT64_MIN)},
    {"bigint", "9223372036854775807", VALUE(int64_t, INT64_MAX)},
    {"oid", "4294967295", VALUE(uint32_t, UINT32_MAX)},
    {"oid", "0", VALUE(uint32_t, 0)},
    {"real", "-1.5", VALUE(float, -1.5f)},
    {"real", "3.4028235e38", VALUE(float, 3.4028235e38f)},
    {"double", "0.1", VALUE(double, 0.1)},
    {"double", "-1.7976931348623157e308", VALUE(double, -1.7976931348623157e308)},
    {"double", "5e-324", VALUE(double, 4.9406564584124654e-324)},
    {"decimal", "-99999999999999999999.99999999", VALUE(SgDecimal, {0x0fffffff, 0x3e250261, 0x204fce5e}, 8, true)},
    {"decimal", "0", VALUE(SgDecimal, {0, 0, 0}, 0, false)},
    {"decimal", "0.00000001", VALUE(SgDecimal, {1, 0, 0}, 8, false)},
    {"numeric", "1", VALUE(SgNumeric, {1}, 0, false)},
    {"numeric", "-99999999999999999999999999999999999.999999999999999999999999999999",
     VALUE(SgNumeric, {999999999, 999999999, 999999999, 999999999, 999999999, 999999999, 999999999, 99}, 30, true)},
    {"money", "'-92233720368547758.08'", VALUE(SgMoney, INT64_MIN)},
    {"money", "'92233720368547758.07'", VALUE(SgMoney, INT64_MAX)},
    {"text", "''", TEXT("")},
    {"text", "'gr\u00f6\u00dfe \u65e5\u672c \"x\" \\ ''y'' {a,b} NULL'",
     TEXT("gr\u00f6\u00dfe \u65e5\u672c \"x\" \\ 'y' {a,b} NULL")},
    {"varchar", "'0123456789'", TEXT("0123456789")},
    {"char", "'ab  '", TEXT("ab  ")},
    {"citext", "'MiXed'", TEXT("MiXed")},
    {"xml", "'<a b=\"c\">d</a>'", TEXT("<a b=\"c\">d</a>")},
    {"json", "'{ \"a\" : [1,  2] }'", TEXT("{ \"a\" : [1,  2] }")},
    {"jsonb", "'{\"a\": [1, 2.50, null, \"\u00f6\"]}'", TEXT("{\"a\": [1, 2.50, null, \"\u00f6\"]}")},
    {"jsonb", "'null'", TEXT("null")},
    {"bytea", "'\\x00ff10'", VALUE(SgBytes, (const uint8_t *)"\x00\xff\x10", 3)},
    {"bytea", "''", VALUE(SgBytes, (const uint8_t *)"", 0)},
    {"bit", "B'101010101'", VALUE(SgBits, (const uint8_t *)"\xaa\x80", 9)},
    {"varbit", "B'1'", VALUE(SgBits, (const uint8_t *)"\x80", 1)},
    {"varbit", "B''", VALUE(SgBits, (const uint8_t *)"", 0)},
    {"uuid", "'00112233-4455-6677-8899-aabbccddeeff'",
     VALUE(SgUuid, {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff})},
    {"inet", "'10.1.2.3'", VALUE(SgInet, 4, 32, {10, 1, 2, 3})},
    {"inet", "'10.1.0.0/16'", VALUE(SgInet, 4, 16, {10, 1})},
    {"inet", "'2001:db8::1'", VALUE(SgInet, 6, 128, {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})},
    {"timestamp", "'2000-01-01 00:00:00.000001'", VALUE(SgTimestamp, 1)},
    {"timestamp", "'infinity'", VALUE(SgTimestamp, SG_TIMESTAMP_INFINITY)},
    {"timestamp", "'4713-01-01 00:00:00 BC'", VALUE(SgTimestamp, INT64_C(-211810204800000000))},
    {"timestamptz", "'-infinity'", VALUE(SgTimestamp, SG_TIMESTAMP_MINUS_INFINITY)},
    {"timestamptz", "'294276-12-31 23:59:59.999999+00'", VALUE(SgTimestamp, INT64_C(9223371331199999999))},
    {"timestamptz", "'1999-12-31 23:59:59.999999+00'", VALUE(SgTimestamp, -1)},
    {"date", "'4713-01-01 BC'", VALUE(SgDate, -2451507)},
    {"date", "'5874897-12-31'", VALUE(SgDate, 2145031948)},
    {"date", "'infinity'", VALUE(SgDate, SG_DATE_INFINITY)},
    {"time", "'00:00'", VALUE(SgTime, 0)},
    {"time", "'24:00:00'", VALUE(SgTime, INT64_C(86400000000))},
    {"timetz", "'12:00:00.000001+02'", VALUE(SgTimeTz, INT64_C(43200000001), 7200)},
    {"timetz", "'00:00-15:59'", VALUE(SgTimeTz, 0, -57540)},
    {"mood", "'happy :)'", VALUE(Mood, MOOD_HAPPY)},
    {"mood", "'it''s \"sad\" \\ '", VALUE(Mood, MOOD_SAD)},
    {"mood", "'plain'", VALUE(Mood, MOOD_PLAIN)},
};

const size_t CASE_COUNT = sizeof CASES / sizeof *CASES;

/* ---- What the tables say of a type ---- */

#define LAYOUT(type, has_optional) ((Layout){sizeof(type), _Alignof(type), has_optional})

Layout layout_of(SgType type)
{
    switch (type) {
    case SG_BOOL: return LAYOUT(bool, true);
    case SG_INT16: return LAYOUT(int16_t, true);
    case SG_INT32: return LAYOUT(int32_t, true);
    case SG_OID: return LAYOUT(uint32_t, true);
    case SG_INT64: return LAYOUT(int64_t, true);
    case SG_FLOAT: return LAYOUT(float, true);
    case SG_DOUBLE: return LAYOUT(double, true);
    case SG_DECIMAL: return LAYOUT(SgDecimal, true);
    case SG_NUMERIC: return LAYOUT(SgNumeric, true);
    case SG_MONEY: return LAYOUT(SgMoney, true);
    case SG_TEXT:
    case SG_CHAR:
    case SG_CITEXT:
    case SG_XML:
    case SG_JSON:
    case SG_JSONB: return LAYOUT(const char *, false);
    case SG_BYTES: return LAYOUT(SgBytes, false);
    case SG_BIT:
    case SG_VARBIT: return LAYOUT(SgBits, false);
    case SG_UUID: return LAYOUT(SgUuid, true);
    case SG_INET: return LAYOUT(SgInet, true);
    case SG_TIMESTAMP:
    case SG_TIMESTAMPTZ: return LAYOUT(SgTimestamp, true);
    case SG_DATE: return LAYOUT(SgDate, true);
    case SG_TIME: return LAYOUT(SgTime, true);
    case SG_TIMETZ: return LAYOUT(SgTimeTz, true);
    case SG_ENUM: return LAYOUT(Mood, false);
    case SG_TYPE_COUNT: break;
    }
    fail_msg("no type %d", (int)type);
    return (Layout){0};
}

bool is_text(SgType type)
{
    return layout_of(type).size == sizeof(const char *) && !layout_of(type).has_optional;
}

bool same(SgType type, const void *a, const void *b)
{
    const SgBytes *bytes = a, *other_bytes = b;
    const SgBits *bits = a, *other_bits = b;
    const SgTimeTz *time = a, *other_time = b;
    switch ((int)type) {
    case SG_DECIMAL: return sg_decimal_compare(*(const SgDecimal *)a, *(const SgDecimal *)b) == 0;
    case SG_NUMERIC: return sg_numeric_compare(a, b) == 0;
    case SG_BYTES: return bytes->size == other_bytes->size && memcmp(bytes->data, other_bytes->data, bytes->size) == 0;
    case SG_BIT:
    case SG_VARBIT:
        return bits->count == other_bits->count && memcmp(bits->data, other_bits->data, (bits->count + 7) / 8) == 0;
    case SG_TIMETZ: return time->us == other_time->us && time->offset == other_time->offset;
    default: break;
    }
    if (is_text(type)) return strcmp(*(const char *const *)a, *(const char *const *)b) == 0;
    return memcmp(a, b, layout_of(type).size) == 0;
}

const SgColumn *find_column(const SgModel *model, const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 0; i < model->column_count; i++) {
        const char *label = model->columns[i].label; /* with an underscore where it is a word of C */
        if (strncmp(label, name, size) == 0 && strcmp(label + size, label[size] == '_' ? "_" : "") == 0)
            return &model->columns[i];
    }
    fail_msg("no column %s", name);
    return NULL;
}

void set_member(void *base, uint32_t offset, SgSetOp op, const void *value, size_t size, size_t alignment)
{
    char *member = (char *)base + offset;
    size_t at = (sizeof(SgSetOp) + alignment - 1) / alignment * alignment;
    memcpy(member, &op, sizeof op);
    if (value != NULL) memcpy(member + at, value, size);
}

const void *nullable_value(const void *row, const SgColumn *column)
{
    const char *member = (const char *)row + column->row;
    Layout layout = layout_of(column->type);
    if (layout.has_optional) return *(const bool *)member ? member + layout.alignment : NULL;
    if (column->type == SG_ENUM) return *(const Mood *)member != 0 ? member : NULL;
    return *(const void *const *)member != NULL ? member : NULL; /* text, or the .data of bytes and bits */
}

void ask_equal(void *where, const SgColumn *column, const void *value)
{
    size_t eq = column->type == SG_JSON || column->type == SG_JSONB ? offsetof(SgJsonFilter, eq) : 0;
    const void *operand = is_text(column->type) ? *(const void *const *)value : value;
    memcpy((char *)where + column->filter + eq, &operand, sizeof operand);
}

const char *sql_type(const char *column)
{
    static const char *const others[][2] = {
        {"char", "char(4)"}, {"decimal", "numeric(28,8)"},   {"numeric", "numeric(65,30)"},
        {"bit", "bit(9)"},   {"double", "double precision"}, {"mood", "\"Mood\""},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i][0], column) == 0) return others[i][1];
    return column;
}
