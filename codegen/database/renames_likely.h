/* renames_likely.h - what is dropped and made again, and may be meant as a rename. */
#ifndef SCHEMAGEN_RENAMES_LIKELY_H
#define SCHEMAGEN_RENAMES_LIKELY_H

#include "steps.h"

/*
 * Pairs of what goes and what comes that look alike: columns of one table with the same type, at the same place or as
 * the only ones of that type; tables with mostly the same columns; enums with the same values; values of one enum at
 * the same place.  In the form of what a user asks for (see renames.h).
 * Where so much goes and comes that there are more than 250,000 pairs of a kind, none is likely: that is another
 * schema.
 */
Renames renames_likely(SgArena *arena, const Steps *steps);

#endif
