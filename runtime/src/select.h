/* select.h - parts of SELECT that several operations share. */
#ifndef SG_SELECT_H
#define SG_SELECT_H

#include "query.h"
#include "where.h"

/* A generated query struct, read by the model's offsets.  All zero for a NULL query. */
typedef struct Query {
    const void *where; /* NULL: every row */
    struct {
        int by, direction;
    } sort[SG_MAX_SORT];
    const void *after;
    int64_t limit;
    SgLock lock;
    const bool *select; /* one per column; NULL: all */
} Query;

SgStatus query_read(SgSession *db, const SgModel *model, const void *query, Query *out);

/* The columns of the order: those sorted by, then the key's that are not among them. */
typedef struct Order {
    uint16_t columns[SG_MAX_SORT + 32];
    bool descending[SG_MAX_SORT + 32];
    size_t count;
} Order;

SgStatus order_read(SgSession *db, const SgModel *model, const Query *query, Order *out);

/* ORDER BY …, of table `alias`; nothing when there is no order. */
void sql_order(SgSession *db, const SgModel *model, const Order *order, int alias);

/* A model's row, all columns. */
static inline Shape shape_of(const SgModel *model)
{
    return (Shape){
        .columns = model->columns,
        .count = model->column_count,
        .row_size = model->row_size,
        .read = model->read,
    };
}

/* A call whose answer is one such row; `out` may be NULL. */
static inline Call row_call(const char *operation, const SgModel *model, void *out)
{
    return (Call){.operation = operation, .model = model->name, .take = take_row, .shape = shape_of(model), .out = out};
}

/* The columns of a shape, of table t0, comma-separated. */
void sql_columns(SgSession *db, const Shape *shape);

/* The shape of the columns chosen; memory of the session. */
SgStatus shape_chosen(SgSession *db, const SgModel *model, const Query *query, const Order *order, Shape *out);

/* The values of a key as parameters $1 …. */
SgStatus add_key(SgSession *db, const SgKey *key, const void *const *values);

/* " WHERE t0.key = $1 AND …", the values being the first parameters. */
void sql_where_key(SgSession *db, const SgKey *key);

#endif
