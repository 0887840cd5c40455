/*
 * Every type at its limits, both ways: a C value goes out as parameter, the server prints what it got; the server's
 * text comes back as value, alone, as NULL, and in an array.
 */
#include "fixture.h"

#include <sg/impl.h>
#include <stdio.h>
#include <string.h>

typedef union Value {
    bool boolean;
    int16_t int16;
    int32_t int32;
    int64_t int64;
    uint32_t oid;
    float real;
    double real8;
    SgDecimal decimal;
    SgNumeric numeric;
    SgMoney money;
    const char *text;
    SgBytes bytes;
    SgBits bits;
    SgUuid uuid;
    SgInet inet;
    SgTimestamp timestamp;
    SgDate date;
    SgTime time;
    SgTimeTz timetz;
    int label;
} Value;

typedef struct TypeRow {
    const char *sql; /* the type */
    SgType type;
    const char *text; /* as the server prints it */
} TypeRow;

static const char *const labels[] = {"BUY", "SELL"};
static const SgEnum order_side = {labels, 2};

#define NINES65 "99999999999999999999999999999999999999999999999999999999999999999"

static const TypeRow rows[] = {
    {"boolean", SG_BOOL, "true"},
    {"boolean", SG_BOOL, "false"},
    {"smallint", SG_INT16, "-32768"},
    {"smallint", SG_INT16, "32767"},
    {"integer", SG_INT32, "-2147483648"},
    {"integer", SG_INT32, "2147483647"},
    {"bigint", SG_INT64, "-9223372036854775808"},
    {"bigint", SG_INT64, "9223372036854775807"},
    {"oid", SG_OID, "4294967295"},
    {"real", SG_FLOAT, "3.4028235e+38"},
    {"real", SG_FLOAT, "NaN"},
    {"double precision", SG_DOUBLE, "1.7976931348623157e+308"},
    {"double precision", SG_DOUBLE, "5e-324"},
    {"double precision", SG_DOUBLE, "-Infinity"},
    {"numeric", SG_DECIMAL, "0"},
    {"numeric", SG_DECIMAL, "0.00"},
    {"numeric", SG_DECIMAL, "-9999999999999999999999999999"},
    {"numeric", SG_DECIMAL, "0.0000000000000000000000000001"},
    {"numeric", SG_DECIMAL, "12345.6789"},
    {"numeric", SG_DECIMAL, "10000"},
    {"numeric", SG_DECIMAL, "100000000.00010000"},
    {"numeric", SG_NUMERIC, NINES65},
    {"numeric", SG_NUMERIC, "-0." NINES65},
    {"numeric", SG_NUMERIC, NINES65 ".9999999"},
    {"money", SG_MONEY, "-$92,233,720,368,547,758.08"},
    {"text", SG_TEXT, ""},
    {"text", SG_TEXT, "h\xc3\xa9llo \"{},\\"},
    {"varchar(5)", SG_TEXT, "abcde"},
    {"char(5)", SG_CHAR, "ab   "},
    {"citext", SG_CITEXT, "MiXed"},
    {"xml", SG_XML, "<a b=\"c\">d</a>"},
    {"json", SG_JSON, "{ \"a\" :  1 }"},
    {"jsonb", SG_JSONB, "{\"a\": [1, null, \"x\"]}"},
    {"jsonb", SG_JSONB, "null"},
    {"bytea", SG_BYTES, "\\x00ff7f"},
    {"bytea", SG_BYTES, "\\x"},
    {"bit(11)", SG_BIT, "10101010111"},
    {"varbit", SG_VARBIT, "1"},
    {"varbit", SG_VARBIT, ""},
    {"uuid", SG_UUID, "00112233-4455-6677-8899-aabbccddeeff"},
    {"inet", SG_INET, "10.1.2.3"},
    {"inet", SG_INET, "10.0.0.0/8"},
    {"inet", SG_INET, "2001:db8::1/32"},
    {"timestamp", SG_TIMESTAMP, "4714-11-24 00:00:00 BC"},
    {"timestamp", SG_TIMESTAMP, "294276-12-31 23:59:59.999999"},
    {"timestamp", SG_TIMESTAMP, "infinity"},
    {"timestamptz", SG_TIMESTAMPTZ, "2024-02-29 12:34:56.789+00"},
    {"timestamptz", SG_TIMESTAMPTZ, "-infinity"},
    {"date", SG_DATE, "5874897-12-31"},
    {"date", SG_DATE, "4714-11-24 BC"},
    {"date", SG_DATE, "-infinity"},
    {"time", SG_TIME, "24:00:00"},
    {"time", SG_TIME, "00:00:00.000001"},
    {"timetz", SG_TIMETZ, "12:30:00.5+05:30"},
    {"timetz", SG_TIMETZ, "00:00:00-15:59"},
    {"\"OrderSide\"", SG_ENUM, "SELL"},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static SgColumn column_of(const TypeRow *row, unsigned flags)
{
    return (SgColumn){
        .label = "v", .type = row->type, .flags = (uint16_t)flags, .cast = row->sql, .labels = &order_side};
}

/* SELECT 'text'::type → C value */
static SgStatus read_back(SgSession *db, const SgColumn *column, const char *literal, void *out, size_t size)
{
    char *sql = sg_session_printf(db, "SELECT %s", literal);
    const SgStatement statement = {
        .name = "read", .sql = sql, .columns = column, .column_count = 1, .row_size = (uint32_t)size};
    return sg_query_one(db, &statement, NULL, out);
}

typedef struct TextRow {
    const char *text;
} TextRow;

/* C value → what the server prints */
static const char *printed(SgSession *db, const TypeRow *row, const SgColumn *param, const void *args, bool is_array)
{
    static const SgColumn text = {.label = "text", .type = SG_TEXT};
    char *sql = sg_session_printf(db, "SELECT format('%%s', $1::%s%s)", row->sql, is_array ? "[]" : "");
    const SgStatement statement = {.name = "print",
                                   .sql = sql,
                                   .params = param,
                                   .param_count = 1,
                                   .columns = &text,
                                   .column_count = 1,
                                   .row_size = sizeof(TextRow)};
    TextRow out = {NULL};
    assert_ok(db, sg_query_one(db, &statement, args, &out));
    return out.text;
}

static void prepare(SgSession *db)
{
    assert_ok(
        db, sg_execute(db, "CREATE EXTENSION IF NOT EXISTS citext; SET TimeZone = 'UTC'; SET lc_monetary = 'C'", NULL));
}

static void test_every_type(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    prepare(db);
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].type == SG_MONEY) continue; /* its text depends on the locale */
        SgColumn column = column_of(&rows[i], 0);
        Value value;
        memset(&value, 0, sizeof value);
        const char *literal = sg_session_printf(db, "$q$%s$q$::%s", rows[i].text, rows[i].sql);
        assert_ok(db, read_back(db, &column, literal, &value, sizeof value));
        SgColumn param = column;
        const char *text = printed(db, &rows[i], &param, &value, false);
        const char *expected = rows[i].text;
        if (rows[i].type == SG_BOOL) expected = value.boolean ? "t" : "f";
        if (strcmp(text, expected) != 0) fail_msg("%s: `%s` came back as `%s`", rows[i].sql, expected, text);
    }
}

