/*
 * default_parse.c - pg_get_expr() text → ColumnDefault.
 *
 * PostgreSQL prints a constant with casts and parentheses around it: 'a'::text, (1)::bigint,
 * (ARRAY['a'::text])::character varying(3)[].  All of those mean the constant.  What is not a constant, a list of
 * constants, now() or nextval() stays an expression.
 */
#include "default_parse.h"

#include "text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_NESTING = 16 };

typedef enum TokenKind { TOKEN_STRING, TOKEN_NUMBER, TOKEN_WORD } TokenKind;

/* A constant without its casts. */
typedef struct Constant {
    TokenKind kind;
    const char *text;
} Constant;

typedef struct Cursor {
    SgArena *arena;
    const char *at;
} Cursor;

typedef enum Family {
    FAMILY_TEXT,
    FAMILY_INTEGER,
    FAMILY_DECIMAL,
    FAMILY_BOOLEAN,
    FAMILY_TIME,
    FAMILY_BYTES,
    FAMILY_NONE
} Family;

static Family family_of(const ColumnType *type)
{
    if (type->kind == TYPE_ENUM) return FAMILY_TEXT;
    if (type->kind == TYPE_OTHER) return FAMILY_NONE;
    switch (native_type_info(type->native)->scalar) {
    case SCALAR_STRING:
    case SCALAR_JSON: return FAMILY_TEXT;
    case SCALAR_BOOLEAN: return FAMILY_BOOLEAN;
    case SCALAR_INT:
    case SCALAR_BIGINT: return FAMILY_INTEGER;
    case SCALAR_FLOAT:
    case SCALAR_DECIMAL: return FAMILY_DECIMAL;
    case SCALAR_DATETIME: return FAMILY_TIME;
    case SCALAR_BYTES: return FAMILY_BYTES;
    case SCALAR_COUNT: break;
    }
    return FAMILY_NONE;
}

static void skip_spaces(Cursor *cursor)
{
    while (isspace((unsigned char)*cursor->at)) cursor->at++;
}

static bool accept(Cursor *cursor, const char *text)
{
    skip_spaces(cursor);
    size_t size = strlen(text);
    if (strncasecmp(cursor->at, text, size) != 0) return false;
    cursor->at += size;
    return true;
}

static bool at_end(Cursor *cursor)
{
    skip_spaces(cursor);
    return *cursor->at == '\0';
}

static bool is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (c & 0x80) != 0;
}

/* 'text' with doubled quotes, or E'text' with backslashes as well. */
static bool read_string(Cursor *cursor, const char **out)
{
    skip_spaces(cursor);
    const char *at = cursor->at;
    bool has_escapes = (*at == 'E' || *at == 'e') && at[1] == '\'';
    if (has_escapes) at++;
    if (*at != '\'') return false;
    SgText text = {.arena = cursor->arena};
    for (at++; *at != '\0'; at++) {
        if (*at == '\'') {
            if (at[1] != '\'') break;
            at++;
        } else if (has_escapes && *at == '\\' && at[1] == '\\') {
            at++; /* the one escape that the server prints */
        }
        sg_text_add_char(&text, *at);
    }
    if (*at != '\'') return false;
    cursor->at = at + 1;
    *out = sg_text_get(&text);
    return true;
}

/* "name" with doubled quotes, or a word. */
static bool read_identifier(Cursor *cursor, const char **out)
{
    skip_spaces(cursor);
    const char *at = cursor->at;
    SgText text = {.arena = cursor->arena};
    if (*at == '"') {
        do {
            for (at++; *at != '"' && *at != '\0'; at++) sg_text_add_char(&text, *at);
            if (*at++ == '\0') return false;
            if (*at == '"') sg_text_add_char(&text, '"');
        } while (*at == '"');
    } else {
        for (; is_word_char(*at); at++) sg_text_add_char(&text, *at);
    }
    if (at == cursor->at) return false;
    cursor->at = at;
    *out = sg_text_get(&text);
    return true;
}

/* The second word of a type's name: double precision, character varying, time (3) without time zone. */
static bool accept_type_word(Cursor *cursor)
{
    return accept(cursor, "varying") || accept(cursor, "precision") || accept(cursor, "with time zone") ||
           accept(cursor, "without time zone");
}

/* `[` or `(`, what stands up to its end, and the end. */
static bool accept_modifier(Cursor *cursor, const char *open, const char *close)
{
    if (!accept(cursor, open)) return false;
    cursor->at += strcspn(cursor->at, close);
    return accept(cursor, close);
}

