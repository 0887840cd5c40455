/* sql.c - the layout of a script, and the steps that are one line. */
#include "sql.h"

#include "quote.h"
#include "sql_parts.h"

#include <string.h>

void sql_statement(SqlWriter *writer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    emit_add_list(writer->out, format, args);
    va_end(args);
    sg_text_add(writer->out, ";\n");
}

const char *sql_name(SqlWriter *writer, const char *name)
{
    SgText text = {.arena = writer->arena};
    quote_identifier(&text, name);
    return sg_text_get(&text);
}

const char *sql_literal(SqlWriter *writer, const char *value)
{
    SgText text = {.arena = writer->arena};
    quote_literal(&text, value);
    return sg_text_get(&text);
}

static const char *qualified(SqlWriter *writer, const Database *database, const char *schema, const char *name)
{
    SgText text = {.arena = writer->arena};
    if (schema == NULL && database->is_described) schema = database->default_schema;
    quote_qualified(&text, schema, name);
    return sg_text_get(&text);
}

const char *sql_to_name(SqlWriter *writer, const char *schema, const char *name)
{
    return qualified(writer, writer->to, schema, name);
}

const char *sql_from_name(SqlWriter *writer, const char *schema, const char *name)
{
    return qualified(writer, writer->from, schema, name);
}

const char *sql_names(SqlWriter *writer, const char *const *names, size_t count, const char *separator)
{
    SgText text = {.arena = writer->arena};
    for (size_t i = 0; i < count; i++) {
        if (i > 0) sg_text_add(&text, separator);
        quote_identifier(&text, names[i]);
    }
    return sg_text_get(&text);
}

static void create_extension(SqlWriter *writer, const ExtensionState *extension)
{
    SgText options = {.arena = writer->arena};
    if (extension->schema != NULL) emit_add(&options, " SCHEMA %s", sql_name(writer, extension->schema));
    if (extension->version != NULL) emit_add(&options, " VERSION %s", sql_name(writer, extension->version));
    sql_statement(writer, "CREATE EXTENSION IF NOT EXISTS %s%s%s", sql_name(writer, extension->name),
                  options.size > 0 ? " WITH" : "", sg_text_get(&options));
}

static bool is_other(const char *from, const char *to)
{
    return from != NULL && to != NULL && strcmp(from, to) != 0;
}

static void alter_extension(SqlWriter *writer, const ExtensionState *from, const ExtensionState *to)
{
    const char *name = sql_name(writer, from->name);
    if (is_other(from->version, to->version)) {
        sql_statement(writer, "ALTER EXTENSION %s UPDATE TO %s", name, sql_name(writer, to->version));
    }
    if (is_other(from->schema, to->schema)) {
        sql_statement(writer, "ALTER EXTENSION %s SET SCHEMA %s", name, sql_name(writer, to->schema));
    }
}

static void render_step(SqlWriter *writer, const Step *step)
{
    switch (step->kind) {
    case STEP_CREATE_SCHEMA:
        sql_statement(writer, "CREATE SCHEMA IF NOT EXISTS %s", sql_name(writer, step->schema));
        break;
    case STEP_RENAME_ENUM:
    case STEP_RENAME_ENUM_VALUE:
    case STEP_RENAME_TABLE:
    case STEP_RENAME_COLUMN: sql_rename(writer, step->rename); break;
    case STEP_RENAME_SEQUENCE:
        sql_rename_sequence(writer, step->rename_sequence.from, step->rename_sequence.to_name);
        break;
    case STEP_DROP_EXTENSION:
        sql_statement(writer, "DROP EXTENSION %s", sql_name(writer, step->extension->name));
        break;
    case STEP_CREATE_EXTENSION: create_extension(writer, step->extension); break;
    case STEP_ALTER_EXTENSION: alter_extension(writer, step->alter_extension.from, step->alter_extension.to); break;
    case STEP_CREATE_ENUM: sql_create_enum(writer, step->create_enum); break;
    case STEP_ALTER_ENUM: sql_alter_enum(writer, step->alter_enum); break;
    case STEP_DROP_ENUM:
        sql_statement(writer, "DROP TYPE %s", sql_to_name(writer, step->drop_enum.type->schema, step->drop_enum.name));
        break;
    case STEP_DROP_FOREIGN_KEY:
        sql_statement(writer, "ALTER TABLE %s DROP CONSTRAINT %s",
                      sql_to_name(writer, step->foreign_key.table->schema, step->foreign_key.table->name),
                      sql_name(writer, step->foreign_key.key->name));
        break;
    case STEP_ADD_FOREIGN_KEY: sql_add_foreign_key(writer, step->foreign_key.table, step->foreign_key.key); break;
    case STEP_RENAME_FOREIGN_KEY:
        sql_statement(
            writer, "ALTER TABLE %s RENAME CONSTRAINT %s TO %s",
            sql_to_name(writer, step->rename_foreign_key.to_table->schema, step->rename_foreign_key.from_table->name),
            sql_name(writer, step->rename_foreign_key.from->name), sql_name(writer, step->rename_foreign_key.to->name));
        break;
    case STEP_DROP_INDEX: sql_drop_index(writer, step->drop_index.table, step->drop_index.index); break;
    case STEP_CREATE_INDEX: sql_create_index(writer, step->create_index.to, step->create_index.index); break;
    case STEP_RENAME_INDEX:
        sql_statement(writer, "ALTER INDEX %s RENAME TO %s",
                      sql_to_name(writer, step->rename_index.to_table->schema, step->rename_index.from_name),
                      sql_name(writer, step->rename_index.to_name));
        break;
    case STEP_CREATE_TABLE: sql_create_table(writer, step->table); break;
    case STEP_DROP_TABLE:
        sql_statement(writer, "DROP TABLE %s", sql_to_name(writer, step->table->schema, step->table->name));
        break;
    case STEP_ALTER_TABLE: sql_alter_table(writer, step->alter_table); break;
    case STEP_KIND_COUNT: break;
    }
}

