/* steps_json.c - steps for other programs. */
#include "steps.h"

#include "json.h"

static void add_member(SgText *out, const char *name, const char *value)
{
    if (value == NULL) return;
    sg_text_printf(out, ", \"%s\": ", name);
    sg_json_text(out, value);
}

static void add_flag(SgText *out, const char *name, bool value)
{
    if (value) sg_text_printf(out, ", \"%s\": true", name);
}

static void add_list(SgText *out, const char *name, const char *const *items, size_t count)
{
    sg_text_printf(out, ", \"%s\": [", name);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) sg_text_add(out, ", ");
        sg_json_text(out, items[i]);
    }
    sg_text_add_char(out, ']');
}

static void add_table(SgText *out, const Table *table)
{
    add_member(out, "schema", table->schema);
    add_member(out, "table", table->name);
}

static void add_index(SgText *out, const Index *index)
{
    add_member(out, "index", index->name);
    add_flag(out, "unique", index->kind == INDEX_UNIQUE);
    sg_text_add(out, ", \"columns\": [");
    for (size_t i = 0; i < index->parts.count; i++) {
        const IndexPart *part = &index->parts.items[i];
        if (i > 0) sg_text_add(out, ", ");
        sg_json_text(out, part->column != NULL ? part->column : part->expression);
    }
    sg_text_add_char(out, ']');
}

static void add_foreign_key(SgText *out, const Table *table, const ForeignKey *key)
{
    add_table(out, table);
    add_member(out, "foreignKey", key->name);
    add_list(out, "columns", key->columns.items, key->columns.count);
    add_member(out, "referencedSchema", key->referenced_schema);
    add_member(out, "referencedTable", key->referenced_table);
    add_list(out, "referencedColumns", key->referenced_columns.items, key->referenced_columns.count);
}

static const char *change_name(TableChangeKind kind)
{
    switch (kind) {
    case TABLE_DROP_PRIMARY_KEY: return "DropPrimaryKey";
    case TABLE_DROP_COLUMN: return "DropColumn";
    case TABLE_ADD_COLUMN: return "AddColumn";
    case TABLE_ALTER_COLUMN: return "AlterColumn";
    case TABLE_RECREATE_COLUMN: return "DropAndRecreateColumn";
    case TABLE_ADD_PRIMARY_KEY: return "AddPrimaryKey";
    case TABLE_RENAME_PRIMARY_KEY: return "RenamePrimaryKey";
    }
    return "";
}

static void add_change(SgText *out, const TableChange *change)
{
    static const char *const casts[] = {
        [CAST_NONE] = NULL, [CAST_SAFE] = "safe", [CAST_RISKY] = "risky", [CAST_IMPOSSIBLE] = "impossible"};
    const Column *column = change->to != NULL ? change->to : change->from;
    sg_text_add(out, "{\"change\": ");
    sg_json_text(out, change_name(change->kind));
    if (column != NULL) add_member(out, "column", column->name);
    add_flag(out, "nullability", change->changes.nullability);
    add_flag(out, "default", change->changes.default_value);
    add_flag(out, "type", change->changes.type);
    add_flag(out, "autoincrement", change->changes.autoincrement);
    add_member(out, "cast", casts[change->changes.cast]);
    sg_text_add_char(out, '}');
}

static void add_alter_table(SgText *out, const AlterTable *alter)
{
    add_table(out, alter->to);
    sg_text_add(out, ", \"changes\": [");
    for (size_t i = 0; i < alter->changes.count; i++) {
        if (i > 0) sg_text_add(out, ", ");
        add_change(out, &alter->changes.items[i]);
    }
    sg_text_add_char(out, ']');
}

static void add_enum(SgText *out, const EnumType *type)
{
    add_member(out, "schema", type->schema);
    add_member(out, "enum", type->name);
}

static void add_alter_enum(SgText *out, const AlterEnum *alter)
{
    add_enum(out, alter->to);
    add_list(out, "added", alter->added.items, alter->added.count);
    add_list(out, "removed", alter->removed.items, alter->removed.count);
}

static void add_extension(SgText *out, const ExtensionState *extension)
{
    add_member(out, "extension", extension->name);
    add_member(out, "schema", extension->schema);
    add_member(out, "version", extension->version);
}

static void add_rename(SgText *out, const char *from, const char *to)
{
    add_member(out, "from", from);
    add_member(out, "to", to);
}

static void add_object_rename(SgText *out, const Rename *rename)
{
    add_member(out, "schema", rename->schema);
    add_rename(out, rename->name, rename->new_name);
    add_member(out, "toSchema", rename->new_schema);
}

static void add_step(SgText *out, const Step *step)
{
    switch (step->kind) {
    case STEP_CREATE_SCHEMA: add_member(out, "schema", step->schema); break;
    case STEP_RENAME_ENUM:
    case STEP_RENAME_TABLE: add_object_rename(out, step->rename); break;
    case STEP_RENAME_ENUM_VALUE:
    case STEP_RENAME_COLUMN:
        add_member(out, "schema", step->rename->schema);
        add_member(out, step->kind == STEP_RENAME_COLUMN ? "table" : "enum", step->rename->owner);
        add_rename(out, step->rename->name, step->rename->new_name);
        break;
    case STEP_RENAME_SEQUENCE:
        add_member(out, "schema", step->rename_sequence.from->schema);
        add_rename(out, step->rename_sequence.from->name, step->rename_sequence.to_name);
        break;
    case STEP_DROP_EXTENSION:
    case STEP_CREATE_EXTENSION: add_extension(out, step->extension); break;
    case STEP_ALTER_EXTENSION: add_extension(out, step->alter_extension.to); break;
    case STEP_CREATE_ENUM: add_enum(out, step->create_enum); break;
    case STEP_ALTER_ENUM: add_alter_enum(out, step->alter_enum); break;
    case STEP_DROP_ENUM: add_enum(out, step->drop_enum.type); break;
    case STEP_CREATE_TABLE:
    case STEP_DROP_TABLE: add_table(out, step->table); break;
    case STEP_ALTER_TABLE: add_alter_table(out, step->alter_table); break;
    case STEP_DROP_INDEX:
        add_table(out, step->drop_index.table);
        add_index(out, step->drop_index.index);
        break;
    case STEP_CREATE_INDEX:
        add_table(out, step->create_index.to);
        add_index(out, step->create_index.index);
        break;
    case STEP_RENAME_INDEX:
        add_table(out, step->rename_index.to_table);
        add_rename(out, step->rename_index.from_name, step->rename_index.to_name);
        break;
    case STEP_DROP_FOREIGN_KEY:
    case STEP_ADD_FOREIGN_KEY: add_foreign_key(out, step->foreign_key.table, step->foreign_key.key); break;
    case STEP_RENAME_FOREIGN_KEY:
        add_table(out, step->rename_foreign_key.to_table);
        add_rename(out, step->rename_foreign_key.from->name, step->rename_foreign_key.to->name);
        break;
    case STEP_KIND_COUNT: break;
    }
}

void steps_json(const Steps *steps, SgText *out)
{
    sg_text_add_char(out, '[');
    for (size_t i = 0; i < steps->items.count; i++) {
        const Step *step = &steps->items.items[i];
        sg_text_printf(out, "%s\n  {\"step\": \"%s\"", i == 0 ? "" : ",", step_kind_name(step->kind));
        add_step(out, step);
        sg_text_add_char(out, '}');
    }
    sg_text_add(out, steps->items.count == 0 ? "]" : "\n]");
}
