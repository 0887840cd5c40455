/* Relations of every kind, loaded for a page; pairs of many-to-many relations; parents with children in one statement.
 */
#include "world.h"

static void a_to_one_that_may_be_missing(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PersonList people = all_people(db);
    assert_ok(db, person_load_boss(db, people.items, people.count));
    assert_null(people.items[0].boss);
    assert_string_equal(people.items[1].boss->name, "Ada");
    assert_string_equal(people.items[2].boss->name, "Ada");
    assert_string_equal(people.items[3].boss->name, "Bob");
    assert_null(people.items[4].boss);
    assert_null(people.items[3].boss->boss); /* one level per call ... */
    assert_ok(db, person_load_boss(db, people.items[3].boss, 1));
    assert_string_equal(people.items[3].boss->boss->name, "Ada"); /* ... as deep as one likes */
}

static void a_to_one_that_is_always_there(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    ArticleList list;
    assert_ok(db, article_list(db, &(ArticleQuery){.sort = {{ARTICLE_BY_ID, SG_DESC}}}, &list));
    assert_articles("Empty Answer Numbers Notes Engines", &list);
    assert_ok(db, article_load_author(db, list.items, list.count));
    static const char *const authors[] = {"Cyd", "Bob", "Ada", "Ada", "Ada"};
    for (size_t i = 0; i < list.count; i++) assert_string_equal(list.items[i].author->name, authors[i]);
    assert_ok(db, article_load_editor(db, list.items, list.count));
    assert_string_equal(list.items[0].editor->name, "Ada");
    assert_null(list.items[3].editor);
}

static void both_sides_of_one_to_one(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PersonList people = all_people(db);
    Badge badge;
    assert_ok(db, person_load_badge(db, people.items, people.count));
    assert_string_equal(people.items[0].badge->colour, "gold");
    assert_null(people.items[1].badge);
    assert_string_equal(people.items[2].badge->colour, "iron");
    assert_ok(db, badge_get(db, 3, &badge));
    assert_ok(db, badge_load_person(db, &badge, 1));
    assert_string_equal(badge.person->name, "Cyd");
}

static void to_many_by_each_of_two_relations(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PersonList people = all_people(db);
    const ArticleQuery by_title = {.sort = {{ARTICLE_BY_TITLE, SG_ASC}}};
    assert_ok(db, person_load_written(db, people.items, people.count, &by_title));
    assert_ok(db, person_load_edited(db, people.items, people.count, &by_title));
    assert_ok(db,
              person_load_staff(db, people.items, people.count, &(PersonQuery){.sort = {{PERSON_BY_NAME, SG_DESC}}}));
    assert_articles("Engines Notes Numbers", &people.items[0].written);
    assert_articles("Answer", &people.items[1].written);
    assert_articles("", &people.items[4].written);
    assert_articles("Answer Empty", &people.items[0].edited);
    assert_articles("Engines Numbers", &people.items[1].edited);
    assert_people("Cyd Bob", &people.items[0].staff);
    assert_people("", &people.items[3].staff);
}

static void filter_order_and_limit_count_per_row(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PersonList people = all_people(db);
    const ArticleQuery longest = {
        .where = {.words = {.gt = &(int32_t){0}}}, .sort = {{ARTICLE_BY_WORDS, SG_DESC}}, .limit = 2};
    assert_ok(db, person_load_written(db, people.items, people.count, &longest));
    assert_articles("Engines Numbers", &people.items[0].written);
    assert_true(people.items[0].written.has_more);
    assert_articles("Answer", &people.items[1].written);
    assert_false(people.items[1].written.has_more);
    assert_articles("", &people.items[2].written);
    assert_status(db, SG_INVALID,
                  person_load_written(db, people.items, 1, &(ArticleQuery){.after = people.items[0].written.items}));
    assert_status(db, SG_INVALID, person_load_written(db, people.items, 1, &(ArticleQuery){.lock = SG_FOR_UPDATE}));
}

static void chosen_columns_of_related_rows(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PersonList people = all_people(db);
    const ArticleQuery titles = {.select = {.title = true}, .sort = {{ARTICLE_BY_ID, SG_ASC}}};
    assert_ok(db, person_load_written(db, people.items, people.count, &titles));
    assert_articles("Engines Notes Numbers", &people.items[0].written);
    assert_int_equal(people.items[0].written.items[2].id, 3); /* the key is always read */
    assert_int_equal(people.items[0].written.items[2].words, 0);
    assert_int_equal(people.items[0].written.items[2].author_id, 0);
}

