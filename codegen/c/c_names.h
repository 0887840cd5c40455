/*
 * c_names.h - from names of the schema to names of C.
 *
 * A schema's name is any word of letters, digits and underscores, in any script.  In C:
 *
 *   snake_case  members, functions, files   userId       user_id
 *                                           HTTPServer2  http_server2
 *                                           Größe        gru00f6u00dfe
 *   PascalCase  types                       order_items  OrderItems
 *                                           APIKey       APIKey
 *   UPPER_CASE  enumerators, macros         snake_case in capitals
 *
 * Whether a name is free is another question: name_scope.h.
 */
#ifndef SCHEMAGEN_C_NAMES_H
#define SCHEMAGEN_C_NAMES_H

#include "arena.h"

/* An underscore stands before a capital that follows a small letter or a digit, and before the last capital of a run
 * that a small letter follows.  A name without small letters is one word.  Letters beyond ASCII are spelled by their
 * number.  Runs of underscores become one; those at the ends go. */
const char *c_snake(SgArena *arena, const char *name);

/* Words between underscores begin with a capital and are joined; a name without small letters that has underscores is
 * taken as words.  Never empty, never begins with a digit, for a name that begins with a letter. */
const char *c_pascal(SgArena *arena, const char *name);

const char *c_upper(SgArena *arena, const char *snake);

#endif
