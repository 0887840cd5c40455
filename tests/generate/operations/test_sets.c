/* Many rows at once: inserted, changed, deleted by filter, each with values of its own, copied. */
#include "world.h"

static void rows_of_different_columns(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const PersonInsert rows[] = {
        {.name = "P", .score = {SG_SET, 7}, .moods = {SG_SET, {(const Mood[]){MOOD_SAD}, 1}}},
        {.name = "Q", .mood = {SG_SET, MOOD_CALM}, .tags = {SG_SET, {(const char *const[]){"{\"", "NULL", ""}, 3}}},
        {.name = "R", .email = {.op = SG_NULL}, .settings = {SG_SET, "[1]"}, .born = {SG_SET, {7}}},
    };
    PersonList list;
    assert_ok(db, person_insert_many_returning(db, rows, 3, SG_CONFLICT_FAILS, &list));
    assert_people("P Q R", &list);
    assert_int_equal(list.items[0].score, 7);
    assert_int_equal(list.items[0].moods.items[0], MOOD_SAD);
    assert_int_equal(list.items[1].score, 0);
    assert_int_equal(list.items[1].mood, MOOD_CALM);
    assert_int_equal(list.items[1].tags.count, 3);
    assert_string_equal(list.items[1].tags.items[0], "{\"");
    assert_string_equal(list.items[1].tags.items[1], "NULL");
    assert_string_equal(list.items[2].settings, "[1]");
    assert_int_equal(list.items[2].born.value.days, 7);
    assert_true(list.items[0].id < list.items[1].id && list.items[1].id < list.items[2].id);
}

static void conflicts_fail_or_are_skipped(void **state)
{
    Fixture *f = *state;
    const TopicInsert rows[] = {{.code = "go"}, {.code = "sql"}, {.code = "awk"}};
    int64_t affected = -1;
    TopicList list;
    assert_status(f->db, SG_UNIQUE, topic_insert_many(f->db, rows, 3, SG_CONFLICT_FAILS, &affected));
    assert_int_equal(affected, -1);
    assert_server(f, "3", "SELECT count(*) FROM press.\"Topic\"");
    assert_ok(f->db, topic_insert_many_returning(f->db, rows, 3, SG_CONFLICT_SKIPS, &list));
    assert_topics("go awk", &list);
    assert_ok(f->db, topic_insert_many(f->db, rows, 3, SG_CONFLICT_SKIPS, &affected));
    assert_int_equal(affected, 0);
    assert_status(f->db, SG_INVALID, topic_insert_many(f->db, rows, 3, (SgOnConflict)2, &affected));
    assert_string_equal(sg_error(f->db)->column, "on_conflict");
}

static void upserts_of_many(void **state)
{
    Fixture *f = *state;
    const BookInsert rows[] = {
        {.isbn = "b1", .title = "One again", .weight = num("9")},
        {.isbn = "n1", .title = "New", .weight = num("1"), .copies = {SG_SET, 3}},
    };
    int64_t affected;
    assert_ok(f->db, book_upsert_many_by_isbn(f->db, rows, 1, &affected));
    assert_int_equal(affected, 1);
    assert_server(f, "One again 1 hall",
                  "SELECT concat_ws(' ', title, copies, room) FROM press.\"Book\" WHERE isbn = 'b1'");
    assert_ok(f->db, book_upsert_many_by_isbn(f->db, rows + 1, 1, &affected));
    assert_server(f, "6 3", "SELECT count(*) || ' ' || max(copies) FILTER (WHERE isbn = 'n1') FROM press.\"Book\"");
    const BookInsert same[] = {{.isbn = "s", .title = "a", .weight = num("1")},
                               {.isbn = "s", .title = "b", .weight = num("2")}};
    assert_status(f->db, SG_SERVER, book_upsert_many_by_isbn(f->db, same, 2, &affected)); /* one row, twice */
}

static void each_row_its_own_change(void **state)
{
    Fixture *f = *state;
    const PersonChange changes[] = {
        {1, {.score = {SG_ADD, 1}, .nickname = {.op = SG_NULL}}},
        {4, {.score = {SG_SET, 99}, .mood = {SG_SET, MOOD_CALM}}},
        {77, {.score = {SG_SET, 1}}},
        {5, {.tags = {SG_SET, {(const char *const[]){"x", "y"}, 2}}, .name = {SG_SET, "Eva"}}},
    };
    int64_t affected;
    Person person;
    assert_ok(f->db, person_update_each(f->db, changes, 4, &affected));
    assert_int_equal(affected, 3); /* nobody is 77 */
    assert_ok(f->db, person_get(f->db, 1, &person));
    assert_int_equal(person.score, 11);
    assert_null(person.nickname);
    assert_int_equal(person.mood, MOOD_HAPPY); /* what others set stays here */
    assert_ok(f->db, person_get(f->db, 4, &person));
    assert_int_equal(person.score, 99);
    assert_int_equal(person.mood, MOOD_CALM);
    assert_string_equal(person.nickname, "ab\\c");
    assert_ok(f->db, person_get(f->db, 5, &person));
    assert_string_equal(person.name, "Eva");
    assert_int_equal(person.tags.count, 2);
    assert_ok(f->db, person_update_each(f->db, changes, 0, &affected));
    assert_int_equal(affected, 0);
    const ShelfChange labels[] = {{.room = "hall", .mood = MOOD_SAD, .place = 1, .set = {.label = {SG_SET, "up"}}},
                                  {.room = "hall", .mood = MOOD_CALM, .place = 2, .set = {.label = {.op = SG_NULL}}}};
    assert_ok(f->db, shelf_update_each(f->db, labels, 2, &affected));
    assert_int_equal(affected, 2);
    assert_server(f, "low up", "SELECT string_agg(label, ' ' ORDER BY label) FROM press.\"Shelf\"");
}

