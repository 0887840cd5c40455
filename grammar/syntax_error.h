/* syntax_error.h - a wrong token → a diagnostic that helps.  Private to this room. */
#ifndef SCHEMAGEN_SYNTAX_ERROR_H
#define SCHEMAGEN_SYNTAX_ERROR_H

#include "parser.h"

/* What could have stood at the place of the wrong token. */
enum {
    EXPECT_NAME = 1 << 0,
    EXPECT_TYPE = 1 << 1,
    EXPECT_VALUE = 1 << 2,
    EXPECT_EQUALS = 1 << 3,
    EXPECT_COLON = 1 << 4,
    EXPECT_ARGUMENTS = 1 << 5,
    EXPECT_COMMA = 1 << 6,
    EXPECT_PAREN = 1 << 7,
    EXPECT_BRACKET = 1 << 8,
    EXPECT_BRACE = 1 << 9,
    EXPECT_OPEN = 1 << 10,
    EXPECT_ATTRIBUTE = 1 << 11,
    EXPECT_LINE_END = 1 << 12
};

typedef struct SyntaxError {
    Span span;         /* of the wrong token */
    unsigned expected; /* EXPECT_… */
    bool is_line_end;  /* what the wrong token is */
    bool is_open;
    bool is_invalid;
} SyntaxError;

/* Adds the diagnostic, unless an error before it has already spoken for this line. */
void syntax_error(Parser *parser, const SyntaxError *error);

/* The name that a refused line would have given to a member or block; zero when it gives none. */
Span syntax_broken_name(const Parser *parser, Span line);

#endif
