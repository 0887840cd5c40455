/*
 * Lists, counts and mass updates are found by the pieces of their text: every form must find its own, with values of
 * its own.  What each should answer is worked out here, in C, from the rows.
 */
#include "fixture.h"

#include "account.h"
#include "order.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 24 };

/* What a query asks: any of these together is a form. */
enum {
    SIDE = 1,
    AT_LEAST = 2,
    NOTED = 4,   /* has a note; without it, and with … */
    UNNOTED = 8, /* has none; with both, no row */
    EITHER = 16, /* any_of: a small quantity, or a tag */
    PATH = 32,   /* in the json */
    OWNER = 64,  /* by the relation */
    DOWN = 128,  /* the order */
    FIRST = 256, /* a limit */
    FORMS = 512
};

typedef struct Row {
    OrderSide side;
    int quantity;
    const char *note, *tag, *metadata;
    const char *owner;
} Row;

/* What a turn asks for. */
typedef struct Values {
    OrderSide side;
    int at_least, below;
    const char *tag, *level, *owner;
    int64_t limit;
} Values;

static const Values turns[] = {
    {ORDER_SIDE_BUY, 6, 4, "x", "1", "a@example.org", 3},
    {ORDER_SIDE_SELL, 11, 9, "y", "2", "b@example.org", 3}, /* the limit is text: another one is another statement */
    {ORDER_SIDE_BUY, 2, 15, "none", "2", "a@example.org", 100},
};

static Row row_of(int i)
{
    return (Row){
        .side = i % 2 == 0 ? ORDER_SIDE_BUY : ORDER_SIDE_SELL,
        .quantity = i,
        .note = i % 3 == 0 ? NULL : "n",
        .tag = i % 4 == 0 ? "x" : "y",
        .metadata = i % 5 == 0 ? "{\"level\": \"1\"}" : "{\"level\": \"2\"}",
        .owner = i % 6 < 3 ? "a@example.org" : "b@example.org",
    };
}

static void insert_rows(SgSession *db)
{
    Account owners[2];
    for (int i = 0; i < 2; i++) {
        AccountInsert row = {.email = i == 0 ? "a@example.org" : "b@example.org"};
        assert_ok(db, account_insert(db, &row, &owners[i]));
    }
    for (int i = 0; i < ROWS; i++) {
        Row row = row_of(i);
        OrderInsert insert = {
            .account_id = owners[strcmp(row.owner, owners[0].email) == 0 ? 0 : 1].id,
            .side = row.side,
            .quantity = sg_decimal_from_units(row.quantity, 0),
            .metadata = {SG_SET, row.metadata},
            .tags = {SG_SET, {&row.tag, 1}},
        };
        if (row.note != NULL) insert.note = (SgSetText){SG_SET, row.note};
        assert_ok(db, order_insert(db, &insert, NULL));
    }
}

static bool is_wanted(unsigned form, const Values *values, const Row *row)
{
    if (form & SIDE && row->side != values->side) return false;
    if (form & AT_LEAST && row->quantity < values->at_least) return false;
    if (form & NOTED && row->note == NULL) return false;
    if (form & UNNOTED && row->note != NULL) return false;
    if (form & EITHER && row->quantity >= values->below && strcmp(row->tag, values->tag) != 0) return false;
    if (form & PATH && strstr(row->metadata, values->level) == NULL) return false;
    return !(form & OWNER) || strcmp(row->owner, values->owner) == 0;
}

/* A query with what its filter points at. */
typedef struct Asked {
    SgDecimal at_least, below;
    OrderFilter either[2];
    AccountFilter owner;
    const char *path;
    OrderQuery query;
} Asked;

