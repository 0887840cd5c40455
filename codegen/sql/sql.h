/*
 * sql.h - steps → a migration script for PostgreSQL.
 *
 * The text is Prisma's, byte for byte, wherever Prisma's runs and does what it says; the exceptions are listed in
 * docs/differences.md.
 */
#ifndef SCHEMAGEN_SQL_H
#define SCHEMAGEN_SQL_H

#include "risks.h"
#include "steps.h"
#include "text.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * The whole script: a heading and statements per step, one empty line between steps, a newline at the end.  With
 * `risks` a block of warnings stands before them (as in the files that `migrate dev` writes); NULL leaves it out.
 * Without steps the one line "-- This is an empty migration." without a newline (Prisma's draft is those 30 bytes).
 */
void sql_render(SgArena *arena, const Steps *steps, const Risks *risks, SgText *out);

/* The same into a file, step by step, so that the script is never in memory as a whole.  False when the file took not
 * all of it (errno says why). */
bool sql_write(SgArena *arena, const Steps *steps, const Risks *risks, FILE *file);

#endif
