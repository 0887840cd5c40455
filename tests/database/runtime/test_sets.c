/* Operations on many rows, relations, aggregates, pipelines. */
#include "fixture.h"

#include "account.h"
#include "order.h"

#include <string.h>

static SgUuid new_account(SgSession *db, const char *email)
{
    Account account;
    assert_ok(db, account_insert(db, &(AccountInsert){.email = email}, &account));
    return account.id;
}

enum { ROWS = 300 };

static void fill(SgSession *db, SgUuid account_id, OrderInsert rows[ROWS])
{
    for (int i = 0; i < ROWS; i++) {
        rows[i] = (OrderInsert){
            .account_id = account_id,
            .side = i % 2 == 0 ? ORDER_SIDE_BUY : ORDER_SIDE_SELL,
            .quantity = sg_decimal_from_units(i, 2),
            .note = {.op = i % 3 == 0 ? SG_NULL : SG_SET, .value = "n\"{"},
            .tags = {SG_SET, {NULL, 0}},
            .metadata = {SG_SET, "{\"i\": 1}"},
        };
        const char **tags = sg_session_alloc(db, 2 * sizeof *tags);
        tags[0] = "a,b";
        tags[1] = "\\\"NULL";
        if (i % 4 == 0) rows[i].tags.value = (SgTextList){tags, 2};
    }
}

static void check_rows(const OrderList *list)
{
    assert_int_equal(list->count, ROWS);
    for (size_t i = 0; i < ROWS; i++) {
        const Order *order = &list->items[i];
        assert_int_equal(order->id, i + 1);
        assert_int_equal(order->side, i % 2 == 0 ? ORDER_SIDE_BUY : ORDER_SIDE_SELL);
        assert_int_equal(sg_decimal_compare(order->quantity, sg_decimal_from_units((int64_t)i, 2)), 0);
        if (i % 3 == 0) assert_null(order->note);
        else assert_string_equal(order->note, "n\"{");
        assert_int_equal(order->tags.count, i % 4 == 0 ? 2 : 0);
        if (i % 4 == 0) assert_string_equal(order->tags.items[1], "\\\"NULL");
        assert_string_equal(order->metadata, "{\"i\": 1}");
        assert_true(order->updated_at.us > 0);
    }
}

static void test_insert_many(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    static OrderInsert rows[ROWS];
    int64_t affected = 0;
    OrderList list;
    fill(db, new_account(db, "a@example.org"), rows);
    assert_ok(db, order_insert_many_returning(db, rows, ROWS, SG_CONFLICT_FAILS, &list));
    check_rows(&list);
    assert_ok(db, order_list(db, NULL, &list));
    check_rows(&list);

    rows[7].version = (SgSetInt32){SG_SET, 7}; /* rows that differ: DEFAULT */
    assert_ok(db, order_insert_many(db, rows, ROWS, SG_CONFLICT_SKIPS, &affected));
    assert_int_equal(affected, ROWS);
    int64_t sevens;
    assert_ok(db, order_count(db, &(OrderFilter){.version = {.eq = &(int32_t){7}}}, &sevens));
    assert_int_equal(sevens, 1);

    rows[5].side = ORDER_SIDE_UNKNOWN;
    assert_status(db, SG_INVALID, order_insert_many(db, rows, ROWS, SG_CONFLICT_FAILS, &affected));
    assert_string_equal(sg_error(db)->column, "rows[5].side");
    assert_ok(db, order_insert_many(db, NULL, 0, SG_CONFLICT_FAILS, &affected));
    assert_int_equal(affected, 0);
}

