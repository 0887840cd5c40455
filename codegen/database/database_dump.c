/* database_dump.c - Database → text.  Lines of a definition are indented below their object. */
#include "database_dump.h"

#include <string.h>

static void add_name(SgText *out, const char *schema, const char *name)
{
    if (schema != NULL) sg_text_printf(out, "%s.", schema);
    sg_text_add(out, name);
}

static void add_names(SgText *out, const char *const *names, size_t count)
{
    sg_text_add(out, "(");
    for (size_t i = 0; i < count; i++)
        sg_text_printf(out, "%s%s", i > 0 ? ", " : "", names[i] != NULL ? names[i] : "?");
    sg_text_add(out, ")");
}

static void add_indented(SgText *out, const char *text, const char *indent)
{
    for (const char *line = text; *line != '\0';) {
        size_t size = strcspn(line, "\n");
        sg_text_printf(out, "%s%.*s\n", indent, (int)size, line);
        line += size + (line[size] == '\n' ? 1 : 0);
    }
}

static void add_type(SgText *out, const ColumnType *type)
{
    switch (type->kind) {
    case TYPE_NATIVE:
        sg_text_add(out, native_type_info(type->native)->sql);
        for (int i = 0; i < type->arg_count; i++) sg_text_printf(out, "%s%d", i == 0 ? "(" : ",", type->args[i]);
        sg_text_add(out, type->arg_count > 0 ? ")" : "");
        break;
    case TYPE_ENUM:
        sg_text_add(out, "enum ");
        add_name(out, type->enum_type->schema, type->enum_type->name);
        break;
    case TYPE_OTHER: sg_text_printf(out, "other %s", type->sql); break;
    }
    sg_text_add(out, type->is_list ? "[]" : "");
}

static void add_default(SgText *out, const ColumnDefault *value)
{
    switch (value->kind) {
    case COLUMN_DEFAULT_NONE: break;
    case COLUMN_DEFAULT_VALUE: sg_text_printf(out, " = value `%s`", value->text); break;
    case COLUMN_DEFAULT_LIST:
        sg_text_add(out, " = list");
        for (size_t i = 0; i < value->items.count; i++) sg_text_printf(out, " `%s`", value->items.items[i]);
        break;
    case COLUMN_DEFAULT_NOW: sg_text_add(out, " = now"); break;
    case COLUMN_DEFAULT_SEQUENCE:
        sg_text_printf(out, " = %s ", value->is_identity ? "identity" : "sequence");
        add_name(out, value->sequence_schema, value->sequence != NULL ? value->sequence : "?");
        break;
    case COLUMN_DEFAULT_EXPRESSION: sg_text_printf(out, " = expression `%s`", value->text); break;
    }
}

static void add_column(SgText *out, const Column *column)
{
    sg_text_printf(out, "  column %s ", column->name);
    add_type(out, &column->type);
    sg_text_add(out, column->is_required ? " required" : "");
    add_default(out, &column->default_value);
    sg_text_add(out, column->is_generated ? " generated" : "");
    sg_text_add(out, column->has_client_default ? " client-default" : "");
    sg_text_add(out, "\n");
}

static void add_index_part(SgText *out, const IndexPart *part)
{
    sg_text_add(out, part->column != NULL ? part->column : part->expression);
    if (part->ops != NULL && !part->ops_is_default) sg_text_printf(out, " %s", part->ops);
    if (part->is_descending) sg_text_add(out, " desc");
    if (part->has_nulls_order) sg_text_add(out, part->is_descending ? " nulls last" : " nulls first");
}

static void add_index(SgText *out, const Index *index)
{
    sg_text_printf(out, "  %s %s %s (", index->kind == INDEX_UNIQUE ? "unique" : "index", index->name, index->method);
    for (size_t i = 0; i < index->parts.count; i++) {
        sg_text_add(out, i > 0 ? ", " : "");
        add_index_part(out, &index->parts.items[i]);
    }
    sg_text_add(out, ")");
    if (index->include.count > 0) {
        sg_text_add(out, " include ");
        add_names(out, index->include.items, index->include.count);
    }
    if (index->where != NULL) sg_text_printf(out, " where %s", index->where);
    sg_text_add(out, index->is_constraint ? " constraint" : "");
    sg_text_add(out, index->is_deferrable ? " deferrable" : "");
    sg_text_add(out, index->nulls_not_distinct ? " nulls-not-distinct" : "");
    sg_text_add(out, index->is_invalid ? " invalid" : "");
    sg_text_add(out, "\n");
}

