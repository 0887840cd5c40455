#include "resolve.h"

#include "resolver.h"

/* The passes up to the relations go on after errors: what they report is true of its own place.  The checks of
 * the whole schema would report consequences, so they need a schema without errors. */
static bool make_schema(Resolver *r)
{
    resolve_declarations(r);
    resolve_types(r);
    resolve_attributes(r);
    resolve_relations(r);
    resolve_generators(r);
    resolve_datasources(r);
    if (r->diags->errors > 0) return false;
    check_schema(r);
    if (r->diags->errors > 0) return false;
    resolve_complete(r);
    return true;
}

Schema *resolve(SgArena *arena, const Ast *ast, const Sources *sources, Diags *diags)
{
    SgArena scratch = {.out_of_memory = arena->out_of_memory}, brief = scratch;
    Resolver r = {.arena = arena,
                  .texts = sources->arena,
                  .scratch = &scratch,
                  .brief = &brief,
                  .ast = ast,
                  .sources = sources,
                  .diags = diags};
    r.schema = sg_arena_new(arena, sizeof *r.schema);
    bool is_made = make_schema(&r);
    sg_arena_free(&brief);
    sg_arena_free(&scratch);
    return is_made ? r.schema : NULL;
}
