/*
 * random_schema.h - schemas nobody would write, from a seed.
 *
 * The same seed gives the same schemas on every machine.  Each is valid; a changed one is another valid schema that
 * has most of the first.
 */
#ifndef TESTS_RANDOM_SCHEMA_H
#define TESTS_RANDOM_SCHEMA_H

#include "arena.h"

#include <stdint.h>

typedef struct RandomSchema RandomSchema;

RandomSchema *random_schema(SgArena *arena, uint64_t seed);

/* A copy with some things added, dropped or otherwise. */
RandomSchema *random_change(SgArena *arena, const RandomSchema *schema, uint64_t seed);

const char *random_schema_text(SgArena *arena, const RandomSchema *schema);

#endif
