/*
 * sql_token.h - the tokens of SQL text, as PostgreSQL's scanner finds them.
 *
 * For code that must know where a comment, a string or a statement ends, and no more; what the words mean is
 * the server's business.  There is no state: a token is found from its first byte.
 *
 *     SqlToken token = {0};
 *     while (sql_token_next(text, size, &token)) …      SQL_END is not delivered; see is_closed for the last
 */
#ifndef SCHEMAGEN_SQL_TOKEN_H
#define SCHEMAGEN_SQL_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

typedef enum SqlTokenKind {
    SQL_LINE_COMMENT,  /* -- to the end of the line, its line break not included */
    SQL_BLOCK_COMMENT, /* nested ones included */
    SQL_WORD,          /* keyword or name without quotes */
    SQL_NAME,          /* "name" */
    SQL_STRING,        /* 'text', E'text', $tag$text$tag$ */
    SQL_NUMBER,
    SQL_PARAMETER, /* $1 */
    SQL_NAMED,     /* @name; "@ name" and "<@name" are the operators */
    SQL_SEMICOLON,
    SQL_OPERATOR, /* a run of operator characters */
    SQL_OTHER     /* one character: parentheses, comma, … */
} SqlTokenKind;

typedef struct SqlToken {
    SqlTokenKind kind;
    size_t start, end; /* byte offsets */
    bool is_open;      /* the text ends within it: a comment, string or name without its end */
} SqlToken;

/* Replaces `token` by the next one at or behind token->end, white space left out.  False at the end of the text. */
bool sql_token_next(const char *text, size_t size, SqlToken *token);

/* Is it this word, in any case? */
bool sql_token_is(const char *text, const SqlToken *token, const char *word);

#endif
