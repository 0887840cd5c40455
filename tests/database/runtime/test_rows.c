/* The operations on single rows and lists, end to end. */
#include "fixture.h"

#include "account.h"
#include "order.h"

#include <string.h>

static Account new_account(SgSession *db, const char *email)
{
    Account account;
    AccountInsert row = {.email = email, .balance = {SG_SET, num("100.5")}};
    assert_ok(db, account_insert(db, &row, &account));
    return account;
}

static Order new_order(SgSession *db, SgUuid account_id, const char *quantity, const char *note)
{
    Order order;
    OrderInsert row = {.account_id = account_id, .side = ORDER_SIDE_BUY, .quantity = dec(quantity)};
    if (note != NULL) row.note = (SgSetText){SG_SET, note};
    assert_ok(db, order_insert(db, &row, &order));
    return order;
}

static void test_insert_returns_the_row(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    char text[SG_NUMERIC_TEXT];
    Account account = new_account(db, "a@example.org");
    assert_string_equal(account.email, "a@example.org");
    assert_string_equal(sg_numeric_format(&account.balance, text), "100.500000000000000000000000000000");
    assert_int_equal(account.id.bytes[6] >> 4, 7);

    const char *const tags[] = {"x", "", "ü\"{},"};
    OrderSide sides[] = {ORDER_SIDE_SELL, ORDER_SIDE_BUY};
    OrderInsert row = {
        .account_id = account.id,
        .side = ORDER_SIDE_SELL,
        .quantity = dec("-12.3400"),
        .limit_price = {SG_SET, dec("99999999999999.9999")},
        .metadata = {SG_SET, "{\"a\": [1, null]}"},
        .tags = {SG_SET, {tags, 3}},
    };
    row.sides.op = SG_SET;
    row.sides.value = (OrderSideList){sides, 2};
    Order order;
    assert_ok(db, order_insert(db, &row, &order));
    assert_int_equal(order.id, 1);
    assert_true(sg_uuid_equal(order.account_id, account.id));
    assert_int_equal(order.side, ORDER_SIDE_SELL);
    assert_decimal("-12.3400", order.quantity);
    assert_true(order.limit_price.has);
    assert_decimal("99999999999999.9999", order.limit_price.value);
    assert_null(order.note);
    assert_string_equal(order.metadata, "{\"a\": [1, null]}");
    assert_int_equal(order.tags.count, 3);
    assert_string_equal(order.tags.items[2], "ü\"{},");
    assert_int_equal(order.sides.count, 2);
    assert_int_equal(order.sides.items[0], ORDER_SIDE_SELL);
    assert_int_equal(order.version, 1);
    assert_true(order.updated_at.us > 0);
    assert_null(order.account);
}

static void test_get_and_not_found(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account account = new_account(db, "a@example.org");
    Order order = new_order(db, account.id, "1", "note"), found = {.id = 77}, untouched = found;
    assert_ok(db, order_get(db, order.id, &found));
    assert_int_equal(found.id, order.id);
    assert_string_equal(found.note, "note");
    found = untouched;
    assert_status(db, SG_NOT_FOUND, order_get(db, 4711, &found));
    assert_memory_equal(&found, &untouched, sizeof found);
}

static void test_constraints(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account account = new_account(db, "a@example.org");
    AccountInsert twice = {.email = "a@example.org"};
    assert_status(db, SG_UNIQUE, account_insert(db, &twice, &account));
    assert_string_equal(sg_error(db)->constraint, ACCOUNT_KEY_EMAIL);
    assert_string_equal(sg_error(db)->table, "accounts");
    assert_string_equal(sg_error(db)->sqlstate, "23505");

    OrderInsert orphan = {.side = ORDER_SIDE_BUY, .quantity = dec("1")};
    assert_status(db, SG_FOREIGN_KEY, order_insert(db, &orphan, NULL));
    assert_string_equal(sg_error(db)->constraint, ORDER_FKEY_ACCOUNT_ID);

    assert_status(db, SG_INVALID, account_insert(db, &(AccountInsert){0}, NULL));
    assert_string_equal(sg_error(db)->column, "email");
    OrderInsert sideless = {.account_id = account.id};
    assert_status(db, SG_INVALID, order_insert(db, &sideless, NULL));
    assert_string_equal(sg_error(db)->column, "side");
    OrderInsert unknown = {.account_id = account.id, .side = ORDER_SIDE_UNKNOWN};
    assert_status(db, SG_INVALID, order_insert(db, &unknown, NULL));
    OrderInsert huge = {.account_id = account.id, .side = ORDER_SIDE_BUY, .quantity = dec("1e20")};
    assert_status(db, SG_RANGE, order_insert(db, &huge, NULL));
}

static void test_update(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account account = new_account(db, "a@example.org");
    Order order = new_order(db, account.id, "10", "old"), changed;
    OrderUpdate set = {
        .note = {.op = SG_NULL},
        .quantity = {SG_ADD, dec("2.5")},
        .side = {SG_SET, ORDER_SIDE_SELL},
        .tags = {SG_ADD, SG_LIST(const char *, "late")},
    };
    assert_ok(db, order_update(db, order.id, &set, &changed));
    assert_null(changed.note);
    assert_decimal("12.5000", changed.quantity);
    assert_int_equal(changed.side, ORDER_SIDE_SELL);
    assert_int_equal(changed.tags.count, 1);
    assert_true(changed.updated_at.us >= order.updated_at.us);

    assert_ok(db, order_update(db, order.id, &(OrderUpdate){0}, &changed));
    assert_status(db, SG_NOT_FOUND, order_update(db, 4711, &set, NULL));
    assert_status(db, SG_NOT_FOUND, order_update(db, 4711, &set, &changed));
    assert_status(db, SG_INVALID, order_update(db, order.id, &(OrderUpdate){.note = {SG_ADD, "x"}}, NULL));
    assert_status(db, SG_INVALID, order_update(db, order.id, &(OrderUpdate){.side = {.op = SG_NULL}}, NULL));
}

