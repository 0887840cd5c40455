/*
 * Every type through the generated functions and back, on a real server: values at their limits, NULL, lists.
 *
 * A case is a column, a value in C, and the same value as the server spells it.  The column tables of the generated
 * code say where a member is; that they are right shows in what the server then has.
 */
#include "many.h"
#include "maybe.h"
#include "models.h"
#include "need.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- Values ---- */

typedef struct Case {
    const char *column;
    const char *sql; /* a literal, cast to the column's type by the test */
    const void *value;
} Case;

#define VALUE(type, ...) (&(const type){__VA_ARGS__})
#define TEXT(text) (&(const char *const){text})

static const Case CASES[] = {
    {"boolean", "true", VALUE(bool, true)},
    {"boolean", "false", VALUE(bool, false)},
    {"smallint", "-32768", VALUE(int16_t, INT16_MIN)},
    {"smallint", "32767", VALUE(int16_t, INT16_MAX)},
    {"integer", "-2147483648", VALUE(int32_t, INT32_MIN)},
    {"integer", "2147483647", VALUE(int32_t, INT32_MAX)},
    {"integer", "0", VALUE(int32_t, 0)},
    {"bigint", "-9223372036854775808", VALUE(int64_t, INT64_MIN)},
    {"bigint", "9223372036854775807", VALUE(int64_t, INT64_MAX)},
    {"oid", "4294967295", VALUE(uint32_t, UINT32_MAX)},
    {"oid", "0", VALUE(uint32_t, 0)},
    {"real", "-1.5", VALUE(float, -1.5f)},
    {"real", "3.4028235e38", VALUE(float, 3.4028235e38f)},
    {"double", "0.1", VALUE(double, 0.1)},
    {"double", "-1.7976931348623157e308", VALUE(double, -1.7976931348623157e308)},
    {"double", "5e-324", VALUE(double, 4.9406564584124654e-324)},
    {"decimal", "-99999999999999999999.99999999", VALUE(SgDecimal, {0x0fffffff, 0x3e250261, 0x204fce5e}, 8, true)},
    {"decimal", "0", VALUE(SgDecimal, {0, 0, 0}, 0, false)},
    {"decimal", "0.00000001", VALUE(SgDecimal, {1, 0, 0}, 8, false)},
    {"numeric", "1", VALUE(SgNumeric, {1}, 0, false)},
    {"numeric", "-99999999999999999999999999999999999.999999999999999999999999999999",
     VALUE(SgNumeric, {999999999, 999999999, 999999999, 999999999, 999999999, 999999999, 999999999, 99}, 30, true)},
    {"money", "'-92233720368547758.08'", VALUE(SgMoney, INT64_MIN)},
    {"money", "'92233720368547758.07'", VALUE(SgMoney, INT64_MAX)},
    {"text", "''", TEXT("")},
    {"text", "'gr\u00f6\u00dfe \u65e5\u672c \"x\" \\ ''y'' {a,b} NULL'", TEXT("gr\u00f6\u00dfe \u65e5\u672c \"x\" \\ 'y' {a,b} NULL")},
    {"varchar", "'0123456789'", TEXT("0123456789")},
    {"char", "'ab  '", TEXT("ab  ")},
    {"citext", "'MiXed'", TEXT("MiXed")},
    {"xml", "'<a b=\"c\">d</a>'", TEXT("<a b=\"c\">d</a>")},
    {"json", "'{ \"a\" : [1,  2] }'", TEXT("{ \"a\" : [1,  2] }")},
    {"jsonb", "'{\"a\": [1, 2.50, null, \"\u00f6\"]}'", TEXT("{\"a\": [1, 2.50, null, \"\u00f6\"]}")},
    {"jsonb", "'null'", TEXT("null")},
    {"bytea", "'\\x00ff10'", VALUE(SgBytes, (const uint8_t *)"\x00\xff\x10", 3)},
    {"bytea", "''", VALUE(SgBytes, (const uint8_t *)"", 0)},
    {"bit", "B'101010101'", VALUE(SgBits, (const uint8_t *)"\xaa\x80", 9)},
    {"varbit", "B'1'", VALUE(SgBits, (const uint8_t *)"\x80", 1)},
    {"varbit", "B''", VALUE(SgBits, (const uint8_t *)"", 0)},
    {"uuid", "'00112233-4455-6677-8899-aabbccddeeff'",
     VALUE(SgUuid, {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff})},
    {"inet", "'10.1.2.3'", VALUE(SgInet, 4, 32, {10, 1, 2, 3})},
    {"inet", "'10.1.0.0/16'", VALUE(SgInet, 4, 16, {10, 1})},
    {"inet", "'2001:db8::1'", VALUE(SgInet, 6, 128, {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})},
    {"timestamp", "'2000-01-01 00:00:00.000001'", VALUE(SgTimestamp, 1)},
    {"timestamp", "'infinity'", VALUE(SgTimestamp, SG_TIMESTAMP_INFINITY)},
    {"timestamp", "'4713-01-01 00:00:00 BC'", VALUE(SgTimestamp, INT64_C(-211810204800000000))},
    {"timestamptz", "'-infinity'", VALUE(SgTimestamp, SG_TIMESTAMP_MINUS_INFINITY)},
    {"timestamptz", "'294276-12-31 23:59:59.999999+00'", VALUE(SgTimestamp, INT64_C(9223371331199999999))},
    {"timestamptz", "'1999-12-31 23:59:59.999999+00'", VALUE(SgTimestamp, -1)},
    {"date", "'4713-01-01 BC'", VALUE(SgDate, -2451507)},
    {"date", "'5874897-12-31'", VALUE(SgDate, 2145031948)},
    {"date", "'infinity'", VALUE(SgDate, SG_DATE_INFINITY)},
    {"time", "'00:00'", VALUE(SgTime, 0)},
    {"time", "'24:00:00'", VALUE(SgTime, INT64_C(86400000000))},
    {"timetz", "'12:00:00.000001+02'", VALUE(SgTimeTz, INT64_C(43200000001), 7200)},
    {"timetz", "'00:00-15:59'", VALUE(SgTimeTz, 0, -57540)},
    {"mood", "'happy :)'", VALUE(Mood, MOOD_HAPPY)},
    {"mood", "'it''s \"sad\" \\ '", VALUE(Mood, MOOD_SAD)},
    {"mood", "'plain'", VALUE(Mood, MOOD_PLAIN)},
};

