/*
 * Allocation failures, one by one: each operation runs with its first allocation failing, then its second, and so on
 * until it needs no more.  It must end in SG_NO_MEMORY, or not have needed that memory; the session goes on, and
 * nothing leaks.
 *
 * The linker puts fail_malloc() and its like between the runtime and the C library (--wrap), so libpq's own
 * allocations succeed.
 */
#include "fixture.h"

#include "account.h"
#include "order.h"

#include <libpq-fe.h>
#include <stdatomic.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_realloc(void *memory, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_realloc(void *memory, size_t size);
void __wrap_free(void *memory);

static int countdown; /* the allocation that fails, from 1; 0: none */
static bool has_failed;
static long outstanding; /* allocations not yet freed */

static bool fails_now(void)
{
    if (countdown == 0 || --countdown > 0) return false;
    has_failed = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    if (fails_now()) return NULL;
    outstanding++;
    return __real_malloc(size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    if (fails_now()) return NULL;
    if (memory == NULL) outstanding++;
    return __real_realloc(memory, size);
}

void __wrap_free(void *memory)
{
    if (memory != NULL) outstanding--;
    __real_free(memory);
}

enum { ROWS = 40 };

/* What operations work on. */
typedef struct Stage {
    SgPool *pool;
    const char *url;
    SgUuid account_id;
    OrderInsert rows[ROWS];
} Stage;

typedef SgStatus Operation(SgSession *db, const Stage *stage);

/* ---- Operations ---- */

static SgStatus insert(SgSession *db, const Stage *stage)
{
    Order order;
    return order_insert(db, &stage->rows[0], &order);
}

static SgStatus insert_twice(SgSession *db, const Stage *stage)
{
    (void)stage;
    return account_insert(db, &(AccountInsert){.email = "owner"}, NULL);
}

static SgStatus get(SgSession *db, const Stage *stage)
{
    Order order;
    (void)stage;
    return order_get(db, 1, &order);
}

static SgStatus get_many(SgSession *db, const Stage *stage)
{
    OrderRefs refs;
    (void)stage;
    return order_get_many(db, (const int64_t[]){3, 1, 99999}, 3, &refs);
}

static SgStatus list(SgSession *db, const Stage *stage)
{
    OrderList orders;
    const char *notes[] = {"a", "b"};
    const OrderQuery query = {.where = {.account_id = {.eq = &stage->account_id}, .note = {.not_in = {notes, 2}}},
                              .sort = {{ORDER_BY_QUANTITY, SG_DESC}},
                              .limit = 5};
    return order_list(db, &query, &orders);
}

static SgStatus list_all(SgSession *db, const Stage *stage)
{
    OrderList orders;
    (void)stage;
    return order_list(db, NULL, &orders);
}

static SgStatus visit(const Order *row, void *arg)
{
    (void)row;
    (void)arg;
    return SG_OK;
}

static SgStatus each(SgSession *db, const Stage *stage)
{
    (void)stage;
    return order_each(db, NULL, visit, NULL);
}

static SgStatus visit_account(const Account *row, void *arg)
{
    (void)row;
    (void)arg;
    return SG_OK;
}

static SgStatus copy_out(SgSession *db, const Stage *stage)
{
    (void)stage;
    return account_copy_out(db, visit_account, NULL);
}

static SgStatus load(SgSession *db, const Stage *stage)
{
    Account account;
    SgStatus rc = account_get(db, stage->account_id, &account);
    if (rc == SG_OK) rc = account_load_orders(db, &account, 1, &(OrderQuery){.limit = 3});
    return rc == SG_OK ? order_load_account(db, account.orders.items, account.orders.count) : rc;
}

static SgStatus aggregate(SgSession *db, const Stage *stage)
{
    OrderAggregateList groups;
    const OrderAggregateQuery query = {.group_by = {.side = true}, .sum = {.quantity = true}};
    (void)stage;
    return order_aggregate(db, &query, &groups);
}

static SgStatus insert_many(SgSession *db, const Stage *stage)
{
    OrderList stored;
    return order_insert_many_returning(db, stage->rows, ROWS, SG_CONFLICT_FAILS, &stored);
}

static SgStatus copy_in(SgSession *db, const Stage *stage)
{
    return order_copy_in(db, stage->rows, ROWS, NULL);
}

static SgStatus update_each(SgSession *db, const Stage *stage)
{
    OrderChange changes[2] = {{.id = 1, .set = {.note = {SG_SET, "x"}}}, {.id = 2, .set = {.note = {SG_SET, "y"}}}};
    (void)stage;
    return order_update_each(db, changes, 2, NULL);
}

static SgStatus upsert(SgSession *db, const Stage *stage)
{
    Account account;
    (void)stage;
    return account_upsert_by_email(db, &(AccountInsert){.email = "owner"}, NULL, &account, NULL);
}

static SgStatus pipeline(SgSession *db, const Stage *stage)
{
    Order order;
    OrderList orders;
    SgStatus rc = sg_pipeline_begin(db);
    if (rc != SG_OK) return rc;
    rc = sg_begin(db, SG_SERIALIZABLE);
    if (rc == SG_OK) rc = order_insert(db, &stage->rows[1], &order);
    if (rc == SG_OK) rc = order_list(db, &(OrderQuery){.limit = 5}, &orders);
    if (rc == SG_OK) rc = sg_end(db, SG_OK);
    rc = sg_pipeline_end(db, rc);
    return sg_in_transaction(db) ? sg_end(db, rc) : rc;
}

static SgStatus body(SgSession *db, void *arg)
{
    const Stage *stage = arg;
    SgStatus rc = sg_begin(db, SG_DEFAULT_ISOLATION);
    if (rc == SG_OK) rc = sg_end(db, insert(db, stage));
    return rc;
}

static SgStatus transaction(SgSession *db, const Stage *stage)
{
    Stage copy = *stage;
    return sg_transaction(db, SG_SERIALIZABLE, 3, body, &copy);
}

static SgStatus session_things(SgSession *db, const Stage *stage)
{
    SgNotification got;
    (void)stage;
    SgStatus rc = sg_session_set(db, "app.tenant", "me");
    if (rc == SG_OK) rc = sg_listen(db, "channel");
    if (rc == SG_OK) rc = sg_notify(db, "channel", "hello");
    if (rc == SG_OK) rc = sg_wait_notification(db, 5000, &got);
    if (rc == SG_OK && sg_session_printf(db, "%s %d", got.payload, got.sender) == NULL) rc = SG_NO_MEMORY;
    return rc;
}

static SgStatus open_another(SgSession *db, const Stage *stage)
{
    SgPool *pool;
    SgSession *session = NULL;
    (void)db;
    SgStatus rc = sg_pool_open(&(SgPoolOptions){.url = stage->url, .application_name = "another"}, &pool, NULL);
    if (rc != SG_OK) return rc;
    rc = sg_session_open(pool, &session, NULL);
    sg_session_close(session);
    sg_pool_close(pool);
    return rc;
}

static SgStatus adopt(SgSession *db, const Stage *stage)
{
    SgSession *session = NULL;
    (void)stage;
    SgStatus rc = sg_session_adopt(sg_session_connection(db), &session);
    if (rc == SG_OK) rc = order_count(session, NULL, &(int64_t){0});
    sg_session_close(session);
    return rc;
}

/* ---- The test ---- */

/* Returns how many allocations the operation needs. */
static int fail_each(const Stage *stage, Operation *operation, SgStatus expected)
{
    for (int number = 1;; number++) {
        SgSession *db;
        int64_t count;
        assert_int_equal(sg_session_open(stage->pool, &db, NULL), SG_OK);
        has_failed = false;
        countdown = number;
        SgStatus rc = operation(db, stage);
        countdown = 0;
        if (!has_failed || rc != SG_NO_MEMORY) assert_status(db, expected, rc);
        assert_false(sg_in_transaction(db));
        assert_ok(db, order_count(db, NULL, &count));
        sg_session_close(db);
        if (!has_failed) return number - 1;
    }
}

static void prepare_stage(Fixture *fixture, Stage *stage)
{
    Account account;
    SgSession *db = fixture->db;
    static const char *tags[] = {"one", "two"};
    assert_ok(db, account_insert(db, &(AccountInsert){.email = "owner"}, &account));
    stage->account_id = account.id;
    stage->url = scratch_url(fixture->scratch);
    for (int i = 0; i < ROWS; i++)
        stage->rows[i] = (OrderInsert){.account_id = account.id,
                                       .side = ORDER_SIDE_SELL,
                                       .quantity = dec("1.5"),
                                       .note = {SG_SET, "a note that is long enough to need memory of its own"},
                                       .tags = {SG_SET, {tags, 2}},
                                       .metadata = {SG_SET, "{}"}};
    assert_ok(db, order_insert_many(db, stage->rows, ROWS, SG_CONFLICT_FAILS, NULL));
}

static void test_no_memory(void **state)
{
    static const struct {
        const char *name;
        Operation *operation;
        SgStatus expected;
    } operations[] = {
        {"insert", insert, SG_OK},
        {"insert twice", insert_twice, SG_UNIQUE},
        {"get", get, SG_OK},
        {"get_many", get_many, SG_OK},
        {"list", list, SG_OK},
        {"list all", list_all, SG_OK},
        {"each", each, SG_OK},
        {"copy_out", copy_out, SG_OK},
        {"load", load, SG_OK},
        {"aggregate", aggregate, SG_OK},
        {"insert_many", insert_many, SG_OK},
        {"copy_in", copy_in, SG_OK},
        {"update_each", update_each, SG_OK},
        {"upsert", upsert, SG_OK},
        {"pipeline", pipeline, SG_OK},
        {"transaction", transaction, SG_OK},
        {"session", session_things, SG_OK},
        {"pool", open_another, SG_OK},
        {"adopt", adopt, SG_OK},
    };
    Fixture *fixture = *state;
    static Stage stage;
    prepare_stage(fixture, &stage);
    long before = outstanding;
    int all = 0;
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        /* a pool per operation, so that each begins with nothing prepared */
        assert_int_equal(sg_pool_open(&(SgPoolOptions){.url = stage.url}, &stage.pool, NULL), SG_OK);
        int needed = fail_each(&stage, operations[i].operation, operations[i].expected);
        print_message("%s: %d allocations\n", operations[i].name, needed);
        sg_pool_close(stage.pool);
        assert_int_equal(outstanding, before);
        all += needed;
    }
    assert_true(all > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_no_memory, fixture_open, fixture_close)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
