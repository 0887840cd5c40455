/* Blocks grow geometrically; a request larger than a block gets one of its own. */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = _Alignof(max_align_t), FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

struct SgArenaBlock {
    SgArenaBlock *next;
    size_t size;
    size_t used;
    _Alignas(max_align_t) unsigned char bytes[];
};

static void *fail(const SgArena *arena)
{
    if (arena->out_of_memory != NULL) arena->out_of_memory();
    return NULL;
}

static size_t next_block_size(const SgArena *arena, size_t needed)
{
    size_t size = FIRST_BLOCK;
    if (arena->head != NULL && arena->head->size < LARGEST_BLOCK) size = arena->head->size * 2;
    if (arena->head != NULL && arena->head->size >= LARGEST_BLOCK) size = LARGEST_BLOCK;
    return size < needed ? needed : size;
}

void *sg_arena_alloc(SgArena *arena, size_t size)
{
    if (size > SIZE_MAX / 2) return fail(arena);
    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size == 0) size = ALIGNMENT;

    SgArenaBlock *block = arena->head;
    if (block == NULL || block->size - block->used < size) {
        size_t capacity = next_block_size(arena, size);
        block = malloc(sizeof *block + capacity);
        if (block == NULL) return fail(arena);
        block->next = arena->head;
        block->size = capacity;
        block->used = 0;
        arena->head = block;
    }
    void *result = block->bytes + block->used;
    block->used += size;
    return result;
}

void *sg_arena_new(SgArena *arena, size_t size)
{
    void *result = sg_arena_alloc(arena, size);
    if (result != NULL) memset(result, 0, size);
    return result;
}

char *sg_arena_strndup(SgArena *arena, const char *text, size_t size)
{
    char *copy = sg_arena_alloc(arena, size + 1);
    if (copy == NULL) return NULL;
    memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *sg_arena_strdup(SgArena *arena, const char *text)
{
    return sg_arena_strndup(arena, text, strlen(text));
}

char *sg_arena_vprintf(SgArena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0) return fail(arena);
    char *text = sg_arena_alloc(arena, (size_t)length + 1);
    if (text != NULL) vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *sg_arena_printf(SgArena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = sg_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

SgArenaMark sg_arena_mark(const SgArena *arena)
{
    return (SgArenaMark){arena->head, arena->head == NULL ? 0 : arena->head->used};
}

void sg_arena_release(SgArena *arena, SgArenaMark mark)
{
    while (arena->head != mark.block) {
        SgArenaBlock *block = arena->head;
        arena->head = block->next;
        free(block);
    }
    if (arena->head != NULL) arena->head->used = mark.used;
}

void sg_arena_free(SgArena *arena)
{
    sg_arena_release(arena, (SgArenaMark){NULL, 0});
}
