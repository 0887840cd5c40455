/* What each member of a filter finds, alone, together, in groups and through relations. */
#include "world.h"

static void everybody_and_nobody(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    PersonList list;
    assert_finds(db, "Ada Bob Cyd Dan Eve", .id = {.eq = NULL});
    assert_ok(db, person_list(db, NULL, &list)); /* no query at all */
    assert_int_equal(list.count, 5);
    assert_finds(db, "", .score = {.gt = &(int32_t){10}, .lt = &(int32_t){20}});
    assert_finds(db, "", .id = {.in = {&(int32_t){1}, 0}}); /* a list without items is a question too */
    assert_finds(db, "Ada Bob Cyd Dan Eve", .id = {.not_in = {&(int32_t){1}, 0}});
}

static void numbers_compare(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const int32_t twenty = 20, zero = 0;
    const SgDecimal nothing = dec("0"), quarter = dec("0.250"); /* its scale does not matter */
    assert_finds(db, "Bob Cyd", .score = {.eq = &twenty});
    assert_finds(db, "Ada Dan Eve", .score = {.ne = &twenty});
    assert_finds(db, "Ada Eve", .score = {.lt = &twenty});
    assert_finds(db, "Bob Cyd Dan", .score = {.ge = &twenty});
    assert_finds(db, "Ada Bob Cyd", .score = {.gt = &zero, .le = &twenty});
    assert_finds(db, "Eve", .score = {.eq = &zero});
    assert_finds(db, "Bob Dan", .balance = {.eq = &quarter});
    assert_finds(db, "Cyd", .balance = {.lt = &nothing});
    assert_finds(db, "Cyd", .points = {.eq = &(int64_t){INT64_C(9007199254740993)}});
    assert_finds(db, "Ada Cyd", .ratio = {.gt = &(double){-0.5}});
    assert_finds(db, "Ada Eve", .born = {.lt = &(SgDate){0}});
    assert_finds(db, "Ada Dan", .id = {.in = SG_LIST(int32_t, 4, 1, 99)});
    assert_finds(db, "Bob Cyd Eve", .id = {.not_in = SG_LIST(int32_t, 4, 1, 99)});
}

static void null_satisfies_no_comparison(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const int64_t five = 5;
    const Mood calm = MOOD_CALM;
    assert_finds(db, "Ada Dan", .points = {.eq = &five});
    assert_finds(db, "Cyd", .points = {.ne = &five});
    assert_finds(db, "Bob Eve", .points = {.is_null = true});
    assert_finds(db, "Ada Cyd Dan", .points = {.is_not_null = true});
    assert_finds(db, "", .points = {.eq = &five, .is_null = true});
    assert_finds(db, "Ada Dan", .mood = {.ne = &calm});
    assert_finds(db, "Cyd Eve", .mood = {.is_null = true});
    assert_finds(db, "Ada Bob", .mood = {.in = SG_LIST(Mood, MOOD_CALM, MOOD_HAPPY)});
    assert_finds(db, "Dan", .mood = {.not_in = SG_LIST(Mood, MOOD_CALM, MOOD_HAPPY)});
    assert_status(db, SG_INVALID,
                  person_count(db, &(PersonFilter){.mood = {.eq = &(Mood){MOOD_UNKNOWN}}}, &(int64_t){0}));
}

static void text_is_text_and_no_pattern(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    assert_finds(db, "Ada", .nickname = {.contains = "_"});
    assert_finds(db, "Bob", .nickname = {.contains = "%"});
    assert_finds(db, "Dan", .nickname = {.contains = "\\"});
    assert_finds(db, "Bob", .nickname = {.starts_with = "A%"});
    assert_finds(db, "", .nickname = {.starts_with = "%"});
    assert_finds(db, "Ada", .nickname = {.ends_with = "_b"});
    assert_finds(db, "Dan", .nickname = {.ends_with = "\\c"});
    assert_finds(db, "Bob", .nickname = {.ends_with = "%b", .ignore_case = true});
    assert_finds(db, "Ada Bob Dan Eve", .nickname = {.contains = ""});
    assert_finds(db, "Eve", .nickname = {.eq = ""});
    assert_finds(db, "Cyd", .nickname = {.is_null = true});
    assert_finds(db, "", .name = {.eq = "Ada'; DROP TABLE press.articles; --"});
}

static void case_matters_unless_said(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    assert_finds(db, "Ada Bob", .email = {.ends_with = "@x.org"});
    assert_finds(db, "Ada Bob Eve", .email = {.ends_with = "@x.org", .ignore_case = true});
    assert_finds(db, "", .email = {.eq = "eve@x.org"});
    assert_finds(db, "Eve", .email = {.eq = "eve@x.org", .ignore_case = true});
    assert_finds(db, "Ada Bob", .email = {.ne = "eve@x.org", .ignore_case = true});
    assert_finds(db, "Ada", .nickname = {.eq = "A_B", .ignore_case = true}); /* _ is no wildcard here either */
    assert_finds(db, "Bob", .nickname = {.starts_with = "a%", .ignore_case = true});
    assert_finds(db, "Bob Cyd", .name = {.gt = "Ada", .lt = "Dan"});
    assert_finds(db, "Ada Eve", .name = {.in = SG_LIST(const char *, "Eve", "Ada", "eve")});
}

