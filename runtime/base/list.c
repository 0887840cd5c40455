/* The one growth rule of every LIST. */
#include "list.h"

#include <string.h>

void *sg_list_grow(SgArena *arena, void *items, size_t count, size_t *capacity, size_t item_size)
{
    if (count == *capacity) {
        size_t larger = count == 0 ? 4 : count * 2;
        if (!sg_arena_extend(arena, items, count * item_size, larger * item_size)) {
            unsigned char *moved = sg_arena_alloc(arena, larger * item_size);
            if (count > 0) memcpy(moved, items, count * item_size);
            items = moved;
        }
        *capacity = larger;
    }
    memset((unsigned char *)items + count * item_size, 0, item_size);
    return items;
}
