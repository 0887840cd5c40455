/* @version: only who has read a row as it is changes it.  @@idempotent: a request that comes twice is done once. */
#include "world.h"

#include <pthread.h>

static Account new_account(SgSession *db, const char *owner)
{
    Account account;
    assert_ok(db, account_insert(db, &(AccountInsert){.owner = owner}, &account));
    assert_int_equal(account.edition, 1);
    return account;
}

/* ---- @version ---- */

static void the_second_writer_is_told(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const AccountUpdate first = {.balance = {SG_ADD, dec("5")}}, second = {.balance = {SG_SET, dec("1")}};
    Account read = new_account(db, "a"), now = {.id = -1};
    assert_ok(db, account_update(db, read.id, read.edition, &first, &now));
    assert_int_equal(now.edition, 2);
    assert_status(db, SG_STALE, account_update(db, read.id, read.edition, &second, &now));
    assert_int_equal(now.edition, 2); /* untouched */
    assert_ok(db, account_update(db, now.id, now.edition, &second, NULL));
    assert_ok(db, account_get(db, read.id, &now));
    assert_int_equal(now.edition, 3);
    assert_decimal("1.00", now.balance);
    assert_status(db, SG_STALE, account_update(db, 4711, 1, &second, NULL)); /* gone is stale too */
}

static void an_update_of_nothing_looks(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const AccountUpdate nothing = {.balance = {.op = SG_SKIP}};
    Account read = new_account(db, "a"), now;
    assert_ok(db, account_update(db, read.id, 1, &nothing, &now));
    assert_int_equal(now.edition, 1);
    assert_status(db, SG_STALE, account_update(db, read.id, 2, &nothing, &now));
}

static void a_deletion_compares_too(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Account read = new_account(db, "a"), gone;
    assert_ok(db, account_update(db, read.id, 1, &(AccountUpdate){.owner = {SG_SET, "b"}}, NULL));
    assert_status(db, SG_STALE, account_delete(db, read.id, read.edition, NULL));
    assert_ok(db, account_delete(db, read.id, 2, &gone));
    assert_string_equal(gone.owner, "b");
    assert_status(db, SG_STALE, account_delete(db, read.id, 2, NULL));
}

static void an_upsert_may_compare(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const AccountInsert row = {.owner = "a"};
    const AccountUpdate more = {.balance = {SG_ADD, dec("1")}};
    Account account;
    bool created = false;
    assert_ok(
        db, account_upsert_by_owner(db, &row, &(int32_t){9}, &more, &account, &created)); /* there is none to compare */
    assert_true(created);
    assert_int_equal(account.edition, 1);
    assert_ok(db, account_upsert_by_owner(db, &row, NULL, &more, &account, &created));
    assert_false(created);
    assert_int_equal(account.edition, 2);
    assert_ok(db, account_upsert_by_owner(db, &row, &account.edition, &more, &account, &created));
    assert_int_equal(account.edition, 3);
    assert_status(db, SG_STALE, account_upsert_by_owner(db, &row, &(int32_t){2}, &more, &account, &created));
    assert_decimal("2.00", account.balance);
}

static void many_rows_count_up(void **state)
{
    Fixture *f = *state;
    const AccountInsert rows[] = {{.owner = "a"}, {.owner = "b", .edition = {SG_SET, 7}}, {.owner = "c"}};
    const AccountInsert again[] = {{.owner = "a", .balance = {SG_SET, dec("3")}},
                                   {.owner = "d", .balance = {SG_SET, dec("4")}}};
    AccountList list;
    int64_t affected;
    assert_ok(f->db, account_insert_many_returning(f->db, rows, 3, SG_CONFLICT_FAILS, &list));
    const AccountUpdate one = {.balance = {SG_SET, dec("1")}}, ten = {.balance = {SG_ADD, dec("10")}};
    const AccountChange changes[] = {
        {list.items[0].id, 1, one}, {list.items[1].id, 6, one}, {list.items[2].id, 1, ten}, {list.items[1].id, 7, ten}};
    assert_ok(f->db, account_update_each(f->db, changes, 4, &affected));
    assert_int_equal(affected, 3); /* the second was read too long ago */
    assert_ok(f->db, account_update_many(f->db, &(AccountFilter){.owner = {.eq = "b"}}, &one, &affected));
    assert_ok(f->db, account_upsert_many_by_owner(f->db, again, 2, &affected));
    assert_server(f, "a3.00/3 b1.00/9 c10.00/2 d4.00/1",
                  "SELECT string_agg(owner || balance || '/' || edition, ' ' ORDER BY owner) FROM press.\"Account\"");
}

