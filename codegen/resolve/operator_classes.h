/* operator_classes.h - the operator classes that the schema language names, and what they index. */
#ifndef SCHEMAGEN_OPERATOR_CLASSES_H
#define SCHEMAGEN_OPERATOR_CLASSES_H

#include "model.h"

#include <stdint.h>

/* A set of native types has one bit for each. */
#define NATIVE_BIT_OF(type) (UINT32_C(1) << (type))

typedef struct OperatorClass {
    const char *name;  /* "JsonbPathOps" */
    const char *sql;   /* "jsonb_path_ops" */
    unsigned methods;  /* set of 1 << IndexMethod */
    uint32_t natives;  /* the native types it is for, as written with @db. */
    ScalarType scalar; /* the scalar it fits without a written native type, SCALAR_COUNT for none */
} OperatorClass;

/* NULL when there is no such class. */
const OperatorClass *operator_class_find(const char *name);

#endif
