/* Blocks grow geometrically; a request larger than a block gets one of its own. */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Enough for every type with a fundamental alignment but long double and its kin, which nobody stores here. */
enum { ALIGNMENT = 8, FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

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

static void *allocate_in_new_block(SgArena *arena, size_t size)
{
    size_t capacity = size > SIZE_MAX / 2 ? 0 : next_block_size(arena, size);
    SgArenaBlock *block = capacity == 0 ? NULL : malloc(sizeof *block + capacity);
    if (block == NULL) return fail(arena);
    block->next = arena->head;
    block->size = capacity;
    block->used = size;
    arena->head = block;
    return block->bytes;
}

static inline void *allocate(SgArena *arena, size_t alignment, size_t size)
{
    SgArenaBlock *block = arena->head;
    if (size == 0) size = 1;
    if (block == NULL) return allocate_in_new_block(arena, size);
    size_t start = (block->used + alignment - 1) / alignment * alignment;
    if (start > block->size || block->size - start < size) return allocate_in_new_block(arena, size);
    block->used = start + size;
    return block->bytes + start;
}

void *sg_arena_alloc(SgArena *arena, size_t size)
{
    return allocate(arena, ALIGNMENT, size);
}

char *sg_arena_alloc_text(SgArena *arena, size_t size)
{
    return allocate(arena, 1, size);
}

bool sg_arena_reserve(SgArena *arena, size_t size)
{
    if (allocate(arena, ALIGNMENT, size) == NULL) return false;
    arena->head->used -= size;
    return true;
}

bool sg_arena_extend(SgArena *arena, void *allocation, size_t size, size_t larger)
{
    SgArenaBlock *block = arena->head;
    if (block == NULL || allocation == NULL || larger < size) return false;
    unsigned char *end = block->bytes + block->used;
    if ((unsigned char *)allocation + size != end || larger - size > block->size - block->used) return false;
    block->used += larger - size;
    return true;
}

void *sg_arena_new(SgArena *arena, size_t size)
{
    void *result = sg_arena_alloc(arena, size);
    if (result != NULL) memset(result, 0, size);
    return result;
}

char *sg_arena_strndup(SgArena *arena, const char *text, size_t size)
{
    char *copy = size == SIZE_MAX ? fail(arena) : allocate(arena, 1, size + 1);
    if (copy == NULL) return NULL;
    memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

char *sg_arena_strdup(SgArena *arena, const char *text)
{
    return sg_arena_strndup(arena, text, strlen(text));
}

/* Written where it is to stay, when there is room for it: most texts are short. */
char *sg_arena_vprintf(SgArena *arena, const char *format, va_list args)
{
    SgArenaBlock *block = arena->head;
    size_t room = block == NULL ? 0 : block->size - block->used;
    char *text = block == NULL ? NULL : (char *)block->bytes + block->used;
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(text, room, format, again);
    va_end(again);
    if (length < 0) return fail(arena);
    if ((size_t)length < room) {
        block->used += (size_t)length + 1;
        return text;
    }
    text = allocate(arena, 1, (size_t)length + 1);
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

char *sg_arena_join(SgArena *arena, const char *const *parts)
{
    size_t size = 1;
    for (size_t i = 0; parts[i] != NULL; i++) size += strlen(parts[i]);
    char *text = allocate(arena, 1, size), *end = text;
    if (text == NULL) return NULL;
    for (size_t i = 0; parts[i] != NULL; i++) {
        size_t part = strlen(parts[i]);
        memcpy(end, parts[i], part);
        end += part;
    }
    *end = '\0';
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
