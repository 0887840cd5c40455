/* sql_enum.c - enum types, those that must be made anew included. */
#include "sql_parts.h"

static const char *values(SqlWriter *writer, const EnumType *type)
{
    SgText text = {.arena = writer->arena};
    for (size_t i = 0; i < type->values.count; i++) {
        emit_add(&text, "%s%s", i == 0 ? "" : ", ", sql_literal(writer, type->values.items[i]));
    }
    return sg_text_get(&text);
}

void sql_create_enum(SqlWriter *writer, const EnumType *type)
{
    sql_statement(writer, "CREATE TYPE %s AS ENUM (%s)", sql_to_name(writer, type->schema, type->name),
                  values(writer, type));
}

/* Values go to the end.  One that is used in the same script needs a transaction of its own: COMMIT also ends the
 * transaction that a script is when it is sent whole. */
static void add_values(SqlWriter *writer, const AlterEnum *alter)
{
    const char *name = sql_to_name(writer, alter->to->schema, alter->from->name);
    if (alter->added.count > 1) {
        sg_text_add(writer->out, "-- This migration adds more than one value to an enum.\n"
                                 "-- With PostgreSQL versions 11 and earlier, this is not possible\n"
                                 "-- in a single migration. This can be worked around by creating\n"
                                 "-- multiple migrations, each migration adding only one value to\n"
                                 "-- the enum.\n\n\n");
    }
    if (alter->is_separate) sql_statement(writer, "BEGIN");
    for (size_t i = 0; i < alter->added.count; i++) {
        sql_statement(writer, "ALTER TYPE %s ADD VALUE %s", name, sql_literal(writer, alter->added.items[i]));
    }
    if (alter->is_separate) sql_statement(writer, "COMMIT");
}

static void drop_default(SqlWriter *writer, const EnumUse *use)
{
    sql_statement(writer, "ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT",
                  sql_from_name(writer, use->from_table->schema, use->from_table->name),
                  sql_name(writer, use->from->name));
}

static void set_default(SqlWriter *writer, const EnumUse *use)
{
    if (use->to == NULL) return;
    const char *value = sql_default(writer, use->to);
    if (*value == '\0') return;
    sql_statement(writer, "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT %s",
                  sql_to_name(writer, use->to_table->schema, use->from_table->name), sql_name(writer, use->from->name),
                  value);
}

static void move_column(SqlWriter *writer, const EnumUse *use, const char *type)
{
    const char *list = use->to->type.is_list ? "[]" : "", *column = sql_name(writer, use->to->name);
    sql_statement(writer, "ALTER TABLE %s ALTER COLUMN %s TYPE %s%s USING (%s::text::%s%s)",
                  sql_to_name(writer, use->to_table->schema, use->to_table->name), column, type, list, column, type,
                  list);
}

static void make_anew(SqlWriter *writer, const AlterEnum *alter)
{
    const char *new_type = sql_to_name(writer, alter->to->schema, alter->new_name);
    sql_statement(writer, "BEGIN");
    sql_statement(writer, "CREATE TYPE %s AS ENUM (%s)", new_type, values(writer, alter->to));
    for (size_t i = 0; i < alter->defaults.count; i++) drop_default(writer, &alter->defaults.items[i]);
    for (size_t i = 0; i < alter->columns.count; i++) move_column(writer, &alter->columns.items[i], new_type);
    sql_statement(writer, "ALTER TYPE %s RENAME TO %s", sql_to_name(writer, alter->to->schema, alter->from->name),
                  sql_name(writer, alter->old_name));
    sql_statement(writer, "ALTER TYPE %s RENAME TO %s", new_type, sql_name(writer, alter->to->name));
    if (!alter->is_old_dropped_later) {
        sql_statement(writer, "DROP TYPE %s", sql_from_name(writer, alter->from->schema, alter->old_name));
    }
    for (size_t i = 0; i < alter->defaults.count; i++) set_default(writer, &alter->defaults.items[i]);
    sql_statement(writer, "COMMIT");
}

void sql_alter_enum(SqlWriter *writer, const AlterEnum *alter)
{
    if (alter->removed.count > 0) make_anew(writer, alter);
    else add_values(writer, alter);
}