static void changes_by_filter(void **state)
{
    Fixture *f = *state;
    const PersonFilter led = {.boss_id = {.is_not_null = true}};
    const PersonUpdate change = {.score = {SG_ADD, 5}, .class_ = {SG_SET, "led"}};
    PersonList list;
    int64_t affected = 0;
    assert_ok(f->db, person_update_many(f->db, &led, &change, &affected));
    assert_int_equal(affected, 3);
    assert_server(f, "3 85",
                  "SELECT count(*) || ' ' || sum(score) FROM people.\"Person of the house\" WHERE class = 'led'");
    assert_ok(f->db, person_update_many(f->db, &led, &change, NULL));
    const ArticleFilter long_one = {.words = {.gt = &(int32_t){200}}};
    assert_ok(f->db, person_update_many_returning(f->db, &(PersonFilter){.written_some = &long_one},
                                                  &(PersonUpdate){.nickname = {SG_SET, "author"}}, &list));
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].nickname, "author");
    assert_string_equal(list.items[1].nickname, "author");
}

static void deletions_by_filter(void **state)
{
    Fixture *f = *state;
    const TopicFilter c = {.code = {.eq = "c"}};
    ArticleList list;
    int64_t affected;
    assert_ok(f->db, article_delete_many_returning(
                         f->db, &(ArticleFilter){.topics_some = &c, .words = {.gt = &(int32_t){1}}}, &list));
    assert_int_equal(list.count, 2);
    assert_int_equal(list.items[0].words, 300);
    assert_ok(f->db, article_delete_many(f->db, &(ArticleFilter){.price = {.is_null = true}}, &affected));
    assert_int_equal(affected, 2);
    assert_server(f, "1", "SELECT count(*) FROM press.articles");
    assert_ok(f->db, article_delete_many(f->db, &(ArticleFilter){.id = {.lt = &(int32_t){0}}}, &affected));
    assert_int_equal(affected, 0);
}

/* The classic accident: a condition that was forgotten, or that turned out to rule nothing out. */
static void a_filter_of_nothing_is_refused(void **state)
{
    Fixture *f = *state;
    static const char *const none[] = {""};
    const PersonFilter same[] = {{.id = {.eq = NULL}}, {.name = {.starts_with = ""}}};
    const PersonFilter nobody[] = {{.id = {.in = {&(int32_t){0}, 0}}}};
    const PersonFilter filters[] = {
        {.id = {.eq = NULL}},
        {.any_of = {same, 2}},
        {.all_of = {same, 2}},
        {.none_of = {same, 0}},
        {.tags = {.has_every = {none, 0}}},
        {.name = {.not_in = {none, 0}}},
        {.name = {.contains = ""}, .id = {.not_in = {&(int32_t){0}, 0}}},
        {.written_every = &(const ArticleFilter){.title = {.ends_with = ""}}},
        {.none_of = {nobody, 1}},
        {.none_of = {&(const PersonFilter){.any_of = {nobody, 1}}, 1}},
        {.none_of = {&(const PersonFilter){.tags = {.has_some = {none, 0}}}, 1}},
        {.written_none = &(const ArticleFilter){.id = {.in = {&(int32_t){0}, 0}}}},
        {.boss_not = &(const PersonFilter){.boss = &(const PersonFilter){.all_of = {nobody, 1}}}},
    };
    const PersonUpdate change = {.score = {SG_SET, 0}};
    PersonList list;
    int64_t affected = 0;
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        assert_status(f->db, SG_INVALID, person_update_many(f->db, &filters[i], &change, &affected));
        assert_status(f->db, SG_INVALID, person_update_many_returning(f->db, &filters[i], &change, &list));
        assert_status(f->db, SG_INVALID, person_delete_many(f->db, &filters[i], &affected));
        assert_status(f->db, SG_INVALID, person_delete_many_returning(f->db, &filters[i], &list));
    }
    assert_status(f->db, SG_INVALID, person_update_many(f->db, NULL, &change, &affected));
    assert_status(f->db, SG_INVALID, person_delete_many(f->db, NULL, &affected));
    assert_server(f, "80", "SELECT sum(score) FROM people.\"Person of the house\"");
}

