/*
 * list.h - a typed growable array in an arena (for code whose arena cannot return NULL: the compiler).
 *
 *     LIST(const char *) names = {0};
 *     *list_add(arena, &names) = "a";
 *     for (size_t i = 0; i < names.count; i++) use(names.items[i]);
 *
 * A new item is zeroed.  Items move when the list grows: keep indexes, or lists of pointers.  Where the number of
 * items is known before they are added, list_reserve() takes exactly their memory.
 *
 * An ARRAY is a list that is complete: it has its items and nothing else.
 */
#ifndef SG_BASE_LIST_H
#define SG_BASE_LIST_H

#include "arena.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LIST(T)                                                                                                        \
    struct {                                                                                                           \
        T *items;                                                                                                      \
        size_t count;                                                                                                  \
        size_t capacity;                                                                                               \
    }

#define ARRAY(T)                                                                                                       \
    struct {                                                                                                           \
        T *items;                                                                                                      \
        uint32_t count;                                                                                                \
    }

#define list_add(arena, list)                                                                                          \
    ((list)->items = sg_list_room((arena), (list)->items, (list)->count, &(list)->capacity, sizeof *(list)->items),    \
     &(list)->items[(list)->count++])

/* Room for `more` items and no others: an arena does not take back what a list that grows has outgrown. */
#define list_reserve(arena, list, more)                                                                                \
    ((list)->items = sg_list_reserve((arena), (list)->items, (list)->count, &(list)->capacity, (list)->count + (more), \
                                     sizeof *(list)->items))

/* The array with room for at least `wanted` items, of which `count` are kept. */
void *sg_list_reserve(SgArena *arena, void *items, size_t count, size_t *capacity, size_t wanted, size_t item_size);

/* The same with room for one more, and as much again. */
void *sg_list_grow(SgArena *arena, void *items, size_t count, size_t *capacity, size_t item_size);

/* The array with a zeroed item behind its `count`. */
static inline void *sg_list_room(SgArena *arena, void *items, size_t count, size_t *capacity, size_t item_size)
{
    if (count == *capacity) items = sg_list_grow(arena, items, count, capacity, item_size);
    memset((unsigned char *)items + count * item_size, 0, item_size);
    return items;
}

#endif