enum { CASE_COUNT = sizeof CASES / sizeof *CASES };

/* ---- What the tables say of a type ---- */

typedef struct Layout {
    size_t size, alignment;
    bool has_optional; /* {has, value} in a nullable row; else a NULL of its own */
} Layout;

#define LAYOUT(type, has_optional) ((Layout){sizeof(type), _Alignof(type), has_optional})

static Layout layout_of(SgType type)
{
    switch (type) {
    case SG_BOOL: return LAYOUT(bool, true);
    case SG_INT16: return LAYOUT(int16_t, true);
    case SG_INT32: return LAYOUT(int32_t, true);
    case SG_OID: return LAYOUT(uint32_t, true);
    case SG_INT64: return LAYOUT(int64_t, true);
    case SG_FLOAT: return LAYOUT(float, true);
    case SG_DOUBLE: return LAYOUT(double, true);
    case SG_DECIMAL: return LAYOUT(SgDecimal, true);
    case SG_NUMERIC: return LAYOUT(SgNumeric, true);
    case SG_MONEY: return LAYOUT(SgMoney, true);
    case SG_TEXT:
    case SG_CHAR:
    case SG_CITEXT:
    case SG_XML:
    case SG_JSON:
    case SG_JSONB: return LAYOUT(const char *, false);
    case SG_BYTES: return LAYOUT(SgBytes, false);
    case SG_BIT:
    case SG_VARBIT: return LAYOUT(SgBits, false);
    case SG_UUID: return LAYOUT(SgUuid, true);
    case SG_INET: return LAYOUT(SgInet, true);
    case SG_TIMESTAMP:
    case SG_TIMESTAMPTZ: return LAYOUT(SgTimestamp, true);
    case SG_DATE: return LAYOUT(SgDate, true);
    case SG_TIME: return LAYOUT(SgTime, true);
    case SG_TIMETZ: return LAYOUT(SgTimeTz, true);
    case SG_ENUM: return LAYOUT(Mood, false);
    case SG_TYPE_COUNT: break;
    }
    fail_msg("no type %d", (int)type);
    return (Layout){0};
}

