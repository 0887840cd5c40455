/* diff.h - database × database → steps. */
#ifndef SCHEMAGEN_DIFF_H
#define SCHEMAGEN_DIFF_H

#include "steps.h"

/*
 * What makes `from` into `to`.  No step when they mean the same.  Views, and everything kept as an OpaqueFact, are
 * left alone.  Where one side comes from a schema and the other from a server, "canonical" members decide whether
 * two spellings of an expression are one; without them the texts are compared as well as a reader can.
 */
Steps database_diff(SgArena *arena, const Database *from, const Database *to);

#endif