static void test_copy_in(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    static OrderInsert rows[ROWS];
    OrderSide sides[] = {ORDER_SIDE_SELL};
    int64_t affected = 0;
    OrderList list;
    fill(db, new_account(db, "a@example.org"), rows);
    for (int i = 0; i < ROWS; i++) {
        rows[i].sides.op = SG_SET;
        rows[i].sides.value = (OrderSideList){sides, 1};
    }
    assert_ok(db, order_copy_in(db, rows, ROWS, &affected));
    assert_int_equal(affected, ROWS);
    assert_ok(db, order_list(db, NULL, &list));
    check_rows(&list);
    assert_int_equal(list.items[9].sides.items[0], ORDER_SIDE_SELL);

    rows[17].side = (OrderSide)0;
    assert_status(db, SG_INVALID, order_copy_in(db, rows, ROWS, &affected));
    assert_string_equal(sg_error(db)->column, "rows[17].side");
    rows[17].side = ORDER_SIDE_BUY;
    rows[18].version = (SgSetInt32){SG_SET, 7};
    assert_status(db, SG_INVALID, order_copy_in(db, rows, ROWS, &affected));
    assert_string_equal(sg_error(db)->column, "rows[18].version");
    rows[18].version.op = SG_SKIP;
    rows[18].sides.op = SG_SKIP;
    assert_status(db, SG_INVALID, order_copy_in(db, rows, ROWS, &affected));
    assert_string_equal(sg_error(db)->column, "rows[18].sides");
    rows[18].sides.op = SG_SET;
    rows[19].quantity = dec("1e20");
    assert_status(db, SG_RANGE, order_copy_in(db, rows, ROWS, &affected));
    assert_string_equal(sg_error(db)->column, "rows[19].quantity");
    rows[19].quantity = dec("1");
    rows[20].metadata.value = "{";
    assert_status(db, SG_RANGE, order_copy_in(db, rows, ROWS, &affected));
    assert_string_equal(sg_error(db)->column, "rows[20].metadata");
    int64_t count;
    assert_ok(db, order_count(db, NULL, &count));
    assert_int_equal(count, ROWS);
}

static void test_get_many(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    static OrderInsert rows[ROWS];
    OrderRefs refs;
    fill(db, new_account(db, "a@example.org"), rows);
    assert_ok(db, order_insert_many(db, rows, ROWS, SG_CONFLICT_FAILS, NULL));
    const int64_t ids[] = {5, 4711, 1, 5, ROWS};
    assert_ok(db, order_get_many(db, ids, 5, &refs));
    assert_int_equal(refs.count, 5);
    assert_int_equal(refs.items[0]->id, 5);
    assert_null(refs.items[1]);
    assert_int_equal(refs.items[2]->id, 1);
    assert_int_equal(refs.items[3]->id, 5);
    assert_int_equal(refs.items[4]->id, ROWS);
    assert_ok(db, order_get_many(db, ids, 0, &refs));
    assert_int_equal(refs.count, 0);
}

/* Keys and limits around where a whole result becomes a stream of rows. */
static void assert_many(SgSession *db, size_t count)
{
    enum { MOST = 1000 };
    static int64_t ids[MOST];
    OrderRefs refs;
    for (size_t i = 0; i < count; i++) ids[i] = (int64_t)(i * 7 % (ROWS + 3)) + 1; /* three are of no row */
    assert_ok(db, order_get_many(db, ids, count, &refs));
    assert_int_equal(refs.count, count);
    for (size_t i = 0; i < count; i++) {
        if (ids[i] > ROWS) assert_null(refs.items[i]);
        else assert_int_equal(refs.items[i]->id, ids[i]);
    }
}

static void test_many_rows(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    static OrderInsert rows[ROWS];
    fill(db, new_account(db, "a@example.org"), rows);
    assert_ok(db, order_insert_many(db, rows, ROWS, SG_CONFLICT_FAILS, NULL));
    const size_t counts[] = {249, 250, 251, 1000};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        OrderList list;
        OrderQuery query = {.sort = {{ORDER_BY_ID, SG_DESC}}, .limit = (int64_t)counts[i]};
        size_t expected = counts[i] < ROWS ? counts[i] : ROWS;
        assert_many(db, counts[i]);
        assert_ok(db, sg_execute(db, "DISCARD ALL", NULL)); /* the statement is made again */
        assert_many(db, counts[i]);
        assert_ok(db, order_list(db, &query, &list));
        assert_int_equal(list.count, expected);
        assert_int_equal(list.has_more, counts[i] < ROWS);
        assert_int_equal(list.items[0].id, ROWS);
        assert_int_equal(list.items[expected - 1].id, (int)(ROWS - expected + 1));
        assert_string_equal(list.items[expected - 1].metadata, "{\"i\": 1}");
    }
}

