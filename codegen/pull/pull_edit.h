/* pull_edit.h - changes of a schema's text, collected first and made all at once. */
#ifndef SCHEMAGEN_PULL_EDIT_H
#define SCHEMAGEN_PULL_EDIT_H

#include "list.h"
#include "source.h"

typedef struct Edit {
    Span span;        /* what goes away; empty for an insertion */
    const char *text; /* what comes in its place */
    size_t order;     /* of insertions at the same place */
} Edit;

typedef struct Edits {
    SgArena *arena;
    const Sources *sources;
    LIST(Edit) items;
} Edits;

void pull_edit_replace(Edits *edits, Span span, const char *text);

/* The lines of `span`, with the lines of documentation (`///`) right above them. */
void pull_edit_delete_lines(Edits *edits, Span span);

/* `line` (without its newline) as a line of its own, above the one that has `offset`, or below it. */
void pull_edit_insert_above(Edits *edits, uint32_t offset, const char *line);
void pull_edit_insert_below(Edits *edits, uint32_t offset, const char *line);

/* At the end of the file. */
void pull_edit_append(Edits *edits, const SourceFile *file, const char *text);

/* The file's text with its edits made.  Of edits that overlap, the one that begins first counts. */
const char *pull_edit_apply(const Edits *edits, const SourceFile *file);

#endif
