/* Every type as a parameter and as a column of a query, and back. */
#include "fixture.h"

#include "types_queries.h"

#include <stdlib.h>
#include <string.h>

#define SAME(member) assert_memory_equal(&args.member, &row.member, sizeof row.member)
#define SAME_TEXT(member) assert_string_equal(args.member, row.member)

static SgNumeric numeric(const char *text)
{
    SgNumeric value;
    assert_int_equal(sg_numeric_parse(text, &value), SG_OK);
    return value;
}

static SgUuid uuid(const char *text)
{
    SgUuid value;
    assert_int_equal(sg_uuid_parse(text, &value), SG_OK);
    return value;
}

static void values_come_back(void **state)
{
    const EchoArgs args = {
        .boolean = true,
        .small = INT16_MIN,
        .whole = INT32_MIN,
        .big = INT64_MIN,
        .number = UINT32_MAX,
        .single = -1.5f,
        .twice = 0.1,
        .exact = numeric("-12345678901234567890.0123456789"),
        .cash = {-1},
        .words = "größe 'x' \"y\" \\",
        .bounded = "123456789",
        .padded = "abcd",
        .markup = "<a>b</a>",
        .document = "{\"a\":  1}",
        .tree = "{\"a\": 1}",
        .raw = {(const uint8_t *)"a\0b", 3},
        .fixed_bits = {(const uint8_t *)"\xA8", 5},
        .bits = {(const uint8_t *)"\xFF\x80", 9},
        .uuid = uuid("00112233-4455-6677-8899-aabbccddeeff"),
        .address = {.family = 4, .prefix = 24, .bytes = {10, 0, 0, 0}},
        .stamp = {1},
        .instant = {INT64_MAX},
        .day = {-1},
        .clock = {86399999999},
        .zoned = {1, 3600},
        .kind = KIND_SAVINGS,
    };
    EchoRow row;
    SgSession *db = ((Fixture *)*state)->db;
    SgStatus rc = echo(db, &args, &row);
    if (rc != SG_OK) print_error("%s\n", sg_error(db)->message);
    assert_int_equal(rc, SG_OK);
    SAME(boolean);
    SAME(small);
    SAME(whole);
    SAME(big);
    SAME(number);
    SAME(single);
    SAME(twice);
    assert_int_equal(sg_numeric_compare(&args.exact, &row.exact), 0);
    SAME(cash);
    SAME_TEXT(words);
    SAME_TEXT(bounded);
    SAME_TEXT(padded);
    SAME_TEXT(markup);
    SAME_TEXT(document);
    SAME_TEXT(tree);
    assert_int_equal(row.raw.size, 3);
    assert_memory_equal(row.raw.data, "a\0b", 3);
    assert_int_equal(row.fixed_bits.count, 5);
    assert_memory_equal(row.fixed_bits.data, "\xA8", 1);
    assert_int_equal(row.bits.count, 9);
    assert_memory_equal(row.bits.data, "\xFF\x80", 2);
    SAME(uuid);
    SAME(address);
    SAME(stamp);
    SAME(instant);
    SAME(day);
    SAME(clock);
    SAME(zoned.us);
    SAME(zoned.offset);
    SAME(kind);
}

static void null_comes_back(void **state)
{
    EchoNullRow row;
    memset(&row, 1, sizeof row);
    assert_int_equal(echo_null(((Fixture *)*state)->db, &(EchoNullArgs){.boolean.has = false}, &row), SG_OK);
    assert_false(row.boolean.has || row.small.has || row.exact.has || row.uuid.has || row.instant.has);
    assert_null(row.words);
    assert_null(row.tree);
    assert_null(row.raw.data);
    assert_null(row.bits.data);
    assert_int_equal(row.kind, 0);
}