static void test_update_each(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    static OrderInsert rows[ROWS];
    int64_t affected;
    Order order;
    fill(db, new_account(db, "a@example.org"), rows);
    assert_ok(db, order_insert_many(db, rows, ROWS, SG_CONFLICT_FAILS, NULL));
    const OrderChange changes[] = {
        {1, {.quantity = {SG_SET, dec("7")}, .note = {SG_SET, "first"}}},
        {2, {.quantity = {SG_ADD, dec("10")}, .note = {.op = SG_NULL}}},
        {3, {.note = {SG_SET, "third"}, .tags = {SG_ADD, SG_LIST(const char *, "t")}}},
        {4711, {.note = {SG_SET, "nobody"}}},
    };
    assert_ok(db, order_update_each(db, changes, 4, &affected));
    assert_int_equal(affected, 3);
    assert_ok(db, order_get(db, 1, &order));
    assert_decimal("7.0000", order.quantity);
    assert_string_equal(order.note, "first");
    assert_int_equal(order.tags.count, 2);
    assert_ok(db, order_get(db, 2, &order));
    assert_decimal("10.0100", order.quantity);
    assert_null(order.note);
    assert_ok(db, order_get(db, 3, &order));
    assert_decimal("0.0200", order.quantity);
    assert_int_equal(order.tags.count, 1);
    const OrderChange wrong[] = {{1, {.side = {SG_SET, ORDER_SIDE_BUY}}}, {2, {.side = {.op = SG_NULL}}}};
    assert_status(db, SG_INVALID, order_update_each(db, wrong, 2, NULL));
    assert_string_equal(sg_error(db)->column, "rows[1].side");
    assert_status(db, SG_INVALID, order_update_each(db, &(OrderChange){.id = 1}, 1, NULL));
}