static void lists_have_elements(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const SgTextList math = {(const char *const[]){"math"}, 1};
    assert_finds(db, "Ada Bob", .tags = {.has = "math"});
    assert_finds(db, "Dan", .tags = {.has = "a,b"});
    assert_finds(db, "", .tags = {.has = "b"});
    assert_finds(db, "Ada", .tags = {.has_every = SG_LIST(const char *, "logic", "math")});
    assert_finds(db, "Ada Bob Dan", .tags = {.has_some = SG_LIST(const char *, "math", "art")});
    assert_finds(db, "Cyd Eve", .tags = {.is_empty = true});
    assert_finds(db, "Ada Bob Dan", .tags = {.is_not_empty = true});
    assert_finds(db, "Bob", .tags = {.eq = &math});
    assert_finds(db, "Cyd", .numbers = {.has = &(int32_t){3}, .has_every = SG_LIST(int32_t, 3, 3)},
                 .name = {.ne = "Ada"});
    assert_finds(db, "Ada Dan", .numbers = {.has_some = SG_LIST(int32_t, 2, 9)});
    assert_finds(db, "Cyd Dan", .moods = {.has = &(Mood){MOOD_CALM}});
    assert_finds(db, "Ada", .moods = {.has_every = SG_LIST(Mood, MOOD_SAD, MOOD_HAPPY)});
    assert_finds(db, "", .tags = {.has_some = {(const char *const[]){"x"}, 0}});
    assert_finds(db, "Ada Bob Cyd Dan Eve", .tags = {.has_every = {(const char *const[]){"x"}, 0}});
}

static void json_is_asked_by_path_and_content(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    assert_finds(db, "Ada", .settings = {.contains = "{\"a\": {\"b\": [\"x\"]}}"});
    assert_finds(db, "Ada Bob", .settings = {.has_key = "n"});
    assert_finds(db, "Ada Bob Dan", .settings = {.has_key = "k"}); /* an element of an array counts */
    assert_finds(db, "Ada", .settings = {.path = SG_LIST(const char *, "a", "b", "1"), .eq = "\"x\""});
    assert_finds(db, "Ada", .settings = {.path = SG_LIST(const char *, "a", "b"), .contains = "[1]"});
    assert_finds(db, "Ada", .settings = {.path = SG_LIST(const char *, "a"), .has_key = "b"});
    assert_finds(db, "Ada", .settings = {.path = SG_LIST(const char *, "n"), .gt = "6", .lt = "7.5"});
    assert_finds(db, "Bob", .settings = {.path = SG_LIST(const char *, "k"), .text_contains = "0% o"});
    assert_finds(db, "Ada",
                 .settings = {.path = SG_LIST(const char *, "k"), .text_starts_with = "vAL", .ignore_case = true});
    assert_finds(db, "", .settings = {.path = SG_LIST(const char *, "k"), .text_starts_with = "vAL"});
    assert_finds(db, "Ada", .settings = {.path = SG_LIST(const char *, "k"), .text_ends_with = "ue"});
    assert_finds(db, "Dan", .settings = {.eq = "[\"k\",1]"}); /* equal as JSON, not as text */
    assert_finds(db, "Ada Bob Dan", .settings = {.ne = "null"});
    assert_status(db, SG_RANGE, person_count(db, &(PersonFilter){.settings = {.contains = "{"}}, &(int64_t){0}));
}

/* Three kinds of nothing: no value, a JSON null, no such key. */
static void null_in_json(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    assert_finds(db, "Cyd", .settings = {.is_null = true});
    assert_finds(db, "Eve", .settings = {.eq = "null"});
    assert_finds(db, "Bob", .settings = {.path = SG_LIST(const char *, "n"), .eq = "null"});
    assert_finds(db, "Cyd Dan Eve", .settings = {.path = SG_LIST(const char *, "n"), .is_null = true});
    assert_finds(db, "Ada Bob", .settings = {.path = SG_LIST(const char *, "n"), .is_not_null = true});
}

static void groups(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const PersonFilter ada = {.name = {.eq = "Ada"}}, twenty = {.score = {.eq = &(int32_t){20}}};
    const PersonFilter both[] = {ada, twenty};
    assert_finds(db, "Ada Bob Cyd", .any_of = {both, 2});
    assert_finds(db, "Dan Eve", .none_of = {both, 2});
    assert_finds(db, "", .all_of = {both, 2});
    assert_finds(db, "Bob", .any_of = {both, 2}, .email = {.starts_with = "b"});
    assert_finds(db, "", .any_of = {both, 0}); /* one of none */
    assert_finds(db, "Ada Bob Cyd Dan Eve", .none_of = {both, 0});
    const PersonFilter nested[] = {{.none_of = {both, 2}, .boss_id = {.is_not_null = true}}, {.any_of = {&ada, 1}}};
    assert_finds(db, "Ada Dan", .any_of = {nested, 2});
    /* `none_of` is SQL's NOT: a row of which it is not known whether it matches is not found */
    const PersonFilter five = {.points = {.eq = &(int64_t){5}}};
    assert_finds(db, "Cyd", .none_of = {&five, 1}, .points = {.is_not_null = true});
}

