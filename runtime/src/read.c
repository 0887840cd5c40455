#include "read.h"

#include "error.h"
#include "fixed.h"
#include "numeric_wire.h"
#include "read_list.h"
#include "sg/row.h"
#include "wire.h"

#include <stdio.h>

static SgStatus bad_size(SgSession *db, const SgColumn *column, size_t size)
{
    return fail(db, SG_RANGE, column->label, "`%s` has %zu bytes, which is not a value of type %s", column->label, size,
                type_info(column->type)->name);
}

SgStatus read_null(SgSession *db, const SgColumn *column, void *member)
{
    if (column_is(column, SG_COLUMN_LIST)) {
        memset(member, 0, sizeof(Items));
        return SG_OK;
    }
    if (column_is(column, SG_COLUMN_NULLABLE)) return SG_OK; /* the row was zeroed */
    return fail(db, SG_RANGE, column->label, "`%s` is NULL, which the schema says it cannot be", column->label);
}

static SgStatus read_numeric(SgSession *db, const SgColumn *column, const uint8_t *bytes, size_t size, void *out)
{
    SgStatus rc = column->type == SG_DECIMAL ? numeric_wire_read_decimal(bytes, size, out)
                                             : numeric_wire_read_numeric(bytes, size, out);
    if (rc == SG_OK) return SG_OK;
    if (rc == SG_INVALID) return bad_size(db, column, size);
    return fail(db, SG_RANGE, column->label, "`%s` is NaN, infinite, or has more than %d digits", column->label,
                column->type == SG_DECIMAL ? SG_DECIMAL_DIGITS : SG_NUMERIC_DIGITS);
}

static SgStatus read_text(SgSession *db, const SgColumn *column, const uint8_t *bytes, size_t size, bool copy,
                          void *out)
{
    if (column->type == SG_JSONB) {
        if (size < 1 || bytes[0] != 1) return bad_size(db, column, size);
        bytes++;
        size--;
    }
    const char *text = (const char *)bytes;
    if (copy) text = session_text(db, bytes, size);
    if (text == NULL) return fail_memory(db);
    memcpy(out, &text, sizeof text);
    return SG_OK;
}

static SgStatus read_bytes(SgSession *db, const uint8_t *bytes, size_t size, bool copy, void *out)
{
    SgBytes value = {bytes, size};
    if (copy) value.data = (const uint8_t *)session_text(db, bytes, size);
    if (value.data == NULL) return fail_memory(db);
    memcpy(out, &value, sizeof value);
    return SG_OK;
}

static SgStatus read_bits(SgSession *db, const SgColumn *column, const uint8_t *bytes, size_t size, bool copy,
                          void *out)
{
    if (size < 4) return bad_size(db, column, size);
    uint32_t count = wire_get32(bytes);
    if (count > INT32_MAX || size - 4 != ((size_t)count + 7) / 8) return bad_size(db, column, size);
    SgBits value = {bytes + 4, count};
    if (copy) value.data = (const uint8_t *)session_text(db, bytes + 4, size - 4);
    if (value.data == NULL) return fail_memory(db);
    memcpy(out, &value, sizeof value);
    return SG_OK;
}

static SgStatus read_inet(SgSession *db, const SgColumn *column, const uint8_t *bytes, size_t size, void *out)
{
    if (size != 8 && size != 20) return bad_size(db, column, size);
    SgInet value = {.family = size == 8 ? 4 : 6, .prefix = bytes[1]};
    if (bytes[0] != (size == 8 ? 2 : 3) || bytes[3] != size - 4 || value.prefix > (size - 4) * 8)
        return bad_size(db, column, size);
    memcpy(value.bytes, bytes + 4, size - 4);
    memcpy(out, &value, sizeof value);
    return SG_OK;
}

/* Elements of arrays have no NUL behind them. */
static SgStatus read_enum(const SgColumn *column, const uint8_t *bytes, size_t size, void *out)
{
    char label[256] = ""; /* the server's are shorter than a name, 64 bytes */
    int value = -1;
    if (size < sizeof label) {
        memcpy(label, bytes, size);
        value = sg_label_value(column->labels, label);
    }
    memcpy(out, &value, sizeof value);
    return SG_OK;
}

