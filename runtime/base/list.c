/* The one growth rule of every LIST. */
#include "list.h"

void *sg_list_reserve(SgArena *arena, void *items, size_t count, size_t *capacity, size_t wanted, size_t item_size)
{
    if (wanted <= *capacity) return items;
    if (!sg_arena_extend(arena, items, *capacity * item_size, wanted * item_size)) {
        void *moved = sg_arena_alloc(arena, wanted * item_size);
        if (count > 0) memcpy(moved, items, count * item_size);
        items = moved;
    }
    *capacity = wanted;
    return items;
}

void *sg_list_grow(SgArena *arena, void *items, size_t count, size_t *capacity, size_t item_size)
{
    return sg_list_reserve(arena, items, count, capacity, count == 0 ? 4 : count * 2, item_size);
}
