/*
 * format.h - the schema's text as Prisma lays it out.
 *
 * Fields stand in columns, aligned over consecutive lines; empty lines are one at most; attributes have a fixed
 * order, those of the block come last; comments stay.  What a relation lacks is added: the field on the other side,
 * `fields`, `references`, and the scalar fields that hold the key.
 */
#ifndef SCHEMAGEN_FORMAT_H
#define SCHEMAGEN_FORMAT_H

#include "ast.h"
#include "text.h"

#include <stdbool.h>

typedef struct FormattedFile {
    const SourceFile *source;
    const char *text; /* ends with a newline */
    size_t size;
    bool is_changed; /* differs from the source */
} FormattedFile;

typedef LIST(FormattedFile) FormattedFiles;

/*
 * Every file of a schema that was parsed without errors.  Relations are completed only when all types of the schema
 * are known and no name is given twice: else nobody knows what is meant.  It comes to rest after two runs at the
 * latest.
 */
FormattedFiles format_schema(SgArena *arena, const Sources *sources, const Ast *ast);

/* One file's layout, nothing added. */
void format_layout(SgArena *arena, const Sources *sources, const AstFile *file, SgText *out);

#endif
