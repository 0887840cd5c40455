/* compare.h - schemas and scratch databases, compared: what the tests of diff, introspection and pull share. */
#ifndef TESTS_COMPARE_H
#define TESTS_COMPARE_H

#include "database.h"
#include "model.h"
#include "scratch.h"

/* The schema of a file or folder; NULL, after printing the first error, when it is wrong. */
const Schema *compare_schema(SgArena *arena, const char *path);

/* The schema of `text`; as compare_schema(). */
const Schema *compare_schema_text(SgArena *arena, const char *text);

/* What the scratch database has of the schemas that `schema` is about.  Fails the test when it cannot be read. */
const Database *compare_described(SgArena *arena, const Scratch *scratch, const Schema *schema);

/* What `schema` wants, in the spelling of the server that `described` is from. */
const Database *compare_wanted(SgArena *arena, const Scratch *scratch, const Schema *schema, const Database *described);

/* The script between two databases, with the block of warnings or without. */
const char *compare_script(SgArena *arena, const Database *from, const Database *to, bool has_warnings);

/* The script from the scratch database to `schema`. */
const char *compare_script_to(SgArena *arena, const Scratch *scratch, const Schema *schema, bool has_warnings);

/* Pulls a new schema from what the scratch database has, and compares the two: NULL when the schema is right and
 * nothing differs, else what is wrong, with the schema.  `out`, when not NULL, gets its text, formatted. */
const char *compare_pulled(SgArena *arena, const Scratch *scratch, const Schema *about, const char **out);

/* Updates the schema of a file or folder from what the scratch database has, and compares the two: NULL when the
 * result is right and nothing differs, else what is wrong, with the first file.  `out`, when not NULL, gets the text
 * of that file, formatted. */
const char *compare_updated(SgArena *arena, const Scratch *scratch, const char *path, const char **out);

/* What a script without a step is. */
extern const char compare_empty_script[];

/* Runs a script in one go.  The server's words when it refuses, else NULL. */
const char *compare_apply(SgArena *arena, const Scratch *scratch, const char *script);

/* Drops everything in the database, so that the next case can use it: faster than another database. */
void compare_reset(const Scratch *scratch);

#endif
