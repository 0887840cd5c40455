/* literals.h - whether a string is a value of a type, as PostgreSQL or its JSON would read it. */
#ifndef SCHEMAGEN_LITERALS_H
#define SCHEMAGEN_LITERALS_H

#include <stdbool.h>
#include <stddef.h>

/* Each is true when the text is right; else `out_why` says what is not, in a few words. */
bool literal_is_json(const char *text, size_t size, const char **out_why);
bool literal_is_base64(const char *text, size_t size, const char **out_why);

/* RFC 3339, the separator may be a blank: "2020-01-31T23:59:59.5+02:00". */
bool literal_is_time(const char *text, size_t size, const char **out_why);

/* Digits with an optional sign, point and exponent. */
bool literal_is_decimal(const char *text, size_t size, const char **out_why);

/* A 64-bit number. */
bool literal_is_integer(const char *text, size_t size, const char **out_why);

#endif
