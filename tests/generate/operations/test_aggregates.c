/* Numbers about rows: grouped, filtered, of nothing, exact. */
#include "world.h"

static PersonAggregateList aggregate(SgSession *db, const PersonAggregateQuery *query)
{
    PersonAggregateList list;
    assert_ok(db, person_aggregate(db, query, &list));
    return list;
}

static void check_numeric(const char *expected, SgOptNumeric value)
{
    char text[SG_NUMERIC_TEXT];
    assert_true(value.has);
    sg_numeric_format(&value.value, text);
    assert_string_equal(text, expected);
}

static void of_all_rows(void **state)
{
    const PersonAggregateQuery query = {
        .sum = {.score = true, .balance = true, .points = true, .ratio = true},
        .average = {.score = true, .balance = true},
        .min = {.name = true, .mood = true, .born = true, .balance = true},
        .max = {.name = true, .mood = true, .points = true, .balance = true},
    };
    const PersonAggregateList list = aggregate(((Fixture *)*state)->db, &query);
    assert_int_equal(list.count, 1);
    const PersonAggregate *all = &list.items[0];
    assert_int_equal(all->count, 5);
    assert_int_equal(all->sum.score.value, 80);
    check_numeric("94.00", all->sum.balance);
    check_numeric("9007199254741003", all->sum.points); /* more digits than a double has */
    check_numeric("16.0000000000000000", all->average.score);
    check_numeric("18.8000000000000000", all->average.balance);
    assert_string_equal(all->min.name, "Ada");
    assert_string_equal(all->max.name, "Eve");
    assert_int_equal(all->min.mood, MOOD_HAPPY);
    assert_int_equal(all->max.mood, MOOD_SAD);
    assert_decimal("-7.00", all->min.balance.value);
    assert_decimal("100.50", all->max.balance.value);
    assert_int_equal(all->max.points.value, INT64_C(9007199254740993));
    assert_true(all->min.born.has);
    assert_false(all->max.born.has); /* not asked for */
    assert_false(all->average.points.has);
}

static void of_no_rows(void **state)
{
    PersonAggregateQuery query = {
        .where = {.id = {.lt = &(int32_t){0}}}, .sum = {.score = true}, .min = {.name = true, .mood = true}};
    SgSession *db = ((Fixture *)*state)->db;
    PersonAggregateList list = aggregate(db, &query);
    assert_int_equal(list.count, 1); /* one group, of nobody */
    assert_int_equal(list.items[0].count, 0);
    assert_false(list.items[0].sum.score.has);
    assert_null(list.items[0].min.name);
    assert_int_equal(list.items[0].min.mood, 0);
    query.group_by.class_ = true;
    list = aggregate(db, &query);
    assert_int_equal(list.count, 0); /* no groups */
}

static void null_is_a_group(void **state)
{
    const PersonAggregateQuery query = {.group_by = {.class_ = true}, .sum = {.score = true}, .max = {.points = true}};
    const PersonAggregateList list = aggregate(((Fixture *)*state)->db, &query);
    assert_int_equal(list.count, 2);
    assert_string_equal(list.items[0].group.class_, "first");
    assert_int_equal(list.items[0].count, 2);
    assert_int_equal(list.items[0].sum.score.value, 30);
    assert_null(list.items[1].group.class_);
    assert_int_equal(list.items[1].count, 3);
    assert_int_equal(list.items[1].sum.score.value, 50);
    assert_int_equal(list.items[1].max.points.value, 5);
}

static void by_several_columns(void **state)
{
    const PersonAggregateQuery query = {.group_by = {.score = true, .mood = true}};
    const PersonAggregateList list = aggregate(((Fixture *)*state)->db, &query);
    assert_int_equal(list.count,
                     5); /* (HAPPY, 10), (CALM, 20), (SAD, 30), (NULL, 0), (NULL, 20) in the columns' order */
    static const Mood moods[] = {MOOD_HAPPY, MOOD_CALM, MOOD_SAD, (Mood)0, (Mood)0};
    static const int scores[] = {10, 20, 30, 0, 20};
    for (size_t i = 0; i < list.count; i++) {
        assert_int_equal(list.items[i].group.mood, moods[i]);
        assert_int_equal(list.items[i].group.score, scores[i]);
        assert_int_equal(list.items[i].count, 1);
    }
}

static void filtered_and_limited(void **state)
{
    const TopicFilter sql = {.code = {.eq = "sql"}};
    const ArticleAggregateQuery query = {
        .where = {.topics_some = &sql}, .group_by = {.author_id = true}, .sum = {.words = true, .price = true}};
    ArticleAggregateList articles;
    SgSession *db = ((Fixture *)*state)->db;
    assert_ok(db, article_aggregate(db, &query, &articles));
    assert_int_equal(articles.count, 1);
    assert_int_equal(articles.items[0].group.author_id, 1);
    assert_int_equal(articles.items[0].sum.words.value, 500);
    check_numeric("3.75", articles.items[0].sum.price);
    const PersonAggregateList list = aggregate(db, &(PersonAggregateQuery){.group_by = {.score = true}, .limit = 2});
    assert_int_equal(list.count, 2);
    assert_true(list.has_more);
    assert_int_equal(list.items[1].group.score, 10);
}

static void wide_numbers_stay_exact(void **state)
{
    const BookAggregateQuery query = {.sum = {.weight = true, .copies = true}, .max = {.weight = true}};
    BookAggregateList list;
    SgSession *db = ((Fixture *)*state)->db;
    assert_ok(db, book_aggregate(db, &query, &list));
    check_numeric("12345678901234567897.000000000000000000000000000000", list.items[0].sum.weight);
    check_numeric("12345678901234567890.500000000000000000000000000000", list.items[0].max.weight);
    assert_int_equal(list.items[0].sum.copies.value, 10);
}

static void of_a_view(void **state)
{
    const AuthorAggregateQuery query = {.where = {.words = {.is_not_null = true}}, .sum = {.words = true}};
    AuthorAggregateList list;
    SgSession *db = ((Fixture *)*state)->db;
    assert_ok(db, author_aggregate(db, &query, &list));
    assert_int_equal(list.items[0].count, 3);
    check_numeric("900", list.items[0].sum.words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_all_rows),
        cmocka_unit_test(of_no_rows),
        cmocka_unit_test(null_is_a_group),
        cmocka_unit_test(by_several_columns),
        cmocka_unit_test(filtered_and_limited),
        cmocka_unit_test(wide_numbers_stay_exact),
        cmocka_unit_test(of_a_view),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
