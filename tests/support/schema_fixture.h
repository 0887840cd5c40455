/* schema_fixture.h - a schema file of a test as a database. */
#ifndef TESTS_SCHEMA_FIXTURE_H
#define TESTS_SCHEMA_FIXTURE_H

#include "database.h"

/* The database that the schema file or folder at `path` describes; NULL `path` is the empty one.  A schema with
 * errors gives NULL after printing them. */
Database *schema_fixture(SgArena *arena, const char *path);

#endif
