/*
 * keys.h - sets of key values in memory: which of these are the same?
 *
 * Two keys are the same when their bytes are.  For most types that is equality; for those where it is not (1.0
 * and 1.00, citext, char(n)) equal keys may count as different, never different ones as equal.
 */
#ifndef SG_KEYS_H
#define SG_KEYS_H

#include "types.h"

#include "arena.h"

/* The values of a key: one pointer per column, NULL for SQL NULL. */
typedef struct KeyColumns {
    const SgColumn *columns; /* the model's */
    const uint16_t *indexes;
    size_t count;
} KeyColumns;

/* Is bytewise the same as equal? */
bool keys_are_exact(const KeyColumns *key);

/* A hash table of indexes; `values_at(arg, index, values)` gives the key of one. */
typedef struct KeySet {
    const KeyColumns *key;
    void (*values_at)(const void *arg, size_t index, const void **values);
    const void *arg;
    uint32_t *slots; /* index + 1 */
    size_t capacity;
} KeySet;

enum { KEY_COLUMNS_MAX = 32 };

/* Room for `count` keys; false when memory ran out. */
bool keyset_init(KeySet *set, SgArena *arena, size_t count);

/* The index of the key that equals `values`; `index` is added when there is none.  Returns the index found, or `index`.
 */
size_t keyset_add(KeySet *set, const void *const *values, size_t index);

/* SIZE_MAX when there is none. */
size_t keyset_find(const KeySet *set, const void *const *values);

#endif
