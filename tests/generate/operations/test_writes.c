/* Single rows written: defaults, set, null, add, keys that are there already; what is refused before it is sent. */
#include "world.h"

static void defaults_and_values(void **state)
{
    Fixture *f = *state;
    Person person;
    assert_ok(f->db, person_insert(f->db, &(PersonInsert){.name = "Fay"}, &person));
    assert_int_equal(person.id, 6);
    assert_int_equal(person.score, 0);
    assert_decimal("0.00", person.balance);
    assert_int_equal(person.tags.count, 0);
    assert_null(person.nickname);
    assert_false(person.boss_id.has);
    const PersonInsert full = {
        .name = "G'il\n\"",
        .id = {SG_SET, 100},
        .nickname = {SG_SET, ""},
        .mood = {SG_SET, MOOD_SAD},
        .balance = {SG_SET, dec("-1.5")},
        .moods = {SG_SET, {(const Mood[]){MOOD_SAD, MOOD_HAPPY}, 2}},
        .settings = {SG_SET, "{\"a\": \"\\u00e9\"}"},
        .class_ = {.op = SG_NULL},
        .born = {SG_SET, {-1}},
    };
    assert_ok(f->db, person_insert(f->db, &full, &person));
    assert_string_equal(person.name, "G'il\n\"");
    assert_string_equal(person.nickname, "");
    assert_int_equal(person.moods.items[1], MOOD_HAPPY);
    assert_decimal("-1.50", person.balance);
    assert_server(f, "1999-12-31 {\"a\": \"\u00e9\"} {\"it's sad\",\"very happy\"}",
                  "SELECT born || ' ' || settings::text || ' ' || moods::text FROM people.\"Person of the house\" "
                  "WHERE id = 100");
}

static void what_is_missing_is_named(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    assert_status(db, SG_INVALID, person_insert(db, &(PersonInsert){.nickname = {SG_SET, "x"}}, NULL));
    assert_string_equal(sg_error(db)->column, "name");
    assert_status(db, SG_INVALID, shelf_insert(db, &(ShelfInsert){.room = "x", .place = 1}, NULL));
    assert_string_equal(sg_error(db)->column, "mood");
    assert_status(db, SG_INVALID, person_insert(db, &(PersonInsert){.name = "x", .score = {.op = SG_NULL}}, NULL));
    assert_string_equal(sg_error(db)->column, "score");
    assert_status(db, SG_INVALID, person_insert(db, &(PersonInsert){.name = "x", .score = {SG_ADD, 1}}, NULL));
    assert_status(db, SG_INVALID, person_update(db, 1, &(PersonUpdate){.name = {SG_ADD, "x"}}, NULL));
    assert_status(db, SG_INVALID, person_update(db, 1, &(PersonUpdate){.name = {SG_SET, NULL}}, NULL));
}

static void constraints_are_named(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    assert_status(db, SG_UNIQUE, person_insert(db, &(PersonInsert){.name = "x", .email = {SG_SET, "ada@x.org"}}, NULL));
    assert_string_equal(sg_error(db)->constraint, PERSON_KEY_EMAIL);
    assert_string_equal(sg_error(db)->table, "Person of the house");
    assert_string_equal(sg_error(db)->schema, "people");
    assert_status(db, SG_FOREIGN_KEY, badge_insert(db, &(BadgeInsert){.person_id = 77, .colour = "x"}, NULL));
    assert_string_equal(sg_error(db)->constraint, BADGE_FKEY_PERSON_ID);
    assert_status(db, SG_UNIQUE, shelf_insert(db, &(ShelfInsert){.room = "hall", .mood = MOOD_CALM, .place = 1}, NULL));
    assert_string_equal(sg_error(db)->constraint, SHELF_KEY_ROOM_MOOD_PLACE);
    assert_status(db, SG_RANGE, person_update(db, 1, &(PersonUpdate){.balance = {SG_SET, dec("12345678901")}}, NULL));
    assert_status(db, SG_RANGE, person_update(db, 1, &(PersonUpdate){.score = {SG_ADD, INT32_MAX}}, NULL));
}

static void an_update_sets_nulls_and_adds(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const SgTextList more = {(const char *const[]){"more"}, 1};
    const PersonUpdate change = {
        .score = {SG_ADD, -3},
        .balance = {SG_ADD, dec("0.05")},
        .nickname = {.op = SG_NULL},
        .tags = {SG_ADD, more},
        .points = {SG_ADD, 1},
        .mood = {SG_SET, MOOD_SAD},
        .boss_id = {SG_SET, 5},
        .ratio = {SG_ADD, 0.25},
    };
    Person person;
    assert_ok(db, person_update(db, 1, &change, &person));
    assert_int_equal(person.score, 7);
    assert_decimal("100.55", person.balance);
    assert_null(person.nickname);
    assert_int_equal(person.tags.count, 3);
    assert_string_equal(person.tags.items[2], "more");
    assert_int_equal(person.points.value, 6);
    assert_int_equal(person.mood, MOOD_SAD);
    assert_int_equal(person.boss_id.value, 5);
    assert_true(person.ratio.value > 0.7 && person.ratio.value < 0.8);
    assert_ok(db, person_update(db, 2, &(PersonUpdate){.points = {SG_ADD, 1}}, &person));
    assert_false(person.points.has); /* NULL and one is NULL */
    assert_ok(db,
              person_update(db, 2, &(PersonUpdate){.score = {.op = SG_SKIP}}, &person)); /* nothing: the row as it is */
    assert_int_equal(person.score, 20);
    assert_status(db, SG_NOT_FOUND, person_update(db, 99, &change, &person));
    assert_status(db, SG_NOT_FOUND, person_update(db, 99, &(PersonUpdate){.score = {.op = SG_SKIP}}, NULL));
}