static void every_row_has_to_be_said(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const PersonFilter all = {.id = {.is_not_null = true}}, ada = {.name = {.eq = "Ada"}};
    const PersonFilter mixed = {.name = {.contains = ""}, .score = {.gt = &(int32_t){10}}};
    const PersonUpdate change = {.score = {SG_SET, 0}}, nothing = {.score = {.op = SG_SKIP}};
    int64_t affected = 0;
    assert_status(db, SG_INVALID, person_update_many(db, &ada, &nothing, &affected));
    assert_ok(db, person_update_many(db, &mixed, &change, &affected)); /* one condition that rules out is enough */
    assert_int_equal(affected, 3);
    assert_ok(db, person_update_many(db, &all, &change, &affected));
    assert_int_equal(affected, 5);
}

/* ---- COPY ---- */

typedef struct Supply {
    int made, last;
    bool breaks;
} Supply;

static SgStatus next_book(BookInsert *row, void *arg)
{
    static char isbns[64][8];
    Supply *supply = arg;
    if (supply->made == supply->last) return supply->breaks ? SG_CANCELLED : SG_NOT_FOUND;
    char *isbn = isbns[supply->made];
    snprintf(isbn, sizeof isbns[0], "c%d", supply->made++);
    *row = (BookInsert){.isbn = isbn, .title = "copied", .weight = num("0.5"), .room = {.op = SG_NULL}};
    return SG_OK;
}

static void rows_are_copied_in(void **state)
{
    Fixture *f = *state;
    Supply supply = {.last = 40}, broken = {.last = 3, .breaks = true};
    int64_t affected = 0;
    assert_ok(f->db, book_copy_in_from(f->db, next_book, &supply, &affected));
    assert_int_equal(affected, 40);
    assert_server(f, "40 20",
                  "SELECT count(*) || ' ' || trim_scale(sum(weight)) FROM press.\"Book\" WHERE title = 'copied'");
    affected = -1;
    assert_status(f->db, SG_CANCELLED, book_copy_in_from(f->db, next_book, &broken, &affected));
    assert_string_equal(sg_error(f->db)->message, "the iterator ended the call with SG_CANCELLED");
    assert_int_equal(affected, -1);
    assert_server(f, "45", "SELECT count(*) FROM press.\"Book\""); /* nothing of the broken one */
    const PersonInsert people[] = {
        {.name = "K", .moods = {SG_SET, {(const Mood[]){MOOD_CALM}, 1}}, .settings = {SG_SET, "{}"}},
        {.name = "L", .moods = {SG_SET, {NULL, 0}}, .settings = {.op = SG_NULL}}};
    assert_ok(f->db, person_copy_in(f->db, people, 2, &affected));
    assert_server(
        f, "K{CALM} L{}",
        "SELECT string_agg(name || moods::text, ' ' ORDER BY id) FROM people.\"Person of the house\" WHERE id > 5");
}

static void a_bad_row_is_named_and_nothing_is_copied(void **state)
{
    Fixture *f = *state;
    BookInsert rows[5];
    static const char *const isbns[] = {"x0", "x1", "x2", "x3", "x4"};
    int64_t affected;
    for (int i = 0; i < 5; i++) rows[i] = (BookInsert){.isbn = isbns[i], .title = "t", .weight = num("1")};
    rows[3].title = NULL;
    assert_status(f->db, SG_INVALID, book_copy_in(f->db, rows, 5, &affected));
    assert_string_equal(sg_error(f->db)->column, "rows[3].title");
    rows[3].title = "t";
    rows[2].weight = num("1e40");
    assert_status(f->db, SG_RANGE, book_copy_in(f->db, rows, 5, &affected));
    assert_string_equal(sg_error(f->db)->column, "rows[2].weight");
    rows[2].weight = num("1");
    rows[4].isbn = "b1";
    assert_status(f->db, SG_UNIQUE, book_copy_in(f->db, rows, 5, &affected));
    assert_string_equal(sg_error(f->db)->constraint, BOOK_KEY_ISBN);
    rows[4].isbn = "x4";
    rows[1].copies = (SgSetInt32){SG_SET, 1};
    assert_status(f->db, SG_INVALID, book_copy_in(f->db, rows, 5, &affected)); /* not the columns of row 0 */
    assert_string_equal(sg_error(f->db)->column, "rows[1].copies");
    assert_server(f, "5", "SELECT count(*) FROM press.\"Book\"");
    assert_status(
        f->db, SG_INVALID,
        book_insert_many(f->db, &(BookInsert){.isbn = "y", .weight = num("1")}, 1, SG_CONFLICT_FAILS, &affected));
    assert_string_equal(sg_error(f->db)->column, "rows[0].title");
}

#define ALONE(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ALONE(rows_of_different_columns),
        ALONE(conflicts_fail_or_are_skipped),
        ALONE(upserts_of_many),
        ALONE(each_row_its_own_change),
        ALONE(changes_by_filter),
        ALONE(deletions_by_filter),
        ALONE(a_filter_of_nothing_is_refused),
        ALONE(every_row_has_to_be_said),
        ALONE(rows_are_copied_in),
        ALONE(a_bad_row_is_named_and_nothing_is_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
