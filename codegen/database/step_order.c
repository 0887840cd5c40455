/*
 * step_order.c - the order of execution.
 *
 * Prisma's order: by kind, inside a kind by the place of the object in its database.  It fails in a few cases, because
 * tables, indexes and types share names and the old owner of a name may still be there when the new one comes.
 * There, and only there, steps are moved or split.
 */
#include "diff_parts.h"

#include "utf8.h"

#include <stdlib.h>
#include <string.h>

static int by_order(const void *a, const void *b)
{
    const Step *left = a, *right = b;
    if (left->kind != right->kind) return left->kind < right->kind ? -1 : 1;
    for (size_t i = 0; i < sizeof left->order / sizeof *left->order; i++) {
        if (left->order[i] != right->order[i]) return left->order[i] < right->order[i] ? -1 : 1;
    }
    return 0;
}

/* Moves the step at `from` so that it stands at `to`; those between shift. */
static void move_step(Step *steps, size_t from, size_t to)
{
    Step moved = steps[from];
    if (from < to) memmove(&steps[from], &steps[from + 1], (to - from) * sizeof *steps);
    if (from > to) memmove(&steps[to + 1], &steps[to], (from - to) * sizeof *steps);
    steps[to] = moved;
}

/* Does the table get a primary key on exactly these columns, which all stay? */
static bool makes_primary_key_of(const AlterTable *alter, const Index *index)
{
    const PrimaryKey *key = alter->to->primary_key;
    if (key == NULL || key->columns.count != index->parts.count || strcmp(key->name, index->name) == 0) return false;
    for (size_t i = 0; i < index->parts.count; i++) {
        const char *column = index->parts.items[i].column;
        if (column == NULL || strcmp(column, key->columns.items[i]) != 0) return false;
    }
    bool is_added = false;
    for (size_t i = 0; i < alter->changes.count; i++) {
        const TableChange *change = &alter->changes.items[i];
        is_added = is_added || change->kind == TABLE_ADD_PRIMARY_KEY;
        if (change->kind != TABLE_DROP_COLUMN && change->kind != TABLE_RECREATE_COLUMN) continue;
        for (size_t j = 0; j < index->parts.count; j++) {
            if (strcmp(index->parts.items[j].column, change->from->name) == 0) return false;
        }
    }
    return is_added;
}

/* Prisma's one exception to the sorted order: a table without primary key is not left without its unique index
 * before the primary key is there. */
static void drop_unique_after_primary_key(Steps *steps)
{
    for (size_t i = 0; i < steps->items.count; i++) {
        const Step *drop = &steps->items.items[i];
        if (drop->kind != STEP_DROP_INDEX) continue;
        if (drop->drop_index.index->kind != INDEX_UNIQUE || drop->drop_index.table->primary_key != NULL) continue;
        for (size_t j = i + 1; j < steps->items.count && steps->items.items[j].kind <= STEP_ALTER_TABLE; j++) {
            const Step *alter = &steps->items.items[j];
            if (alter->kind != STEP_ALTER_TABLE || alter->alter_table->from != drop->drop_index.table) continue;
            if (!makes_primary_key_of(alter->alter_table, drop->drop_index.index)) continue;
            move_step(steps->items.items, i, j);
            i--;
            break;
        }
    }
}

/* A table goes, an enum of its name comes: every table is a type too.  The table goes first. */
static void drop_tables_before_enums(Differ *differ, Steps *steps)
{
    SgMap enums = {0};
    size_t first_enum = steps->items.count;
    for (size_t i = steps->items.count; i-- > 0;) {
        const Step *step = &steps->items.items[i];
        if (step->kind != STEP_CREATE_ENUM) continue;
        first_enum = i;
        sg_map_put(&enums, differ->arena,
                   database_key(differ->arena, step->create_enum->schema, step->create_enum->name), differ);
    }
    if (first_enum == steps->items.count) return;
    bool is_taken = false;
    for (size_t i = 0; i < steps->items.count; i++) {
        const Step *step = &steps->items.items[i];
        if (step->kind != STEP_DROP_TABLE) continue;
        if (sg_map_find(&enums, database_key(differ->arena, step->table->schema, step->table->name)) == NULL) continue;
        is_taken = true;
        move_step(steps->items.items, i, first_enum);
    }
    for (size_t i = first_enum; is_taken && i < steps->items.count; i++) {
        if (steps->items.items[i].kind == STEP_DROP_FOREIGN_KEY) move_step(steps->items.items, i, first_enum++);
    }
}

static bool is_in_moving_column(const Differ *differ, const Step *step)
{
    if (step->kind == STEP_DROP_INDEX) {
        const Index *index = step->drop_index.index;
        for (size_t i = 0; index->where != NULL && i < step->drop_index.table->columns.count; i++) {
            const Column *column = &step->drop_index.table->columns.items[i];
            if (diff_is_enum_rebuilt(differ, &column->type) && strstr(index->where, column->name) != NULL) return true;
        }
        return false;
    }
    if (step->kind != STEP_DROP_FOREIGN_KEY) return false;
    for (size_t i = 0; i < step->foreign_key.key->columns.count; i++) {
        const Column *column = database_find_column(step->foreign_key.table, step->foreign_key.key->columns.items[i]);
        if (column != NULL && diff_is_enum_rebuilt(differ, &column->type)) return true;
    }
    return false;
}

