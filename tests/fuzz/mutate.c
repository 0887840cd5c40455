#include "mutate.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A piece of the text. */
typedef struct Piece {
    size_t start, size;
} Piece;

static const char *const ADDED[] = {"(",   ")",    "[",    "]",
                                    "{",   "}",    "\"",   "@",
                                    "@@",  ",",    ":",    ".",
                                    "?",   "!",    "//",   "/*",
                                    "*/",  "\n",   "\r",   "\\",
                                    "///", "é",    "-1",   "99999999999999999999",
                                    "_",   "\xff", "\xc3", "\xed\xa0\x80",
                                    "=",   "[]"};

/* xorshift64* */
static size_t below(Random *random, size_t limit)
{
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return (size_t)((random->state * UINT64_C(0x2545F4914F6CDD1D)) >> 32) % limit;
}

static Piece random_line(Random *random, const char *text, size_t size)
{
    size_t at = below(random, size), start = at, end = at;
    while (start > 0 && text[start - 1] != '\n') start--;
    while (end < size && text[end] != '\n') end++;
    return (Piece){start, end - start + (end < size)};
}

static int is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.';
}

/* Empty when there is none near. */
static Piece random_word(Random *random, const char *text, size_t size)
{
    size_t start = below(random, size);
    while (start < size && !is_word(text[start])) start++;
    while (start > 0 && start < size && is_word(text[start - 1])) start--;
    size_t end = start;
    while (end < size && is_word(text[end])) end++;
    return (Piece){start, end - start};
}

/* The text with `new` where `old` was. */
static char *replaced(const char *text, size_t size, Piece old, const char *new, size_t new_size, size_t *out_size)
{
    char *result = malloc(size - old.size + new_size + 1);
    if (result == NULL) abort();
    memcpy(result, text, old.start);
    memcpy(result + old.start, new, new_size);
    memcpy(result + old.start + new_size, text + old.start + old.size, size - old.start - old.size);
    *out_size = size - old.size + new_size;
    return result;
}

static char *change(Random *random, const char *text, size_t size, size_t *out_size)
{
    Piece line = random_line(random, text, size), word = random_word(random, text, size);
    Piece here = {below(random, size + 1), 0};
    const char *added = ADDED[below(random, sizeof ADDED / sizeof *ADDED)];
    switch (below(random, 7)) {
    case 0: return replaced(text, size, line, "", 0, out_size);
    case 1: return replaced(text, size, (Piece){line.start, 0}, text + line.start, line.size, out_size);
    case 2: {
        Piece other = random_line(random, text, size);
        return replaced(text, size, line, text + other.start, other.size, out_size);
    }
    case 3: {
        Piece other = random_word(random, text, size);
        return replaced(text, size, word, text + other.start, other.size, out_size);
    }
    case 4: here.size = below(random, 16) % (size - here.start + 1); break;
    default: here.size = here.start < size ? below(random, 2) : 0; break;
    }
    return replaced(text, size, here, added, here.size > 1 ? 0 : strlen(added), out_size);
}

char *mutate(Random *random, const char *text, size_t size, size_t *out_size)
{
    char *result = replaced(text, size, (Piece){0, 0}, "", 0, out_size);
    for (size_t changes = 1 + below(random, 3); changes > 0 && *out_size > 0; changes--) {
        char *changed = change(random, result, *out_size, out_size);
        free(result);
        result = changed;
    }
    return result;
}
