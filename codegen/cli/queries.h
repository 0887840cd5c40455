/*
 * queries.h - the folder of the application's own SQL: read, described, remembered.
 *
 * What the server says of the queries is kept in `queries.lock` of their folder.  While that is current no server is
 * asked; else it is --shadow-url's, or the private one, with the schema's SQL on it, or the migrations'
 * (query_database.h).
 */
#ifndef SCHEMAGEN_QUERIES_H
#define SCHEMAGEN_QUERIES_H

#include "cli.h"
#include "load.h"
#include "query.h"

/* Reads the folder's files into the schema's sources.  What is wrong in them goes to `diags`; false after reporting
 * that the folder cannot be read. */
bool queries_read(Cli *cli, Loaded *loaded, const char *folder, Diags *diags, Queries *out);

/* Describes what was read and brings queries.lock up to date; with --check it is only compared.  `migrations` is their
 * folder, NULL when only the schema says what the database has.  False after reporting, or with errors in `diags`. */
bool queries_describe(Cli *cli, const Loaded *loaded, const char *migrations, Queries *queries, Diags *diags);

#endif