static bool is_text(SgType type)
{
    return layout_of(type).size == sizeof(const char *) && !layout_of(type).has_optional;
}

static bool same(SgType type, const void *a, const void *b)
{
    const SgBytes *bytes = a, *other_bytes = b;
    const SgBits *bits = a, *other_bits = b;
    const SgTimeTz *time = a, *other_time = b;
    switch ((int)type) {
    case SG_DECIMAL: return sg_decimal_compare(*(const SgDecimal *)a, *(const SgDecimal *)b) == 0;
    case SG_NUMERIC: return sg_numeric_compare(a, b) == 0;
    case SG_BYTES: return bytes->size == other_bytes->size && memcmp(bytes->data, other_bytes->data, bytes->size) == 0;
    case SG_BIT:
    case SG_VARBIT:
        return bits->count == other_bits->count && memcmp(bits->data, other_bits->data, (bits->count + 7) / 8) == 0;
    case SG_TIMETZ: return time->us == other_time->us && time->offset == other_time->offset;
    default: break;
    }
    if (is_text(type)) return strcmp(*(const char *const *)a, *(const char *const *)b) == 0;
    return memcmp(a, b, layout_of(type).size) == 0;
}

static const SgColumn *find_column(const SgModel *model, const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 0; i < model->column_count; i++) {
        const char *label = model->columns[i].label; /* with an underscore where it is a word of C */
        if (strncmp(label, name, size) == 0 && strcmp(label + size, label[size] == '_' ? "_" : "") == 0)
            return &model->columns[i];
    }
    fail_msg("no column %s", name);
    return NULL;
}

/* Where the value of a {SgSetOp op; T value} is. */
static void set_member(void *base, uint32_t offset, SgSetOp op, const void *value, size_t size, size_t alignment)
{
    char *member = (char *)base + offset;
    size_t at = (sizeof(SgSetOp) + alignment - 1) / alignment * alignment;
    memcpy(member, &op, sizeof op);
    if (value != NULL) memcpy(member + at, value, size);
}

/* The value in a nullable row's member; NULL for SQL NULL. */
static const void *nullable_value(const void *row, const SgColumn *column)
{
    const char *member = (const char *)row + column->row;
    Layout layout = layout_of(column->type);
    if (layout.has_optional) return *(const bool *)member ? member + layout.alignment : NULL;
    if (column->type == SG_ENUM) return *(const Mood *)member != 0 ? member : NULL;
    return *(const void *const *)member != NULL ? member : NULL; /* text, or the .data of bytes and bits */
}

/* Asks for equality: text by the text, all else by a pointer to the value. */
static void ask_equal(void *where, const SgColumn *column, const void *value)
{
    size_t eq = column->type == SG_JSON || column->type == SG_JSONB ? offsetof(SgJsonFilter, eq) : 0;
    const void *operand = is_text(column->type) ? *(const void *const *)value : value;
    memcpy((char *)where + column->filter + eq, &operand, sizeof operand);
}

static bool has_equality(const SgColumn *column)
{
    return column->type != SG_XML && column->type != SG_JSON;
}

/* ---- The database ---- */

typedef struct Database {
    Scratch *scratch;
    SgPool *pool;
    SgSession *db;
} Database;

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *text = calloc(1, 1 << 16);
    assert_true(fread(text, 1, (1 << 16) - 1, file) > 0);
    fclose(file);
    return text;
}

static int open_database(void **state)
{
    Database *d = calloc(1, sizeof *d);
    char *sql = read_text(SCHEMA_SQL);
    d->scratch = scratch_open();
    scratch_run(d->scratch, "CREATE EXTENSION citext");
    scratch_run(d->scratch, sql);
    free(sql);
    assert_int_equal(sg_pool_open(&(SgPoolOptions){.url = scratch_url(d->scratch)}, &d->pool, NULL), SG_OK);
    assert_int_equal(sg_session_open(d->pool, &d->db, NULL), SG_OK);
    *state = d;
    return 0;
}

