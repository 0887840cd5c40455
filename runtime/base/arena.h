/*
 * arena.h - memory that is released as a whole.
 *
 * An arena owns everything that was allocated from it; nothing is freed singly.  A zeroed SgArena is ready
 * to use.  Allocation fails by returning NULL, unless `out_of_memory` is set: then that function is called
 * instead and must not return (the compiler sets it, so that it never has to look at a NULL).
 */
#ifndef SG_BASE_ARENA_H
#define SG_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct SgArenaBlock SgArenaBlock;

typedef struct SgArena {
    SgArenaBlock *head; /* the block being filled; older ones behind it */
    void (*out_of_memory)(void);
} SgArena;

/* A point in an arena's life; see sg_arena_release(). */
typedef struct SgArenaMark {
    SgArenaBlock *block;
    size_t used;
} SgArenaMark;

/* `size` bytes aligned for any type but long double, uninitialised.  Size 0 gives a distinct pointer. */
void *sg_arena_alloc(SgArena *arena, size_t size);

/* Makes the newest allocation of the arena larger where it stands; `size` is what it has, `larger` what it shall have.
 * False when that cannot be (it is not the newest, or its block is full): then nothing changed. */
bool sg_arena_extend(SgArena *arena, void *allocation, size_t size, size_t larger);

/* Makes sure that the next `size` bytes come from one block.  False when memory ran out. */
bool sg_arena_reserve(SgArena *arena, size_t size);

/* As sg_arena_alloc(), zeroed. */
void *sg_arena_new(SgArena *arena, size_t size);

/* `size` bytes for text, at any address. */
char *sg_arena_alloc_text(SgArena *arena, size_t size);

/* Copies of text, NUL-terminated. */
char *sg_arena_strdup(SgArena *arena, const char *text);
char *sg_arena_strndup(SgArena *arena, const char *text, size_t size);
char *sg_arena_printf(SgArena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *sg_arena_vprintf(SgArena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Texts behind each other: sg_arena_joined(arena, "a", "b", …). */
char *sg_arena_join(SgArena *arena, const char *const *parts);
#define sg_arena_joined(arena, ...) sg_arena_join((arena), (const char *const[]){__VA_ARGS__, NULL})

/* Everything allocated after the mark is released; what is older stays. */
SgArenaMark sg_arena_mark(const SgArena *arena);
void sg_arena_release(SgArena *arena, SgArenaMark mark);

/* Releases everything; the arena is ready for use again. */
void sg_arena_free(SgArena *arena);

#endif
