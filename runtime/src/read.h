/*
 * read.h - PostgreSQL's binary format → C values.
 *
 * Every length is checked, every NULL, every overflow: what the server sends may be of another schema than the
 * program's. A failure is recorded in the session with the column's name.
 */
#ifndef SG_READ_H
#define SG_READ_H

#include "state.h"
#include "types.h"

/* How the fields of a result go into rows.  Field i is columns[order[i]], or columns[i] when `order` is NULL. */
typedef struct Shape {
    const SgColumn *columns;
    const uint16_t *order;
    size_t count; /* fields */
    int first;    /* the field of the result where they begin; with a reader the first */
    size_t row_size;
    SgReadRow *read; /* generated for these columns in this order; NULL: none */
} Shape;

/* Are the fields of `result` what the shape expects, and `extra` more behind them?  SG_RANGE otherwise. */
SgStatus read_check(SgSession *db, const Shape *shape, int extra, const PGresult *result);

/* Row `index` of `result` into `out`, all of it: what the result does not have is zero.  With `copy`, text and bytes
 * go to the session's memory, else they point into the result.  On failure `out` is undefined. */
SgStatus read_row(SgSession *db, const Shape *shape, const PGresult *result, int index, bool copy, void *out);

/* The first `count` rows into an array, their text staying in the result. */
SgStatus read_rows(SgSession *db, const Shape *shape, const PGresult *result, size_t count, void *out);

/* One value of the server's bytes into a member of a row; `bytes` NULL is SQL NULL. */
SgStatus read_value(SgSession *db, const SgColumn *column, const uint8_t *bytes, size_t size, bool copy, void *member);

#endif
