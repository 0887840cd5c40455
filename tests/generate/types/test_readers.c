/*
 * The generated reader of a model and its table of columns say the same of every row, right or wrong.
 *
 * Rows are made of true values, as the server sends them, with fields that are NULL, too short, too long or garbage.
 */
#include "fixture.h"
#include "read.h"
#include "values.h"

#include "many.h"
#include "maybe.h"
#include "need.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

enum { ROUNDS = 20000, FIELD_MOST = 64 };

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245 + 12345;
    return *seed >> 16;
}

/* The literal of the column's case number `turn`, around again. */
static const char *literal_of(const char *name, unsigned turn)
{
    const char *found = "1"; /* id */
    for (unsigned seen = 0; seen <= turn;) {
        unsigned before = seen;
        for (size_t i = 0; i < CASE_COUNT && seen <= turn; i++) {
            if (strcmp(CASES[i].column, name) != 0) continue;
            found = CASES[i].sql;
            seen++;
        }
        if (seen == before) break;
    }
    return found;
}

/* A row with a value of every type; of the cases, number `turn` of each. */
static PGresult *true_row(const Fixture *d, const SgModel *model, unsigned turn)
{
    char sql[8192] = "SELECT ";
    for (size_t i = 0; i < model->column_count; i++) {
        char name[32];
        size_t used = strlen(sql);
        snprintf(name, sizeof name, "%s", model->columns[i].label);
        name[strcspn(name, "_")] = '\0'; /* a word of C has one */
        bool is_id = strcmp(name, "id") == 0, is_list = (model->columns[i].flags & SG_COLUMN_LIST) != 0;
        snprintf(sql + used, sizeof sql - used, "%s%s(%s)::%s%s", i > 0 ? ", " : "", is_list ? "ARRAY[" : "",
                 literal_of(name, turn), is_id ? "integer" : sql_type(name), is_list ? "]" : "");
    }
    PGresult *result = PQexecParams(sg_session_connection(d->db), sql, 0, NULL, NULL, NULL, NULL, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) fail_msg("%s: %s", sql, PQresultErrorMessage(result));
    return result;
}

/* Makes one field something else: NULL, empty, a byte less or more, other bytes.  None is 0: no text has that. */
static void damage(PGresult *row, unsigned *seed)
{
    int field = (int)(next_random(seed) % (unsigned)PQnfields(row));
    char bytes[FIELD_MOST + 1] = {0};
    int length = PQgetlength(row, 0, field);
    if (length > FIELD_MOST) length = FIELD_MOST;
    memcpy(bytes, PQgetvalue(row, 0, field), (size_t)length);
    switch (next_random(seed) % 5) {
    case 0: length = -1; break;
    case 1: length = 0; break;
    case 2: length -= length > 0; break;
    case 3:
        if (length < FIELD_MOST) bytes[length++] = 'x';
        break;
    default:
        for (int i = 0; i < length; i++)
            if (next_random(seed) % 4 == 0) bytes[i] = (char)(1 + next_random(seed) % 255);
    }
    assert_int_equal(PQsetvalue(row, 0, field, length < 0 ? NULL : bytes, length), 1);
}

static bool is_same_member(const SgColumn *column, bool is_optional, const void *row, const void *other)
{
    const char *a = (const char *)row + column->row, *b = (const char *)other + column->row;
    if ((column->flags & SG_COLUMN_LIST) != 0)
        return ((const SgInt32List *)a)->count == ((const SgInt32List *)b)->count;
    if (!is_optional) return same(column->type, a, b);
    const void *value = nullable_value(row, column), *other_value = nullable_value(other, column);
    if (value == NULL || other_value == NULL) return value == other_value;
    return same(column->type, value, other_value);
}

/* Both ways into structs that held something else before. */
static void read_both_ways(const Fixture *d, const SgModel *model, const PGresult *result, bool copy)
{
    char row[4096], other[4096], message[512] = "";
    Shape shape = {.columns = model->columns, .count = model->column_count, .row_size = model->row_size};
    memset(row, 0xAA, sizeof row);
    memset(other, 0x55, sizeof other);
    SgStatus by_table = read_row(d->db, &shape, result, 0, copy, other);
    if (by_table != SG_OK) snprintf(message, sizeof message, "%s", sg_error(d->db)->message);
    shape.read = model->read;
    assert_int_equal(read_row(d->db, &shape, result, 0, copy, row), by_table);
    if (by_table != SG_OK) assert_string_equal(sg_error(d->db)->message, message);
    for (size_t i = 0; i < model->column_count && by_table == SG_OK; i++) {
        const SgColumn *column = &model->columns[i];
        bool is_optional = (column->flags & SG_COLUMN_NULLABLE) != 0;
        if (!is_same_member(column, is_optional, row, other)) fail_msg("%s differs", column->label);
    }
    sg_session_reset(d->db);
}

static void compare(const Fixture *d, const SgModel *model)
{
    unsigned seed = 2026;
    for (unsigned turn = 0; turn < 8; turn++) {
        PGresult *row = true_row(d, model, turn);
        read_both_ways(d, model, row, turn % 2 == 0);
        for (int round = 0; round < ROUNDS / 8; round++) {
            PGresult *damaged = PQcopyResult(row, PG_COPYRES_ATTRS | PG_COPYRES_TUPLES);
            for (unsigned i = next_random(&seed) % 3; i < 3; i++) damage(damaged, &seed);
            read_both_ways(d, model, damaged, round % 2 == 0);
            PQclear(damaged);
        }
        PQclear(row);
    }
}

static void a_reader_and_its_table_agree(void **state)
{
    const Fixture *d = *state;
    compare(d, &need_model);
    compare(d, &maybe_model);
    compare(d, &many_model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_reader_and_its_table_agree)};
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
