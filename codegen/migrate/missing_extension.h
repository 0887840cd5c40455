/* missing_extension.h - which extension has what the server does not know. */
#ifndef SCHEMAGEN_MISSING_EXTENSION_H
#define SCHEMAGEN_MISSING_EXTENSION_H

/* The extension, of those that PostgreSQL brings and the best known others, that has the type, the function or the
 * operator class that `message` says does not exist.  NULL for anything else, and for words in another language than
 * English. */
const char *missing_extension(const char *message);

#endif
