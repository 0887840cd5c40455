#include "sql_token.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

typedef struct Scan {
    const char *text;
    size_t size;
    size_t at;
    bool is_open;
} Scan;

static char peek(const Scan *scan, size_t ahead)
{
    return scan->at + ahead < scan->size ? scan->text[scan->at + ahead] : '\0';
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_name_start(char c)
{
    return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name_part(char c)
{
    return is_name_start(c) || isdigit((unsigned char)c) || c == '$';
}

static bool is_operator(char c)
{
    return c != '\0' && strchr("+-*/<>=~!@#%^&|`?", c) != NULL;
}

static bool begins_comment(const Scan *scan)
{
    char c = peek(scan, 0);
    return (c == '-' && peek(scan, 1) == '-') || (c == '/' && peek(scan, 1) == '*');
}

static void skip_line(Scan *scan)
{
    while (scan->at < scan->size && scan->text[scan->at] != '\n') scan->at++;
    while (scan->text[scan->at - 1] == '\r') scan->at--;
}

static void skip_block(Scan *scan)
{
    int depth = 0;
    while (scan->at < scan->size) {
        if (peek(scan, 0) == '/' && peek(scan, 1) == '*') {
            depth++;
            scan->at += 2;
        } else if (peek(scan, 0) == '*' && peek(scan, 1) == '/') {
            scan->at += 2;
            if (--depth == 0) return;
        } else {
            scan->at++;
        }
    }
    scan->is_open = true;
}

/* At an opening quote.  `quote` doubled means itself; with `escapes`, a backslash takes the next character. */
static void skip_quoted(Scan *scan, char quote, bool escapes)
{
    for (scan->at++; scan->at < scan->size; scan->at++) {
        char c = scan->text[scan->at];
        bool is_pair = (escapes && c == '\\') || (c == quote && peek(scan, 1) == quote);
        if (is_pair) {
            scan->at++;
        } else if (c == quote) {
            scan->at++;
            return;
        }
    }
    scan->at = scan->size;
    scan->is_open = true;
}

/* A string goes on behind a line break, 'a'\n'b', and an E'' string with its escapes. */
static bool continues(Scan *scan)
{
    Scan ahead = *scan;
    bool has_break = false;
    while (is_space(peek(&ahead, 0)) || (has_break && peek(&ahead, 0) == '-' && peek(&ahead, 1) == '-')) {
        if (peek(&ahead, 0) == '-') {
            skip_line(&ahead);
            continue;
        }
        has_break |= peek(&ahead, 0) == '\n' || peek(&ahead, 0) == '\r';
        ahead.at++;
    }
    if (!has_break || peek(&ahead, 0) != '\'') return false;
    scan->at = ahead.at;
    return true;
}

static void skip_escape_string(Scan *scan)
{
    do skip_quoted(scan, '\'', true);
    while (!scan->is_open && continues(scan));
}

/* $tag$ … $tag$. */
static bool skip_dollar_quoted(Scan *scan)
{
    size_t tag = 1;
    if (peek(scan, tag) != '$' && !is_name_start(peek(scan, tag))) return false;
    while (peek(scan, tag) != '$' && is_name_part(peek(scan, tag))) tag++;
    if (peek(scan, tag) != '$') return false;
    const char *delimiter = scan->text + scan->at;
    size_t length = tag + 1;
    for (scan->at += length; scan->at + length <= scan->size; scan->at++) {
        if (memcmp(scan->text + scan->at, delimiter, length) != 0) continue;
        scan->at += length;
        return true;
    }
    scan->at = scan->size;
    scan->is_open = true;
    return true;
}

static SqlTokenKind take_word(Scan *scan)
{
    char first = peek(scan, 0);
    if ((first == 'e' || first == 'E') && peek(scan, 1) == '\'') {
        scan->at++;
        skip_escape_string(scan);
        return SQL_STRING;
    }
    while (is_name_part(peek(scan, 0))) scan->at++;
    return SQL_WORD;
}

static SqlTokenKind take_operator(Scan *scan)
{
    if (peek(scan, 0) == '@' && is_name_start(peek(scan, 1))) {
        scan->at++;
        while (is_name_part(peek(scan, 0))) scan->at++;
        return SQL_NAMED;
    }
    do scan->at++;
    while (is_operator(peek(scan, 0)) && !begins_comment(scan));
    return SQL_OPERATOR;
}

/* 1e5, 0x1F, 1_000, 1.5 and 1.e-5; a word that follows closely is junk for the server to find. */
static SqlTokenKind take_number(Scan *scan)
{
    for (; is_name_part(peek(scan, 0)) || peek(scan, 0) == '.'; scan->at++) {
        bool is_exponent = (peek(scan, 0) == 'e' || peek(scan, 0) == 'E') && strchr("+-", peek(scan, 1)) != NULL;
        if (is_exponent && isdigit((unsigned char)peek(scan, 2))) scan->at++;
        if (peek(scan, 0) == '.' && peek(scan, 1) == '.') break; /* 1..10 */
    }
    return SQL_NUMBER;
}

static SqlTokenKind take_parameter(Scan *scan)
{
    do scan->at++;
    while (isdigit((unsigned char)peek(scan, 0)));
    return SQL_PARAMETER;
}

static SqlTokenKind take(Scan *scan)
{
    char c = peek(scan, 0);
    if (c == '-' && peek(scan, 1) == '-') {
        skip_line(scan);
        return SQL_LINE_COMMENT;
    }
    if (c == '/' && peek(scan, 1) == '*') {
        skip_block(scan);
        return SQL_BLOCK_COMMENT;
    }
    if (c == '\'' || c == '"') {
        skip_quoted(scan, c, false);
        return c == '"' ? SQL_NAME : SQL_STRING;
    }
    if (c == '$' && isdigit((unsigned char)peek(scan, 1))) return take_parameter(scan);
    if (c == '$' && skip_dollar_quoted(scan)) return SQL_STRING;
    if (is_name_start(c)) return take_word(scan);
    if (isdigit((unsigned char)c)) return take_number(scan);
    if (is_operator(c)) return take_operator(scan);
    scan->at++;
    return c == ';' ? SQL_SEMICOLON : SQL_OTHER;
}

bool sql_token_next(const char *text, size_t size, SqlToken *token)
{
    Scan scan = {.text = text, .size = size, .at = token->end};
    while (scan.at < size && is_space(text[scan.at])) scan.at++;
    if (scan.at >= size) return false;
    size_t start = scan.at;
    SqlTokenKind kind = take(&scan);
    *token = (SqlToken){.kind = kind, .start = start, .end = scan.at, .is_open = scan.is_open};
    return true;
}

bool sql_token_is(const char *text, const SqlToken *token, const char *word)
{
    size_t size = token->end - token->start;
    return token->kind == SQL_WORD && strlen(word) == size && strncasecmp(text + token->start, word, size) == 0;
}
