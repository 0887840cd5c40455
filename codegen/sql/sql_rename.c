/* sql_rename.c - what keeps its rows and gets another name or place. */
#include "sql_parts.h"

#include <string.h>

static const char *schema_name(SqlWriter *writer, const char *schema)
{
    return sql_name(writer, schema != NULL ? schema : writer->to->default_schema);
}

static void set_name(SqlWriter *writer, const char *what, const char *schema, const Rename *rename)
{
    if (strcmp(rename->name, rename->new_name) == 0) return;
    sql_statement(writer, "ALTER %s %s RENAME TO %s", what, sql_to_name(writer, schema, rename->name),
                  sql_name(writer, rename->new_name));
}

static void rename_object(SqlWriter *writer, const char *what, const Rename *rename)
{
    bool is_moved = !database_same_text(rename->schema, rename->new_schema);
    const char *moving = rename->is_moved_first ? rename->name : rename->new_name;
    if (!is_moved || !rename->is_moved_first) set_name(writer, what, rename->schema, rename);
    if (is_moved)
        sql_statement(writer, "ALTER %s %s SET SCHEMA %s", what, sql_to_name(writer, rename->schema, moving),
                      schema_name(writer, rename->new_schema));
    if (is_moved && rename->is_moved_first) set_name(writer, what, rename->new_schema, rename);
}

void sql_rename(SqlWriter *writer, const Rename *rename)
{
    switch (rename->kind) {
    case RENAME_ENUM: rename_object(writer, "TYPE", rename); break;
    case RENAME_TABLE: rename_object(writer, "TABLE", rename); break;
    case RENAME_ENUM_VALUE:
        sql_statement(writer, "ALTER TYPE %s RENAME VALUE %s TO %s", sql_to_name(writer, rename->schema, rename->owner),
                      sql_literal(writer, rename->name), sql_literal(writer, rename->new_name));
        break;
    case RENAME_COLUMN:
        sql_statement(writer, "ALTER TABLE %s RENAME COLUMN %s TO %s",
                      sql_to_name(writer, rename->schema, rename->owner), sql_name(writer, rename->name),
                      sql_name(writer, rename->new_name));
        break;
    }
}

/* A name that is only a guess must not make the migration fail. */
void sql_rename_sequence(SqlWriter *writer, const SequenceName *from, const char *to_name)
{
    sql_statement(writer, "ALTER SEQUENCE %s%s RENAME TO %s", from->is_guess ? "IF EXISTS " : "",
                  sql_to_name(writer, from->schema, from->name), sql_name(writer, to_name));
}
