/* conformance.h - where Prisma's own answers are. */
#ifndef TESTS_CONFORMANCE_H
#define TESTS_CONFORMANCE_H

#include "arena.h"

/*
 * The folder `name` of the conformance data: that of SCHEMAGEN_CONFORMANCE, or `../shared/conformance` beside the
 * source tree.  When there is none, says so and ends the program with the exit code that ctest takes for "skipped".
 */
const char *conformance_folder(SgArena *arena, const char *name);

/* Is a case of this name wanted?  CASE in the environment picks one, for finding out what is wrong with it. */
_Bool conformance_is_wanted(const char *path);

#endif
