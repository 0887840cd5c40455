/* rows.c - values by type and number. */
#include "rows.h"

#include "quote.h"
#include "text.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 3 };

static const char *native_value(SgArena *arena, const ColumnType *type, int row)
{
    switch (type->native) {
    case NATIVE_SMALLINT:
    case NATIVE_INTEGER:
    case NATIVE_BIGINT:
    case NATIVE_DECIMAL:
    case NATIVE_OID:
    case NATIVE_REAL:
    case NATIVE_DOUBLE_PRECISION: return sg_arena_printf(arena, "%d", row);
    case NATIVE_MONEY: return sg_arena_printf(arena, "%d::money", row);
    case NATIVE_INET: return sg_arena_printf(arena, "'10.0.0.%d'", row);
    case NATIVE_VARCHAR:
    case NATIVE_CHAR:
    case NATIVE_TEXT:
    case NATIVE_CITEXT: return sg_arena_printf(arena, "'%d'", row);
    case NATIVE_BYTEA: return sg_arena_printf(arena, "'\\x0%d'", row);
    case NATIVE_TIMESTAMP:
    case NATIVE_TIMESTAMPTZ:
    case NATIVE_DATE: return sg_arena_printf(arena, "'2020-01-0%d'", row);
    case NATIVE_TIME:
    case NATIVE_TIMETZ: return sg_arena_printf(arena, "'00:00:0%d'", row);
    case NATIVE_BOOLEAN: return row % 2 == 0 ? "true" : "false";
    case NATIVE_BIT: return sg_arena_printf(arena, "%d::bit(%d)", row, type->arg_count > 0 ? type->args[0] : 1);
    case NATIVE_VARBIT: return sg_arena_printf(arena, "%d::bit(2)::varbit", row);
    case NATIVE_UUID: return sg_arena_printf(arena, "'00000000-0000-0000-0000-00000000000%d'", row);
    case NATIVE_XML: return sg_arena_printf(arena, "'<a>%d</a>'", row);
    case NATIVE_JSON:
    case NATIVE_JSONB: return sg_arena_printf(arena, "'{\"row\": %d}'", row);
    case NATIVE_COUNT: break;
    }
    return "NULL";
}

static const char *column_value(SgArena *arena, const Column *column, int row)
{
    const ColumnType *type = &column->type;
    const char *value = "NULL";
    if (type->kind == TYPE_NATIVE) value = native_value(arena, type, row);
    if (type->kind == TYPE_ENUM)
        value = quoted_literal(arena, type->enum_type->values.items[(size_t)row % type->enum_type->values.count]);
    if (type->kind == TYPE_OTHER && strcmp(type->sql, "interval") == 0) value = sg_arena_printf(arena, "'%d day'", row);
    if (type->kind == TYPE_OTHER && strcmp(type->sql, "point") == 0) value = sg_arena_printf(arena, "'(%d,0)'", row);
    if (!type->is_list) return value;
    if (type->kind != TYPE_NATIVE) return "'{}'";
    bool has_length = type->native == NATIVE_BIT || type->native == NATIVE_VARBIT; /* the value has its own cast */
    const char *cast = has_length ? "" : sg_arena_printf(arena, "::%s[]", native_type_info(type->native)->sql);
    return sg_arena_printf(arena, "ARRAY[%s]%s", value, cast);
}

static const char *table_name(SgArena *arena, const Table *table)
{
    const char *name = quoted_identifier(arena, table->name);
    return table->schema == NULL ? name
                                 : sg_arena_printf(arena, "%s.%s", quoted_identifier(arena, table->schema), name);
}

static void insert_row(SgArena *arena, const Scratch *scratch, const Table *table, int row)
{
    SgText names = {.arena = arena}, values = {.arena = arena};
    for (size_t i = 0; i < table->columns.count; i++) {
        const Column *column = &table->columns.items[i];
        if (column->is_generated) continue;
        sg_text_printf(&names, "%s%s", names.size == 0 ? "" : ", ", quoted_identifier(arena, column->name));
        sg_text_printf(&values, "%s%s", values.size == 0 ? "" : ", ", column_value(arena, column, row));
    }
    if (names.size == 0) return;
    scratch_run(scratch,
                sg_arena_printf(arena, "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s) ON CONFLICT DO NOTHING",
                                table_name(arena, table), sg_text_get(&names), sg_text_get(&values)));
}

/* Keys are not looked at meanwhile: rows refer to one another in circles. */
void rows_insert(SgArena *arena, const Scratch *scratch, const Database *database)
{
    rows_delete(arena, scratch, database);
    scratch_run(scratch, "SET session_replication_role = replica");
    for (size_t i = 0; i < database->tables.count; i++) {
        for (int row = 1; row <= ROWS; row++) insert_row(arena, scratch, database->tables.items[i], row);
    }
    scratch_run(scratch, "SET session_replication_role = origin");
}

void rows_delete(SgArena *arena, const Scratch *scratch, const Database *database)
{
    SgText list = {.arena = arena};
    for (size_t i = 0; i < database->tables.count; i++)
        sg_text_printf(&list, "%s%s", i == 0 ? "TRUNCATE " : ", ", table_name(arena, database->tables.items[i]));
    if (list.size > 0) scratch_run(scratch, sg_text_get(&list));
}

bool rows_count(void *connection, const Table *table, const Column *column, int64_t *out)
{
    SgArena arena = {0};
    const char *what = column == NULL ? "*" : quoted_identifier(&arena, column->name);
    PGresult *result =
        PQexec(connection, sg_arena_printf(&arena, "SELECT count(%s) FROM %s", what, table_name(&arena, table)));
    bool is_known = PQresultStatus(result) == PGRES_TUPLES_OK;
    if (is_known) *out = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
    PQclear(result);
    sg_arena_free(&arena);
    return is_known;
}
