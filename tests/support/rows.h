/* rows.h - rows in every table, whatever its shape. */
#ifndef TESTS_ROWS_H
#define TESTS_ROWS_H

#include "database.h"
#include "scratch.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Empties every table and puts three rows into each.  The value of a column depends on its type and the row's number
 * alone, so a foreign key of row 2 finds row 2 of the other table, and unique columns differ.  Fails the test when a
 * row is refused, but for values that are too few to differ (boolean, enum): those rows are left out.
 */
void rows_insert(SgArena *arena, const Scratch *scratch, const Database *database);

/* Empties every table. */
void rows_delete(SgArena *arena, const Scratch *scratch, const Database *database);

/* For risks_count(); `connection` is a PGconn *. */
bool rows_count(void *connection, const Table *table, const Column *column, int64_t *out);

#endif
