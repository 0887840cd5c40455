/*
 * golden.h - expectations that live in files.
 *
 * A fixture is a file beside which stands what it must give.  UPDATE_EXPECT=1 in the environment rewrites the
 * expectations instead of comparing; the review is then the diff of the files.
 */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

#include "arena.h"
#include "list.h"

#include <stdbool.h>

typedef LIST(const char *) GoldenPaths;

/* The paths of the files of `folder` whose names end in `suffix`, or with `suffix` NULL of its sub-folders; sorted by
 * bytes.  Never empty: a test over no cases proves nothing, so without any the program ends with a message. */
GoldenPaths golden_list(SgArena *arena, const char *folder, const char *suffix);

/* The file's text; NULL when it cannot be read. */
char *golden_read(SgArena *arena, const char *path);

/* Does the file have exactly `actual`?  If not, prints its path and the first line that differs, and returns false. */
bool golden_matches(SgArena *arena, const char *path, const char *actual);

#endif
