/* Schema text through every stage up to SQL. */
#include "fuzz.h"

#include "diag_print.h"
#include "diff.h"
#include "lower.h"
#include "parse.h"
#include "resolve.h"
#include "sql.h"

#include <stdlib.h>

static void run_stages(SgArena *arena, const uint8_t *data, size_t size)
{
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    SgText text = {.arena = arena};
    if (!source_add(&sources, "fuzz.prisma", sg_arena_strndup(arena, (const char *)data, size), size)) return;

    const Ast *ast = parse_schema(arena, &sources, &diags);
    const Schema *schema = resolve(arena, ast, &sources, &diags);
    diag_print(&diags, &sources, false, &text);
    diag_print_json(&diags, &sources, &text);
    if (schema == NULL || diags.errors > 0) return;

    const Database *empty = database_from_schema(arena, NULL);
    const Database *database = database_from_schema(arena, schema);
    Steps steps = database_diff(arena, empty, database);
    sql_render(arena, &steps, NULL, &text);
    steps = database_diff(arena, database, database);
    if (steps.items.count > 0) abort(); /* the same database is no change */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SgArena arena = {.out_of_memory = abort};
    run_stages(&arena, data, size);
    sg_arena_free(&arena);
    return 0;
}
