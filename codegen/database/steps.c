/* steps.c - steps for people: the summary. */
#include "steps.h"

#include <stdlib.h>
#include <string.h>

const char *step_kind_name(StepKind kind)
{
    static const char *const names[STEP_KIND_COUNT] = {
        [STEP_CREATE_SCHEMA] = "CreateSchema",
        [STEP_RENAME_ENUM] = "RenameEnum",
        [STEP_RENAME_ENUM_VALUE] = "RenameEnumValue",
        [STEP_RENAME_TABLE] = "RenameTable",
        [STEP_RENAME_COLUMN] = "RenameColumn",
        [STEP_RENAME_SEQUENCE] = "RenameSequence",
        [STEP_DROP_EXTENSION] = "DropExtension",
        [STEP_CREATE_EXTENSION] = "CreateExtension",
        [STEP_ALTER_EXTENSION] = "AlterExtension",
        [STEP_CREATE_ENUM] = "CreateEnum",
        [STEP_ALTER_ENUM] = "AlterEnum",
        [STEP_DROP_FOREIGN_KEY] = "DropForeignKey",
        [STEP_DROP_INDEX] = "DropIndex",
        [STEP_ALTER_TABLE] = "AlterTable",
        [STEP_DROP_TABLE] = "DropTable",
        [STEP_DROP_ENUM] = "DropEnum",
        [STEP_CREATE_TABLE] = "CreateTable",
        [STEP_CREATE_INDEX] = "CreateIndex",
        [STEP_RENAME_FOREIGN_KEY] = "RenameForeignKey",
        [STEP_ADD_FOREIGN_KEY] = "AddForeignKey",
        [STEP_RENAME_INDEX] = "RenameIndex",
    };
    return names[kind];
}

/* The headings, in their order. */
typedef enum Section {
    SECTION_CHANGED_EXTENSION,
    SECTION_REMOVED_EXTENSIONS,
    SECTION_ADDED_EXTENSIONS,
    SECTION_ADDED_SCHEMAS,
    SECTION_RENAMED,
    SECTION_ADDED_ENUMS,
    SECTION_ADDED_TABLES,
    SECTION_REMOVED_ENUMS,
    SECTION_REMOVED_TABLES,
    SECTION_CHANGED_ENUM,
    SECTION_CHANGED_TABLE
} Section;

/* A step and where it is told. */
typedef struct Entry {
    Section section;
    const char *name; /* of what changed; "" in the lists of what came and went */
    size_t step;
} Entry;

static Entry entry_of(const Step *step, size_t index)
{
    switch (step->kind) {
    case STEP_CREATE_SCHEMA: return (Entry){SECTION_ADDED_SCHEMAS, "", index};
    case STEP_RENAME_ENUM:
    case STEP_RENAME_TABLE:
    case STEP_RENAME_SEQUENCE: return (Entry){SECTION_RENAMED, "", index};
    case STEP_RENAME_ENUM_VALUE: return (Entry){SECTION_CHANGED_ENUM, step->rename->owner, index};
    case STEP_RENAME_COLUMN: return (Entry){SECTION_CHANGED_TABLE, step->rename->owner, index};
    case STEP_DROP_EXTENSION: return (Entry){SECTION_REMOVED_EXTENSIONS, "", index};
    case STEP_CREATE_EXTENSION: return (Entry){SECTION_ADDED_EXTENSIONS, "", index};
    case STEP_ALTER_EXTENSION: return (Entry){SECTION_CHANGED_EXTENSION, step->alter_extension.from->name, index};
    case STEP_CREATE_ENUM: return (Entry){SECTION_ADDED_ENUMS, "", index};
    case STEP_DROP_ENUM: return (Entry){SECTION_REMOVED_ENUMS, "", index};
    case STEP_ALTER_ENUM: return (Entry){SECTION_CHANGED_ENUM, step->alter_enum->from->name, index};
    case STEP_CREATE_TABLE: return (Entry){SECTION_ADDED_TABLES, "", index};
    case STEP_DROP_TABLE: return (Entry){SECTION_REMOVED_TABLES, "", index};
    case STEP_ALTER_TABLE: return (Entry){SECTION_CHANGED_TABLE, step->alter_table->from->name, index};
    case STEP_DROP_INDEX: return (Entry){SECTION_CHANGED_TABLE, step->drop_index.table->name, index};
    case STEP_CREATE_INDEX: return (Entry){SECTION_CHANGED_TABLE, step->create_index.to->name, index};
    case STEP_RENAME_INDEX: return (Entry){SECTION_CHANGED_TABLE, step->rename_index.from_table->name, index};
    case STEP_DROP_FOREIGN_KEY:
    case STEP_ADD_FOREIGN_KEY: return (Entry){SECTION_CHANGED_TABLE, step->foreign_key.table->name, index};
    case STEP_RENAME_FOREIGN_KEY: return (Entry){SECTION_CHANGED_TABLE, step->rename_foreign_key.to_table->name, index};
    case STEP_KIND_COUNT: break;
    }
    return (Entry){SECTION_CHANGED_TABLE, "", index};
}

