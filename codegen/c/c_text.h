/* c_text.h - texts of the schema within generated C: none of them can end a statement, a literal or a comment. */
#ifndef SCHEMAGEN_C_TEXT_H
#define SCHEMAGEN_C_TEXT_H

#include "arena.h"

/* A column or table as SQL: quoted where it must be. */
const char *c_sql_name(SgArena *arena, const char *name);

/* The same behind its database schema, where the datasource has schemas (else `schema` is NULL): auth."User". */
const char *c_sql_path(SgArena *arena, const char *schema, const char *name);

/* The inside of a C string literal. */
const char *c_escape(SgArena *arena, const char *text);

/* Text that is safe within a C comment, on one line: line breaks become spaces. */
const char *c_comment(SgArena *arena, const char *text);

#endif
