/* JSON by its grammar (RFC 8259), with the limits of the parser that Prisma uses: numbers that a double can
 * hold, and 127 levels of nesting. */
#include "literals.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LEVELS = 127 };

typedef struct JsonReader {
    const char *at;
    const char *end;
    int level;
    const char *why;
} JsonReader;

static bool wrong(JsonReader *json, const char *why)
{
    if (json->why == NULL) json->why = why;
    return false;
}

static void skip_blanks(JsonReader *json)
{
    while (json->at < json->end && (*json->at == ' ' || *json->at == '\t' || *json->at == '\n' || *json->at == '\r'))
        json->at++;
}

static bool take(JsonReader *json, char c)
{
    if (json->at == json->end || *json->at != c) return false;
    json->at++;
    return true;
}

static bool read_word(JsonReader *json, const char *word)
{
    size_t size = strlen(word);
    if ((size_t)(json->end - json->at) < size || memcmp(json->at, word, size) != 0)
        return wrong(json, "a value is expected");
    json->at += size;
    return true;
}

static bool read_hex(JsonReader *json, unsigned *out)
{
    unsigned value = 0;
    if (json->end - json->at < 4) return wrong(json, "an escape needs four hexadecimal digits");
    for (int i = 0; i < 4; i++) {
        char c = *json->at++;
        const char *found = c != '\0' ? strchr("0123456789abcdefABCDEF", c) : NULL;
        if (found == NULL) return wrong(json, "an escape needs four hexadecimal digits");
        unsigned digit = (unsigned)(found - "0123456789abcdefABCDEF");
        value = value * 16 + (c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : digit);
    }
    *out = value;
    return true;
}

static bool read_unicode_escape(JsonReader *json)
{
    unsigned first, second;
    if (!read_hex(json, &first)) return false;
    if (first >= 0xDC00 && first <= 0xDFFF) return wrong(json, "half of a surrogate pair");
    if (first < 0xD800 || first > 0xDBFF) return true;
    if (!take(json, '\\') || !take(json, 'u')) return wrong(json, "half of a surrogate pair");
    if (!read_hex(json, &second)) return false;
    return (second >= 0xDC00 && second <= 0xDFFF) || wrong(json, "half of a surrogate pair");
}

static bool read_string(JsonReader *json)
{
    json->at++;
    while (json->at < json->end) {
        char c = *json->at++;
        if (c == '"') return true;
        if ((unsigned char)c < 0x20) return wrong(json, "a control character in a string");
        if (c != '\\') continue;
        if (json->at == json->end) break;
        c = *json->at++;
        if (c == 'u') {
            if (!read_unicode_escape(json)) return false;
        } else if (c == '\0' || strchr("\"\\/bfnrt", c) == NULL) {
            return wrong(json, "an unknown escape");
        }
    }
    return wrong(json, "a string has no end");
}

static bool skip_digits(JsonReader *json)
{
    const char *start = json->at;
    while (json->at < json->end && *json->at >= '0' && *json->at <= '9') json->at++;
    return json->at > start;
}

static bool read_number(JsonReader *json)
{
    const char *start = json->at;
    (void)take(json, '-');
    if (!take(json, '0') && !skip_digits(json)) return wrong(json, "a value is expected");
    if (json->at[-1] == '0' && json->at - start <= 2 && json->at < json->end && *json->at >= '0' && *json->at <= '9')
        return wrong(json, "a number begins with zero");
    if (take(json, '.') && !skip_digits(json)) return wrong(json, "a number ends with a point");
    if (take(json, 'e') || take(json, 'E')) {
        if (!take(json, '+')) (void)take(json, '-');
        if (!skip_digits(json)) return wrong(json, "an exponent has no digits");
    }
    return isfinite(strtod(start, NULL)) || wrong(json, "a number is too large");
}

static bool read_value(JsonReader *json);

static bool read_member(JsonReader *json)
{
    skip_blanks(json);
    if (json->at == json->end || *json->at != '"') return wrong(json, "a key is a string");
    if (!read_string(json)) return false;
    skip_blanks(json);
    if (!take(json, ':')) return wrong(json, "`:` is expected behind a key");
    return read_value(json);
}

static bool read_items(JsonReader *json, char close, bool (*read)(JsonReader *json))
{
    if (++json->level > MOST_LEVELS) return wrong(json, "it is nested too deeply");
    json->at++;
    skip_blanks(json);
    if (!take(json, close)) {
        do {
            if (!read(json)) return false;
            skip_blanks(json);
        } while (take(json, ','));
        if (!take(json, close)) return wrong(json, "`,` or a closing bracket is expected");
    }
    json->level--;
    return true;
}

static bool read_value(JsonReader *json)
{
    skip_blanks(json);
    if (json->at == json->end) return wrong(json, "a value is expected");
    switch (*json->at) {
    case '{': return read_items(json, '}', read_member);
    case '[': return read_items(json, ']', read_value);
    case '"': return read_string(json);
    case 't': return read_word(json, "true");
    case 'f': return read_word(json, "false");
    case 'n': return read_word(json, "null");
    default: return read_number(json);
    }
}

bool literal_is_json(const char *text, size_t size, const char **out_why)
{
    JsonReader json = {.at = text, .end = text + size};
    bool is_right = read_value(&json);
    skip_blanks(&json);
    if (is_right && json.at != json.end) is_right = wrong(&json, "something stands behind the value");
    if (!is_right) *out_why = json.why;
    return is_right;
}