SgStatus read_plain(SgSession *db, const SgColumn *column, const uint8_t *bytes, size_t size, bool copy, void *out)
{
    size_t fixed = type_info(column->type)->wire_size;
    if (fixed != 0) {
        if (size != fixed) return bad_size(db, column, size);
        fixed_get(bytes, size, out);
        return SG_OK;
    }
    switch ((int)column->type) {
    case SG_DECIMAL:
    case SG_NUMERIC: return read_numeric(db, column, bytes, size, out);
    case SG_TEXT:
    case SG_CHAR:
    case SG_CITEXT:
    case SG_XML:
    case SG_JSON:
    case SG_JSONB: return read_text(db, column, bytes, size, copy, out);
    case SG_BYTES: return read_bytes(db, bytes, size, copy, out);
    case SG_BIT:
    case SG_VARBIT: return read_bits(db, column, bytes, size, copy, out);
    case SG_INET: return read_inet(db, column, bytes, size, out);
    case SG_ENUM: return read_enum(column, bytes, size, out);
    default: return bad_size(db, column, size);
    }
}

SgStatus read_value(SgSession *db, const SgColumn *column, const uint8_t *bytes, size_t size, bool copy, void *member)
{
    if (bytes == NULL) return read_null(db, column, member);
    if (column_is(column, SG_COLUMN_LIST)) return read_list(db, column, bytes, size, member);
    const TypeInfo *info = type_info(column->type);
    if (column_is(column, SG_COLUMN_NULLABLE) && !info->is_pointer) {
        *(bool *)member = true;
        member = (char *)member + info->align;
    }
    return read_plain(db, column, bytes, size, copy, member);
}

/* Types that the server may send for a column of ours; text comes under several names. */
static bool is_expected(const SgColumn *column, Oid type)
{
    enum { OID_BPCHAR = 1042, OID_VARCHAR = 1043, OID_NAME = 19 };
    const TypeInfo *info = type_info(column->type);
    if (info->oid == 0) return true; /* enums and citext: the label says */
    if (column_is(column, SG_COLUMN_LIST)) {
        if (column->type == SG_TEXT) return type == OID_TEXT_ARRAY || type == 1015 || type == 1014;
        return type == info->array_oid;
    }
    if (column->type == SG_TEXT || column->type == SG_CHAR)
        return type == OID_TEXT || type == OID_VARCHAR || type == OID_BPCHAR || type == OID_NAME;
    return type == info->oid;
}

/* The database is not as the schema was when this program's C was generated. */
static SgStatus fail_type(SgSession *db, const SgColumn *column, Oid type)
{
    char number[24];
    const TypeInfo *info = type_infos;
    const TypeInfo *end = type_infos + SG_TYPE_COUNT;
    snprintf(number, sizeof number, "of type %u", type);
    while (info < end && (info->oid == 0 || (type != info->oid && type != info->array_oid))) info++;
    bool is_list = info < end && type == info->array_oid;
    return fail(db, SG_RANGE, column->label, "`%s` is %s%s in the database, %s%s in this program", column->label,
                info == end ? number : info->name, is_list ? "[]" : "", type_info(column->type)->name,
                column_is(column, SG_COLUMN_LIST) ? "[]" : "");
}

SgStatus read_check(SgSession *db, const Shape *shape, int extra, const PGresult *result)
{
    if ((size_t)PQnfields(result) != shape->count + (size_t)extra)
        return fail(db, SG_RANGE, NULL, "the statement returns %d columns, the program expects %zu", PQnfields(result),
                    shape->count);
    for (size_t i = 0; i < shape->count; i++) {
        const SgColumn *column = &shape->columns[shape->order == NULL ? i : shape->order[i]];
        Oid type = PQftype(result, (int)i);
        if (!is_expected(column, type)) return fail_type(db, column, type);
    }
    return SG_OK;
}

const char *sg_enum_name(const SgEnum *labels, int value)
{
    return value >= 1 && (size_t)value <= labels->count ? labels->labels[value - 1] : "?";
}
