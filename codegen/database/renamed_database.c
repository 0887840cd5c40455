/*
 * renamed_database.c - a database as it is after renames.
 *
 * PostgreSQL changes everything that names the renamed thing: keys, foreign keys of other tables, conditions and
 * expressions of indexes, default values of an enum's columns.  So does the copy that is made here.  Names of keys,
 * indexes and foreign keys stay what they were: the differ sees what they ought to be.
 */
#include "renames.h"

#include "diff_parts.h"
#include "sql_words.h"

#include <string.h>

typedef struct Copying {
    SgArena *arena;
    const Database *from;
    Database *to;
} Copying;

/* ---- the copy ---- */

#define copy_list(arena, list) ((list)->items = copy_bytes(arena, (list)->items, (list)->count * sizeof *(list)->items))

static void *copy_bytes(SgArena *arena, const void *bytes, size_t size)
{
    void *copy = sg_arena_new(arena, size + 1);
    if (size > 0) memcpy(copy, bytes, size);
    return copy;
}

static EnumType *copy_of_enum(const Copying *copying, const EnumType *type)
{
    return copying->to->enums.items[type->index];
}

static void copy_enums(Copying *copying)
{
    copy_list(copying->arena, &copying->to->enums);
    for (size_t i = 0; i < copying->to->enums.count; i++) {
        EnumType *copy = copy_bytes(copying->arena, copying->to->enums.items[i], sizeof *copy);
        copy_list(copying->arena, &copy->values);
        copying->to->enums.items[i] = copy;
    }
}

static void copy_columns(const Copying *copying, Table *table)
{
    copy_list(copying->arena, &table->columns);
    for (size_t i = 0; i < table->columns.count; i++) {
        Column *column = &table->columns.items[i];
        if (column->type.kind == TYPE_ENUM) column->type.enum_type = copy_of_enum(copying, column->type.enum_type);
        copy_list(copying->arena, &column->default_value.items);
    }
}

static void copy_keys(const Copying *copying, Table *table)
{
    SgArena *arena = copying->arena;
    if (table->primary_key != NULL) {
        table->primary_key = copy_bytes(arena, table->primary_key, sizeof *table->primary_key);
        copy_list(arena, &table->primary_key->columns);
    }
    copy_list(arena, &table->indexes);
    for (size_t i = 0; i < table->indexes.count; i++) {
        copy_list(arena, &table->indexes.items[i].parts);
        copy_list(arena, &table->indexes.items[i].include);
    }
    copy_list(arena, &table->foreign_keys);
    for (size_t i = 0; i < table->foreign_keys.count; i++) {
        copy_list(arena, &table->foreign_keys.items[i].columns);
        copy_list(arena, &table->foreign_keys.items[i].referenced_columns);
    }
}

static void copy_tables(const Copying *copying)
{
    copy_list(copying->arena, &copying->to->tables);
    for (size_t i = 0; i < copying->to->tables.count; i++) {
        Table *copy = copy_bytes(copying->arena, copying->to->tables.items[i], sizeof *copy);
        copy_columns(copying, copy);
        copy_keys(copying, copy);
        copying->to->tables.items[i] = copy;
    }
}

/* ---- renames in it ---- */

static void mark(const Copying *copying, Table *table)
{
    table->origin = copying->from->tables.items[table->index];
}

static void rename_in(const char **items, size_t count, const Rename *rename)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i], rename->name) == 0) items[i] = rename->new_name;
}

static bool references(const ForeignKey *key, const char *schema, const char *table)
{
    return database_same_text(key->referenced_schema, schema) && strcmp(key->referenced_table, table) == 0;
}

