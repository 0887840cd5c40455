/* checksum.h - what the journal remembers of a script. */
#ifndef SCHEMAGEN_CHECKSUM_H
#define SCHEMAGEN_CHECKSUM_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

/* SHA-256 of the bytes, 64 hexadecimal digits in lower case. */
const char *checksum_of(SgArena *arena, const char *bytes, size_t size);

/*
 * Whether `stored` was made of this script: as it is, with its line ends as CRLF, or as LF, since version
 * control may have changed them.  Sums that very old versions of Prisma stored without leading zeros count too.
 */
bool checksum_matches(SgArena *arena, const char *stored, const char *bytes, size_t size);

#endif
