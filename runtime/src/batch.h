/*
 * batch.h - many rows as parallel arrays, one per column, for unnest().
 *
 * A column of arrays travels as text, because unnest() would flatten an array of arrays; its elements are cast back
 * where they are used.
 */
#ifndef SG_BATCH_H
#define SG_BATCH_H

#include "query.h"
#include "set.h"

/* Which of a model's columns a batch writes. */
typedef struct BatchColumns {
    uint16_t *items; /* memory of the session's scratch */
    int count;
    bool is_uniform; /* every row writes the same columns */
    size_t odd_row;  /* else: the first that differs from row 0, and in which column */
    uint16_t odd_column;
} BatchColumns;

/* `skipped` (`skipped_count` columns) are left out whatever the rows say. */
SgStatus batch_columns(SgSession *db, const SgModel *model, const void *rows, size_t count, const uint16_t *skipped,
                       size_t skipped_count, BatchColumns *out);

/* Some of the caller's insert structs. */
typedef struct BatchRows {
    const void *items;
    size_t size; /* of one */
    size_t count;
    const size_t *order; /* the indexes of those that are meant, `count` of them; NULL: the first `count` */
} BatchRows;

/* Adds an array parameter with what each row writes to the column. */
SgStatus batch_add_column(SgSession *db, const SgColumn *column, const BatchRows *rows);

/* "$3::type[]": the array parameter of a column for unnest(). */
void sql_batch_param(SgSession *db, const SgColumn *column, int number);

/* "v.c2", cast back to an array where that is needed: what unnest() gave for a column. */
void sql_batch_value(SgSession *db, const SgColumn *column, const char *prefix, int number);

/* Records which row the session's error is about, and returns its status. */
SgStatus fail_row(SgSession *db, size_t row);

/* One element of an array parameter, which may be NULL; lists as text. */
typedef struct BatchArray {
    ArrayBuilder array;
    const SgColumn *column;
    SgColumn element;
    SgText text;
} BatchArray;
SgStatus batch_begin(SgSession *db, const SgColumn *column, BatchArray *out);
SgStatus batch_add(SgSession *db, BatchArray *batch, const void *value);
SgStatus batch_end(SgSession *db, BatchArray *batch, SgStatus rc);

#endif