/* Any number of ::type, the type being a name of one or more parts, modifiers in parentheses, and brackets. */
static bool skip_casts(Cursor *cursor)
{
    while (accept(cursor, "::")) {
        const char *name;
        do {
            if (!read_identifier(cursor, &name)) return false;
        } while (accept(cursor, "."));
        while (accept_type_word(cursor) || accept_modifier(cursor, "(", ")")) {
        }
        while (accept_modifier(cursor, "[", "]")) {
        }
    }
    return true;
}

static bool read_number(Cursor *cursor, const char **out)
{
    skip_spaces(cursor);
    const char *start = cursor->at;
    const char *at = start;
    if (*at == '-') at++;
    size_t digits = strspn(at, "0123456789");
    at += digits;
    if (*at == '.') {
        size_t fraction = strspn(at + 1, "0123456789");
        at += 1 + fraction;
        digits += fraction;
    }
    if (digits == 0 || is_word_char(*at)) return false;
    cursor->at = at;
    *out = sg_arena_strndup(cursor->arena, start, (size_t)(at - start));
    return true;
}

/* A constant, whatever casts and parentheses are around it. */
static bool read_constant(Cursor *cursor, int depth, Constant *out)
{
    if (depth > MAX_NESTING) return false;
    if (accept(cursor, "(")) {
        if (!read_constant(cursor, depth + 1, out) || !accept(cursor, ")")) return false;
    } else if (read_string(cursor, &out->text)) {
        out->kind = TOKEN_STRING;
    } else if (read_number(cursor, &out->text)) {
        out->kind = TOKEN_NUMBER;
    } else if (isalpha((unsigned char)*cursor->at) && read_identifier(cursor, &out->text)) {
        out->kind = TOKEN_WORD;
    } else {
        return false;
    }
    return skip_casts(cursor);
}

static const char *integer_value(SgArena *arena, const char *text)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0') return NULL;
    return sg_arena_printf(arena, "%lld", value);
}

static const char *decimal_value(SgArena *arena, const char *text)
{
    Cursor cursor = {.arena = arena, .at = text};
    const char *value;
    return read_number(&cursor, &value) && at_end(&cursor) ? value : NULL;
}

static const char *boolean_value(const char *text)
{
    if (strcasecmp(text, "t") == 0 || strcasecmp(text, "true") == 0) return "true";
    if (strcasecmp(text, "f") == 0 || strcasecmp(text, "false") == 0) return "false";
    return NULL;
}

static const char *bytes_value(const char *text)
{
    if (strncmp(text, "\\x", 2) != 0) return NULL;
    size_t digits = strspn(text + 2, "0123456789abcdef");
    return text[2 + digits] == '\0' && digits % 2 == 0 ? text + 2 : NULL;
}

/* The value as ColumnDefault spells it, NULL when the constant is none of that family. */
static const char *constant_value(SgArena *arena, Family family, Constant constant)
{
    bool is_string = constant.kind == TOKEN_STRING;
    switch (family) {
    case FAMILY_TEXT: return is_string ? constant.text : NULL;
    case FAMILY_INTEGER: return constant.kind == TOKEN_WORD ? NULL : integer_value(arena, constant.text);
    case FAMILY_DECIMAL: return constant.kind == TOKEN_WORD ? NULL : decimal_value(arena, constant.text);
    case FAMILY_BOOLEAN: return constant.kind == TOKEN_NUMBER ? NULL : boolean_value(constant.text);
    case FAMILY_BYTES: return is_string ? bytes_value(constant.text) : NULL;
    case FAMILY_TIME: /* not 'now', which is read when a row is made */
        return is_string && isdigit((unsigned char)constant.text[0]) ? constant.text : NULL;
    case FAMILY_NONE: break;
    }
    return NULL;
}

/* One item of '{…}': quoted with backslashes, or bare. */
static bool read_array_item(Cursor *cursor, Constant *out)
{
    skip_spaces(cursor);
    SgText text = {.arena = cursor->arena};
    bool is_quoted = *cursor->at == '"';
    const char *at = cursor->at + (is_quoted ? 1 : 0);
    const char *end = is_quoted ? "\"" : ",{}\"";
    for (; *at != '\0' && strchr(end, *at) == NULL; at++) {
        if (*at == '\\' && *++at == '\0') return false;
        sg_text_add_char(&text, *at);
    }
    if (is_quoted && *at++ != '"') return false;
    cursor->at = at;
    while (!is_quoted && text.size > 0 && isspace((unsigned char)text.data[text.size - 1]))
        sg_text_truncate(&text, text.size - 1);
    out->kind = TOKEN_STRING;
    out->text = sg_text_get(&text);
    return is_quoted || (text.size > 0 && strcasecmp(out->text, "NULL") != 0);
}

