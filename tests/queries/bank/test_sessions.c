/* What the runtime promises of every statement, of those of one's own: pipelines, hooks, deadlines, transactions that
 * run again, read-only sessions, memory. */
#include "fixture.h"

#include "account.h"
#include "accounts_queries.h"
#include "pause.h"
#include "sessions_queries.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

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

/* ---- Pipelines ---- */

static void a_pipeline_fills_every_form(void **state)
{
    SgSession *db = session(state);
    Account account = {0};
    AccountsLikeList list = {0};
    BankSizeRow size = {0};
    int64_t affected = -1;
    char name[] = "ann";
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, raise_balances(db, dec("0.5"), KIND_CASH, &affected));
    assert_ok(db, account_named(db, name, &account));
    assert_ok(db, accounts_like(db, "b%", &list));
    assert_ok(db, bank_size(db, &size));
    memset(name, '?', sizeof name - 1); /* arguments need not live until the end */
    assert_int_equal(affected, -1);
    assert_ok(db, sg_pipeline_end(db, SG_OK));
    assert_int_equal(affected, 1);
    assert_string_equal(account.name, "ann");
    assert_decimal("2.0000", account.balance);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].note, "x");
    assert_int_equal(size.accounts, 3);
    assert_int_equal(sg_pipeline_failed(db), -1);
}

/* What the server refuses undoes the pipeline; what this side finds wanting does not. */
static void a_pipeline_names_the_call_that_failed(void **state)
{
    SgSession *db = session(state);
    QuotientRow quotient_row = {.value = -1};
    Account account = {.id = -1};
    BankSizeRow size = {.accounts = -1};
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, raise_balances(db, dec("1"), KIND_CASH, NULL));
    assert_ok(db, quotient(db, 1, 0, &quotient_row));
    assert_ok(db, bank_size(db, &size));
    assert_status(db, SG_RANGE, sg_pipeline_end(db, SG_OK));
    assert_int_equal(sg_pipeline_failed(db), 1);
    assert_string_equal(sg_error(db)->sqlstate, "22012");
    assert_non_null(strstr(sg_error(db)->statement, "$1::integer / $2::integer"));
    assert_int_equal(quotient_row.value, -1);
    assert_int_equal(size.accounts, -1);
    assert_decimal("1.5000", total(db, KIND_CASH));

    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, raise_balances(db, dec("1"), KIND_CASH, NULL));
    assert_ok(db, account_named(db, "nobody", &account));
    assert_ok(db, account_named(db, "bob", &account));
    assert_ok(db, bank_size(db, &size));
    assert_status(db, SG_NOT_FOUND, sg_pipeline_end(db, SG_OK));
    assert_int_equal(sg_pipeline_failed(db), 1);
    assert_int_equal(account.id, -1);
    assert_int_equal(size.accounts, 3);
    assert_decimal("2.5000", total(db, KIND_CASH));
}

static SgStatus count_slow(const SlowNumbersRow *row, void *arg)
{
    *(int32_t *)arg = row->n;
    return SG_OK;
}

static void each_cannot_be_queued(void **state)
{
    SgSession *db = session(state);
    int32_t last = 0;
    assert_ok(db, sg_pipeline_begin(db));
    assert_status(db, SG_INVALID, slow_numbers(db, 0, 3, count_slow, &last));
    assert_status(db, SG_INVALID, account_named(db, NULL, NULL));
    assert_int_equal(sg_pipeline_end(db, SG_INVALID), SG_INVALID);
    assert_ok(db, slow_numbers(db, 0, 3, count_slow, &last));
    assert_int_equal(last, 3);
}

/* ---- Hooks ---- */

enum { SEEN_MAX = 16 };

typedef struct Seen {
    size_t begun, ended;
    struct {
        char operation[40];
        SgStatus status;
        int64_t rows;
        char sqlstate[6];
    } events[SEEN_MAX];
} Seen;

static void see_begin(void *arg, const SgEvent *event)
{
    Seen *seen = arg;
    seen->begun++;
    assert_string_equal(event->model, "");
}

static void see_end(void *arg, const SgEvent *event)
{
    Seen *seen = arg;
    assert_true(seen->ended < SEEN_MAX);
    assert_true(event->elapsed_us >= 0);
    assert_true(strncmp(event->sql, "SELECT", 6) == 0 || strncmp(event->sql, "UPDATE", 6) == 0);
    strcpy(seen->events[seen->ended].operation, event->operation);
    seen->events[seen->ended].status = event->status;
    seen->events[seen->ended].rows = event->rows;
    if (event->error != NULL) strcpy(seen->events[seen->ended].sqlstate, event->error->sqlstate);
    seen->ended++;
}

static void assert_seen(const Seen *seen, size_t index, const char *operation, SgStatus status, int64_t rows)
{
    assert_true(index < seen->ended);
    assert_string_equal(seen->events[index].operation, operation);
    assert_int_equal(seen->events[index].status, status);
    assert_int_equal(seen->events[index].rows, rows);
}

