/*
 * pull.h - database → schema text: `db pull`.
 *
 * The text validates, and the difference between the schema and the database it was pulled from is empty.  Names
 * follow Prisma's introspection.  What the language cannot say of a table stands in a comment on its model.
 */
#ifndef SCHEMAGEN_PULL_H
#define SCHEMAGEN_PULL_H

#include "ast.h"
#include "model.h"
#include "source.h"
#include "steps.h"
#include "text.h"

/* A new schema of everything in `database` (described), whose generator writes to the folder `output` (as seen from the
 * schema's file).  Not aligned: run it through the formatter. */
void pull_new_schema(SgArena *arena, const Database *database, const char *output, SgText *out);

/* A schema that is there already: its text, and what that says. */
typedef struct PulledSchema {
    const Sources *sources;
    const Ast *ast;
    const Schema *schema;
} PulledSchema;

typedef struct PulledFile {
    const char *path; /* the source's */
    const char *text;
} PulledFile;

typedef LIST(PulledFile) PulledFiles;

/*
 * The schema's files with what the database has, in the order of the sources.  `steps` lead from the described
 * database to what the schema wants (lower.h, canonical.h).  Without steps every text is as it was.  What is written
 * anew is not aligned: run it through the formatter.
 */
PulledFiles pull_update_schema(SgArena *arena, const PulledSchema *schema, const Steps *steps);

#endif
