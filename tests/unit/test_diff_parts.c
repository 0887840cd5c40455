/* What counts as the same: types, defaults, conditions, JSON; and the names of sequences. */
#include "diff.h"
#include "diff_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const Database schema_side = {0}, server_side = {.is_described = true};

static Differ differ_of(SgArena *arena, const Database *from)
{
    return (Differ){.arena = arena, .from = from, .to = &schema_side};
}

static ColumnType native(NativeType type, int count, int first, int second)
{
    return (ColumnType){.kind = TYPE_NATIVE, .native = type, .arg_count = count, .args = {first, second}};
}

static CastKind cast(ColumnType from, ColumnType to)
{
    SgArena arena = {0};
    Differ differ = differ_of(&arena, &schema_side);
    CastKind kind = diff_type(&differ, &from, &to).cast;
    sg_arena_free(&arena);
    return kind;
}

/* Prisma's table at its edges: the last that is safe, the first that is not. */
static void casts_depend_on_arguments(void **state)
{
    (void)state;
    const struct {
        ColumnType from, to;
        CastKind kind;
    } cases[] = {
        {native(NATIVE_INTEGER, 0, 0, 0), native(NATIVE_VARCHAR, 1, 11, 0), CAST_SAFE},
        {native(NATIVE_INTEGER, 0, 0, 0), native(NATIVE_VARCHAR, 1, 10, 0), CAST_RISKY},
        {native(NATIVE_INTEGER, 0, 0, 0), native(NATIVE_CHAR, 0, 0, 0), CAST_RISKY},
        {native(NATIVE_SMALLINT, 0, 0, 0), native(NATIVE_DECIMAL, 2, 5, 2), CAST_SAFE},
        {native(NATIVE_SMALLINT, 0, 0, 0), native(NATIVE_DECIMAL, 2, 5, 3), CAST_RISKY},
        {native(NATIVE_DECIMAL, 2, 9, 0), native(NATIVE_INTEGER, 0, 0, 0), CAST_SAFE},
        {native(NATIVE_DECIMAL, 2, 10, 0), native(NATIVE_INTEGER, 0, 0, 0), CAST_RISKY},
        {native(NATIVE_DECIMAL, 2, 10, 2), native(NATIVE_DECIMAL, 2, 10, 4), CAST_RISKY},
        {native(NATIVE_DECIMAL, 2, 10, 2), native(NATIVE_DECIMAL, 2, 12, 4), CAST_SAFE},
        {native(NATIVE_DECIMAL, 2, 10, 2), native(NATIVE_DECIMAL, 0, 0, 0), CAST_SAFE},
        {native(NATIVE_DECIMAL, 2, 10, 2), native(NATIVE_VARCHAR, 1, 12, 0), CAST_SAFE},
        {native(NATIVE_DECIMAL, 2, 10, 2), native(NATIVE_VARCHAR, 1, 11, 0), CAST_RISKY},
        {native(NATIVE_VARCHAR, 1, 20, 0), native(NATIVE_VARCHAR, 1, 19, 0), CAST_RISKY},
        {native(NATIVE_VARCHAR, 1, 20, 0), native(NATIVE_TEXT, 0, 0, 0), CAST_SAFE},
        {native(NATIVE_TIMESTAMP, 1, 3, 0), native(NATIVE_TIMESTAMP, 1, 6, 0), CAST_SAFE},
        {native(NATIVE_TIMESTAMP, 1, 3, 0), native(NATIVE_TIMESTAMP, 0, 0, 0), CAST_NONE},
        {native(NATIVE_TIMESTAMP, 0, 0, 0), native(NATIVE_TIMESTAMP, 1, 6, 0), CAST_NONE},
        {native(NATIVE_TIMESTAMP, 0, 0, 0), native(NATIVE_TIMESTAMP, 1, 3, 0), CAST_SAFE},
        {native(NATIVE_TIME, 1, 3, 0), native(NATIVE_TIME, 1, 6, 0), CAST_IMPOSSIBLE},
        {native(NATIVE_TIMESTAMP, 0, 0, 0), native(NATIVE_VARCHAR, 1, 23, 0), CAST_SAFE},
        {native(NATIVE_TIMESTAMP, 0, 0, 0), native(NATIVE_VARCHAR, 1, 22, 0), CAST_IMPOSSIBLE},
        {native(NATIVE_UUID, 0, 0, 0), native(NATIVE_CHAR, 1, 32, 0), CAST_SAFE},
        {native(NATIVE_UUID, 0, 0, 0), native(NATIVE_CHAR, 1, 31, 0), CAST_IMPOSSIBLE},
        {native(NATIVE_BOOLEAN, 0, 0, 0), native(NATIVE_CHAR, 1, 4, 0), CAST_RISKY},
        {native(NATIVE_CHAR, 0, 0, 0), native(NATIVE_CHAR, 1, 1, 0), CAST_NONE},
        {native(NATIVE_BIT, 1, 1, 0), native(NATIVE_BIT, 0, 0, 0), CAST_NONE},
        {native(NATIVE_BIT, 1, 3, 0), native(NATIVE_BIT, 1, 4, 0), CAST_IMPOSSIBLE},
        {native(NATIVE_VARBIT, 1, 3, 0), native(NATIVE_VARBIT, 1, 4, 0), CAST_SAFE},
        {native(NATIVE_VARBIT, 1, 3, 0), native(NATIVE_VARBIT, 1, 2, 0), CAST_IMPOSSIBLE},
        {native(NATIVE_TEXT, 0, 0, 0), native(NATIVE_UUID, 0, 0, 0), CAST_IMPOSSIBLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cast(cases[i].from, cases[i].to) != cases[i].kind) fail_msg("case %zu", i);
    }
}