static SgSession *open_watched(const Fixture *fixture, Seen *seen, SgPool **pool)
{
    SgSession *db;
    const SgPoolOptions options = {.url = scratch_url(fixture->scratch), .hooks = {see_begin, see_end, seen}};
    assert_int_equal(sg_pool_open(&options, pool, NULL), SG_OK);
    assert_int_equal(sg_session_open(*pool, &db, NULL), SG_OK);
    return db;
}

static void hooks_see_each_form(void **state)
{
    Seen seen = {0};
    SgPool *pool;
    SgSession *db = open_watched(*state, &seen, &pool);
    Account account;
    AccountsLikeList list;
    QuotientRow row;
    int32_t last;
    assert_ok(db, account_named(db, "ann", &account));
    assert_status(db, SG_NOT_FOUND, account_named(db, "nobody", &account));
    assert_ok(db, accounts_like(db, "%", &list));
    assert_ok(db, raise_balances(db, dec("1"), KIND_SAVINGS, NULL));
    assert_ok(db, slow_numbers(db, 0, 5, count_slow, &last));
    assert_status(db, SG_RANGE, quotient(db, 1, 0, &row));
    assert_seen(&seen, 0, "account_named", SG_OK, 1);
    assert_seen(&seen, 1, "account_named", SG_NOT_FOUND, 0);
    assert_seen(&seen, 2, "accounts_like", SG_OK, 3);
    assert_seen(&seen, 3, "raise_balances", SG_OK, 1);
    assert_seen(&seen, 4, "slow_numbers", SG_OK, 5);
    assert_seen(&seen, 5, "quotient", SG_RANGE, 0);
    assert_string_equal(seen.events[5].sqlstate, "22012");

    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, account_named(db, "ann", &account));
    assert_ok(db, quotient(db, 1, 0, &row));
    assert_ok(db, accounts_like(db, "%", &list));
    assert_status(db, SG_RANGE, sg_pipeline_end(db, SG_OK));
    assert_seen(&seen, 6, "account_named", SG_OK, 1);
    assert_seen(&seen, 7, "quotient", SG_RANGE, 0);
    assert_string_equal(seen.events[7].sqlstate, "22012");
    assert_seen(&seen, 8, "accounts_like", SG_RANGE, 0); /* skipped */

    scratch_run(((Fixture *)*state)->scratch, "ALTER TABLE accounts RENAME TO gone");
    OwnersList names;
    assert_status(db, SG_SERVER, owners(db, &names)); /* cannot even be prepared */
    assert_seen(&seen, 9, "owners", SG_SERVER, 0);
    assert_string_equal(seen.events[9].sqlstate, "42P01");
    assert_int_equal(seen.begun, 10);
    assert_int_equal(seen.ended, 10);
    sg_session_close(db);
    sg_pool_close(pool);
}

static void hooks_see_what_was_lost(void **state)
{
    Seen seen = {0};
    SgPool *pool;
    SgSession *db = open_watched(*state, &seen, &pool);
    Account account;
    HangUpRow row;
    BankSizeRow size;
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, account_named(db, "ann", &account));
    assert_ok(db, hang_up(db, &row));
    assert_ok(db, bank_size(db, &size));
    SgStatus rc = sg_pipeline_end(db, SG_OK);
    assert_true(rc != SG_OK);
    assert_int_equal(seen.begun, 3);
    assert_int_equal(seen.ended, 3);
    assert_seen(&seen, 2, "bank_size", rc, 0);
    assert_ok(db, bank_size(db, &size));
    sg_session_close(db);
    sg_pool_close(pool);
}

/* ---- Deadlines ---- */

static void a_deadline_stops_a_query(void **state)
{
    SgSession *db = session(state);
    int32_t last = 0;
    assert_ok(db, sg_session_set_timeout(db, 100));
    assert_status(db, SG_TIMEOUT, nap(db, 20, NULL));
    assert_status(db, SG_TIMEOUT, slow_numbers(db, 20, 2, count_slow, &last));
    assert_int_equal(last, 0);
    assert_ok(db, sg_session_set_timeout(db, 0));
    assert_ok(db, nap(db, 0, NULL));
}

/* Cancels the fixture's session as soon as the server sleeps for it. */
static void *cancel_sleep(void *arg)
{
    const Fixture *fixture = arg;
    const char sleepers[] = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND"
                            " wait_event = 'PgSleep'";
    PGconn *watcher = PQconnectdb(scratch_url(fixture->scratch));
    for (int count = 0; count == 0; pause_ms(1)) {
        PGresult *result = PQexec(watcher, sleepers);
        if (PQresultStatus(result) != PGRES_TUPLES_OK) abort();
        count = PQntuples(result);
        PQclear(result);
    }
    PQfinish(watcher);
    if (sg_cancel(fixture->db) != SG_OK) abort();
    return NULL;
}