static bool add_item(SgArena *arena, Family family, Constant constant, ColumnDefault *out)
{
    const char *value = constant_value(arena, family, constant);
    if (value != NULL) *list_add(arena, &out->items) = value;
    return value != NULL;
}

/* The items of '{a,"b c"}', the text form of a one-dimensional array without NULLs. */
static bool read_array_text(SgArena *arena, Family family, const char *literal, ColumnDefault *out)
{
    Cursor cursor = {.arena = arena, .at = literal};
    if (!accept(&cursor, "{")) return false;
    if (accept(&cursor, "}")) return at_end(&cursor);
    do {
        Constant constant;
        if (!read_array_item(&cursor, &constant) || !add_item(arena, family, constant, out)) return false;
    } while (accept(&cursor, ","));
    return accept(&cursor, "}") && at_end(&cursor);
}

/* ARRAY[…] of constants, whatever casts and parentheses are around it. */
static bool read_array(Cursor *cursor, Family family, int depth, ColumnDefault *out)
{
    if (depth > MAX_NESTING) return false;
    if (accept(cursor, "("))
        return read_array(cursor, family, depth + 1, out) && accept(cursor, ")") && skip_casts(cursor);
    const char *literal;
    if (read_string(cursor, &literal))
        return read_array_text(cursor->arena, family, literal, out) && skip_casts(cursor);
    if (!accept(cursor, "ARRAY[")) return false;
    if (accept(cursor, "]")) return skip_casts(cursor);
    do {
        Constant constant;
        if (!read_constant(cursor, depth, &constant) || !add_item(cursor->arena, family, constant, out)) return false;
    } while (accept(cursor, ","));
    return accept(cursor, "]") && skip_casts(cursor);
}

/* nextval('schema."name"'::regclass) and the older nextval(('name'::text)::regclass). */
static bool read_sequence(Cursor *cursor, ColumnDefault *out)
{
    Constant constant;
    if (!accept(cursor, "nextval(") || !read_constant(cursor, 0, &constant) || constant.kind != TOKEN_STRING ||
        !accept(cursor, ")") || !skip_casts(cursor) || !at_end(cursor))
        return false;
    Cursor name = {.arena = cursor->arena, .at = constant.text};
    const char *first, *second = NULL;
    if (!read_identifier(&name, &first) || (accept(&name, ".") && !read_identifier(&name, &second)) || !at_end(&name))
        return false;
    out->sequence = second != NULL ? second : first;
    out->sequence_schema = second != NULL ? first : NULL;
    return true;
}

static bool is_current_time(Cursor *cursor)
{
    const char *name;
    if (!read_identifier(cursor, &name)) return false;
    if (accept(cursor, "(") && !accept(cursor, ")")) return false;
    return skip_casts(cursor) && at_end(cursor) &&
           (strcasecmp(name, "now") == 0 || strcasecmp(name, "current_timestamp") == 0);
}

static bool parse_list(SgArena *arena, Family family, const char *sql, ColumnDefault *out)
{
    Cursor cursor = {.arena = arena, .at = sql};
    ColumnDefault list = {.kind = COLUMN_DEFAULT_LIST};
    if (family == FAMILY_NONE || !read_array(&cursor, family, 0, &list) || !at_end(&cursor)) return false;
    *out = list;
    return true;
}

static bool parse_scalar(SgArena *arena, Family family, const char *sql, ColumnDefault *out)
{
    Cursor cursor = {.arena = arena, .at = sql};
    if (family == FAMILY_TIME && is_current_time(&cursor)) {
        out->kind = COLUMN_DEFAULT_NOW;
        return true;
    }
    cursor.at = sql;
    if (family == FAMILY_INTEGER && read_sequence(&cursor, out)) {
        out->kind = COLUMN_DEFAULT_SEQUENCE;
        return true;
    }
    cursor.at = sql;
    Constant constant;
    if (!read_constant(&cursor, 0, &constant) || !at_end(&cursor)) return false;
    out->text = constant_value(arena, family, constant);
    if (out->text == NULL) return false;
    out->kind = COLUMN_DEFAULT_VALUE;
    return true;
}

ColumnDefault default_parse(SgArena *arena, const ColumnType *type, const char *sql)
{
    ColumnDefault result = {.kind = COLUMN_DEFAULT_NONE};
    if (sql == NULL || strncmp(sql, "NULL::", 6) == 0 || strcmp(sql, "NULL") == 0) return result;
    Family family = family_of(type);
    bool is_known = type->is_list ? parse_list(arena, family, sql, &result) : parse_scalar(arena, family, sql, &result);
    if (!is_known) {
        result = (ColumnDefault){.kind = COLUMN_DEFAULT_EXPRESSION};
        result.text = sql;
    }
    return result;
}