/* Every type is itself, and text takes every type. */
static void every_type_has_its_row(void **state)
{
    (void)state;
    for (NativeType type = 0; type < NATIVE_COUNT; type++) {
        ColumnType column = native(type, 0, 0, 0);
        assert_int_equal(cast(column, column), CAST_NONE);
        if (type != NATIVE_TEXT) assert_int_equal(cast(column, native(NATIVE_TEXT, 0, 0, 0)), CAST_SAFE);
        assert_true(cast(column, (ColumnType){.kind = TYPE_OTHER, .sql = "circle"}) == CAST_RISKY);
        ColumnType list = column;
        list.is_list = true;
        assert_int_equal(cast(column, list), CAST_IMPOSSIBLE);
        assert_int_equal(cast(list, native(NATIVE_TEXT, 0, 0, 0)), CAST_SAFE);
    }
}

static Column with_value(NativeType type, ColumnDefaultKind kind, const char *text)
{
    return (Column){.name = "c", .type = native(type, 0, 0, 0), .default_value = {.kind = kind, .text = text}};
}

static bool same_default(const Database *from_side, Column from, Column to)
{
    SgArena arena = {0};
    Differ differ = differ_of(&arena, from_side);
    bool is_same = diff_defaults_match(&differ, &from, &to);
    sg_arena_free(&arena);
    return is_same;
}

static bool same_value(NativeType type, const char *a, const char *b)
{
    return same_default(&schema_side, with_value(type, COLUMN_DEFAULT_VALUE, a),
                        with_value(type, COLUMN_DEFAULT_VALUE, b));
}

static void values_are_compared_by_their_meaning(void **state)
{
    (void)state;
    assert_true(same_value(NATIVE_DECIMAL, "1.50", "1.5"));
    assert_true(same_value(NATIVE_DECIMAL, "1", "1.000"));
    assert_true(same_value(NATIVE_DECIMAL, "-0.0", "0"));
    assert_true(same_value(NATIVE_DECIMAL, "0.10", "0.1"));
    assert_false(same_value(NATIVE_DECIMAL, "1", "10"));
    assert_false(same_value(NATIVE_DECIMAL, "1.5", "-1.5"));
    assert_false(same_value(NATIVE_DECIMAL, "1.05", "1.5"));
    assert_false(same_value(NATIVE_TEXT, "1.50", "1.5"));
    assert_true(same_value(NATIVE_BYTEA, "\\xAB", "ab"));
}

static void same_json(const char *a, const char *b)
{
    assert_true(same_value(NATIVE_JSONB, a, b));
    assert_true(same_value(NATIVE_JSONB, b, a));
}

static void other_json(const char *a, const char *b)
{
    assert_false(same_value(NATIVE_JSONB, a, b));
    assert_false(same_value(NATIVE_JSONB, b, a));
}

