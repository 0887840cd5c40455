/* compare.c - from schema text to script, on a scratch database. */
#include "compare.h"

#include "canonical.h"
#include "diff.h"
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

static const Schema *resolve_sources(SgArena *arena, const Sources *sources)
{
    Diags diags = {.arena = arena};
    Ast *ast = parse_schema(arena, sources, &diags);
    const Schema *schema = diags.errors == 0 ? resolve(arena, ast, sources, &diags) : NULL;
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

const Schema *compare_schema(SgArena *arena, const char *path)
{
    Sources *sources = sg_arena_new(arena, sizeof *sources);
    sources->arena = arena;
    const char *error = NULL;
    if (!source_read(sources, path, &error)) {
        fprintf(stderr, "%s\n", error);
        return NULL;
    }
    return resolve_sources(arena, sources);
}

const Schema *compare_schema_text(SgArena *arena, const char *text)
{
    Sources *sources = sg_arena_new(arena, sizeof *sources);
    sources->arena = arena;
    source_add(sources, "schema.prisma", text, strlen(text));
    return resolve_sources(arena, sources);
}

const Database *compare_described(SgArena *arena, const Scratch *scratch, const Schema *schema)
{
    Database *database = NULL;
    const char *error = NULL;
    IntrospectOptions options = introspect_options(schema, NULL);
    if (!database_introspect(scratch_connection(scratch), &options, arena, &database, &error)) fail_msg("%s", error);
    return database;
}

const Database *compare_wanted(SgArena *arena, const Scratch *scratch, const Schema *schema, const Database *described)
{
    Database *wanted = database_from_schema(arena, schema);
    database_canonicalize(scratch_connection(scratch), arena, described, wanted);
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

const char *compare_pulled(SgArena *arena, const Scratch *scratch, const Schema *about)
{
    const Database *described = compare_described(arena, scratch, about);
    SgText text = {.arena = arena};
    pull_new_schema(arena, described, &text);
    const char *pulled = sg_text_get(&text);
    const Schema *schema = compare_schema_text(arena, pulled);
    if (schema == NULL) return sg_arena_printf(arena, "the pulled schema is refused\n%s", pulled);
    const char *script =
        compare_script(arena, described, compare_wanted(arena, scratch, schema, described), false);
    if (strcmp(script, compare_empty_script) == 0) return NULL;
    return sg_arena_printf(arena, "the pulled schema differs\n%s\n%s", script, pulled);
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