static void rename_table(const Copying *copying, const Rename *rename)
{
    Table *table = database_find_table(copying->to, rename->schema, rename->name);
    if (table == NULL) return;
    table->schema = rename->new_schema;
    table->name = rename->new_name;
    mark(copying, table);
    for (size_t i = 0; i < copying->to->tables.count; i++) {
        const Table *other = copying->to->tables.items[i];
        for (size_t j = 0; j < other->foreign_keys.count; j++) {
            ForeignKey *key = &other->foreign_keys.items[j];
            if (!references(key, rename->schema, rename->name)) continue;
            key->referenced_schema = rename->new_schema;
            key->referenced_table = rename->new_name;
        }
    }
}

static void rename_words(const Copying *copying, const char **text, const Rename *rename)
{
    if (*text != NULL) *text = sql_words_renamed(copying->arena, *text, rename->name, rename->new_name);
}

static void rename_in_index(const Copying *copying, Index *index, const Rename *rename)
{
    for (size_t i = 0; i < index->parts.count; i++) {
        IndexPart *part = &index->parts.items[i];
        if (part->column != NULL && strcmp(part->column, rename->name) == 0) part->column = rename->new_name;
        rename_words(copying, &part->expression, rename);
    }
    rename_in(index->include.items, index->include.count, rename);
    rename_words(copying, &index->where, rename);
    rename_words(copying, &index->where_canonical, rename);
}

static void rename_column(const Copying *copying, const Rename *rename)
{
    Table *table = database_find_table(copying->to, rename->schema, rename->owner);
    if (table == NULL) return;
    mark(copying, table);
    for (size_t i = 0; i < table->columns.count; i++) {
        Column *column = &table->columns.items[i];
        if (strcmp(column->name, rename->name) == 0) column->name = rename->new_name;
    }
    PrimaryKey *key = table->primary_key;
    if (key != NULL) rename_in(key->columns.items, key->columns.count, rename);
    for (size_t i = 0; i < table->indexes.count; i++) rename_in_index(copying, &table->indexes.items[i], rename);
    for (size_t i = 0; i < table->foreign_keys.count; i++)
        rename_in(table->foreign_keys.items[i].columns.items, table->foreign_keys.items[i].columns.count, rename);
    for (size_t i = 0; i < copying->to->tables.count; i++) {
        const Table *other = copying->to->tables.items[i];
        for (size_t j = 0; j < other->foreign_keys.count; j++) {
            ForeignKey *reference = &other->foreign_keys.items[j];
            if (references(reference, table->schema, table->name))
                rename_in(reference->referenced_columns.items, reference->referenced_columns.count, rename);
        }
    }
}

static void rename_enum(const Copying *copying, const Rename *rename)
{
    EnumType *type = database_find_enum(copying->to, rename->schema, rename->name);
    if (type == NULL) return;
    type->schema = rename->new_schema;
    type->name = rename->new_name;
}

static void rename_label(const char **text, const Rename *rename)
{
    if (*text != NULL && strcmp(*text, rename->name) == 0) *text = rename->new_name;
}

/* May a column hold the label without being of the enum? */
static bool holds_text(const Column *column, const EnumType *type)
{
    if (column->type.kind == TYPE_ENUM) return column->type.enum_type != type;
    return column->type.kind == TYPE_OTHER || native_type_info(column->type.native)->scalar == SCALAR_STRING;
}

/* The server casts every constant; in a schema's condition a bare string is the value unless a column is named that it
 * could be compared with as well. */
static void rename_in_condition(const Copying *copying, const Table *table, const EnumLabel *label,
                                const EnumType *type, const char **where)
{
    bool is_bare_value = true;
    for (size_t i = 0; is_bare_value && i < table->columns.count; i++) {
        const Column *column = &table->columns.items[i];
        bool is_named = sql_words_renamed(copying->arena, *where, column->name, "") != *where;
        is_bare_value = !is_named || !holds_text(column, type);
    }
    *where = sql_words_label_renamed(copying->arena, *where, label, is_bare_value);
}

