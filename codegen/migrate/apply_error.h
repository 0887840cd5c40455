/* apply_error.h - what a failed script says: the server's words, the place, and what state was left. */
#ifndef SCHEMAGEN_APPLY_ERROR_H
#define SCHEMAGEN_APPLY_ERROR_H

#include "connection.h"
#include "folder.h"

#include <stddef.h>

/*
 * The failure of a statement that begins at byte `start` of the script (0: the script was sent whole):
 * "Database error code", "Database error" and, when the server gave a position, the lines with a caret.
 * Keeps code and server details.
 */
const Failure *apply_error_in_script(SgArena *arena, const Failure *failure, const char *script, size_t size,
                                     size_t start);

/* P3018: `error` as above; `state` is a sentence about what the migration left behind. */
const Failure *apply_error_failed(SgArena *arena, const Migration *migration, const Failure *error, const char *state);

#endif