static int close_database(void **state)
{
    Database *d = *state;
    sg_session_close(d->db);
    sg_pool_close(d->pool);
    scratch_close(d->scratch);
    free(d);
    return 0;
}

static void check(const Database *d, SgStatus rc, const char *what, const char *column)
{
    if (rc != SG_OK) fail_msg("%s of %s: %s: %s", what, column, sg_status_name(rc), sg_error(d->db)->message);
}

/* The SQL type of a column, which is named after it. */
static const char *sql_type(const char *column)
{
    static const char *const others[][2] = {
        {"char", "char(4)"}, {"decimal", "numeric(28,8)"}, {"numeric", "numeric(65,30)"},
        {"bit", "bit(9)"},   {"double", "double precision"}, {"mood", "\"Mood\""},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i][0], column) == 0) return others[i][1];
    return column;
}

/* Is the column of row 1 what the literal says? */
static bool server_has(const Database *d, const char *table, const char *name, const SgColumn *column, const char *literal)
{
    char sql[2048];
    snprintf(sql, sizeof sql, "SELECT t.%s::text IS NOT DISTINCT FROM (%s)::%s%s::text FROM \"%s\" t WHERE id = 1",
             column->name, literal, sql_type(name), column->flags & SG_COLUMN_LIST ? "[]" : "", table);
    bool is_so = strcmp(scratch_value(d->scratch, sql), "t") == 0;
    if (!is_so) print_error("the server says no: %s\n", sql);
    return is_so;
}

/* ---- Tests ---- */

typedef struct Seen {
    const SgColumn *column;
    const Case *expected;
    int count;
} Seen;

static SgStatus see(const Maybe *row, void *arg)
{
    Seen *seen = arg;
    const void *value = nullable_value(row, seen->column);
    if (value != NULL && same(seen->column->type, value, seen->expected->value)) seen->count++;
    return SG_OK;
}

/* The ways for many rows have codecs of their own: arrays of a column's values, COPY. */
static void check_many_ways(const Database *d, const SgColumn *column, const Case *c, const MaybeInsert *insert)
{
    Layout layout = layout_of(column->type);
    Seen seen = {column, c, 0};
    int64_t affected;
    check(d, maybe_insert_many(d->db, insert, 1, SG_CONFLICT_FAILS, &affected), "insert_many", c->column);
    assert_true(server_has(d, "Maybe", c->column, column, c->sql));
    check(d, maybe_each(d->db, NULL, see, &seen), "each", c->column);

    MaybeChange change = {.id = 1};
    set_member(&change.set, column->update, SG_NULL, NULL, 0, layout.alignment);
    check(d, maybe_update_each(d->db, &change, 1, &affected), "update_each to NULL", c->column);
    assert_true(server_has(d, "Maybe", c->column, column, "NULL"));
    set_member(&change.set, column->update, SG_SET, c->value, layout.size, layout.alignment);
    check(d, maybe_update_each(d->db, &change, 1, &affected), "update_each", c->column);
    assert_true(server_has(d, "Maybe", c->column, column, c->sql));
    check(d, maybe_delete(d->db, 1, NULL), "delete", c->column);

    check(d, maybe_copy_in(d->db, insert, 1, &affected), "copy_in", c->column);
    assert_true(server_has(d, "Maybe", c->column, column, c->sql));
    check(d, maybe_copy_out(d->db, see, &seen), "copy_out", c->column);
    assert_int_equal(seen.count, 2);
    check(d, maybe_upsert_many_by_id(d->db, insert, 1, &affected), "upsert_many", c->column);
    assert_true(server_has(d, "Maybe", c->column, column, c->sql));
    check(d, maybe_delete(d->db, 1, NULL), "delete", c->column);
}

