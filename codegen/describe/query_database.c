#include "query_database.h"

#include "canonical.h"
#include "diff.h"
#include "lower.h"
#include "sql.h"
#include "text.h"

#include <string.h>

/* The SQL of a database that has the schema and nothing else. */
static const char *schema_sql(SgArena *arena, const Schema *schema)
{
    SgText sql = {.arena = arena};
    Steps steps = database_diff(arena, database_from_schema(arena, NULL), database_from_schema(arena, schema));
    if (steps.items.count > 0) sql_render(arena, &steps, NULL, &sql);
    return sg_text_get(&sql);
}

/* The same text in every checkout. */
static void add_with_line_feeds(SgText *text, const Migration *migration)
{
    for (size_t at = 0; at < migration->size; at++) {
        bool is_line_end = migration->script[at] == '\r' && migration->script[at + 1] == '\n';
        if (!is_line_end) sg_text_add_char(text, migration->script[at]);
    }
}

const Failure *query_database_text(SgArena *arena, const QueryDatabase *database, const char **out)
{
    SgText text = {.arena = arena};
    MigrationFolder *folder = database->migrations;
    sg_text_add(&text, schema_sql(arena, database->schemas->model));
    if (folder != NULL) {
        const Failure *failure = folder_read_scripts(arena, folder);
        if (failure != NULL) return failure;
        for (size_t i = 0; i < folder->migrations.count; i++) {
            sg_text_printf(&text, "\n-- migration %s\n", folder->migrations.items[i].name);
            add_with_line_feeds(&text, &folder->migrations.items[i]);
        }
    }
    *out = sg_text_get(&text);
    return NULL;
}

/* Views and whatever else no schema says are not compared: the differ leaves them alone. */
static const Failure *compare_with_schema(Connection *connection, const SchemaNames *schemas, const char **missing)
{
    SgArena *arena = connection->arena;
    Database *made = NULL;
    const Failure *failure = describe_database(connection, schemas, &made);
    if (failure != NULL) return failure;
    Database *wanted = database_from_schema(arena, schemas->model);
    Renames renames = renames_plan(arena, made, wanted, NULL);
    database_canonicalize(connection->pg, arena, made, wanted, &renames);
    Steps steps = database_diff_renamed(arena, made, wanted, &renames);
    SgText summary = {.arena = arena};
    if (steps.items.count > 0) steps_summary(arena, &steps, &summary);
    while (summary.size > 0 && summary.data[summary.size - 1] == '\n') sg_text_truncate(&summary, summary.size - 1);
    const char *text = sg_text_get(&summary);
    *missing = text + strspn(text, "\n");
    return NULL;
}

static const Failure *replay(Shadow *shadow, const QueryDatabase *database, const char **missing)
{
    MigrationFolder *folder = database->migrations;
    const Failure *failure = folder_check_provider(shadow->connection->arena, folder);
    if (failure == NULL) failure = shadow_replay(shadow, folder, 0, folder->migrations.count);
    return failure != NULL ? failure : compare_with_schema(shadow->connection, database->schemas, missing);
}

const Failure *query_database_make(Shadow *shadow, const QueryDatabase *database, const char **missing)
{
    if (database->migrations != NULL) return replay(shadow, database, missing);
    const char *sql = schema_sql(shadow->connection->arena, database->schemas->model);
    const Failure *failure = *sql == '\0' ? NULL : connection_run(shadow->connection, sql);
    if (failure == NULL) *missing = "";
    return failure;
}