static void test_nulls(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    prepare(db);
    for (size_t i = 0; i < ROWS; i++) {
        SgColumn column = column_of(&rows[i], SG_COLUMN_NULLABLE);
        char literal[80];
        struct {
            Value value;
            uint64_t room;
        } row;
        memset(&row, 0x55, sizeof row);
        snprintf(literal, sizeof literal, "NULL::%s", rows[i].sql);
        assert_ok(db, read_back(db, &column, literal, &row, sizeof row));
        for (size_t k = 0; k < sizeof row; k++) assert_int_equal(((const char *)&row)[k], 0);
        column.flags = 0;
        assert_status(db, SG_RANGE, read_back(db, &column, literal, &row, sizeof row));
        assert_string_equal(sg_error(db)->column, "v");
    }
}

typedef struct NullableRow {
    Value value; /* behind the `has` of most types */
    uint64_t room;
} NullableRow;

typedef struct NullableRows {
    NullableRow *items;
    size_t count;
    bool has_more;
} NullableRows;

/* A value, NULL, and the value again: in one result when it is queued, else row by row. */
static NullableRows read_many(SgSession *db, const SgColumn *column, const char *literal, bool is_queued)
{
    NullableRows out = {0};
    char *sql = sg_session_printf(db, "SELECT v FROM (VALUES (1, %s), (2, NULL), (3, %s)) AS t(n, v) ORDER BY n",
                                  literal, literal);
    const SgStatement statement = {
        .name = "read", .sql = sql, .columns = column, .column_count = 1, .row_size = sizeof(NullableRow)};
    if (is_queued) assert_ok(db, sg_pipeline_begin(db));
    assert_ok(db, sg_query_many(db, &statement, NULL, &out));
    if (is_queued) assert_ok(db, sg_pipeline_end(db, SG_OK));
    assert_int_equal(out.count, 3);
    return out;
}

