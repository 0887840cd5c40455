/*
 * json_match.c - are two JSON texts the same value?
 *
 * Members of an object in any order, the last of two with one name counts; whole numbers and others differ, as in
 * Prisma; strings are compared after their escapes.
 */
#include "diff_parts.h"

#include "text.h"
#include "utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 128 };

typedef enum JsonKind { JSON_WORD, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } JsonKind;

typedef struct JsonValue JsonValue;
struct JsonValue {
    JsonKind kind;
    const char *name; /* of a member */
    const char *text; /* word, number as written, string without escapes */
    LIST(JsonValue *) items;
    SgMap members; /* name → JsonValue */
};

typedef struct JsonReader {
    SgArena *arena;
    const char *at;
    int depth;
} JsonReader;

static JsonValue *read_value(JsonReader *reader);

static void skip_space(JsonReader *reader)
{
    reader->at += strspn(reader->at, " \t\r\n");
}

static bool take(JsonReader *reader, char c)
{
    skip_space(reader);
    if (*reader->at != c) return false;
    reader->at++;
    return true;
}

/* The four digits behind \u. */
static bool read_unit(JsonReader *reader, uint32_t *out)
{
    char digits[5] = {0};
    if (strspn(reader->at, "0123456789abcdefABCDEF") < 4) return false;
    memcpy(digits, reader->at, 4);
    reader->at += 4;
    *out = (uint32_t)strtoul(digits, NULL, 16);
    return true;
}

/* Behind \u: a character, or the first half of one.  A half without the other is no JSON for Prisma. */
static bool read_character(JsonReader *reader, SgText *out)
{
    uint32_t c, low;
    char bytes[SG_UTF8_MAX];
    if (!read_unit(reader, &c)) return false;
    if (c >= 0xd800 && c < 0xe000) {
        if (c >= 0xdc00 || strncmp(reader->at, "\\u", 2) != 0) return false;
        reader->at += 2;
        if (!read_unit(reader, &low) || low < 0xdc00 || low >= 0xe000) return false;
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
    if (c == 0) {
        sg_text_add(out, "\xC0\x80"); /* no other character has these bytes, and a NUL would end the text */
    } else {
        sg_text_add_bytes(out, bytes, sg_utf8_encode(c, bytes));
    }
    return true;
}

/* Behind the backslash. */
static bool read_escape(JsonReader *reader, SgText *out)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    char c = *reader->at;
    if (c == '\0') return false;
    reader->at++;
    if (c == 'u') return read_character(reader, out);
    const char *found = strchr(letters, c);
    if (found == NULL) return false;
    sg_text_add_char(out, meanings[found - letters]);
    return true;
}

static const char *read_string(JsonReader *reader)
{
    SgText out = {.arena = reader->arena};
    if (!take(reader, '"')) return NULL;
    while (*reader->at != '"') {
        if (*reader->at == '\0') return NULL;
        if (*reader->at != '\\') {
            sg_text_add_char(&out, *reader->at++);
            continue;
        }
        reader->at++;
        if (!read_escape(reader, &out)) return NULL;
    }
    reader->at++;
    return sg_text_get(&out);
}

static bool read_items(JsonReader *reader, JsonValue *array)
{
    if (take(reader, ']')) return true;
    do {
        JsonValue *item = read_value(reader);
        if (item == NULL) return false;
        *list_add(reader->arena, &array->items) = item;
    } while (take(reader, ','));
    return take(reader, ']');
}

static bool read_members(JsonReader *reader, JsonValue *object)
{
    if (take(reader, '}')) return true;
    do {
        const char *name = read_string(reader);
        if (name == NULL || !take(reader, ':')) return false;
        JsonValue *member = read_value(reader);
        if (member == NULL) return false;
        member->name = name;
        if (sg_map_find(&object->members, name) == NULL) *list_add(reader->arena, &object->items) = member;
        sg_map_put(&object->members, reader->arena, name, member);
    } while (take(reader, ','));
    return take(reader, '}');
}

static bool read_scalar(JsonReader *reader, JsonValue *value)
{
    size_t size = strspn(reader->at, "+-.0123456789abcdefghijklmnopqrstuvwxyzE");
    const char *text = sg_arena_strndup(reader->arena, reader->at, size);
    reader->at += size;
    value->text = text;
    value->kind = JSON_WORD;
    if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0 || strcmp(text, "null") == 0) return true;
    value->kind = JSON_NUMBER;
    char *end;
    strtod(text, &end);
    return strspn(text, "-0123456789") > 0 && *end == '\0';
}

static bool read_into(JsonReader *reader, JsonValue *value)
{
    if (take(reader, '{')) {
        value->kind = JSON_OBJECT;
        return read_members(reader, value);
    }
    if (take(reader, '[')) {
        value->kind = JSON_ARRAY;
        return read_items(reader, value);
    }
    skip_space(reader);
    if (*reader->at == '"') {
        value->kind = JSON_STRING;
        value->text = read_string(reader);
        return value->text != NULL;
    }
    return read_scalar(reader, value);
}

/* NULL when the text is not JSON. */
static JsonValue *read_value(JsonReader *reader)
{
    if (reader->depth >= MAX_DEPTH) return NULL;
    JsonValue *value = sg_arena_new(reader->arena, sizeof *value);
    reader->depth++;
    bool is_valid = read_into(reader, value);
    reader->depth--;
    return is_valid ? value : NULL;
}

static JsonValue *read_json(SgArena *arena, const char *text)
{
    JsonReader reader = {.arena = arena, .at = text};
    JsonValue *value = read_value(&reader);
    skip_space(&reader);
    return *reader.at == '\0' ? value : NULL;
}

/* For Prisma's parser a number is whole when it fits into 64 bits, with or without sign, but for -0. */
static bool is_whole(const char *number)
{
    if (strpbrk(number, ".eE") != NULL || strcmp(number, "-0") == 0) return false;
    errno = 0;
    if (*number == '-') (void)strtoll(number, NULL, 10);
    else (void)strtoull(number, NULL, 10);
    return errno == 0;
}

static bool numbers_match(const char *a, const char *b)
{
    if (strcmp(a, b) == 0) return true;
    return !is_whole(a) && !is_whole(b) && !(strtod(a, NULL) < strtod(b, NULL)) && !(strtod(a, NULL) > strtod(b, NULL));
}

static bool values_match(const JsonValue *a, const JsonValue *b)
{
    if (a->kind != b->kind || a->items.count != b->items.count) return false;
    if (a->kind == JSON_NUMBER) return numbers_match(a->text, b->text);
    if (a->kind == JSON_STRING || a->kind == JSON_WORD) return strcmp(a->text, b->text) == 0;
    for (size_t i = 0; i < a->items.count; i++) {
        const JsonValue *left = a->items.items[i], *right = b->items.items[i];
        if (a->kind == JSON_OBJECT) {
            left = sg_map_find(&a->members, left->name);
            right = sg_map_find(&b->members, left->name);
        }
        if (right == NULL || !values_match(left, right)) return false;
    }
    return true;
}

bool diff_json_match(SgArena *arena, const char *a, const char *b)
{
    if (strcmp(a, b) == 0) return true;
    const JsonValue *left = read_json(arena, a), *right = read_json(arena, b);
    return left != NULL && right != NULL && values_match(left, right);
}
