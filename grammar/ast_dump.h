/* ast_dump.h - the AST as indented text, for --dump=ast and for tests. */
#ifndef SCHEMAGEN_AST_DUMP_H
#define SCHEMAGEN_AST_DUMP_H

#include "ast.h"
#include "text.h"

/* One node per line with its place as `line:column`, strings as JSON. */
void ast_dump(const Ast *ast, const Sources *sources, SgText *out);

#endif
