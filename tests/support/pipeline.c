#include "pipeline.h"

#include "ast_dump.h"
#include "database_dump.h"
#include "diag_print.h"
#include "diff.h"
#include "format.h"
#include "generate.h"
#include "lower.h"
#include "model_dump.h"
#include "parse.h"
#include "resolve.h"
#include "risks.h"
#include "sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "pipeline: %s\n", what);
    abort();
}

typedef struct Compiled {
    Sources sources;
    Diags diags;
    const Ast *ast;
    const Schema *schema; /* NULL after errors */
} Compiled;

/* The text in memory of its exact size, so that a sanitizer sees what is read behind it. */
static char *exact_copy(const char *text, size_t size)
{
    char *copy = malloc(size + 1);
    if (copy == NULL) fail("out of memory");
    memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

static void compile(SgArena *arena, const char *text, size_t size, Compiled *out)
{
    *out = (Compiled){.sources = {.arena = arena}, .diags = {.arena = arena}};
    if (!source_add(&out->sources, "schema.prisma", text, size)) fail("the text is too large");
    out->ast = parse_schema(arena, &out->sources, &out->diags);
    out->schema = resolve(arena, out->ast, &out->sources, &out->diags);
    if (out->diags.errors > 0) out->schema = NULL;
}

/* The script, after the other forms of the same steps were written too. */
static const char *script(SgArena *arena, const Database *from, const Database *to)
{
    Steps steps = database_diff(arena, from, to);
    Risks risks = risks_find(arena, &steps);
    SgText others = {.arena = arena}, sql = {.arena = arena};
    steps_json(&steps, &others);
    steps_summary(arena, &steps, &others);
    sql_render(arena, &steps, &risks, &others);
    sql_render(arena, &steps, NULL, &sql);
    return sg_text_get(&sql);
}

static const char *script_from_empty(SgArena *arena, const Schema *schema)
{
    return script(arena, database_from_schema(arena, NULL), database_from_schema(arena, schema));
}

static void dump(SgArena *arena, const Compiled *compiled, const Database *database)
{
    SgText text = {.arena = arena};
    ast_dump(compiled->ast, &compiled->sources, &text);
    model_dump(compiled->schema, &text);
    database_dump(database, &text);
}

/* See tests/format for why it comes to rest after two runs. */
static void check_layout(SgArena *arena, const Compiled *compiled, const char *sql)
{
    Compiled laid_out = *compiled;
    for (int i = 0; i < 3; i++) {
        FormattedFiles files = format_schema(arena, &laid_out.sources, laid_out.ast);
        if (i == 2 && files.items[0].is_changed) fail("the layout does not come to rest");
        compile(arena, files.items[0].text, files.items[0].size, &laid_out);
        if (laid_out.schema == NULL) fail("the layout has errors");
        if (strcmp(script_from_empty(arena, laid_out.schema), sql) != 0) fail("the layout means something else");
    }
}

/* Compared with a folder that is not there: every file is made, none is written. */
static size_t generate(SgArena *arena, const Compiled *compiled)
{
    Diags diags = {.arena = arena};
    Output output = {.arena = arena, .folder = "there/is/no/such/folder", .check = true};
    CPlan *plan = c_plan(arena, compiled->schema, &compiled->sources, "", &diags);
    if (!c_generate(plan, &output)) fail(output.error);
    return output.changes.count;
}

static void run_stages(SgArena *arena, const Compiled *compiled, PipelineResult *result)
{
    const Database *empty = database_from_schema(arena, NULL);
    const Database *database = database_from_schema(arena, compiled->schema);
    const char *sql = script(arena, empty, database);
    result->sql_size = strlen(sql);
    (void)script(arena, database, empty);
    if (database_diff(arena, database, database).items.count > 0) fail("a database differs from itself");
    dump(arena, compiled, database);
    check_layout(arena, compiled, sql);
    result->c_files = generate(arena, compiled);
}

PipelineResult pipeline_run(const char *text, size_t size)
{
    SgArena arena = {.out_of_memory = abort};
    SgText report = {.arena = &arena}, json = {.arena = &arena};
    char *copy = exact_copy(text, size);
    Compiled compiled;
    compile(&arena, copy, size, &compiled);
    diag_print(&compiled.diags, &compiled.sources, false, &report);
    diag_print_json(&compiled.diags, &compiled.sources, &json);
    PipelineResult result = {.errors = compiled.diags.errors, .report_size = report.size};
    if (compiled.schema != NULL) run_stages(&arena, &compiled, &result);
    sg_arena_free(&arena);
    free(copy);
    return result;
}

void pipeline_compare(const char *from, size_t from_size, const char *to, size_t to_size)
{
    SgArena arena = {.out_of_memory = abort};
    char *from_copy = exact_copy(from, from_size), *to_copy = exact_copy(to, to_size);
    Compiled left, right;
    compile(&arena, from_copy, from_size, &left);
    if (left.schema != NULL) compile(&arena, to_copy, to_size, &right);
    if (left.schema != NULL && right.schema != NULL) {
        const Database *old = database_from_schema(&arena, left.schema);
        const Database *new = database_from_schema(&arena, right.schema);
        (void)script(&arena, old, new);
        (void)script(&arena, new, old);
    }
    sg_arena_free(&arena);
    free(from_copy);
    free(to_copy);
}
