/* utf8.h - what the compiler and the runtime need to know of UTF-8. */
#ifndef SG_BASE_UTF8_H
#define SG_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The length of the longest valid prefix: `size` when all of it is UTF-8 as PostgreSQL accepts it
 * (no overlong forms, no surrogates, nothing above U+10FFFF). */
size_t sg_utf8_valid(const char *text, size_t size);

/* Decodes the character at `text` (valid UTF-8, size > 0) and returns how many bytes it takes. */
size_t sg_utf8_decode(const char *text, size_t size, uint32_t *out);

/* Characters in valid UTF-8 text. */
size_t sg_utf8_count(const char *text, size_t size);

/* The largest length ≤ limit that does not cut a character of `text`. */
size_t sg_utf8_floor(const char *text, size_t limit);

#endif
