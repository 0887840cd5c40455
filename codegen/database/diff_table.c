/* diff_table.c - columns and primary key of a table that stays. */
#include "diff_parts.h"

#include <stdlib.h>
#include <string.h>

static int pair_by_name(const void *a, const void *b)
{
    const ColumnPair *left = *(const ColumnPair *const *)a, *right = *(const ColumnPair *const *)b;
    return strcmp(left->from->name, right->from->name);
}

static int column_by_name(const void *a, const void *b)
{
    const Column *left = *(const Column *const *)a, *right = *(const Column *const *)b;
    return strcmp(left->name, right->name);
}

static bool is_autoincrement(const Column *column)
{
    return column->default_value.kind == COLUMN_DEFAULT_SEQUENCE;
}

static ColumnChanges column_changes(const Differ *differ, const Column *from, const Column *to)
{
    ColumnChanges changes = diff_type(differ, &from->type, &to->type);
    bool is_list_change = from->type.is_list != to->type.is_list;
    bool is_required_change = !from->type.is_list && !to->type.is_list && from->is_required != to->is_required;
    changes.nullability = is_list_change || is_required_change;
    changes.default_value = !diff_defaults_match(differ, from, to);
    changes.autoincrement = is_autoincrement(from) != is_autoincrement(to);
    return changes;
}

static void pair_columns(Differ *differ, TablePair *pair)
{
    size_t count = pair->from->columns.count;
    pair->columns = sg_arena_new(differ->arena, (count + 1) * sizeof *pair->columns);
    pair->by_name = sg_arena_new(differ->arena, (count + 1) * sizeof *pair->by_name);
    for (size_t i = 0; i < count; i++) {
        pair->columns[i].from = &pair->from->columns.items[i];
        pair->by_name[i] = &pair->columns[i];
        sg_map_put(&pair->pairs, differ->arena, pair->columns[i].from->name, &pair->columns[i]);
    }
    for (size_t i = 0; i < pair->to->columns.count; i++) {
        const Column *column = &pair->to->columns.items[i];
        ColumnPair *same = sg_map_find(&pair->pairs, column->name);
        if (same != NULL) same->to = column;
        else *list_add(differ->arena, &pair->added) = column;
    }
    if (count > 1) qsort(pair->by_name, count, sizeof *pair->by_name, pair_by_name);
    if (pair->added.count > 1) qsort(pair->added.items, pair->added.count, sizeof *pair->added.items, column_by_name);
}

/* Another list of columns, or one of them gets another type. */
static bool is_key_changed(const TablePair *pair, const PrimaryKey *from, const PrimaryKey *to)
{
    if (from->columns.count != to->columns.count) return true;
    for (size_t i = 0; i < from->columns.count; i++) {
        if (strcmp(from->columns.items[i], to->columns.items[i]) != 0) return true;
        const ColumnPair *column = sg_map_find(&pair->pairs, from->columns.items[i]);
        if (column == NULL || column->to == NULL || column->changes.type) return true;
    }
    return false;
}

void diff_columns(Differ *differ, TablePair *pair)
{
    pair_columns(differ, pair);
    for (size_t i = 0; i < pair->from->columns.count; i++) {
        ColumnPair *column = &pair->columns[i];
        if (column->to != NULL) column->changes = column_changes(differ, column->from, column->to);
    }
    const PrimaryKey *from = pair->from->primary_key, *to = pair->to->primary_key;
    bool is_changed = from != NULL && to != NULL && is_key_changed(pair, from, to);
    pair->drops_primary_key = is_changed || (from != NULL && to == NULL);
    pair->adds_primary_key = is_changed || (from == NULL && to != NULL);
    pair->renames_primary_key = from != NULL && to != NULL && !is_changed && strcmp(from->name, to->name) != 0;
}

static TableChange *add_change(Differ *differ, AlterTable *alter, TableChangeKind kind)
{
    TableChange *change = list_add(differ->arena, &alter->changes);
    change->kind = kind;
    return change;
}

