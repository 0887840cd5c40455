/* parse.h - schema text → AST. */
#ifndef SCHEMAGEN_PARSE_H
#define SCHEMAGEN_PARSE_H

#include "ast.h"
#include "diag.h"
#include "source.h"

/*
 * Parses every file of `sources`.  Never NULL: after errors (counted in `diags`) the AST holds what could be
 * understood, and resolve() can say what else is wrong.  The nodes are in `arena`, their texts in that of `sources`.
 */
Ast *parse_schema(SgArena *arena, const Sources *sources, Diags *diags);

/* As parse_schema(), without what only `format` looks at: the `items` of files and blocks are not all there. */
Ast *parse_meaning(SgArena *arena, const Sources *sources, Diags *diags);

#endif
