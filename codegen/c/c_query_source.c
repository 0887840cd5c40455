/* <file>_queries.c: each statement, what it takes and returns, and the function that hands both to the runtime. */
#include "generate.h"

#include "c_print.h"
#include "emit.h"
#include "functions.h"
#include "query_signature.h"
#include "reader.h"

#include <stdio.h>
#include <string.h>

/* ISO C compilers must take literals of 4095 bytes. */
enum { LITERAL_MAX = 4000, BYTES_PER_LINE = 24 };

/* ---- The statement's text ---- */

/* A literal per line of the SQL. */
static const char *literals(SgArena *arena, const char *sql)
{
    SgText out = {.arena = arena};
    for (;;) {
        size_t size = strcspn(sql, "\n");
        const char *line = c_escape(arena, sg_arena_strndup(arena, sql, size));
        bool is_last = sql[size] == '\0';
        emit_add(&out, "\"%s%s\"%s\n", line, is_last ? "" : "\\n", is_last ? ";" : "");
        if (is_last) return out.data;
        sql += size + 1;
    }
}

/* Longer than a literal may be: its bytes, below a comment that people can read. */
static const char *bytes(SgArena *arena, const char *sql)
{
    SgText out = {.arena = arena};
    size_t size = strlen(sql);
    for (size_t i = 0; i < size; i++) {
        char byte[8];
        snprintf(byte, sizeof byte, "'\\x%02x',", (unsigned)(unsigned char)sql[i]);
        sg_text_add(&out, byte);
        if (i % BYTES_PER_LINE == BYTES_PER_LINE - 1) sg_text_add_char(&out, '\n');
    }
    sg_text_add(&out, "'\\0'\n");
    return out.data;
}

static const char *commented(SgArena *arena, const char *sql)
{
    SgText out = {.arena = arena};
    for (; *sql != '\0'; sql += *sql == '\n') {
        size_t size = strcspn(sql, "\n");
        emit_add(&out, " * %s\n", c_comment(arena, sg_arena_strndup(arena, sql, size)));
        sql += size;
    }
    return sg_text_get(&out);
}

static void emit_sql(SgArena *arena, const QueryPlan *query, SgText *out)
{
    const char *sql = query->query->sql;
    Holes h = {0};
    hole(&h, "name", query->sql);
    if (strlen(sql) < LITERAL_MAX) {
        hole(&h, "literals", literals(arena, sql));
        emit(out, &h,
            "static const char ${name}[] =",
            "    ${literals}",
            "");
        return;
    }
    hole(&h, "comment", commented(arena, sql));
    hole(&h, "bytes", bytes(arena, sql));
    emit(out, &h,
        "/*",
        "${comment}",
        " */",
        "static const char ${name}[] = {",
        "    ${bytes}",
        "};",
        "");
}

/* ---- The descriptor ---- */

static void add_column(SgArena *arena, SgText *lines, const QueryMember *member, const char *type)
{
    Arity arity = member->value->field.arity;
    bool is_nullable = arity == ARITY_OPTIONAL;
    SgText out = {.arena = arena};
    emit_add(&out, "{.label = \"%s\", .type = %s", member->member, member->type->sg);
    if (is_nullable) sg_text_add(&out, ", .flags = SG_COLUMN_NULLABLE");
    if (c_is_list(&member->value->field)) sg_text_add(&out, ", .flags = SG_COLUMN_LIST");
    if (member->enum_plan != NULL) emit_add(&out, ", .labels = &%s", member->enum_plan->table);
    if (member->is_sent_as_text) sg_text_add(&out, ", .cast = \"varchar\"");
    sg_text_add_char(&out, ',');
    c_print_pair(lines, strlen("        "), out.data,
                 emit_format(arena, ".row = offsetof(%s, %s)},", type, member->member));
}

/* A table of columns, and how many there are; nothing for none. */
static const char *columns_block(SgArena *arena, const QueryMembers *members, const char *type, const char *name)
{
    if (members->count == 0) return "";
    SgText lines = {.arena = arena}, out = {.arena = arena};
    for (size_t i = 0; i < members->count; i++) add_column(arena, &lines, &members->items[i], type);
    Holes h = {0};
    hole(&h, "name", name);
    hole(&h, "lines", sg_text_get(&lines));
    hole(&h, "count", emit_format(arena, "%zu", members->count));
    emit(&out, &h,
        ".${name}s = (const SgColumn[]){",
        "    ${lines}",
        "},",
        ".${name}_count = ${count},");
    return out.data;
}

