/* replace_file.h - a file's new text, all of it or nothing. */
#ifndef SCHEMAGEN_REPLACE_FILE_H
#define SCHEMAGEN_REPLACE_FILE_H

#include "arena.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes beside the file first, then moves into its place: an interrupted run leaves the old text or the new one.
 * Keeps the file's mode; a symbolic link stays one.  A file that is not there is made.  False with errno set. */
bool replace_file(SgArena *arena, const char *path, const char *text, size_t size);

#endif
