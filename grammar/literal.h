/* literal.h - a string literal → its value.  Private to this room. */
#ifndef SCHEMAGEN_LITERAL_H
#define SCHEMAGEN_LITERAL_H

#include "parser.h"

/* The value of the literal at `span` (quotes included), NUL-terminated where names are; escapes as in JSON, and a
 * diagnostic for each that is none. */
const char *literal_value(Parser *parser, Span span, size_t *size);

#endif
