#include "table.h"

#include "utf8.h"

#include <stdlib.h>
#include <string.h>

void table_cells(Table *table, const char *const *cells)
{
    TableRow *row = list_add(table->arena, &table->rows);
    for (; *cells != NULL; cells++) {
        if (row->count == TABLE_COLUMNS) abort();
        row->cells[row->count++] = *cells;
    }
}

static size_t width(const char *cell)
{
    return sg_utf8_count(cell, strlen(cell));
}

static void measure(const Table *table, size_t widths[TABLE_COLUMNS])
{
    for (size_t i = 0; i < table->rows.count; i++) {
        const TableRow *row = &table->rows.items[i];
        for (size_t c = 0; c + 1 < row->count; c++) {
            size_t w = width(row->cells[c]);
            if (table->limit > 0 && w > table->limit) continue;
            if (w > widths[c]) widths[c] = w;
        }
    }
}

static void trim(SgText *out, size_t start)
{
    size_t size = out->size;
    while (size > start && out->data[size - 1] == ' ') size--;
    sg_text_truncate(out, size);
}

void table_print(const Table *table, SgText *out)
{
    size_t widths[TABLE_COLUMNS] = {0};
    measure(table, widths);
    for (size_t i = 0; i < table->rows.count; i++) {
        const TableRow *row = &table->rows.items[i];
        size_t start = out->size;
        for (size_t c = 0; c < row->count; c++) {
            sg_text_add(out, row->cells[c]);
            if (c + 1 == row->count) break;
            for (size_t w = width(row->cells[c]); w < widths[c]; w++) sg_text_add_char(out, ' ');
        }
        trim(out, start);
        sg_text_add_char(out, '\n');
    }
}
