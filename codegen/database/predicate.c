/*
 * predicate.c - do two conditions of partial indexes mean the same?
 *
 * Both are read as expressions and written again in one spelling: every operation in parentheses, names and key
 * words in lower case, != as <>, casts of constants left out (the server adds them).  What cannot be read is compared
 * as it stands.
 */
#include "diff_parts.h"

#include "text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { MAX_DEPTH = 200 };

typedef struct Reader {
    SgArena *arena;
    const char *at;
    const char *token; /* in one spelling; "" at the end */
    char kind;         /* 'w' word, 'i' quoted name, 'n' number, 's' string, 'o' operator, 0 end */
    int depth;
    bool failed;
} Reader;

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* Text up to the closing quote, which may stand doubled inside. */
static const char *quoted_end(const char *at, char quote)
{
    for (at++; *at != '\0'; at++) {
        if (*at != quote) continue;
        if (at[1] != quote) return at + 1;
        at++;
    }
    return NULL;
}

static char *lower_copy(SgArena *arena, const char *text, size_t size)
{
    char *copy = sg_arena_strndup(arena, text, size);
    for (char *c = copy; *c != '\0'; c++) *c = (char)tolower((unsigned char)*c);
    return copy;
}

/* "name" is name when that needs no quotes. */
static const char *plain_name(SgArena *arena, const char *quoted, size_t size)
{
    bool is_plain = size > 2 && (islower((unsigned char)quoted[1]) || quoted[1] == '_');
    for (size_t i = 1; is_plain && i + 1 < size; i++) {
        char c = quoted[i];
        is_plain = islower((unsigned char)c) || isdigit((unsigned char)c) || c == '_';
    }
    return is_plain ? sg_arena_strndup(arena, quoted + 1, size - 2) : sg_arena_strndup(arena, quoted, size);
}

static size_t operator_size(const char *at)
{
    if (strchr("(),[].;", *at) != NULL) return 1;
    if (at[0] == ':' && at[1] == ':') return 2;
    enum { LONGEST = 63 };
    size_t size = 0;
    while (size < LONGEST && at[size] != '\0' && strchr("+-*/<>=~!@#%^&|`?:", at[size]) != NULL) size++;
    while (size > 1 && (at[size - 1] == '-' || at[size - 1] == '+')) size--; /* a sign belongs to what follows */
    return size;
}

static void next_token(Reader *reader)
{
    reader->at += strspn(reader->at, " \t\r\n\f");
    const char *start = reader->at, *end = start;
    reader->kind = 0;
    reader->token = "";
    if (*start == '\0') return;
    if (*start == '\'' || *start == '"') {
        end = quoted_end(start, *start);
        reader->kind = *start == '"' ? 'i' : 's';
    } else if (isdigit((unsigned char)*start)) {
        while (isdigit((unsigned char)*end) || *end == '.') end++;
        reader->kind = 'n';
    } else if (is_word(*start)) {
        while (is_word(*end)) end++;
        reader->kind = 'w';
    } else {
        end += operator_size(start);
        reader->kind = 'o';
    }
    if (end == NULL || end == start) {
        reader->failed = true;
        reader->kind = 0;
        return;
    }
    size_t size = (size_t)(end - start);
    reader->at = end;
    if (reader->kind == 'w') reader->token = lower_copy(reader->arena, start, size);
    else if (reader->kind == 'i') reader->token = plain_name(reader->arena, start, size);
    else reader->token = sg_arena_strndup(reader->arena, start, size);
    if (strcmp(reader->token, "!=") == 0) reader->token = "<>";
}

static bool is_at(const Reader *reader, const char *token)
{
    return (reader->kind == 'w' || reader->kind == 'o') && strcmp(reader->token, token) == 0;
}

static bool take(Reader *reader, const char *token)
{
    if (!is_at(reader, token)) return false;
    next_token(reader);
    return true;
}

/* A part that was read: its text in one spelling. */
typedef struct Part {
    const char *text;
    bool is_constant, is_cast;
} Part;

static Part read_expression(Reader *reader, int level);

static Part fail(Reader *reader)
{
    reader->failed = true;
    return (Part){.text = ""};
}

