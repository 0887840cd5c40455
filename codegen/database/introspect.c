/*
 * introspect.c - the driver, and whatever is one row per object.
 *
 * All queries are sent at once in libpq's pipeline mode, so that a far server costs one round trip.  The search path
 * is set for them alone: what the server prints without a schema is then in the default one.
 */
#include "introspect.h"

#include "introspect_rows.h"
#include "quote.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

const char *introspect_text(const Introspection *in, const PGresult *rows, int row, int column)
{
    if (PQgetisnull(rows, row, column)) return NULL;
    return sg_arena_strndup(in->arena, PQgetvalue(rows, row, column), (size_t)PQgetlength(rows, row, column));
}

bool introspect_bool(const PGresult *rows, int row, int column)
{
    return PQgetvalue(rows, row, column)[0] == 't';
}

int introspect_int(const PGresult *rows, int row, int column)
{
    return atoi(PQgetvalue(rows, row, column));
}

uint32_t introspect_id(const PGresult *rows, int row, int column)
{
    return (uint32_t)strtoul(PQgetvalue(rows, row, column), NULL, 10);
}

const char *introspect_schema(const Introspection *in, const PGresult *rows, int row, int column)
{
    if (strcmp(PQgetvalue(rows, row, column), in->database->default_schema) == 0) return NULL;
    return introspect_text(in, rows, row, column);
}

Table *introspect_table(const Introspection *in, const PGresult *rows, int row, int column)
{
    return sg_map_find(&in->tables, PQgetvalue(rows, row, column));
}

static void read_schemas(Introspection *in, const PGresult *rows)
{
    for (int row = 0; row < PQntuples(rows); row++)
        *list_add(in->arena, &in->database->schemas) = introspect_text(in, rows, row, SCHEMA_NAME);
}

static void read_tables(Introspection *in, const PGresult *rows)
{
    for (int row = 0; row < PQntuples(rows); row++) {
        Table *table = sg_arena_new(in->arena, sizeof *table);
        table->schema = introspect_schema(in, rows, row, TABLE_SCHEMA);
        table->name = introspect_text(in, rows, row, TABLE_NAME);
        table->id = introspect_id(rows, row, TABLE_OID);
        table->index = in->database->tables.count;
        *list_add(in->arena, &in->database->tables) = table;
        sg_map_put(&in->tables, in->arena, introspect_text(in, rows, row, TABLE_OID), table);
    }
}

/* One row per value.  An enum without values, which the schema language cannot say, is a fact. */
static void read_enums(Introspection *in, const PGresult *rows)
{
    EnumType *type = NULL;
    const char *oid = "";
    for (int row = 0; row < PQntuples(rows); row++) {
        if (strcmp(oid, PQgetvalue(rows, row, ENUM_OID)) != 0) {
            oid = introspect_text(in, rows, row, ENUM_OID);
            type = sg_arena_new(in->arena, sizeof *type);
            type->schema = introspect_schema(in, rows, row, ENUM_SCHEMA);
            type->name = introspect_text(in, rows, row, ENUM_NAME);
            type->id = introspect_id(rows, row, ENUM_OID);
            type->index = in->database->enums.count;
            *list_add(in->arena, &in->database->enums) = type;
            sg_map_put(&in->enums, in->arena, oid, type);
        }
        *list_add(in->arena, &type->values) = introspect_text(in, rows, row, ENUM_LABEL);
        *list_add(in->arena, &type->value_ids) = introspect_id(rows, row, ENUM_LABEL_OID);
    }
}

static void read_views(Introspection *in, const PGresult *rows)
{
    for (int row = 0; row < PQntuples(rows); row++) {
        View *view = list_add(in->arena, &in->database->views);
        view->schema = introspect_schema(in, rows, row, VIEW_SCHEMA);
        view->name = introspect_text(in, rows, row, VIEW_NAME);
        view->definition = introspect_text(in, rows, row, VIEW_DEFINITION);
    }
    /* The list is complete: its items do not move any more. */
    for (int row = 0; row < PQntuples(rows); row++)
        sg_map_put(&in->views, in->arena, introspect_text(in, rows, row, VIEW_OID), &in->database->views.items[row]);
}

