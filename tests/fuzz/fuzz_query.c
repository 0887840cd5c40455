/* Files of queries, the cache of what a server said of them, and the trees that it prints. */
#include "fuzz.h"

#include "node_tree.h"
#include "query.h"
#include "query_cache.h"

#include <stdlib.h>
#include <string.h>

static void check(const Query *query, const SourceFile *source)
{
    size_t size = strlen(query->sql);
    for (size_t i = 0; i <= size; i++) {
        uint32_t offset = query_source_offset(query, i);
        if (offset < source->base || offset > source->base + source->size) abort();
    }
    for (size_t i = 0; i < query->params.count; i++)
        if (query->params.items[i].field.name == NULL || query->params.items[i].span.start == 0) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SgArena arena = {.out_of_memory = abort};
    const Schema schema = {0};
    Sources sources = {.arena = &arena};
    Diags diags = {.arena = &arena};
    Queries queries = {.arena = &arena};
    const char *text = sg_arena_strndup(&arena, (const char *)data, size);
    if (source_add(&sources, "queries.sql", text, size)) {
        const SourceFile *source = &sources.files.items[0];
        QueryFile *file = list_add(&arena, &queries.files);
        query_parse(&arena, source, file, &diags);
        for (size_t i = 0; i < file->queries.count; i++) check(&file->queries.items[i], source);
        query_cache_apply(text, &schema, "", &queries);
    }
    node_parse(&arena, text);
    sg_arena_free(&arena);
    return 0;
}