static void nullable_columns_keep_their_values(void **state)
{
    Database *d = *state;
    for (size_t i = 0; i < CASE_COUNT; i++) {
        const Case *c = &CASES[i];
        const SgColumn *column = find_column(&maybe_model, c->column);
        Layout layout = layout_of(column->type);
        MaybeInsert insert = {.id = 1};
        MaybeUpdate update = {0};
        Maybe row;
        set_member(&insert, column->insert, SG_SET, c->value, layout.size, layout.alignment);
        check(d, maybe_insert(d->db, &insert, &row), "insert", c->column);
        assert_true(same(column->type, nullable_value(&row, column), c->value));
        assert_true(server_has(d, "Maybe", c->column, column, c->sql));
        check(d, maybe_get(d->db, 1, &row), "get", c->column);
        assert_true(same(column->type, nullable_value(&row, column), c->value));

        set_member(&update, column->update, SG_NULL, NULL, 0, layout.alignment);
        check(d, maybe_update(d->db, 1, &update, &row), "update to NULL", c->column);
        assert_null(nullable_value(&row, column));
        assert_true(server_has(d, "Maybe", c->column, column, "NULL"));
        check(d, maybe_get(d->db, 1, &row), "get of NULL", c->column);
        assert_null(nullable_value(&row, column));

        set_member(&update, column->update, SG_SET, c->value, layout.size, layout.alignment);
        check(d, maybe_update(d->db, 1, &update, &row), "update", c->column);
        assert_true(same(column->type, nullable_value(&row, column), c->value));
        assert_true(server_has(d, "Maybe", c->column, column, c->sql));
        check(d, maybe_delete(d->db, 1, NULL), "delete", c->column);
        check_many_ways(d, column, c, &insert);
        sg_session_reset(d->db);
    }
}

/* One row per case, the other columns NULL: the filter finds the row of the case, and those that are equal to it. */
static void filters_find_what_was_written(void **state)
{
    Database *d = *state;
    for (size_t i = 0; i < CASE_COUNT; i++) {
        const SgColumn *column = find_column(&maybe_model, CASES[i].column);
        MaybeInsert insert = {.id = (int32_t)i};
        Layout layout = layout_of(column->type);
        set_member(&insert, column->insert, SG_SET, CASES[i].value, layout.size, layout.alignment);
        check(d, maybe_insert(d->db, &insert, NULL), "insert", CASES[i].column);
    }
    for (size_t i = 0; i < CASE_COUNT; i++) {
        const SgColumn *column = find_column(&maybe_model, CASES[i].column);
        MaybeQuery query = {0};
        MaybeList list;
        if (!has_equality(column)) continue;
        ask_equal(&query.where, column, CASES[i].value);
        check(d, maybe_list(d->db, &query, &list), "list", CASES[i].column);
        assert_int_equal(list.count, 1);
        assert_int_equal(list.items[0].id, i);
        assert_true(same(column->type, nullable_value(&list.items[0], column), CASES[i].value));
        int64_t count;
        check(d, maybe_update_many(d->db, &query.where, &(MaybeUpdate){.boolean = {.op = SG_NULL}}, &count), "update_many",
              CASES[i].column);
        assert_int_equal(count, 1);
        if (column->type == SG_BOOL) i++; /* that update took the other value's row away */
    }
    sg_session_reset(d->db);
}

/* Required columns: the first and the last value of each type, in one row. */
static void required_columns_keep_their_values(void **state)
{
    Database *d = *state;
    for (int last = 0; last < 2; last++) {
        NeedInsert insert = {.id = 1};
        const Case *chosen[64] = {0};
        for (size_t i = 0; i < CASE_COUNT; i++) {
            const SgColumn *column = find_column(&need_model, CASES[i].column);
            size_t at = (size_t)(column - need_model.columns);
            if (chosen[at] != NULL && !last) continue;
            chosen[at] = &CASES[i];
            memcpy((char *)&insert + column->insert, CASES[i].value, layout_of(column->type).size);
        }
        Need row;
        check(d, need_insert(d->db, &insert, NULL), "insert", "Need");
        check(d, need_get(d->db, 1, &row), "get", "Need");
        for (size_t i = 1; i < need_model.column_count; i++) {
            const SgColumn *column = &need_model.columns[i];
            assert_non_null(chosen[i]);
            assert_true(same(column->type, (const char *)&row + column->row, chosen[i]->value));
            assert_true(server_has(d, "Need", chosen[i]->column, column, chosen[i]->sql));
        }
        check(d, need_delete(d->db, 1, NULL), "delete", "Need");
        sg_session_reset(d->db);
    }
}

