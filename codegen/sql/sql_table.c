/* sql_table.c - CREATE TABLE, ALTER TABLE. */
#include "quote.h"
#include "sql_parts.h"

#include <string.h>

/* Behind the statement that makes the column: there PostgreSQL refuses to say it. */
static void allow_null(SqlWriter *writer, SgText *out, const char *table, const Column *column)
{
    if (!sql_is_optional_serial(column)) return;
    emit_add(out, "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL;\n", table, sql_name(writer, column->name));
}

void sql_create_table(SqlWriter *writer, const Table *table)
{
    SgText *out = writer->out;
    const char *name = sql_to_name(writer, table->schema, table->name);
    emit_add(out, "CREATE TABLE %s (\n", name);
    for (size_t i = 0; i < table->columns.count; i++) {
        sg_text_add(out, i == 0 ? "    " : ",\n    ");
        sql_add_column(writer, out, &table->columns.items[i]);
    }
    const PrimaryKey *key = table->primary_key;
    if (key != NULL) {
        emit_add(out, ",\n\n    CONSTRAINT %s PRIMARY KEY (%s)", sql_name(writer, key->name),
                 sql_names(writer, key->columns.items, key->columns.count, ","));
    }
    sg_text_add(out, "\n);\n");
    for (size_t i = 0; i < table->columns.count; i++) allow_null(writer, out, name, &table->columns.items[i]);
}

/* One ALTER TABLE, and what stands before and behind it. */
typedef struct Alteration {
    SqlWriter *writer;
    const char *table; /* as SQL */
    SgText before, clauses, after;
} Alteration;