static void ask(unsigned form, const Values *values, Asked *out)
{
    *out = (Asked){
        .at_least = sg_decimal_from_units(values->at_least, 0),
        .below = sg_decimal_from_units(values->below, 0),
        .owner = {.email = {.eq = values->owner}},
        .path = "level",
    };
    out->either[0].quantity.lt = &out->below;
    out->either[1].tags.has = values->tag;
    OrderFilter *where = &out->query.where;
    if (form & SIDE) where->side.eq = &values->side;
    if (form & AT_LEAST) where->quantity.ge = &out->at_least;
    if (form & NOTED) where->note.is_not_null = true;
    if (form & UNNOTED) where->note.is_null = true;
    if (form & EITHER) where->any_of.items = out->either, where->any_of.count = 2;
    if (form & PATH) where->metadata = (SgJsonFilter){.path = {&out->path, 1}, .text_contains = values->level};
    if (form & OWNER) where->account = &out->owner;
    out->query.sort[0] = (OrderSort){ORDER_BY_QUANTITY, form & DOWN ? SG_DESC : SG_ASC};
    if (form & FIRST) out->query.limit = values->limit;
}

static int64_t wanted_rows(unsigned form, const Values *values)
{
    int64_t count = 0;
    for (int i = 0; i < ROWS; i++) {
        Row row = row_of(i);
        count += is_wanted(form, values, &row);
    }
    return count;
}

/* The rows of the list are the wanted ones, in the order asked for, no more than the limit. */
static void check_list(unsigned form, const Values *values, const OrderList *list)
{
    size_t found = 0;
    size_t limit = form & FIRST ? (size_t)values->limit : ROWS;
    for (int i = 0; i < ROWS; i++) {
        Row row = row_of(form & DOWN ? ROWS - 1 - i : i);
        if (!is_wanted(form, values, &row)) continue;
        if (found == limit) {
            assert_true(list->has_more);
            break;
        }
        assert_true(found < list->count);
        assert_int_equal(sg_decimal_compare(list->items[found].quantity, sg_decimal_from_units(row.quantity, 0)), 0);
        found++;
    }
    assert_int_equal(list->count, found);
}

static void check_form(SgSession *db, unsigned form, const Values *values)
{
    Asked asked;
    OrderList list;
    int64_t count;
    bool exists;
    ask(form, values, &asked);
    assert_ok(db, order_list(db, &asked.query, &list));
    check_list(form, values, &list);
    assert_ok(db, order_count(db, &asked.query.where, &count));
    assert_int_equal(count, wanted_rows(form, values));
    assert_ok(db, order_exists(db, &asked.query.where, &exists));
    assert_int_equal(exists, count > 0);
}

/* Each form, or each `step`th, comes back with other values after all others. */
static void check_forms(SgSession *db, unsigned step)
{
    for (size_t turn = 0; turn < sizeof turns / sizeof turns[0]; turn++) {
        for (unsigned form = 0; form < FORMS; form += step) check_form(db, form, &turns[turn]);
        sg_session_reset(db);
    }
}

static int prepared(SgSession *db)
{
    PGresult *result = PQexec(sg_session_connection(db), "SELECT count(*)::int FROM pg_prepared_statements");
    int count = atoi(PQgetvalue(result, 0, 0));
    PQclear(result);
    return count;
}

static SgSession *session_with_cache(Fixture *fixture, int statements, SgPrepare prepare, SgPool **pool)
{
    SgSession *db;
    SgError error;
    SgPoolOptions options = {.url = scratch_url(fixture->scratch), .statement_cache = statements, .prepare = prepare};
    assert_int_equal(sg_pool_open(&options, pool, &error), SG_OK);
    assert_int_equal(sg_session_open(*pool, &db, &error), SG_OK);
    return db;
}

static void test_every_form(void **state)
{
    static const struct {
        int statements;
        SgPrepare prepare;
    } caches[] = {{2000, SG_PREPARE_NAMED}, {40, SG_PREPARE_NAMED}, {3, SG_PREPARE_NAMED}, {2000, SG_PREPARE_UNNAMED}};
    Fixture *fixture = *state;
    insert_rows(fixture->db);
    for (size_t i = 0; i < sizeof caches / sizeof caches[0]; i++) {
        SgPool *pool;
        SgSession *db = session_with_cache(fixture, caches[i].statements, caches[i].prepare, &pool);
        check_forms(db, i == 0 ? 1 : 11);
        /* Lists: 128 filters in two orders, and with two limits; a count and an exists of each filter. */
        if (i == 0) assert_int_equal(prepared(db), 128 * 2 * 3 + 128 * 2);
        else assert_true(prepared(db) <= caches[i].statements);
        sg_session_close(db);
        sg_pool_close(pool);
    }
}

