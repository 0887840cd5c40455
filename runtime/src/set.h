/*
 * set.h - a caller's insert and update structs → columns and values.
 */
#ifndef SG_SET_H
#define SG_SET_H

#include "params.h"

/* What an insert writes to one column. */
typedef struct Written {
    bool is_written;   /* false: the column's default */
    const void *value; /* the plain C value; NULL: SQL NULL */
    bool is_made;      /* by us, not by the caller */
} Written;

/* Memory for a value that the client makes. */
typedef union Made {
    SgUuid uuid;
    SgTimestamp timestamp;
    SgDate date;
    SgTime time;
    SgTimeTz timetz;
    const char *text;
} Made;

/* The text of a made key goes to the session's memory. */
SgStatus insert_value(SgSession *db, const SgColumn *column, const void *row, Made *made, Written *out);

/* " (columns) VALUES ($1, …)" of one row; " DEFAULT VALUES" when it sets nothing. */
SgStatus sql_insert_values(SgSession *db, const SgModel *model, const void *row);

/* "a = $3, b = t0.b + $4"; `*count` is 0 when the struct changes nothing (then nothing is appended). */
SgStatus sql_assignments(SgSession *db, const SgModel *model, const void *set, int *count);

/* The column that a model's updates count up, NULL when there is none. */
const SgColumn *version_column(const SgModel *model);

#endif