static void the_same_row_twice_in_a_page(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Person rows[3];
    assert_ok(db, person_get(db, 1, &rows[0]));
    assert_ok(db, person_get(db, 4, &rows[1]));
    rows[2] = rows[0];
    assert_ok(db, person_load_written(db, rows, 3, &(ArticleQuery){.sort = {{ARTICLE_BY_ID, SG_ASC}}}));
    assert_articles("Engines Notes Numbers", &rows[0].written);
    assert_articles("", &rows[1].written);
    assert_articles("Engines Notes Numbers", &rows[2].written);
    assert_ok(db, person_load_written(db, NULL, 0, NULL));
}

static void many_to_many_from_both_sides(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    ArticleList articles;
    TopicList topics;
    const TopicQuery by_code = {.sort = {{TOPIC_BY_CODE, SG_DESC}}};
    const ArticleQuery by_id = {.sort = {{ARTICLE_BY_ID, SG_ASC}}, .limit = 1};
    assert_ok(db, article_list(db, &(ArticleQuery){.sort = {{ARTICLE_BY_ID, SG_ASC}}}, &articles));
    assert_ok(db, article_load_topics(db, articles.items, articles.count, &by_code));
    assert_topics("sql c", &articles.items[0].topics);
    assert_topics("", &articles.items[1].topics);
    assert_topics("sql", &articles.items[2].topics);
    assert_ok(db, topic_list(db, &(TopicQuery){.sort = {{TOPIC_BY_CODE, SG_ASC}}}, &topics));
    assert_ok(db, topic_load_articles(db, topics.items, topics.count, &by_id));
    assert_articles("Engines", &topics.items[0].articles);
    assert_true(topics.items[0].articles.has_more);
    assert_articles("", &topics.items[2].articles);
}

/* The field whose name comes first, `friendOf`, has its own key in column A: as Prisma's client reads and writes it. */
static void many_to_many_of_one_model(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PersonList people = all_people(db);
    const PersonQuery by_id = {.sort = {{PERSON_BY_ID, SG_ASC}}};
    assert_ok(db, person_load_friends(db, people.items, people.count, &by_id));
    assert_ok(db, person_load_friend_of(db, people.items, people.count, &by_id));
    static const char *const friend_of[] = {"Bob Cyd", "Cyd", "", "Dan", ""};
    static const char *const friends[] = {"", "Ada", "Ada Bob", "Dan", ""};
    for (size_t i = 0; i < people.count; i++) {
        assert_people(friends[i], &people.items[i].friends);
        assert_people(friend_of[i], &people.items[i].friend_of);
    }
}

static void composite_keys_with_an_enum(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    ShelfList shelves;
    BookList books;
    assert_ok(db, shelf_list(db, &(ShelfQuery){.sort = {{SHELF_BY_MOOD, SG_ASC}, {SHELF_BY_PLACE, SG_ASC}}}, &shelves));
    assert_int_equal(shelves.count, 3);
    assert_ok(db, shelf_load_books(db, shelves.items, 3, &(BookQuery){.sort = {{BOOK_BY_ISBN, SG_ASC}}}));
    assert_books("b1 b2", &shelves.items[0].books);
    assert_books("", &shelves.items[1].books);
    assert_books("b3", &shelves.items[2].books);
    assert_ok(db, book_list(db, &(BookQuery){.sort = {{BOOK_BY_ISBN, SG_ASC}}}, &books));
    assert_ok(db, book_load_shelf(db, books.items, books.count));
    assert_string_equal(books.items[0].shelf->label, "low");
    assert_string_equal(books.items[2].shelf->label, "high");
    assert_null(books.items[3].shelf); /* one column of the reference is NULL: it refers to nothing */
    assert_null(books.items[4].shelf);
}

/* ---- Writing ---- */

static void pairs_are_added_and_removed(void **state)
{
    Fixture *f = *state;
    const char *const count = "SELECT count(*) FROM press.\"_ArticleToTopic\"";
    Article article = {.id = 2};
    assert_ok(f->db, article_connect_topics(f->db, 2, "tea"));
    assert_ok(f->db, article_connect_topics(f->db, 2, "tea")); /* is there: no error, no second pair */
    assert_server(f, "5", count);
    assert_ok(f->db, topic_connect_articles(f->db, "c", 2));
    assert_ok(f->db, article_load_topics(f->db, &article, 1, &(TopicQuery){.sort = {{TOPIC_BY_CODE, SG_ASC}}}));
    assert_topics("c tea", &article.topics);
    assert_ok(f->db, article_disconnect_topics(f->db, 2, "tea"));
    assert_ok(f->db, article_disconnect_topics(f->db, 2, "tea"));
    assert_ok(f->db, topic_disconnect_articles(f->db, "c", 2));
    assert_server(f, "4", count);
    assert_status(f->db, SG_FOREIGN_KEY, article_connect_topics(f->db, 2, "none"));
}

