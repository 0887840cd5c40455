/*
 * diff_enum.c - enum types.
 *
 * PostgreSQL can add values to an enum, but not remove any: then a new type takes the old one's place, column by
 * column.  Only columns that have the type before and after move; Prisma names also those that do not exist yet, and
 * drops the old type while columns that go away still have it.  A value that was added cannot be used before its
 * transaction ends; Prisma does not end it.
 */
#include "diff_parts.h"

#include "utf8.h"

#include <string.h>

static bool has_value(const EnumType *type, const char *value)
{
    for (size_t i = 0; i < type->values.count; i++) {
        if (strcmp(type->values.items[i], value) == 0) return true;
    }
    return false;
}

static bool is_of_enum(const Column *column, const EnumType *type)
{
    return column != NULL && column->type.kind == TYPE_ENUM && column->type.enum_type == type;
}

/* By name alone, as Prisma does: of two enums of one name in two schemas both are meant. */
static bool is_named_like(const Column *column, const EnumType *type)
{
    return column != NULL && column->type.kind == TYPE_ENUM && strcmp(column->type.enum_type->name, type->name) == 0;
}

static bool has_default(const Column *column)
{
    return column->default_value.kind != COLUMN_DEFAULT_NONE;
}

static void add_default(Differ *differ, AlterEnum *alter, EnumUse use)
{
    if (!is_named_like(use.from, alter->from) || !has_default(use.from)) return;
    if (use.to != NULL && (!is_named_like(use.to, alter->to) || !has_default(use.to))) use.to = NULL;
    *list_add(differ->arena, &alter->defaults) = use;
}

/* Defaults of the old type: of tables and columns that go, then of those that stay. */
static void find_defaults(Differ *differ, AlterEnum *alter)
{
    for (size_t i = 0; i < differ->dropped.count; i++) {
        const Table *table = differ->dropped.items[i];
        for (size_t j = 0; j < table->columns.count; j++) {
            add_default(differ, alter, (EnumUse){.from_table = table, .from = &table->columns.items[j]});
        }
    }
    for (size_t i = 0; i < differ->pairs.count; i++) {
        const TablePair *pair = differ->pairs.items[i];
        for (int stays = 0; stays < 2; stays++) {
            for (size_t j = 0; j < pair->from->columns.count; j++) {
                const ColumnPair *column = pair->by_name[j];
                if ((column->to != NULL) != stays) continue;
                add_default(differ, alter, (EnumUse){pair->from, pair->to, column->from, column->to});
            }
        }
    }
}

static bool moves(const ColumnPair *column, const AlterEnum *alter)
{
    return is_of_enum(column->from, alter->from) && is_of_enum(column->to, alter->to) &&
           column->changes.cast != CAST_IMPOSSIBLE;
}

/* Columns that move to the new type, in the order of the next database. */
static void find_columns(Differ *differ, AlterEnum *alter)
{
    for (size_t i = 0; i < differ->to->tables.count; i++) {
        const Table *table = differ->to->tables.items[i];
        const TablePair *pair = NULL;
        for (size_t j = 0; j < table->columns.count; j++) {
            const Column *column = &table->columns.items[j];
            if (!is_of_enum(column, alter->to)) continue;
            if (pair == NULL) {
                pair = sg_map_find(&differ->pairs_by_name, differ_key(differ->arena, table->schema, table->name));
            }
            const ColumnPair *same = pair == NULL ? NULL : sg_map_find(&pair->pairs, column->name);
            if (same == NULL || !moves(same, alter)) continue;
            *list_add(differ->arena, &alter->columns) = (EnumUse){pair->from, pair->to, same->from, same->to};
        }
    }
}

/* Does a column keep the old type until it is dropped? */
static bool has_leavers(const Differ *differ, const AlterEnum *alter)
{
    size_t users = 0;
    for (size_t i = 0; i < differ->from->tables.count; i++) {
        const Table *table = differ->from->tables.items[i];
        for (size_t j = 0; j < table->columns.count; j++) users += is_of_enum(&table->columns.items[j], alter->from);
    }
    return users > alter->columns.count;
}

static bool is_type_name_taken(const Database *database, const char *schema, const char *name)
{
    return database_find_enum(database, schema, name) != NULL || database_find_table(database, schema, name) != NULL;
}

/* The name with a suffix, and perhaps a number, that no type has in either database; the server keeps all of it. */
static const char *free_name(Differ *differ, const EnumType *type, const char *suffix)
{
    enum { NAME_BYTES = 63, NUMBER_BYTES = 4 };
    size_t room = NAME_BYTES - strlen(suffix), size = strlen(type->name);
    if (size > room) size = sg_utf8_floor(type->name, room - NUMBER_BYTES);
    const char *name = sg_arena_printf(differ->arena, "%.*s%s", (int)size, type->name, suffix);
    for (int i = 2;
         is_type_name_taken(differ->from, type->schema, name) || is_type_name_taken(differ->to, type->schema, name);
         i++) {
        size_t shorter = size > room - NUMBER_BYTES ? sg_utf8_floor(type->name, room - NUMBER_BYTES) : size;
        name = sg_arena_printf(differ->arena, "%.*s%s%d", (int)shorter, type->name, suffix, i);
    }
    return name;
}

