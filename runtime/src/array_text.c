#include "array_text.h"

#include "error.h"

#include <inttypes.h>
#include <stdio.h>

static void add_quoted(SgText *out, const char *text)
{
    sg_text_add_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') sg_text_add_char(out, '\\');
        sg_text_add_char(out, *text);
    }
    sg_text_add_char(out, '"');
}

static void add_bytes(SgText *out, const void *value)
{
    static const char digits[] = "0123456789abcdef";
    SgBytes bytes;
    memcpy(&bytes, value, sizeof bytes);
    sg_text_add(out, "\"\\\\x");
    for (size_t i = 0; i < bytes.size; i++) {
        sg_text_add_char(out, digits[bytes.data[i] >> 4]);
        sg_text_add_char(out, digits[bytes.data[i] & 0x0F]);
    }
    sg_text_add_char(out, '"');
}

static void add_bits(SgText *out, const void *value)
{
    SgBits bits;
    memcpy(&bits, value, sizeof bits);
    sg_text_add_char(out, '"');
    for (size_t i = 0; i < bits.count; i++) sg_text_add_char(out, bits.data[i / 8] & (0x80 >> i % 8) ? '1' : '0');
    sg_text_add_char(out, '"');
}

/* The point between the digits is the locale's; here it is a point. */
static void add_finite(SgText *out, double value, int digits)
{
    char text[48];
    snprintf(text, sizeof text, "%.*g", digits, value);
    size_t whole = strspn(text, "-0123456789");
    const char *behind = text + whole + strcspn(text + whole, "e0123456789");
    sg_text_add_bytes(out, text, whole);
    if (behind > text + whole) sg_text_add_char(out, '.');
    sg_text_add(out, behind);
}

static void add_double(SgText *out, double value, int digits)
{
    if (value != value) sg_text_add(out, "NaN");
    else if (value > 1.7976931348623157e308) sg_text_add(out, "Infinity");
    else if (value < -1.7976931348623157e308) sg_text_add(out, "-Infinity");
    else add_finite(out, value, digits);
}

static SgStatus add_enum(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    int label;
    memcpy(&label, value, sizeof label);
    if (label < 1 || (size_t)label > column->labels->count)
        return fail(db, SG_INVALID, column->label, "`%s` has an item %d, which is not in the enum", column->label,
                    label);
    add_quoted(out, column->labels->labels[label - 1]);
    return SG_OK;
}

static SgStatus add_text(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    const char *text = member_pointer(value, 0);
    if (text == NULL) return fail(db, SG_INVALID, column->label, "`%s` has a NULL item", column->label);
    add_quoted(out, text);
    return SG_OK;
}

/* A number or time, whose text needs no quotes but may have blanks. */
static void add_formatted(const SgColumn *column, const void *value, SgText *out)
{
    char text[SG_NUMERIC_TEXT];
    text[0] = '\0';
    switch ((int)column->type) {
    case SG_DECIMAL: sg_decimal_format(*(const SgDecimal *)value, text); break;
    case SG_NUMERIC: sg_numeric_format(value, text); break;
    case SG_UUID: sg_uuid_format(*(const SgUuid *)value, text); break;
    case SG_INET: sg_inet_format(*(const SgInet *)value, text); break;
    case SG_TIMESTAMP:
    case SG_TIMESTAMPTZ: sg_timestamp_format(*(const SgTimestamp *)value, text); break;
    case SG_DATE: sg_date_format(*(const SgDate *)value, text); break;
    case SG_TIME: sg_time_format(*(const SgTime *)value, text); break;
    case SG_TIMETZ: sg_timetz_format(*(const SgTimeTz *)value, text); break;
    default: break;
    }
    add_quoted(out, text);
}

static SgStatus add_item(SgSession *db, const SgColumn *column, const void *value, SgText *out)
{
    switch ((int)column->type) {
    case SG_BOOL: sg_text_add_char(out, member_bool(value, 0) ? 't' : 'f'); return SG_OK;
    case SG_INT16: sg_text_printf(out, "%d", *(const int16_t *)value); return SG_OK;
    case SG_INT32: sg_text_printf(out, "%" PRId32, *(const int32_t *)value); return SG_OK;
    case SG_INT64: sg_text_printf(out, "%" PRId64, *(const int64_t *)value); return SG_OK;
    case SG_OID: sg_text_printf(out, "%" PRIu32, *(const uint32_t *)value); return SG_OK;
    case SG_FLOAT: add_double(out, (double)*(const float *)value, 9); return SG_OK;
    case SG_DOUBLE: add_double(out, *(const double *)value, 17); return SG_OK;
    case SG_BYTES: add_bytes(out, value); return SG_OK;
    case SG_BIT:
    case SG_VARBIT: add_bits(out, value); return SG_OK;
    case SG_ENUM: return add_enum(db, column, value, out);
    default: break;
    }
    if (type_is_text(column->type)) return add_text(db, column, value, out);
    add_formatted(column, value, out);
    return SG_OK;
}

bool array_has_text(const SgColumn *column)
{
    return column->type != SG_MONEY;
}

SgStatus array_text(SgSession *db, const SgColumn *column, Items items, SgText *out)
{
    size_t stride = type_info(column->type)->size;
    if (!array_has_text(column))
        return fail(db, SG_INVALID, column->label,
                    "`%s`: the text of money is the server's locale's, and only text goes here", column->label);
    SgStatus rc = check_items(db, column, items.items, items.count);
    if (rc != SG_OK) return rc;
    sg_text_add_char(out, '{');
    for (size_t i = 0; i < items.count; i++) {
        if (i > 0) sg_text_add_char(out, ',');
        rc = add_item(db, column, (const char *)items.items + i * stride, out);
        if (rc != SG_OK) return rc;
    }
    sg_text_add_char(out, '}');
    return out->failed ? fail_memory(db) : SG_OK;
}
