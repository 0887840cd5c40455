/* generated.h - the C of a test's schema, written and compiled. */
#ifndef TESTS_GENERATED_H
#define TESTS_GENERATED_H

#include "arena.h"

#include <stdbool.h>

/* Generates the schema file or folder at `schema` into `folder`, with the options of its generator block.  False after
 * printing what is wrong. */
bool generated_write(SgArena *arena, const char *schema, const char *folder);

/* Compiles the folder with every compiler that is here: see compile.sh.  False after printing the first complaints. */
bool generated_compiles(SgArena *arena, const char *folder);

/* A folder of the build tree for the output of one test. */
const char *generated_folder(SgArena *arena, const char *name);

#endif
