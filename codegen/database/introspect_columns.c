/* introspect_columns.c - columns of tables and views: types, modifiers, defaults. */
#include "default_parse.h"
#include "introspect_rows.h"

#include <string.h>

enum {
    VARIABLE_HEADER = 4, /* added to the modifier of char, varchar and numeric */
    FULL_PRECISION = 6   /* of a time without a modifier */
};

static void add_arg(ColumnType *type, int value)
{
    type->args[type->arg_count++] = value;
}

/* numeric(p,s): p in the upper half, s in eleven bits with sign. */
static void add_numeric_args(ColumnType *type, int modifier)
{
    int packed = modifier - VARIABLE_HEADER;
    add_arg(type, (packed >> 16) & 0xffff);
    add_arg(type, ((packed & 0x7ff) ^ 1024) - 1024);
}

/* A scalar time without a modifier has six digits, and Prisma says so; a list of them says nothing. */
static void set_args(ColumnType *type, int modifier)
{
    switch (type->native) {
    case NATIVE_VARCHAR:
    case NATIVE_CHAR:
        if (modifier >= VARIABLE_HEADER) add_arg(type, modifier - VARIABLE_HEADER);
        break;
    case NATIVE_BIT:
    case NATIVE_VARBIT:
        if (modifier >= 0) add_arg(type, modifier);
        break;
    case NATIVE_DECIMAL:
        if (modifier >= VARIABLE_HEADER) add_numeric_args(type, modifier);
        break;
    case NATIVE_TIMESTAMP:
    case NATIVE_TIMESTAMPTZ:
    case NATIVE_TIME:
    case NATIVE_TIMETZ:
        if (modifier >= 0) add_arg(type, modifier);
        else if (!type->is_list) add_arg(type, FULL_PRECISION);
        break;
    case NATIVE_SMALLINT:
    case NATIVE_INTEGER:
    case NATIVE_BIGINT:
    case NATIVE_MONEY:
    case NATIVE_INET:
    case NATIVE_OID:
    case NATIVE_CITEXT:
    case NATIVE_REAL:
    case NATIVE_DOUBLE_PRECISION:
    case NATIVE_TEXT:
    case NATIVE_BYTEA:
    case NATIVE_DATE:
    case NATIVE_BOOLEAN:
    case NATIVE_UUID:
    case NATIVE_XML:
    case NATIVE_JSON:
    case NATIVE_JSONB:
    case NATIVE_COUNT: break;
    }
}

/* By its name in the system catalog; citext is an extension's type and may live anywhere. */
static bool find_native(const char *schema, const char *name, NativeType *out)
{
    if (strcmp(schema, "pg_catalog") != 0 && strcmp(name, "citext") != 0) return false;
    if (strcmp(name, "char") == 0) { /* the one-byte type, which Prisma takes for char without a length */
        *out = NATIVE_CHAR;
        return true;
    }
    return native_type_find_catalog(name, out);
}

static ColumnType read_type(const Introspection *in, const PGresult *rows, int row)
{
    ColumnType type = {.kind = TYPE_NATIVE, .is_list = introspect_bool(rows, row, COLUMN_IS_ARRAY)};
    EnumType *enum_type = sg_map_find(&in->enums, PQgetvalue(rows, row, COLUMN_TYPE_OID));
    if (enum_type != NULL) {
        type.kind = TYPE_ENUM;
        type.enum_type = enum_type;
    } else if (find_native(PQgetvalue(rows, row, COLUMN_TYPE_SCHEMA), PQgetvalue(rows, row, COLUMN_TYPE_NAME),
                           &type.native)) {
        set_args(&type, introspect_int(rows, row, COLUMN_TYPE_MODIFIER));
    } else {
        type.kind = TYPE_OTHER;
        type.sql = introspect_text(in, rows, row, COLUMN_TYPE_SQL);
    }
    return type;
}

/* A sequence named without a schema is in the default one, which the search path begins with. */
static void read_default(const Introspection *in, const PGresult *rows, int row, Column *column)
{
    column->default_sql = introspect_text(in, rows, row, COLUMN_DEFAULT_SQL);
    column->is_generated = introspect_bool(rows, row, COLUMN_IS_GENERATED);
    if (column->is_generated) {
        column->default_value.kind = COLUMN_DEFAULT_EXPRESSION;
        column->default_value.text = column->default_sql;
        return;
    }
    column->default_value = default_parse(in->arena, &column->type, column->default_sql);
    if (introspect_bool(rows, row, COLUMN_IS_IDENTITY)) {
        column->default_value.kind = COLUMN_DEFAULT_SEQUENCE;
        column->default_value.is_identity = true;
    }
}

void introspect_columns(Introspection *in, const PGresult *rows)
{
    for (int row = 0; row < PQntuples(rows); row++) {
        Table *table = introspect_table(in, rows, row, COLUMN_TABLE);
        View *view = table == NULL ? sg_map_find(&in->views, PQgetvalue(rows, row, COLUMN_TABLE)) : NULL;
        if (table == NULL && view == NULL) continue; /* made since the list of tables was read */
        size_t index = table != NULL ? table->columns.count : view->columns.count;
        Column *column = table != NULL ? list_add(in->arena, &table->columns) : list_add(in->arena, &view->columns);
        column->index = index;
        column->id = introspect_id(rows, row, COLUMN_NUMBER);
        column->name = introspect_text(in, rows, row, COLUMN_NAME);
        column->type = read_type(in, rows, row);
        column->is_required = introspect_bool(rows, row, COLUMN_IS_REQUIRED) && !column->type.is_list;
        read_default(in, rows, row, column);
    }
}

/* The sequences of identity columns; a serial column names its own in the default. */
void introspect_sequences(Introspection *in, const PGresult *rows)
{
    for (int row = 0; row < PQntuples(rows); row++) {
        Table *table = introspect_table(in, rows, row, SEQUENCE_TABLE);
        for (size_t i = 0; table != NULL && i < table->columns.count; i++) {
            Column *column = &table->columns.items[i];
            if (strcmp(column->name, PQgetvalue(rows, row, SEQUENCE_COLUMN)) != 0) continue;
            column->default_value.sequence = introspect_text(in, rows, row, SEQUENCE_NAME);
            column->default_value.sequence_schema = introspect_schema(in, rows, row, SEQUENCE_SCHEMA);
        }
    }
}
