/*
 * text.h - text that grows.
 *
 * A zeroed SgText is empty and ready; with `arena` set it grows there and needs no sg_text_free().  `data` is
 * NULL while nothing was added and NUL-terminated after.  A failed allocation sticks: later calls do nothing,
 * and sg_text_ok() says so once at the end.
 */
#ifndef SG_BASE_TEXT_H
#define SG_BASE_TEXT_H

#include "arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct SgText {
    char *data;
    size_t size; /* bytes, without the NUL */
    size_t capacity;
    bool failed;
    SgArena *arena; /* NULL: malloc */
} SgText;

static inline void sg_text_add(SgText *text, const char *string);
static inline void sg_text_add_bytes(SgText *text, const char *bytes, size_t size);
static inline void sg_text_add_char(SgText *text, char c);
void sg_text_printf(SgText *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sg_text_vprintf(SgText *text, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Room for `size` more bytes; false (and sticky failure) when there is none. */
bool sg_text_reserve(SgText *text, size_t size);

/* `size` bytes more, for the caller to write; NULL (and sticky failure) when there is no room. */
static inline char *sg_text_extend(SgText *text, size_t size);

/* Back to `size` bytes, keeping the memory. */
void sg_text_truncate(SgText *text, size_t size);

/* The text, "" when nothing was added; valid until the next change. */
const char *sg_text_get(const SgText *text);

bool sg_text_ok(const SgText *text);
void sg_text_free(SgText *text);

/* ---- Most calls find room: generators add millions of pieces ---- */

/* As sg_text_add_bytes(), whether there is room or not. */
void sg_text_append(SgText *text, const char *bytes, size_t size);

static inline void sg_text_add_bytes(SgText *text, const char *bytes, size_t size)
{
    if (size >= text->capacity - text->size || size == 0 || text->failed) {
        sg_text_append(text, bytes, size);
        return;
    }
    memcpy(text->data + text->size, bytes, size);
    text->size += size;
    text->data[text->size] = '\0';
}

static inline char *sg_text_extend(SgText *text, size_t size)
{
    bool has_room = size < text->capacity - text->size && !text->failed;
    if (!has_room && !sg_text_reserve(text, size)) return NULL;
    char *bytes = text->data + text->size;
    text->size += size;
    text->data[text->size] = '\0';
    return bytes;
}

static inline void sg_text_add(SgText *text, const char *string)
{
    sg_text_add_bytes(text, string, strlen(string));
}

static inline void sg_text_add_char(SgText *text, char c)
{
    sg_text_add_bytes(text, &c, 1);
}

#endif