static void emit_reader(SgArena *arena, const QueryPlan *query, SgText *out)
{
    if (!query->has_own_reader) return;
    Reader reader = {.lines = {.arena = arena}};
    for (size_t i = 0; i < query->columns.count; i++) {
        const QueryMember *column = &query->columns.items[i];
        const Field *field = &column->value->field;
        reader_add(&reader, column->member, column->type, column->enum_plan, field->arity == ARITY_OPTIONAL,
                   c_is_list(field));
    }
    reader_print(&reader, "static ", query->reader, query->row_type, out);
}

static void emit_statement(SgArena *arena, const QueryPlan *query, SgText *out)
{
    const char *row = "";
    if (query->row_type != NULL)
        row = emit_format(arena, ".read = %s, .row_size = sizeof(%s),", query->reader, query->row_type);
    Holes h = {0};
    hole(&h, "statement", query->statement);
    hole(&h, "function", query->function);
    hole(&h, "sql", query->sql);
    hole(&h, "params", columns_block(arena, &query->params, query->args_type, "param"));
    hole(&h, "columns", columns_block(arena, &query->columns, query->row_type, "column"));
    hole(&h, "row", row);
    emit(out, &h,
        "static const SgStatement ${statement} = {",
        "    .name = \"${function}\",",
        "    .sql = ${sql},",
        "    ${params}",
        "    ${columns}",
        "    ${row}",
        "};",
        "");
}

/* ---- The function ---- */

/* The arguments of a call as the struct that the runtime reads. */
static const char *args_line(SgArena *arena, const QueryPlan *query)
{
    if (query->takes_struct || query->params.count == 0) return "";
    SgText out = {.arena = arena};
    for (size_t i = 0; i < query->params.count; i++)
        emit_add(&out, "%s.%s = %s", i > 0 ? ", " : "", query->params.items[i].member, query->params.items[i].param);
    return emit_format(arena, "const %s args = {%s};", query->args_type, out.data);
}

static const char *call_line(SgArena *arena, const QueryPlan *query)
{
    static const char *const functions[] = {
        [QUERY_ONE] = "one", [QUERY_MANY] = "many", [QUERY_EACH] = "each", [QUERY_EXEC] = "exec"};
    const char *args = query->params.count == 0 ? "NULL" : query->takes_struct ? "args" : "&args";
    const char *result = query->query->result == QUERY_EXEC ? "affected" : "out";
    if (query->query->result == QUERY_EACH) result = emit_format(arena, "%s, &visitor", query->visit);
    return emit_format(arena, "return sg_query_%s(db, &%s, %s, %s);", functions[query->query->result], query->statement,
                       args, result);
}

static void emit_function(SgArena *arena, const QueryPlan *query, SgText *out)
{
    bool has_visitor = query->visitor != NULL;
    Holes h = {0};
    hole(&h, "args", args_line(arena, query));
    hole(&h, "visitor", has_visitor ? emit_format(arena, "struct %s visitor = {visit, arg};", query->visitor) : "");
    hole(&h, "call", call_line(arena, query));
    query_signature(arena, query, "", "", out);
    emit(out, &h,
        "{",
        "    ${args}",
        "    ${visitor}",
        "    ${call}",
        "}",
        "");
}

static void emit_query(SgArena *arena, const QueryPlan *query, SgText *out)
{
    c_print_section(out, query->function);
    if (query->params.count > 0 && !query->takes_struct) {
        query_struct(arena, query->args_type, &query->params, out);
        sg_text_add_char(out, '\n');
    }
    emit_sql(arena, query, out);
    emit_reader(arena, query, out);
    emit_statement(arena, query, out);
    if (query->visitor != NULL) emit_add(out, "%s\n", c_visitor(arena, query->visitor, query->visit, query->row_type));
    emit_function(arena, query, out);
}

void c_queries_source(SgArena *arena, const QueryFilePlan *file, SgText *out)
{
    Holes h = {0};
    hole(&h, "name", c_comment(arena, file->source->name));
    hole(&h, "file", file->file);
    emit(out, &h,
        "/*",
        " * " C_MARKER " from ${name}.sql.  Do not edit.",
        " *",
        " * Each statement with what it takes and returns, and the function that hands both to the runtime.",
        " * Values travel as parameters ($1, ...), never within the SQL.",
        " */",
        "#include \"${file}.h\"",
        "",
        "#include \"models.h\"",
        "",
        "#include <sg/row.h>",
        "",
        "#include <stddef.h>",
        "");
    for (size_t i = 0; i < file->queries.count; i++) emit_query(arena, &file->queries.items[i], out);
}
