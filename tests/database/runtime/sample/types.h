/* Written by hand as the generator shall write it, from sample.prisma. */
#ifndef SAMPLE_TYPES_H
#define SAMPLE_TYPES_H

#include <sg/sg.h>

#ifdef __cplusplus
extern "C" {
#endif

/* enum OrderSide.  Zero is no value: SQL NULL, or the default on insert. */
typedef enum OrderSide {
    ORDER_SIDE_UNKNOWN = -1, /* a label newer than this program; never written */
    ORDER_SIDE_BUY = 1,      /* "BUY" */
    ORDER_SIDE_SELL          /* "SELL" */
} OrderSide;

/* The label as the database spells it; "?" for a value that is not in the enum. */
const char *order_side_name(OrderSide value);

typedef struct OrderSideList { const OrderSide *items; size_t count; } OrderSideList;

typedef struct OrderSideFilter {
    const OrderSide *eq, *ne;
    OrderSideList in, not_in;
    bool is_null, is_not_null;
} OrderSideFilter;

typedef struct OrderSideSet { SgSetOp op; OrderSide value; } OrderSideSet;

/* Every model, and a list of each, so that no model's header includes another's. */
typedef struct Account Account;
typedef struct AccountFilter AccountFilter;
typedef struct AccountQuery AccountQuery;
typedef struct Order Order;
typedef struct OrderFilter OrderFilter;
typedef struct OrderQuery OrderQuery;

typedef struct AccountList { Account *items; size_t count; bool has_more; } AccountList;
typedef struct AccountRefs { Account **items; size_t count; } AccountRefs;
typedef struct OrderList { Order *items; size_t count; bool has_more; } OrderList;
typedef struct OrderRefs { Order **items; size_t count; } OrderRefs;

#ifdef __cplusplus
}
#endif
#endif