/* Statements are remembered by what they are made from: each kind must find its own, also when it comes back. */
static void each_kind_of_change_in_turn(void **state)
{
    Fixture *f = *state;
    const AccountUpdate set = {.balance = {SG_SET, dec("1")}}, add = {.balance = {SG_ADD, dec("2")}};
    const AccountUpdate nothing = {.balance = {.op = SG_SKIP}};
    Account account = new_account(f->db, "a");
    for (int turn = 0; turn < 3; turn++) {
        assert_ok(f->db, account_update(f->db, account.id, account.edition, &set, &account));
        assert_ok(f->db, account_update(f->db, account.id, account.edition, &add, NULL));
        assert_ok(f->db, account_update(f->db, account.id, account.edition + 1, &nothing, &account));
        assert_decimal("3.00", account.balance);
        assert_int_equal(account.edition, 3 + 4 * turn);
        assert_ok(f->db, account_upsert_by_owner(f->db, &(AccountInsert){.owner = "a"}, NULL, &add, &account, NULL));
        const int32_t edition = account.edition;
        assert_ok(f->db,
                  account_upsert_by_owner(f->db, &(AccountInsert){.owner = "a"}, &edition, &add, &account, NULL));
        assert_decimal("7.00", account.balance);
        assert_status(f->db, SG_STALE, account_delete(f->db, account.id, edition, NULL));
        assert_status(f->db, SG_STALE, account_delete(f->db, account.id, edition, &account));
    }
    assert_server(f, "7.00 13", "SELECT balance || ' ' || edition FROM press.\"Account\"");
}

static void in_a_pipeline(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const AccountUpdate more = {.balance = {SG_ADD, dec("1")}};
    Account account = new_account(db, "a"), now;
    assert_ok(db, sg_pipeline_begin(db));
    SgStatus rc = account_update(db, account.id, 1, &more, &now);
    if (rc == SG_OK) rc = account_update(db, account.id, 1, &more, NULL);
    assert_status(db, SG_STALE, sg_pipeline_end(db, rc));
    assert_int_equal(sg_pipeline_failed(db), 1);
    assert_int_equal(now.edition, 2);
}

enum { WRITERS = 8, ROUNDS = 25 };

typedef struct Writer {
    SgPool *pool;
    int32_t id;
    int stale;
    SgStatus rc;
} Writer;

/* Read, compute, write; again from reading when somebody was faster. */
static SgStatus add_one(SgSession *db, Writer *writer)
{
    for (;;) {
        Account account;
        SgStatus rc = account_get(db, writer->id, &account);
        if (rc != SG_OK) return rc;
        AccountUpdate set = {.balance = {.op = SG_SET}};
        rc = sg_decimal_add(account.balance, sg_decimal_from_int(1), &set.balance.value);
        if (rc == SG_OK) rc = account_update(db, account.id, account.edition, &set, NULL);
        if (rc != SG_STALE) return rc;
        writer->stale++;
    }
}

static void *write_often(void *arg)
{
    Writer *writer = arg;
    SgSession *db;
    writer->rc = sg_session_open(writer->pool, &db, NULL);
    if (writer->rc != SG_OK) return NULL;
    for (int i = 0; i < ROUNDS && writer->rc == SG_OK; i++) writer->rc = add_one(db, writer);
    sg_session_close(db);
    return NULL;
}