/* The same question by other members: one text, one statement, whichever of them asked last. */
static void test_one_text_of_several_makers(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    OrderList list;
    Order order;
    insert_rows(db);
    for (int turn = 0; turn < 3; turn++) {
        int64_t id = turn + 2;
        OrderFilter where = {.id = {.eq = &id}};
        assert_ok(db, order_list(db, &(OrderQuery){.where = where}, &list));
        assert_int_equal(list.count, 1);
        assert_int_equal(list.items[0].id, id);
        assert_ok(db, order_get(db, id + 1, &order));
        assert_int_equal(order.id, id + 1);
    }
    int before = prepared(db);
    int64_t id = 1;
    assert_ok(db, order_list(db, &(OrderQuery){.where = {.id = {.eq = &id}}}, &list));
    assert_ok(db, order_get(db, id, &order));
    assert_int_equal(prepared(db), before);
}

static void test_chosen_columns(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    insert_rows(db);
    for (int turn = 0; turn < 2; turn++) {
        for (unsigned form = 0; form < 8; form++) {
            OrderList list;
            OrderQuery query = {
                .select = {.side = (form & 1) != 0, .quantity = (form & 2) != 0, .note = (form & 4) != 0},
                .sort = {{.by = ORDER_BY_ID}},
                .limit = 5,
            };
            assert_ok(db, order_list(db, &query, &list));
            assert_int_equal(list.count, 5);
            Row row = row_of(4);
            const Order *last = &list.items[4];
            assert_int_equal(last->id, 5);
            assert_int_equal(last->side, form == 0 || form & 1 ? row.side : 0);
            SgDecimal quantity = form == 0 || form & 2 ? sg_decimal_from_units(row.quantity, 0) : (SgDecimal){0};
            assert_int_equal(sg_decimal_compare(last->quantity, quantity), 0);
            assert_int_equal(last->note != NULL, form == 0 || (form & 4) != 0);
        }
    }
}

/* Pages: what is behind a row depends on which of its columns are NULL. */
static void test_pages(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    insert_rows(db);
    for (int turn = 0; turn < 2; turn++) {
        for (int direction = SG_ASC; direction <= SG_DESC; direction++) {
            OrderList page = {0};
            OrderQuery query = {.sort = {{ORDER_BY_NOTE, (SgDirection)direction}}, .limit = 5};
            bool seen[ROWS + 1] = {false};
            size_t count = 0;
            do {
                assert_ok(db, order_list(db, &query, &page));
                for (size_t i = 0; i < page.count; i++) {
                    assert_false(seen[page.items[i].id]);
                    seen[page.items[i].id] = true;
                }
                count += page.count;
                query.after = &page.items[page.count - 1];
            } while (page.has_more);
            assert_int_equal(count, ROWS);
        }
    }
}

