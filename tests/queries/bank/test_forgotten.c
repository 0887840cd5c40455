/* Queries of one's own that the server forgot, or that mean something else since: DISCARD ALL and DDL. */
#include "fixture.h"

#include "account.h"
#include "accounts_queries.h"
#include "sessions_queries.h"

#include <libpq-fe.h>
#include <string.h>

static SgSession *session(void **state)
{
    return ((Fixture *)*state)->db;
}

static SgDecimal total(SgSession *db, Kind kind)
{
    TotalOfKindRow row = {0};
    assert_ok(db, total_of_kind(db, kind, &row));
    return row.total;
}

static SgStatus count_slow(const SlowNumbersRow *row, void *arg)
{
    *(int32_t *)arg = row->n;
    return SG_OK;
}

static void forget(SgSession *db)
{
    PQclear(PQexec(sg_session_connection(db), "DISCARD ALL"));
}

static void forgotten_statements_are_prepared_again(void **state)
{
    SgSession *db = session(state);
    Account account;
    AccountsLikeList list;
    int32_t last = 0;
    for (int turn = 0; turn < 2; turn++) {
        assert_ok(db, account_named(db, "ann", &account));
        forget(db);
        assert_ok(db, account_named(db, "ann", &account));
        assert_ok(db, accounts_like(db, "b%", &list));
        forget(db);
        assert_ok(db, accounts_like(db, "b%", &list));
        assert_ok(db, raise_balances(db, dec("0"), KIND_CASH, NULL));
        forget(db);
        assert_ok(db, raise_balances(db, dec("0"), KIND_CASH, NULL));
        assert_ok(db, slow_numbers(db, 0, 2, count_slow, &last));
        forget(db);
        assert_ok(db, slow_numbers(db, 0, 2, count_slow, &last));
    }
}

/* A pipeline is a transaction: it has failed, and runs again as a whole. */
static void a_pipeline_of_forgotten_statements_runs_again(void **state)
{
    SgSession *db = session(state);
    SgStatus rc = SG_OK;
    for (int turn = 0; turn < 3; turn++) {
        Account account = {0};
        int64_t affected = -1;
        if (turn == 1) forget(db);
        assert_ok(db, sg_pipeline_begin(db));
        assert_ok(db, raise_balances(db, dec("1"), KIND_CASH, &affected));
        assert_ok(db, account_named(db, "ann", &account));
        rc = sg_pipeline_end(db, SG_OK);
        assert_int_equal(rc, turn == 1 ? SG_RETRY : SG_OK);
    }
    assert_decimal("3.5000", total(db, KIND_CASH)); /* raised twice */
}

static SgStatus read_after_ddl(SgSession *db, void *arg)
{
    Fixture *fixture = arg;
    OwnersList list;
    SgStatus rc = owners(db, &list);
    if (rc == SG_OK && strcmp(scratch_value(fixture->scratch, "SELECT count(*) FROM turns"), "0") == 0) {
        scratch_run(fixture->scratch, "INSERT INTO turns VALUES (1)");
        assert_ok(db, sg_execute(db, "ALTER TABLE accounts ALTER name TYPE text", NULL));
        rc = owners(db, &list);
        assert_int_equal(rc, SG_RETRY);
    }
    return rc;
}

static void a_new_type_of_the_result_is_learnt(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    OwnersList list;
    Account account;
    int32_t last;
    assert_ok(db, owners(db, &list));
    scratch_run(fixture->scratch, "ALTER TABLE accounts ALTER name TYPE varchar(50)");
    assert_ok(db, owners(db, &list));
    assert_string_equal(list.items[0].name, "ann");
    assert_ok(db, account_named(db, "ann", &account));
    scratch_run(fixture->scratch, "ALTER TABLE accounts ALTER name TYPE text");
    assert_ok(db, account_named(db, "ann", &account));
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, owners(db, &list));
    assert_status(db, SG_RETRY, sg_pipeline_end(db, SG_OK));
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, owners(db, &list));
    assert_ok(db, sg_pipeline_end(db, SG_OK));
    scratch_run(fixture->scratch, "ALTER TABLE accounts ALTER name TYPE varchar(50); CREATE TABLE turns (n int)");
    assert_ok(db, owners(db, &list));
    assert_ok(db, sg_transaction(db, SG_READ_COMMITTED, 3, read_after_ddl, fixture));
    assert_ok(db, slow_numbers(db, 0, 2, count_slow, &last));
}

/* A result that the program was not made for is refused, whatever it holds. */
static void a_wrong_type_of_the_result_is_refused(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    Account account = {.id = -1};
    assert_ok(db, account_named(db, "ann", &account));
    account.id = -1;
    scratch_run(fixture->scratch, "ALTER TABLE accounts ALTER balance TYPE bigint");
    assert_status(db, SG_RANGE, account_named(db, "ann", &account));
    assert_string_equal(sg_error(db)->column, "balance");
    scratch_run(fixture->scratch, "ALTER TABLE accounts ALTER balance TYPE numeric(18, 4), ADD more int");
    assert_status(db, SG_RANGE, account_named(db, "ann", &account));
    assert_non_null(strstr(sg_error(db)->message, "9 columns"));
    assert_int_equal(account.id, -1);
}

/* As `migrate` does when a value is removed: the old type's number is gone. */
static void an_enum_that_was_made_anew_is_found(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    AccountKindRow row;
    assert_decimal("1.5000", total(db, KIND_CASH));
    assert_ok(db, account_kind(db, 1, &row));
    scratch_run(
        fixture->scratch,
        "CREATE TYPE \"Kind_new\" AS ENUM ('CASH', 'MARGIN', 'savings account', 'NEW');"
        "ALTER TABLE accounts ALTER kind DROP DEFAULT, ALTER kind TYPE \"Kind_new\" USING kind::text::\"Kind_new\","
        " ALTER kinds TYPE \"Kind_new\"[] USING kinds::text[]::\"Kind_new\"[];"
        "DROP TYPE \"Kind\"; ALTER TYPE \"Kind_new\" RENAME TO \"Kind\"");
    assert_decimal("1.5000", total(db, KIND_CASH));
    assert_ok(db, account_kind(db, 1, &row));
    assert_int_equal(row.kinds.count, 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(forgotten_statements_are_prepared_again), TEST(a_pipeline_of_forgotten_statements_runs_again),
        TEST(a_new_type_of_the_result_is_learnt),      TEST(a_wrong_type_of_the_result_is_refused),
        TEST(an_enum_that_was_made_anew_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
