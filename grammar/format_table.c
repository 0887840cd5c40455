#include "format_table.h"

void table_row(Table *table)
{
    list_add(table->arena, &table->rows);
}

static TableRow *last_row(Table *table)
{
    return &table->rows.items[table->rows.count - 1];
}

SgText *table_cell(Table *table, unsigned column)
{
    last_row(table)->cells[column].at = table->text.size;
    table->open = &last_row(table)->cells[column];
    return &table->text;
}

SgText *table_suffix(Table *table)
{
    last_row(table)->suffix.at = table->text.size;
    table->open = &last_row(table)->suffix;
    return &table->text;
}

void table_end(Table *table)
{
    table->open->size = table->text.size - table->open->at;
}

static void add_spaces(SgText *out, size_t count)
{
    static const char SPACES[] = "                                ";
    while (count > 0) {
        size_t some = count < sizeof SPACES - 1 ? count : sizeof SPACES - 1;
        sg_text_add_bytes(out, SPACES, some);
        count -= some;
    }
}

static unsigned used_columns(const TableRow *row)
{
    unsigned count = TABLE_COLUMNS;
    while (count > 0 && row->cells[count - 1].size == 0) count--;
    return count;
}

static void render_row(const Table *table, const TableRow *row, const size_t *widths, unsigned indent, SgText *out)
{
    unsigned count = used_columns(row);
    const char *text = sg_text_get(&table->text);
    if (count > 0 || row->suffix.size > 0) add_spaces(out, indent);
    for (unsigned i = 0; i < count; i++) {
        sg_text_add_bytes(out, text + row->cells[i].at, row->cells[i].size);
        if (i + 1 < count) add_spaces(out, widths[i] - row->cells[i].size + 1);
    }
    if (count > 0 && row->suffix.size > 0) sg_text_add_char(out, ' ');
    sg_text_add_bytes(out, text + row->suffix.at, row->suffix.size);
    sg_text_add_char(out, '\n');
}

void table_render(Table *table, unsigned indent, SgText *out)
{
    size_t widths[TABLE_COLUMNS] = {0};
    for (size_t i = 0; i < table->rows.count; i++) {
        const TableRow *row = &table->rows.items[i];
        for (unsigned j = 0; j < used_columns(row); j++) {
            if (row->cells[j].size > widths[j]) widths[j] = row->cells[j].size;
        }
    }
    for (size_t i = 0; i < table->rows.count; i++) render_row(table, &table->rows.items[i], widths, indent, out);
    table->rows.count = 0;
    sg_text_truncate(&table->text, 0);
}