typedef struct AnyList {
    const void *items;
    size_t count;
} AnyList;

/* All values of a column as one array: in C, and as the server spells it. */
static AnyList all_values(const SgColumn *column, const char *label, char *items, char *sql, size_t room)
{
    size_t size = layout_of(column->type).size, count = 0, at = (size_t)snprintf(sql, room, "ARRAY[");
    for (size_t i = 0; i < CASE_COUNT; i++) {
        if (strcmp(CASES[i].column, label) != 0) continue;
        memcpy(items + count * size, CASES[i].value, size);
        at += (size_t)snprintf(sql + at, room - at, "%s%s", count++ > 0 ? ", " : "", CASES[i].sql);
    }
    snprintf(sql + at, room - at, "]");
    return (AnyList){items, count};
}

static void check_list(const Database *d, const char *name, const SgColumn *column, const AnyList *expected, const char *sql)
{
    size_t size = layout_of(column->type).size;
    ManyInsert insert = {.id = 1};
    Many row;
    set_member(&insert, column->insert, SG_SET, expected, sizeof *expected, _Alignof(AnyList));
    check(d, many_insert(d->db, &insert, NULL), "insert", name);
    assert_true(server_has(d, "Many", name, column, sql));
    check(d, many_get(d->db, 1, &row), "get", column->label);
    const AnyList *got = (const AnyList *)(const void *)((const char *)&row + column->row);
    assert_int_equal(got->count, expected->count);
    for (size_t i = 0; i < expected->count; i++)
        assert_true(same(column->type, (const char *)got->items + i * size, (const char *)expected->items + i * size));

    if (has_equality(column) && expected->count > 0) {
        ManyFilter equal = {0}, has = {0};
        int64_t found;
        const void *element = is_text(column->type) ? *(const void *const *)expected->items : expected->items;
        const size_t has_offset = offsetof(SgInt32ListFilter, has);
        memcpy((char *)&equal + column->filter, &expected, sizeof expected);
        memcpy((char *)&has + column->filter + has_offset, &element, sizeof element);
        check(d, many_count(d->db, &equal, &found), "count of eq", column->label);
        assert_int_equal(found, 1);
        check(d, many_count(d->db, &has, &found), "count of has", column->label);
        assert_int_equal(found, 1);
    }
    check(d, many_delete(d->db, 1, NULL), "delete", column->label);
    int64_t affected;
    check(d, many_copy_in(d->db, &insert, 1, &affected), "copy_in", name);
    assert_true(server_has(d, "Many", name, column, sql));
    check(d, many_delete(d->db, 1, NULL), "delete", column->label);
    SgStatus rc = many_insert_many(d->db, &insert, 1, SG_CONFLICT_FAILS, &affected);
    if (column->type == SG_MONEY && expected->count > 0) { /* its text depends on the server's locale */
        assert_int_equal(rc, SG_INVALID);
    } else {
        check(d, rc, "insert_many", name);
        assert_true(server_has(d, "Many", name, column, sql));
        check(d, many_delete(d->db, 1, NULL), "delete", column->label);
    }
    sg_session_reset(d->db);
}

static void lists_keep_their_values(void **state)
{
    Database *d = *state;
    for (size_t i = 1; i < many_model.column_count; i++) {
        _Alignas(max_align_t) char items[16 * sizeof(SgNumeric)];
        char sql[1024];
        const SgColumn *column = &many_model.columns[i];
        const char *name = NULL;
        for (size_t c = 0; c < CASE_COUNT && name == NULL; c++)
            if (find_column(&need_model, CASES[c].column) == &need_model.columns[i]) name = CASES[c].column;
        assert_non_null(name);
        AnyList all = all_values(column, name, items, sql, sizeof sql);
        assert_true(all.count > 0);
        check_list(d, name, column, &all, sql);
        AnyList empty = {items, 0};
        check_list(d, name, column, &empty, "'{}'");
    }
}

