/* Open addressing with linear probing, at most two thirds full; entries are never removed. */
#include "map.h"

#include <string.h>

enum { FIRST_CAPACITY = 8 };

/* Eight bytes at a time; the high half is mixed in because slots are taken from the low bits. */
uint64_t sg_map_hash(const char *key)
{
    const uint64_t factor = 0x9E3779B97F4A7C15u;
    size_t size = strlen(key);
    uint64_t h = size * factor, word;
    for (; size >= sizeof word; size -= sizeof word, key += sizeof word) {
        memcpy(&word, key, sizeof word);
        h = (h ^ word) * factor;
        h ^= h >> 32;
    }
    word = 0;
    memcpy(&word, key, size);
    h = (h ^ word) * factor;
    return h ^ h >> 32;
}

static SgMapEntry *slot(const SgMap *map, const char *key)
{
    size_t i = (size_t)sg_map_hash(key) & (map->capacity - 1);
    while (map->entries[i].key != NULL && strcmp(map->entries[i].key, key) != 0) i = (i + 1) & (map->capacity - 1);
    return &map->entries[i];
}

void *sg_map_find(const SgMap *map, const char *key)
{
    return map->capacity == 0 ? NULL : slot(map, key)->value;
}

static bool has_room(size_t capacity, size_t count)
{
    return count * 3 <= capacity * 2;
}

bool sg_map_reserve(SgMap *map, SgArena *arena, size_t count)
{
    SgMap larger = {.count = map->count, .capacity = map->capacity == 0 ? FIRST_CAPACITY : map->capacity};
    while (!has_room(larger.capacity, count)) larger.capacity *= 2;
    if (larger.capacity == map->capacity) return true;
    larger.entries = sg_arena_new(arena, larger.capacity * sizeof *larger.entries);
    if (larger.entries == NULL) return false;
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->entries[i].key != NULL) *slot(&larger, map->entries[i].key) = map->entries[i];
    }
    *map = larger;
    return true;
}

bool sg_map_put(SgMap *map, SgArena *arena, const char *key, void *value)
{
    if (!has_room(map->capacity, map->count + 1) && !sg_map_reserve(map, arena, map->count + 1)) return false;
    SgMapEntry *entry = slot(map, key);
    if (entry->key == NULL) map->count++;
    *entry = (SgMapEntry){key, value};
    return true;
}
