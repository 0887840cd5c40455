/* sql_type.c - types and defaults of columns. */
#include "quote.h"
#include "sql_parts.h"

#include <string.h>

static const char *with_arguments(SqlWriter *writer, const char *name, const ColumnType *type)
{
    if (type->arg_count == 2) return emit_format(writer->arena, "%s(%d,%d)", name, type->args[0], type->args[1]);
    return type->arg_count == 1 ? emit_format(writer->arena, "%s(%d)", name, type->args[0]) : name;
}

const char *sql_type(SqlWriter *writer, const ColumnType *type)
{
    const char *name = type->sql;
    if (type->kind == TYPE_ENUM) name = sql_to_name(writer, type->enum_type->schema, type->enum_type->name);
    if (type->kind == TYPE_NATIVE) name = with_arguments(writer, native_type_info(type->native)->sql, type);
    return type->is_list ? emit_format(writer->arena, "%s[]", name) : name;
}

static const char *serial_type(const ColumnType *type)
{
    if (type->kind != TYPE_NATIVE) return NULL;
    if (type->native == NATIVE_SMALLINT) return "SMALLSERIAL";
    if (type->native == NATIVE_BIGINT) return "BIGSERIAL";
    return type->native == NATIVE_INTEGER ? "SERIAL" : NULL;
}

/* Numbers and truth values stand as they are, everything else in quotes. */
static const char *constant(SqlWriter *writer, const ColumnType *type, const char *text)
{
    if (type->kind != TYPE_NATIVE) return sql_literal(writer, text);
    switch (native_type_info(type->native)->scalar) {
    case SCALAR_BOOLEAN:
    case SCALAR_INT:
    case SCALAR_BIGINT:
    case SCALAR_FLOAT:
    case SCALAR_DECIMAL: return text;
    case SCALAR_BYTES:
        if (strncmp(text, "\\x", 2) == 0) text += 2;
        return emit_format(writer->arena, "'\\x%s'", text);
    case SCALAR_STRING:
    case SCALAR_DATETIME:
    case SCALAR_JSON:
    case SCALAR_COUNT: break;
    }
    return sql_literal(writer, text);
}

const char *sql_default(SqlWriter *writer, const Column *column)
{
    const ColumnDefault *value = &column->default_value;
    SgText list = {.arena = writer->arena};
    switch (value->kind) {
    case COLUMN_DEFAULT_VALUE: return constant(writer, &column->type, value->text);
    case COLUMN_DEFAULT_NOW: return "CURRENT_TIMESTAMP";
    case COLUMN_DEFAULT_EXPRESSION: return value->text;
    case COLUMN_DEFAULT_LIST:
        sg_text_add(&list, "ARRAY[");
        for (size_t i = 0; i < value->items.count; i++) {
            emit_add(&list, "%s%s", i == 0 ? "" : ", ", constant(writer, &column->type, value->items.items[i]));
        }
        emit_add(&list, "]::%s", sql_type(writer, &column->type));
        return sg_text_get(&list);
    case COLUMN_DEFAULT_NONE:
    case COLUMN_DEFAULT_SEQUENCE: break;
    }
    return "";
}

static bool is_serial(const Column *column)
{
    return column->default_value.kind == COLUMN_DEFAULT_SEQUENCE && serial_type(&column->type) != NULL;
}

bool sql_is_optional_serial(const Column *column)
{
    return is_serial(column) && !column->is_required && !column->type.is_list;
}

void sql_add_column(SqlWriter *writer, SgText *out, const Column *column)
{
    const char *value = sql_default(writer, column);
    quote_identifier(out, column->name);
    sg_text_add_char(out, ' ');
    sg_text_add(out, is_serial(column) ? serial_type(&column->type) : sql_type(writer, &column->type));
    if (column->is_required && !column->type.is_list) sg_text_add(out, " NOT NULL");
    if (*value != '\0') sg_text_add(out, " DEFAULT ");
    sg_text_add(out, value);
}

const char *sql_column(SqlWriter *writer, const Column *column)
{
    SgText text = {.arena = writer->arena};
    sql_add_column(writer, &text, column);
    return sg_text_get(&text);
}
