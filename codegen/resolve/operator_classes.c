#include "operator_classes.h"

#include <stddef.h>
#include <string.h>

enum { GIST = 1 << INDEX_GIST, GIN = 1 << INDEX_GIN, SPGIST = 1 << INDEX_SPGIST, BRIN = 1 << INDEX_BRIN };

static const OperatorClass classes[] = {
    {"InetOps", "inet_ops", GIST | SPGIST, NATIVE_BIT_OF(NATIVE_INET), SCALAR_COUNT},
    {"JsonbOps", "jsonb_ops", GIN, NATIVE_BIT_OF(NATIVE_JSONB), SCALAR_JSON},
    {"JsonbPathOps", "jsonb_path_ops", GIN, NATIVE_BIT_OF(NATIVE_JSONB), SCALAR_JSON},
    {"ArrayOps", "array_ops", GIN, 0, SCALAR_COUNT},
    {"TextOps", "text_ops", SPGIST,
     NATIVE_BIT_OF(NATIVE_TEXT) | NATIVE_BIT_OF(NATIVE_VARCHAR) | NATIVE_BIT_OF(NATIVE_CHAR), SCALAR_STRING},
    {"BitMinMaxOps", "bit_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_BIT), SCALAR_COUNT},
    {"VarBitMinMaxOps", "varbit_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_VARBIT), SCALAR_COUNT},
    {"BpcharBloomOps", "bpchar_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_CHAR), SCALAR_COUNT},
    {"BpcharMinMaxOps", "bpchar_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_CHAR), SCALAR_COUNT},
    {"ByteaBloomOps", "bytea_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_BYTEA), SCALAR_BYTES},
    {"ByteaMinMaxOps", "bytea_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_BYTEA), SCALAR_BYTES},
    {"DateBloomOps", "date_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_DATE), SCALAR_COUNT},
    {"DateMinMaxOps", "date_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_DATE), SCALAR_COUNT},
    {"DateMinMaxMultiOps", "date_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_DATE), SCALAR_COUNT},
    {"Float4BloomOps", "float4_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_REAL), SCALAR_COUNT},
    {"Float4MinMaxOps", "float4_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_REAL), SCALAR_COUNT},
    {"Float4MinMaxMultiOps", "float4_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_REAL), SCALAR_COUNT},
    {"Float8BloomOps", "float8_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_DOUBLE_PRECISION), SCALAR_FLOAT},
    {"Float8MinMaxOps", "float8_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_DOUBLE_PRECISION), SCALAR_FLOAT},
    {"Float8MinMaxMultiOps", "float8_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_DOUBLE_PRECISION), SCALAR_FLOAT},
    {"InetInclusionOps", "inet_inclusion_ops", BRIN, NATIVE_BIT_OF(NATIVE_INET), SCALAR_COUNT},
    {"InetBloomOps", "inet_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_INET), SCALAR_COUNT},
    {"InetMinMaxOps", "inet_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_INET), SCALAR_COUNT},
    {"InetMinMaxMultiOps", "inet_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_INET), SCALAR_COUNT},
    {"Int2BloomOps", "int2_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_SMALLINT), SCALAR_COUNT},
    {"Int2MinMaxOps", "int2_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_SMALLINT), SCALAR_COUNT},
    {"Int2MinMaxMultiOps", "int2_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_SMALLINT), SCALAR_COUNT},
    {"Int4BloomOps", "int4_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_INTEGER), SCALAR_INT},
    {"Int4MinMaxOps", "int4_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_INTEGER), SCALAR_INT},
    {"Int4MinMaxMultiOps", "int4_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_INTEGER), SCALAR_INT},
    {"Int8BloomOps", "int8_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_BIGINT), SCALAR_BIGINT},
    {"Int8MinMaxOps", "int8_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_BIGINT), SCALAR_BIGINT},
    {"Int8MinMaxMultiOps", "int8_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_BIGINT), SCALAR_BIGINT},
    {"NumericBloomOps", "numeric_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_DECIMAL), SCALAR_DECIMAL},
    {"NumericMinMaxOps", "numeric_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_DECIMAL), SCALAR_DECIMAL},
    {"NumericMinMaxMultiOps", "numeric_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_DECIMAL), SCALAR_DECIMAL},
    {"OidBloomOps", "oid_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_OID), SCALAR_COUNT},
    {"OidMinMaxOps", "oid_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_OID), SCALAR_COUNT},
    {"OidMinMaxMultiOps", "oid_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_OID), SCALAR_COUNT},
    {"TextBloomOps", "text_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_TEXT) | NATIVE_BIT_OF(NATIVE_VARCHAR), SCALAR_STRING},
    {"TextMinMaxOps", "text_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_TEXT) | NATIVE_BIT_OF(NATIVE_VARCHAR),
     SCALAR_STRING},
    {"TimestampBloomOps", "timestamp_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIMESTAMP), SCALAR_DATETIME},
    {"TimestampMinMaxOps", "timestamp_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIMESTAMP), SCALAR_DATETIME},
    {"TimestampMinMaxMultiOps", "timestamp_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIMESTAMP), SCALAR_DATETIME},
    {"TimestampTzBloomOps", "timestamptz_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIMESTAMPTZ), SCALAR_COUNT},
    {"TimestampTzMinMaxOps", "timestamptz_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIMESTAMPTZ), SCALAR_COUNT},
    {"TimestampTzMinMaxMultiOps", "timestamptz_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIMESTAMPTZ),
     SCALAR_COUNT},
    {"TimeBloomOps", "time_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIME), SCALAR_COUNT},
    {"TimeMinMaxOps", "time_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIME), SCALAR_COUNT},
    {"TimeMinMaxMultiOps", "time_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIME), SCALAR_COUNT},
    {"TimeTzBloomOps", "timetz_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIMETZ), SCALAR_COUNT},
    {"TimeTzMinMaxOps", "timetz_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIMETZ), SCALAR_COUNT},
    {"TimeTzMinMaxMultiOps", "timetz_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_TIMETZ), SCALAR_COUNT},
    {"UuidBloomOps", "uuid_bloom_ops", BRIN, NATIVE_BIT_OF(NATIVE_UUID), SCALAR_COUNT},
    {"UuidMinMaxOps", "uuid_minmax_ops", BRIN, NATIVE_BIT_OF(NATIVE_UUID), SCALAR_COUNT},
    {"UuidMinMaxMultiOps", "uuid_minmax_multi_ops", BRIN, NATIVE_BIT_OF(NATIVE_UUID), SCALAR_COUNT},
};

const OperatorClass *operator_class_find(const char *name)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strcmp(classes[i].name, name) == 0) return &classes[i];
    return NULL;
}
