/*
 * Every type through the generated functions and back, on a real server: values at their limits, NULL, lists.
 *
 * The column tables of the generated code say where a member is; that they are right shows in what the server then has.
 */
#include "fixture.h"
#include "values.h"

#include "many.h"
#include "maybe.h"
#include "need.h"

#include <stdio.h>
#include <string.h>

static void check(const Fixture *d, SgStatus rc, const char *what, const char *column)
{
    if (rc != SG_OK) fail_msg("%s of %s: %s: %s", what, column, sg_status_name(rc), sg_error(d->db)->message);
}

/* Is the column of row 1 what the literal says? */
static bool server_has(const Fixture *d, const char *table, const char *name, const SgColumn *column,
                       const char *literal)
{
    char sql[2048];
    snprintf(sql, sizeof sql, "SELECT t.%s::text IS NOT DISTINCT FROM (%s)::%s%s::text FROM \"%s\" t WHERE id = 1",
             column->name, literal, sql_type(name), column->flags & SG_COLUMN_LIST ? "[]" : "", table);
    bool is_so = strcmp(scratch_value(d->scratch, sql), "t") == 0;
    if (!is_so) print_error("the server says no: %s\n", sql);
    return is_so;
}

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
static void check_many_ways(const Fixture *d, const SgColumn *column, const Case *c, const MaybeInsert *insert)
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
    SgOnce once = SG_CREATED;
    check(d, maybe_insert_once_by_id(d->db, insert, NULL, &once), "insert_once", c->column);
    assert_int_equal(once, SG_REPLAYED);
    check(d, maybe_delete(d->db, 1, NULL), "delete", c->column);
}

static void nullable_columns_keep_their_values(void **state)
{
    Fixture *d = *state;
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
    Fixture *d = *state;
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
        ask_equal(&query.where, column, CASES[i].value);
        check(d, maybe_list(d->db, &query, &list), "list", CASES[i].column);
        assert_int_equal(list.count, 1);
        assert_int_equal(list.items[0].id, i);
        assert_true(same(column->type, nullable_value(&list.items[0], column), CASES[i].value));
        int64_t count;
        check(d, maybe_update_many(d->db, &query.where, &(MaybeUpdate){.boolean = {.op = SG_NULL}}, &count),
              "update_many", CASES[i].column);
        assert_int_equal(count, 1);
        if (column->type == SG_BOOL) i++; /* that update took the other value's row away */
    }
    sg_session_reset(d->db);
}

/* Required columns: the first and the last value of each type, in one row. */
static void required_columns_keep_their_values(void **state)
{
    Fixture *d = *state;
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

static void check_list(const Fixture *d, const char *name, const SgColumn *column, const AnyList *expected,
                       const char *sql)
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

    if (expected->count > 0) {
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
    SgOnce once = SG_CREATED;
    check(d, many_insert_once_by_id(d->db, &insert, NULL, &once), "insert_once", name);
    assert_int_equal(once, SG_REPLAYED);
    check(d, many_delete(d->db, 1, NULL), "delete", column->label);
    check(d, many_insert_many(d->db, &insert, 1, SG_CONFLICT_FAILS, &affected), "insert_many", name);
    assert_true(server_has(d, "Many", name, column, sql));
    check(d, many_upsert_many_by_id(d->db, &insert, 1, &affected), "upsert_many", name);
    assert_true(server_has(d, "Many", name, column, sql));
    check(d, many_delete(d->db, 1, NULL), "delete", column->label);
    sg_session_reset(d->db);
}

static void lists_keep_their_values(void **state)
{
    Fixture *d = *state;
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
    Fixture *d = *state;
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
    Fixture *d = *state;
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
    Fixture *d = *state;
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
    Fixture *d = *state;
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
    return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
