#include "c_names.h"

#include "utf8.h"

#include <stdio.h>
#include <string.h>

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char to_lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static char to_upper(char c)
{
    return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

/* Letters, digits and single underscores within: `Größe_` → Gru00f6u00dfe. */
static const char *ascii(SgArena *arena, const char *name)
{
    size_t size = strlen(name), written = 0;
    size_t room = 3 * size + 1; /* the two bytes of a small ö become five */
    char *out = sg_arena_alloc_text(arena, room);
    for (size_t i = 0; i < size;) {
        uint32_t c;
        i += sg_utf8_decode(name + i, size - i, &c);
        if (c >= 0x80) written += (size_t)snprintf(out + written, room - written, "u%04x", (unsigned)c);
        else if (is_upper((char)c) || is_lower((char)c) || is_digit((char)c)) out[written++] = (char)c;
        else if (written > 0 && out[written - 1] != '_') out[written++] = '_';
    }
    if (written > 0 && out[written - 1] == '_') written--;
    out[written] = '\0';
    return out;
}

static bool has_small_letter(const char *name)
{
    while (*name != '\0' && !is_lower(*name)) name++;
    return *name != '\0';
}

static bool is_word_start(const char *name, size_t i)
{
    if (i == 0 || !is_upper(name[i])) return false;
    char before = name[i - 1];
    return is_lower(before) || is_digit(before) || (is_upper(before) && is_lower(name[i + 1]));
}

const char *c_snake(SgArena *arena, const char *name)
{
    name = ascii(arena, name);
    bool has_words = has_small_letter(name);
    char *out = sg_arena_alloc(arena, 2 * strlen(name) + 1);
    size_t size = 0;
    for (size_t i = 0; name[i] != '\0'; i++) {
        if (has_words && is_word_start(name, i)) out[size++] = '_';
        out[size++] = to_lower(name[i]);
    }
    out[size] = '\0';
    return out;
}

const char *c_pascal(SgArena *arena, const char *name)
{
    name = ascii(arena, name);
    bool lower_rest = !has_small_letter(name) && strchr(name, '_') != NULL;
    char *out = sg_arena_alloc(arena, strlen(name) + 1);
    size_t size = 0;
    bool starts_word = true;
    for (; *name != '\0'; name++) {
        if (*name == '_') {
            starts_word = true;
            continue;
        }
        out[size++] = starts_word ? to_upper(*name) : lower_rest ? to_lower(*name) : *name;
        starts_word = false;
    }
    out[size] = '\0';
    return out;
}

const char *c_upper(SgArena *arena, const char *snake)
{
    char *out = sg_arena_strdup(arena, snake);
    for (char *c = out; *c != '\0'; c++) *c = to_upper(*c);
    return out;
}
