/* Prepared statements of single rows are found by what they are made from: every form must find its own. */
#include "fixture.h"

#include "account.h"
#include "order.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

enum { QUANTITY = 1, ADDS = 2, NOTE = 4, NULLS = 8, PRICE = 16, RETURNS = 32, FORMS = 64 };

static Order new_order(SgSession *db)
{
    Account account;
    Order order;
    AccountInsert owner = {.email = "a@example.org"};
    assert_ok(db, account_insert(db, &owner, &account));
    OrderInsert row = {.account_id = account.id, .side = ORDER_SIDE_BUY, .quantity = dec("0")};
    assert_ok(db, order_insert(db, &row, &order));
    return order;
}

static OrderUpdate update_of(unsigned form, const char *number)
{
    OrderUpdate set = {.side = {SG_SET, form % 2 == 0 ? ORDER_SIDE_BUY : ORDER_SIDE_SELL}};
    if (form & QUANTITY) set.quantity = (SgSetDecimal){form & ADDS ? SG_ADD : SG_SET, dec(number)};
    if (form & NOTE) set.note = (SgSetText){form & NULLS ? SG_NULL : SG_SET, form & NULLS ? NULL : number};
    if (form & PRICE) set.limit_price = (SgSetDecimal){SG_SET, dec(number)};
    return set;
}

/* Applies the form to `expected` as the server should. */
static void apply(unsigned form, const char *number, Order *expected)
{
    SgDecimal sum = dec(number);
    if (form & ADDS) assert_int_equal(sg_decimal_add(expected->quantity, dec(number), &sum), SG_OK);
    expected->side = form % 2 == 0 ? ORDER_SIDE_BUY : ORDER_SIDE_SELL;
    if (form & QUANTITY) expected->quantity = sum;
    if (form & NOTE) expected->note = form & NULLS ? NULL : number;
    if (form & PRICE) expected->limit_price = (SgOptDecimal){true, dec(number)};
}

static void assert_same(const Order *expected, const Order *actual)
{
    assert_int_equal(expected->side, actual->side);
    assert_int_equal(sg_decimal_compare(expected->quantity, actual->quantity), 0);
    assert_int_equal(expected->limit_price.has, actual->limit_price.has);
    assert_int_equal(sg_decimal_compare(expected->limit_price.value, actual->limit_price.value), 0);
    assert_int_equal(expected->note == NULL, actual->note == NULL);
    if (expected->note != NULL) assert_string_equal(expected->note, actual->note);
}

/* All forms in turn, so that each comes back after all others. */
static void run_forms(SgSession *db)
{
    static const char *const numbers[] = {"1.5", "-20", "300.25"};
    Order order = new_order(db), expected = order, stored;
    for (size_t turn = 0; turn < 3; turn++) {
        for (unsigned form = 0; form < FORMS; form++) {
            OrderUpdate set = update_of(form, numbers[turn]);
            assert_ok(db, order_update(db, order.id, &set, form & RETURNS ? &stored : NULL));
            apply(form, numbers[turn], &expected);
            if (form & RETURNS) assert_same(&expected, &stored);
            assert_ok(db, order_get(db, order.id, &stored));
            assert_same(&expected, &stored);
        }
    }
}

static void test_every_form_of_an_update(void **state)
{
    Fixture *fixture = *state;
    run_forms(fixture->db);
    PGresult *result = PQexec(sg_session_connection(fixture->db), "SELECT count(*) FROM pg_prepared_statements");
    /* Quantity left, set or added to; note left or written, NULL or not; price left or set; with the row or without:
     * 3 * 2 * 2 * 2 updates, two inserts and a get. */
    assert_string_equal(PQgetvalue(result, 0, 0), "27");
    PQclear(result);
}

static void test_a_cache_smaller_than_the_forms(void **state)
{
    Fixture *fixture = *state;
    SgPool *pool;
    SgSession *db;
    SgError error;
    SgPoolOptions options = {.url = scratch_url(fixture->scratch), .statement_cache = 3};
    assert_int_equal(sg_pool_open(&options, &pool, &error), SG_OK);
    assert_int_equal(sg_session_open(pool, &db, &error), SG_OK);
    run_forms(db);
    PGresult *result = PQexec(sg_session_connection(db), "SELECT count(*) <= 3 FROM pg_prepared_statements");
    assert_string_equal(PQgetvalue(result, 0, 0), "t");
    PQclear(result);
    sg_session_close(db);
    sg_pool_close(pool);
}

static void test_inserts_with_other_columns(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Order order = new_order(db), stored;
    for (int turn = 0; turn < 2; turn++) {
        OrderInsert plain = {.account_id = order.account_id, .side = ORDER_SIDE_SELL, .quantity = dec("1")};
        OrderInsert noted = plain, priced = plain;
        noted.note = (SgSetText){SG_SET, "n"};
        priced.limit_price = (SgSetDecimal){SG_SET, dec("2.5")};
        assert_ok(db, order_insert(db, &plain, &stored));
        assert_null(stored.note);
        assert_ok(db, order_insert(db, &noted, &stored));
        assert_string_equal(stored.note, "n");
        assert_false(stored.limit_price.has);
        assert_ok(db, order_insert(db, &priced, NULL));
        assert_ok(db, order_get(db, stored.id + 1, &stored));
        assert_decimal("2.5000", stored.limit_price.value);
    }
}

/* The statements are known by their recipes, but not to the server any more. */
static void test_forgotten_by_the_server(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    Order order = new_order(db), stored;
    for (int turn = 0; turn < 3; turn++) {
        PQclear(PQexec(sg_session_connection(db), "DISCARD ALL"));
        assert_ok(db, order_get(db, order.id, &stored));
        assert_ok(db, order_update(db, order.id, &(OrderUpdate){.note = {SG_SET, "again"}}, &stored));
    }
    scratch_run(fixture->scratch, "ALTER TABLE orders ALTER note TYPE varchar(50)");
    assert_ok(db, order_get(db, order.id, &stored));
    assert_string_equal(stored.note, "again");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_every_form_of_an_update),
        TEST(test_a_cache_smaller_than_the_forms),
        TEST(test_inserts_with_other_columns),
        TEST(test_forgotten_by_the_server),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
