/*
 * type_map.h - the one table of types: schema scalar × native type → SQL.
 */
#ifndef SCHEMAGEN_TYPE_MAP_H
#define SCHEMAGEN_TYPE_MAP_H

#include <stdbool.h>
#include <stddef.h>

typedef enum ScalarType {
    SCALAR_STRING,
    SCALAR_BOOLEAN,
    SCALAR_INT,
    SCALAR_BIGINT,
    SCALAR_FLOAT,
    SCALAR_DECIMAL,
    SCALAR_DATETIME,
    SCALAR_JSON,
    SCALAR_BYTES,
    SCALAR_COUNT
} ScalarType;

/* The native types of PostgreSQL that the schema language knows, by their @db. names. */
typedef enum NativeType {
    NATIVE_SMALLINT,
    NATIVE_INTEGER,
    NATIVE_BIGINT,
    NATIVE_DECIMAL,
    NATIVE_MONEY,
    NATIVE_INET,
    NATIVE_OID,
    NATIVE_CITEXT,
    NATIVE_REAL,
    NATIVE_DOUBLE_PRECISION,
    NATIVE_VARCHAR,
    NATIVE_CHAR,
    NATIVE_TEXT,
    NATIVE_BYTEA,
    NATIVE_TIMESTAMP,
    NATIVE_TIMESTAMPTZ,
    NATIVE_DATE,
    NATIVE_TIME,
    NATIVE_TIMETZ,
    NATIVE_BOOLEAN,
    NATIVE_BIT,
    NATIVE_VARBIT,
    NATIVE_UUID,
    NATIVE_XML,
    NATIVE_JSON,
    NATIVE_JSONB,
    NATIVE_COUNT
} NativeType;

typedef struct NativeTypeInfo {
    const char *name;    /* "VarChar", as behind @db. */
    ScalarType scalar;   /* the one scalar it goes with */
    int max_args;        /* 0, 1, 2; Decimal takes none or both */
    const char *sql;     /* "VARCHAR", as Prisma renders it, without arguments */
    const char *catalog; /* "varchar", its name in pg_type */
} NativeTypeInfo;

const NativeTypeInfo *native_type_info(NativeType type);
const char *scalar_type_name(ScalarType type);

/* False when there is no such type. */
bool native_type_find(const char *name, NativeType *out);
bool native_type_find_catalog(const char *catalog_name, NativeType *out);
bool scalar_type_find(const char *name, ScalarType *out);

/* The native type of a scalar without @db., and its arguments: Decimal(65,30), Timestamp(3). */
NativeType native_type_default(ScalarType type, int args[2], int *arg_count);

#endif