static void json_is_compared_by_its_meaning(void **state)
{
    (void)state;
    same_json("{\"a\":1, \"b\":[true,null]}", "{ \"b\" : [true, null], \"a\" : 1 }");
    same_json("{\"a\":1,\"a\":2}", "{\"a\":2}");
    other_json("[1,2]", "[2,1]");
    other_json("{\"a\":1}", "{\"a\":1,\"b\":1}");
    other_json("{\"a\":1,\"b\":1}", "{\"a\":1,\"c\":1}");
    other_json("1", "nonsense");
    other_json("1", "1 2");
}

static void json_strings_are_compared_without_their_escapes(void **state)
{
    (void)state;
    same_json("\"\\u00e9\"", "\"é\"");
    same_json("\"\\uD83D\\ude00\"", "\"\xF0\x9F\x98\x80\"");
    same_json("\"\\/\\t\"", "\"/\\u0009\"");
    other_json("\"x\\u0000y\"", "\"x\\u0000z\"");
    other_json("{\"x\\u0000y\":1}", "{\"x\\u0000z\":1}");
    other_json("\"\\ud800\\u0041\"", "\"\\ud800\\u0042\"");
    other_json("\"\\x\"", "\"x\"");
}

/* Prisma's parser has whole numbers of 64 bits, with or without sign; all others are doubles, and so is -0. */
static void json_numbers_are_whole_or_doubles(void **state)
{
    (void)state;
    same_json("1e2", "100.0");
    same_json("0.1", "0.10");
    same_json("-0", "0.0");
    same_json("100000000000000000000", "1e20");
    same_json("18446744073709551616", "18446744073709551616.0");
    same_json("-9223372036854775809", "-9223372036854775809.0");
    other_json("1", "1.0");
    other_json("0", "-0");
    other_json("18446744073709551615", "18446744073709551615.0");
    other_json("-9223372036854775808", "-9223372036854775808.0");
    other_json("9007199254740993", "9007199254740992");
}

static void times_are_compared_as_the_column_keeps_them(void **state)
{
    (void)state;
    assert_true(same_value(NATIVE_TIMESTAMPTZ, "2020-01-02 03:04:05 +00:00", "2020-01-02 05:04:05+02"));
    assert_false(same_value(NATIVE_TIMESTAMP, "2020-01-02 03:04:05 +00:00", "2020-01-02 05:04:05+02"));
    assert_true(same_value(NATIVE_TIMESTAMP, "2020-01-02 03:04:05 +00:00", "2020-01-02 03:04:05"));
    assert_true(same_value(NATIVE_DATE, "2020-01-02 03:04:05 +00:00", "2020-01-02"));
    assert_true(same_value(NATIVE_TIME, "2020-01-02 03:04:05.100 +00:00", "03:04:05.1"));
    assert_false(same_value(NATIVE_TIME, "2020-01-02 03:04:05 +00:00", "03:04:06"));
    assert_true(same_value(NATIVE_TIMESTAMPTZ, "1999-12-31 23:30:00 -01:00", "2000-01-01 00:30:00+00"));
    assert_true(same_value(NATIVE_TIMESTAMPTZ, "2020-02-29 23:59:59 +00:00", "2020-03-01 01:59:59+02"));
}

static void kinds_of_defaults_differ(void **state)
{
    (void)state;
    Column none = with_value(NATIVE_INTEGER, COLUMN_DEFAULT_NONE, NULL);
    Column five = with_value(NATIVE_INTEGER, COLUMN_DEFAULT_VALUE, "5");
    Column unknown = with_value(NATIVE_INTEGER, COLUMN_DEFAULT_EXPRESSION, "");
    Column sum = with_value(NATIVE_INTEGER, COLUMN_DEFAULT_EXPRESSION, "1 + 1");
    Column serial = with_value(NATIVE_INTEGER, COLUMN_DEFAULT_SEQUENCE, NULL);
    assert_false(same_default(&schema_side, none, five));
    assert_false(same_default(&schema_side, five, none));
    assert_true(same_default(&schema_side, five, unknown)); /* dbgenerated(): whatever it is */
    assert_false(same_default(&schema_side, unknown, five));
    assert_false(same_default(&schema_side, five, sum));
    assert_true(same_default(&schema_side, serial, none)); /* `autoincrement` is compared by itself */
    assert_true(same_default(&schema_side, five, serial));
    assert_false(same_default(&schema_side, serial, five));

    Column described = sum, wanted = with_value(NATIVE_INTEGER, COLUMN_DEFAULT_EXPRESSION, "1+1");
    described.default_sql = "(1 + 1)";
    assert_false(same_default(&server_side, described, wanted));
    wanted.default_canonical = "(1 + 1)";
    assert_true(same_default(&server_side, described, wanted));
}