static const char *action_name(ForeignKeyAction action)
{
    switch (action) {
    case FK_NO_ACTION: return "no action";
    case FK_RESTRICT: return "restrict";
    case FK_CASCADE: return "cascade";
    case FK_SET_NULL: return "set null";
    case FK_SET_DEFAULT: return "set default";
    }
    return "?";
}

static void add_foreign_key(SgText *out, const ForeignKey *key)
{
    sg_text_printf(out, "  foreign key %s ", key->name);
    add_names(out, key->columns.items, key->columns.count);
    sg_text_add(out, " to ");
    add_name(out, key->referenced_schema, key->referenced_table);
    sg_text_add(out, " ");
    add_names(out, key->referenced_columns.items, key->referenced_columns.count);
    sg_text_printf(out, " on delete %s on update %s%s%s\n", action_name(key->on_delete), action_name(key->on_update),
                   key->is_deferrable ? " deferrable" : "", key->is_not_valid ? " not-valid" : "");
}

static void add_fact(SgText *out, const OpaqueFact *fact, const char *indent)
{
    sg_text_printf(out, "%s%s%s%s", indent, fact->kind, fact->name[0] != '\0' ? " " : "", fact->name);
    if (fact->definition == NULL || strchr(fact->definition, '\n') == NULL) {
        sg_text_printf(out, ": %s\n", fact->definition != NULL ? fact->definition : "");
        return;
    }
    sg_text_add(out, ":\n");
    add_indented(out, fact->definition, "    ");
}

static void add_table(SgText *out, const Table *table)
{
    sg_text_add(out, "table ");
    add_name(out, table->schema, table->name);
    sg_text_add(out, table->is_join_table ? " join-table\n" : "\n");
    for (size_t i = 0; i < table->columns.count; i++) add_column(out, &table->columns.items[i]);
    if (table->primary_key != NULL) {
        sg_text_printf(out, "  primary key %s ", table->primary_key->name);
        add_names(out, table->primary_key->columns.items, table->primary_key->columns.count);
        sg_text_add(out, table->primary_key->is_deferrable ? " deferrable\n" : "\n");
    }
    for (size_t i = 0; i < table->indexes.count; i++) add_index(out, &table->indexes.items[i]);
    for (size_t i = 0; i < table->foreign_keys.count; i++) add_foreign_key(out, &table->foreign_keys.items[i]);
    for (size_t i = 0; i < table->facts.count; i++) add_fact(out, &table->facts.items[i], "  ");
}

static void add_extension(SgText *out, const ExtensionState *extension)
{
    sg_text_printf(out, "extension %s", extension->name);
    if (extension->schema != NULL) sg_text_printf(out, " schema %s", extension->schema);
    if (extension->version != NULL) sg_text_printf(out, " version %s", extension->version);
    sg_text_add(out, "\n");
}

static void add_view(SgText *out, const View *view)
{
    sg_text_add(out, "view ");
    add_name(out, view->schema, view->name);
    sg_text_add(out, "\n");
    for (size_t i = 0; i < view->columns.count; i++) add_column(out, &view->columns.items[i]);
    add_indented(out, view->definition, "    ");
}

void database_dump(const Database *database, SgText *out)
{
    for (size_t i = 0; i < database->schemas.count; i++) sg_text_printf(out, "schema %s\n", database->schemas.items[i]);
    for (size_t i = 0; i < database->extensions.count; i++) add_extension(out, &database->extensions.items[i]);
    for (size_t i = 0; i < database->enums.count; i++) {
        const EnumType *type = database->enums.items[i];
        sg_text_add(out, "enum ");
        add_name(out, type->schema, type->name);
        sg_text_add(out, " ");
        add_names(out, type->values.items, type->values.count);
        sg_text_add(out, "\n");
    }
    for (size_t i = 0; i < database->tables.count; i++) add_table(out, database->tables.items[i]);
    for (size_t i = 0; i < database->views.count; i++) add_view(out, &database->views.items[i]);
    for (size_t i = 0; i < database->facts.count; i++) add_fact(out, &database->facts.items[i], "");
}
