#include "generated.h"

#include "c_options.h"
#include "c_print.h"
#include "generate.h"
#include "parse.h"
#include "resolve.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *prefix_of(const Schema *schema, Diags *diags)
{
    for (size_t i = 0; i < schema->generators.count; i++) {
        const Generator *generator = schema->generators.items[i];
        if (generator->provider != NULL && strcmp(generator->provider, C_PROVIDER) == 0)
            return c_options(generator, diags).prefix;
    }
    return "";
}

bool generated_write(SgArena *arena, const char *path, const char *folder)
{
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    const char *error = NULL;
    if (!source_read(&sources, path, &error)) {
        printf("%s\n", error);
        return false;
    }
    const Ast *ast = parse_schema(arena, &sources, &diags);
    const Schema *schema = diags.errors > 0 ? NULL : resolve(arena, ast, &sources, &diags);
    if (schema == NULL) {
        printf("%s: %s\n", path, diags.items.items[0].message);
        return false;
    }
    CPlan *plan = c_plan(arena, schema, &sources, prefix_of(schema, &diags), &diags);
    Output output = {.arena = arena, .folder = folder, .marker = C_MARKER};
    if (output_open(&output) && c_generate(plan, &output) && output_close(&output)) return true;
    printf("%s: %s\n", path, output.error);
    return false;
}

bool generated_compiles(SgArena *arena, const char *folder)
{
    fflush(stdout);
    return system(sg_arena_printf(arena, "'%s' '%s' '%s' 2>&1 | head -n 40 | grep . && exit 1; exit 0", COMPILE_SH,
                                  folder, RUNTIME_INCLUDE)) == 0;
}

const char *generated_folder(SgArena *arena, const char *name)
{
    return sg_arena_printf(arena, "%s/%s", OUTPUT_FOLDER, name);
}
