/*
 * table.h - lines with aligned columns: cells in, text out.
 *
 * A cell is padded to the widest cell of its column, counted in characters; the last cell of a row is not.
 * Nothing is put between columns: a cell carries its own separator (" name;", "*name;").  A zeroed Table with
 * an arena is empty.
 */
#ifndef SCHEMAGEN_TABLE_H
#define SCHEMAGEN_TABLE_H

#include "list.h"
#include "text.h"

#include <stddef.h>

#define TABLE_COLUMNS 6

typedef struct TableRow {
    const char *cells[TABLE_COLUMNS];
    size_t count;
} TableRow;

typedef struct Table {
    SgArena *arena;
    LIST(TableRow) rows;
    size_t limit; /* a cell wider than this is not padded to, and pushes its own row only; 0: no limit */
} Table;

/* Adds a row of cells, ended by NULL (at most TABLE_COLUMNS).  Cells are borrowed.  No cell: an empty line. */
void table_cells(Table *table, const char *const *cells);

/* table_row(table, "cell", "cell", …) */
#define table_row(table, ...) table_cells((table), (const char *const[]){__VA_ARGS__, NULL})

/* The rows as lines, no line ending in a space. */
void table_print(const Table *table, SgText *out);

#endif
