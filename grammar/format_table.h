/*
 * format_table.h - lines whose first columns are aligned.  Private to this room.
 *
 * A row has up to three cells and a suffix (a comment), which takes no part in the alignment.  Widths are counted in
 * bytes, as Prisma does.
 */
#ifndef SCHEMAGEN_FORMAT_TABLE_H
#define SCHEMAGEN_FORMAT_TABLE_H

#include "arena.h"
#include "list.h"
#include "text.h"

#define TABLE_COLUMNS 3

typedef struct TableCell {
    size_t at; /* in `text` */
    size_t size;
} TableCell;

typedef struct TableRow {
    TableCell cells[TABLE_COLUMNS];
    TableCell suffix;
} TableRow;

typedef struct Table {
    SgArena *arena;
    SgText text;
    LIST(TableRow) rows;
    TableCell *open; /* being written */
} Table;

/* A new row, empty: so far an empty line. */
void table_row(Table *table);

/* Where to write the last row's cell; end it with table_end().  A cell is written in one go. */
SgText *table_cell(Table *table, unsigned column);
SgText *table_suffix(Table *table);
void table_end(Table *table);

/* Writes the rows, each indented by `indent` spaces, and leaves the table empty. */
void table_render(Table *table, unsigned indent, SgText *out);

#endif