/* Is the label written in the expression? */
static bool mentions(const char *expression, const char *label)
{
    for (const char *at = expression; at != NULL && (at = strstr(at, label)) != NULL; at++) {
        if (at > expression && at[-1] == '\'' && at[strlen(label)] == '\'') return true;
    }
    return false;
}

static bool default_uses(const Column *column, const AlterEnum *alter, const char *label)
{
    const ColumnDefault *value = &column->default_value;
    if (value->kind == COLUMN_DEFAULT_EXPRESSION) return mentions(value->text, label);
    if (!is_of_enum(column, alter->to)) return false;
    if (value->kind == COLUMN_DEFAULT_VALUE) return strcmp(value->text, label) == 0;
    for (size_t i = 0; i < value->items.count; i++) {
        if (strcmp(value->items.items[i], label) == 0) return true;
    }
    return false;
}

/* Is one of the new values a default, or in the condition of an index?  (Such a thing is new as well.) */
static bool uses_added_value(const Differ *differ, const AlterEnum *alter)
{
    for (size_t i = 0; i < differ->to->tables.count; i++) {
        const Table *table = differ->to->tables.items[i];
        for (size_t k = 0; k < alter->added.count; k++) {
            const char *label = alter->added.items[k];
            for (size_t j = 0; j < table->columns.count; j++) {
                if (default_uses(&table->columns.items[j], alter, label)) return true;
            }
            for (size_t j = 0; j < table->indexes.count; j++) {
                if (mentions(table->indexes.items[j].where, label)) return true;
            }
        }
    }
    return false;
}

static void alter_enum(Differ *differ, const EnumType *from, const EnumType *to)
{
    AlterEnum *alter = sg_arena_new(differ->arena, sizeof *alter);
    alter->from = from;
    alter->to = to;
    for (size_t i = 0; i < to->values.count; i++) {
        if (!has_value(from, to->values.items[i])) *list_add(differ->arena, &alter->added) = to->values.items[i];
    }
    for (size_t i = 0; i < from->values.count; i++) {
        if (!has_value(to, from->values.items[i])) *list_add(differ->arena, &alter->removed) = from->values.items[i];
    }
    if (alter->added.count == 0 && alter->removed.count == 0) return;

    differ_add(differ, STEP_ALTER_ENUM, from->index, to->index, 0)->alter_enum = alter;
    if (alter->removed.count == 0) {
        alter->is_separate = uses_added_value(differ, alter);
        return;
    }
    sg_map_put(&differ->rebuilt_enums, differ->arena, differ_key(differ->arena, from->schema, from->name), alter);
    alter->new_name = free_name(differ, to, "_new");
    alter->old_name = free_name(differ, from, "_old");
    find_defaults(differ, alter);
    find_columns(differ, alter);
    alter->is_old_dropped_later = has_leavers(differ, alter);
    if (!alter->is_old_dropped_later) return;
    Step *step = differ_add(differ, STEP_DROP_ENUM, from->index, 0, 0);
    step->drop_enum.type = from;
    step->drop_enum.name = alter->old_name;
}

bool is_enum_rebuilt(const Differ *differ, const ColumnType *type)
{
    if (type->kind != TYPE_ENUM || differ->rebuilt_enums.count == 0) return false;
    const char *key = differ_key(differ->arena, type->enum_type->schema, type->enum_type->name);
    return sg_map_find(&differ->rebuilt_enums, key) != NULL;
}

void diff_enums(Differ *differ)
{
    SgMap previous = {0}, next = {0};
    for (size_t i = 0; i < differ->from->enums.count; i++) {
        EnumType *type = differ->from->enums.items[i];
        sg_map_put(&previous, differ->arena, differ_key(differ->arena, type->schema, type->name), type);
    }
    for (size_t i = 0; i < differ->to->enums.count; i++) {
        EnumType *type = differ->to->enums.items[i];
        const char *key = differ_key(differ->arena, type->schema, type->name);
        const EnumType *same = sg_map_find(&previous, key);
        sg_map_put(&next, differ->arena, key, type);
        if (same != NULL)
            alter_enum(differ, same, type);
        else
            differ_add(differ, STEP_CREATE_ENUM, type->index, 0, 0)->create_enum = type;
    }
    for (size_t i = 0; i < differ->from->enums.count; i++) {
        const EnumType *type = differ->from->enums.items[i];
        if (sg_map_find(&next, differ_key(differ->arena, type->schema, type->name)) != NULL) continue;
        Step *step = differ_add(differ, STEP_DROP_ENUM, type->index, 0, 0);
        step->drop_enum.type = type;
        step->drop_enum.name = type->name;
    }
}
