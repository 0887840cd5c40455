#include "renames_likely.h"

#include <string.h>

typedef struct Guess {
    SgArena *arena;
    const Steps *steps;
    Renames likely;
} Guess;

static bool are_too_many(size_t gone, size_t come)
{
    enum { MOST_PAIRS = 250000 };
    return gone > 0 && come > MOST_PAIRS / gone;
}

static bool is_same_type(const ColumnType *a, const ColumnType *b)
{
    if (a->kind != b->kind || a->is_list != b->is_list) return false;
    if (a->kind == TYPE_ENUM) return strcmp(a->enum_type->name, b->enum_type->name) == 0;
    if (a->kind == TYPE_OTHER) return strcmp(a->sql, b->sql) == 0;
    return a->native == b->native && a->arg_count == b->arg_count &&
           memcmp(a->args, b->args, (size_t)a->arg_count * sizeof *a->args) == 0;
}

/* ---- columns ---- */

typedef LIST(const Column *) Columns;

static size_t count_of_type(const Columns *columns, const ColumnType *type)
{
    size_t count = 0;
    for (size_t i = 0; i < columns->count; i++) count += is_same_type(&columns->items[i]->type, type);
    return count;
}

static const Column *likely_column(const Columns *dropped, const Columns *added, const Column *column)
{
    bool is_only = count_of_type(dropped, &column->type) == 1 && count_of_type(added, &column->type) == 1;
    for (size_t i = 0; i < added->count; i++) {
        const Column *other = added->items[i];
        if (is_same_type(&column->type, &other->type) && (is_only || other->index == column->index)) return other;
    }
    return NULL;
}

static void guess_columns(Guess *guess, const AlterTable *alter)
{
    Columns dropped = {0}, added = {0};
    for (size_t i = 0; i < alter->changes.count; i++) {
        const TableChange *change = &alter->changes.items[i];
        if (change->kind == TABLE_DROP_COLUMN) *list_add(guess->arena, &dropped) = change->from;
        if (change->kind == TABLE_ADD_COLUMN) *list_add(guess->arena, &added) = change->to;
    }
    if (are_too_many(dropped.count, added.count)) return;
    const Table *table = alter->from->origin != NULL ? alter->from->origin : alter->from;
    for (size_t i = 0; i < dropped.count; i++) {
        const Column *column = likely_column(&dropped, &added, dropped.items[i]);
        if (column == NULL) continue;
        *list_add(guess->arena, &guess->likely.items) = (Rename){.kind = RENAME_COLUMN,
                                                                 .schema = table->schema,
                                                                 .owner = table->name,
                                                                 .name = dropped.items[i]->name,
                                                                 .new_name = column->name};
    }
}

/* ---- tables ---- */

static bool shares_reference(const Table *from, const Table *to)
{
    for (size_t i = 0; i < from->foreign_keys.count; i++) {
        const char *table = from->foreign_keys.items[i].referenced_table;
        for (size_t j = 0; j < to->foreign_keys.count; j++)
            if (strcmp(table, to->foreign_keys.items[j].referenced_table) == 0) return true;
    }
    return false;
}

/* Three of four columns have the same name and type.  Join tables all have the same columns: they must lead to the
 * same table. */
static bool is_alike(const Table *from, const Table *to)
{
    if (database_is_join_table(from) && database_is_join_table(to)) return shares_reference(from, to);
    size_t same = 0, most = from->columns.count > to->columns.count ? from->columns.count : to->columns.count;
    for (size_t i = 0; i < from->columns.count && (same + from->columns.count - i) * 4 >= most * 3; i++) {
        const Column *other = database_find_column(to, from->columns.items[i].name);
        same += other != NULL && is_same_type(&from->columns.items[i].type, &other->type);
    }
    return same > 0 && same * 4 >= most * 3;
}

/* The only new table that is like it; NULL when there are more. */
static const Table *likely_table(const Steps *steps, const Table *from)
{
    const Table *found = NULL;
    for (size_t i = 0; i < steps->items.count; i++) {
        const Step *step = &steps->items.items[i];
        if (step->kind != STEP_CREATE_TABLE || !is_alike(from, step->table)) continue;
        if (found != NULL) return NULL;
        found = step->table;
    }
    return found;
}

