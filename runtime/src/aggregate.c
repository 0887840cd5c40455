/* Sums, averages, extremes and counts, of groups or of all rows. */
#include "error.h"
#include "select.h"

typedef struct Building {
    SgColumn *columns; /* of the result, in the order of its fields */
    size_t count;
} Building;

static void add_field(SgSession *db, Building *building, SgColumn column)
{
    if (building->count > 0) sg_text_add(&db->sql, ", ");
    building->columns[building->count++] = column;
}

static void sql_group_columns(SgSession *db, const SgAggregate *aggregate, const void *query, Building *building)
{
    const SgModel *model = aggregate->model;
    for (size_t i = 0; i < model->column_count && query != NULL; i++) {
        if (!member_bool(query, aggregate->query_group + i)) continue;
        SgColumn column = model->columns[i];
        column.row += aggregate->result_group;
        add_field(db, building, column);
        sql_comparable(db, &model->columns[i], 0);
        if (column.type == SG_JSON) building->columns[building->count - 1].type = SG_JSONB;
        if (column.type == SG_XML) building->columns[building->count - 1].type = SG_TEXT;
    }
}

static void sql_cell(SgSession *db, const SgAggregate *aggregate, const SgAggregateCell *cell, Building *building)
{
    static const char *const functions[] = {
        [SG_COUNT] = "count(", [SG_SUM] = "sum(", [SG_AVERAGE] = "avg(", [SG_MIN] = "min(", [SG_MAX] = "max("};
    const SgColumn *column = &aggregate->model->columns[cell->column];
    SgColumn field = *column;
    field.type = cell->type;
    field.flags = cell->function == SG_COUNT ? 0 : SG_COLUMN_NULLABLE;
    field.row = cell->result;
    add_field(db, building, field);
    sg_text_add(&db->sql, functions[cell->function]);
    sql_column(db, column, 0);
    sg_text_add_char(&db->sql, ')');
}

/* GROUP BY and ORDER BY the first fields, by number. */
static void sql_groups(SgSession *db, size_t groups)
{
    for (int turn = 0; turn < 2 && groups > 0; turn++) {
        sg_text_add(&db->sql, turn == 0 ? " GROUP BY " : " ORDER BY ");
        for (size_t i = 1; i <= groups; i++) sg_text_printf(&db->sql, "%s%zu", i > 1 ? ", " : "", i);
    }
}

static SgStatus sql_limit(SgSession *db, const SgAggregate *aggregate, const void *query, Call *call)
{
    if (query == NULL || aggregate->query_limit == SG_NOWHERE) return SG_OK;
    memcpy(&call->limit, (const char *)query + aggregate->query_limit, sizeof call->limit);
    if (call->limit < 0) return fail(db, SG_INVALID, "limit", "a limit cannot be negative");
    if (call->limit == 0) return SG_OK;
    int number = params_add_int64(db, call->limit < INT64_MAX ? call->limit + 1 : call->limit);
    if (number == 0) return db->error.status;
    sg_text_printf(&db->sql, " LIMIT $%d", number);
    return SG_OK;
}

SgStatus sg_aggregate(SgSession *db, const SgAggregate *aggregate, const void *query, void *out)
{
    const SgModel *model = aggregate->model;
    Call call = {.operation = "aggregate", .model = model->name, .take = take_list, .out = out};
    Building building = {0};
    building.columns = session_alloc(db, (model->column_count + aggregate->cell_count + 1) * sizeof(SgColumn));
    if (building.columns == NULL) return fail_memory(db);

    sql_begin(db);
    sg_text_add(&db->sql, "SELECT ");
    if (aggregate->result_group != SG_NOWHERE) sql_group_columns(db, aggregate, query, &building);
    size_t groups = building.count;
    add_field(db, &building,
              (SgColumn){.name = "count", .label = "count", .type = SG_INT64, .row = aggregate->result_count});
    sg_text_add(&db->sql, "count(*)");
    for (size_t i = 0; i < aggregate->cell_count && query != NULL; i++) {
        const SgAggregateCell *cell = &aggregate->cells[i];
        if (member_bool(query, cell->asked)) sql_cell(db, aggregate, cell, &building);
    }
    sg_text_printf(&db->sql, " FROM %s AS t0 WHERE ", model->table);
    const void *where = query == NULL ? NULL : (const char *)query + aggregate->query_where;
    SgStatus rc = where_add(db, model, where, 0, NULL);
    if (rc != SG_OK) return rc;
    sql_groups(db, groups);
    rc = sql_limit(db, aggregate, query, &call);
    if (rc != SG_OK) return rc;
    call.shape = (Shape){.columns = building.columns, .count = building.count, .row_size = aggregate->result_size};
    return run(db, &call);
}