static void a_list_with_null_is_refused(void **state)
{
    Database *d = *state;
    Many row = {.id = 7};
    scratch_run(d->scratch, "INSERT INTO \"Many\" (id, \"integer\") VALUES (5, ARRAY[1, NULL])");
    assert_int_equal(many_get(d->db, 5, &row), SG_RANGE);
    assert_int_equal(row.id, 7);
    scratch_run(d->scratch, "UPDATE \"Many\" SET \"integer\" = '{{1},{2}}'");
    assert_int_equal(many_get(d->db, 5, &row), SG_RANGE);
    assert_int_equal(row.id, 7);
}

static void numbers_that_do_not_fit_are_refused(void **state)
{
    Database *d = *state;
    Maybe row = {.id = 7};
    scratch_run(d->scratch, "INSERT INTO \"Maybe\" (id, \"numeric\") VALUES (900, 'NaN')");
    assert_int_equal(maybe_get(d->db, 900, &row), SG_RANGE);
    assert_int_equal(row.id, 7);
    scratch_run(d->scratch, "UPDATE \"Maybe\" SET \"numeric\" = NULL, \"decimal\" = 'NaN' WHERE id = 900");
    assert_int_equal(maybe_get(d->db, 900, &row), SG_RANGE);
    assert_string_equal(sg_error(d->db)->column, "decimal");
}

static void a_new_label_is_unknown_and_cannot_be_written(void **state)
{
    Database *d = *state;
    Maybe row;
    scratch_run(d->scratch, "ALTER TYPE \"Mood\" ADD VALUE 'new'");
    scratch_run(d->scratch, "INSERT INTO \"Maybe\" (id, mood) VALUES (901, 'new')");
    check(d, maybe_get(d->db, 901, &row), "get", "mood");
    assert_int_equal(row.mood, MOOD_UNKNOWN);
    assert_string_equal(mood_name(row.mood), "?");
    assert_string_equal(mood_name(MOOD_HAPPY), "happy :)");
    assert_int_equal(maybe_insert(d->db, &(MaybeInsert){.id = 902, .mood = {SG_SET, MOOD_UNKNOWN}}, NULL), SG_INVALID);
    assert_int_equal(maybe_insert(d->db, &(MaybeInsert){.id = 902, .mood = {SG_SET, (Mood)77}}, NULL), SG_INVALID);
}

/* What the generator leaves to the runtime where a table is too wide for a literal. */
static void a_key_without_statements_has_the_same(void **state)
{
    Database *d = *state;
    const SgKey key = {.model = &maybe_model, .columns = (const uint16_t[]){0}, .count = 1};
    const void *const values[] = {&(int32_t){950}};
    Maybe row;
    check(d, maybe_insert(d->db, &(MaybeInsert){.id = 950, .text = {SG_SET, "wide"}}, NULL), "insert", "text");
    check(d, sg_get(d->db, &key, values, &row), "get", "text");
    assert_string_equal(row.text, "wide");
    check(d, sg_begin(d->db, SG_READ_COMMITTED), "begin", "");
    check(d, sg_end(d->db, sg_lock(d->db, &key, values, SG_FOR_UPDATE, &row)), "lock", "text");
    check(d, sg_delete(d->db, &key, values, &row), "delete", "text");
    assert_string_equal(row.text, "wide");
    assert_int_equal(maybe_get(d->db, 950, &row), SG_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nullable_columns_keep_their_values),
        cmocka_unit_test(filters_find_what_was_written),
        cmocka_unit_test(required_columns_keep_their_values),
        cmocka_unit_test(lists_keep_their_values),
        cmocka_unit_test(a_list_with_null_is_refused),
        cmocka_unit_test(numbers_that_do_not_fit_are_refused),
        cmocka_unit_test(a_new_label_is_unknown_and_cannot_be_written),
        cmocka_unit_test(a_key_without_statements_has_the_same),
    };
    return cmocka_run_group_tests(tests, open_database, close_database);
}