/* Values, NULL and sums: what is set as well as which rows. */
static void test_mass_updates(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    insert_rows(db);
    for (int turn = 1; turn <= 3; turn++) {
        char note[8];
        int64_t affected, id = turn;
        OrderList list;
        OrderFilter where = {.id = {.eq = &id}}, others = {.id = {.ne = &id}};
        snprintf(note, sizeof note, "t%d", turn);
        OrderUpdate sets = {.note = {SG_SET, note}, .quantity = {SG_SET, sg_decimal_from_units(turn, 0)}};
        OrderUpdate clears = {.note = {.op = SG_NULL}, .quantity = {SG_ADD, sg_decimal_from_units(turn, 0)}};
        assert_ok(db, order_update_many(db, &where, &sets, &affected));
        assert_int_equal(affected, 1);
        assert_ok(db, order_update_many_returning(db, &where, &(OrderUpdate){.version = {SG_ADD, 1}}, &list));
        assert_int_equal(list.count, 1);
        assert_int_equal(list.items[0].id, id);
        assert_string_equal(list.items[0].note, note);
        assert_int_equal(list.items[0].version, 2);
        assert_ok(db, order_update_many(db, &where, &clears, &affected));
        Order order;
        assert_ok(db, order_get(db, id, &order));
        assert_null(order.note);
        assert_int_equal(sg_decimal_compare(order.quantity, sg_decimal_from_units(2 * turn, 0)), 0);
        assert_ok(db, order_delete_many(db, &(OrderFilter){.id = {.eq = &(int64_t){10 + turn}}}, &affected));
        assert_int_equal(affected, 1);
        assert_ok(db, order_delete_many_returning(db, &(OrderFilter){.id = {.eq = &(int64_t){20 + turn}}}, &list));
        assert_int_equal(list.items[0].id, 20 + turn);
        assert_ok(db, order_update_many(db, &others, &(OrderUpdate){.version = {SG_SET, 1}}, &affected));
        assert_int_equal(affected, ROWS - 2 * turn - 1);
    }
    /* The question whether a filter restricts is asked of known statements too. */
    for (int turn = 0; turn < 2; turn++) {
        int64_t none;
        OrderFilter every = {.id = {.not_in = {&none, 0}}};
        assert_status(db, SG_INVALID, order_delete_many(db, &every, NULL));
        assert_status(db, SG_INVALID, order_delete_many(db, &(OrderFilter){0}, NULL));
    }
}

/* What is known here is not known to the server any more, or has other columns there. */
static void test_forgotten_by_the_server(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    insert_rows(db);
    for (int turn = 0; turn < 3; turn++) {
        PQclear(PQexec(sg_session_connection(db), "DISCARD ALL"));
        for (unsigned form = 0; form < FORMS; form += 37) check_form(db, form, &turns[turn]);
    }
    scratch_run(fixture->scratch, "ALTER TABLE orders ALTER note TYPE varchar(50)");
    for (unsigned form = 0; form < FORMS; form += 37) check_form(db, form, &turns[0]);
    end_sessions(fixture, "application_name = 'schemagen'");
    Asked asked;
    OrderList list;
    ask(SIDE, &turns[0], &asked);
    assert_status(db, SG_UNAVAILABLE, order_list(db, &asked.query, &list));
    for (unsigned form = 0; form < FORMS; form += 37) check_form(db, form, &turns[1]);
}

static void test_pipelines(void **state)
{
    enum { QUEUED = 16 };
    SgSession *db = ((Fixture *)*state)->db;
    insert_rows(db);
    for (size_t turn = 0; turn < 3; turn++) {
        OrderList lists[QUEUED];
        int64_t counts[QUEUED], affected[QUEUED];
        assert_ok(db, sg_pipeline_begin(db));
        for (unsigned i = 0; i < QUEUED; i++) {
            Asked asked;
            ask(i * 31, &turns[turn], &asked);
            SgDecimal more = sg_decimal_from_units(0, 0);
            OrderFilter where = {.all_of = {&asked.query.where, 1}, .quantity = {.ge = &more}};
            assert_ok(db, order_list(db, &asked.query, &lists[i]));
            assert_ok(db, order_count(db, &asked.query.where, &counts[i]));
            assert_ok(db, order_update_many(db, &where, &(OrderUpdate){.version = {SG_ADD, 1}}, &affected[i]));
        }
        assert_ok(db, sg_pipeline_end(db, SG_OK));
        for (unsigned i = 0; i < QUEUED; i++) {
            check_list(i * 31, &turns[turn], &lists[i]);
            assert_int_equal(counts[i], wanted_rows(i * 31, &turns[turn]));
            assert_int_equal(affected[i], counts[i]);
        }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {
        TEST(test_every_form),   TEST(test_one_text_of_several_makers), TEST(test_chosen_columns), TEST(test_pages),
        TEST(test_mass_updates), TEST(test_forgotten_by_the_server),    TEST(test_pipelines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
