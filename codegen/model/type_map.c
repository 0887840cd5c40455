#include "type_map.h"

#include <string.h>

static const char *const scalar_names[SCALAR_COUNT] = {
    [SCALAR_STRING] = "String",     [SCALAR_BOOLEAN] = "Boolean", [SCALAR_INT] = "Int",
    [SCALAR_BIGINT] = "BigInt",     [SCALAR_FLOAT] = "Float",     [SCALAR_DECIMAL] = "Decimal",
    [SCALAR_DATETIME] = "DateTime", [SCALAR_JSON] = "Json",       [SCALAR_BYTES] = "Bytes",
};

static const NativeTypeInfo native_types[NATIVE_COUNT] = {
    [NATIVE_SMALLINT] = {"SmallInt", SCALAR_INT, 0, "SMALLINT", "int2"},
    [NATIVE_INTEGER] = {"Integer", SCALAR_INT, 0, "INTEGER", "int4"},
    [NATIVE_BIGINT] = {"BigInt", SCALAR_BIGINT, 0, "BIGINT", "int8"},
    [NATIVE_DECIMAL] = {"Decimal", SCALAR_DECIMAL, 2, "DECIMAL", "numeric"},
    [NATIVE_MONEY] = {"Money", SCALAR_DECIMAL, 0, "MONEY", "money"},
    [NATIVE_INET] = {"Inet", SCALAR_STRING, 0, "INET", "inet"},
    [NATIVE_OID] = {"Oid", SCALAR_INT, 0, "OID", "oid"},
    [NATIVE_CITEXT] = {"Citext", SCALAR_STRING, 0, "CITEXT", "citext"},
    [NATIVE_REAL] = {"Real", SCALAR_FLOAT, 0, "REAL", "float4"},
    [NATIVE_DOUBLE_PRECISION] = {"DoublePrecision", SCALAR_FLOAT, 0, "DOUBLE PRECISION", "float8"},
    [NATIVE_VARCHAR] = {"VarChar", SCALAR_STRING, 1, "VARCHAR", "varchar"},
    [NATIVE_CHAR] = {"Char", SCALAR_STRING, 1, "CHAR", "bpchar"},
    [NATIVE_TEXT] = {"Text", SCALAR_STRING, 0, "TEXT", "text"},
    [NATIVE_BYTEA] = {"ByteA", SCALAR_BYTES, 0, "BYTEA", "bytea"},
    [NATIVE_TIMESTAMP] = {"Timestamp", SCALAR_DATETIME, 1, "TIMESTAMP", "timestamp"},
    [NATIVE_TIMESTAMPTZ] = {"Timestamptz", SCALAR_DATETIME, 1, "TIMESTAMPTZ", "timestamptz"},
    [NATIVE_DATE] = {"Date", SCALAR_DATETIME, 0, "DATE", "date"},
    [NATIVE_TIME] = {"Time", SCALAR_DATETIME, 1, "TIME", "time"},
    [NATIVE_TIMETZ] = {"Timetz", SCALAR_DATETIME, 1, "TIMETZ", "timetz"},
    [NATIVE_BOOLEAN] = {"Boolean", SCALAR_BOOLEAN, 0, "BOOLEAN", "bool"},
    [NATIVE_BIT] = {"Bit", SCALAR_STRING, 1, "BIT", "bit"},
    [NATIVE_VARBIT] = {"VarBit", SCALAR_STRING, 1, "VARBIT", "varbit"},
    [NATIVE_UUID] = {"Uuid", SCALAR_STRING, 0, "UUID", "uuid"},
    [NATIVE_XML] = {"Xml", SCALAR_STRING, 0, "XML", "xml"},
    [NATIVE_JSON] = {"Json", SCALAR_JSON, 0, "JSON", "json"},
    [NATIVE_JSONB] = {"JsonB", SCALAR_JSON, 0, "JSONB", "jsonb"},
};

const NativeTypeInfo *native_type_info(NativeType type)
{
    return &native_types[type];
}

const char *scalar_type_name(ScalarType type)
{
    return scalar_names[type];
}

bool native_type_find(const char *name, NativeType *out)
{
    for (int i = 0; i < NATIVE_COUNT; i++) {
        if (native_types[i].name[0] != name[0] || strcmp(native_types[i].name, name) != 0) continue;
        *out = (NativeType)i;
        return true;
    }
    return false;
}

bool native_type_find_catalog(const char *catalog_name, NativeType *out)
{
    for (int i = 0; i < NATIVE_COUNT; i++) {
        if (strcmp(native_types[i].catalog, catalog_name) != 0) continue;
        *out = (NativeType)i;
        return true;
    }
    return false;
}

bool scalar_type_find(const char *name, ScalarType *out)
{
    for (int i = 0; i < SCALAR_COUNT; i++) {
        if (scalar_names[i][0] != name[0] || strcmp(scalar_names[i], name) != 0) continue;
        *out = (ScalarType)i;
        return true;
    }
    return false;
}

NativeType native_type_default(ScalarType type, int args[2], int *arg_count)
{
    *arg_count = 0;
    switch (type) {
    case SCALAR_STRING: return NATIVE_TEXT;
    case SCALAR_BOOLEAN: return NATIVE_BOOLEAN;
    case SCALAR_INT: return NATIVE_INTEGER;
    case SCALAR_BIGINT: return NATIVE_BIGINT;
    case SCALAR_FLOAT: return NATIVE_DOUBLE_PRECISION;
    case SCALAR_JSON: return NATIVE_JSONB;
    case SCALAR_BYTES: return NATIVE_BYTEA;
    case SCALAR_DECIMAL:
        args[0] = 65;
        args[1] = 30;
        *arg_count = 2;
        return NATIVE_DECIMAL;
    case SCALAR_DATETIME:
        args[0] = 3;
        *arg_count = 1;
        return NATIVE_TIMESTAMP;
    case SCALAR_COUNT: break;
    }
    return NATIVE_TEXT;
}
