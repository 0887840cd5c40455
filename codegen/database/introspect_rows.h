/* introspect_rows.h - what the files of introspection share: rows of a catalog query into a Database. */
#ifndef SCHEMAGEN_INTROSPECT_ROWS_H
#define SCHEMAGEN_INTROSPECT_ROWS_H

#include "catalog_sql.h"
#include "introspect.h"

typedef struct Introspection {
    SgArena *arena;
    Database *database;
    SgMap tables; /* oid → Table * */
    SgMap views;  /* oid → View * */
    SgMap enums;  /* oid → EnumType * */
} Introspection;

/* A value of a result, in the arena; NULL for SQL's NULL. */
const char *introspect_text(const Introspection *in, const PGresult *rows, int row, int column);
bool introspect_bool(const PGresult *rows, int row, int column);
uint32_t introspect_id(const PGresult *rows, int row, int column);
int introspect_int(const PGresult *rows, int row, int column);
/* The name of a schema, NULL when it is the default one. */
const char *introspect_schema(const Introspection *in, const PGresult *rows, int row, int column);
/* The table whose oid stands there, NULL when it is not described. */
Table *introspect_table(const Introspection *in, const PGresult *rows, int row, int column);

/* Each takes the rows of the query of its name. */
void introspect_columns(Introspection *in, const PGresult *rows);
void introspect_sequences(Introspection *in, const PGresult *rows);
void introspect_indexes(Introspection *in, const PGresult *rows);
void introspect_foreign_keys(Introspection *in, const PGresult *rows);

#endif
