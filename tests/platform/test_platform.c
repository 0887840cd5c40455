/*
 * The trading platform's database, as its migrations make it: tables and constraints, unique keys, foreign keys,
 * cascades, defaults, indexes, types.
 */
#include "scratch.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define USER "'00000000-0000-7000-8000-000000000001'"
#define ACCOUNT "'00000000-0000-7000-8000-000000000002'"
#define ORDER "'00000000-0000-7000-8000-000000000003'"
#define NOBODY "'00000000-0000-7000-8000-00000000dead'"

/* SQLSTATE */
#define NOT_NULL "23502"
#define FOREIGN_KEY "23503"
#define UNIQUE "23505"
#define NOT_IN_ENUM "22P02"
#define OUT_OF_RANGE "22003"
#define TOO_LONG "22001"

static char *read_file(const char *path)
{
    SgText text = {0};
    char buffer[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (size_t size; (size = fread(buffer, 1, sizeof buffer, file)) > 0;) sg_text_add_bytes(&text, buffer, size);
    fclose(file);
    assert_true(sg_text_ok(&text));
    return text.data;
}

/* A user with an account, an order, an execution, a position. */
static const char ROWS[] =
    "INSERT INTO users (id, email, name, updated_at) VALUES (" USER ", 'ada@example.com', 'Ada', now());"
    "INSERT INTO accounts (id, user_id, account_number, currency, updated_at)"
    " VALUES (" ACCOUNT ", " USER ", 'TR-1', 'USD', now());"
    "INSERT INTO instruments (id, symbol, name, asset_class, exchange, currency, updated_at)"
    " VALUES (gen_random_uuid(), 'AAPL', 'Apple', 'EQUITY', 'XNAS', 'USD', now());"
    "INSERT INTO orders (id, account_id, symbol, side, type, quantity, idempotency_key, updated_at)"
    " VALUES (" ORDER ", " ACCOUNT ", 'AAPL', 'BUY', 'MARKET', 10, 'key-1', now());"
    "INSERT INTO executions (id, order_id, symbol, side, quantity, price, venue_execution_id, executed_at)"
    " VALUES (gen_random_uuid(), " ORDER ", 'AAPL', 'BUY', 4, 100.25, 'venue-1', now());"
    "INSERT INTO positions (id, account_id, symbol, quantity, updated_at)"
    " VALUES (gen_random_uuid(), " ACCOUNT ", 'AAPL', 4, now());";

static int open_platform(void **state)
{
    Scratch *scratch = scratch_open();
    char *sql = read_file(getenv("PLATFORM_MIGRATION"));
    scratch_run(scratch, sql);
    scratch_run(scratch, ROWS);
    free(sql);
    *state = scratch;
    return 0;
}

static int close_platform(void **state)
{
    scratch_close(*state);
    return 0;
}

static void check_value(Scratch *scratch, const char *expected, const char *sql)
{
    assert_string_equal(scratch_value(scratch, sql), expected);
}

/* The server refuses the statement for this reason. */
static void check_refused(Scratch *scratch, const char *sqlstate, const char *constraint, const char *sql)
{
    PGresult *result = PQexec(scratch_connection(scratch), sql);
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    assert_non_null(state);
    assert_string_equal(state, sqlstate);
    if (constraint != NULL) assert_string_equal(PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME), constraint);
    PQclear(result);
}