static void guess_table(Guess *guess, const Table *from)
{
    const Table *to = likely_table(guess->steps, from);
    if (to == NULL) return;
    for (size_t i = 0; i < guess->likely.items.count; i++) { /* of two like one, neither is likely enough */
        const Rename *other = &guess->likely.items.items[i];
        if (other->kind == RENAME_TABLE && database_same_text(other->new_schema, to->schema) &&
            strcmp(other->new_name, to->name) == 0)
            return;
    }
    *list_add(guess->arena, &guess->likely.items) = (Rename){.kind = RENAME_TABLE,
                                                             .schema = from->schema,
                                                             .name = from->name,
                                                             .new_schema = to->schema,
                                                             .new_name = to->name,
                                                             .is_implied = to->is_join_table};
}

/* ---- enums ---- */

static bool has_same_values(const EnumType *from, const EnumType *to)
{
    if (from->values.count != to->values.count) return false;
    for (size_t i = 0; i < from->values.count; i++)
        if (strcmp(from->values.items[i], to->values.items[i]) != 0) return false;
    return true;
}

static void guess_enum(Guess *guess, const EnumType *from)
{
    for (size_t i = 0; i < guess->steps->items.count; i++) {
        const Step *step = &guess->steps->items.items[i];
        if (step->kind != STEP_CREATE_ENUM || !has_same_values(from, step->create_enum)) continue;
        *list_add(guess->arena, &guess->likely.items) = (Rename){.kind = RENAME_ENUM,
                                                                 .schema = from->schema,
                                                                 .name = from->name,
                                                                 .new_schema = step->create_enum->schema,
                                                                 .new_name = step->create_enum->name};
        return;
    }
}

static bool has_name(const char *const *items, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i], name) == 0) return true;
    return false;
}

/* The name that an enum has before the renames. */
static OldName name_before(const Guess *guess, const EnumType *type)
{
    for (size_t i = 0; i < guess->steps->renames.items.count; i++) {
        const Rename *rename = &guess->steps->renames.items.items[i];
        if (rename->kind == RENAME_ENUM && database_same_text(rename->new_schema, type->schema) &&
            strcmp(rename->new_name, type->name) == 0)
            return (OldName){rename->schema, rename->name};
    }
    return (OldName){type->schema, type->name};
}

static void guess_values(Guess *guess, const AlterEnum *alter)
{
    OldName owner = name_before(guess, alter->from);
    if (alter->added.count != alter->removed.count || alter->from->values.count != alter->to->values.count) return;
    if (are_too_many(alter->removed.count, alter->added.count)) return;
    for (size_t i = 0; i < alter->from->values.count; i++) {
        const char *old = alter->from->values.items[i], *new = alter->to->values.items[i];
        if (!has_name(alter->removed.items, alter->removed.count, old)) continue;
        if (!has_name(alter->added.items, alter->added.count, new)) continue;
        *list_add(guess->arena, &guess->likely.items) = (Rename){
            .kind = RENAME_ENUM_VALUE, .schema = owner.schema, .owner = owner.name, .name = old, .new_name = new};
    }
}

Renames renames_likely(SgArena *arena, const Steps *steps)
{
    Guess guess = {.arena = arena, .steps = steps};
    size_t counts[STEP_KIND_COUNT] = {0};
    for (size_t i = 0; i < steps->items.count; i++) counts[steps->items.items[i].kind]++;
    bool has_tables = !are_too_many(counts[STEP_DROP_TABLE], counts[STEP_CREATE_TABLE]);
    bool has_enums = !are_too_many(counts[STEP_DROP_ENUM], counts[STEP_CREATE_ENUM]);
    for (size_t i = 0; i < steps->items.count; i++) {
        const Step *step = &steps->items.items[i];
        if (step->kind == STEP_ALTER_TABLE) guess_columns(&guess, step->alter_table);
        if (step->kind == STEP_DROP_TABLE && has_tables) guess_table(&guess, step->table);
        if (step->kind == STEP_DROP_ENUM && has_enums) guess_enum(&guess, step->drop_enum.type);
        if (step->kind == STEP_ALTER_ENUM) guess_values(&guess, step->alter_enum);
    }
    return guess.likely;
}
