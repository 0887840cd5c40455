#include "quote.h"

#include <stdbool.h>
#include <string.h>

static void add_quoted(SgText *out, const char *value, char quote)
{
    sg_text_add_char(out, quote);
    for (const char *next; (next = strchr(value, quote)) != NULL; value = next + 1) {
        sg_text_add_bytes(out, value, (size_t)(next - value) + 1);
        sg_text_add_char(out, quote);
    }
    sg_text_add(out, value);
    sg_text_add_char(out, quote);
}

void quote_identifier(SgText *out, const char *name)
{
    add_quoted(out, name, '"');
}

void quote_qualified(SgText *out, const char *schema, const char *name)
{
    if (schema != NULL) {
        quote_identifier(out, schema);
        sg_text_add_char(out, '.');
    }
    quote_identifier(out, name);
}

static bool is_plain(const char *name)
{
    static const char first[] = "abcdefghijklmnopqrstuvwxyz_";
    static const char other[] = "abcdefghijklmnopqrstuvwxyz_0123456789";
    return *name != '\0' && strchr(first, *name) != NULL && name[strspn(name, other)] == '\0';
}

void quote_identifier_if_needed(SgText *out, const char *name)
{
    if (is_plain(name)) sg_text_add(out, name);
    else quote_identifier(out, name);
}

void quote_literal(SgText *out, const char *value)
{
    add_quoted(out, value, '\'');
}

const char *quoted_identifier(SgArena *arena, const char *name)
{
    SgText out = {.arena = arena};
    quote_identifier(&out, name);
    return sg_text_get(&out);
}

const char *quoted_literal(SgArena *arena, const char *value)
{
    SgText out = {.arena = arena};
    quote_literal(&out, value);
    return sg_text_get(&out);
}
