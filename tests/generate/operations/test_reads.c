/* Rows by keys, pages in every order, chosen columns, views, locks. */
#include "world.h"

/* ---- Keys ---- */

static void one_row_by_each_key(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Person person = {.id = 77};
    Article article;
    Shelf shelf;
    assert_ok(db, person_get(db, 3, &person));
    assert_string_equal(person.name, "Cyd");
    assert_true(person.points.has);
    assert_int_equal(person.points.value, INT64_C(9007199254740993));
    assert_false(person.mood != (Mood)0); /* NULL */
    assert_int_equal(person.numbers.count, 2);
    assert_string_equal(person.class_, "first");
    assert_decimal("-7.00", person.balance);
    assert_null(person.settings);
    assert_ok(db, person_get_by_email(db, "bob@x.org", &person));
    assert_int_equal(person.id, 2);
    assert_int_equal(person.boss_id.value, 1);
    assert_status(db, SG_NOT_FOUND, person_get_by_email(db, "BOB@x.org", &person));
    assert_int_equal(person.id, 2); /* untouched */
    assert_ok(db, article_get_by_slot(db, 1, "Notes", &article));
    assert_int_equal(article.id, 2);
    assert_ok(db, shelf_get(db, "hall", MOOD_SAD, 1, &shelf));
    assert_string_equal(shelf.label, "high");
    assert_status(db, SG_INVALID, shelf_get(db, "hall", MOOD_UNKNOWN, 1, &shelf));
    assert_status(db, SG_INVALID, shelf_get(db, NULL, MOOD_SAD, 1, &shelf));
}

static void many_keys_keep_their_order(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const int32_t ids[] = {4, 99, 1, 4, -1, 2};
    PersonRefs people;
    assert_ok(db, person_get_many(db, ids, 6, &people));
    assert_int_equal(people.count, 6);
    assert_string_equal(people.items[0]->name, "Dan");
    assert_null(people.items[1]);
    assert_string_equal(people.items[2]->name, "Ada");
    assert_string_equal(people.items[3]->name, "Dan"); /* asked twice, there twice */
    assert_null(people.items[4]);
    assert_string_equal(people.items[5]->name, "Bob");
    assert_ok(db, person_get_many(db, NULL, 0, &people));
    assert_int_equal(people.count, 0);
    const ShelfKey keys[] = {{"hall", MOOD_SAD, 1}, {"hall", MOOD_SAD, 2}, {"hall", MOOD_CALM, 2}};
    ShelfRefs shelves;
    assert_ok(db, shelf_get_many(db, keys, 3, &shelves));
    assert_string_equal(shelves.items[0]->label, "high");
    assert_null(shelves.items[1]);
    assert_null(shelves.items[2]->label);
    const char *const isbns[] = {"b5", "none", "b1"};
    BookRefs books;
    assert_ok(db, book_get_many(db, isbns, 3, &books));
    assert_string_equal(books.items[0]->title, "Five");
    assert_int_equal(books.items[0]->serial, 5);
    assert_null(books.items[1]);
}

/* ---- Pages ---- */

enum { PEOPLE = 5, ARTICLES = 5 };

/* All pages of `limit` rows, one behind the other, are the whole list; each knows whether there is more. */
static void check_people_pages(SgSession *db, PersonQuery query, int64_t limit)
{
    PersonList whole, page;
    size_t seen = 0;
    query.limit = 0;
    assert_ok(db, person_list(db, &query, &whole));
    query.limit = limit;
    do {
        assert_ok(db, person_list(db, &query, &page));
        assert_true(page.count > 0 && page.count <= (size_t)limit);
        for (size_t i = 0; i < page.count; i++, seen++) assert_int_equal(page.items[i].id, whole.items[seen].id);
        assert_int_equal(page.has_more, seen < whole.count);
        query.after = &page.items[page.count - 1];
    } while (page.has_more);
    assert_int_equal(seen, whole.count);
    assert_ok(db, person_list(db, &query, &page));
    assert_int_equal(page.count, 0); /* behind the last */
}

/* By every column that has an order, both ways: with NULLs, with ties. */
static void pages_by_every_column(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    for (int by = PERSON_BY_ID; by <= PERSON_BY_CLASS_; by++) {
        for (int64_t limit = 1; limit <= 3; limit++) {
            check_people_pages(db, (PersonQuery){.sort = {{(PersonSortKey)by, SG_ASC}}}, limit);
            check_people_pages(db, (PersonQuery){.sort = {{(PersonSortKey)by, SG_DESC}}}, limit);
        }
        sg_session_reset(db);
    }
}

