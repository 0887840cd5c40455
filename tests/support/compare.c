/* compare.c - from schema text to script, on a scratch database. */
#include "compare.h"

#include "canonical.h"
#include "diff.h"
#include "format.h"
#include "introspect.h"
#include "lower.h"
#include "parse.h"
#include "pull.h"
#include "resolve.h"
#include "risks.h"
#include "sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

const char compare_empty_script[] = "-- This is an empty migration.";

static const Schema *resolve_sources(SgArena *arena, const Sources *sources, const Ast **out_ast)
{
    Diags diags = {.arena = arena};
    const Ast *ast = parse_schema(arena, sources, &diags);
    const Schema *schema = diags.errors == 0 ? resolve(arena, ast, sources, &diags) : NULL;
    *out_ast = ast;
    for (size_t i = 0; schema == NULL && i < diags.items.count; i++) {
        const Diagnostic *diagnostic = &diags.items.items[i];
        if (diagnostic->severity != DIAG_ERROR) continue;
        Location location = source_locate(sources, diagnostic->span.start);
        fprintf(stderr, "%s:%u: %s\n", location.file != NULL ? location.file->path : "?", location.line,
                diagnostic->message);
        break;
    }
    return schema;
}

static bool load(SgArena *arena, const char *path, PulledSchema *out)
{
    Sources *sources = sg_arena_new(arena, sizeof *sources);
    sources->arena = arena;
    const char *error = NULL;
    if (!source_read(sources, path, &error)) {
        fprintf(stderr, "%s\n", error);
        return false;
    }
    out->sources = sources;
    out->schema = resolve_sources(arena, sources, &out->ast);
    return out->schema != NULL;
}

const Schema *compare_schema(SgArena *arena, const char *path)
{
    PulledSchema loaded = {0};
    return load(arena, path, &loaded) ? loaded.schema : NULL;
}

static bool load_texts(SgArena *arena, const PulledFiles *files, PulledSchema *out)
{
    Sources *sources = sg_arena_new(arena, sizeof *sources);
    sources->arena = arena;
    for (size_t i = 0; i < files->count; i++)
        source_add(sources, files->items[i].path, files->items[i].text, strlen(files->items[i].text));
    out->sources = sources;
    out->schema = resolve_sources(arena, sources, &out->ast);
    return out->schema != NULL;
}

static bool load_text(SgArena *arena, const char *text, PulledSchema *out)
{
    PulledFiles files = {0};
    *list_add(arena, &files) = (PulledFile){"schema.prisma", text};
    return load_texts(arena, &files, out);
}

const Schema *compare_schema_text(SgArena *arena, const char *text)
{
    PulledSchema loaded = {0};
    return load_text(arena, text, &loaded) ? loaded.schema : NULL;
}

const Database *compare_described(SgArena *arena, const Scratch *scratch, const Schema *schema)
{
    Database *database = NULL;
    const char *error = NULL;
    SchemaNames schemas = introspect_schema_names(schema, NULL);
    if (!database_introspect(scratch_connection(scratch), &schemas, arena, &database, &error)) fail_msg("%s", error);
    return database;
}

const Database *compare_wanted(SgArena *arena, const Scratch *scratch, const Schema *schema, const Database *described)
{
    Database *wanted = database_from_schema(arena, schema);
    Renames renames = renames_plan(arena, described, wanted, NULL);
    database_canonicalize(scratch_connection(scratch), arena, described, wanted, &renames);
    return wanted;
}

const char *compare_script(SgArena *arena, const Database *from, const Database *to, bool has_warnings)
{
    Steps steps = database_diff(arena, from, to);
    Risks risks = risks_find(arena, &steps);
    SgText text = {.arena = arena};
    sql_render(arena, &steps, has_warnings ? &risks : NULL, &text);
    return sg_text_get(&text);
}

const char *compare_script_to(SgArena *arena, const Scratch *scratch, const Schema *schema, bool has_warnings)
{
    const Database *described = compare_described(arena, scratch, schema);
    return compare_script(arena, described, compare_wanted(arena, scratch, schema, described), has_warnings);
}

