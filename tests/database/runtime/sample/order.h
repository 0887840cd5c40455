#ifndef SAMPLE_ORDER_H
#define SAMPLE_ORDER_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

struct Order {
    int64_t      id;          /* bigint, default autoincrement() */
    SgUuid       account_id;  /* uuid, references accounts.id */
    OrderSide    side;        /* "OrderSide" */
    SgDecimal    quantity;    /* numeric(18,4) */
    SgOptDecimal limit_price; /* numeric(18,4), nullable */
    const char  *note;        /* text, nullable */
    const char  *metadata;    /* jsonb, nullable */
    SgTextList   tags;        /* text[] */
    OrderSideList sides;      /* "OrderSide"[] */
    int32_t      version;     /* integer, default 1 */
    SgTimestamp  created_at;  /* timestamptz, default now() */
    SgTimestamp  updated_at;  /* timestamptz, set by every write */

    Account     *account;     /* NULL until order_load_account() */
};

struct OrderFilter {
    SgInt64Filter     id;
    SgUuidFilter      account_id;
    OrderSideFilter   side;
    SgDecimalFilter   quantity;
    SgDecimalFilter   limit_price;
    SgTextFilter      note;
    SgJsonFilter      metadata;
    SgTextListFilter  tags;
    struct {
        const OrderSideList *eq, *ne;
        const OrderSide *has;
        OrderSideList has_every, has_some;
        bool is_empty, is_not_empty, is_null, is_not_null;
    } sides;
    SgInt32Filter     version;
    SgTimestampFilter created_at;
    SgTimestampFilter updated_at;

    const AccountFilter *account;     /* the account matches */
    const AccountFilter *account_not; /* it does not */

    struct { const OrderFilter *items; size_t count; } all_of, any_of, none_of;
};

typedef enum OrderSortKey {
    ORDER_UNSORTED = 0,
    ORDER_BY_ID,
    ORDER_BY_ACCOUNT_ID,
    ORDER_BY_SIDE,
    ORDER_BY_QUANTITY,
    ORDER_BY_LIMIT_PRICE,
    ORDER_BY_NOTE,
    ORDER_BY_METADATA,
    ORDER_BY_TAGS,
    ORDER_BY_SIDES,
    ORDER_BY_VERSION,
    ORDER_BY_CREATED_AT,
    ORDER_BY_UPDATED_AT
} OrderSortKey;

typedef struct OrderSort { OrderSortKey by; SgDirection direction; } OrderSort;

typedef struct OrderColumns {
    bool id, account_id, side, quantity, limit_price, note, metadata, tags, sides, version, created_at, updated_at;
} OrderColumns;

struct OrderQuery {
    OrderFilter  where;
    OrderSort    sort[SG_MAX_SORT]; /* ends at the first zero; ties are broken by id */
    OrderColumns select;            /* none: every column; the key and the sort columns are always read */
    const Order *after;             /* continue behind this row of the previous page */
    int64_t      limit;             /* 0 is no limit */
    SgLock       lock;
};

typedef struct OrderInsert {
    SgUuid         account_id;
    OrderSide      side;
    SgDecimal      quantity;

    SgSetInt64     id;
    SgSetDecimal   limit_price;
    SgSetText      note;
    SgSetText      metadata;
    SgSetTextList  tags;
    struct { SgSetOp op; OrderSideList value; } sides;
    SgSetInt32     version;
    SgSetTimestamp created_at;
    SgSetTimestamp updated_at;
} OrderInsert;

typedef struct OrderUpdate {
    SgSetUuid      account_id;
    OrderSideSet   side;
    SgSetDecimal   quantity;
    SgSetDecimal   limit_price;
    SgSetText      note;
    SgSetText      metadata;
    SgSetTextList  tags;
    struct { SgSetOp op; OrderSideList value; } sides;
    SgSetInt32     version;
    SgSetTimestamp created_at;
    SgSetTimestamp updated_at;
} OrderUpdate;

/* One row's change for order_update_each(). */
typedef struct OrderChange {
    int64_t     id;
    int32_t     version; /* only if the row still has it */
    OrderUpdate set;
} OrderChange;

typedef struct OrderSums {
    SgOptNumeric quantity;
    SgOptInt64   version;
} OrderSums;

typedef struct OrderExtremes {
    SgOptDecimal   quantity;
    SgOptTimestamp created_at;
} OrderExtremes;

/* One group of order_aggregate(). */
typedef struct OrderAggregate {
    Order         group; /* the columns grouped by; the others are zero */
    int64_t       count;
    OrderSums     sum;
    OrderExtremes max;
} OrderAggregate;

typedef struct OrderAggregateList { OrderAggregate *items; size_t count; bool has_more; } OrderAggregateList;

typedef struct OrderAggregateQuery {
    OrderFilter  where;
    OrderColumns group_by;
    struct { bool quantity, version; } sum;
    struct { bool quantity, created_at; } max;
    int64_t      limit; /* of groups; 0 is no limit */
} OrderAggregateQuery;

SG_CHECKED SgStatus order_get(SgSession *db, int64_t id, Order *out);
SG_CHECKED SgStatus order_get_many(SgSession *db, const int64_t *ids, size_t count, OrderRefs *out);
SG_CHECKED SgStatus order_lock(SgSession *db, int64_t id, Order *out);
SG_CHECKED SgStatus order_list(SgSession *db, const OrderQuery *query, OrderList *out);
SG_CHECKED SgStatus order_each(SgSession *db, const OrderQuery *query, SgStatus (*visit)(const Order *row, void *arg),
                               void *arg);
SG_CHECKED SgStatus order_count(SgSession *db, const OrderFilter *where, int64_t *out);
SG_CHECKED SgStatus order_exists(SgSession *db, const OrderFilter *where, bool *out);
SG_CHECKED SgStatus order_aggregate(SgSession *db, const OrderAggregateQuery *query, OrderAggregateList *out);
SG_CHECKED SgStatus order_load_account(SgSession *db, Order *rows, size_t count);

SG_CHECKED SgStatus order_insert(SgSession *db, const OrderInsert *row, Order *out);
SG_CHECKED SgStatus order_update(SgSession *db, int64_t id, const OrderUpdate *set, Order *out);
SG_CHECKED SgStatus order_update_current(SgSession *db, int64_t id, int32_t version, const OrderUpdate *set,
                                            Order *out);
SG_CHECKED SgStatus order_delete(SgSession *db, int64_t id, Order *out);
SG_CHECKED SgStatus order_insert_many(SgSession *db, const OrderInsert *rows, size_t count, SgOnConflict on_conflict,
                                      int64_t *affected);
SG_CHECKED SgStatus order_insert_many_returning(SgSession *db, const OrderInsert *rows, size_t count,
                                                SgOnConflict on_conflict, OrderList *out);
SG_CHECKED SgStatus order_update_many(SgSession *db, const OrderFilter *where, const OrderUpdate *set,
                                      int64_t *affected);
SG_CHECKED SgStatus order_update_each(SgSession *db, const OrderChange *changes, size_t count, int64_t *affected);
SG_CHECKED SgStatus order_delete_many(SgSession *db, const OrderFilter *where, int64_t *affected);
SG_CHECKED SgStatus order_copy_in(SgSession *db, const OrderInsert *rows, size_t count, int64_t *affected);

#define ORDER_KEY_ID         "orders_pkey"
#define ORDER_KEY_ACCOUNT_ID "orders_account_id_fkey"

#ifdef __cplusplus
}
#endif
#endif
