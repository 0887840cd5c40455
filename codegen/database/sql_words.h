/* sql_words.h - names inside SQL text. */
#ifndef SCHEMAGEN_SQL_WORDS_H
#define SCHEMAGEN_SQL_WORDS_H

#include "arena.h"

/*
 * The expression with every use of the column `name` (unquoted, as in the catalogs) written as `new_name`.  Strings,
 * types behind `::` and functions are left alone.  `text` itself when it has no such use.
 */
const char *sql_words_renamed(SgArena *arena, const char *text, const char *name, const char *new_name);

#endif
