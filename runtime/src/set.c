#include "set.h"

#include "error.h"
#include "where.h"

/* ---- Values that the client makes ---- */

static SgStatus make_uuid(SgSession *db, SgMake make, SgUuid *out)
{
    return make == SG_MAKE_UUID_V4 ? sg_uuid_v4(out) : identity_uuid_v7(&db->clock, out);
}

static SgStatus make_text(SgSession *db, const SgColumn *column, char *out)
{
    SgUuid uuid;
    SgStatus rc;
    switch (column->make) {
    case SG_MAKE_UUID_V4:
    case SG_MAKE_UUID_V7:
        rc = make_uuid(db, column->make, &uuid);
        if (rc == SG_OK) sg_uuid_format(uuid, out);
        return rc;
    case SG_MAKE_CUID: return sg_cuid(out);
    case SG_MAKE_CUID2: return sg_cuid2(out);
    case SG_MAKE_ULID: return sg_ulid(out);
    case SG_MAKE_NANOID: return sg_nanoid(column->make_length, out);
    case SG_MAKE_NOTHING: break;
    }
    return SG_INVALID;
}

static SgStatus make_key(SgSession *db, const SgColumn *column, Made *made)
{
    char text[SG_NANOID_MAX + 1];
    bool is_uuid = column->type == SG_UUID;
    SgStatus rc = is_uuid ? make_uuid(db, column->make, &made->uuid) : make_text(db, column, text);
    if (rc != SG_OK) return fail(db, rc, column->label, "`%s` cannot be made: no randomness", column->label);
    if (is_uuid) return SG_OK;
    made->text = session_text(db, text, strlen(text));
    return made->text == NULL ? fail_memory(db) : SG_OK;
}

/* @updatedAt: the time, in the column's type. */
static void make_now(const SgColumn *column, Made *made)
{
    const int64_t day = INT64_C(86400000000);
    SgTimestamp now = sg_timestamp_now();
    if (column->type == SG_DATE) made->date.days = (int32_t)(now.us / day);
    else if (column->type == SG_TIME) made->time.us = now.us % day;
    else if (column->type == SG_TIMETZ) made->timetz = (SgTimeTz){now.us % day, 0};
    else made->timestamp = now;
}

/* ---- Inserts ---- */

/* A required member that was left zero, where zero cannot be meant. */
static bool is_missing(const SgColumn *column, const void *value)
{
    int label;
    if (column_is(column, SG_COLUMN_LIST)) return false;
    if (column->type == SG_INET) return ((const SgInet *)value)->family == 0;
    if (column->type == SG_ENUM) {
        memcpy(&label, value, sizeof label);
        return label == 0;
    }
    return type_info(column->type)->is_pointer && member_pointer(value, 0) == NULL;
}

static SgStatus check_null(SgSession *db, const SgColumn *column)
{
    if (column_is(column, SG_COLUMN_NULLABLE | SG_COLUMN_LIST)) return SG_OK;
    return fail(db, SG_INVALID, column->label, "`%s` cannot be NULL", column->label);
}

static SgStatus check_value(SgSession *db, const SgColumn *column, const void *value)
{
    if (!is_missing(column, value)) return SG_OK;
    return fail(db, SG_INVALID, column->label, "`%s` is set to no value: SG_NULL makes it NULL", column->label);
}

static SgStatus default_value(SgSession *db, const SgColumn *column, Made *made, Written *out)
{
    if (column->make == SG_MAKE_NOTHING && !column_is(column, SG_COLUMN_UPDATED_AT)) return SG_OK;
    *out = (Written){.is_written = true, .value = made, .is_made = true};
    if (column->make != SG_MAKE_NOTHING) return make_key(db, column, made);
    make_now(column, made);
    return SG_OK;
}

SgStatus insert_value(SgSession *db, const SgColumn *column, const void *row, Made *made, Written *out)
{
    *out = (Written){0};
    if (column->insert == SG_NOWHERE) return default_value(db, column, made, out);
    const char *member = (const char *)row + column->insert;
    if (column_is(column, SG_COLUMN_REQUIRED)) {
        *out = (Written){.is_written = true, .value = member};
        if (!is_missing(column, member)) return SG_OK;
        return fail(db, SG_INVALID, column->label, "`%s` is required", column->label);
    }
    switch (column_set_op(member)) {
    case SG_SKIP: return default_value(db, column, made, out);
    case SG_SET:
        *out = (Written){.is_written = true, .value = column_set_value(column, member)};
        return check_value(db, column, out->value);
    case SG_NULL: *out = (Written){.is_written = true}; return check_null(db, column);
    case SG_ADD: break;
    }
    return fail(db, SG_INVALID, column->label, "`%s`: an insert can only set or null", column->label);
}

