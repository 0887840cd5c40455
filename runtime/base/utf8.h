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

enum { SG_UTF8_MAX = 4 }; /* bytes of the longest character */

/* Writes the character `c` (at most U+10FFFF) to `out`, without a NUL, and returns how many bytes it takes.  A
 * surrogate is written as if it were a character; the result is no UTF-8 then. */
size_t sg_utf8_encode(uint32_t c, char out[SG_UTF8_MAX]);

/* Characters in valid UTF-8 text. */
size_t sg_utf8_count(const char *text, size_t size);

/* The largest length ≤ limit that does not cut a character of `text`. */
size_t sg_utf8_floor(const char *text, size_t limit);

#endif
