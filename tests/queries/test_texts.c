/*
 * Files of queries, and what is said about them.
 *
 * A fixture is a file of texts/ whose last comment, from a line `-- expect:` on, has a line per query that was
 * understood (what it takes and returns) and the diagnostics as people see them.  The schema is the bank's.  Every
 * code of queries must occur in one fixture.
 */
#include "describe.h"
#include "diag_print.h"
#include "golden.h"
#include "parse.h"
#include "resolve.h"
#include "scratch.h"
#include "text.h"
#include "value_type.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char expect_line[] = "-- expect:\n";

static void out_of_memory(void)
{
    abort();
}

typedef struct Fixture {
    SgArena arena;
    Scratch *scratch;
    Connection *connection;
    bool is_seen[DIAG_CODE_COUNT];
} Fixture;

static int open_fixture(void **state)
{
    static Fixture fixture;
    DatabaseUrl url;
    fixture = (Fixture){.arena = {.out_of_memory = out_of_memory}, .scratch = scratch_open()};
    scratch_run(fixture.scratch, golden_read(&fixture.arena, SCHEMA_SQL));
    scratch_run(fixture.scratch, "CREATE DOMAIN email AS text CHECK (value LIKE '%@%')");
    assert_null(database_url_parse(&fixture.arena, scratch_url(fixture.scratch), &url));
    assert_null(connection_open(&fixture.arena, &url, &fixture.connection));
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    Fixture *fixture = *state;
    connection_close(fixture->connection);
    scratch_close(fixture->scratch);
    sg_arena_free(&fixture->arena);
    return 0;
}

static void add_values(SgText *out, const QueryValue *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sg_text_printf(out, "%s%s ", i > 0 ? ", " : "", values[i].field.name);
        value_type_format(&values[i].field, out);
        if (values[i].is_nullable) sg_text_add(out, " null");
    }
}

static void add_query(SgText *out, const Query *query)
{
    static const char *const results[] = {
        [QUERY_ONE] = "one", [QUERY_MANY] = "many", [QUERY_EACH] = "each", [QUERY_EXEC] = "exec"};
    sg_text_printf(out, "-- %s %s(", results[query->result], query->name);
    add_values(out, query->params.items, query->params.count);
    sg_text_add(out, ") -> (");
    add_values(out, query->columns.items, query->columns.count);
    sg_text_add(out, ")\n");
    if (query->documentation != NULL) sg_text_printf(out, "--     %s\n", query->documentation);
}

/* As people see them, behind dashes. */
static void add_diagnostics(SgArena *arena, SgText *out, const Sources *sources, const Diags *diags)
{
    SgText text = {.arena = arena};
    if (diags->items.count > 0) diag_print(diags, sources, false, &text);
    for (const char *line = sg_text_get(&text); *line != '\0'; line += *line == '\n') {
        size_t size = strcspn(line, "\n");
        sg_text_printf(out, "--%s%.*s\n", size > 0 ? " " : "", (int)size, line);
        line += size;
    }
}

/* The fixture with what it really gives. */
static const char *judge(Fixture *fixture, const Schema *schema, Sources *sources, const char *path, const char *text)
{
    SgArena *arena = &fixture->arena;
    const char *expect = strstr(text, expect_line);
    size_t size = expect != NULL ? (size_t)(expect - text) : strlen(text);
    Diags diags = {.arena = arena};
    Queries queries = {.arena = arena};
    QueryFile *file = list_add(arena, &queries.files);
    SgText out = {.arena = arena};
    assert_true(source_add(sources, strrchr(path, '/') + 1, sg_arena_strndup(arena, text, size), size));
    query_parse(arena, &sources->files.items[sources->files.count - 1], file, &diags);
    const SchemaNames schemas = {.default_schema = "public", .model = schema};
    const QueryDatabase database = {.schemas = &schemas};
    const Failure *failure = describe_queries(fixture->connection, &database, &queries, &diags);
    if (failure != NULL) print_error("%s\n", failure->message);
    assert_null(failure);

    sg_text_add_bytes(&out, text, size);
    sg_text_add(&out, expect_line);
    for (size_t i = 0; i < file->queries.count; i++) {
        if (!file->queries.items[i].is_described) continue;
        query_override(&file->queries.items[i], &diags);
        add_query(&out, &file->queries.items[i]);
    }
    add_diagnostics(arena, &out, sources, &diags);
    for (size_t i = 0; i < diags.items.count; i++) fixture->is_seen[diags.items.items[i].code] = true;
    return sg_text_get(&out);
}

static void texts_give_what_they_say(void **state)
{
    Fixture *fixture = *state;
    SgArena *arena = &fixture->arena;
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    const char *error = NULL;
    size_t failures = 0;
    assert_true(source_read(&sources, BANK_SCHEMA, &error));
    const Schema *schema = resolve(arena, parse_schema(arena, &sources, &diags), &sources, &diags);
    GoldenPaths paths = golden_list(arena, TEXTS_FOLDER, ".sql");
    assert_true(paths.count > 0);
    for (size_t i = 0; i < paths.count; i++) {
        const char *text = golden_read(arena, paths.items[i]);
        if (!golden_matches(arena, paths.items[i], judge(fixture, schema, &sources, paths.items[i], text))) failures++;
    }
    for (int code = DIAG_QUERY_TEXT; code < DIAG_CODE_COUNT; code++) {
        /* two names of one query are found when a folder is read: see tests/cli */
        if (fixture->is_seen[code] || diag_code_name((DiagCode)code)[0] != 'Q' || code == DIAG_QUERY_NAME_TAKEN)
            continue;
        print_error("no fixture gives %s\n", diag_code_name((DiagCode)code));
        failures++;
    }
    assert_int_equal(failures, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(texts_give_what_they_say)};
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