static void test_relations(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    static OrderInsert rows[ROWS];
    OrderList orders;
    AccountList accounts;
    SgUuid first = new_account(db, "a@example.org");
    new_account(db, "b@example.org");
    fill(db, first, rows);
    assert_ok(db, order_insert_many(db, rows, ROWS, SG_CONFLICT_FAILS, NULL));
    assert_ok(db, order_list(db, NULL, &orders));
    assert_ok(db, order_load_account(db, orders.items, orders.count));
    for (size_t i = 0; i < orders.count; i++) assert_string_equal(orders.items[i].account->email, "a@example.org");

    assert_ok(db, account_list(db, &(AccountQuery){.sort = {{ACCOUNT_BY_EMAIL, SG_ASC}}}, &accounts));
    assert_ok(db, account_load_orders(db, accounts.items, accounts.count, NULL));
    assert_int_equal(accounts.items[0].orders.count, ROWS);
    assert_int_equal(accounts.items[1].orders.count, 0);
    OrderQuery last = {
        .sort = {{ORDER_BY_ID, SG_DESC}}, .limit = 3, .where = {.side = {.eq = &(OrderSide){ORDER_SIDE_BUY}}}};
    assert_ok(db, account_load_orders(db, accounts.items, accounts.count, &last));
    assert_int_equal(accounts.items[0].orders.count, 3);
    assert_true(accounts.items[0].orders.has_more);
    assert_int_equal(accounts.items[0].orders.items[0].id, ROWS - 1);

    OrderFilter sold = {.side = {.eq = &(OrderSide){ORDER_SIDE_SELL}}}, any = {0};
    AccountFilter is_b = {.email = {.starts_with = "b"}};
    const struct {
        AccountFilter filter;
        size_t count;
    } cases[] = {
        {{.orders_some = &sold}, 1},
        {{.orders_none = &sold}, 1},
        {{.orders_some = &any}, 1},
        {{.orders_every = &sold}, 1},
        {{.orders_every = &any}, 2},
        {{.email = {.contains = "%"}}, 0},
        {{.email = {.eq = "A@EXAMPLE.ORG", .ignore_case = true}}, 1},
        {{.none_of = {&is_b, 1}}, 1},
        {{.any_of = {&is_b, 1}}, 1},
        {{.email = {.in = {(const char *const[]){""}, 0}}}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_ok(db, account_list(db, &(AccountQuery){.where = cases[i].filter}, &accounts));
        assert_int_equal(accounts.count, cases[i].count);
    }
    OrderFilter of_a = {.account = &(AccountFilter){.email = {.eq = "a@example.org"}}};
    int64_t count;
    assert_ok(db, order_count(db, &of_a, &count));
    assert_int_equal(count, ROWS);
    of_a.account_not = of_a.account;
    assert_ok(db, order_count(db, &of_a, &count));
    assert_int_equal(count, 0);
}

static void test_filters(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    static OrderInsert rows[ROWS];
    fill(db, new_account(db, "a@example.org"), rows);
    rows[0].metadata.value = "{\"a\": {\"b\": \"Text%\"}, \"n\": 3}";
    assert_ok(db, order_insert_many(db, rows, ROWS, SG_CONFLICT_FAILS, NULL));
    const SgTextList path = SG_LIST(const char *, "a", "b");
    const SgTextList both = SG_LIST(const char *, "a,b", "\\\"NULL");
    const OrderSide buy = ORDER_SIDE_BUY;
    const struct {
        OrderFilter filter;
        int64_t count;
    } cases[] = {
        {{.metadata = {.path = path, .eq = "\"Text%\""}}, 1},
        {{.metadata = {.path = path, .text_starts_with = "Text%"}}, 1},
        {{.metadata = {.path = path, .text_contains = "EXT", .ignore_case = true}}, 1},
        {{.metadata = {.path = path, .is_not_null = true}}, 1},
        {{.metadata = {.contains = "{\"n\": 3}"}}, 1},
        {{.metadata = {.has_key = "i"}}, ROWS - 1},
        {{.tags = {.has = "a,b"}}, ROWS / 4},
        {{.tags = {.has_every = both}}, ROWS / 4},
        {{.tags = {.has_some = SG_LIST(const char *, "x", "a,b")}}, ROWS / 4},
        {{.tags = {.is_empty = true}}, ROWS * 3 / 4},
        {{.tags = {.is_not_empty = true}}, ROWS / 4},
        {{.tags = {.eq = &both}}, ROWS / 4},
        {{.sides = {.is_null = true}}, ROWS},
        {{.sides = {.has = &buy}}, 0},
        {{.side = {.in = SG_LIST(OrderSide, ORDER_SIDE_BUY, ORDER_SIDE_SELL)}}, ROWS},
        {{.side = {.not_in = SG_LIST(OrderSide, ORDER_SIDE_BUY)}}, ROWS / 2},
        {{.note = {.is_null = true}}, ROWS / 3},
        {{.note = {.ne = "x"}}, ROWS * 2 / 3},
        {{.quantity = {.ge = &(SgDecimal){{200}, 2, false}, .lt = &(SgDecimal){{3}, 0, false}}}, 100},
        {{.id = {.not_in = SG_LIST(int64_t, 1, 2, 3)}}, ROWS - 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t count = -1;
        assert_ok(db, order_count(db, &cases[i].filter, &count));
        if (count != cases[i].count) fail_msg("filter %zu: %d instead of %d", i, (int)count, (int)cases[i].count);
        bool exists;
        assert_ok(db, order_exists(db, &cases[i].filter, &exists));
        assert_int_equal(exists, count > 0);
    }
}

static void test_aggregates(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    static OrderInsert rows[ROWS];
    OrderAggregateList list;
    fill(db, new_account(db, "a@example.org"), rows);
    assert_ok(db, order_insert_many(db, rows, ROWS, SG_CONFLICT_FAILS, NULL));
    OrderAggregateQuery query = {.group_by = {.side = true}};
    query.sum.quantity = query.sum.version = query.max.quantity = query.max.created_at = true;
    assert_ok(db, order_aggregate(db, &query, &list));
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].group.side, ORDER_SIDE_BUY);
    assert_int_equal(list.items[0].count, ROWS / 2);
    assert_int_equal(list.items[0].sum.version.value, ROWS / 2);
    assert_decimal("2.9800", list.items[0].max.quantity.value);
    SgNumeric expected = num("223.5");
    assert_int_equal(sg_numeric_compare(&list.items[0].sum.quantity.value, &expected), 0);
    query = (OrderAggregateQuery){.where = {.id = {.eq = &(int64_t){4711}}}};
    query.sum.quantity = true;
    assert_ok(db, order_aggregate(db, &query, &list));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].count, 0);
    assert_false(list.items[0].sum.quantity.has);
}

