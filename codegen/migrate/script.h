/*
 * script.h - the lexical structure of an SQL script: its statements, and where in it something is.
 *
 * Statements end where psql ends them: at a `;` outside of quotes, comments, dollar quotes, parentheses and
 * BEGIN ATOMIC bodies.  Only the words that matter here are looked at; the server parses.  (libpg_query could
 * split too, but it is the parser of one server version, it is a hundred times this file, and it refuses what
 * it cannot parse, where this needs no more than the tokens.)
 */
#ifndef SCHEMAGEN_SCRIPT_H
#define SCHEMAGEN_SCRIPT_H

#include "failure.h"
#include "list.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Statement {
    size_t start;              /* byte offset of its first token */
    size_t end;                /* behind its last token, the `;` not included */
    bool is_concurrent;        /* has the word CONCURRENTLY */
    bool needs_own_call;       /* PostgreSQL refuses it inside a transaction block: VACUUM, CREATE DATABASE … */
    bool controls_transaction; /* BEGIN, COMMIT, ROLLBACK, SAVEPOINT … */
} Statement;

typedef struct Script {
    const char *text; /* behind a byte order mark, NUL-terminated */
    size_t size;
    LIST(Statement) statements;
    bool is_unwrapped; /* its first line is `-- schemagen: no-transaction` */
} Script;

/*
 * Splits.  The failure names the line of a quote or comment that does not end, of a psql command (`\connect`),
 * of inline COPY data, or of a NUL byte.  `script_is_unwrapped` alone may be asked before.
 */
const Failure *script_split(SgArena *arena, const char *text, size_t size, Script *out);

bool script_is_unwrapped(const char *text, size_t size);

/* The statement's text. */
const char *script_statement(SgArena *arena, const Script *script, size_t index);

/* One line that says which statement it is: its first line, shortened. */
const char *script_summary(SgArena *arena, const Script *script, size_t index);

/* The byte offset of a character (from 1) of `text`, as server errors count. */
size_t script_offset(const char *text, size_t size, size_t character);

/* The line (from 1) of a byte offset. */
size_t script_line(const char *text, size_t size, size_t offset);

/* Up to three lines before it and the line itself, numbered, and a caret below the place. */
const char *script_excerpt(SgArena *arena, const char *text, size_t size, size_t offset);

#endif