static void rename_value_in_table(const Copying *copying, const Table *table, const EnumType *type,
                                  const Rename *rename)
{
    const char *name = copying->from->enums.items[type->index]->name; /* texts do not know of its own new name */
    EnumLabel label = {name, rename->name, rename->new_name};
    bool is_used = false;
    for (size_t i = 0; i < table->columns.count; i++) {
        Column *column = &table->columns.items[i];
        if (column->type.kind != TYPE_ENUM || column->type.enum_type != type) continue;
        ColumnDefault *value = &column->default_value;
        if (value->kind == COLUMN_DEFAULT_VALUE) rename_label(&value->text, rename);
        rename_in(value->items.items, value->items.count, rename);
        is_used = true;
    }
    for (size_t i = 0; is_used && i < table->indexes.count; i++) {
        Index *index = &table->indexes.items[i];
        if (index->where != NULL) rename_in_condition(copying, table, &label, type, &index->where);
    }
}

static void rename_value(const Copying *copying, const Rename *rename)
{
    EnumType *type = database_find_enum(copying->to, rename->schema, rename->owner);
    if (type == NULL) return;
    rename_in(type->values.items, type->values.count, rename);
    for (size_t i = 0; i < copying->to->tables.count; i++)
        rename_value_in_table(copying, copying->to->tables.items[i], type, rename);
}

/* ---- sequences ---- */

/* Those of tables that keep theirs; the others give theirs up. */
static void note_sequences(const Copying *copying, SgMap *taken)
{
    for (size_t i = 0; i < copying->to->tables.count; i++) {
        const Table *table = copying->to->tables.items[i];
        for (size_t j = 0; table->origin == NULL && j < table->columns.count; j++) {
            const ColumnDefault *value = &table->columns.items[j].default_value;
            if (value->sequence != NULL)
                sg_map_put(taken, copying->arena, database_key(copying->arena, value->sequence_schema, value->sequence),
                           copying->to);
        }
    }
}

/* A sequence that has the name PostgreSQL gave it takes the one that it would have now, unless another has that.  It
 * goes with its table to another schema. */
static void follow_names(const Copying *copying, const SgMap *taken, const Table *table, Column *column)
{
    ColumnDefault *value = &column->default_value;
    if (value->kind != COLUMN_DEFAULT_SEQUENCE || value->sequence == NULL) return;
    const Table *origin = table->origin;
    const char *old = diff_serial_name(copying->arena, origin->name, origin->columns.items[column->index].name);
    const char *new = diff_serial_name(copying->arena, table->name, column->name);
    if (database_same_text(value->sequence_schema, origin->schema)) value->sequence_schema = table->schema;
    if (strcmp(value->sequence, old) != 0) return;
    if (sg_map_find(taken, database_key(copying->arena, table->schema, new)) == NULL) value->sequence = new;
}

static void rename_sequences(const Copying *copying)
{
    SgMap taken = {0};
    note_sequences(copying, &taken);
    for (size_t i = 0; i < copying->to->tables.count; i++) {
        const Table *table = copying->to->tables.items[i];
        for (size_t j = 0; table->origin != NULL && j < table->columns.count; j++)
            follow_names(copying, &taken, table, &table->columns.items[j]);
    }
}

const Database *database_renamed(SgArena *arena, const Database *from, const Renames *planned)
{
    if (planned->items.count == 0) return from;
    Database *to = sg_arena_new(arena, sizeof *to);
    Copying copying = {.arena = arena, .from = from, .to = to};
    *to = *from;
    copy_enums(&copying);
    copy_tables(&copying);
    for (size_t i = 0; i < planned->items.count; i++) {
        const Rename *rename = &planned->items.items[i];
        switch (rename->kind) {
        case RENAME_ENUM: rename_enum(&copying, rename); break;
        case RENAME_ENUM_VALUE: rename_value(&copying, rename); break;
        case RENAME_TABLE: rename_table(&copying, rename); break;
        case RENAME_COLUMN: rename_column(&copying, rename); break;
        }
    }
    rename_sequences(&copying);
    return to;
}
