/*
 * c_names.h - from names of the schema to names of C.
 *
 * A schema's name is any word of letters, digits and underscores, in any script.  In C:
 *
 *   snake_case   members, functions, files     `userId` → user_id, `HTTPServer2` → http_server2, `Größe` →
 * gru00f6u00dfe PascalCase   types                         `order_items` → OrderItems, `APIKey` → APIKey UPPER_CASE
 * enumerators, macros           snake_case in capitals
 *
 * A name that is taken, or that means something to C, C++, POSIX or libpq, gets an underscore behind it.
 */
#ifndef SCHEMAGEN_C_NAMES_H
#define SCHEMAGEN_C_NAMES_H

#include "arena.h"
#include "diag.h"
#include "source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An underscore stands before a capital that follows a small letter or a digit, and before the last capital of a run
 * that a small letter follows.  A name without small letters is one word.  Letters beyond ASCII are spelled by their
 * number.  Runs of underscores become one; those at the ends go. */
const char *c_snake(SgArena *arena, const char *name);

/* Words between underscores begin with a capital and are joined; a name without small letters that has underscores is
 * taken as words.  Never empty, never begins with a digit, for a name that begins with a letter. */
const char *c_pascal(SgArena *arena, const char *name);

const char *c_upper(SgArena *arena, const char *snake);

typedef enum NameKind {
    NAME_MEMBER,    /* of a struct: not a keyword, not a macro, not a type of ours */
    NAME_PARAMETER, /* neither that nor a variable of the system's headers */
    NAME_GLOBAL,    /* function, type, enumerator, macro: not a name of the system's headers */
    NAME_FILE       /* without its ending: not the name of a header of the system */
} NameKind;

/* Is this name somebody else's? */
bool c_name_is_reserved(NameKind kind, const char *name);

/*
 * The names of one scope, each given out once.  Only hashes are kept: ten thousand models have a million names.  Two
 * names with one 64-bit hash would cost the second an underscore, nothing more.
 */
typedef struct NameSlot {
    uint64_t hash; /* 0: free */
    Span origin;
} NameSlot;

typedef struct NameScope {
    SgArena *arena;
    NameKind kind;
    Diags *diags; /* where a name that was taken is noted; NULL: nowhere */
    NameSlot *slots;
    size_t count;
    size_t capacity;
} NameScope;

/* The name as it shall be spelled: `wanted` itself, or a copy with underscores behind it.  `origin` is the declaration
 * that it is for. */
const char *c_name_claim(NameScope *scope, const char *wanted, Span origin);

/* Forgets every name, keeping the memory. */
void c_names_clear(NameScope *scope);

/* A column or table as SQL: quoted where it must be. */
const char *c_sql_name(SgArena *arena, const char *name);

/* The inside of a C string literal. */
const char *c_escape(SgArena *arena, const char *text);

/* Text that is safe within a C comment, on one line: line breaks become spaces. */
const char *c_comment(SgArena *arena, const char *text);

#endif
