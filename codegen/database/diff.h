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

/* The same with exactly these renames, as renames_plan() gave them; the attributes of the databases do not count. */
Steps database_diff_renamed(SgArena *arena, const Database *from, const Database *to, const Renames *renames);

/* What undoes whatever made `after` of `before`, two descriptions of one database: what was renamed is renamed back. */
Steps database_diff_back(SgArena *arena, const Database *before, const Database *after);

#endif
