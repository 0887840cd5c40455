/* Capacity doubles; an arena's text that is not the newest allocation abandons its old copy, which costs at most as
 * much again. */
#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 256 };

static bool grow(SgText *text, size_t capacity)
{
    char *data;
    if (text->arena != NULL) {
        data = text->data;
        if (!sg_arena_extend(text->arena, data, text->capacity, capacity)) {
            data = sg_arena_alloc(text->arena, capacity);
            if (data != NULL && text->size > 0) memcpy(data, text->data, text->size);
        }
    } else {
        data = realloc(text->data, capacity);
    }
    if (data == NULL) {
        text->failed = true;
        return false;
    }
    text->data = data;
    text->capacity = capacity;
    return true;
}

bool sg_text_reserve(SgText *text, size_t size)
{
    if (text->failed) return false;
    if (size >= SIZE_MAX / 4 || text->size >= SIZE_MAX / 4) {
        text->failed = true;
        return false;
    }
    size_t needed = text->size + size + 1;
    if (needed <= text->capacity) return true;
    size_t capacity = text->capacity == 0 ? FIRST_CAPACITY : text->capacity;
    while (capacity < needed) capacity *= 2;
    return grow(text, capacity);
}

void sg_text_append(SgText *text, const char *bytes, size_t size)
{
    if (!sg_text_reserve(text, size)) return;
    if (size > 0) memcpy(text->data + text->size, bytes, size);
    text->size += size;
    text->data[text->size] = '\0';
}

/* Written where it is to stay; again only when there was no room for it. */
void sg_text_vprintf(SgText *text, const char *format, va_list args)
{
    size_t room = text->failed ? 0 : text->capacity - text->size;
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(room == 0 ? NULL : text->data + text->size, room, format, again);
    va_end(again);
    if (length < 0) text->failed = true;
    if (text->failed) return;
    if ((size_t)length >= room) {
        if (room > 0) text->data[text->size] = '\0';
        if (!sg_text_reserve(text, (size_t)length)) return;
        vsnprintf(text->data + text->size, (size_t)length + 1, format, args);
    }
    text->size += (size_t)length;
}

void sg_text_printf(SgText *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    sg_text_vprintf(text, format, args);
    va_end(args);
}

void sg_text_truncate(SgText *text, size_t size)
{
    if (size >= text->size) return;
    text->size = size;
    text->data[size] = '\0';
}

const char *sg_text_get(const SgText *text)
{
    return text->data == NULL ? "" : text->data;
}

bool sg_text_ok(const SgText *text)
{
    return !text->failed;
}

void sg_text_free(SgText *text)
{
    if (text->arena == NULL) free(text->data);
    *text = (SgText){.arena = text->arena};
}
