/*
 * map.h - string → pointer, in an arena.
 *
 * A zeroed SgMap is empty.  Keys are borrowed: they must live as long as the map.  Values may not be NULL.
 */
#ifndef SG_BASE_MAP_H
#define SG_BASE_MAP_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct SgMapEntry {
    const char *key; /* NULL: free slot */
    void *value;
} SgMapEntry;

typedef struct SgMap {
    SgMapEntry *entries;
    size_t count;
    size_t capacity; /* a power of two */
} SgMap;

/* The value of `key`, NULL when absent. */
void *sg_map_find(const SgMap *map, const char *key);

/* Room for `count` keys in all.  False when memory ran out (the map is unchanged). */
bool sg_map_reserve(SgMap *map, SgArena *arena, size_t count);

/* Adds `key`, or replaces its value.  False when memory ran out (the map is unchanged). */
bool sg_map_put(SgMap *map, SgArena *arena, const char *key, void *value);

/* The hash that the map takes of its keys; the low bits are as good as the others.  Not the same on every machine. */
uint64_t sg_map_hash(const char *key);

#endif
