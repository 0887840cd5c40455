/* The layout of a schema is a schema without errors, and comes to rest: see tests/format for why after two runs. */
#include "fuzz.h"

#include "format.h"
#include "parse.h"

#include <stdlib.h>
#include <string.h>

/* The layout of `text` into `out`; false when the text has errors. */
static bool format_text(SgArena *arena, const char *text, size_t size, FormattedFile *out)
{
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    if (!source_add(&sources, "fuzz.prisma", text, size)) return false;
    const Ast *ast = parse_schema(arena, &sources, &diags);
    if (diags.errors > 0) return false;
    FormattedFiles files = format_schema(arena, &sources, ast);
    *out = files.items[0];
    return true;
}

static void run(SgArena *arena, const uint8_t *data, size_t size)
{
    FormattedFile file;
    const char *text = sg_arena_strndup(arena, (const char *)data, size);
    if (!format_text(arena, text, size, &file)) return;
    for (int i = 0; i < 2; i++) {
        if (!format_text(arena, file.text, file.size, &file)) abort();
    }
    if (file.is_changed) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SgArena arena = {.out_of_memory = abort};
    run(&arena, data, size);
    sg_arena_free(&arena);
    return 0;
}
