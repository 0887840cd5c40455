/* resolve.h - AST → model: every rule of the language is checked here. */
#ifndef SCHEMAGEN_RESOLVE_H
#define SCHEMAGEN_RESOLVE_H

#include "ast.h"
#include "diag.h"
#include "model.h"

/*
 * The meaning of `ast`; NULL when it has errors (all of those that one run can find are in `diags`).  The model is in
 * `arena`, its texts live as long as the Sources: what is made from it can keep them when it goes away.
 */
Schema *resolve(SgArena *arena, const Ast *ast, const Sources *sources, Diags *diags);

#endif