static void no_write_of_many_is_lost(void **state)
{
    Fixture *f = *state;
    Writer writers[WRITERS];
    pthread_t threads[WRITERS];
    Account account = new_account(f->db, "a");
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (Writer){.pool = f->pool, .id = account.id};
        assert_int_equal(pthread_create(&threads[i], NULL, write_often, &writers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(writers[i].rc, SG_OK);
    }
    assert_server(f, "200.00 201", "SELECT balance || ' ' || edition FROM press.\"Account\"");
}

/* ---- @@idempotent ---- */

static void a_request_is_done_once(void **state)
{
    Fixture *f = *state;
    const PaymentInsert request = {.payer = 1, .request = "r1", .amount = dec("10"), .note = {SG_SET, "rent"}};
    PaymentInsert other = request;
    Payment first, again;
    SgOnce once = SG_CONFLICT;
    assert_ok(f->db, payment_insert(f->db, &request, &first, &once));
    assert_int_equal(once, SG_CREATED);
    assert_ok(f->db, payment_update(f->db, first.id, first.version, &(PaymentUpdate){.settled = {SG_SET, true}}, NULL));
    assert_ok(f->db,
              payment_insert(f->db, &request, &again, &once)); /* what happened to the row since does not matter */
    assert_int_equal(once, SG_REPLAYED);
    assert_true(sg_uuid_equal(first.id, again.id));
    assert_true(again.settled);
    other.amount = dec("10.00");
    assert_ok(f->db, payment_insert(f->db, &other, &again, &once)); /* the same number */
    assert_int_equal(once, SG_REPLAYED);
    other.amount = dec("11");
    assert_ok(f->db, payment_insert(f->db, &other, &again, &once));
    assert_int_equal(once, SG_CONFLICT);
    assert_decimal("10.00", again.amount); /* what is there */
    other.request = "r2";
    assert_ok(f->db, payment_insert(f->db, &other, NULL, &once));
    assert_int_equal(once, SG_CREATED);
    assert_server(f, "2", "SELECT count(*) FROM press.\"Payment\"");
}

/* The same request is the same also where the server keeps fewer digits of it. */
static void what_the_server_rounds_is_no_conflict(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PaymentInsert request = {.payer = 1, .request = "r", .amount = dec("10.005"), .due = {SG_SET, {1234567}}};
    SgOnce once;
    assert_ok(db, payment_insert(db, &request, NULL, &once));
    assert_int_equal(once, SG_CREATED);
    assert_ok(db, payment_insert(db, &request, NULL, &once));
    assert_int_equal(once, SG_REPLAYED);
    request.amount = dec("10.014");
    assert_ok(db, payment_insert(db, &request, NULL, &once));
    assert_int_equal(once, SG_REPLAYED); /* 10.01, as before */
    request.amount = dec("10.02");
    assert_ok(db, payment_insert(db, &request, NULL, &once));
    assert_int_equal(once, SG_CONFLICT);
}

static void null_is_content(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PaymentInsert request = {.payer = 1, .request = "r", .amount = dec("10"), .note = {.op = SG_NULL}};
    SgOnce once;
    assert_ok(db, payment_insert(db, &request, NULL, &once));
    assert_ok(db, payment_insert(db, &request, NULL, &once));
    assert_int_equal(once, SG_REPLAYED);
    request.note = (SgSetText){SG_SET, ""};
    assert_ok(db, payment_insert(db, &request, NULL, &once));
    assert_int_equal(once, SG_CONFLICT);
}

static void a_conflict_cannot_be_overlooked(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PaymentInsert request = {.payer = 1, .request = "r", .amount = dec("10")};
    Payment payment = {.payer = 7};
    assert_ok(db, payment_insert(db, &request, &payment, NULL));
    assert_ok(db, payment_insert(db, &request, &payment, NULL));
    request.amount = dec("1");
    payment.payer = 7;
    assert_status(db, SG_UNIQUE, payment_insert(db, &request, &payment, NULL));
    assert_int_equal(payment.payer, 7);
}

typedef struct Payer {
    SgPool *pool;
    int number;
    int seen[3]; /* by SgOnce */
    SgStatus rc;
} Payer;

/* Everybody sends the same requests; one of them with an amount of his own. */
static void *pay(void *arg)
{
    Payer *payer = arg;
    SgSession *db;
    payer->rc = sg_session_open(payer->pool, &db, NULL);
    if (payer->rc != SG_OK) return NULL;
    for (int i = 0; i < ROUNDS && payer->rc == SG_OK; i++) {
        char request[16];
        SgOnce once = SG_CONFLICT;
        Payment payment;
        snprintf(request, sizeof request, "r%d", i);
        const PaymentInsert row = {
            .payer = 1, .request = request, .amount = sg_decimal_from_int(payer->number == 0 ? 2 : 1)};
        payer->rc = payment_insert(db, &row, &payment, &once);
        payer->seen[once]++;
    }
    sg_session_close(db);
    return NULL;
}

static void of_many_at_once_one_creates(void **state)
{
    Fixture *f = *state;
    Payer payers[WRITERS];
    pthread_t threads[WRITERS];
    int created = 0, conflicts = 0;
    for (int i = 0; i < WRITERS; i++) {
        payers[i] = (Payer){.pool = f->pool, .number = i};
        assert_int_equal(pthread_create(&threads[i], NULL, pay, &payers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(payers[i].rc, SG_OK);
        created += payers[i].seen[SG_CREATED];
        conflicts += payers[i].seen[SG_CONFLICT];
    }
    assert_int_equal(created, ROUNDS);
    /* where number 0 was first all others are in conflict with it, else it is with them */
    int won = payers[0].seen[SG_CREATED];
    assert_int_equal(conflicts, won * (WRITERS - 1) + (ROUNDS - won));
    assert_int_equal(payers[0].seen[SG_REPLAYED], 0);
    assert_server(f, "25", "SELECT count(*) FROM press.\"Payment\"");
}

#define ALONE(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ALONE(the_second_writer_is_told),
        ALONE(an_update_of_nothing_looks),
        ALONE(a_deletion_compares_too),
        ALONE(an_upsert_may_compare),
        ALONE(many_rows_count_up),
        ALONE(each_kind_of_change_in_turn),
        ALONE(in_a_pipeline),
        ALONE(no_write_of_many_is_lost),
        ALONE(a_request_is_done_once),
        ALONE(what_the_server_rounds_is_no_conflict),
        ALONE(null_is_content),
        ALONE(a_conflict_cannot_be_overlooked),
        ALONE(of_many_at_once_one_creates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
