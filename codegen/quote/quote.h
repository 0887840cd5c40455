/*
 * quote.h - names and values as SQL text.  Nothing else in the compiler escapes.
 *
 * Values are written for standard_conforming_strings = on, PostgreSQL's default since 9.1: a backslash is a
 * backslash, and only the quote itself is doubled.
 */
#ifndef SCHEMAGEN_QUOTE_H
#define SCHEMAGEN_QUOTE_H

#include "text.h"

/* "name", always in quotes. */
void quote_identifier(SgText *out, const char *name);

/* "schema"."name"; without a prefix when `schema` is NULL. */
void quote_qualified(SgText *out, const char *schema, const char *name);

/* The name without quotes where SQL needs none (lower-case letters, digits, underscores; no key words are looked
 * for, so only for names that cannot be one), else as quote_identifier(). */
void quote_identifier_if_needed(SgText *out, const char *name);

/* 'value'. */
void quote_literal(SgText *out, const char *value);

/* The same as text of their own. */
const char *quoted_identifier(SgArena *arena, const char *name);
const char *quoted_literal(SgArena *arena, const char *value);

#endif
