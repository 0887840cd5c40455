/* default_parse.h - what a column default means, from the server's spelling of it. */
#ifndef SCHEMAGEN_DEFAULT_PARSE_H
#define SCHEMAGEN_DEFAULT_PARSE_H

#include "database.h"

/*
 * The meaning of `sql`, the text of pg_get_expr() for the default of a column of `type`: a constant, a list of
 * constants, the current time, the next value of a sequence, or else an expression with that text.  NULL `sql`,
 * and the default NULL, are COLUMN_DEFAULT_NONE.  `sql` is borrowed by an expression; other texts are in the arena.
 */
ColumnDefault default_parse(SgArena *arena, const ColumnType *type, const char *sql);

#endif
