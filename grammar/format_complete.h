/*
 * format_complete.h - what the relations of a schema lack, as text to insert.  Private to this room.
 */
#ifndef SCHEMAGEN_FORMAT_COMPLETE_H
#define SCHEMAGEN_FORMAT_COMPLETE_H

#include "ast.h"

typedef struct Insertion {
    uint32_t offset; /* before this byte */
    size_t order;    /* of those at one place */
    const char *text;
} Insertion;

typedef LIST(Insertion) Insertions;

/* In the order of the text.  None when a type is unknown or a name is given twice. */
Insertions format_missing(SgArena *arena, const Sources *sources, const Ast *ast);

#endif