static void read_extensions(Introspection *in, const PGresult *rows)
{
    for (int row = 0; row < PQntuples(rows); row++) {
        ExtensionState *extension = list_add(in->arena, &in->database->extensions);
        extension->name = introspect_text(in, rows, row, EXTENSION_NAME);
        extension->schema = introspect_text(in, rows, row, EXTENSION_SCHEMA);
        extension->version = introspect_text(in, rows, row, EXTENSION_VERSION);
        extension->is_relocatable = introspect_bool(rows, row, EXTENSION_IS_RELOCATABLE);
    }
}

static void read_facts(Introspection *in, const PGresult *rows)
{
    for (int row = 0; row < PQntuples(rows); row++) {
        Table *table = PQgetisnull(rows, row, FACT_TABLE) ? NULL : introspect_table(in, rows, row, FACT_TABLE);
        OpaqueFact *fact =
            table != NULL ? list_add(in->arena, &table->facts) : list_add(in->arena, &in->database->facts);
        fact->kind = introspect_text(in, rows, row, FACT_KIND);
        fact->name = introspect_text(in, rows, row, FACT_NAME);
        fact->definition = introspect_text(in, rows, row, FACT_DEFINITION);
    }
}

typedef void Reader(Introspection *in, const PGresult *rows);

/* In an order in which each finds what it refers to. */
static Reader *const readers[CATALOG_QUERY_COUNT] = {
    [CATALOG_SCHEMAS] = read_schemas,       [CATALOG_TABLES] = read_tables,
    [CATALOG_ENUMS] = read_enums,           [CATALOG_VIEWS] = read_views,
    [CATALOG_COLUMNS] = introspect_columns, [CATALOG_SEQUENCES] = introspect_sequences,
    [CATALOG_INDEXES] = introspect_indexes, [CATALOG_FOREIGN_KEYS] = introspect_foreign_keys,
    [CATALOG_TABLE_FACTS] = read_facts,     [CATALOG_COLUMN_FACTS] = read_facts,
    [CATALOG_EXTENSIONS] = read_extensions, [CATALOG_FACTS] = read_facts,
};

/* An item of the text of a text[]. */
static void add_item(SgText *text, const char *value)
{
    sg_text_add_char(text, '"');
    for (; *value != '\0'; value++) {
        if (*value == '"' || *value == '\\') sg_text_add_char(text, '\\');
        sg_text_add_char(text, *value);
    }
    sg_text_add_char(text, '"');
}

/* The schemas as the text of a text[]. */
static const char *schema_array(SgArena *arena, const SchemaNames *schemas, const char *default_schema)
{
    const char *const *names = schemas->count > 0 ? schemas->items : &default_schema;
    size_t count = schemas->count > 0 ? schemas->count : 1;
    SgText text = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        sg_text_add_char(&text, i == 0 ? '{' : ',');
        add_item(&text, names[i]);
    }
    sg_text_add_char(&text, '}');
    return sg_text_get(&text);
}

/* The tables of the schema as the text of a text[]. */
static const char *table_array(SgArena *arena, const Schema *schema, const char *default_schema)
{
    SgText text = {.arena = arena};
    sg_text_add_char(&text, '{');
    for (size_t i = 0; schema != NULL && i < schema->models.count; i++) {
        const Model *model = schema->models.items[i];
        if (i > 0) sg_text_add_char(&text, ',');
        add_item(&text, sg_arena_printf(arena, "%s.%s", model->schema != NULL ? model->schema : default_schema,
                                        model->database_name));
    }
    sg_text_add_char(&text, '}');
    return sg_text_get(&text);
}