static void test_pipeline(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    SgUuid account_id = new_account(db, "a@example.org");
    OrderInsert row = {.account_id = account_id, .side = ORDER_SIDE_BUY, .quantity = dec("1"), .note = {SG_SET, "x"}};
    Order orders[200];
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    for (int i = 0; i < 200; i++) assert_ok(db, order_insert(db, &row, &orders[i]));
    assert_ok(db, sg_end(db, SG_OK));
    assert_ok(db, sg_pipeline_end(db, SG_OK));
    for (int i = 0; i < 200; i++) assert_int_equal(orders[i].id, i + 1);

    int64_t count = -1;
    Order untouched = {.id = 99}, third = untouched;
    AccountInsert twice = {.email = "a@example.org"};
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, order_insert(db, &row, NULL));
    assert_ok(db, account_insert(db, &twice, NULL));
    assert_ok(db, order_get(db, 3, &third));
    assert_status(db, SG_UNIQUE, sg_pipeline_end(db, SG_OK));
    assert_int_equal(sg_pipeline_failed(db), 1);
    assert_string_equal(sg_error(db)->constraint, ACCOUNT_KEY_EMAIL);
    assert_memory_equal(&third, &untouched, sizeof third);
    assert_ok(db, order_count(db, NULL, &count));
    assert_int_equal(count, 200);

    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, order_insert(db, &row, NULL));
    assert_status(db, SG_CHECK, sg_pipeline_end(db, SG_CHECK)); /* dropped */
    assert_ok(db, order_count(db, NULL, &count));
    assert_int_equal(count, 200);

    assert_ok(db, sg_pipeline_begin(db)); /* a transaction that fails within the pipeline is rolled back by it */
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, account_insert(db, &twice, NULL));
    assert_ok(db, sg_end(db, SG_OK));
    assert_status(db, SG_UNIQUE, sg_pipeline_end(db, SG_OK));
    assert_false(sg_in_transaction(db));
    assert_ok(db, order_count(db, NULL, &count));
}

/* What only COMMIT finds, the end of a pipeline must not swallow. */
static void test_pipeline_commit(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    const OrderInsert orphan = {.account_id = {{1}}, .side = ORDER_SIDE_BUY, .quantity = dec("1")};
    int64_t count;
    scratch_run(fixture->scratch, "ALTER TABLE orders ALTER CONSTRAINT orders_account_id_fkey DEFERRABLE INITIALLY"
                                  " DEFERRED");
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, order_insert(db, &orphan, NULL));
    assert_status(db, SG_FOREIGN_KEY, sg_pipeline_end(db, SG_OK));
    assert_int_equal(sg_pipeline_failed(db), 1); /* behind the one call */

    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, sg_begin(db, SG_READ_COMMITTED));
    assert_ok(db, order_insert(db, &orphan, NULL));
    assert_ok(db, sg_end(db, SG_OK));
    assert_status(db, SG_FOREIGN_KEY, sg_pipeline_end(db, SG_OK));
    assert_ok(db, order_count(db, NULL, &count));
    assert_int_equal(count, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_insert_many), TEST(test_copy_in),         TEST(test_get_many), TEST(test_many_rows),
        TEST(test_update_each), TEST(test_relations),       TEST(test_filters),  TEST(test_aggregates),
        TEST(test_pipeline),    TEST(test_pipeline_commit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