static int by_place(const void *a, const void *b)
{
    const Entry *left = a, *right = b;
    if (left->section != right->section) return left->section < right->section ? -1 : 1;
    int order = strcmp(left->name, right->name);
    if (order != 0) return order;
    return left->step < right->step ? -1 : left->step > right->step;
}

static void add_heading(const Entry *entry, SgText *out)
{
    static const char *const lists[] = {
        [SECTION_REMOVED_EXTENSIONS] = "[-] Removed extensions",
        [SECTION_ADDED_EXTENSIONS] = "[+] Added extensions",
        [SECTION_ADDED_SCHEMAS] = "[+] Added Schemas",
        [SECTION_RENAMED] = "[*] Renamed",
        [SECTION_ADDED_ENUMS] = "[+] Added enums",
        [SECTION_ADDED_TABLES] = "[+] Added tables",
        [SECTION_REMOVED_ENUMS] = "[-] Removed enums",
        [SECTION_REMOVED_TABLES] = "[-] Removed tables",
    };
    const char *what = entry->section == SECTION_CHANGED_EXTENSION ? "extension"
                       : entry->section == SECTION_CHANGED_ENUM    ? "enum"
                       : entry->section == SECTION_CHANGED_TABLE   ? "table"
                                                                   : NULL;
    if (what != NULL) sg_text_printf(out, "\n[*] Changed the `%s` %s\n", entry->name, what);
    else sg_text_printf(out, "\n%s\n", lists[entry->section]);
}

static void add_names(SgText *out, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) sg_text_printf(out, "%s%s", i == 0 ? "" : ", ", names[i]);
}

static const char *arity_of(const Column *column)
{
    return column->type.is_list ? "List" : column->is_required ? "Required" : "Nullable";
}

static void add_default(const ColumnDefault *value, SgText *out)
{
    switch (value->kind) {
    case COLUMN_DEFAULT_NONE: sg_text_add(out, "none"); break;
    case COLUMN_DEFAULT_NOW: sg_text_add(out, "now()"); break;
    case COLUMN_DEFAULT_SEQUENCE: sg_text_add(out, "autoincrement()"); break;
    case COLUMN_DEFAULT_VALUE: sg_text_add(out, value->text); break;
    case COLUMN_DEFAULT_EXPRESSION: sg_text_printf(out, "dbgenerated(%s)", value->text); break;
    case COLUMN_DEFAULT_LIST:
        sg_text_add_char(out, '[');
        add_names(out, value->items.items, value->items.count);
        sg_text_add_char(out, ']');
        break;
    }
}

