#include "describe.h"

#include "nullability.h"
#include "param_scale.h"
#include "query_level.h"
#include "refusal.h"
#include "value_type.h"

#include <string.h>

enum { OID_NUMERIC = 1700, OID_VOID = 2278 };

typedef struct Describer {
    SgArena *arena;
    Connection *connection;
    const QueryDatabase *database;
    Diags *diags;
    CatalogFacts facts;
    SgMap types;      /* KnownType by oid */
    SgMap tables;     /* Model by the oid of its table */
    const char *tree; /* of the query prepared last; NULL */
    Query *query;
} Describer;

/* ---- Types ---- */

/* Domains stand for what they are made of, arrays for their elements. */
static const char types_sql[] =
    "WITH RECURSIVE step AS ("
    "SELECT t.oid AS of, t.oid, false AS is_array FROM pg_catalog.pg_type t UNION ALL"
    " SELECT s.of, CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.typelem END, s.is_array OR t.typtype <> 'd'"
    " FROM step s JOIN pg_catalog.pg_type t ON t.oid = s.oid"
    " WHERE t.typtype = 'd' OR (t.typcategory = 'A' AND t.typelem <> 0 AND t.typlen = -1))"
    " SELECT s.of, t.typname, n.nspname, t.typtype = 'e', s.is_array, pg_catalog.format_type(s.of, NULL)"
    " FROM step s JOIN pg_catalog.pg_type t ON t.oid = s.oid JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
    " WHERE t.typtype <> 'd' AND NOT (t.typcategory = 'A' AND t.typelem <> 0 AND t.typlen = -1)";

typedef struct KnownType {
    CatalogType type;
    const char *title; /* as people call it */
} KnownType;

static const Failure *read_types(Describer *d)
{
    Rows rows;
    const Failure *failure = connection_query(d->connection, types_sql, NULL, 0, &rows);
    for (size_t i = 0; failure == NULL && i < rows.count; i++) {
        KnownType *known = sg_arena_new(d->arena, sizeof *known);
        *known = (KnownType){
            .type = {.name = rows_get(&rows, i, 1),
                     .schema = rows_get(&rows, i, 2),
                     .is_enum = *rows_get(&rows, i, 3) == 't',
                     .is_array = *rows_get(&rows, i, 4) == 't'},
            .title = rows_get(&rows, i, 5),
        };
        sg_map_put(&d->types, d->arena, rows_get(&rows, i, 0), known);
    }
    return failure;
}

/* The type of a parameter or column.  False after a diagnostic. */
static bool set_type(Describer *d, Oid oid, int modifier, bool is_param, QueryValue *value)
{
    KnownType *known = sg_map_find(&d->types, sg_arena_printf(d->arena, "%u", oid));
    const char *title = known == NULL ? "unknown" : known->title;
    if (known != NULL) {
        CatalogType type = known->type;
        type.modifier = modifier;
        if (value_type_from_catalog(d->database->schemas->model, d->connection->url.schema, &type, &value->field))
            return true;
    }
    const char *what = is_param ? "parameter" : "column", *name = value->field.name;
    Diagnostic *diagnostic = diag_add(d->diags, DIAG_QUERY_TYPE, value->span,
                                      "%s `%s` is of type %s, which C has no type for", what, name, title);
    if (is_param) diag_help(d->diags, diagnostic, "give it as text: `@%s::text::%s`", name, title);
    else diag_help(d->diags, diagnostic, "cast it in the SQL to a type that the schema language has: `::text`");
    return false;
}

/* ---- Tables ---- */

static Model *find_model(const Describer *d, const char *place, const char *table)
{
    const Schema *schema = d->database->schemas->model;
    for (size_t i = 0; i < schema->models.count; i++) {
        Model *model = schema->models.items[i];
        const char *wanted = model->schema == NULL ? d->connection->url.schema : model->schema;
        if (strcmp(model->database_name, table) == 0 && strcmp(wanted, place) == 0) return model;
    }
    return NULL;
}

static const Failure *read_tables(Describer *d)
{
    static const char sql[] =
        "SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c"
        " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')";
    Rows rows;
    const Failure *failure = connection_query(d->connection, sql, NULL, 0, &rows);
    for (size_t i = 0; failure == NULL && i < rows.count; i++) {
        Model *model = find_model(d, rows_get(&rows, i, 1), rows_get(&rows, i, 2));
        if (model != NULL) sg_map_put(&d->tables, d->arena, rows_get(&rows, i, 0), model);
    }
    return failure;
}