static bool send_queries(PGconn *connection, SgArena *arena, const char *search_path, const char *const arrays[2])
{
    bool ok = PQsendQueryParams(connection, catalog_settings_sql, 1, NULL, &search_path, NULL, NULL, 0) == 1;
    int version = PQserverVersion(connection);
    for (int query = 0; ok && query < CATALOG_QUERY_COUNT; query++) {
        const char *sql = catalog_sql(arena, (CatalogQuery)query, version);
        ok = PQsendQueryParams(connection, sql, strstr(sql, "$2") == NULL ? 1 : 2, NULL, arrays, NULL, NULL, 0) == 1;
    }
    return ok && PQpipelineSync(connection) == 1;
}

/* The result of the next query of the pipeline, NULL after a failure. */
static PGresult *next_result(PGconn *connection)
{
    PGresult *result = PQgetResult(connection);
    if (result != NULL && PQresultStatus(result) != PGRES_PIPELINE_SYNC) {
        PGresult *end = PQgetResult(connection); /* NULL: the end of this query */
        PQclear(end);
    }
    return result;
}

/* Takes all results up to the end of the pipeline, also after a failure, so that the connection is idle. */
static bool receive_queries(PGconn *connection, SgArena *arena, PGresult *results[CATALOG_QUERY_COUNT],
                            const char **error)
{
    bool ok = true;
    for (int i = -1; i <= CATALOG_QUERY_COUNT; i++) {
        PGresult *result = next_result(connection);
        ExecStatusType status = PQresultStatus(result);
        bool is_expected = status == (i < CATALOG_QUERY_COUNT ? PGRES_TUPLES_OK : PGRES_PIPELINE_SYNC);
        if (!is_expected && ok) {
            ok = false;
            *error = sg_arena_strdup(arena, result != NULL ? PQresultErrorMessage(result) : PQerrorMessage(connection));
        }
        if (i >= 0 && i < CATALOG_QUERY_COUNT) results[i] = result;
        else PQclear(result);
    }
    return ok;
}

static bool run_queries(PGconn *connection, SgArena *arena, const SchemaNames *schemas,
                        PGresult *results[CATALOG_QUERY_COUNT], const char **error)
{
    const char *default_schema = schemas->default_schema != NULL ? schemas->default_schema : "public";
    const char *search_path = quoted_identifier(arena, default_schema);
    const char *const arrays[] = {schema_array(arena, schemas, default_schema),
                                  table_array(arena, schemas->model, default_schema)};
    if (PQenterPipelineMode(connection) != 1 || !send_queries(connection, arena, search_path, arrays)) {
        *error = sg_arena_strdup(arena, PQerrorMessage(connection));
        return false;
    }
    bool ok = receive_queries(connection, arena, results, error);
    if (PQexitPipelineMode(connection) != 1 && ok) {
        *error = sg_arena_strdup(arena, PQerrorMessage(connection));
        ok = false;
    }
    return ok;
}

SchemaNames introspect_schema_names(const Schema *schema, const char *default_schema)
{
    SchemaNames names = {.default_schema = default_schema, .model = schema};
    if (schema == NULL || schema->datasource == NULL) return names;
    names.items = schema->datasource->schemas.items;
    names.count = schema->datasource->schemas.count;
    return names;
}

bool database_introspect(PGconn *connection, const SchemaNames *schemas, SgArena *arena, Database **out,
                         const char **error)
{
    PGresult *results[CATALOG_QUERY_COUNT] = {NULL};
    bool ok = run_queries(connection, arena, schemas, results, error);
    if (ok) {
        Introspection in = {.arena = arena, .database = sg_arena_new(arena, sizeof *in.database)};
        in.database->is_described = true;
        in.database->default_schema =
            sg_arena_strdup(arena, schemas->default_schema != NULL ? schemas->default_schema : "public");
        for (int query = 0; query < CATALOG_QUERY_COUNT; query++) readers[query](&in, results[query]);
        *out = in.database;
    }
    for (int query = 0; query < CATALOG_QUERY_COUNT; query++) PQclear(results[query]);
    return ok;
}