static void add_column_changes(const TableChange *change, SgText *out)
{
    const char *comma = "";
    sg_text_add_char(out, '(');
    if (change->changes.nullability) {
        sg_text_printf(out, "changed from %s to %s", arity_of(change->from), arity_of(change->to));
        comma = ", ";
    }
    if (change->changes.default_value) {
        sg_text_printf(out, "%sdefault changed from `", comma);
        add_default(&change->from->default_value, out);
        sg_text_add(out, "` to `");
        add_default(&change->to->default_value, out);
        sg_text_add_char(out, '`');
        comma = ", ";
    }
    if (change->changes.type) {
        sg_text_printf(out, "%stype changed", comma);
        comma = ", ";
    }
    if (change->changes.autoincrement) {
        bool ends = change->from->default_value.kind == COLUMN_DEFAULT_SEQUENCE;
        sg_text_printf(out, "%scolumn %s", comma, ends ? "is no longer autoincrementing" : "became autoincrementing");
    }
    sg_text_add(out, ")\n");
}

static void add_key_change(const char *what, const PrimaryKey *key, SgText *out)
{
    sg_text_printf(out, "  %s primary key on columns (", what);
    add_names(out, key->columns.items, key->columns.count);
    sg_text_add(out, ")\n");
}

static void add_table_change(const AlterTable *alter, const TableChange *change, SgText *out)
{
    switch (change->kind) {
    case TABLE_DROP_PRIMARY_KEY: add_key_change("[-] Dropped the", alter->from->primary_key, out); break;
    case TABLE_RENAME_PRIMARY_KEY: add_key_change("[*] Renamed the", alter->from->primary_key, out); break;
    case TABLE_ADD_PRIMARY_KEY: add_key_change("[+] Added", alter->to->primary_key, out); break;
    case TABLE_DROP_COLUMN: sg_text_printf(out, "  [-] Removed column `%s`\n", change->from->name); break;
    case TABLE_ADD_COLUMN: sg_text_printf(out, "  [+] Added column `%s`\n", change->to->name); break;
    case TABLE_ALTER_COLUMN:
        sg_text_printf(out, "  [*] Altered column `%s` ", change->to->name);
        add_column_changes(change, out);
        break;
    case TABLE_RECREATE_COLUMN:
        sg_text_printf(out, "  [*] Column `%s` would be dropped and recreated ", change->to->name);
        add_column_changes(change, out);
        break;
    }
}

static void add_index(const char *what, const Index *index, SgText *out)
{
    sg_text_printf(out, "  %s %sindex on columns (", what, index->kind == INDEX_UNIQUE ? "unique " : "");
    for (size_t i = 0; i < index->parts.count; i++) {
        const IndexPart *part = &index->parts.items[i];
        sg_text_printf(out, "%s%s", i == 0 ? "" : ", ", part->column != NULL ? part->column : part->expression);
    }
    sg_text_add(out, ")\n");
}

static void add_foreign_key(const char *what, const ForeignKey *key, SgText *out)
{
    sg_text_printf(out, "  %s foreign key on columns (", what);
    add_names(out, key->columns.items, key->columns.count);
    sg_text_add(out, ")\n");
}

static void add_enum_change(const AlterEnum *alter, SgText *out)
{
    for (size_t i = 0; i < alter->added.count; i++)
        sg_text_printf(out, "  [+] Added variant `%s`\n", alter->added.items[i]);
    for (size_t i = 0; i < alter->removed.count; i++) {
        sg_text_printf(out, "  [-] Removed variant `%s`\n", alter->removed.items[i]);
    }
}

static void add_extension_change(const ExtensionState *from, const ExtensionState *to, SgText *out)
{
    if (from->version != NULL && to->version != NULL && strcmp(from->version, to->version) != 0) {
        sg_text_printf(out, "  [*] Changed the version from `%s` to `%s`\n", from->version, to->version);
    }
    if (from->schema != NULL && to->schema != NULL && strcmp(from->schema, to->schema) != 0) {
        sg_text_printf(out, "  [*] Moved from schema `%s` to `%s`\n", from->schema, to->schema);
    }
}

static void add_place(const char *schema, const char *name, SgText *out)
{
    if (schema != NULL) sg_text_printf(out, "%s.", schema);
    sg_text_printf(out, "%s`", name);
}

static void add_rename(const Rename *rename, SgText *out)
{
    bool is_moved = !database_same_text(rename->schema, rename->new_schema);
    sg_text_printf(out, "  - %s `", rename->kind == RENAME_ENUM ? "enum" : "table");
    add_place(is_moved ? rename->schema : NULL, rename->name, out);
    sg_text_add(out, " to `");
    add_place(is_moved ? rename->new_schema : NULL, rename->new_name, out);
    sg_text_add_char(out, '\n');
}