/* NULL and the empty array are two places in the order. */
static void pages_by_arrays(void **state)
{
    Fixture *f = *state;
    scratch_run(f->scratch, "UPDATE people.\"Person of the house\" SET tags = NULL WHERE id IN (2, 4)");
    for (int64_t limit = 1; limit <= 3; limit++) {
        check_people_pages(f->db, (PersonQuery){.sort = {{PERSON_BY_TAGS, SG_DESC}}}, limit);
        check_people_pages(f->db, (PersonQuery){.sort = {{PERSON_BY_TAGS, SG_ASC}}}, limit);
    }
}

/* By every pair of columns, in all four directions. */
static void pages_by_two_columns(void **state)
{
    static const PersonSortKey keys[] = {PERSON_BY_MOOD, PERSON_BY_SCORE, PERSON_BY_POINTS, PERSON_BY_BORN,
                                         PERSON_BY_CLASS_};
    enum { KEYS = sizeof keys / sizeof *keys };
    SgSession *db = ((Fixture *)*state)->db;
    for (size_t a = 0; a < KEYS; a++) {
        for (size_t b = 0; b < KEYS; b++) {
            for (int way = 0; way < 4 && a != b; way++) {
                const SgDirection first = way & 1 ? SG_DESC : SG_ASC, second = way & 2 ? SG_DESC : SG_ASC;
                check_people_pages(db, (PersonQuery){.sort = {{keys[a], first}, {keys[b], second}}}, 2);
            }
        }
        sg_session_reset(db);
    }
}

static void what_no_query_can_be_is_refused(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PersonList list;
    assert_status(db, SG_INVALID, person_list(db, &(PersonQuery){.limit = -1}, &list));
    assert_status(db, SG_INVALID, person_list(db, &(PersonQuery){.sort = {{(PersonSortKey)99, SG_ASC}}}, &list));
    assert_status(db, SG_INVALID, person_list(db, &(PersonQuery){.sort = {{PERSON_BY_ID, (SgDirection)2}}}, &list));
}

static void the_order_is_the_one_asked_for(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PersonList list;
    assert_ok(db,
              person_list(db, &(PersonQuery){.sort = {{PERSON_BY_SCORE, SG_DESC}, {PERSON_BY_NAME, SG_DESC}}}, &list));
    assert_people("Dan Cyd Bob Ada Eve", &list);
    assert_ok(db, person_list(db, &(PersonQuery){.sort = {{PERSON_BY_BORN, SG_ASC}}}, &list));
    assert_people("Ada Eve Cyd Bob Dan", &list); /* NULLs last, ties by id, in the same direction ... */
    assert_ok(db, person_list(db, &(PersonQuery){.sort = {{PERSON_BY_BORN, SG_DESC}}}, &list));
    assert_people("Dan Bob Cyd Eve Ada", &list); /* ... so that down is up from behind: one index serves both */
    assert_ok(db, person_list(db, &(PersonQuery){.sort = {{PERSON_BY_MOOD, SG_ASC}}}, &list));
    assert_people("Ada Bob Dan Cyd Eve", &list); /* an enum by its declaration */
    assert_ok(db, person_list(db,
                              &(PersonQuery){.where = {.score = {.ge = &(int32_t){20}}},
                                             .sort = {{PERSON_BY_ID, SG_DESC}},
                                             .limit = 2},
                              &list));
    assert_people("Dan Cyd", &list);
    assert_true(list.has_more);
}

static void pages_of_a_composite_key(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    for (int way = 0; way < 2; way++) {
        ShelfQuery query = {.sort = {{SHELF_BY_ROOM, way ? SG_DESC : SG_ASC}}, .limit = 1};
        ShelfList page;
        bool seen[3] = {false};
        for (size_t i = 0; i < 3; i++) {
            assert_ok(db, shelf_list(db, &query, &page));
            assert_int_equal(page.count, 1);
            size_t number = page.items[0].mood == MOOD_SAD ? 2 : (size_t)page.items[0].place - 1;
            assert_false(seen[number]);
            seen[number] = true;
            query.after = &page.items[0];
        }
        assert_false(page.has_more);
    }
}

/* What is put before the last row read is not seen, what is put behind it is, and nothing comes twice. */
static void pages_while_others_write(void **state)
{
    Fixture *f = *state;
    ArticleQuery query = {.sort = {{ARTICLE_BY_WORDS, SG_ASC}}, .limit = 2};
    ArticleList page;
    assert_ok(f->db, article_list(f->db, &query, &page));
    assert_articles("Empty Notes", &page);
    scratch_run(f->scratch,
                "INSERT INTO press.articles (title, words, \"authorId\", changed) VALUES"
                " ('Short', 1, 4, now()), ('Long', 900, 4, now()); DELETE FROM press.articles WHERE id = 5");
    query.after = &page.items[1];
    query.limit = 0;
    assert_ok(f->db, article_list(f->db, &query, &page));
    assert_articles("Numbers Engines Answer Long", &page);
}

