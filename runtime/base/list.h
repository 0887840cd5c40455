/*
 * list.h - a typed growable array in an arena (for code whose arena cannot return NULL: the compiler).
 *
 *     LIST(const char *) names = {0};
 *     *list_add(arena, &names) = "a";
 *     for (size_t i = 0; i < names.count; i++) use(names.items[i]);
 *
 * A new item is zeroed.  Items move when the list grows: keep indexes, or lists of pointers.
 */
#ifndef SG_BASE_LIST_H
#define SG_BASE_LIST_H

#include "arena.h"

#include <stddef.h>

#define LIST(T)                                                                                                        \
    struct {                                                                                                           \
        T *items;                                                                                                      \
        size_t count;                                                                                                  \
        size_t capacity;                                                                                               \
    }

#define list_add(arena, list)                                                                                          \
    ((list)->items = sg_list_grow((arena), (list)->items, (list)->count, &(list)->capacity, sizeof *(list)->items),    \
     &(list)->items[(list)->count++])

/* The array with room for one more zeroed item behind its `count`. */
void *sg_list_grow(SgArena *arena, void *items, size_t count, size_t *capacity, size_t item_size);

#endif