static void test_delete(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account account = new_account(db, "a@example.org");
    Order order = new_order(db, account.id, "10", "old"), gone;
    assert_ok(db, order_delete(db, order.id, &gone));
    assert_string_equal(gone.note, "old");
    assert_status(db, SG_NOT_FOUND, order_delete(db, order.id, NULL));
}

static void test_upsert(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account first, again;
    bool created = false;
    AccountInsert row = {.email = "a@example.org"};
    assert_ok(db, account_upsert_by_email(db, &row, NULL, &first, &created));
    assert_true(created);
    assert_ok(db, account_upsert_by_email(db, &row, NULL, &again, &created));
    assert_false(created);
    assert_true(sg_uuid_equal(first.id, again.id));
    AccountUpdate set = {.balance = {SG_ADD, num("7")}};
    assert_ok(db, account_upsert_by_email(db, &row, &set, &again, &created));
    assert_int_equal(sg_numeric_compare(&again.balance, &(SgNumeric){{7}, 0, false}), 0);
}

static void test_pages(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account account = new_account(db, "a@example.org");
    for (int i = 0; i < 25; i++) new_order(db, account.id, i % 2 == 0 ? "1" : "2", i % 3 == 0 ? NULL : "n");
    const SgDirection directions[] = {SG_ASC, SG_DESC};
    const OrderSortKey keys[] = {ORDER_BY_ID, ORDER_BY_NOTE, ORDER_BY_QUANTITY};
    for (int turn = 0; turn < 6; turn++) {
        OrderQuery query = {
            .where = {.account_id = {.eq = &account.id}},
            .sort = {{keys[turn / 2], directions[turn % 2]}, {ORDER_BY_CREATED_AT, SG_ASC}},
            .limit = 4,
        };
        OrderList page;
        bool seen[26] = {false};
        size_t rows = 0;
        do {
            assert_ok(db, order_list(db, &query, &page));
            for (size_t i = 0; i < page.count; i++) {
                assert_false(seen[page.items[i].id]);
                seen[page.items[i].id] = true;
            }
            rows += page.count;
            if (page.count > 0) query.after = &page.items[page.count - 1];
        } while (page.has_more);
        assert_int_equal(rows, 25);
    }
}

typedef struct Visits {
    int count, stop_at;
} Visits;

static SgStatus visit(const Order *row, void *arg)
{
    Visits *visits = arg;
    assert_true(row->id > 0);
    return ++visits->count == visits->stop_at ? SG_CHECK : SG_OK;
}

static void test_lists(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account account = new_account(db, "a@example.org");
    for (int i = 0; i < 12; i++) new_order(db, account.id, "1.5", "note");
    OrderList list;
    assert_ok(db, order_list(db, NULL, &list));
    assert_int_equal(list.count, 12);
    assert_false(list.has_more);
    assert_string_equal(list.items[11].note, "note");
    OrderQuery three = {.limit = 3, .select = {.quantity = true}};
    assert_ok(db, order_list(db, &three, &list));
    assert_int_equal(list.count, 3);
    assert_true(list.has_more);
    assert_null(list.items[0].note);
    assert_decimal("1.5000", list.items[0].quantity);
    assert_true(list.items[0].id > 0);

    Visits visits = {0};
    assert_ok(db, order_each(db, NULL, visit, &visits));
    assert_int_equal(visits.count, 12);
    visits = (Visits){.stop_at = 5};
    assert_status(db, SG_CHECK, order_each(db, NULL, visit, &visits));
    assert_int_equal(visits.count, 5);
    int64_t count;
    assert_ok(db, order_count(db, NULL, &count));
    assert_int_equal(count, 12);
    assert_status(db, SG_INVALID, order_list(db, &(OrderQuery){.lock = SG_FOR_UPDATE}, &list));
    assert_status(db, SG_INVALID, order_list(db, &(OrderQuery){.limit = -1}, &list));
    assert_status(db, SG_INVALID, order_list(db, &(OrderQuery){.sort = {{99, SG_ASC}}}, &list));
}

static void test_mass_writes(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account account = new_account(db, "a@example.org");
    int64_t affected = -1;
    for (int i = 0; i < 5; i++) new_order(db, account.id, "1", "n");
    OrderFilter none = {0};
    OrderFilter hidden = {.any_of = {&none, 1}};
    assert_status(db, SG_INVALID, order_delete_many(db, &none, &affected));
    assert_status(db, SG_INVALID, order_delete_many(db, NULL, &affected));
    assert_status(db, SG_INVALID, order_delete_many(db, &hidden, &affected));
    OrderFilter low = {.id = {.le = &(int64_t){2}}};
    OrderUpdate set = {.note = {SG_SET, "m"}};
    assert_ok(db, order_update_many(db, &low, &set, &affected));
    assert_int_equal(affected, 2);
    assert_ok(db, order_delete_many(db, &(OrderFilter){.note = {.eq = "m"}}, &affected));
    assert_int_equal(affected, 2);
    assert_ok(db, order_delete_many(db, &(OrderFilter){.id = {.is_not_null = true}}, &affected));
    assert_int_equal(affected, 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_insert_returns_the_row),
        TEST(test_get_and_not_found),
        TEST(test_constraints),
        TEST(test_update),
        TEST(test_delete),
        TEST(test_upsert),
        TEST(test_pages),
        TEST(test_lists),
        TEST(test_mass_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
