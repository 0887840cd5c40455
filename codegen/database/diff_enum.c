/*
 * diff_enum.c - enum types.
 *
 * PostgreSQL can add values to an enum, but not remove any: then a new type takes the old one's place, column by
 * column.  Only columns that have the type before and after move; Prisma names also those that do not exist yet, and
 * drops the old type while columns that go away still have it.  A value that was added cannot be used before its
 * transaction ends; Prisma does not end it.
 */
#include "diff_parts.h"

#include "constraint_names.h"
#include "utf8.h"

#include <string.h>

/* The values of `left` that `right` does not have. */
static void find_missing(SgArena *arena, const EnumType *left, const EnumType *right, Labels *out)
{
    SgMap values = {0};
    sg_map_reserve(&values, arena, right->values.count);
    for (size_t i = 0; i < right->values.count; i++)
        sg_map_put(&values, arena, right->values.items[i], &right->values.items[i]);
    for (size_t i = 0; i < left->values.count; i++)
        if (sg_map_find(&values, left->values.items[i]) == NULL) *list_add(arena, out) = left->values.items[i];
}

static bool is_of_enum(const Column *column, const EnumType *type)
{
    return column != NULL && column->type.kind == TYPE_ENUM && column->type.enum_type == type;
}

static bool is_named_like(const Column *column, const EnumType *type)
{
    return column != NULL && column->type.kind == TYPE_ENUM && strcmp(column->type.enum_type->name, type->name) == 0;
}

static bool has_default(const Column *column)
{
    return column->default_value.kind != COLUMN_DEFAULT_NONE;
}

/* Where enums are used, looked up once for all of them. */
typedef struct Uses {
    LIST(EnumUse) items;
} Uses;

typedef struct EnumUses {
    size_t *previous;               /* columns of each previous enum, by its index */
    Uses *next;                     /* columns of each next enum, by its index; `from` where the column was there */
    SgMap defaults;                 /* name of an enum → Uses: previous columns of it with a default */
    LIST(const char *) expressions; /* next defaults and conditions that are SQL */
    SgMap types;                    /* database_key() of every type and table of both databases */
} EnumUses;

static void collect_default(Differ *differ, EnumUses *uses, EnumUse use)
{
    if (use.from->type.kind != TYPE_ENUM) return;
    uses->previous[use.from->type.enum_type->index]++;
    if (!has_default(use.from)) return;
    Uses *defaults = sg_map_find(&uses->defaults, use.from->type.enum_type->name);
    if (defaults == NULL) {
        defaults = sg_arena_new(differ->arena, sizeof *defaults);
        sg_map_put(&uses->defaults, differ->arena, use.from->type.enum_type->name, defaults);
    }
    *list_add(differ->arena, &defaults->items) = use;
}

/* Columns of tables that go, then of those that stay: first columns that go, then the others, by name. */
static void collect_previous(Differ *differ, EnumUses *uses)
{
    for (size_t i = 0; i < differ->dropped.count; i++) {
        const Table *table = differ->dropped.items[i];
        for (size_t j = 0; j < table->columns.count; j++) {
            collect_default(differ, uses, (EnumUse){.from_table = table, .from = &table->columns.items[j]});
        }
    }
    for (size_t i = 0; i < differ->pairs.count; i++) {
        const TablePair *pair = differ->pairs.items[i];
        for (int stays = 0; stays < 2; stays++) {
            for (size_t j = 0; j < pair->from->columns.count; j++) {
                const ColumnPair *column = pair->by_name[j];
                if ((column->to != NULL) != stays) continue;
                collect_default(differ, uses, (EnumUse){pair->from, pair->to, column->from, column->to});
            }
        }
    }
}