/* So much is written to a file at a time. */
enum { PIECE = 1 << 16 };

/* The end of a comment inside a name would end the block. */
static void add_message(SgText *out, const char *message)
{
    sg_text_add(out, "  - ");
    for (const char *c = message; *c != '\0'; c++) {
        bool is_mark = (c[0] == '*' && c[1] == '/') || (c[0] == '/' && c[1] == '*');
        sg_text_add_char(out, *c);
        if (is_mark) sg_text_add_char(out, ' ');
    }
    sg_text_add_char(out, '\n');
}

static void render_warnings(const Risks *risks, SgText *out)
{
    if (risks->warnings.count + risks->unexecutable.count == 0) return;
    sg_text_add(out, "/*\n  Warnings:\n\n");
    for (size_t i = 0; i < risks->warnings.count; i++) add_message(out, risks->warnings.items[i].message);
    for (size_t i = 0; i < risks->unexecutable.count; i++) add_message(out, risks->unexecutable.items[i].message);
    sg_text_add(out, "\n*/\n");
}

/* What was rendered goes to the file; false when it did not take it. */
static bool flush(SgText *out, FILE *file)
{
    bool is_written = sg_text_ok(out) && fwrite(sg_text_get(out), 1, out->size, file) == out->size;
    sg_text_truncate(out, 0);
    return is_written;
}

/* `file` is NULL when all stays in `out`. */
static bool render(SgArena *arena, const Steps *steps, const Risks *risks, SgText *out, FILE *file)
{
    SgArena scratch = {.out_of_memory = arena->out_of_memory};
    SqlWriter writer = {.arena = &scratch, .from = steps->from, .to = steps->to, .out = out};
    bool is_written = true;
    if (steps->items.count == 0) sg_text_add(out, "-- This is an empty migration.");
    else if (risks != NULL) render_warnings(risks, out);
    sg_arena_alloc(&scratch, 1); /* so that a step's release keeps the first block */
    for (size_t i = 0; i < steps->items.count && is_written; i++) {
        const Step *step = &steps->items.items[i];
        SgArenaMark mark = sg_arena_mark(&scratch);
        emit_add(out, "%s-- %s\n", i == 0 ? "" : "\n", step_kind_name(step->kind));
        render_step(&writer, step);
        sg_arena_release(&scratch, mark);
        if (file != NULL && out->size >= PIECE) is_written = flush(out, file);
    }
    sg_arena_free(&scratch);
    return is_written && (file == NULL || flush(out, file));
}

void sql_render(SgArena *arena, const Steps *steps, const Risks *risks, SgText *out)
{
    (void)render(arena, steps, risks, out, NULL);
}

bool sql_write(SgArena *arena, const Steps *steps, const Risks *risks, FILE *file)
{
    SgText piece = {0};
    bool is_written = render(arena, steps, risks, &piece, file);
    sg_text_free(&piece);
    return is_written;
}