static void add_step(const Step *step, SgText *out)
{
    switch (step->kind) {
    case STEP_CREATE_SCHEMA: sg_text_printf(out, "  - %s\n", step->schema); break;
    case STEP_RENAME_ENUM:
    case STEP_RENAME_TABLE: add_rename(step->rename, out); break;
    case STEP_RENAME_ENUM_VALUE:
    case STEP_RENAME_COLUMN:
        sg_text_printf(out, "  [*] Renamed %s `%s` to `%s`\n", step->kind == STEP_RENAME_COLUMN ? "column" : "variant",
                       step->rename->name, step->rename->new_name);
        break;
    case STEP_RENAME_SEQUENCE:
        sg_text_printf(out, "  - sequence `%s` to `%s`\n", step->rename_sequence.from->name,
                       step->rename_sequence.to_name);
        break;
    case STEP_DROP_EXTENSION:
    case STEP_CREATE_EXTENSION: sg_text_printf(out, "  - %s\n", step->extension->name); break;
    case STEP_ALTER_EXTENSION: add_extension_change(step->alter_extension.from, step->alter_extension.to, out); break;
    case STEP_CREATE_ENUM: sg_text_printf(out, "  - %s\n", step->create_enum->name); break;
    case STEP_DROP_ENUM: sg_text_printf(out, "  - %s\n", step->drop_enum.type->name); break;
    case STEP_ALTER_ENUM: add_enum_change(step->alter_enum, out); break;
    case STEP_CREATE_TABLE:
    case STEP_DROP_TABLE: sg_text_printf(out, "  - %s\n", step->table->name); break;
    case STEP_ALTER_TABLE:
        for (size_t i = 0; i < step->alter_table->changes.count; i++) {
            add_table_change(step->alter_table, &step->alter_table->changes.items[i], out);
        }
        break;
    case STEP_DROP_INDEX: add_index("[-] Removed", step->drop_index.index, out); break;
    case STEP_CREATE_INDEX: add_index("[+] Added", step->create_index.index, out); break;
    case STEP_RENAME_INDEX:
        sg_text_printf(out, "  [*] Renamed index `%s` to `%s`\n", step->rename_index.from_name,
                       step->rename_index.to_name);
        break;
    case STEP_DROP_FOREIGN_KEY: add_foreign_key("[-] Removed", step->foreign_key.key, out); break;
    case STEP_ADD_FOREIGN_KEY: add_foreign_key("[+] Added", step->foreign_key.key, out); break;
    case STEP_RENAME_FOREIGN_KEY:
        sg_text_printf(out, "  [*] Renamed the foreign key \"%s\" to \"%s\"\n", step->rename_foreign_key.from->name,
                       step->rename_foreign_key.to->name);
        break;
    case STEP_KIND_COUNT: break;
    }
}

/* The old form of an enum that goes when its columns have left is no news. */
static bool is_told(const Step *step)
{
    return step->kind != STEP_DROP_ENUM || strcmp(step->drop_enum.name, step->drop_enum.type->name) == 0;
}

void steps_summary(SgArena *arena, const Steps *steps, SgText *out)
{
    if (steps->items.count == 0) sg_text_add(out, "No difference detected.\n");
    Entry *entries = sg_arena_new(arena, (steps->items.count + 1) * sizeof *entries);
    size_t count = 0;
    for (size_t i = 0; i < steps->items.count; i++) {
        if (is_told(&steps->items.items[i])) entries[count++] = entry_of(&steps->items.items[i], i);
    }
    qsort(entries, count, sizeof *entries, by_place);
    for (size_t i = 0; i < count; i++) {
        const Entry *entry = &entries[i], *last = entry - (i > 0);
        bool is_new = i == 0 || entry->section != last->section || strcmp(entry->name, last->name) != 0;
        if (is_new) add_heading(entry, out);
        add_step(&steps->items.items[entry->step], out);
    }
}
