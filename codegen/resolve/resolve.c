#include "resolve.h"

#include "resolver.h"

/* The passes up to the relations go on after errors: what they report is true of its own place.  The checks of
 * the whole schema would report consequences, so they need a schema without errors. */
Schema *resolve(SgArena *arena, const Ast *ast, const Sources *sources, Diags *diags)
{
    Resolver r = {.arena = arena, .ast = ast, .sources = sources, .diags = diags};
    r.schema = sg_arena_new(arena, sizeof *r.schema);
    resolve_declarations(&r);
    resolve_types(&r);
    resolve_attributes(&r);
    resolve_relations(&r);
    resolve_generators(&r);
    resolve_datasources(&r);
    if (diags->errors > 0) return NULL;
    check_schema(&r);
    if (diags->errors > 0) return NULL;
    complete_schema(&r);
    return r.schema;
}
