/* pull_changes.c - steps, sorted by table. */
#include "pull_changes.h"

#include <string.h>

static TableChanges *table_of(PullChanges *changes, const Table *described, const Table *wanted)
{
    for (size_t i = 0; i < changes->tables.count; i++) {
        if (changes->tables.items[i]->described == described) return changes->tables.items[i];
    }
    TableChanges *table = sg_arena_new(changes->arena, sizeof *table);
    table->described = described;
    table->wanted = wanted;
    *list_add(changes->arena, &changes->tables) = table;
    return table;
}

static void touch_column(const PullChanges *changes, TableChanges *table, const char *name)
{
    if (!pull_is_column_changed(table, name)) *list_add(changes->arena, &table->columns) = name;
}

/* A key or index of one column may be written at its field. */
static void touch_index(const PullChanges *changes, TableChanges *table, const Index *index)
{
    if (index->kind == INDEX_UNIQUE && index->parts.count == 1)
        touch_column(changes, table, index->parts.items[0].column);
}

static void touch_primary_key(const PullChanges *changes, TableChanges *table, const PrimaryKey *key)
{
    table->has_primary_key = true;
    if (key != NULL && key->columns.count == 1) touch_column(changes, table, key->columns.items[0]);
}

static void add_alter_table(PullChanges *changes, const AlterTable *alter)
{
    TableChanges *table = table_of(changes, alter->from, alter->to);
    for (size_t i = 0; i < alter->changes.count; i++) {
        const TableChange *change = &alter->changes.items[i];
        switch (change->kind) {
        case TABLE_ALTER_COLUMN:
        case TABLE_RECREATE_COLUMN: touch_column(changes, table, change->from->name); break;
        case TABLE_DROP_PRIMARY_KEY:
        case TABLE_ADD_PRIMARY_KEY:
        case TABLE_RENAME_PRIMARY_KEY:
            touch_primary_key(changes, table, alter->from->primary_key);
            touch_primary_key(changes, table, alter->to->primary_key);
            break;
        case TABLE_DROP_COLUMN: /* the field is new, or gone: the names say so */
        case TABLE_ADD_COLUMN: break;
        }
    }
}

static void add_step(PullChanges *changes, const Step *step)
{
    TableChanges *table;
    switch (step->kind) {
    case STEP_ALTER_TABLE: add_alter_table(changes, step->alter_table); break;
    case STEP_DROP_INDEX:
        table = table_of(changes, step->drop_index.table, NULL);
        *list_add(changes->arena, &table->added) = step->drop_index.index;
        touch_index(changes, table, step->drop_index.index);
        break;
    case STEP_CREATE_INDEX:
        if (step->create_index.from == NULL || step->create_index.is_recreated) break;
        table = table_of(changes, step->create_index.from, step->create_index.to);
        *list_add(changes->arena, &table->removed) = step->create_index.index;
        touch_index(changes, table, step->create_index.index);
        break;
    case STEP_RENAME_INDEX:
        if (step->rename_index.from == NULL) break; /* of a primary key, which is told as a change of its table */
        table = table_of(changes, step->rename_index.from_table, step->rename_index.to_table);
        *list_add(changes->arena, &table->renamed) = (RenamedIndex){step->rename_index.from, step->rename_index.to};
        touch_index(changes, table, step->rename_index.from);
        break;
    case STEP_DROP_FOREIGN_KEY:
        table = table_of(changes, step->foreign_key.table, NULL);
        *list_add(changes->arena, &table->keys) = step->foreign_key.key->name;
        break;
    case STEP_RENAME_FOREIGN_KEY:
        table = table_of(changes, step->rename_foreign_key.from_table, NULL);
        *list_add(changes->arena, &table->keys) = step->rename_foreign_key.from->name;
        break;
    case STEP_CREATE_SCHEMA:
    case STEP_RENAME_ENUM:
    case STEP_RENAME_ENUM_VALUE:
    case STEP_RENAME_TABLE:
    case STEP_RENAME_COLUMN:
    case STEP_RENAME_SEQUENCE:
    case STEP_DROP_EXTENSION:
    case STEP_CREATE_EXTENSION:
    case STEP_ALTER_EXTENSION:
    case STEP_CREATE_ENUM:
    case STEP_ALTER_ENUM:
    case STEP_DROP_TABLE:
    case STEP_DROP_ENUM:
    case STEP_CREATE_TABLE:
    case STEP_ADD_FOREIGN_KEY:
    case STEP_KIND_COUNT: break; /* the names of the two sides say it */
    }
}

PullChanges pull_changes(SgArena *arena, const Steps *steps)
{
    PullChanges changes = {.arena = arena};
    for (size_t i = 0; i < steps->items.count; i++) add_step(&changes, &steps->items.items[i]);
    return changes;
}

const TableChanges *pull_changes_of(const PullChanges *changes, const Table *described)
{
    for (size_t i = 0; i < changes->tables.count; i++) {
        if (changes->tables.items[i]->described == described) return changes->tables.items[i];
    }
    return NULL;
}

static bool has_name(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0) return true;
    }
    return false;
}

bool pull_is_column_changed(const TableChanges *changes, const char *column)
{
    return changes != NULL && has_name(changes->columns.items, changes->columns.count, column);
}

bool pull_is_key_changed(const TableChanges *changes, const char *name)
{
    return changes != NULL && has_name(changes->keys.items, changes->keys.count, name);
}