static void optional_values_come_back(void **state)
{
    EchoNullRow row;
    const EchoNullArgs args = {.boolean = {true, false},
                               .small = {true, 7},
                               .words = "",
                               .tree = "[]",
                               .uuid = {true, {{1}}},
                               .instant = {true, {5}},
                               .kind = KIND_CASH};
    assert_int_equal(echo_null(((Fixture *)*state)->db, &args, &row), SG_OK);
    assert_true(row.boolean.has && !row.boolean.value);
    assert_true(row.small.has && row.small.value == 7);
    assert_string_equal(row.words, "");
    assert_string_equal(row.tree, "[]");
    assert_true(row.instant.has && row.instant.value.us == 5);
    assert_int_equal(row.uuid.value.bytes[0], 1);
    assert_int_equal(row.kind, KIND_CASH);
}

#define LIST_OF(array)                                                                                                 \
    {                                                                                                                  \
        (array), sizeof(array) / sizeof *(array)                                                                       \
    }
#define SAME_LIST(member)                                                                                              \
    assert_int_equal(args.member.count, row.member.count);                                                             \
    assert_memory_equal(args.member.items, row.member.items, row.member.count * sizeof *row.member.items)

static void lists_come_back(void **state)
{
    bool booleans[] = {true, false};
    int32_t wholes[] = {INT32_MIN, 0, INT32_MAX};
    int64_t bigs[] = {INT64_MIN, INT64_MAX};
    double twices[] = {0.1, -5e300};
    SgNumeric exacts[] = {numeric("1.50"), numeric("-1e40")};
    const char *words[] = {"", "NULL", "{a,\"b\"\\}", "größe"};
    const char *trees[] = {"1", "{\"a\": [1, 2]}"};
    SgBytes raws[] = {{(const uint8_t *)"\0\xFF", 2}};
    SgUuid uuids[] = {{{1, 2}}, {{3}}};
    SgTimestamp instants[] = {{0}, {INT64_MIN}};
    SgDate days[] = {{0}, {9999}};
    Kind kinds[] = {KIND_SAVINGS, KIND_CASH};
    const EchoListsArgs args = {.booleans = LIST_OF(booleans),
                                .wholes = LIST_OF(wholes),
                                .bigs = LIST_OF(bigs),
                                .twices = LIST_OF(twices),
                                .exacts = LIST_OF(exacts),
                                .words = LIST_OF(words),
                                .bounded = LIST_OF(words),
                                .trees = LIST_OF(trees),
                                .raws = LIST_OF(raws),
                                .uuids = LIST_OF(uuids),
                                .instants = LIST_OF(instants),
                                .days = LIST_OF(days),
                                .kinds = LIST_OF(kinds)};
    EchoListsRow row;
    SgSession *db = ((Fixture *)*state)->db;
    SgStatus rc = echo_lists(db, &args, &row);
    if (rc != SG_OK) print_error("%s\n", sg_error(db)->message);
    assert_int_equal(rc, SG_OK);
    SAME_LIST(booleans);
    SAME_LIST(wholes);
    SAME_LIST(bigs);
    SAME_LIST(twices);
    SAME_LIST(uuids);
    SAME_LIST(instants);
    SAME_LIST(days);
    SAME_LIST(kinds);
    assert_int_equal(sg_numeric_compare(&exacts[1], &row.exacts.items[1]), 0);
    for (size_t i = 0; i < 4; i++) assert_string_equal(row.words.items[i], words[i]);
    for (size_t i = 0; i < 4; i++) assert_string_equal(row.bounded.items[i], words[i]);
    assert_string_equal(row.trees.items[1], trees[1]);
    assert_int_equal(row.raws.items[0].size, 2);
    assert_memory_equal(row.raws.items[0].data, "\0\xFF", 2);
}

static void empty_lists_come_back(void **state)
{
    EchoListsRow row;
    assert_int_equal(echo_lists(((Fixture *)*state)->db, &(EchoListsArgs){.words = {NULL, 0}}, &row), SG_OK);
    assert_int_equal(row.words.count + row.kinds.count + row.wholes.count + row.bounded.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back),          cmocka_unit_test(null_comes_back),
        cmocka_unit_test(optional_values_come_back), cmocka_unit_test(lists_come_back),
        cmocka_unit_test(empty_lists_come_back),
    };
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
