/* Statements of the application's own, described by the generator. */
#include "array_text.h"
#include "error.h"
#include "query.h"

/* Arrays of types without a fixed OID, and of varchar, go as text, and the server finds out what they are. */
static SgStatus add_array_as_text(SgSession *db, const SgColumn *column, const void *value)
{
    size_t offset = db->params.wire.size;
    SgStatus rc = array_text(db, column, member_items(value, 0), &db->params.wire);
    if (rc != SG_OK) return rc;
    sg_text_add_char(&db->params.wire, '\0'); /* libpq goes by it, not by the length */
    int number = params_add_wire(db, 0, offset);
    if (number == 0) return db->error.status;
    db->params.formats[number - 1] = 0;
    return SG_OK;
}

static SgStatus add_argument(SgSession *db, const SgColumn *column, const void *args)
{
    bool is_list = column_is(column, SG_COLUMN_LIST);
    const void *value = is_list ? (const char *)args + column->row : column_row_value(column, args);
    if (value == NULL && !column_is(column, SG_COLUMN_NULLABLE))
        return fail(db, SG_INVALID, column->label, "`%s` is NULL", column->label);
    bool is_told_by_server = type_info(column->type)->oid == 0 || column->cast != NULL;
    if (value != NULL && is_list && is_told_by_server) return add_array_as_text(db, column, value);
    int number = value == NULL ? params_add_null(db, column) : params_add(db, column, value);
    if (number == 0) return db->error.status;
    /* Text is whatever kind of text the server takes it for, as it was when the query was described. */
    if (column->type == SG_TEXT && !is_list) db->params.types[number - 1] = 0;
    return SG_OK;
}

static SgStatus build(SgSession *db, const SgStatement *statement, const void *args, Call *call)
{
    sql_begin(db);
    sg_text_add(&db->sql, statement->sql);
    call->operation = statement->name;
    call->model = "";
    call->shape = (Shape){
        .columns = statement->columns,
        .count = statement->column_count,
        .row_size = statement->row_size,
        .read = statement->read,
    };
    for (size_t i = 0; i < statement->param_count; i++) {
        SgStatus rc = add_argument(db, &statement->params[i], args);
        if (rc != SG_OK) return rc;
    }
    return SG_OK;
}

SgStatus sg_query_one(SgSession *db, const SgStatement *statement, const void *args, void *out)
{
    Call call = {.take = take_row, .out = out};
    SgStatus rc = build(db, statement, args, &call);
    return rc == SG_OK ? run(db, &call) : rc;
}

SgStatus sg_query_many(SgSession *db, const SgStatement *statement, const void *args, void *out)
{
    Call call = {.out = out};
    SgStatus rc = build(db, statement, args, &call);
    return rc == SG_OK ? run_list(db, &call) : rc;
}

SgStatus sg_query_each(SgSession *db, const SgStatement *statement, const void *args, SgVisit *visit, void *arg)
{
    Call call = {0};
    SgStatus rc = build(db, statement, args, &call);
    return rc == SG_OK ? run_each(db, &call, visit, arg) : rc;
}

SgStatus sg_query_exec(SgSession *db, const SgStatement *statement, const void *args, int64_t *affected)
{
    Call call = {.take = take_affected, .affected = affected};
    SgStatus rc = build(db, statement, args, &call);
    call.shape.count = 0;
    return rc == SG_OK ? run(db, &call) : rc;
}