static void updated_at_is_set_by_every_write(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const SgTimestamp given = {1000000};
    Article before, after;
    assert_ok(db, article_get(db, 1, &before));
    assert_ok(db, article_update(db, 1, &(ArticleUpdate){.words = {SG_ADD, 1}}, &after));
    assert_true(after.changed.us > before.changed.us);
    assert_int_equal(after.published.us, before.published.us);
    assert_ok(db, article_update(db, 1, &(ArticleUpdate){.changed = {SG_SET, given}}, &after));
    assert_int_equal(after.changed.us, given.us);
}

static void a_deleted_row_is_returned(void **state)
{
    Fixture *f = *state;
    Shelf shelf;
    Person person;
    assert_ok(f->db, shelf_delete(f->db, "hall", MOOD_CALM, 2, &shelf));
    assert_int_equal(shelf.place, 2);
    assert_status(f->db, SG_NOT_FOUND, shelf_delete(f->db, "hall", MOOD_CALM, 2, NULL));
    assert_ok(f->db, person_delete(f->db, 3, &person)); /* her badge and her article go with her */
    assert_string_equal(person.name, "Cyd");
    assert_server(f, "1 4",
                  "SELECT (SELECT count(*) FROM people.\"Badge\") || ' ' || (SELECT count(*) FROM press.articles)");
}

static void an_upsert_inserts_or_changes(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const PersonInsert row = {.name = "Ada II", .email = {SG_SET, "ada@x.org"}};
    const PersonUpdate change = {.score = {SG_ADD, 5}};
    Person person;
    bool created = true;
    assert_ok(db, person_upsert_by_email(db, &row, &change, &person, &created));
    assert_false(created);
    assert_int_equal(person.id, 1);
    assert_string_equal(person.name, "Ada"); /* the change, not the row */
    assert_int_equal(person.score, 15);
    assert_ok(db, person_upsert_by_email(db, &row, NULL, &person, &created)); /* no change: the row that is there */
    assert_false(created);
    assert_int_equal(person.score, 15);
    assert_ok(db, person_upsert_by_email(db, &(PersonInsert){.name = "New", .email = {SG_SET, "n@x"}}, &change, &person,
                                         &created));
    assert_true(created);
    assert_int_equal(person.score, 0);
    /* NULLs are different from each other: there is no key to conflict with */
    assert_ok(db, person_upsert_by_email(db, &(PersonInsert){.name = "Null"}, &change, &person, &created));
    assert_true(created);
}

static void upserts_by_composite_keys(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Shelf shelf;
    Article article;
    bool created;
    const ShelfUpdate label = {.label = {SG_SET, "new"}};
    assert_ok(db, shelf_upsert_by_room_mood_place(db, &(ShelfInsert){.room = "hall", .mood = MOOD_SAD, .place = 1},
                                                  &label, &shelf, &created));
    assert_false(created);
    assert_string_equal(shelf.label, "new");
    assert_ok(db, article_upsert_by_slot(db, &(ArticleInsert){.title = "Notes", .author_id = 1},
                                         &(ArticleUpdate){.words = {SG_SET, 42}}, &article, &created));
    assert_false(created);
    assert_int_equal(article.id, 2);
    assert_ok(db,
              article_upsert_by_slot(db, &(ArticleInsert){.title = "Notes", .author_id = 2}, NULL, &article, &created));
    assert_true(created);
}

static void an_insert_once(void **state)
{
    Fixture *f = *state;
    const ArticleInsert row = {.title = "Once", .author_id = 4, .price = {SG_SET, dec("1.50")}};
    ArticleInsert other = row;
    Article first, again;
    SgOnce once = SG_CONFLICT;
    other.words = (SgSetInt32){SG_SET, 9};
    assert_ok(f->db, article_insert_once_by_slot(f->db, &row, &first, &once));
    assert_int_equal(once, SG_CREATED);
    assert_ok(f->db, article_insert_once_by_slot(f->db, &row, &again, &once));
    assert_int_equal(once, SG_REPLAYED);
    assert_int_equal(again.id, first.id);
    assert_ok(f->db, article_insert_once_by_slot(f->db, &other, &again, &once));
    assert_int_equal(once, SG_CONFLICT);
    assert_int_equal(again.words, 0);
    assert_server(f, "1", "SELECT count(*) FROM press.articles WHERE title = 'Once'");
}

#define ALONE(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ALONE(defaults_and_values),           ALONE(what_is_missing_is_named),         ALONE(constraints_are_named),
        ALONE(an_update_sets_nulls_and_adds), ALONE(updated_at_is_set_by_every_write), ALONE(a_deleted_row_is_returned),
        ALONE(an_upsert_inserts_or_changes),  ALONE(upserts_by_composite_keys),        ALONE(an_insert_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
