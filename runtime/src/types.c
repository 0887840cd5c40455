#include "types.h"

#define INFO(name, oid, array_oid, type, is_pointer)                                                                   \
    {                                                                                                                  \
        name, oid, array_oid, sizeof(type), _Alignof(type), is_pointer                                                 \
    }

const TypeInfo type_infos[SG_TYPE_COUNT] = {
    [SG_BOOL] = INFO("boolean", 16, 1000, bool, false),
    [SG_INT16] = INFO("smallint", 21, 1005, int16_t, false),
    [SG_INT32] = INFO("integer", 23, 1007, int32_t, false),
    [SG_INT64] = INFO("bigint", 20, 1016, int64_t, false),
    [SG_OID] = INFO("oid", 26, 1028, uint32_t, false),
    [SG_FLOAT] = INFO("real", 700, 1021, float, false),
    [SG_DOUBLE] = INFO("double precision", 701, 1022, double, false),
    [SG_DECIMAL] = INFO("numeric", OID_NUMERIC, 1231, SgDecimal, false),
    [SG_NUMERIC] = INFO("numeric", OID_NUMERIC, 1231, SgNumeric, false),
    [SG_MONEY] = INFO("money", 790, 791, SgMoney, false),
    [SG_TEXT] = INFO("text", OID_TEXT, OID_TEXT_ARRAY, const char *, true),
    [SG_CHAR] = INFO("bpchar", 1042, 1014, const char *, true),
    [SG_CITEXT] = INFO("citext", 0, 0, const char *, true),
    [SG_XML] = INFO("xml", 142, 143, const char *, true),
    [SG_JSON] = INFO("json", 114, 199, const char *, true),
    [SG_JSONB] = INFO("jsonb", 3802, 3807, const char *, true),
    [SG_BYTES] = INFO("bytea", 17, 1001, SgBytes, true),
    [SG_BIT] = INFO("bit", 1560, 1561, SgBits, true),
    [SG_VARBIT] = INFO("varbit", 1562, 1563, SgBits, true),
    [SG_UUID] = INFO("uuid", 2950, 2951, SgUuid, false),
    [SG_INET] = INFO("inet", 869, 1041, SgInet, false),
    [SG_TIMESTAMP] = INFO("timestamp", 1114, 1115, SgTimestamp, false),
    [SG_TIMESTAMPTZ] = INFO("timestamptz", 1184, 1185, SgTimestamp, false),
    [SG_DATE] = INFO("date", 1082, 1182, SgDate, false),
    [SG_TIME] = INFO("time", 1083, 1183, SgTime, false),
    [SG_TIMETZ] = INFO("timetz", 1266, 1270, SgTimeTz, false),
    [SG_ENUM] = INFO("enum", 0, 0, int, true),
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

const void *column_set_value(const SgColumn *column, const void *member)
{
    size_t align = column_is(column, SG_COLUMN_LIST) ? _Alignof(Items) : type_info(column->type)->align;
    return (const char *)member + (align < sizeof(SgSetOp) ? sizeof(SgSetOp) : align);
}