/* Arguments up to `close`, which is taken. */
static const char *read_arguments(Reader *reader, const char *close)
{
    SgText out = {.arena = reader->arena};
    while (!take(reader, close)) {
        if (reader->failed || reader->kind == 0) return fail(reader).text;
        if (out.size > 0 && !take(reader, ",")) return fail(reader).text;
        if (out.size > 0) sg_text_add(&out, ",");
        sg_text_add(&out, read_expression(reader, 0).text);
    }
    return sg_text_get(&out);
}

/* text, timestamp(3) without time zone, character varying(3)[], "E" */
static const char *read_type(Reader *reader)
{
    static const char *const more[] = {"varying", "precision", "without", "with", "time", "zone"};
    SgText out = {.arena = reader->arena};
    bool is_type = reader->kind == 'w' || reader->kind == 'i';
    while (is_type && !reader->failed) {
        sg_text_add(&out, reader->token);
        next_token(reader);
        if (take(reader, ".")) continue;
        if (take(reader, "(")) sg_text_printf(&out, "(%s)", read_arguments(reader, ")"));
        while (take(reader, "[")) sg_text_printf(&out, "[%s]", read_arguments(reader, "]"));
        is_type = false;
        for (size_t i = 0; i < sizeof more / sizeof *more; i++) is_type = is_type || is_at(reader, more[i]);
        if (is_type) sg_text_add_char(&out, ' ');
    }
    return sg_text_get(&out);
}

static Part read_name(Reader *reader)
{
    SgText out = {.arena = reader->arena};
    sg_text_add(&out, reader->token);
    next_token(reader);
    while (take(reader, ".")) {
        sg_text_printf(&out, ".%s", reader->token);
        next_token(reader);
    }
    if (take(reader, "(")) sg_text_printf(&out, "(%s)", read_arguments(reader, ")"));
    return (Part){.text = sg_text_get(&out)};
}

static Part read_primary(Reader *reader)
{
    if (take(reader, "(")) {
        Part inner = read_expression(reader, 0);
        if (is_at(reader, ",")) { /* a row */
            next_token(reader);
            inner.text = sg_arena_printf(reader->arena, "(%s,%s)", inner.text, read_arguments(reader, ")"));
            return inner;
        }
        return take(reader, ")") ? inner : fail(reader);
    }
    if (take(reader, "array")) {
        if (!take(reader, "[")) return fail(reader);
        return (Part){.text = sg_arena_printf(reader->arena, "array[%s]", read_arguments(reader, "]"))};
    }
    if (reader->kind == 'n' || reader->kind == 's') {
        Part constant = {.text = reader->token, .is_constant = true};
        next_token(reader);
        return constant;
    }
    if (reader->kind == 'w' || reader->kind == 'i') {
        bool is_case = is_at(reader, "case"); /* its own grammar: compared as it stands */
        return is_case ? fail(reader) : read_name(reader);
    }
    return fail(reader);
}

static Part read_postfix(Reader *reader)
{
    Part part = read_primary(reader);
    while (!reader->failed) {
        if (take(reader, "::")) {
            const char *type = read_type(reader);
            if (part.is_constant || part.is_cast) continue; /* the server's own addition */
            part = (Part){.text = sg_arena_printf(reader->arena, "(%s)::%s", part.text, type), .is_cast = true};
        } else if (take(reader, "[")) {
            part = (Part){.text = sg_arena_printf(reader->arena, "(%s)[%s]", part.text, read_arguments(reader, "]"))};
        } else {
            break;
        }
    }
    return part;
}

/* Levels of binding: 1 or, 2 and, 3 not, 4 is, 5 comparison, 6 between/in/like, 7 other operators, 8 + -, 9 * / %,
 * 10 ^, 11 sign. */
static int binary_level(const Reader *reader)
{
    static const char *const words[][2] = {{"or", "1"},      {"and", "2"}, {"is", "4"},   {"isnull", "4"},
                                           {"notnull", "4"}, {"in", "6"},  {"like", "6"}, {"ilike", "6"},
                                           {"between", "6"}, {"not", "6"}};
    if (reader->kind == 'w') {
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            if (strcmp(reader->token, words[i][0]) == 0) return *words[i][1] - '0';
        }
        return 0;
    }
    if (reader->kind != 'o' || strchr("(),[].;", *reader->token) != NULL) return 0;
    static const char *const comparisons[] = {"=", "<>", "<", ">", "<=", ">="};
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        if (strcmp(reader->token, comparisons[i]) == 0) return 5;
    }
    if (strcmp(reader->token, "+") == 0 || strcmp(reader->token, "-") == 0) return 8;
    if (strcmp(reader->token, "*") == 0 || strcmp(reader->token, "/") == 0 || strcmp(reader->token, "%") == 0) return 9;
    return strcmp(reader->token, "^") == 0 ? 10 : 7;
}