static void counts_are_the_checklists(void **state)
{
    Scratch *scratch = *state;
    check_value(scratch, "8", "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'");
    check_value(scratch, "21",
                "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                " WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisunique");
    check_value(scratch, "6",
                "SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                " WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND NOT i.indisprimary");
    check_value(scratch, "6",
                "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace");
    check_value(scratch, "8",
                "SELECT count(*) FROM pg_constraint WHERE contype = 'p' AND connamespace = 'public'::regnamespace");
}

/* No index repeats the first columns of another one of its table. */
static void no_index_is_redundant(void **state)
{
    check_value(*state, "",
                "SELECT a.indexrelid::regclass || ' repeats ' || b.indexrelid::regclass FROM pg_index a JOIN pg_index b"
                " ON a.indrelid = b.indrelid AND a.indexrelid <> b.indexrelid"
                " AND b.indkey::text || ' ' LIKE a.indkey::text || ' %'"
                " JOIN pg_class c ON c.oid = a.indrelid WHERE c.relnamespace = 'public'::regnamespace");
}

/* Every foreign key's columns lead some index: deletes of the referenced row need not scan the table. */
static void foreign_keys_are_indexed(void **state)
{
    check_value(*state, "",
                "SELECT k.conname FROM pg_constraint k WHERE k.contype = 'f' AND NOT EXISTS (SELECT FROM pg_index i"
                " WHERE i.indrelid = k.conrelid AND i.indkey[0] = k.conkey[1])");
}

static void types_are_exact(void **state)
{
    static const char by_type[] = "SELECT string_agg(table_name || '.' || column_name, ' ')"
                                  " FROM information_schema.columns WHERE table_schema = 'public' AND ";
    Scratch *scratch = *state;
    char sql[512];
    snprintf(sql, sizeof sql, "%s%s", by_type, "data_type IN ('real', 'double precision', 'money')");
    check_value(scratch, "", sql);
    snprintf(sql, sizeof sql, "%s%s", by_type,
             "data_type LIKE 'timestamp%' AND (data_type <> 'timestamp with time zone' OR datetime_precision <> 6)");
    check_value(scratch, "", sql);
    snprintf(sql, sizeof sql, "%s%s", by_type, "column_name = 'id' AND data_type <> 'uuid'");
    check_value(scratch, "", sql);
    snprintf(sql, sizeof sql, "%s%s", by_type,
             "column_name IN ('status', 'side', 'type', 'action', 'entity_type', 'asset_class')"
             " AND data_type <> 'USER-DEFINED'");
    check_value(scratch, "", sql);
    snprintf(sql, sizeof sql, "%s%s", by_type, "data_type = 'numeric' AND numeric_precision > 28");
    check_value(scratch, "", sql);
    check_value(scratch, "jsonb",
                "SELECT data_type FROM information_schema.columns"
                " WHERE table_name = 'orders' AND column_name = 'metadata'");
}

static void unique_keys_hold(void **state)
{
    Scratch *scratch = *state;
    check_refused(scratch, UNIQUE, "users_email_key",
                  "INSERT INTO users (id, email, name, updated_at)"
                  " VALUES (gen_random_uuid(), 'ada@example.com', 'B', now())");
    check_refused(scratch, UNIQUE, "accounts_account_number_key",
                  "INSERT INTO accounts (id, user_id, account_number, currency, updated_at)"
                  " VALUES (gen_random_uuid(), " USER ", 'TR-1', 'USD', now())");
    check_refused(scratch, UNIQUE, "instruments_symbol_key",
                  "INSERT INTO instruments (id, symbol, name, asset_class, exchange, currency, updated_at)"
                  " VALUES (gen_random_uuid(), 'AAPL', 'A', 'ETF', 'XNAS', 'USD', now())");
    check_refused(scratch, UNIQUE, "orders_idempotency_key_key",
                  "INSERT INTO orders (id, account_id, symbol, side, type, quantity, idempotency_key, updated_at)"
                  " VALUES (gen_random_uuid(), " ACCOUNT ", 'AAPL', 'BUY', 'MARKET', 1, 'key-1', now())");
    check_refused(
        scratch, UNIQUE, "executions_venue_execution_id_key",
        "INSERT INTO executions (id, order_id, symbol, side, quantity, price, venue_execution_id, executed_at)"
        " VALUES (gen_random_uuid(), " ORDER ", 'AAPL', 'BUY', 1, 1, 'venue-1', now())");
    check_refused(scratch, UNIQUE, "positions_account_id_symbol_key",
                  "INSERT INTO positions (id, account_id, symbol, updated_at)"
                  " VALUES (gen_random_uuid(), " ACCOUNT ", 'AAPL', now())");
}

static void foreign_keys_hold(void **state)
{
    Scratch *scratch = *state;
    check_refused(scratch, FOREIGN_KEY, "accounts_user_id_fkey",
                  "INSERT INTO accounts (id, user_id, account_number, currency, updated_at)"
                  " VALUES (gen_random_uuid(), " NOBODY ", 'TR-2', 'USD', now())");
    check_refused(scratch, FOREIGN_KEY, "orders_account_id_fkey", "UPDATE orders SET account_id = " NOBODY);
    check_refused(scratch, FOREIGN_KEY, "executions_order_id_fkey", "UPDATE executions SET order_id = " NOBODY);
    check_refused(scratch, FOREIGN_KEY, "positions_account_id_fkey", "UPDATE positions SET account_id = " NOBODY);
    check_refused(scratch, FOREIGN_KEY, "positions_symbol_fkey", "UPDATE positions SET symbol = 'NONE'");
    check_refused(scratch, FOREIGN_KEY, "ledger_entries_account_id_fkey",
                  "INSERT INTO ledger_entries (id, account_id, type, amount, balance_after)"
                  " VALUES (gen_random_uuid(), " NOBODY ", 'DEPOSIT', 1, 1)");
    check_refused(scratch, FOREIGN_KEY, "accounts_user_id_fkey", "DELETE FROM users");
    check_refused(scratch, FOREIGN_KEY, "positions_symbol_fkey", "DELETE FROM instruments");
}

static void an_account_takes_its_orders_with_it(void **state)
{
    Scratch *scratch = *state;
    scratch_run(scratch, "BEGIN; DELETE FROM accounts WHERE id = " ACCOUNT);
    check_value(scratch, "0 0 0",
                "SELECT (SELECT count(*) FROM orders) || ' ' || (SELECT count(*) FROM executions)"
                " || ' ' || (SELECT count(*) FROM positions)");
    check_value(scratch, "1", "SELECT count(*) FROM users");
    scratch_run(scratch, "ROLLBACK");
}

static void an_account_with_a_ledger_stays(void **state)
{
    Scratch *scratch = *state;
    scratch_run(scratch, "INSERT INTO ledger_entries (id, account_id, type, amount, balance_after)"
                         " VALUES (gen_random_uuid(), " ACCOUNT ", 'DEPOSIT', 1, 1)");
    check_refused(scratch, FOREIGN_KEY, "ledger_entries_account_id_fkey", "DELETE FROM accounts WHERE id = " ACCOUNT);
    scratch_run(scratch, "DELETE FROM ledger_entries");
}

static void a_renumbered_key_is_followed(void **state)
{
    Scratch *scratch = *state;
    scratch_run(scratch, "BEGIN; UPDATE instruments SET symbol = 'AAPL2'");
    check_value(scratch, "AAPL2", "SELECT symbol FROM positions");
    scratch_run(scratch, "ROLLBACK");
}

static void defaults_are_filled_in(void **state)
{
    Scratch *scratch = *state;
    check_value(scratch, "PENDING 0.0000 1", "SELECT status || ' ' || filled_quantity || ' ' || version FROM orders");
    check_value(scratch, "ACTIVE CASH 0.00000000", "SELECT status || ' ' || type || ' ' || cash_balance FROM accounts");
    check_value(scratch, "0.0100 1.0000 TRADING",
                "SELECT tick_size || ' ' || lot_size || ' ' || status FROM instruments");
    check_value(scratch, "t", "SELECT created_at BETWEEN now() - interval '1 hour' AND now() FROM users");
}

static void wrong_values_are_refused(void **state)
{
    Scratch *scratch = *state;
    check_refused(scratch, NOT_IN_ENUM, NULL, "UPDATE orders SET status = 'LOST'");
    check_refused(scratch, NOT_NULL, NULL, "UPDATE orders SET symbol = NULL");
    check_refused(scratch, TOO_LONG, NULL, "UPDATE orders SET symbol = 'ELEVENCHARS'");
    check_refused(scratch, OUT_OF_RANGE, NULL, "UPDATE orders SET quantity = 100000000000000");
    scratch_run(scratch, "BEGIN; UPDATE orders SET quantity = 99999999999999.9999");
    check_value(scratch, "99999999999999.9999", "SELECT quantity FROM orders");
    scratch_run(scratch, "ROLLBACK");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_the_checklists),
        cmocka_unit_test(no_index_is_redundant),
        cmocka_unit_test(foreign_keys_are_indexed),
        cmocka_unit_test(types_are_exact),
        cmocka_unit_test(unique_keys_hold),
        cmocka_unit_test(foreign_keys_hold),
        cmocka_unit_test(an_account_takes_its_orders_with_it),
        cmocka_unit_test(an_account_with_a_ledger_stays),
        cmocka_unit_test(a_renumbered_key_is_followed),
        cmocka_unit_test(defaults_are_filled_in),
        cmocka_unit_test(wrong_values_are_refused),
    };
    return cmocka_run_group_tests_name("platform", tests, open_platform, close_platform);
}
