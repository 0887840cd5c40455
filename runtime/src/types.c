#include "types.h"

#define INFO(name, oid, array_oid, type, wire_size, is_pointer)                                                        \
    {                                                                                                                  \
        name, oid, array_oid, sizeof(type), _Alignof(type), wire_size, is_pointer                                      \
    }

const TypeInfo type_infos[SG_TYPE_COUNT] = {
    [SG_BOOL] = INFO("boolean", 16, 1000, bool, 1, false),
    [SG_INT16] = INFO("smallint", 21, 1005, int16_t, 2, false),
    [SG_INT32] = INFO("integer", 23, 1007, int32_t, 4, false),
    [SG_INT64] = INFO("bigint", 20, 1016, int64_t, 8, false),
    [SG_OID] = INFO("oid", 26, 1028, uint32_t, 4, false),
    [SG_FLOAT] = INFO("real", 700, 1021, float, 4, false),
    [SG_DOUBLE] = INFO("double precision", 701, 1022, double, 8, false),
    [SG_DECIMAL] = INFO("numeric", OID_NUMERIC, 1231, SgDecimal, 0, false),
    [SG_NUMERIC] = INFO("numeric", OID_NUMERIC, 1231, SgNumeric, 0, false),
    [SG_MONEY] = INFO("money", 790, 791, SgMoney, 8, false),
    [SG_TEXT] = INFO("text", OID_TEXT, OID_TEXT_ARRAY, const char *, 0, true),
    [SG_CHAR] = INFO("bpchar", 1042, 1014, const char *, 0, true),
    [SG_CITEXT] = INFO("citext", 0, 0, const char *, 0, true),
    [SG_XML] = INFO("xml", 142, 143, const char *, 0, true),
    [SG_JSON] = INFO("json", 114, 199, const char *, 0, true),
    [SG_JSONB] = INFO("jsonb", 3802, 3807, const char *, 0, true),
    [SG_BYTES] = INFO("bytea", 17, 1001, SgBytes, 0, true),
    [SG_BIT] = INFO("bit", 1560, 1561, SgBits, 0, true),
    [SG_VARBIT] = INFO("varbit", 1562, 1563, SgBits, 0, true),
    [SG_UUID] = INFO("uuid", 2950, 2951, SgUuid, 16, false),
    [SG_INET] = INFO("inet", 869, 1041, SgInet, 0, false),
    [SG_TIMESTAMP] = INFO("timestamp", 1114, 1115, SgTimestamp, 8, false),
    [SG_TIMESTAMPTZ] = INFO("timestamptz", 1184, 1185, SgTimestamp, 8, false),
    [SG_DATE] = INFO("date", 1082, 1182, SgDate, 4, false),
    [SG_TIME] = INFO("time", 1083, 1183, SgTime, 8, false),
    [SG_TIMETZ] = INFO("timetz", 1266, 1270, SgTimeTz, 12, false),
    [SG_ENUM] = INFO("enum", 0, 0, int, 0, true),
};

/* Text, bytes and bits are NULL by their pointer, which comes first; an enum by 0. */
static bool is_null_pointer(SgType type, const void *member)
{
    int label;
    if (type != SG_ENUM) return member_pointer(member, 0) == NULL;
    memcpy(&label, member, sizeof label);
    return label == 0;
}

const void *column_row_value(const SgColumn *column, const void *row)
{
    const char *member = (const char *)row + column->row;
    if (column_is(column, SG_COLUMN_LIST)) return member_pointer(member, 0) == NULL ? NULL : member;
    const TypeInfo *info = &type_infos[column->type];
    if (info->is_pointer) return is_null_pointer(column->type, member) ? NULL : member;
    if (!column_is(column, SG_COLUMN_NULLABLE)) return member;
    return member_bool(member, 0) ? member + info->align : NULL;
}