/* IS [NOT] NULL, TRUE, DISTINCT FROM … */
static Part read_is(Reader *reader, Part left, const char *operation)
{
    SgText out = {.arena = reader->arena};
    sg_text_printf(&out, "(%s %s", left.text, operation);
    while (reader->kind == 'w' && strcmp(operation, "is") == 0) {
        bool is_from = is_at(reader, "from");
        bool is_last = !is_at(reader, "not") && !is_at(reader, "distinct") && !is_from;
        sg_text_printf(&out, " %s", reader->token);
        next_token(reader);
        if (is_from) sg_text_printf(&out, " %s", read_expression(reader, 5).text);
        if (is_last || is_from) break;
    }
    sg_text_add_char(&out, ')');
    return (Part){.text = sg_text_get(&out)};
}

/* [NOT] IN (…), BETWEEN x AND y, LIKE x */
static Part read_test(Reader *reader, Part left, const char *operation)
{
    const char *not = "";
    if (strcmp(operation, "not") == 0) {
        not = "not ";
        operation = reader->token;
        next_token(reader);
    }
    const char *rest;
    if (strcmp(operation, "in") == 0) {
        if (!take(reader, "(")) return fail(reader);
        rest = sg_arena_printf(reader->arena, "(%s)", read_arguments(reader, ")"));
    } else {
        rest = read_expression(reader, 7).text;
        if (strcmp(operation, "between") == 0) {
            if (!take(reader, "and")) return fail(reader);
            rest = sg_arena_printf(reader->arena, "%s and %s", rest, read_expression(reader, 7).text);
        }
    }
    return (Part){.text = sg_arena_printf(reader->arena, "(%s %s%s %s)", left.text, not, operation, rest)};
}

static Part read_operand(Reader *reader)
{
    if (take(reader, "not")) {
        return (Part){.text = sg_arena_printf(reader->arena, "(not %s)", read_expression(reader, 4).text)};
    }
    if (is_at(reader, "-") || is_at(reader, "+")) {
        const char *sign = reader->token;
        next_token(reader);
        if (++reader->depth > MAX_DEPTH) return fail(reader);
        Part part = read_operand(reader);
        reader->depth--;
        part.text = part.is_constant ? sg_arena_printf(reader->arena, "%s%s", sign, part.text)
                                     : sg_arena_printf(reader->arena, "(%s %s)", sign, part.text);
        return part;
    }
    return read_postfix(reader);
}

/* Reads operations that bind at least as strongly as `level`. */
static Part read_expression(Reader *reader, int level)
{
    if (++reader->depth > MAX_DEPTH) return fail(reader);
    Part left = read_operand(reader);
    for (int found; !reader->failed && (found = binary_level(reader)) > 0 && found >= level;) {
        const char *operation = reader->token;
        next_token(reader);
        if (found == 4) {
            left = read_is(reader, left, operation);
        } else if (found == 6) {
            left = read_test(reader, left, operation);
        } else {
            Part right = read_expression(reader, found + 1);
            left = (Part){.text = sg_arena_printf(reader->arena, "(%s %s %s)", left.text, operation, right.text)};
        }
    }
    reader->depth--;
    return left;
}

/* NULL when it cannot be read. */
static const char *one_spelling(SgArena *arena, const char *predicate)
{
    Reader reader = {.arena = arena, .at = predicate};
    next_token(&reader);
    Part part = read_expression(&reader, 0);
    return reader.failed || reader.kind != 0 ? NULL : part.text;
}

bool diff_predicates_match(SgArena *arena, const char *a, const char *b)
{
    if (a == NULL || b == NULL) return a == b;
    if (strcmp(a, b) == 0) return true;
    const char *left = one_spelling(arena, a), *right = one_spelling(arena, b);
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}