static void pairs_of_one_model_have_a_direction(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    Person rows[2] = {{.id = 4}, {.id = 5}};
    assert_ok(db, person_connect_friends(db, 5, 4));
    assert_ok(db, person_load_friends(db, rows, 2, &(PersonQuery){.sort = {{PERSON_BY_ID, SG_ASC}}}));
    assert_people("Dan", &rows[0].friends);
    assert_people("Dan", &rows[1].friends);
    assert_ok(db, person_disconnect_friend_of(db, 4, 5)); /* the same pair, seen from the other side */
    assert_ok(db, person_load_friends(db, rows, 2, NULL));
    assert_people("", &rows[1].friends);
}

static void a_parent_with_its_children(void **state)
{
    Fixture *f = *state;
    const PersonInsert row = {.name = "Fay", .tags = {SG_SET, {(const char *const[]){"new"}, 1}}};
    const ArticleInsert children[] = {{.title = "First", .words = {SG_SET, 1}},
                                      {.title = "Second", .words = {SG_SET, 2}}};
    Person out;
    assert_ok(f->db, person_insert_with_written(f->db, &row, children, 2, &out));
    assert_string_equal(out.name, "Fay");
    assert_string_equal(out.tags.items[0], "new");
    assert_articles("First Second", &out.written);
    assert_int_equal(out.written.items[1].author_id, out.id);
    assert_int_equal(out.written.items[1].words, 2);
    assert_true(out.written.items[1].changed.us > 0);
    assert_server(f, "6:3", "SELECT max(\"authorId\") || ':' || sum(words) FROM press.articles WHERE \"authorId\" > 5");
    assert_ok(f->db, person_insert_with_staff(f->db, &row, &(PersonInsert){.name = "Gil"}, 1, &out));
    assert_people("Gil", &out.staff);
    assert_int_equal(out.staff.items[0].boss_id.value, out.id);
    assert_ok(f->db, person_insert_with_written(f->db, &row, NULL, 0, &out)); /* no child is fine */
}

static void a_parent_with_its_one_child(void **state)
{
    Fixture *f = *state;
    const PersonInsert row = {.name = "Fay"};
    Person out = {.id = -1};
    assert_ok(f->db, person_insert_with_badge(f->db, &row, &(BadgeInsert){.colour = "green"}, &out));
    assert_string_equal(out.name, "Fay");
    assert_int_equal(out.badge->person_id, out.id);
    assert_string_equal(out.badge->colour, "green");
    assert_int_equal(out.written.count, 0);
    assert_ok(f->db, person_insert_with_badge(f->db, &row, &(BadgeInsert){.colour = "red"}, NULL));
    assert_server(f, "green red",
                  "SELECT string_agg(colour, ' ' ORDER BY \"personId\") FROM people.\"Badge\" WHERE \"personId\" > 5");
    assert_status(f->db, SG_INVALID, person_insert_with_badge(f->db, &row, &(BadgeInsert){0}, &out));
    assert_string_equal(sg_error(f->db)->column, "rows[0].colour");
    assert_server(f, "2", "SELECT count(*) FROM people.\"Person of the house\" WHERE name = 'Fay'");
}

static void children_that_a_trigger_keeps_out(void **state)
{
    Fixture *f = *state;
    const PersonInsert row = {.name = "Fay"};
    const ArticleInsert children[] = {{.title = "First"}, {.title = "Second"}};
    Person out;
    scratch_run(f->scratch,
                "CREATE FUNCTION no_row() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
                "CREATE TRIGGER no_first BEFORE INSERT ON press.articles FOR EACH ROW WHEN (NEW.title = 'First')"
                " EXECUTE FUNCTION no_row();"
                "CREATE TRIGGER no_badge BEFORE INSERT ON people.\"Badge\" FOR EACH ROW EXECUTE FUNCTION no_row()");
    assert_ok(f->db, person_insert_with_written(f->db, &row, children, 2, &out));
    assert_articles("Second", &out.written);
    assert_ok(f->db, person_insert_with_written(f->db, &row, children, 1, &out));
    assert_string_equal(out.name, "Fay");
    assert_int_equal(out.written.count, 0);
    assert_ok(f->db, person_insert_with_badge(f->db, &row, &(BadgeInsert){.colour = "green"}, &out));
    assert_null(out.badge);
    assert_server(f, "3", "SELECT count(*) FROM people.\"Person of the house\" WHERE name = 'Fay'");
}

