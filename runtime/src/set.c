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

static SgStatus default_value(SgSession *db, const SgColumn *column, Made *made, const void **out)
{
    *out = is_made(column) ? made : NULL;
    if (column->make != SG_MAKE_NOTHING) return make_key(db, column, made);
    if (column_is(column, SG_COLUMN_UPDATED_AT)) make_now(column, made);
    return SG_OK;
}

static SgStatus given_value(SgSession *db, const SgColumn *column, const char *member, const void **out)
{
    bool is_required = column_is(column, SG_COLUMN_REQUIRED);
    *out = is_required ? member : column_set_value(column, member);
    if (!is_required) return check_value(db, column, *out);
    if (!is_missing(column, member)) return SG_OK;
    return fail(db, SG_INVALID, column->label, "`%s` is required", column->label);
}

SgStatus insert_value(SgSession *db, const SgColumn *column, const void *row, Made *made, const void **out)
{
    switch (insert_op(column, row)) {
    case SG_SKIP: return default_value(db, column, made, out);
    case SG_SET: return given_value(db, column, (const char *)row + column->insert, out);
    case SG_NULL: *out = NULL; return check_null(db, column);
    case SG_ADD: break;
    }
    return fail(db, SG_INVALID, column->label, "`%s`: an insert can only set or null", column->label);
}

/* ---- Writes ---- */

static SgStatus writes_begin(SgSession *db, const SgModel *model, Writes *out)
{
    *out = (Writes){.model = model, .items = sg_arena_alloc(&db->scratch, model->column_count * sizeof *out->items)};
    return out->items == NULL ? fail_memory(db) : SG_OK;
}

/* Column `i` gets `value`, NULL for SQL NULL. */
static SgStatus writes_add(SgSession *db, Writes *writes, size_t i, SgSetOp op, const void *value)
{
    const SgColumn *column = &writes->model->columns[i];
    int parameter = value == NULL ? params_add_null(db, column) : params_add(db, column, value);
    if (parameter == 0) return db->error.status;
    writes->items[writes->count++] = (Write){column, parameter, op == SG_ADD};
    writes->columns |= UINT64_C(1) << (i & 63);
    if (op == SG_ADD) writes->added |= UINT64_C(1) << (i & 63);
    return SG_OK;
}

static SgStatus add_inserted(SgSession *db, Writes *writes, size_t i, const void *row)
{
    Made made;
    const void *value;
    SgStatus rc = insert_value(db, &writes->model->columns[i], row, &made, &value);
    return rc == SG_OK ? writes_add(db, writes, i, SG_SET, value) : rc;
}

SgStatus writes_of_insert(SgSession *db, const SgModel *model, const void *row, Writes *out)
{
    const SgColumn *columns = model->columns;
    SgStatus rc = writes_begin(db, model, out);
    if (rc != SG_OK) return rc;
    for (size_t i = 0, count = model->column_count; i < count; i++) {
        if (!is_written(&columns[i], row)) continue;
        rc = add_inserted(db, out, i, row);
        if (rc != SG_OK) return rc;
    }
    return SG_OK;
}

void sql_insert_values(SgSession *db, const Writes *writes)
{
    for (int i = 0; i < writes->count; i++) {
        sql_add(db, i == 0 ? " (" : ", ");
        sql_add(db, writes->items[i].column->name);
    }
    for (int i = 0; i < writes->count; i++) {
        const SgColumn *column = writes->items[i].column;
        sql_add(db, i == 0 ? ") VALUES (" : ", ");
        sql_param(db, column, writes->items[i].parameter, column_is(column, SG_COLUMN_LIST));
    }
    sql_add(db, writes->count == 0 ? " DEFAULT VALUES" : ")");
}

/* ---- Updates ---- */

const SgColumn *version_column(const SgModel *model)
{
    for (size_t i = 0; i < model->column_count; i++) {
        if (column_is(&model->columns[i], SG_COLUMN_VERSION)) return &model->columns[i];
    }
    return NULL;
}

static SgStatus check_op(SgSession *db, const SgColumn *column, SgSetOp op, const void *value)
{
    if (op == SG_NULL) return check_null(db, column);
    if (op == SG_SET) return check_value(db, column, value);
    if (column_is(column, SG_COLUMN_LIST) || type_is_number(column->type)) return SG_OK;
    return fail(db, SG_INVALID, column->label, "`%s` is no number: nothing can be added to it", column->label);
}

/* What every update does by itself with a column that the caller left alone: @updatedAt, and the version. */
static SgStatus add_implied(SgSession *db, Writes *writes, size_t i)
{
    const SgColumn *column = &writes->model->columns[i];
    if (column_is(column, SG_COLUMN_UPDATED_AT)) {
        Made now;
        make_now(column, &now);
        return writes_add(db, writes, i, SG_SET, &now);
    }
    writes->items[writes->count++] = (Write){.column = column};
    writes->added |= UINT64_C(1) << (i & 63);
    return SG_OK;
}

static inline SgSetOp update_op(const SgColumn *column, const void *set)
{
    return column->update == SG_NOWHERE ? SG_SKIP : column_set_op((const char *)set + column->update);
}

static SgStatus add_asked(SgSession *db, Writes *writes, size_t i, SgSetOp op, const void *set)
{
    const SgColumn *column = &writes->model->columns[i];
    const void *value = column_set_value(column, (const char *)set + column->update);
    SgStatus rc = check_op(db, column, op, value);
    return rc == SG_OK ? writes_add(db, writes, i, op, op == SG_NULL ? NULL : value) : rc;
}

SgStatus writes_of_update(SgSession *db, const SgModel *model, const void *set, Writes *out)
{
    int params = db->params.count;
    bool is_asked = false;
    const SgColumn *columns = model->columns;
    SgStatus rc = writes_begin(db, model, out);
    if (rc != SG_OK) return rc;
    for (size_t i = 0, count = model->column_count; i < count; i++) {
        SgSetOp op = update_op(&columns[i], set);
        if (op == SG_SKIP && !column_is(&columns[i], SG_COLUMN_UPDATED_AT | SG_COLUMN_VERSION)) continue;
        is_asked = is_asked || op != SG_SKIP;
        rc = op == SG_SKIP ? add_implied(db, out, i) : add_asked(db, out, i, op, set);
        if (rc != SG_OK) return rc;
    }
    if (!is_asked) { /* then nothing is implied either */
        db->params.count = params;
        out->count = 0;
    }
    return SG_OK;
}

void sql_assignments(SgSession *db, const Writes *writes)
{
    for (int i = 0; i < writes->count; i++) {
        const Write *write = &writes->items[i];
        bool is_list = column_is(write->column, SG_COLUMN_LIST);
        if (i > 0) sql_add(db, ", ");
        sql_add(db, write->column->name);
        sql_add(db, " = ");
        if (write->adds || write->parameter == 0) {
            sql_column(db, write->column, 0);
            sql_add(db, is_list ? " || " : " + ");
        }
        if (write->parameter == 0) sql_add(db, "1");
        else sql_param(db, write->column, write->parameter, is_list);
    }
}
