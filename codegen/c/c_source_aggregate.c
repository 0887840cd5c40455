/* <model>.c: the numbers that can be asked about rows. */
#include "c_print.h"
#include "emit.h"
#include "page.h"

/* The table of numbers, and which macros it needs. */
typedef struct Cells {
    bool has_sum, has_average, has_extremes;
    size_t count;
    SgText lines;
} Cells;

static void add_cells(Page *page, Cells *cells, size_t index)
{
    const ColumnPlan *column = &page->plan->columns.items[index];
    const char *member = column->member;
    LIST(const char *) items = {0};
    if (column->has_sum)
        *list_add(page->arena, &items) =
            emit_format(page->arena, "SUM(%zu, %s, %s)", index, column->type->sum->sg, member);
    if (column->has_average)
        *list_add(page->arena, &items) =
            emit_format(page->arena, "AVERAGE(%zu, %s, %s)", index, column->type->average->sg, member);
    if (column->has_extremes)
        *list_add(page->arena, &items) =
            emit_format(page->arena, "MIN_MAX(%zu, %s, %s)", index, column->type->sg, member);
    if (items.count == 0) return;
    c_print_list(&cells->lines, "    ", items.items, items.count, C_WIDTH);
    sg_text_add(&cells->lines, ",\n");
    cells->has_sum |= column->has_sum;
    cells->has_average |= column->has_average;
    cells->has_extremes |= column->has_extremes;
    cells->count += items.count + column->has_extremes;
}

static void emit_cells(Page *page, const Cells *cells)
{
    Holes h = {0};
    hole(&h, "cells", cells->lines.data);
    hole(&h, "Aggregate", page->plan->aggregate);
    hole(&h, "Query", page->plan->aggregate_query);
    emit(page->out, &h,
        "/* One number: of which column, how, its type, and the member of the query that asks for it and of the",
        " * result that takes it, which have one name. */",
        "#define CELL(column, function, type, member) \\",
        "    {column, function, type, offsetof(${Query}, member), offsetof(${Aggregate}, member)}");
    if (cells->has_sum) emit(page->out, &h, "#define SUM(column, type, member) CELL(column, SG_SUM, type, sum.member)");
    if (cells->has_average)
        emit(page->out, &h, "#define AVERAGE(column, type, member) CELL(column, SG_AVERAGE, type, average.member)");
    if (cells->has_extremes)
        emit(page->out, &h,
            "#define MIN_MAX(column, type, member) \\",
            "    CELL(column, SG_MIN, type, min.member), CELL(column, SG_MAX, type, max.member)");
    emit(page->out, &h,
        "",
        "static const SgAggregateCell cells[] = {",
        "${cells}",
        "};",
        "");
}

void page_cells(Page *page)
{
    Cells cells = {.lines = {.arena = page->arena}};
    for (size_t i = 0; i < page->plan->columns.count; i++) add_cells(page, &cells, i);
    if (cells.count > 0) emit_cells(page, &cells);
    Holes h = {0};
    hole(&h, "model", page->plan->names->table);
    hole(&h, "cells",
         cells.count > 0 ? emit_format(page->arena, " .cells = cells, .cell_count = %zu,", cells.count) : "");
    hole(&h, "Aggregate", page->plan->aggregate);
    hole(&h, "Query", page->plan->aggregate_query);
    emit(page->out, &h,
        "static const SgAggregate aggregate = {",
        "    .model = &${model},${cells}",
        "    .result_size = sizeof(${Aggregate}),",
        "    .result_group = offsetof(${Aggregate}, group),",
        "    .result_count = offsetof(${Aggregate}, count),",
        "    .query_where = offsetof(${Query}, where),",
        "    .query_group = offsetof(${Query}, group_by),",
        "    .query_limit = offsetof(${Query}, limit),",
        "};",
        "");
}
