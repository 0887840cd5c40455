/* words.h - which characters make names. */
#ifndef SCHEMAGEN_WORDS_H
#define SCHEMAGEN_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is the character a letter (Unicode's category L)?  Names may begin with one. */
bool word_is_letter(uint32_t character);

/*
 * The length of the longest prefix of `text` (valid UTF-8) that is a path: names joined by dots.  0 when `text`
 * does not begin with a letter or a digit.
 */
size_t word_length(const char *text, size_t size);

#endif