static void the_related_row(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const PersonFilter ada = {.name = {.eq = "Ada"}}, anybody = {0};
    assert_finds(db, "Bob Cyd", .boss = &ada);
    assert_finds(db, "Ada Dan Eve", .boss_not = &ada);
    assert_finds(db, "Bob Cyd Dan", .boss = &anybody);
    assert_finds(db, "Ada Eve", .boss_not = &anybody);
    const PersonFilter under_ada = {.boss = &ada};
    assert_finds(db, "Dan", .boss = &under_ada);
    const BadgeFilter gold = {.colour = {.eq = "gold"}}, badge = {0};
    assert_finds(db, "Ada", .badge = &gold);
    assert_finds(db, "Bob Dan Eve", .badge_not = &badge);
}

static void some_none_and_every_related_row(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const ArticleFilter any = {0}, long_ones = {.words = {.ge = &(int32_t){200}}};
    assert_finds(db, "Ada Bob Cyd", .written_some = &any);
    assert_finds(db, "Dan Eve", .written_none = &any);
    assert_finds(db, "Ada Bob", .written_some = &long_ones);
    assert_finds(db, "Cyd Dan Eve", .written_none = &long_ones);
    assert_finds(db, "Bob Dan Eve", .written_every = &long_ones); /* of no article every one is long */
    assert_finds(db, "Ada Bob", .written_some = &long_ones, .edited_some = &any);
    const PersonFilter dan = {.name = {.eq = "Dan"}};
    assert_finds(db, "Dan", .friends_some = &dan);
    assert_finds(db, "Ada Bob Cyd Eve", .friends_none = &dan);
    assert_finds(db, "Ada Dan Eve", .friends_every = &dan);
}

static void relations_of_relations(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const TopicFilter sql = {.code = {.eq = "sql"}};
    const ArticleFilter on_sql = {.topics_some = &sql};
    assert_finds(db, "Ada", .written_some = &on_sql);
    const PersonFilter writes_on_sql = {.written_some = &on_sql};
    const PersonFilter led_by_such = {.boss = &writes_on_sql};
    assert_finds(db, "Bob Cyd", .boss = &writes_on_sql);
    assert_finds(db, "Ada", .staff_some = &(PersonFilter){.boss = &writes_on_sql});
    assert_finds(db, "Dan", .boss = &led_by_such);
}

static void composite_references(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const BookFilter heavy = {.weight = {.gt = &(SgNumeric){{1}, 0, false}}};
    const ShelfFilter low = {.label = {.eq = "low"}}, any = {0};
    ShelfList shelves;
    int64_t count;
    assert_ok(db, shelf_list(db, &(ShelfQuery){.where = {.books_some = &heavy}}, &shelves));
    assert_int_equal(shelves.count, 1);
    assert_string_equal(shelves.items[0].label, "high");
    assert_ok(db, book_count(db, &(BookFilter){.shelf = &low}, &count));
    assert_int_equal(count, 2);
    assert_ok(db, book_count(db, &(BookFilter){.shelf_not = &any}, &count));
    assert_int_equal(count, 2);
}

/* A filter that is wrong is an error, and not one that asks nothing. */
static void operands_that_are_none(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    const PersonFilter lost[] = {
        {.id = {.in = {NULL, 2}}},
        {.name = {.not_in = {NULL, 1}}},
        {.mood = {.in = {NULL, 1}}},
        {.tags = {.has_every = {NULL, 1}}},
        {.numbers = {.eq = &(SgInt32List){NULL, 1}}},
        {.any_of = {NULL, 2}},
        {.boss = &(const PersonFilter){.none_of = {NULL, 1}}},
    };
    int64_t count = 77;
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++)
        assert_status(db, SG_INVALID, person_count(db, &lost[i], &count));
    assert_status(db, SG_INVALID, person_insert(db, &(PersonInsert){.name = "x", .tags = {SG_SET, {NULL, 1}}}, NULL));
    assert_status(db, SG_RANGE, person_count(db, &(PersonFilter){.settings = {.eq = "{"}}, &count));
    assert_status(db, SG_RANGE, person_count(db, &(PersonFilter){.name = {.eq = "\xff"}}, &count));
    assert_int_equal(count, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_and_nobody),
        cmocka_unit_test(numbers_compare),
        cmocka_unit_test(null_satisfies_no_comparison),
        cmocka_unit_test(text_is_text_and_no_pattern),
        cmocka_unit_test(case_matters_unless_said),
        cmocka_unit_test(lists_have_elements),
        cmocka_unit_test(json_is_asked_by_path_and_content),
        cmocka_unit_test(null_in_json),
        cmocka_unit_test(groups),
        cmocka_unit_test(the_related_row),
        cmocka_unit_test(some_none_and_every_related_row),
        cmocka_unit_test(relations_of_relations),
        cmocka_unit_test(composite_references),
        cmocka_unit_test(operands_that_are_none),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