SgStatus sql_insert_values(SgSession *db, const SgModel *model, const void *row)
{
    int first = db->params.count + 1, count = 0;
    SgArenaMark mark = sg_arena_mark(&db->scratch);
    uint16_t *columns = sg_arena_alloc(&db->scratch, model->column_count * sizeof *columns);
    if (columns == NULL) return fail_memory(db);
    SgStatus rc = SG_OK;
    for (size_t i = 0; i < model->column_count && rc == SG_OK; i++) {
        const SgColumn *column = &model->columns[i];
        Made *made = sg_arena_alloc(&db->scratch, sizeof *made);
        Written written;
        rc = made == NULL ? fail_memory(db) : insert_value(db, column, row, made, &written);
        if (rc != SG_OK || !written.is_written) continue;
        int number = written.value == NULL ? params_add_null(db, column) : params_add(db, column, written.value);
        if (number == 0) rc = db->error.status;
        sg_text_add(&db->sql, count == 0 ? " (" : ", ");
        sg_text_add(&db->sql, column->name);
        columns[count++] = (uint16_t)i;
    }
    for (int i = 0; i < count && rc == SG_OK; i++) {
        const SgColumn *column = &model->columns[columns[i]];
        sg_text_add(&db->sql, i == 0 ? ") VALUES (" : ", ");
        sql_param(db, column, first + i, column_is(column, SG_COLUMN_LIST));
    }
    sg_text_add(&db->sql, count == 0 ? " DEFAULT VALUES" : ")");
    sg_arena_release(&db->scratch, mark);
    return rc;
}

/* ---- Updates ---- */

const SgColumn *version_column(const SgModel *model)
{
    for (size_t i = 0; i < model->column_count; i++) {
        if (column_is(&model->columns[i], SG_COLUMN_VERSION)) return &model->columns[i];
    }
    return NULL;
}

static SgStatus assign(SgSession *db, const SgColumn *column, SgSetOp op, const void *value, int *count)
{
    bool is_list = column_is(column, SG_COLUMN_LIST);
    SgStatus rc = SG_OK;
    if (op == SG_NULL) rc = check_null(db, column);
    else if (op == SG_SET) rc = check_value(db, column, value);
    else if (!is_list && !type_is_number(column->type))
        rc = fail(db, SG_INVALID, column->label, "`%s` is no number: nothing can be added to it", column->label);
    if (rc != SG_OK) return rc;

    if ((*count)++ > 0) sg_text_add(&db->sql, ", ");
    sg_text_add(&db->sql, column->name);
    sg_text_add(&db->sql, " = ");
    if (op == SG_NULL) {
        sg_text_add(&db->sql, "NULL");
        return SG_OK;
    }
    if (op == SG_ADD) {
        sql_column(db, column, 0);
        sg_text_add(&db->sql, is_list ? " || " : " + ");
    }
    int number = params_add(db, column, value);
    if (number == 0) return db->error.status;
    sql_param(db, column, number, is_list);
    return SG_OK;
}

/* What every update does by itself: @updatedAt, and the version. */
static SgStatus assign_implied(SgSession *db, const SgModel *model, const void *set, int *count)
{
    SgStatus rc = SG_OK;
    for (size_t i = 0; i < model->column_count && rc == SG_OK; i++) {
        const SgColumn *column = &model->columns[i];
        bool is_free = column->update == SG_NOWHERE || column_set_op((const char *)set + column->update) == SG_SKIP;
        if (!is_free) continue;
        if (column_is(column, SG_COLUMN_UPDATED_AT)) {
            Made now;
            make_now(column, &now);
            rc = assign(db, column, SG_SET, &now, count);
        } else if (column_is(column, SG_COLUMN_VERSION)) {
            sg_text_printf(&db->sql, ", %s = t0.%s + 1", column->name, column->name);
            (*count)++;
        }
    }
    return rc;
}

SgStatus sql_assignments(SgSession *db, const SgModel *model, const void *set, int *count)
{
    SgStatus rc = SG_OK;
    *count = 0;
    for (size_t i = 0; i < model->column_count && rc == SG_OK; i++) {
        const SgColumn *column = &model->columns[i];
        if (column->update == SG_NOWHERE) continue;
        const char *member = (const char *)set + column->update;
        SgSetOp op = column_set_op(member);
        if (op == SG_SKIP) continue;
        rc = assign(db, column, op, column_set_value(column, member), count);
    }
    if (rc == SG_OK && *count > 0) rc = assign_implied(db, model, set, count);
    return rc;
}