static void add_clause(Alteration *alteration, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add_clause(Alteration *alteration, const char *format, ...)
{
    va_list args;
    if (alteration->clauses.size > 0) sg_text_add(&alteration->clauses, ",\n");
    va_start(args, format);
    emit_add_list(&alteration->clauses, format, args);
    va_end(args);
}

/* As Prisma writes it: no quotes where none are needed. */
static const char *new_sequence_name(SqlWriter *writer, const SequenceName *sequence)
{
    SgText text = {.arena = writer->arena};
    const char *schema = sequence->schema;
    if (schema == NULL && writer->to->is_described) schema = writer->to->default_schema;
    if (schema != NULL) {
        quote_identifier(&text, schema);
        sg_text_add_char(&text, '.');
    }
    quote_identifier_if_needed(&text, sequence->name);
    return sg_text_get(&text);
}

static void create_sequence(Alteration *alteration, const TableChange *change, const char *column)
{
    const char *name = new_sequence_name(alteration->writer, change->created);
    emit_add(&alteration->before, "CREATE SEQUENCE %s;\n", name);
    add_clause(alteration, "ALTER COLUMN %s SET DEFAULT nextval(%s)", column, sql_literal(alteration->writer, name));
    emit_add(&alteration->after, "ALTER SEQUENCE %s OWNED BY %s.%s;\n", name, alteration->table, column);
}

/* A name that is only a guess must not make the migration fail. */
static const char *old_sequence(SqlWriter *writer, const SequenceName *sequence)
{
    SgText text = {.arena = writer->arena};
    if (sequence->is_guess) sg_text_add(&text, "IF EXISTS ");
    quote_qualified(&text, sequence->schema, sequence->name);
    return sg_text_get(&text);
}

static void drop_default(Alteration *alteration, const TableChange *change, const char *column)
{
    const char *what = change->from->default_value.is_identity ? "IDENTITY" : "DEFAULT";
    add_clause(alteration, "ALTER COLUMN %s DROP %s", column, what);
}

static void change_default(Alteration *alteration, const TableChange *change, const char *column)
{
    const char *value = sql_default(alteration->writer, change->to);
    if (*value != '\0') add_clause(alteration, "ALTER COLUMN %s SET DEFAULT %s", column, value);
    else drop_default(alteration, change, column);
}

static bool is_money(const ColumnType *type)
{
    return type->kind == TYPE_NATIVE && type->native == NATIVE_MONEY;
}

/* To which numeric can be cast. */
static bool is_number(const ColumnType *type)
{
    if (type->kind != TYPE_NATIVE || type->native == NATIVE_OID) return false;
    ScalarType scalar = native_type_info(type->native)->scalar;
    return scalar == SCALAR_INT || scalar == SCALAR_BIGINT || scalar == SCALAR_FLOAT;
}

/* Where PostgreSQL does not cast by itself, values go by way of text; an amount of money to a number by numeric. */
static void change_type(Alteration *alteration, const TableChange *change, const char *column)
{
    const char *type = sql_type(alteration->writer, &change->to->type);
    if (!change->changes.needs_using) {
        add_clause(alteration, "ALTER COLUMN %s SET DATA TYPE %s", column, type);
        return;
    }
    bool is_amount = is_money(&change->from->type) && is_number(&change->to->type);
    add_clause(alteration, "ALTER COLUMN %s SET DATA TYPE %s USING (%s::%s%s::%s)", column, type, column,
               is_amount ? "numeric" : "text", is_amount && change->from->type.is_list ? "[]" : "", type);
}

/* A default that the server cannot cast is away while the type changes. */
static bool needs_default_away(const TableChange *change)
{
    return change->changes.needs_using && change->from->default_value.kind != COLUMN_DEFAULT_NONE;
}

static void alter_column(Alteration *alteration, const TableChange *change)
{
    const ColumnChanges *changes = &change->changes;
    const char *column = sql_name(alteration->writer, change->from->name);
    bool is_required = change->to->is_required && !change->to->type.is_list;
    if (needs_default_away(change)) drop_default(alteration, change, column);
    if (changes->nullability && !change->to->type.is_list) {
        add_clause(alteration, "ALTER COLUMN %s %s NOT NULL", column, is_required ? "SET" : "DROP");
    }
    bool is_default_dropped = needs_default_away(change) && *sql_default(alteration->writer, change->to) == '\0';
    if ((changes->default_value && !is_default_dropped) || (needs_default_away(change) && !is_default_dropped)) {
        change_default(alteration, change, column);
    }
    if (changes->autoincrement && change->created != NULL) create_sequence(alteration, change, column);
    if (changes->autoincrement && change->created == NULL) drop_default(alteration, change, column);
    if (changes->type) change_type(alteration, change, column);
    if (change->dropped != NULL) {
        emit_add(&alteration->after, "DROP SEQUENCE %s;\n", old_sequence(alteration->writer, change->dropped));
    }
    if (change->widened != NULL) {
        const char *sequence = old_sequence(alteration->writer, change->widened);
        emit_add(&alteration->after, "ALTER SEQUENCE %s AS BIGINT;\n", sequence);
    }
}

static void add_primary_key(Alteration *alteration, const PrimaryKey *key)
{
    add_clause(alteration, "ADD CONSTRAINT %s PRIMARY KEY (%s)", sql_name(alteration->writer, key->name),
               sql_names(alteration->writer, key->columns.items, key->columns.count, ", "));
}

/* Not a clause: RENAME stands alone in its statement, behind the others. */
static void rename_primary_key(Alteration *alteration, const AlterTable *alter, const char *name)
{
    emit_add(&alteration->after, "ALTER TABLE %s RENAME CONSTRAINT %s TO %s;\n", alteration->table,
             sql_name(alteration->writer, name), sql_name(alteration->writer, alter->to->primary_key->name));
}

static void add_column(Alteration *alteration, const Column *column)
{
    add_clause(alteration, "ADD COLUMN     %s", sql_column(alteration->writer, column));
    allow_null(alteration->writer, &alteration->after, alteration->table, column);
}

static void add_change(Alteration *alteration, const AlterTable *alter, const TableChange *change)
{
    SqlWriter *writer = alteration->writer;
    switch (change->kind) {
    case TABLE_DROP_PRIMARY_KEY:
        add_clause(alteration, "DROP CONSTRAINT %s", sql_name(writer, alter->from->primary_key->name));
        break;
    case TABLE_DROP_COLUMN: add_clause(alteration, "DROP COLUMN %s", sql_name(writer, change->from->name)); break;
    case TABLE_ADD_COLUMN: add_column(alteration, change->to); break;
    case TABLE_ALTER_COLUMN: alter_column(alteration, change); break;
    case TABLE_RECREATE_COLUMN:
        add_clause(alteration, "DROP COLUMN %s", sql_name(writer, change->from->name));
        add_column(alteration, change->to);
        break;
    case TABLE_ADD_PRIMARY_KEY: add_primary_key(alteration, alter->to->primary_key); break;
    case TABLE_RENAME_PRIMARY_KEY: rename_primary_key(alteration, alter, change->key_name); break;
    }
}

void sql_alter_table(SqlWriter *writer, const AlterTable *alter)
{
    Alteration alteration = {.writer = writer, .table = sql_to_name(writer, alter->to->schema, alter->from->name)};
    alteration.before.arena = alteration.clauses.arena = alteration.after.arena = writer->arena;
    for (size_t i = 0; i < alter->changes.count; i++) add_change(&alteration, alter, &alter->changes.items[i]);

    sg_text_add(writer->out, sg_text_get(&alteration.before));
    if (alteration.clauses.size > 0) {
        sql_statement(writer, "ALTER TABLE %s %s", alteration.table, sg_text_get(&alteration.clauses));
    }
    sg_text_add(writer->out, sg_text_get(&alteration.after));
}