static void another_thread_stops_a_query(void **state)
{
    SgSession *db = session(state);
    pthread_t thread;
    int32_t last = 0;
    pthread_create(&thread, NULL, cancel_sleep, *state);
    assert_status(db, SG_CANCELLED, nap(db, 60, NULL));
    pthread_join(thread, NULL);
    pthread_create(&thread, NULL, cancel_sleep, *state);
    assert_status(db, SG_CANCELLED, slow_numbers(db, 0.01, 100000, count_slow, &last));
    pthread_join(thread, NULL);
    pthread_create(&thread, NULL, cancel_sleep, *state);
    assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, raise_balances(db, dec("1"), KIND_CASH, NULL));
    assert_ok(db, nap(db, 60, NULL));
    assert_status(db, SG_CANCELLED, sg_pipeline_end(db, SG_OK));
    assert_int_equal(sg_pipeline_failed(db), 1);
    pthread_join(thread, NULL);
    assert_decimal("1.5000", total(db, KIND_CASH));
}

/* ---- Transactions ---- */

typedef struct Rivalry {
    SgSession *rival;
    int turns;
} Rivalry;

/* Moves what one kind has to the other; the rival does the reverse meanwhile, once. */
static SgStatus level_up(SgSession *db, void *arg)
{
    Rivalry *rivalry = arg;
    TotalOfKindRow margin;
    SgStatus rc = total_of_kind(db, KIND_MARGIN, &margin);
    if (rivalry->turns++ == 0) {
        SgSession *rival = rivalry->rival;
        TotalOfKindRow cash;
        assert_ok(rival, sg_begin(rival, SG_SERIALIZABLE));
        assert_ok(rival, total_of_kind(rival, KIND_CASH, &cash));
        assert_ok(rival, raise_balances(rival, cash.total, KIND_MARGIN, NULL));
        assert_ok(rival, sg_end(rival, SG_OK));
    }
    return rc == SG_OK ? raise_balances(db, margin.total, KIND_CASH, NULL) : rc;
}

static void a_conflict_runs_again(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    Rivalry rivalry = {0};
    assert_int_equal(sg_session_open(fixture->pool, &rivalry.rival, NULL), SG_OK);
    assert_ok(db, sg_transaction(db, SG_SERIALIZABLE, 5, level_up, &rivalry));
    assert_int_equal(rivalry.turns, 2);
    assert_decimal("4.5000", total(db, KIND_MARGIN)); /* 3 and the rival's 1.5 */
    assert_decimal("6.0000", total(db, KIND_CASH));   /* 1.5 and those 4.5 */
    sg_session_close(rivalry.rival);
}

static void readers_only_read(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    const SgReader reader = {.primary = fixture->pool, .replicas = fixture->pool, .patience_ms = 50};
    SgPosition position;
    assert_ok(db, raise_balances(db, dec("1"), KIND_CASH, NULL));
    assert_ok(db, sg_position(db, &position));
    assert_int_equal(sg_session_open_reader(&reader, position, &db, NULL), SG_OK);
    assert_ok(db, sg_begin(db, SG_SERIALIZABLE | SG_READ_ONLY | SG_DEFERRABLE));
    assert_decimal("2.5000", total(db, KIND_CASH));
    SgStatus rc = raise_balances(db, dec("1"), KIND_CASH, NULL);
    assert_status(db, SG_SERVER, rc);
    assert_string_equal(sg_error(db)->sqlstate, "25006");
    assert_int_equal(sg_end(db, rc), rc);
    assert_decimal("2.5000", total(db, KIND_CASH));
    sg_session_close(db);
}

/* ---- Memory ---- */

static SgStatus add_number(const NumbersRow *row, void *arg)
{
    *(int64_t *)arg += row->n;
    return SG_OK;
}

/* In bytes: the most that the program has ever had. */
static double peak_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return (double)usage.ru_maxrss;
#else
    return (double)usage.ru_maxrss * 1024;
#endif
}

static void a_million_rows_take_no_memory(void **state)
{
    SgSession *db = session(state);
    int64_t sum = 0;
    assert_ok(db, numbers(db, 1000, add_number, &sum));
    double before = peak_memory();
    sum = 0;
    assert_ok(db, numbers(db, 1000000, add_number, &sum));
    assert_true(sum == INT64_C(500000500000));
    double growth = peak_memory() - before;
    if (growth >= 10e6) fail_msg("%.0f bytes for 1,000,000 rows", growth);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(a_million_rows_take_no_memory),
        TEST(a_pipeline_fills_every_form),
        TEST(a_pipeline_names_the_call_that_failed),
        TEST(each_cannot_be_queued),
        TEST(hooks_see_each_form),
        TEST(hooks_see_what_was_lost),
        TEST(a_deadline_stops_a_query),
        TEST(another_thread_stops_a_query),
        TEST(a_conflict_runs_again),
        TEST(readers_only_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
