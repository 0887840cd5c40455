#include "constraint_names.h"

#include "utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The stem in `text`, which ends at `end`, cut so that stem and suffix fit into an identifier, and the suffix, for
 * which there is room.  A stem that fits exactly counts as too long; cutting it does not change it. */
static const char *with_suffix(char *text, char *end, const char *suffix)
{
    size_t limit = IDENTIFIER_BYTES - strlen(suffix);
    if ((size_t)(end - text) >= limit) end = text + sg_utf8_floor(text, limit);
    memcpy(end, suffix, strlen(suffix) + 1);
    return text;
}

static char *added(char *end, const char *text)
{
    size_t size = strlen(text);
    memcpy(end, text, size + 1);
    return end + size;
}

static const char *column_name(SgArena *arena, const char *table, const char *const *columns, size_t count,
                               const char *suffix)
{
    size_t size = strlen(table) + strlen(suffix) + 2;
    for (size_t i = 0; i < count; i++) size += strlen(columns[i]) + 1;
    char *text = sg_arena_alloc_text(arena, size);
    char *end = added(added(text, table), "_");
    for (size_t i = 0; i < count; i++) {
        if (i > 0) *end++ = '_';
        end = added(end, columns[i]);
    }
    return with_suffix(text, end, suffix);
}

const char *model_primary_key_name(SgArena *arena, const char *table)
{
    const char *suffix = "_pkey";
    char *text = sg_arena_alloc_text(arena, strlen(table) + strlen(suffix) + 1);
    return with_suffix(text, added(text, table), suffix);
}

const char *model_unique_key_name(SgArena *arena, const char *table, const char *const *columns, size_t count)
{
    return column_name(arena, table, columns, count, "_key");
}

const char *model_index_name(SgArena *arena, const char *table, const char *const *columns, size_t count)
{
    return column_name(arena, table, columns, count, "_idx");
}

const char *model_foreign_key_name(SgArena *arena, const char *table, const char *const *columns, size_t count)
{
    return column_name(arena, table, columns, count, "_fkey");
}

const char *model_join_table_name(SgArena *arena, const char *relation)
{
    /* Cut at 63 characters, not bytes: that is what Prisma does, and PostgreSQL cuts the rest. */
    size_t size = strlen(relation), end = 0;
    for (size_t characters = 0; end < size && characters < IDENTIFIER_BYTES - 1; characters++) {
        uint32_t character;
        end += sg_utf8_decode(relation + end, size - end, &character);
    }
    return sg_arena_printf(arena, "_%.*s", (int)end, relation);
}

const char *model_default_relation_name(SgArena *arena, const char *model, const char *other)
{
    bool is_first = strcmp(model, other) < 0;
    const char *first = is_first ? model : other;
    return sg_arena_joined(arena, first, "To", is_first ? other : model);
}
