/*
 * set.h - a caller's insert and update structs → columns and values.
 */
#ifndef SG_SET_H
#define SG_SET_H

#include "params.h"

/* Memory for a value that the client makes. */
typedef union Made {
    SgUuid uuid;
    SgTimestamp timestamp;
    SgDate date;
    SgTime time;
    SgTimeTz timetz;
    const char *text;
} Made;

/* What a row of an insert does to the column. */
static inline SgSetOp insert_op(const SgColumn *column, const void *row)
{
    if (column->insert == SG_NOWHERE) return SG_SKIP;
    return column_is(column, SG_COLUMN_REQUIRED) ? SG_SET : column_set_op((const char *)row + column->insert);
}

/* Is the column's default the client's to make, not the server's? */
static inline bool is_made(const SgColumn *column)
{
    return column->make != SG_MAKE_NOTHING || column_is(column, SG_COLUMN_UPDATED_AT);
}

/* Is the column written by this row of an insert, be it by us? */
static inline bool is_written(const SgColumn *column, const void *row)
{
    return insert_op(column, row) != SG_SKIP || is_made(column);
}

/* What a row of an insert writes to the column: the plain C value, or NULL for SQL NULL; NULL too when it is not
 * written.  The text of a made key goes to the session's memory. */
SgStatus insert_value(SgSession *db, const SgColumn *column, const void *row, Made *made, const void **out);

/* One column that a statement writes. */
typedef struct Write {
    const SgColumn *column;
    int parameter; /* 0: the version, which counts up by itself */
    bool adds;     /* to what is there */
} Write;

/* What a statement writes: columns that are not here keep their value, or get their default. */
typedef struct Writes {
    const SgModel *model;
    Write *items; /* in scratch memory: the caller's mark frees it */
    int count;
    uint64_t columns, added; /* the same as bits, for recipes */
} Writes;

/* Reads the caller's struct and adds its values to the statement's parameters. */
SgStatus writes_of_insert(SgSession *db, const SgModel *model, const void *row, Writes *out);

/* With what every update does by itself (@updatedAt, the version); none when the struct changes nothing. */
SgStatus writes_of_update(SgSession *db, const SgModel *model, const void *set, Writes *out);

/* " (columns) VALUES ($1, …)"; " DEFAULT VALUES" for none. */
void sql_insert_values(SgSession *db, const Writes *writes);

/* "a = $3, b = t0.b + $4" */
void sql_assignments(SgSession *db, const Writes *writes);

/* Bits stand for columns: only of models with no more columns than bits. */
static inline bool has_recipes(const SgModel *model)
{
    return model->column_count <= 64;
}

/* The column that a model's updates count up, NULL when there is none. */
const SgColumn *version_column(const SgModel *model);

#endif
