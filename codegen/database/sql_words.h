/* sql_words.h - names and values inside SQL text. */
#ifndef SCHEMAGEN_SQL_WORDS_H
#define SCHEMAGEN_SQL_WORDS_H

#include "arena.h"

#include <stdbool.h>

/*
 * The expression with every use of the column `name` (unquoted, as in the catalogs) written as `new_name`.  Strings,
 * types behind `::` and functions are left alone.  `text` itself when it has no such use.
 */
const char *sql_words_renamed(SgArena *arena, const char *text, const char *name, const char *new_name);

/* The values of an enum, and one of them that gets another name. */
typedef struct EnumLabel {
    const char *type; /* the enum's name, without its schema */
    const char *name, *new_name;
} EnumLabel;

/*
 * The expression with the value written under its new name: 'OPEN'::"Status".  A string without a cast is the value,
 * too, where the caller knows that it can be nothing else (`is_bare_value`).  `text` itself when it has none.
 */
const char *sql_words_label_renamed(SgArena *arena, const char *text, const EnumLabel *label, bool is_bare_value);

#endif
