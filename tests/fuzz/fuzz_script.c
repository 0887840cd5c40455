/* The splitter of migration scripts. */
#include "fuzz.h"

#include "script.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SgArena arena = {.out_of_memory = abort};
    Script script = {0};
    const char *text = sg_arena_strndup(&arena, (const char *)data, size);
    if (script_split(&arena, text, size, &script) == NULL) {
        size_t behind = 0;
        for (size_t i = 0; i < script.statements.count; i++) {
            const Statement *statement = &script.statements.items[i];
            if (statement->start < behind || statement->end < statement->start) abort();
            if (statement->end > script.size) abort();
            behind = statement->end;
            script_summary(&arena, &script, i);
        }
    }
    script_excerpt(&arena, text, size, size / 2);
    script_offset(text, size, size);
    sg_arena_free(&arena);
    return 0;
}
