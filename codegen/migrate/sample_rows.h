/*
 * sample_rows.h - a few rows in every table, and what is in them: for trying migrations on data.
 *
 * A value depends on its type and the row's number alone, so foreign keys hold by themselves, and a unique column
 * has different values wherever its type has enough.
 */
#ifndef SCHEMAGEN_SAMPLE_ROWS_H
#define SCHEMAGEN_SAMPLE_ROWS_H

#include "connection.h"
#include "database.h"

#include <stddef.h>

/* Inserts up to `count` rows into every table.  `refused` gets the tables that took none, each with the server's
 * reason, a line each; "" when all did. */
const Failure *sample_rows_insert(Connection *connection, const Database *database, size_t count, const char **refused);

/* A text that is equal when the column has the same values, in any order; with `column` NULL, the number of rows. */
const Failure *sample_rows_print(Connection *connection, const Table *table, const Column *column, const char **out);

#endif