/* ---- Other ways to read ---- */

static SgStatus count_people(const Person *row, void *arg)
{
    int *seen = arg;
    assert_non_null(row->name);
    return ++*seen == 3 ? SG_NOT_FOUND : SG_OK;
}

static SgStatus ask_again(const Person *row, void *arg)
{
    Person same;
    return person_get(arg, row->id, &same);
}

static SgStatus add_scores(const Person *row, void *arg)
{
    *(int *)arg += row->score;
    return SG_OK;
}

static void row_by_row(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    int seen = 0, sum = 0;
    assert_int_equal(person_each(db, NULL, count_people, &seen), SG_NOT_FOUND); /* the visitor's answer ends it */
    assert_int_equal(seen, 3);
    assert_int_equal(sg_error(db)->status, SG_NOT_FOUND);
    assert_string_equal(sg_error(db)->message, "the visitor ended the call with SG_NOT_FOUND");
    assert_int_equal(person_each(db, NULL, ask_again, db), SG_INVALID);
    assert_string_equal(sg_error(db)->message, "the session is reading rows for an …_each: use another");
    seen = 0;
    assert_int_equal(person_copy_out(db, count_people, &seen), SG_NOT_FOUND);
    assert_string_equal(sg_error(db)->message, "the visitor ended the call with SG_NOT_FOUND");
    assert_ok(db, person_each(db, &(PersonQuery){.where = {.boss_id = {.is_not_null = true}}}, add_scores, &sum));
    assert_int_equal(sum, 70);
    sum = 0;
    assert_ok(db, person_each(db, &(PersonQuery){.sort = {{PERSON_BY_ID, SG_ASC}}, .limit = 2}, add_scores, &sum));
    assert_int_equal(sum, 30); /* Ada's and Bob's */
    sum = 0;
    assert_ok(db, person_copy_out(db, add_scores, &sum));
    assert_int_equal(sum, 80);
}

/* libpq reads row by row until it is told otherwise, and a pipeline's first query does not tell it. */
static void a_pipeline_behind_many_rows(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    for (int turn = 0; turn < 3; turn++) {
        PersonList everybody;
        Person person = {0};
        bool is_there = false;
        int seen = 0;
        if (turn == 0) assert_ok(db, person_list(db, NULL, &everybody));
        else if (turn == 1) assert_ok(db, person_each(db, NULL, add_scores, &seen));
        else assert_int_equal(person_each(db, NULL, count_people, &seen), SG_NOT_FOUND);
        assert_ok(db, sg_pipeline_begin(db));
        assert_ok(db, person_get(db, 2, &person));
        assert_ok(db, person_exists(db, NULL, &is_there));
        assert_ok(db, sg_pipeline_end(db, SG_OK));
        assert_string_equal(person.name, "Bob");
        assert_true(is_there);
    }
}

static void chosen_columns(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const PersonQuery query = {
        .select = {.name = true, .tags = true}, .sort = {{PERSON_BY_SCORE, SG_DESC}}, .limit = 2};
    PersonList list;
    assert_ok(db, person_list(db, &query, &list));
    assert_people("Dan Cyd", &list);
    assert_int_equal(list.items[0].id, 4); /* the key, and what it is sorted by, are read too: to go on behind it */
    assert_int_equal(list.items[0].score, 30);
    assert_int_equal(list.items[0].tags.count, 2);
    assert_null(list.items[0].nickname);
    assert_false(list.items[0].points.has);
    PersonQuery next = query;
    next.after = &list.items[1];
    assert_ok(db, person_list(db, &next, &list));
    assert_people("Bob Ada", &list);
}

static void views_are_read(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Author author;
    AuthorList list;
    int64_t count;
    assert_ok(db, author_get(db, 1, &author));
    assert_string_equal(author.name, "Ada");
    assert_int_equal(author.articles, 3);
    assert_int_equal(author.words.value, 600);
    assert_ok(db, author_list(db,
                              &(AuthorQuery){.sort = {{AUTHOR_BY_WORDS, SG_DESC}},
                                             .where = {.articles = {.gt = &(int64_t){0}}}},
                              &list));
    assert_int_equal(list.count, 3);
    assert_int_equal(list.items[1].person_id, 2);
    assert_ok(db, author_count(db, &(AuthorFilter){.words = {.is_null = true}}, &count));
    assert_int_equal(count, 2);
}

