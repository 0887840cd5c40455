#include "sample_rows.h"

#include "text.h"

static const char *table_name(const Connection *connection, const Table *table)
{
    SgArena *arena = connection->arena;
    return sg_arena_printf(arena, "%s.%s",
                           connection_identifier(arena, table->schema == NULL ? connection->url.schema : table->schema),
                           connection_identifier(arena, table->name));
}

/* numeric(3,3) has no 1: the number goes behind the point where there is no place before it. */
static const char *decimal_value(SgArena *arena, const ColumnType *type, size_t i)
{
    bool has_whole_digits = type->arg_count < 2 || type->args[0] - type->args[1] >= 2;
    return has_whole_digits ? sg_arena_printf(arena, "%zu", i)
                            : sg_arena_printf(arena, "%zu / power(10::numeric, %d)", i, type->args[1]);
}

static const char *native_value(SgArena *arena, const ColumnType *type, size_t i)
{
    int limit = type->arg_count > 0 ? type->args[0] : 0;
    switch (type->native) {
    case NATIVE_SMALLINT:
    case NATIVE_INTEGER:
    case NATIVE_BIGINT:
    case NATIVE_OID:
    case NATIVE_REAL:
    case NATIVE_DOUBLE_PRECISION: return sg_arena_printf(arena, "%zu", i);
    case NATIVE_MONEY: return sg_arena_printf(arena, "%zu::money", i);
    case NATIVE_DECIMAL: return decimal_value(arena, type, i);
    case NATIVE_INET: return sg_arena_printf(arena, "'10.0.0.%zu'", i % 256);
    case NATIVE_VARCHAR:
    case NATIVE_CHAR: return sg_arena_printf(arena, "pg_catalog.right('v%zu', %d)", i, limit > 0 ? limit : 1);
    case NATIVE_TEXT:
    case NATIVE_CITEXT: return sg_arena_printf(arena, "'v%zu'", i);
    case NATIVE_BYTEA: return sg_arena_printf(arena, "'\\x%02zx'", i % 256);
    case NATIVE_TIMESTAMP:
    case NATIVE_TIMESTAMPTZ: return sg_arena_printf(arena, "timestamp '2024-01-01' + interval '%zu hours'", i);
    case NATIVE_DATE: return sg_arena_printf(arena, "date '2024-01-01' + %zu", i);
    case NATIVE_TIME:
    case NATIVE_TIMETZ: return sg_arena_printf(arena, "time '00:00' + interval '%zu minutes'", i);
    case NATIVE_BOOLEAN: return i % 2 == 0 ? "false" : "true";
    case NATIVE_BIT: return sg_arena_printf(arena, "%zu::bit(%d)", i, limit > 0 ? limit : 1);
    case NATIVE_VARBIT: return sg_arena_printf(arena, "%zu::bit(%d)", i, limit > 0 && limit < 8 ? limit : 8);
    case NATIVE_UUID: return sg_arena_printf(arena, "pg_catalog.md5('%zu')::uuid", i);
    case NATIVE_XML: return sg_arena_printf(arena, "'<v>%zu</v>'", i);
    case NATIVE_JSON:
    case NATIVE_JSONB: return sg_arena_printf(arena, "'{\"v\": %zu}'", i);
    case NATIVE_COUNT: break;
    }
    return "NULL";
}

static const char *value(SgArena *arena, const Column *column, size_t i)
{
    const ColumnType *type = &column->type;
    if (type->is_list) return "'{}'";
    if (type->kind == TYPE_NATIVE) return native_value(arena, type, i);
    if (type->kind == TYPE_ENUM && type->enum_type->values.count > 0)
        return connection_literal(arena, type->enum_type->values.items[i % type->enum_type->values.count]);
    return column->default_sql != NULL ? "DEFAULT" : "NULL";
}

static const char *insert_sql(const Connection *connection, const Table *table, size_t i)
{
    SgArena *arena = connection->arena;
    SgText names = {.arena = arena}, values = {.arena = arena};
    for (size_t k = 0; k < table->columns.count; k++) {
        const Column *column = &table->columns.items[k];
        if (column->is_generated) continue;
        sg_text_printf(&names, "%s%s", names.size == 0 ? "" : ", ", connection_identifier(arena, column->name));
        sg_text_printf(&values, "%s%s", values.size == 0 ? "" : ", ", value(arena, column, i));
    }
    if (names.size == 0) return sg_arena_printf(arena, "INSERT INTO %s DEFAULT VALUES", table_name(connection, table));
    return sg_arena_printf(arena, "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s) ON CONFLICT DO NOTHING",
                           table_name(connection, table), sg_text_get(&names), sg_text_get(&values));
}

/* One row at a time: what a check refuses does not take the others with it. */
static const Failure *fill_table(Connection *connection, const Table *table, size_t count, bool *has_rows)
{
    const Failure *refusal = NULL;
    *has_rows = false;
    for (size_t i = 1; i <= count; i++) {
        const Failure *failure = connection_run(connection, insert_sql(connection, table, i));
        if (failure == NULL) *has_rows = true;
        else if (failure->server == NULL) return failure;
        else refusal = failure;
    }
    return refusal;
}

const Failure *sample_rows_insert(Connection *connection, const Database *database, size_t count, const char **refused)
{
    SgText text = {.arena = connection->arena};
    /* rows are made table by table: the keys hold when all are there */
    const Failure *failure = connection_run(connection, "SET session_replication_role = replica");
    for (size_t i = 0; failure == NULL && i < database->tables.count; i++) {
        bool has_rows = false;
        const Table *table = database->tables.items[i];
        const Failure *refusal = fill_table(connection, table, count, &has_rows);
        if (connection_is_lost(connection)) return refusal;
        if (!has_rows && refusal != NULL) sg_text_printf(&text, "\n  %s: %s", table->name, refusal->server->message);
    }
    if (failure == NULL) failure = connection_run(connection, "RESET session_replication_role");
    if (failure == NULL) *refused = sg_text_get(&text);
    return failure;
}

const Failure *sample_rows_print(Connection *connection, const Table *table, const Column *column, const char **out)
{
    SgArena *arena = connection->arena;
    const char *what = "count(*)::text";
    if (column != NULL)
        what = sg_arena_printf(
            arena,
            "COALESCE(pg_catalog.string_agg(pg_catalog.md5(%s::text), '' ORDER BY pg_catalog.md5(%s::text)),"
            " '') || count(*)",
            connection_identifier(arena, column->name), connection_identifier(arena, column->name));
    return connection_value(connection,
                            sg_arena_printf(arena, "SELECT %s FROM %s", what, table_name(connection, table)), out);
}
