/* index_method.h - the access methods of indexes by their names, in the schema language and in SQL. */
#ifndef SCHEMAGEN_INDEX_METHOD_H
#define SCHEMAGEN_INDEX_METHOD_H

#include "model.h"

enum { INDEX_METHODS = INDEX_BRIN + 1 };

/* "BTree", as in `type: BTree`. */
const char *index_method_name(IndexMethod method);

/* "BTREE", as in `USING BTREE`. */
const char *index_method_sql(IndexMethod method);

/* The method with this name in SQL, in upper case.  False for a method that the language has no name for. */
bool index_method_find(const char *sql, IndexMethod *out);

#endif
