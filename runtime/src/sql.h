/*
 * sql.h - the text of the statement being built, in pieces.
 *
 * After sql_begin() the pieces go to db->sql as they come.  After sql_begin_pieces() they are kept as they are, a few
 * words each: find_statement() knows by them the statement that had the same ones, and has them written as text only
 * for the first.  So whoever adds a piece does not care which it is.
 */
#ifndef SG_SQL_H
#define SG_SQL_H

#include "state.h"
#include "types.h"

/* Starts a statement: no text, no pieces, no parameters. */
void sql_begin(SgSession *db);

/* The same, in pieces.  They have to say all that the text depends on, the types of its parameters included: a column
 * stands for its type.  Text is then added by the functions below only. */
void sql_begin_pieces(SgSession *db, const SgModel *model);

/* Writes the pieces to db->sql. */
void sql_write_pieces(SgSession *db);

/* Appends text that lives, and stays what it is, as long as the model: literals and names of its tables. */
void sql_add(SgSession *db, const char *text);

/* Such a name between two such texts. */
void sql_around(SgSession *db, const char *before, const char *name, const char *after);

/* Appends a number's digits. */
void sql_integer(SgSession *db, uint64_t number);

/* Appends t0."name". */
void sql_column(SgSession *db, const SgColumn *column, int alias);

/* Appends t0."a", t0."b" … */
void sql_column_list(SgSession *db, const SgColumn *columns, size_t count);

/* Appends "$3", with the cast that a value, or an array, of this column needs. */
void sql_param(SgSession *db, const SgColumn *column, int number, bool is_array);

#endif
