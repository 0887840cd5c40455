/*
 * Different values for each row, in one statement.
 *
 * Every column that some change writes is an array beside the keys' arrays.  Where not all changes do the same to a
 * column, a second array says what each does.
 */
#include "batch.h"
#include "error.h"
#include "set.h"
#include "where.h"

typedef struct Changes {
    const SgKey *key;
    const char *items;
    size_t count;
} Changes;

static const char *set_at(const Changes *changes, size_t i)
{
    return changes->items + i * changes->key->change_size + changes->key->change_set;
}

static SgSetOp op_at(const Changes *changes, const SgColumn *column, size_t i)
{
    return column_set_op(set_at(changes, i) + column->update);
}

typedef enum Use { UNUSED, ALL_SET, ALL_ADD, MIXED } Use;

/* SG_NULL is an SG_SET of NULL. */
static Use use_of(const Changes *changes, const SgColumn *column)
{
    size_t sets = 0, adds = 0;
    for (size_t i = 0; i < changes->count; i++) {
        SgSetOp op = op_at(changes, column, i);
        if (op == SG_SET || op == SG_NULL) sets++;
        if (op == SG_ADD) adds++;
    }
    if (sets + adds == 0) return UNUSED;
    if (sets == changes->count) return ALL_SET;
    return adds == changes->count ? ALL_ADD : MIXED;
}

static bool can_add(const SgColumn *column)
{
    return type_is_number(column->type) || column_is(column, SG_COLUMN_LIST);
}

static SgStatus check_change(SgSession *db, const SgColumn *column, SgSetOp op)
{
    if (op == SG_ADD && !can_add(column))
        return fail(db, SG_INVALID, column->label, "`%s` is no number: nothing can be added to it", column->label);
    if (op == SG_NULL && !column_is(column, SG_COLUMN_NULLABLE | SG_COLUMN_LIST))
        return fail(db, SG_INVALID, column->label, "`%s` cannot be NULL", column->label);
    return SG_OK;
}

static SgStatus add_values(SgSession *db, const Changes *changes, const SgColumn *column)
{
    BatchArray batch;
    SgStatus rc = batch_begin(db, column, &batch);
    for (size_t i = 0; i < changes->count && rc == SG_OK; i++) {
        SgSetOp op = op_at(changes, column, i);
        const void *value = column_set_value(column, set_at(changes, i) + column->update);
        rc = check_change(db, column, op);
        if (rc == SG_OK) rc = batch_add(db, &batch, op == SG_SET || op == SG_ADD ? value : NULL);
        if (rc != SG_OK) rc = fail_row(db, i);
    }
    return batch_end(db, &batch, rc);
}

static SgStatus add_ops(SgSession *db, const Changes *changes, const SgColumn *column)
{
    static const SgColumn op_column = {.label = "op", .type = SG_INT16};
    ArrayBuilder ops;
    SgStatus rc = array_begin(db, &op_column, &ops);
    for (size_t i = 0; i < changes->count && rc == SG_OK; i++) {
        int16_t op = (int16_t)op_at(changes, column, i);
        if (op == SG_NULL) op = SG_SET;
        rc = array_add(db, &ops, &op);
    }
    if (rc != SG_OK) return rc;
    return array_end(db, &ops) == 0 ? db->error.status : SG_OK;
}

/* What finds a change's row: the key's columns, and behind them the version where there is one. */
static size_t match_count(const SgKey *key)
{
    return key->count + (version_column(key->model) != NULL ? 1 : 0);
}

static const SgColumn *match_column(const SgKey *key, size_t k)
{
    return k < key->count ? &key->model->columns[key->columns[k]] : version_column(key->model);
}

static SgStatus add_matches(SgSession *db, const Changes *changes)
{
    const SgKey *key = changes->key;
    for (size_t k = 0; k < match_count(key); k++) {
        BatchArray batch;
        uint32_t offset = k < key->count ? key->change_offsets[k] : key->change_version;
        SgStatus rc = batch_begin(db, match_column(key, k), &batch);
        for (size_t i = 0; i < changes->count && rc == SG_OK; i++)
            rc = batch_add(db, &batch, changes->items + i * key->change_size + offset);
        rc = batch_end(db, &batch, rc);
        if (rc != SG_OK) return rc;
    }
    return SG_OK;
}