static void collect_table(Differ *differ, EnumUses *uses, const Table *table)
{
    const TablePair *pair =
        sg_map_find(&differ->pairs_by_name, database_key(differ->arena, table->schema, table->name));
    for (size_t i = 0; i < table->columns.count; i++) {
        const Column *column = &table->columns.items[i];
        const ColumnDefault *value = &column->default_value;
        if (value->kind == COLUMN_DEFAULT_EXPRESSION) *list_add(differ->arena, &uses->expressions) = value->text;
        if (column->type.kind != TYPE_ENUM) continue;
        const ColumnPair *same = pair == NULL ? NULL : sg_map_find(&pair->pairs, column->name);
        EnumUse *use = list_add(differ->arena, &uses->next[column->type.enum_type->index].items);
        *use = (EnumUse){.to_table = table, .to = column};
        if (same == NULL || same->changes.cast == CAST_IMPOSSIBLE) continue;
        use->from_table = pair->from;
        use->from = same->from;
    }
    for (size_t i = 0; i < table->indexes.count; i++) {
        const char *where = table->indexes.items[i].where;
        if (where != NULL) *list_add(differ->arena, &uses->expressions) = where;
    }
}

static void collect_types(Differ *differ, EnumUses *uses, const Database *database)
{
    for (size_t i = 0; i < database->enums.count; i++) {
        const EnumType *type = database->enums.items[i];
        sg_map_put(&uses->types, differ->arena, database_key(differ->arena, type->schema, type->name), uses);
    }
    for (size_t i = 0; i < database->tables.count; i++) {
        const Table *table = database->tables.items[i];
        sg_map_put(&uses->types, differ->arena, database_key(differ->arena, table->schema, table->name), uses);
    }
}

static EnumUses collect_uses(Differ *differ)
{
    EnumUses uses = {0};
    uses.previous = sg_arena_new(differ->arena, (differ->from->enums.count + 1) * sizeof *uses.previous);
    uses.next = sg_arena_new(differ->arena, (differ->to->enums.count + 1) * sizeof *uses.next);
    collect_types(differ, &uses, differ->from);
    collect_types(differ, &uses, differ->to);
    collect_previous(differ, &uses);
    for (size_t i = 0; i < differ->to->tables.count; i++) collect_table(differ, &uses, differ->to->tables.items[i]);
    return uses;
}

/* Defaults of the old type, and which of them come again.  By the enum's name alone, as in Prisma: of two enums of one
 * name in two schemas both are meant. */
static void find_defaults(Differ *differ, const EnumUses *uses, AlterEnum *alter)
{
    const Uses *defaults = sg_map_find(&uses->defaults, alter->from->name);
    for (size_t i = 0; defaults != NULL && i < defaults->items.count; i++) {
        EnumUse use = defaults->items.items[i];
        if (use.to != NULL && (!is_named_like(use.to, alter->to) || !has_default(use.to))) use.to = NULL;
        *list_add(differ->arena, &alter->defaults) = use;
    }
}

/* Columns that move to the new type, in the order of the next database. */
static void find_columns(Differ *differ, const EnumUses *uses, AlterEnum *alter)
{
    const Uses *next = &uses->next[alter->to->index];
    for (size_t i = 0; i < next->items.count; i++) {
        const EnumUse *use = &next->items.items[i];
        if (is_of_enum(use->from, alter->from)) *list_add(differ->arena, &alter->columns) = *use;
    }
}

