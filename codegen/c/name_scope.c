#include "name_scope.h"

#include "map.h"

enum { FIRST_CAPACITY = 64 };

static uint64_t hash_of(const char *name)
{
    uint64_t hash = sg_map_hash(name);
    return hash == 0 ? 1 : hash;
}

/* The slot that has the hash, or the free one that would take it. */
static NameSlot *slot_of(const NameSet *set, uint64_t hash)
{
    size_t i = (size_t)hash & (set->capacity - 1);
    while (set->slots[i].hash != 0 && set->slots[i].hash != hash) i = (i + 1) & (set->capacity - 1);
    return &set->slots[i];
}

/* At most three quarters full. */
void names_reserve(NameSet *set, SgArena *arena, size_t count)
{
    if (count * 4 <= set->capacity * 3) return;
    NameSet larger = {.count = set->count, .capacity = set->capacity == 0 ? FIRST_CAPACITY : set->capacity};
    while (count * 4 > larger.capacity * 3) larger.capacity *= 2;
    larger.slots = sg_arena_new(arena, larger.capacity * sizeof *larger.slots);
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i].hash != 0) *slot_of(&larger, set->slots[i].hash) = set->slots[i];
    *set = larger;
}

static bool has(const NameSet *set, uint64_t hash)
{
    return set->capacity > 0 && slot_of(set, hash)->hash != 0;
}

bool names_have(const NameSet *set, const char *name)
{
    return has(set, hash_of(name));
}

static void note_taken(NameScope *scope, const char *wanted, const char *given, Span origin, Span taken_by)
{
    if (scope->diags == NULL) return;
    Diagnostic *diagnostic = diag_add(scope->diags, DIAG_C_NAME_TAKEN, origin,
                                      "the C name `%s` is taken, this one is spelled `%s`", wanted, given);
    diag_note(scope->diags, diagnostic, taken_by, "`%s` is from here", wanted);
}

const char *name_claim(NameScope *scope, const char *wanted, Span origin)
{
    names_reserve(&scope->given, scope->arena, scope->given.count + 1);
    const char *name = wanted;
    const NameSlot *taken = NULL;
    uint64_t hash = hash_of(name);
    NameSlot *slot = slot_of(&scope->given, hash);
    while (slot->hash != 0 || has(scope->reserved, hash)) {
        if (slot->hash != 0 && taken == NULL) taken = slot;
        name = sg_arena_joined(scope->arena, name, "_");
        hash = hash_of(name);
        slot = slot_of(&scope->given, hash);
    }
    *slot = (NameSlot){hash, origin};
    scope->given.count++;
    if (taken != NULL) note_taken(scope, wanted, name, origin, taken->origin);
    return name;
}
