/*
 * fixture.h - a database with tables and rows, a pool and a session, for one test or for all tests of a program.
 *
 * What the database has is said where the library is made: schemagen_fixture(NAME file.sql ...) in CMake.
 */
#ifndef TESTS_FIXTURE_H
#define TESTS_FIXTURE_H

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sg/sg.h>

typedef struct Fixture {
    Scratch *scratch;
    SgPool *pool;
    SgSession *db;
} Fixture;

/* For cmocka_unit_test_setup_teardown() and cmocka_run_group_tests(): *state is a Fixture. */
int fixture_open(void **state);
int fixture_close(void **state);

/* Fails the test with the session's error unless `actual` is `expected`. */
#define assert_status(db, expected, actual) check_status(db, expected, actual, __FILE__, __LINE__)
#define assert_ok(db, actual) assert_status(db, SG_OK, actual)
void check_status(const SgSession *db, SgStatus expected, SgStatus actual, const char *file, int line);

/* Ends the sessions on the fixture's database that `where`, a condition on pg_stat_activity, is true of, and waits
 * until they are gone.  Other tests have theirs on the same server. */
void end_sessions(const Fixture *fixture, const char *where);

SgDecimal dec(const char *text);
SgNumeric num(const char *text);
#define assert_decimal(expected, value) check_decimal(expected, value, __FILE__, __LINE__)
void check_decimal(const char *expected, SgDecimal value, const char *file, int line);

#endif
