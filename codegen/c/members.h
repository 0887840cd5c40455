/*
 * members.h - the members of a struct, one per line, names and comments aligned.
 *
 *     Members members = {.arena = arena};
 *     members_add(&members, "SgUuid", "id", "uuid");
 *     members_add(&members, "const char *", "exchange_symbol", NULL);
 *     puts(members_text(&members));
 *
 *     SgUuid      id; [the comment]
 *     const char *exchange_symbol;
 */
#ifndef SCHEMAGEN_C_MEMBERS_H
#define SCHEMAGEN_C_MEMBERS_H

#include "list.h"
#include "text.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Member {
    const char *type; /* NULL: an empty line */
    const char *name;
    const char *above;  /* comment lines above it, NULL */
    const char *behind; /* the comment behind it, NULL */
    size_t stem;        /* characters of the type before the star that goes to the name */
    size_t declarator;  /* of "*symbol;" or " id;" */
} Member;

typedef struct Members {
    SgArena *arena;
    LIST(Member) items;
    size_t limit; /* what is wider than this is not aligned to, and pushes its own line only; 0: no limit */
} Members;

/* Texts are borrowed, ASCII but for comments; `comment` may be NULL.  The member stays where it is until the next. */
Member *members_add(Members *members, const char *type, const char *name, const char *comment);

/* An empty line. */
void members_gap(Members *members);

/* The lines, "" for none. */
const char *members_text(const Members *members);

#endif