static void a_label_from_the_future(void **state)
{
    Fixture *f = *state;
    Person person;
    scratch_run(f->scratch, "ALTER TYPE people.mood_of_person ADD VALUE 'amused'");
    scratch_run(f->scratch,
                "UPDATE people.\"Person of the house\" SET mood = 'amused', moods = '{amused,CALM}' WHERE id = 1");
    assert_ok(f->db, person_get(f->db, 1, &person));
    assert_int_equal(person.mood, MOOD_UNKNOWN);
    assert_int_equal(person.moods.items[0], MOOD_UNKNOWN);
    assert_int_equal(person.moods.items[1], MOOD_CALM);
    assert_string_equal(mood_name(person.mood), "?");
    assert_string_equal(mood_name(MOOD_SAD), "it's sad");
    assert_status(f->db, SG_INVALID, person_update(f->db, 1, &(PersonUpdate){.mood = {SG_SET, person.mood}}, NULL));
    assert_string_equal(sg_error(f->db)->column, "mood");
    assert_ok(f->db, person_update(f->db, 1, &(PersonUpdate){.mood = {SG_SET, MOOD_CALM}}, &person));
    assert_int_equal(person.mood, MOOD_CALM);
}

/* ---- Locks ---- */

static void locks_wait_skip_or_fail(void **state)
{
    Fixture *f = *state;
    SgSession *other;
    SgError error;
    Person person;
    PersonList list;
    PersonQuery query = {.where = {.score = {.ge = &(int32_t){20}}}, .sort = {{PERSON_BY_ID, SG_ASC}}};
    assert_int_equal(sg_session_open(f->pool, &other, &error), SG_OK);
    assert_status(f->db, SG_INVALID, person_lock(f->db, 2, &person)); /* outside a transaction it would hold nothing */
    assert_ok(f->db, sg_begin(f->db, SG_READ_COMMITTED));
    assert_ok(f->db, person_lock(f->db, 2, &person));
    assert_ok(f->db, person_lock_by_email(f->db, "ada@x.org", &person));

    assert_ok(other, sg_begin(other, SG_READ_COMMITTED));
    query.lock = SG_FOR_UPDATE_SKIP_LOCKED;
    assert_ok(other, person_list(other, &query, &list));
    assert_people("Cyd Dan", &list);
    assert_status(other, SG_NOT_FOUND, person_lock_as(other, 2, SG_FOR_UPDATE_SKIP_LOCKED, &person));
    assert_ok(other, person_lock_as(other, 3, SG_FOR_UPDATE_SKIP_LOCKED, &person));
    assert_string_equal(person.name, "Cyd");
    assert_status(other, SG_INVALID, person_lock_as(other, 3, SG_NO_LOCK, &person));
    assert_ok(other, sg_begin(other, SG_DEFAULT_ISOLATION));
    assert_status(other, SG_LOCKED, person_lock_as(other, 2, SG_FOR_KEY_SHARE_NOWAIT, &person));
    assert_status(other, SG_LOCKED, sg_end(other, SG_LOCKED));
    query.lock = SG_FOR_SHARE_NOWAIT;
    query.where.id.lt = &(int32_t){3};
    assert_ok(other, sg_begin(other, SG_DEFAULT_ISOLATION));
    assert_status(other, SG_LOCKED, person_list(other, &query, &list));
    assert_status(other, SG_LOCKED, sg_end(other, SG_LOCKED));
    assert_ok(other, sg_session_set(other, "lock_timeout", "50ms"));
    assert_ok(other, sg_begin(other, SG_DEFAULT_ISOLATION));
    assert_status(other, SG_LOCKED, person_update(other, 2, &(PersonUpdate){.score = {SG_ADD, 1}}, NULL));
    assert_status(other, SG_LOCKED, sg_end(other, SG_LOCKED));
    assert_ok(f->db, sg_end(f->db, SG_OK));
    assert_ok(other, person_lock(other, 2, &person)); /* free again */
    assert_ok(other, sg_end(other, SG_OK));
    sg_session_close(other);
}

#define ALONE(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest reading[] = {
        cmocka_unit_test(one_row_by_each_key),
        cmocka_unit_test(many_keys_keep_their_order),
        cmocka_unit_test(pages_by_every_column),
        cmocka_unit_test(pages_by_two_columns),
        cmocka_unit_test(what_no_query_can_be_is_refused),
        cmocka_unit_test(the_order_is_the_one_asked_for),
        cmocka_unit_test(pages_of_a_composite_key),
        cmocka_unit_test(row_by_row),
        cmocka_unit_test(a_pipeline_behind_many_rows),
        cmocka_unit_test(chosen_columns),
        cmocka_unit_test(views_are_read),
        cmocka_unit_test(locks_wait_skip_or_fail),
    };
    const struct CMUnitTest writing[] = {
        ALONE(pages_by_arrays),
        ALONE(pages_while_others_write),
        ALONE(a_label_from_the_future),
    };
    int failed = cmocka_run_group_tests(reading, fixture_open, fixture_close);
    return failed + cmocka_run_group_tests(writing, NULL, NULL);
}