static bool has_autoincrement(const Database *database)
{
    for (size_t i = 0; i < database->tables.count; i++) {
        const Table *table = database->tables.items[i];
        for (size_t j = 0; j < table->columns.count; j++) {
            if (is_autoincrement(&table->columns.items[j])) return true;
        }
    }
    return false;
}

/* A sequence may stand behind more than one column. */
static bool is_shared(const Database *database, const SequenceName *sequence)
{
    size_t users = 0;
    for (size_t i = 0; i < database->tables.count; i++) {
        const Table *table = database->tables.items[i];
        for (size_t j = 0; j < table->columns.count; j++) {
            const char *name = table->columns.items[j].default_value.sequence;
            users += name != NULL && strcmp(name, sequence->name) == 0;
        }
    }
    return users > 1;
}

/* The sequence goes with the default.  An identity column owns its sequence, nothing is to be dropped; and between
 * two schema files, where the name is not known, it stays as long as any column uses a sequence (as in Prisma). */
static const SequenceName *sequence_to_drop(Differ *differ, const Table *table, const Column *column)
{
    if (column->default_value.is_identity) return NULL;
    const SequenceName *sequence = diff_sequence_of_column(differ->arena, table, column);
    bool stays = sequence->is_guess ? has_autoincrement(differ->to) : is_shared(differ->from, sequence);
    return stays ? NULL : sequence;
}

static bool becomes_bigint(const ColumnPair *column)
{
    return column->from->type.native != NATIVE_BIGINT && column->to->type.native == NATIVE_BIGINT;
}

static void alter_sequences(Differ *differ, const TablePair *pair, const ColumnPair *column, TableChange *change)
{
    bool was = is_autoincrement(column->from), is = is_autoincrement(column->to);
    if (!was && is) change->created = diff_sequence_to_create(differ, pair->to, column->to);
    bool is_default_dropped = column->changes.default_value || column->changes.autoincrement;
    if (was && !is && is_default_dropped) change->dropped = sequence_to_drop(differ, pair->from, column->from);
    if (was && is && column->changes.type && becomes_bigint(column)) {
        change->widened = diff_sequence_of_column(differ->arena, pair->from, column->from);
    }
}

static void alter_column(Differ *differ, const TablePair *pair, AlterTable *alter, const ColumnPair *column)
{
    const ColumnChanges *changes = &column->changes;
    if (!changes->type && !changes->nullability && !changes->default_value && !changes->autoincrement) return;

    bool is_recreated = changes->cast == CAST_IMPOSSIBLE;
    TableChange *change = add_change(differ, alter, is_recreated ? TABLE_RECREATE_COLUMN : TABLE_ALTER_COLUMN);
    change->from = column->from;
    change->to = column->to;
    change->changes = *changes;
    if (!is_recreated) alter_sequences(differ, pair, column, change);
}

void diff_alter_table(Differ *differ, TablePair *pair)
{
    AlterTable *alter = sg_arena_new(differ->arena, sizeof *alter);
    alter->from = pair->from;
    alter->to = pair->to;
    if (pair->drops_primary_key) add_change(differ, alter, TABLE_DROP_PRIMARY_KEY);
    if (pair->renames_primary_key)
        add_change(differ, alter, TABLE_RENAME_PRIMARY_KEY)->key_name = pair->from->primary_key->name;
    for (size_t i = 0; i < pair->from->columns.count; i++) {
        if (pair->by_name[i]->to == NULL) add_change(differ, alter, TABLE_DROP_COLUMN)->from = pair->by_name[i]->from;
    }
    for (size_t i = 0; i < pair->added.count; i++) {
        add_change(differ, alter, TABLE_ADD_COLUMN)->to = pair->added.items[i];
    }
    for (size_t i = 0; i < pair->from->columns.count; i++) {
        if (pair->columns[i].to != NULL) alter_column(differ, pair, alter, &pair->columns[i]);
    }
    if (pair->adds_primary_key) add_change(differ, alter, TABLE_ADD_PRIMARY_KEY);
    if (alter->changes.count == 0) return;
    differ_add(differ, STEP_ALTER_TABLE, pair->from->index, pair->to->index, 0)->alter_table = alter;
}
