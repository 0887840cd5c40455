/* sql_index.c - indexes and foreign keys. */
#include "quote.h"
#include "sql_parts.h"

#include <string.h>

/* A server names every class; the default one needs no words, unless a schema has them. */
static bool names_class(const SqlWriter *writer, const IndexPart *part)
{
    return part->ops != NULL && !(part->ops_is_default && writer->to->is_described);
}

static void add_part(const SqlWriter *writer, SgText *out, const IndexPart *part)
{
    if (part->column != NULL) quote_identifier(out, part->column);
    else emit_add(out, "(%s)", part->expression);
    if (names_class(writer, part)) emit_add(out, " %s", part->ops);
    if (part->has_order) sg_text_add(out, part->is_descending ? " DESC" : " ASC");
}

void sql_create_index(SqlWriter *writer, const Table *table, const Index *index)
{
    SgText parts = {.arena = writer->arena};
    for (size_t i = 0; i < index->parts.count; i++) {
        if (i > 0) sg_text_add(&parts, ", ");
        add_part(writer, &parts, &index->parts.items[i]);
    }
    bool is_btree = strcmp(index->method, "BTREE") == 0;
    const char *method = is_btree ? "" : emit_format(writer->arena, " USING %s ", index->method);
    const char *where = index->where == NULL ? "" : emit_format(writer->arena, " WHERE (%s)", index->where);
    sql_statement(writer, "CREATE %sINDEX %s ON %s%s(%s)%s", index->kind == INDEX_UNIQUE ? "UNIQUE " : "",
                  sql_name(writer, index->name), sql_to_name(writer, table->schema, table->name), method,
                  sg_text_get(&parts), where);
}

/* The index of a UNIQUE constraint goes with the constraint. */
void sql_drop_index(SqlWriter *writer, const Table *table, const Index *index)
{
    if (index->is_constraint) {
        sql_statement(writer, "ALTER TABLE %s DROP CONSTRAINT %s", sql_to_name(writer, table->schema, table->name),
                      sql_name(writer, index->name));
    } else {
        sql_statement(writer, "DROP INDEX %s", sql_to_name(writer, table->schema, index->name));
    }
}

static const char *action_name(ForeignKeyAction action)
{
    switch (action) {
    case FK_NO_ACTION: return "NO ACTION";
    case FK_RESTRICT: return "RESTRICT";
    case FK_CASCADE: return "CASCADE";
    case FK_SET_NULL: return "SET NULL";
    case FK_SET_DEFAULT: return "SET DEFAULT";
    }
    return "";
}

void sql_add_foreign_key(SqlWriter *writer, const Table *table, const ForeignKey *key)
{
    sql_statement(writer,
                  "ALTER TABLE %s ADD CONSTRAINT %s FOREIGN KEY (%s) REFERENCES %s(%s) ON DELETE %s ON UPDATE %s",
                  sql_to_name(writer, table->schema, table->name), sql_name(writer, key->name),
                  sql_names(writer, key->columns.items, key->columns.count, ", "),
                  sql_to_name(writer, key->referenced_schema, key->referenced_table),
                  sql_names(writer, key->referenced_columns.items, key->referenced_columns.count, ", "),
                  action_name(key->on_delete), action_name(key->on_update));
}
