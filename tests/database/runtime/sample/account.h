#ifndef SAMPLE_ACCOUNT_H
#define SAMPLE_ACCOUNT_H

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

struct Account {
    SgUuid      id;      /* uuid, a version 7 made here */
    const char *email;   /* text, unique */
    SgNumeric   balance; /* numeric(65,30), default 0 */

    OrderList   orders;  /* empty until account_load_orders() */
};

struct AccountFilter {
    SgUuidFilter    id;
    SgTextFilter    email;
    SgNumericFilter balance;

    const OrderFilter *orders_some;  /* at least one order matches */
    const OrderFilter *orders_none;  /* no order matches */
    const OrderFilter *orders_every; /* every order matches */

    struct { const AccountFilter *items; size_t count; } all_of, any_of, none_of;
};

typedef enum AccountSortKey {
    ACCOUNT_UNSORTED = 0,
    ACCOUNT_BY_ID,
    ACCOUNT_BY_EMAIL,
    ACCOUNT_BY_BALANCE
} AccountSortKey;

typedef struct AccountSort { AccountSortKey by; SgDirection direction; } AccountSort;
typedef struct AccountColumns { bool id, email, balance; } AccountColumns;

struct AccountQuery {
    AccountFilter  where;
    AccountSort    sort[SG_MAX_SORT]; /* ends at the first zero; ties are broken by id */
    AccountColumns select;            /* none: every column; the key and the sort columns are always read */
    const Account *after;             /* continue behind this row of the previous page */
    int64_t        limit;             /* 0 is no limit */
    SgLock         lock;
};

typedef struct AccountInsert {
    const char  *email;

    SgSetUuid    id;
    SgSetNumeric balance;
} AccountInsert;

typedef struct AccountUpdate {
    SgSetText    email;
    SgSetNumeric balance;
} AccountUpdate;

SG_CHECKED SgStatus account_get(SgSession *db, SgUuid id, Account *out);
SG_CHECKED SgStatus account_lock(SgSession *db, SgUuid id, Account *out);
SG_CHECKED SgStatus account_list(SgSession *db, const AccountQuery *query, AccountList *out);
SG_CHECKED SgStatus account_each(SgSession *db, const AccountQuery *query,
                                 SgStatus (*visit)(const Account *row, void *arg), void *arg);
SG_CHECKED SgStatus account_copy_out(SgSession *db, SgStatus (*visit)(const Account *row, void *arg), void *arg);
SG_CHECKED SgStatus account_load_orders(SgSession *db, Account *rows, size_t count, const OrderQuery *query);
SG_CHECKED SgStatus account_insert(SgSession *db, const AccountInsert *row, Account *out);
SG_CHECKED SgStatus account_update(SgSession *db, SgUuid id, const AccountUpdate *set, Account *out);
SG_CHECKED SgStatus account_upsert_by_email(SgSession *db, const AccountInsert *row, const AccountUpdate *set,
                                            Account *out, bool *created);

#define ACCOUNT_KEY_ID    "accounts_pkey"
#define ACCOUNT_KEY_EMAIL "accounts_email_key"

#ifdef __cplusplus
}
#endif
#endif
