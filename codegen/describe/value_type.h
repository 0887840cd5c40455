/* value_type.h - types of parameters and columns: from the server's catalog, and as words of the cache. */
#ifndef SCHEMAGEN_VALUE_TYPE_H
#define SCHEMAGEN_VALUE_TYPE_H

#include "model.h"
#include "text.h"

#include <stdbool.h>

/* A type as pg_type has it; of an array its element. */
typedef struct CatalogType {
    const char *name;   /* "numeric" */
    const char *schema; /* "pg_catalog" */
    bool is_enum;
    bool is_array;
    int modifier; /* atttypmod; -1: none */
} CatalogType;

/* Fills the type of `field`: kind, native, native_args, enum_type, and ARITY_LIST for an array.  False when C has none
 * for it.  `schema` gives the enums; `default_schema` is where those without `@@schema` are. */
bool value_type_from_catalog(const Schema *schema, const char *default_schema, const CatalogType *type, Field *field);

/* "uuid", "numeric(18,4)", "enum:OrderStatus[]". */
void value_type_format(const Field *field, SgText *out);

/* The reverse; false for what is no type of the schema. */
bool value_type_parse(const Schema *schema, const char *text, Field *field);

#endif
