/*
 * scratch.h - a database of its own for one test, on a real PostgreSQL.
 *
 * The server is started by the first test that needs it, in a temporary folder, shared by all test programs of
 * this build folder that follow within seconds, and then stopped and removed, also after crashes (see
 * private_server.h).  Works as root.  SCHEMAGEN_TEST_URL names another server to use instead: its user must be
 * allowed to create databases.
 *
 * A scratch that cannot be had ends the test program with the sentence that says what to install; a statement
 * that the server refuses fails the test with the server's words.
 */
#ifndef TESTS_SCRATCH_H
#define TESTS_SCRATCH_H

#include <libpq-fe.h>

typedef struct Scratch Scratch;

/* A new, empty database.  Remove it with scratch_close(). */
Scratch *scratch_open(void);

/* Drops the database, ending whoever is still connected to it. */
void scratch_close(Scratch *scratch);

/* postgresql://…: for libpq and for Prisma; valid until scratch_close(). */
const char *scratch_url(const Scratch *scratch);
const char *scratch_name(const Scratch *scratch);

/* The test's own connection to the database.  Notices are not printed. */
PGconn *scratch_connection(const Scratch *scratch);

/* Runs statements. */
void scratch_run(const Scratch *scratch, const char *sql);

/* The first column of the first row as text, "" for NULL and for no rows; valid until scratch_close(). */
const char *scratch_value(Scratch *scratch, const char *sql);

/* The major version of the server, 15. */
int scratch_version(const Scratch *scratch);

#endif
