#include "sql.h"

/* Which text a piece is: `is` says of what.  Without `of` it is the number `is`. */
typedef struct Piece {
    const void *of; /* text; columns; a column of table t`is` */
    uint64_t is;
} Piece;

static const uint64_t TEXT = UINT64_MAX, COLUMNS = UINT64_C(1) << 63; /* + how many */

/* ---- Writing ---- */

static void write_number(SgText *sql, uint64_t number)
{
    char text[24];
    size_t at = sizeof text;
    do text[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    sg_text_add_bytes(sql, text + at, sizeof text - at);
}

static void write_column(SgText *sql, const SgColumn *column, uint64_t alias)
{
    sg_text_add_char(sql, 't');
    write_number(sql, alias);
    sg_text_add_char(sql, '.');
    sg_text_add(sql, column->name);
}

static void write_columns(SgText *sql, const SgColumn *columns, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        if (i > 0) sg_text_add_bytes(sql, ", ", 2);
        write_column(sql, &columns[i], 0);
    }
}

static void write_piece(SgText *sql, const Piece *piece)
{
    if (piece->of == NULL) write_number(sql, piece->is);
    else if (piece->is == TEXT) sg_text_add(sql, piece->of);
    else if (piece->is >= COLUMNS) write_columns(sql, piece->of, piece->is - COLUMNS);
    else write_column(sql, piece->of, piece->is);
}

void sql_write_pieces(SgSession *db)
{
    sg_text_truncate(&db->sql, 0);
    for (size_t at = 0; at < db->pieces.size; at += sizeof(Piece)) {
        Piece piece;
        memcpy(&piece, db->pieces.data + at, sizeof piece);
        write_piece(&db->sql, &piece);
    }
}

/* ---- Adding ---- */

static void begin(SgSession *db, Recipe recipe, bool in_pieces)
{
    sg_text_truncate(&db->sql, 0);
    db->sql.failed = false;
    sg_text_truncate(&db->pieces, 0);
    db->pieces.failed = false;
    db->in_pieces = in_pieces;
    db->recipe = recipe;
    db->known = NULL;
    sg_text_truncate(&db->params.wire, 0);
    db->params.wire.failed = false;
    db->params.count = 0;
}

void sql_begin(SgSession *db)
{
    begin(db, (Recipe){0}, false);
}

void sql_begin_pieces(SgSession *db, const SgModel *model)
{
    begin(db, (Recipe){.base = model}, true);
}

static inline void add(SgSession *db, Piece piece)
{
    if (db->in_pieces) sg_text_add_bytes(&db->pieces, (const char *)&piece, sizeof piece);
    else write_piece(&db->sql, &piece);
}

void sql_add(SgSession *db, const char *text)
{
    add(db, (Piece){text, TEXT});
}

void sql_around(SgSession *db, const char *before, const char *name, const char *after)
{
    sql_add(db, before);
    sql_add(db, name);
    sql_add(db, after);
}

void sql_integer(SgSession *db, uint64_t number)
{
    add(db, (Piece){NULL, number});
}

void sql_column(SgSession *db, const SgColumn *column, int alias)
{
    add(db, (Piece){column, (uint64_t)alias});
}

void sql_column_list(SgSession *db, const SgColumn *columns, size_t count)
{
    add(db, (Piece){columns, COLUMNS + count});
}

void sql_param(SgSession *db, const SgColumn *column, int number, bool is_array)
{
    sql_add(db, "$");
    sql_integer(db, (uint64_t)number);
    if (column->cast == NULL) return;
    sql_add(db, "::");
    sql_add(db, column->cast);
    if (is_array) sql_add(db, "[]");
}
