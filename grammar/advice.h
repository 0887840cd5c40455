/* advice.h - how to put right the mistakes that everybody makes.  Private to this room. */
#ifndef SCHEMAGEN_ADVICE_H
#define SCHEMAGEN_ADVICE_H

#include "syntax_error.h"

#define ADVICE_KEYWORD_COUNT 6
extern const char *const ADVICE_KEYWORDS[ADVICE_KEYWORD_COUNT];

/* For a wrong token in a block, at `text`; NULL when there is nothing to say. */
const char *advice_for_member(Parser *parser, const char *text, const SyntaxError *error);

/* For a word that begins no block. */
const char *advice_for_keyword(Parser *parser, const char *word);

/* For a line outside of all blocks. */
const char *advice_for_line(const char *line);

#endif
