/* journey.h - a scratch database with rows goes from schema to schema. */
#ifndef TESTS_JOURNEY_H
#define TESTS_JOURNEY_H

#include "compare.h"

#include <stdbool.h>

/*
 * Changes the database to `schema`, with the rows it has; where the counted risks say that rows are in the way, they
 * are deleted first (and `kept_rows` is false).  Nothing may differ afterwards; then every table gets rows.  NULL, or
 * what went wrong.
 */
const char *journey_go(SgArena *arena, Scratch *scratch, const Schema *schema, bool *kept_rows);

#endif