/* The column's assignment; v.pN is the element of parameter N. */
static void sql_assignment(SgSession *db, const SgColumn *column, Use use, int number)
{
    bool adds = use == ALL_ADD || (use == MIXED && can_add(column));
    sg_text_printf(&db->sql, "%s = ", column->name);
    if (use == MIXED) sg_text_printf(&db->sql, "CASE v.p%d WHEN %d THEN ", number + 1, SG_SET);
    if (use == ALL_SET || use == MIXED) sql_batch_value(db, column, "v.p", number);
    if (use == MIXED && adds) sg_text_printf(&db->sql, " WHEN %d THEN ", SG_ADD);
    if (adds) {
        sql_column(db, column, 0);
        sg_text_add(&db->sql, column_is(column, SG_COLUMN_LIST) ? " || " : " + ");
        sql_batch_value(db, column, "v.p", number);
    }
    if (use == MIXED) {
        sg_text_add(&db->sql, " ELSE ");
        sql_column(db, column, 0);
        sg_text_add(&db->sql, " END");
    }
}

/* Arrays and assignments of all columns; in `types` the column of each parameter, NULL for an array of ops. */
static SgStatus add_columns(SgSession *db, const Changes *changes, const SgColumn **types, int *assignments)
{
    const SgModel *model = changes->key->model;
    for (size_t i = 0; i < model->column_count; i++) {
        const SgColumn *column = &model->columns[i];
        Use use = column->update == SG_NOWHERE ? UNUSED : use_of(changes, column);
        if (use == UNUSED) continue;
        SgStatus rc = add_values(db, changes, column);
        int number = db->params.count;
        types[number] = column;
        if (rc == SG_OK && use == MIXED) {
            rc = add_ops(db, changes, column);
            types[number + 1] = NULL;
        }
        if (rc != SG_OK) return rc;
        if ((*assignments)++ > 0) sg_text_add(&db->sql, ", ");
        sql_assignment(db, column, use, number);
    }
    return SG_OK;
}

/* @updatedAt and the version, where no change sets them. */
static void sql_implied(SgSession *db, const Changes *changes)
{
    const SgModel *model = changes->key->model;
    for (size_t i = 0; i < model->column_count; i++) {
        const SgColumn *column = &model->columns[i];
        if (column->update != SG_NOWHERE && use_of(changes, column) != UNUSED) continue;
        if (column_is(column, SG_COLUMN_UPDATED_AT)) sg_text_printf(&db->sql, ", %s = clock_timestamp()", column->name);
        if (column_is(column, SG_COLUMN_VERSION))
            sg_text_printf(&db->sql, ", %s = t0.%s + 1", column->name, column->name);
    }
}

static void sql_from(SgSession *db, const SgKey *key, const SgColumn *const *types)
{
    sg_text_add(&db->sql, " FROM unnest(");
    for (int i = 1; i <= db->params.count; i++) {
        if (i > 1) sg_text_add(&db->sql, ", ");
        if (types[i] == NULL) sg_text_printf(&db->sql, "$%d", i);
        else sql_batch_param(db, types[i], i);
    }
    sg_text_add(&db->sql, ") AS v(");
    for (int i = 1; i <= db->params.count; i++) sg_text_printf(&db->sql, "%sp%d", i > 1 ? ", " : "", i);
    sg_text_add(&db->sql, ") WHERE ");
    for (size_t i = 0; i < match_count(key); i++) {
        if (i > 0) sg_text_add(&db->sql, " AND ");
        sql_column(db, match_column(key, i), 0);
        sg_text_printf(&db->sql, " = v.p%zu", i + 1);
    }
}

static SgStatus update_each(SgSession *db, const Changes *changes, int64_t *affected)
{
    const SgKey *key = changes->key;
    int assignments = 0;
    size_t matches = match_count(key), most = matches + 2 * key->model->column_count + 1;
    const SgColumn **types = sg_arena_alloc(&db->scratch, most * sizeof *types);
    if (types == NULL) return fail_memory(db);
    for (size_t i = 0; i < matches; i++) types[i + 1] = match_column(key, i);

    sql_begin(db);
    SgStatus rc = add_matches(db, changes);
    sg_text_printf(&db->sql, "UPDATE %s AS t0 SET ", key->model->table);
    if (rc == SG_OK) rc = add_columns(db, changes, types, &assignments);
    if (rc == SG_OK && assignments == 0) rc = fail(db, SG_INVALID, NULL, "the changes set nothing");
    if (rc != SG_OK) return rc;
    sql_implied(db, changes);
    sql_from(db, key, types);
    return run(
        db,
        &(Call){.operation = "update_each", .model = key->model->name, .take = take_affected, .affected = affected});
}

SgStatus sg_update_each(SgSession *db, const SgKey *key, const void *changes, size_t count, int64_t *affected)
{
    if (count == 0) {
        if (affected != NULL) *affected = 0;
        return SG_OK;
    }
    const Changes all = {key, changes, count};
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    SgStatus rc = update_each(db, &all, affected);
    sg_arena_release(&db->scratch, mark);
    return rc;
}
