/*
 * functions.h - the functions of a model: declaration, comment and body in one place.
 *
 * The header prints their declarations, the source their definitions.  Each file c_read.c, c_relations.c and
 * c_write.c adds the functions of its part.
 */
#ifndef SCHEMAGEN_C_FUNCTIONS_H
#define SCHEMAGEN_C_FUNCTIONS_H

#include "plan.h"

/* Parts of the header, in its order. */
typedef enum FunctionGroup {
    GROUP_KEYS,      /* one row by a key */
    GROUP_QUERIES,   /* rows by a query */
    GROUP_AGGREGATE, /* numbers about rows */
    GROUP_RELATIONS, /* loading relations */
    GROUP_WRITE      /* everything that writes */
} FunctionGroup;

typedef struct Function {
    FunctionGroup group;
    const char *name;
    LIST(const char *) params;
    const char *note;   /* the comment above the declaration; NULL: goes with the function before it */
    const char *sql;    /* what it sends, above the definition */
    const char *helper; /* lines that stand before the definition, NULL */
    const char *body;   /* lines */
} Function;

typedef LIST(Function) Functions;

void c_add_reading(SgArena *arena, const ModelPlan *plan, Functions *out);
void c_add_loading(SgArena *arena, const ModelPlan *plan, Functions *out);
void c_add_writing(SgArena *arena, const ModelPlan *plan, Functions *out);

/* ---- for those three ---- */

/* A new function that takes a session; `name` NULL adds nothing and returns NULL. */
Function *c_function(SgArena *arena, Functions *out, FunctionGroup group, const char *name);

/* Adds a parameter: "SgUuid id". */
void c_param(SgArena *arena, Function *function, const char *declaration);

/* Adds the parameters that are a key's values. */
void c_key_params(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, Function *function);

/* "const void *const key[] = {&id};" */
const char *c_key_values(SgArena *arena, const ModelPlan *plan, const KeyPlan *key);

/* The struct `visitor` and the function `visit`, which give a row that the runtime hands over its type back. */
const char *c_visitor(SgArena *arena, const char *visitor, const char *visit, const char *type);

/* "id = $1 AND symbol = $2" */
const char *c_key_condition(SgArena *arena, const ModelPlan *plan, const KeyPlan *key);

#endif