/* The model whose table all columns come from, through joins and subqueries. */
static const Model *origin_of(const Describer *d, const PGresult *result)
{
    for (int i = 1; i < PQnfields(result); i++)
        if (PQftable(result, i) != PQftable(result, 0)) return NULL;
    return sg_map_find(&d->tables, sg_arena_printf(d->arena, "%u", PQftable(result, 0)));
}

/* ---- Trees ---- */

static void take_notice(void *context, const PGresult *notice)
{
    Describer *d = context;
    const char *message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
    const char *detail = PQresultErrorField(notice, PG_DIAG_MESSAGE_DETAIL);
    if (message == NULL || detail == NULL || strstr(detail, "{QUERY ") == NULL) return;
    d->tree = sg_arena_strdup(d->arena, detail);
}

/* The trees come as messages.  They are nothing for the server's own log; only a superuser may say so. */
static const Failure *ask_for_trees(Describer *d)
{
    connection_run(d->connection, "SET log_min_messages = fatal");
    return connection_run(d->connection, "SET debug_pretty_print = off; SET debug_print_rewritten = on;"
                                         "SET client_min_messages = log");
}

/* Rules may have made several queries of one: the one that answers.  NULL: none is understood. */
static const Node *answering_tree(const Describer *d)
{
    const Node *list = d->tree == NULL ? NULL : node_parse(d->arena, d->tree);
    for (size_t i = 0; i < node_count(list); i++)
        if (node_word_is(node_item(list, i), "canSetTag", "true")) return node_item(list, i);
    return NULL;
}

/* ---- One query ---- */

static bool describe_params(Describer *d, const PGresult *result, const Node *tree)
{
    bool is_right = true;
    for (size_t i = 0; i < d->query->params.count; i++) {
        QueryValue *param = &d->query->params.items[i];
        int modifier = PQparamtype(result, (int)i) == OID_NUMERIC ? param_modifier(tree, (long)i + 1) : -1;
        is_right &= set_type(d, PQparamtype(result, (int)i), modifier, true, param);
        if (param->field.arity != ARITY_LIST || !param->is_nullable) continue;
        diag_add(d->diags, DIAG_QUERY_PARAMETER, param->span, "`%s` is a list, and a list in C is never NULL",
                 param->field.name);
        is_right = false;
    }
    return is_right;
}

/* Where the column's expression stands; the query's name when the server does not say. */
static Span column_span(const Describer *d, const Node *tree, int index)
{
    const Node *expression = node_field(query_level_result(tree, index + 1), "expr");
    long location = node_field(expression, "location") == NULL ? -1 : node_number(expression, "location");
    bool is_inside = location >= 0 && (size_t)location < strlen(d->query->sql);
    return is_inside ? query_word_at(d->query, (size_t)location) : d->query->name_span;
}

static bool check_name(Describer *d, const PGresult *result, int index, Span span)
{
    const char *name = PQfname(result, index);
    if (strcmp(name, "?column?") == 0 || *name == '\0' || strpbrk(name, "\r\n") != NULL) {
        Diagnostic *diagnostic = diag_add(d->diags, DIAG_QUERY_COLUMN_NAME, span, "column %d has no name", index + 1);
        diag_help(d->diags, diagnostic, "give it one: `… AS name`");
        return false;
    }
    for (int i = 0; i < index; i++) {
        if (strcmp(PQfname(result, i), name) != 0) continue;
        Diagnostic *diagnostic =
            diag_add(d->diags, DIAG_QUERY_COLUMN_NAME, span, "columns %d and %d are both `%s`", i + 1, index + 1, name);
        diag_help(d->diags, diagnostic, "name one of them: `… AS name`");
        return false;
    }
    return true;
}

static bool describe_columns(Describer *d, const PGresult *result, const Node *tree)
{
    bool is_right = true;
    for (int i = 0; i < PQnfields(result); i++) {
        QueryValue column = {.span = column_span(d, tree, i)};
        column.field.name = column.field.database_name = sg_arena_strdup(d->arena, PQfname(result, i));
        bool is_named = check_name(d, result, i, column.span);
        is_right &= is_named && set_type(d, PQftype(result, i), PQfmod(result, i), false, &column);
        query_set_nullable(&column, !column_is_never_null(d->arena, &d->facts, tree, d->query, i + 1));
        *list_add(d->arena, &d->query->columns) = column;
    }
    return is_right;
}

