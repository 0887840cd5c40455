#include "keys.h"

#define HASH_FACTOR UINT64_C(0x9E3779B97F4A7C15)

bool keys_are_exact(const KeyColumns *key)
{
    for (size_t i = 0; i < key->count; i++) {
        const SgColumn *column = &key->columns[key->indexes[i]];
        switch ((int)column->type) {
        case SG_BOOL:
        case SG_INT16:
        case SG_INT32:
        case SG_INT64:
        case SG_OID:
        case SG_MONEY:
        case SG_TEXT:
        case SG_UUID:
        case SG_TIMESTAMP:
        case SG_TIMESTAMPTZ:
        case SG_DATE:
        case SG_TIME:
        case SG_ENUM: break;
        default: return false;
        }
        if (column_is(column, SG_COLUMN_LIST)) return false;
    }
    return true;
}

/* What the value consists of: the text, or the struct without what fills it up at its end. */
static inline const void *bytes_of(const SgColumn *column, const void *value, size_t *size)
{
    Items bytes;
    switch ((int)column->type) {
    case SG_TEXT:
    case SG_CHAR:
    case SG_CITEXT:
    case SG_XML:
    case SG_JSON:
    case SG_JSONB: *size = strlen(member_pointer(value, 0)); return member_pointer(value, 0);
    case SG_BYTES:
    case SG_BIT:
    case SG_VARBIT:
        bytes = member_items(value, 0);
        *size = column->type == SG_BYTES ? bytes.count : (bytes.count + 7) / 8;
        return bytes.items;
    case SG_DECIMAL: *size = offsetof(SgDecimal, negative) + sizeof(bool); return value;
    case SG_NUMERIC: *size = offsetof(SgNumeric, negative) + sizeof(bool); return value;
    case SG_TIMETZ: *size = offsetof(SgTimeTz, offset) + sizeof(int32_t); return value;
    default: *size = type_info(column->type)->size; return value;
    }
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    uint64_t word;
    for (; size >= 8; at += 8, size -= 8) {
        memcpy(&word, at, 8);
        hash = (hash ^ word) * HASH_FACTOR;
        hash ^= hash >> 32;
    }
    for (word = size + 1; size > 0; size--) word = word << 8 | *at++;
    hash = (hash ^ word) * HASH_FACTOR;
    return hash ^ hash >> 29;
}

static uint64_t key_hash(const KeyColumns *key, const void *const *values)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < key->count; i++) {
        size_t size = 0;
        const void *bytes = values[i] == NULL ? "" : bytes_of(&key->columns[key->indexes[i]], values[i], &size);
        hash = mix(hash, bytes, size);
    }
    return hash;
}

static bool key_equal(const KeyColumns *key, const void *const *a, const void *const *b)
{
    for (size_t i = 0; i < key->count; i++) {
        const SgColumn *column = &key->columns[key->indexes[i]];
        size_t a_size, b_size;
        if (a[i] == NULL || b[i] == NULL) {
            if (a[i] != b[i]) return false;
            continue;
        }
        const void *a_bytes = bytes_of(column, a[i], &a_size), *b_bytes = bytes_of(column, b[i], &b_size);
        if (a_size != b_size || (a_size > 0 && memcmp(a_bytes, b_bytes, a_size) != 0)) return false;
    }
    return true;
}

bool keyset_init(KeySet *set, SgArena *arena, size_t count)
{
    set->capacity = 16;
    while (set->capacity < count * 2) set->capacity *= 2;
    set->slots = sg_arena_new(arena, set->capacity * sizeof *set->slots);
    return set->slots != NULL && count < UINT32_MAX;
}

static size_t find_slot(const KeySet *set, const void *const *values)
{
    const void *other[KEY_COLUMNS_MAX];
    size_t mask = set->capacity - 1;
    size_t at = (size_t)key_hash(set->key, values) & mask;
    for (; set->slots[at] != 0; at = (at + 1) & mask) {
        set->values_at(set->arg, set->slots[at] - 1, other);
        if (key_equal(set->key, values, other)) break;
    }
    return at;
}

size_t keyset_add(KeySet *set, const void *const *values, size_t index)
{
    size_t slot = find_slot(set, values);
    if (set->slots[slot] == 0) set->slots[slot] = (uint32_t)index + 1;
    return set->slots[slot] - 1;
}

size_t keyset_find(const KeySet *set, const void *const *values)
{
    size_t slot = find_slot(set, values);
    return set->slots[slot] == 0 ? SIZE_MAX : set->slots[slot] - 1;
}