static void test_many_rows(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    prepare(db);
    for (size_t i = 0; i < 2 * ROWS; i++) {
        const TypeRow *row = &rows[i / 2];
        if (row->type == SG_MONEY || row->type == SG_BOOL) continue; /* printed in other words */
        SgColumn column = column_of(row, SG_COLUMN_NULLABLE);
        const char *literal = sg_session_printf(db, "$q$%s$q$::%s", row->text, row->sql);
        NullableRows read = read_many(db, &column, literal, i % 2 == 0);
        for (size_t k = 0; k < sizeof(NullableRow); k++) assert_int_equal(((const char *)&read.items[1])[k], 0);
        for (size_t k = 0; k < 3; k += 2) {
            const char *text = printed(db, row, &column, &read.items[k], false);
            if (strcmp(text, row->text) != 0) fail_msg("%s: `%s` came back as `%s`", row->sql, row->text, text);
        }
    }
}

static void test_arrays(void **state)
{
    SgSession *db = ((Fixture *)*state)->db;
    prepare(db);
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].type == SG_MONEY) continue;
        SgColumn column = column_of(&rows[i], SG_COLUMN_LIST);
        struct {
            const void *items;
            size_t count;
        } list = {NULL, 9};
        const char *literal =
            sg_session_printf(db, "ARRAY[$q$%s$q$, $q$%s$q$]::%s[]", rows[i].text, rows[i].text, rows[i].sql);
        assert_ok(db, read_back(db, &column, literal, &list, sizeof list));
        assert_int_equal(list.count, 2);
        SgColumn param = column;
        const char *text = printed(db, &rows[i], &param, &list, true);
        SgColumn as_text = {.label = "text", .type = SG_TEXT};
        TextRow expected;
        literal = sg_session_printf(db, "%s::text", literal);
        assert_ok(db, read_back(db, &as_text, literal, &expected, sizeof expected));
        assert_string_equal(text, expected.text);

        literal = sg_session_printf(db, "'{}'::%s[]", rows[i].sql);
        assert_ok(db, read_back(db, &column, literal, &list, sizeof list));
        assert_int_equal(list.count, 0);
        literal = sg_session_printf(db, "ARRAY[NULL]::%s[]", rows[i].sql);
        assert_status(db, SG_RANGE, read_back(db, &column, literal, &list, sizeof list));
        assert_non_null(strstr(sg_error(db)->message, "NULL element"));
        literal = sg_session_printf(db, "ARRAY[ARRAY[$q$%s$q$]]::%s[]", rows[i].text, rows[i].sql);
        assert_status(db, SG_RANGE, read_back(db, &column, literal, &list, sizeof list));
        sg_session_reset(db);
    }
}

static void test_refused_values(void **state)
{
    Fixture *fixture = *state;
    SgSession *db = fixture->db;
    prepare(db);
    static const struct {
        const char *literal;
        SgType type;
    } cases[] = {
        {"'NaN'::numeric", SG_DECIMAL},
        {"'NaN'::numeric", SG_NUMERIC},
        {"'Infinity'::numeric", SG_NUMERIC},
        {"'-Infinity'::numeric", SG_DECIMAL},
        {"10::numeric ^ 28", SG_DECIMAL},
        {"10::numeric ^ 72", SG_NUMERIC},
        {"1::bigint", SG_INT32},
        {"'1'::text", SG_INT32},
        {"now()::timestamp", SG_TIMESTAMPTZ},
        {"'{}'::json", SG_JSONB},
        {"ARRAY[1]", SG_INT32},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const TypeRow row = {"", cases[i].type, ""};
        SgColumn column = column_of(&row, 0);
        Value value;
        bool is_unknown = scratch_version(fixture->scratch) < 14 && strstr(cases[i].literal, "Infinity") != NULL;
        if (is_unknown) continue;
        SgStatus rc = read_back(db, &column, cases[i].literal, &value, sizeof value);
        if (rc != SG_RANGE) fail_msg("%s: %s", cases[i].literal, sg_status_name(rc));
    }
    SgColumn side = column_of(&rows[ROWS - 1], 0);
    int label = 0;
    assert_ok(db, sg_execute(db, "ALTER TYPE \"OrderSide\" ADD VALUE 'SHORT'", NULL));
    assert_ok(db, read_back(db, &side, "'SHORT'::\"OrderSide\"", &label, sizeof label));
    assert_int_equal(label, -1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_open, fixture_close)
    const struct CMUnitTest tests[] = {TEST(test_every_type), TEST(test_nulls), TEST(test_many_rows), TEST(test_arrays),
                                       TEST(test_refused_values)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