/* What hinders columns to move to the new form of their enum goes before they move. */
static void drop_hindrances_before_enums(const Differ *differ, Steps *steps)
{
    size_t place = 0;
    if (differ->rebuilt_enums.count == 0) return;
    while (place < steps->items.count && steps->items.items[place].kind != STEP_ALTER_ENUM) place++;
    for (size_t i = place; i < steps->items.count; i++) {
        if (is_in_moving_column(differ, &steps->items.items[i])) move_step(steps->items.items, i, place++);
    }
}

static void want(Differ *differ, SgMap *wanted, const char *schema, const char *name)
{
    sg_map_put(wanted, differ->arena, database_key(differ->arena, schema, name), differ);
}

/* Every name that a new table or index, or a renamed one, is going to have. */
static void find_wanted_names(Differ *differ, const Steps *steps, SgMap *wanted)
{
    for (size_t i = 0; i < steps->items.count; i++) {
        const Step *step = &steps->items.items[i];
        if (step->kind == STEP_CREATE_TABLE) {
            want(differ, wanted, step->table->schema, step->table->name);
            if (step->table->primary_key != NULL)
                want(differ, wanted, step->table->schema, step->table->primary_key->name);
        } else if (step->kind == STEP_CREATE_INDEX) {
            want(differ, wanted, step->create_index.to->schema, step->create_index.index->name);
        } else if (step->kind == STEP_RENAME_INDEX) {
            want(differ, wanted, step->rename_index.to_table->schema, step->rename_index.to_name);
        } else if (step->kind == STEP_ALTER_TABLE && step->alter_table->to->primary_key != NULL) {
            const AlterTable *alter = step->alter_table;
            bool keeps_name = alter->from->primary_key != NULL &&
                              strcmp(alter->from->primary_key->name, alter->to->primary_key->name) == 0;
            if (!keeps_name) want(differ, wanted, alter->to->schema, alter->to->primary_key->name);
        }
    }
}

/* The first step that may make an index. */
static size_t first_making_step(const Steps *steps)
{
    size_t i = 0;
    while (i < steps->items.count && steps->items.items[i].kind < STEP_ALTER_TABLE) i++;
    return i;
}

/* A name of nobody, for the time between. */
static const char *name_between(Differ *differ, const char *name, size_t number)
{
    enum { KEPT_BYTES = 40 };
    int kept = (int)(strlen(name) > KEPT_BYTES ? sg_utf8_floor(name, KEPT_BYTES) : strlen(name));
    return sg_arena_printf(differ->arena, "%.*s_renamed%zu", kept, name, number);
}

/* The first of two renames; the list grows by it. */
static void rename_before(Differ *differ, Steps *steps, Step first, const char *name, const char *between)
{
    first.kind = STEP_RENAME_INDEX;
    first.rename_index.from_name = name;
    first.rename_index.to_name = between;
    *list_add(differ->arena, &steps->items) = first;
    move_step(steps->items.items, steps->items.count - 1, first_making_step(steps));
}

static TableChange *primary_key_rename(const Step *step)
{
    if (step->kind != STEP_ALTER_TABLE) return NULL;
    for (size_t i = 0; i < step->alter_table->changes.count; i++) {
        TableChange *change = &step->alter_table->changes.items[i];
        if (change->kind == TABLE_RENAME_PRIMARY_KEY) return change;
    }
    return NULL;
}

static bool has_rename(const Steps *steps)
{
    for (size_t i = 0; i < steps->items.count; i++) {
        const Step *step = &steps->items.items[i];
        if (step->kind == STEP_RENAME_INDEX || primary_key_rename(step) != NULL) return true;
    }
    return false;
}

/* An index or a primary key that is renamed while something else wants its name: it takes a name of nobody first. */
static void rename_in_two_steps(Differ *differ, Steps *steps)
{
    SgMap wanted = {0};
    if (!has_rename(steps)) return;
    find_wanted_names(differ, steps, &wanted);
    for (size_t i = 0; i < steps->items.count; i++) {
        Step *step = &steps->items.items[i], first = *step;
        TableChange *key = primary_key_rename(step);
        if (step->kind != STEP_RENAME_INDEX && key == NULL) continue;
        if (key != NULL) {
            first.rename_index.from_table = step->alter_table->from;
            first.rename_index.to_table = step->alter_table->to;
            first.rename_index.from = first.rename_index.to = NULL;
        }
        const char *name = key != NULL ? key->key_name : step->rename_index.from_name;
        const char *schema = first.rename_index.from_table->schema;
        if (sg_map_find(&wanted, database_key(differ->arena, schema, name)) == NULL) continue;

        const char *between = name_between(differ, name, i);
        if (key != NULL) key->key_name = between;
        else step->rename_index.from_name = between;
        rename_before(differ, steps, first, name, between);
        i++;
        want(differ, &wanted, schema, between);
    }
}

void diff_sort_steps(Differ *differ)
{
    Steps *steps = &differ->steps;
    if (steps->items.count > 1) qsort(steps->items.items, steps->items.count, sizeof *steps->items.items, by_order);
    drop_unique_after_primary_key(steps);
    drop_tables_before_enums(differ, steps);
    drop_hindrances_before_enums(differ, steps);
    rename_in_two_steps(differ, steps);
}