static void children_of_a_composite_key(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const ShelfInsert row = {.room = "attic", .mood = MOOD_HAPPY, .place = 9};
    const BookInsert children[] = {{.isbn = "n1", .title = "N", .weight = num("0.125")},
                                   {.isbn = "n2", .title = "N", .weight = num("-1")}};
    Shelf shelf;
    assert_ok(db, shelf_insert_with_books(db, &row, children, 2, &shelf));
    assert_books("n1 n2", &shelf.books);
    assert_string_equal(shelf.books.items[0].room, "attic");
    assert_int_equal(shelf.books.items[0].mood, MOOD_HAPPY);
    assert_int_equal(shelf.books.items[1].place.value, 9);
}

static void children_of_nothing_but_defaults(void **state)
{
    Fixture *f = *state;
    const VisitInsert visits[3] = {{.id = {.op = SG_SKIP}}};
    const VisitInsert different[] = {{.id = {SG_SET, 70}}, {.id = {.op = SG_SKIP}}};
    Person person;
    assert_ok(f->db, person_insert_with_visits(f->db, &(PersonInsert){.name = "Fay"}, visits, 3, &person));
    assert_int_equal(person.visits.count, 3);
    assert_int_equal(person.visits.items[2].person_id, person.id);
    assert_true(person.visits.items[0].id != person.visits.items[1].id);
    assert_server(f, "3", "SELECT count(*) FROM people.\"Visit\" WHERE day = current_date");
    assert_ok(f->db, person_insert_with_visits(f->db, &(PersonInsert){.name = "Gil"}, different, 2, &person));
    assert_int_equal(person.visits.items[0].id, 70);
    assert_true(person.visits.items[1].id != 70);
}

/* What a child leaves out gets its default, what it sets to NULL is NULL. */
static void children_that_differ(void **state)
{
    Fixture *f = *state;
    const PersonInsert row = {.name = "Fay"};
    const ArticleInsert children[] = {{.title = "A", .words = {SG_SET, 1}},
                                      {.title = "B"},
                                      {.title = "C", .words = {SG_SET, 3}},
                                      {.title = "D"},
                                      {.title = NULL}};
    Person out;
    assert_ok(f->db, person_insert_with_written(f->db, &row, children, 4, &out));
    assert_articles("A B C D", &out.written);
    assert_int_equal(out.written.items[2].words, 3);
    assert_int_equal(out.written.items[3].words, out.written.items[1].words);
    assert_server(f, "4", "SELECT count(*) FROM press.articles WHERE \"authorId\" > 5");
    assert_status(f->db, SG_INVALID, person_insert_with_written(f->db, &row, children, 5, &out));
    assert_string_equal(sg_error(f->db)->column, "rows[4].title");
}

static void a_refused_child_leaves_no_parent(void **state)
{
    Fixture *f = *state;
    const ArticleInsert twice[] = {{.title = "Same"}, {.title = "Same"}};
    assert_status(f->db, SG_UNIQUE, person_insert_with_written(f->db, &(PersonInsert){.name = "Fay"}, twice, 2, NULL));
    assert_string_equal(sg_error(f->db)->constraint, ARTICLE_KEY_AUTHOR_ID_TITLE);
    assert_server(f, "5", "SELECT count(*) FROM people.\"Person of the house\"");
    assert_status(
        f->db, SG_INVALID,
        person_insert_with_written(f->db, &(PersonInsert){.name = "Fay"}, &(ArticleInsert){.title = NULL}, 1, NULL));
}

#define ALONE(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)

int main(void)
{
    const struct CMUnitTest reading[] = {
        cmocka_unit_test(a_to_one_that_may_be_missing),
        cmocka_unit_test(a_to_one_that_is_always_there),
        cmocka_unit_test(both_sides_of_one_to_one),
        cmocka_unit_test(to_many_by_each_of_two_relations),
        cmocka_unit_test(filter_order_and_limit_count_per_row),
        cmocka_unit_test(chosen_columns_of_related_rows),
        cmocka_unit_test(the_same_row_twice_in_a_page),
        cmocka_unit_test(many_to_many_from_both_sides),
        cmocka_unit_test(many_to_many_of_one_model),
        cmocka_unit_test(composite_keys_with_an_enum),
    };
    const struct CMUnitTest writing[] = {
        ALONE(pairs_are_added_and_removed),       ALONE(pairs_of_one_model_have_a_direction),
        ALONE(a_parent_with_its_children),        ALONE(a_parent_with_its_one_child),
        ALONE(children_that_a_trigger_keeps_out), ALONE(children_of_a_composite_key),
        ALONE(children_of_nothing_but_defaults),  ALONE(children_that_differ),
        ALONE(a_refused_child_leaves_no_parent),
    };
    int failed = cmocka_run_group_tests(reading, fixture_open, fixture_close);
    return failed + cmocka_run_group_tests(writing, NULL, NULL);
}
