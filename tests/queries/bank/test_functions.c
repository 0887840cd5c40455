/* Functions made of queries, on a server: one, many, each, exec; parameters of every form; what goes wrong. */
#include "fixture.h"

#include "account.h"
#include "accounts_queries.h"
#include "long_queries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void one_row_is_the_models(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account account = {.id = -1};
    assert_int_equal(account_named(db, "ann", &account), SG_OK);
    assert_string_equal(account.name, "ann");
    assert_int_equal(account.kind, KIND_CASH);
    assert_null(account.note);
    assert_false(account.opened.has);
}

static void none_and_several_are_statuses(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account account = {.id = -1};
    assert_int_equal(account_named(db, "nobody", &account), SG_NOT_FOUND);
    assert_string_equal(sg_error(db)->message, "account_named has no row");
    assert_int_equal(account_named(db, "bob", &account), SG_TOO_MANY);
    assert_int_equal(account.id, -1);
}

static void lists_and_enums_are_read(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    AccountKindRow row;
    assert_int_equal(account_kind(db, 1, &row), SG_OK);
    assert_int_equal(row.kind, KIND_CASH);
    assert_int_equal(row.kinds.count, 2);
    assert_int_equal(row.kinds.items[1], KIND_SAVINGS);
    assert_int_equal(row.tags.count, 2);
    assert_string_equal(row.tags.items[1], "b");
}

static void many_rows(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    AccountsLikeList list;
    assert_int_equal(accounts_like(db, "b%", &list), SG_OK);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].note, "x");
    assert_null(list.items[1].note);
    assert_int_equal(list.items[1].the_kind, KIND_MARGIN);
    assert_int_equal(accounts_like(db, "z%", &list), SG_OK);
    assert_int_equal(list.count, 0);
    assert_int_equal(accounts_like(db, NULL, &list), SG_INVALID);
    assert_string_equal(sg_error(db)->column, "pattern");
}

static void lists_are_parameters(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const char *tags[] = {"b", "c \"{,}\\"};
    const Kind kinds[] = {KIND_CASH, KIND_SAVINGS};
    AccountsTaggedList list;
    SgTextList text = {.items = tags, .count = 2};
    KindList kind_list = {.items = (Kind *)(uintptr_t)kinds, .count = 2};
    assert_int_equal(accounts_tagged(db, text, kind_list, &list), SG_OK);
    assert_int_equal(list.count, 2);
    kind_list.count = 1;
    assert_int_equal(accounts_tagged(db, text, kind_list, &list), SG_OK);
    assert_int_equal(list.count, 1);
    text.count = 0;
    assert_int_equal(accounts_tagged(db, text, kind_list, &list), SG_OK);
    assert_int_equal(list.count, 0);
}

static void parameters_may_be_null(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    AccountsNotedList list;
    assert_int_equal(accounts_noted(db, NULL, &list), SG_OK);
    assert_int_equal(list.count, 2);
    assert_int_equal(accounts_noted(db, "x", &list), SG_OK);
    assert_int_equal(list.count, 1);
}

static void rows_are_written(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const char *tags[] = {"new"};
    OpenAccountArgs args = {
        .name = "eve",
        .kind = KIND_SAVINGS,
        .tags = {.items = tags, .count = 1},
        .balance = sg_decimal_from_int(7),
    };
    OpenAccountRow row;
    BankSizeRow count;
    int64_t affected = -1;
    assert_int_equal(sg_begin(db, SG_DEFAULT_ISOLATION), SG_OK);
    assert_int_equal(open_account(db, &args, &row), SG_OK);
    assert_int_equal(row.id, 4);
    assert_int_equal(raise_balances(db, sg_decimal_from_int(1), KIND_SAVINGS, &affected), SG_OK);
    assert_int_equal(affected, 2);
    assert_int_equal(bank_size(db, &count), SG_OK);
    assert_int_equal(count.accounts, 4);
    args.kind = 0;
    assert_int_equal(open_account(db, &args, &row), SG_INVALID);
    assert_int_equal(sg_end(db, SG_INVALID), SG_INVALID);
}

static SgStatus add_up(const NumbersRow *row, void *arg)
{
    int64_t *sum = arg;
    if (strncmp(row->title, "row ", 4) != 0) return SG_INVALID;
    *sum += row->n;
    return *sum > 5000000000000 ? SG_CANCELLED : SG_OK;
}

static void each_row_as_it_comes(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    int64_t sum = 0;
    assert_int_equal(numbers(db, 1000, add_up, &sum), SG_OK);
    assert_int_equal(sum, 500500);
    assert_int_equal(numbers(db, 0, add_up, &sum), SG_OK);
    assert_int_equal(numbers(db, 10000000, add_up, &sum), SG_CANCELLED);
    assert_int_equal(numbers(db, 1, add_up, &sum), SG_CANCELLED);
}

static void names_of_others_are_left_to_them(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    ConnectRow row = {0};
    QuerySgBeginRow other = {0};
    assert_int_equal(connect_(db, &row), SG_OK);
    assert_int_equal(row.n, 1);
    assert_int_equal(query_sg_begin(db, &other), SG_OK);
    assert_int_equal(other.n, 1);
}

static void a_long_statement(void **state)
{
    LongOneRow row;
    assert_int_equal(long_one(((Fixture *)*state)->db, &row), SG_OK);
    assert_int_equal(row.n, 1);
    assert_string_equal(row.word, "größe");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_row_is_the_models),    cmocka_unit_test(none_and_several_are_statuses),
        cmocka_unit_test(lists_and_enums_are_read), cmocka_unit_test(many_rows),
        cmocka_unit_test(lists_are_parameters),     cmocka_unit_test(parameters_may_be_null),
        cmocka_unit_test(rows_are_written),         cmocka_unit_test(each_row_as_it_comes),
        cmocka_unit_test(a_long_statement),         cmocka_unit_test(names_of_others_are_left_to_them),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
