#include "account.h"
#include "models.h"
#include "order.h"

#include <stddef.h>

enum { COLUMN_ID, COLUMN_EMAIL, COLUMN_BALANCE, COLUMN_COUNT };

static const SgColumn columns[COLUMN_COUNT] = {
    {.name = "\"id\"", .label = "id", .type = SG_UUID, .make = SG_MAKE_UUID_V7,
     .row = offsetof(Account, id), .filter = offsetof(AccountFilter, id),
     .insert = offsetof(AccountInsert, id), .update = SG_NOWHERE},
    {.name = "\"email\"", .label = "email", .type = SG_TEXT, .flags = SG_COLUMN_REQUIRED,
     .row = offsetof(Account, email), .filter = offsetof(AccountFilter, email),
     .insert = offsetof(AccountInsert, email), .update = offsetof(AccountUpdate, email)},
    {.name = "\"balance\"", .label = "balance", .type = SG_NUMERIC,
     .row = offsetof(Account, balance), .filter = offsetof(AccountFilter, balance),
     .insert = offsetof(AccountInsert, balance), .update = offsetof(AccountUpdate, balance)},
};

static const uint16_t key_id[] = {COLUMN_ID};
static const uint16_t key_email[] = {COLUMN_EMAIL};
static const uint16_t orders_account_id[] = {1};

enum { RELATION_ORDERS };

static const SgRelation relations[] = {
    {.label = "orders", .kind = SG_TO_MANY, .target = &order_model,
     .columns = key_id, .target_columns = orders_account_id, .count = 1,
     .row = offsetof(Account, orders), .filter_is = SG_NOWHERE, .filter_is_not = SG_NOWHERE,
     .filter_some = offsetof(AccountFilter, orders_some), .filter_none = offsetof(AccountFilter, orders_none),
     .filter_every = offsetof(AccountFilter, orders_every)},
};

const SgModel account_model = {
    .name = "Account", .table = "\"accounts\"",
    .columns = columns, .column_count = COLUMN_COUNT,
    .key = key_id, .key_count = 1,
    .relations = relations, .relation_count = 1,
    .row_size = sizeof(Account), .filter_size = sizeof(AccountFilter),
    .insert_size = sizeof(AccountInsert), .update_size = sizeof(AccountUpdate),
    .filter_all_of = offsetof(AccountFilter, all_of), .filter_any_of = offsetof(AccountFilter, any_of),
    .filter_none_of = offsetof(AccountFilter, none_of),
    .query_where = offsetof(AccountQuery, where), .query_sort = offsetof(AccountQuery, sort),
    .query_select = offsetof(AccountQuery, select), .query_after = offsetof(AccountQuery, after),
    .query_limit = offsetof(AccountQuery, limit), .query_lock = offsetof(AccountQuery, lock),
};

static const SgKey by_id = {
    .model = &account_model, .columns = key_id, .count = 1,
    .select_sql =
        "SELECT \"id\", \"email\", \"balance\" FROM \"accounts\" WHERE \"id\" = $1",
    .delete_sql =
        "DELETE FROM \"accounts\" WHERE \"id\" = $1 RETURNING \"id\", \"email\", \"balance\"",
};

static const SgKey by_email = {
    .model = &account_model, .columns = key_email, .count = 1,
    .select_sql =
        "SELECT \"id\", \"email\", \"balance\" FROM \"accounts\" WHERE \"email\" = $1",
    .delete_sql =
        "DELETE FROM \"accounts\" WHERE \"email\" = $1 RETURNING \"id\", \"email\", \"balance\"",
};

SgStatus account_get(SgSession *db, SgUuid id, Account *out)
{
    const void *const key[] = {&id};
    return sg_get(db, &by_id, key, out);
}

SgStatus account_lock(SgSession *db, SgUuid id, Account *out)
{
    const void *const key[] = {&id};
    return sg_lock(db, &by_id, key, SG_FOR_UPDATE, out);
}

SgStatus account_list(SgSession *db, const AccountQuery *query, AccountList *out)
{
    return sg_list(db, &account_model, query, out);
}

/* The visitor of the caller, which has a type of its own. */
typedef struct AccountVisitor {
    SgStatus (*visit)(const Account *row, void *arg);
    void *arg;
} AccountVisitor;

static SgStatus visit_account(const void *row, void *arg)
{
    const AccountVisitor *caller = arg;
    return caller->visit(row, caller->arg);
}

SgStatus account_each(SgSession *db, const AccountQuery *query, SgStatus (*visit)(const Account *row, void *arg),
                      void *arg)
{
    AccountVisitor caller = {visit, arg};
    return sg_each(db, &account_model, query, visit_account, &caller);
}

SgStatus account_copy_out(SgSession *db, SgStatus (*visit)(const Account *row, void *arg), void *arg)
{
    AccountVisitor caller = {visit, arg};
    return sg_copy_out(db, &account_model, visit_account, &caller);
}

SgStatus account_load_orders(SgSession *db, Account *rows, size_t count, const OrderQuery *query)
{
    return sg_load(db, &account_model, RELATION_ORDERS, rows, count, query);
}

SgStatus account_insert(SgSession *db, const AccountInsert *row, Account *out)
{
    return sg_insert(db, &account_model, row, out);
}

SgStatus account_update(SgSession *db, SgUuid id, const AccountUpdate *set, Account *out)
{
    const void *const values[] = {&id};
    return sg_update(db, &by_id, values, set, out);
}

SgStatus account_upsert_by_email(SgSession *db, const AccountInsert *row, const AccountUpdate *set, Account *out,
                                 bool *created)
{
    return sg_upsert(db, &by_email, row, set, out, created);
}
