/*
 * name_scope.h - names of C, each given out once.
 *
 * A name that is taken, or that means something to C, C++, POSIX or libpq, gets an underscore behind it.
 *
 *     NameSet reserved[NAME_KINDS];
 *     names_reserved(arena, reserved);
 *     NameScope members = {.arena = arena, .reserved = &reserved[NAME_MEMBER], .diags = diags};
 *     const char *member = name_claim(&members, "default", field->name_span); // default_
 */
#ifndef SCHEMAGEN_NAME_SCOPE_H
#define SCHEMAGEN_NAME_SCOPE_H

#include "arena.h"
#include "diag.h"
#include "source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum NameKind {
    NAME_MEMBER,    /* of a struct: not a keyword, not a macro, not a type of ours */
    NAME_PARAMETER, /* neither that nor a variable of the system's headers */
    NAME_GLOBAL,    /* function, type, enumerator, macro: not a name of the system's headers */
    NAME_FILE,      /* without its ending: not the name of a header of the system */
    NAME_KINDS
} NameKind;

/*
 * Names and the declarations they are for.  Only hashes are kept: ten thousand models have a million names.  Two
 * names with one 64-bit hash would cost the second an underscore, nothing more.
 */
typedef struct NameSlot {
    uint64_t hash; /* 0: free */
    Span origin;
} NameSlot;

typedef struct NameSet {
    NameSlot *slots;
    size_t count;
    size_t capacity; /* a power of two, or 0 */
} NameSet;

/* Room for `count` names in all. */
void names_reserve(NameSet *set, SgArena *arena, size_t count);

bool names_have(const NameSet *set, const char *name);

/* Somebody else's names, by kind. */
void names_reserved(SgArena *arena, NameSet sets[NAME_KINDS]);

typedef struct NameScope {
    SgArena *arena;
    const NameSet *reserved; /* names of names_reserved() that cannot be given out */
    Diags *diags;            /* where a name that was taken is noted; NULL: nowhere */
    NameSet given;
} NameScope;

/* The name as it shall be spelled: `wanted` itself, or a copy with underscores behind it.  `origin` is the declaration
 * that it is for. */
const char *name_claim(NameScope *scope, const char *wanted, Span origin);

#endif
