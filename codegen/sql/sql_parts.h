/* sql_parts.h - shared by the renderers, one per family of steps; nobody else includes it. */
#ifndef SCHEMAGEN_SQL_PARTS_H
#define SCHEMAGEN_SQL_PARTS_H

#include "emit.h"
#include "steps.h"
#include "text.h"

typedef struct SqlWriter {
    SgArena *arena; /* for the pieces of one step */
    const Database *from, *to;
    SgText *out;
} SqlWriter;

/* Adds a whole statement and ends it.  Formats are emit_add()'s. */
void sql_statement(SqlWriter *writer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Names as SQL, in the arena. */
const char *sql_name(SqlWriter *writer, const char *name);
const char *sql_literal(SqlWriter *writer, const char *value);

/* A table, type or index by its name: with its schema, where that is not the connection's default.  A name of the
 * default schema is written with it only when a described database says so: `sql_to_name` by the next database (all
 * statements but two), `sql_from_name` by the previous one. */
const char *sql_to_name(SqlWriter *writer, const char *schema, const char *name);
const char *sql_from_name(SqlWriter *writer, const char *schema, const char *name);

/* "a", "b" with `separator` between them. */
const char *sql_names(SqlWriter *writer, const char *const *names, size_t count, const char *separator);

/* sql_type.c: VARCHAR(20)[], "shop"."E"; SERIAL for new autoincrement columns only. */
const char *sql_type(SqlWriter *writer, const ColumnType *type);
const char *sql_column(SqlWriter *writer, const Column *column);
void sql_add_column(SqlWriter *writer, SgText *out, const Column *column);
/* Is it written as a SERIAL, which is NOT NULL, and may be NULL? */
bool sql_is_optional_serial(const Column *column);
/* The value behind DEFAULT; "" when the column has none that is written. */
const char *sql_default(SqlWriter *writer, const Column *column);

/* sql_table.c */
void sql_create_table(SqlWriter *writer, const Table *table);
void sql_alter_table(SqlWriter *writer, const AlterTable *alter);

/* sql_index.c: indexes and foreign keys */
void sql_create_index(SqlWriter *writer, const Table *table, const Index *index);
void sql_drop_index(SqlWriter *writer, const Table *table, const Index *index);
void sql_add_foreign_key(SqlWriter *writer, const Table *table, const ForeignKey *key);

/* sql_rename.c */
void sql_rename(SqlWriter *writer, const Rename *rename);
void sql_rename_sequence(SqlWriter *writer, const SequenceName *from, const char *to_name);

/* sql_enum.c */
void sql_create_enum(SqlWriter *writer, const EnumType *type);
void sql_alter_enum(SqlWriter *writer, const AlterEnum *alter);

#endif