const char *compare_apply(SgArena *arena, const Scratch *scratch, const char *script)
{
    PGconn *connection = scratch_connection(scratch);
    PGresult *result = PQexec(connection, script);
    ExecStatusType status = PQresultStatus(result);
    bool is_done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
    const char *error = is_done ? NULL : sg_arena_strdup(arena, PQresultErrorMessage(result));
    PQclear(result);
    if (PQtransactionStatus(connection) != PQTRANS_IDLE) PQclear(PQexec(connection, "ROLLBACK"));
    return error;
}

const char *compare_pulled(SgArena *arena, const Scratch *scratch, const Schema *about, const char **out)
{
    const Database *described = compare_described(arena, scratch, about);
    PulledSchema schema = {0};
    SgText text = {.arena = arena};
    pull_new_schema(arena, described, "../generated", &text);
    const char *pulled = sg_text_get(&text);
    if (!load_text(arena, pulled, &schema)) return sg_arena_printf(arena, "the pulled schema is refused\n%s", pulled);
    if (out != NULL) *out = format_schema(arena, schema.sources, schema.ast).items[0].text;
    const Database *wanted = compare_wanted(arena, scratch, schema.schema, described);
    const char *script = compare_script(arena, described, wanted, false);
    if (strcmp(script, compare_empty_script) == 0) return NULL;
    return sg_arena_printf(arena, "the pulled schema differs\n%s\n%s", script, pulled);
}

/* The language cannot say the keys of a join table (older versions of Prisma made other ones), nor, with
 * relationMode = "prisma", any foreign key. */
static bool is_beyond_the_language(SgArena *arena, const Schema *schema, const Database *described,
                                   const Database *wanted)
{
    Steps steps = database_diff(arena, described, wanted);
    bool is_emulated = schema->datasource != NULL && schema->datasource->relation_mode_prisma;
    bool is_beyond = true;
    for (size_t i = 0; is_beyond && i < steps.items.count; i++) {
        const Step *step = &steps.items.items[i];
        const Table *table = step->kind == STEP_ALTER_TABLE    ? step->alter_table->to
                             : step->kind == STEP_DROP_INDEX   ? step->drop_index.table
                             : step->kind == STEP_RENAME_INDEX ? step->rename_index.from_table
                                                               : NULL;
        const Table *join = table == NULL ? NULL : database_find_table(wanted, table->schema, table->name);
        is_beyond = (step->kind == STEP_DROP_FOREIGN_KEY && is_emulated) || (join != NULL && join->is_join_table);
    }
    return is_beyond;
}

const char *compare_updated(SgArena *arena, const Scratch *scratch, const char *path, const char **out)
{
    PulledSchema before = {0}, after = {0};
    if (!load(arena, path, &before)) return "the schema is refused";
    const Database *described = compare_described(arena, scratch, before.schema);
    Steps steps = database_diff(arena, described, compare_wanted(arena, scratch, before.schema, described));
    PulledFiles files = pull_update_schema(arena, &before, &steps);
    if (!load_texts(arena, &files, &after))
        return sg_arena_printf(arena, "the updated schema is refused\n%s", files.items[0].text);
    if (out != NULL) *out = format_schema(arena, after.sources, after.ast).items[0].text;
    for (size_t i = 0; steps.items.count == 0 && i < files.count; i++) {
        if (strcmp(files.items[i].text, before.sources->files.items[i].text) != 0)
            return sg_arena_printf(arena, "nothing differs, but the text was changed\n%s", files.items[i].text);
    }
    const Database *wanted = compare_wanted(arena, scratch, after.schema, described);
    const char *script = compare_script(arena, described, wanted, false);
    if (strcmp(script, compare_empty_script) == 0 || is_beyond_the_language(arena, after.schema, described, wanted))
        return NULL;
    return sg_arena_printf(arena, "the updated schema differs\n%s\n%s", script, files.items[0].text);
}

void compare_reset(const Scratch *scratch)
{
    scratch_run(scratch, "DO $$ DECLARE name text; BEGIN"
                         " FOR name IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP"
                         "   EXECUTE format('DROP EXTENSION IF EXISTS %I CASCADE', name); END LOOP;"
                         " FOR name IN SELECT nspname FROM pg_namespace"
                         "   WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP"
                         "   EXECUTE format('DROP SCHEMA %I CASCADE', name); END LOOP;"
                         " END $$; CREATE SCHEMA public");
}