static bool same_condition(const char *a, const char *b)
{
    SgArena arena = {0};
    bool is_same = diff_predicates_match(&arena, a, b);
    sg_arena_free(&arena);
    return is_same;
}

static void conditions_are_compared_by_their_meaning(void **state)
{
    (void)state;
    assert_true(same_condition("a > 1", "((A) > (1))"));
    assert_true(same_condition("\"a\" <> 'x'", "a != 'x'::text"));
    assert_true(same_condition("a = 1 AND b = 2 AND c = 3", "(((a = 1) and (b = 2)) and (c = 3))"));
    assert_true(same_condition("a IS NOT NULL", "(a is not null)"));
    assert_true(same_condition("NOT a", "(NOT a)"));
    assert_true(same_condition("a BETWEEN 1 AND 2 OR b", "((a between 1 and 2) or b)"));
    assert_true(same_condition("lower(a) = 'x'", "(lower(a) = 'x'::text)"));
    assert_false(same_condition("(a OR b) AND c", "a OR (b AND c)"));
    assert_false(same_condition("a = 'X'", "a = 'x'"));
    assert_false(same_condition("\"A\" = 1", "a = 1"));
    assert_false(same_condition("a = 1", "a = 1 AND b = 2"));
    assert_false(same_condition("a = 'it''s'", "a = 'it'"));
    assert_false(same_condition("a = 1", NULL));
    assert_true(same_condition("CASE WHEN a THEN b END", "CASE WHEN a THEN b END"));
    assert_false(same_condition("CASE WHEN a THEN b END", "CASE WHEN a THEN c END"));
    assert_false(same_condition("a = 'open", "a = 'open'"));
}

/* Nothing that stands in a schema file may make the reader call itself without end. */
static void depth_is_bounded(void **state)
{
    (void)state;
    enum { DEEP = 100000 };
    static char text[DEEP + 2];
    const char *openers = "([-";
    for (const char *c = openers; *c != '\0'; c++) {
        memset(text, *c, DEEP);
        text[DEEP] = '1';
        assert_false(same_condition(text, "1"));
        assert_false(same_value(NATIVE_JSONB, text, "1"));
    }
}

static void sequences_are_named_as_postgresql_does(void **state)
{
    (void)state;
    SgArena arena = {0};
    Column column = with_value(NATIVE_INTEGER, COLUMN_DEFAULT_SEQUENCE, NULL);
    Table table = {.name = "Users"};
    assert_string_equal(diff_sequence_of_column(&arena, &table, &column)->name, "Users_c_seq");
    table.name = "a_table_whose_name_is_so_long_that_nothing_of_its_column_would_be_";
    const char *name = diff_sequence_of_column(&arena, &table, &column)->name;
    assert_int_equal(strlen(name), 63);
    assert_string_equal(name + 63 - strlen("_c_seq"), "_c_seq");
    column.default_value.sequence = "known";
    assert_string_equal(diff_sequence_of_column(&arena, &table, &column)->name, "known");
    assert_false(diff_sequence_of_column(&arena, &table, &column)->is_guess);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(casts_depend_on_arguments),
        cmocka_unit_test(every_type_has_its_row),
        cmocka_unit_test(values_are_compared_by_their_meaning),
        cmocka_unit_test(json_is_compared_by_its_meaning),
        cmocka_unit_test(json_strings_are_compared_without_their_escapes),
        cmocka_unit_test(json_numbers_are_whole_or_doubles),
        cmocka_unit_test(times_are_compared_as_the_column_keeps_them),
        cmocka_unit_test(kinds_of_defaults_differ),
        cmocka_unit_test(conditions_are_compared_by_their_meaning),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(sequences_are_named_as_postgresql_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
