#include "sql_words.h"

#include "quote.h"
#include "text.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* Behind the closing quote, which may stand doubled inside; or the end of the text. */
static const char *quoted_end(const char *at)
{
    char quote = *at++;
    while (*at != '\0' && (*at != quote || at[1] == quote)) at += *at == quote ? 2 : 1;
    return *at == '\0' ? at : at + 1;
}

/* A word is its lower-case form, "quoted" what stands between the quotes. */
static bool is_name(const char *start, const char *end, const char *name)
{
    if (*start != '"') {
        for (; start < end; start++, name++)
            if (tolower((unsigned char)*start) != (unsigned char)*name) return false;
        return *name == '\0';
    }
    for (start++; start < end - 1; start++, name++) {
        if (*start != *name) return false;
        if (*start == '"') start++;
    }
    return *name == '\0';
}

static void add_name(SgText *out, const char *name)
{
    bool is_plain = islower((unsigned char)*name) || *name == '_';
    for (const char *c = name; is_plain && *c != '\0'; c++)
        is_plain = islower((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '_';
    if (!is_plain) sg_text_add_char(out, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"') sg_text_add_char(out, '"');
        sg_text_add_char(out, *name);
    }
    if (!is_plain) sg_text_add_char(out, '"');
}

/* Is it the name of a type or a function? */
static bool is_other(const char *text, const char *start, const char *end)
{
    while (start > text && start[-1] == ' ') start--;
    bool is_type = start - text >= 2 && start[-1] == ':' && start[-2] == ':';
    return is_type || *end == '(' || *end == '.';
}

const char *sql_words_renamed(SgArena *arena, const char *text, const char *name, const char *new_name)
{
    SgText out = {.arena = arena};
    bool is_changed = false;
    for (const char *at = text, *end = at; *at != '\0'; at = end) {
        end = at + 1;
        if (*at == '\'' || *at == '"') end = quoted_end(at);
        while (is_word(*at) && is_word(*end)) end++;
        bool is_use = (is_word(*at) || *at == '"') && is_name(at, end, name) && !is_other(text, at, end);
        is_changed = is_changed || is_use;
        if (is_use) add_name(&out, new_name);
        else sg_text_add_bytes(&out, at, (size_t)(end - at));
    }
    return is_changed ? sg_text_get(&out) : text;
}

static const char *word_end(const char *at)
{
    if (*at == '"') return quoted_end(at);
    while (is_word(*at)) at++;
    return at;
}

/* The type behind "::", of which the last name counts: shop."Status". */
static bool is_cast_to(const char *at, const char *type)
{
    const char *end = word_end(at);
    while (*end == '.') {
        at = end + 1;
        end = word_end(at);
    }
    return end > at && is_name(at, end, type);
}

const char *sql_words_label_renamed(SgArena *arena, const char *text, const EnumLabel *label, bool is_bare_value)
{
    const char *old = quoted_literal(arena, label->name);
    SgText out = {.arena = arena};
    bool is_changed = false;
    for (const char *at = text, *end = at; *at != '\0'; at = end) {
        end = *at == '\'' || *at == '"' ? quoted_end(at) : at + 1;
        bool is_label = (size_t)(end - at) == strlen(old) && strncmp(at, old, strlen(old)) == 0;
        bool has_cast = strncmp(end, "::", 2) == 0;
        is_label = is_label && (has_cast ? is_cast_to(end + 2, label->type) : is_bare_value);
        is_changed = is_changed || is_label;
        if (is_label) quote_literal(&out, label->new_name);
        else sg_text_add_bytes(&out, at, (size_t)(end - at));
    }
    return is_changed ? sg_text_get(&out) : text;
}
