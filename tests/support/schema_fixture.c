#include "schema_fixture.h"

#include "diag_print.h"
#include "lower.h"
#include "parse.h"
#include "resolve.h"
#include "text.h"

#include <stdio.h>

Database *schema_fixture(SgArena *arena, const char *path)
{
    const char *error = NULL;
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    if (path == NULL) return database_from_schema(arena, NULL);
    if (!source_read(&sources, path, &error)) {
        fprintf(stderr, "%s\n", error);
        return NULL;
    }
    const Ast *ast = parse_schema(arena, &sources, &diags);
    const Schema *schema = diags.errors > 0 ? NULL : resolve(arena, ast, &sources, &diags);
    if (schema != NULL) return database_from_schema(arena, schema);

    SgText text = {.arena = arena};
    diag_print(&diags, &sources, false, &text);
    fputs(sg_text_get(&text), stderr);
    return NULL;
}