/* The name with a suffix, and perhaps a number, that no type has in either database; the server keeps all of it. */
static const char *free_name(Differ *differ, const EnumUses *uses, const EnumType *type, const char *suffix)
{
    enum { NUMBER_BYTES = 4 };
    size_t room = IDENTIFIER_BYTES - strlen(suffix), size = strlen(type->name);
    if (size > room) size = sg_utf8_floor(type->name, room - NUMBER_BYTES);
    const char *name = sg_arena_printf(differ->arena, "%.*s%s", (int)size, type->name, suffix);
    for (int i = 2; sg_map_find(&uses->types, database_key(differ->arena, type->schema, name)) != NULL; i++) {
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

static bool default_is(const ColumnDefault *value, const char *label)
{
    if (value->kind == COLUMN_DEFAULT_VALUE) return strcmp(value->text, label) == 0;
    for (size_t i = 0; i < value->items.count; i++) {
        if (strcmp(value->items.items[i], label) == 0) return true;
    }
    return false;
}

/* Is one of the new values a default, or in an expression?  (Such a thing is new as well.) */
static bool uses_added_value(const EnumUses *uses, const AlterEnum *alter)
{
    const Uses *next = &uses->next[alter->to->index];
    for (size_t i = 0; i < alter->added.count; i++) {
        const char *label = alter->added.items[i];
        for (size_t j = 0; j < next->items.count; j++) {
            if (default_is(&next->items.items[j].to->default_value, label)) return true;
        }
        for (size_t j = 0; j < uses->expressions.count; j++) {
            if (mentions(uses->expressions.items[j], label)) return true;
        }
    }
    return false;
}

static void alter_enum(Differ *differ, const EnumUses *uses, const EnumType *from, const EnumType *to)
{
    AlterEnum *alter = sg_arena_new(differ->arena, sizeof *alter);
    alter->from = from;
    alter->to = to;
    find_missing(differ->arena, to, from, &alter->added);
    find_missing(differ->arena, from, to, &alter->removed);
    if (alter->added.count == 0 && alter->removed.count == 0) return;

    differ_add(differ, STEP_ALTER_ENUM, from->index, to->index, 0)->alter_enum = alter;
    if (alter->removed.count == 0) {
        alter->is_separate = uses_added_value(uses, alter);
        return;
    }
    sg_map_put(&differ->rebuilt_enums, differ->arena, database_key(differ->arena, from->schema, from->name), alter);
    alter->new_name = free_name(differ, uses, to, "_new");
    alter->old_name = free_name(differ, uses, from, "_old");
    find_defaults(differ, uses, alter);
    find_columns(differ, uses, alter);
    alter->is_old_dropped_later = uses->previous[from->index] > alter->columns.count;
    if (!alter->is_old_dropped_later) return;
    Step *step = differ_add(differ, STEP_DROP_ENUM, from->index, 0, 0);
    step->drop_enum.type = from;
    step->drop_enum.name = alter->old_name;
}

bool diff_is_enum_rebuilt(const Differ *differ, const ColumnType *type)
{
    if (type->kind != TYPE_ENUM || differ->rebuilt_enums.count == 0) return false;
    const char *key = database_key(differ->arena, type->enum_type->schema, type->enum_type->name);
    return sg_map_find(&differ->rebuilt_enums, key) != NULL;
}

void diff_enums(Differ *differ)
{
    SgMap previous = {0}, next = {0};
    if (differ->from->enums.count + differ->to->enums.count == 0) return;
    EnumUses uses = collect_uses(differ);
    for (size_t i = 0; i < differ->from->enums.count; i++) {
        EnumType *type = differ->from->enums.items[i];
        sg_map_put(&previous, differ->arena, database_key(differ->arena, type->schema, type->name), type);
    }
    for (size_t i = 0; i < differ->to->enums.count; i++) {
        EnumType *type = differ->to->enums.items[i];
        const char *key = database_key(differ->arena, type->schema, type->name);
        const EnumType *same = sg_map_find(&previous, key);
        sg_map_put(&next, differ->arena, key, type);
        if (same != NULL) alter_enum(differ, &uses, same, type);
        else differ_add(differ, STEP_CREATE_ENUM, type->index, 0, 0)->create_enum = type;
    }
    for (size_t i = 0; i < differ->from->enums.count; i++) {
        const EnumType *type = differ->from->enums.items[i];
        if (sg_map_find(&next, database_key(differ->arena, type->schema, type->name)) != NULL) continue;
        Step *step = differ_add(differ, STEP_DROP_ENUM, type->index, 0, 0);
        step->drop_enum.type = type;
        step->drop_enum.name = type->name;
    }
}