/* A function called for what it does returns void. */
static bool is_void(const PGresult *result)
{
    return PQnfields(result) == 1 && PQftype(result, 0) == OID_VOID;
}

static bool check_result(Describer *d, const PGresult *result)
{
    const Query *query = d->query;
    int columns = is_void(result) ? 0 : PQnfields(result);
    if (query_has_rows(query) == (columns > 0)) return true;
    if (columns == 0) {
        Diagnostic *diagnostic =
            diag_add(d->diags, DIAG_QUERY_RESULT, query->name_span, "`%s` returns no columns", query->name);
        diag_help(d->diags, diagnostic, "its result is :exec; or add RETURNING");
    } else {
        Diagnostic *diagnostic =
            diag_add(d->diags, DIAG_QUERY_RESULT, query->name_span, "`%s` returns %d %s, and :exec has none",
                     query->name, columns, columns == 1 ? "column" : "columns");
        diag_help(d->diags, diagnostic, "its result is :one, :many or :each");
    }
    return false;
}

/* SELECT … INTO, which makes a table, begins like a query and is none. */
static bool check_kind(Describer *d, const Node *tree)
{
    if (node_field(tree, "utilityStmt") == NULL) return true;
    Diagnostic *diagnostic =
        diag_add(d->diags, DIAG_QUERY_KIND, d->query->name_span, "`%s` makes a table", d->query->name);
    diag_help(d->diags, diagnostic, "tables belong to the schema; to keep rows, INSERT INTO … SELECT");
    return false;
}

static const Failure *describe_prepared(Describer *d, const PGresult *result)
{
    Query *query = d->query;
    const Node *tree = answering_tree(d);
    if (tree == NULL && PQnfields(result) > 0)
        return failure_new(d->arena, NULL, "the server did not show its tree of the query `%s`", query->name);
    if ((size_t)PQnparams(result) != query->params.count)
        return failure_new(d->arena, NULL, "the server sees %d parameters in the query `%s`, schemagen %zu",
                           PQnparams(result), query->name, query->params.count);
    bool is_right = check_kind(d, tree) && check_result(d, result) && describe_params(d, result, tree);
    if (is_right && query_has_rows(query)) {
        is_right = describe_columns(d, result, tree);
        query->model = origin_of(d, result);
    }
    query->is_described = is_right;
    return NULL;
}

static const Failure *describe_query(Describer *d)
{
    PGconn *pg = d->connection->pg;
    d->tree = NULL;
    PGresult *result = PQprepare(pg, "", d->query->sql, 0, NULL);
    bool is_prepared = PQresultStatus(result) == PGRES_COMMAND_OK;
    const Failure *failure = NULL;
    if (connection_is_lost(d->connection)) {
        failure = failure_new(d->arena, "P1017", "Server has closed the connection.");
    } else if (!is_prepared) {
        refusal_add(d->database, d->query, result, d->diags);
    } else {
        PGresult *description = PQdescribePrepared(pg, "");
        failure = describe_prepared(d, description);
        PQclear(description);
    }
    PQclear(result);
    return failure;
}

const Failure *describe_queries(Connection *connection, const QueryDatabase *database, Queries *queries, Diags *diags)
{
    Describer d = {.arena = queries->arena, .connection = connection, .database = database, .diags = diags};
    const Failure *failure = catalog_facts_read(connection, &d.facts);
    if (failure == NULL) failure = read_types(&d);
    if (failure == NULL) failure = read_tables(&d);
    if (failure == NULL) failure = ask_for_trees(&d);
    if (failure != NULL) return failure;
    PQnoticeReceiver receiver = PQsetNoticeReceiver(connection->pg, take_notice, &d);
    for (size_t i = 0; i < queries->files.count && failure == NULL; i++) {
        QueryFile *file = &queries->files.items[i];
        for (size_t k = 0; k < file->queries.count && failure == NULL; k++) {
            d.query = &file->queries.items[k];
            if (!d.query->is_described) failure = describe_query(&d);
        }
    }
    PQsetNoticeReceiver(connection->pg, receiver, connection);
    return failure;
}
