/*
 * diff_foreign_key.c - foreign keys of a table that stays.
 *
 * A foreign key stands on a unique index of the table it references.  When that index, the primary key or a column
 * goes and comes again, the server refuses unless the foreign key is away meanwhile; Prisma forgets this.
 */
#include "diff_parts.h"

#include <string.h>

static bool foreign_keys_match(const TablePair *pair, const ForeignKey *from, const ForeignKey *to)
{
    if (from->columns.count != to->columns.count || from->referenced_columns.count != to->referenced_columns.count)
        return false;
    if (from->on_delete != to->on_delete || from->on_update != to->on_update) return false;
    if (!database_same_text(from->referenced_schema, to->referenced_schema)) return false;
    if (strcmp(from->referenced_table, to->referenced_table) != 0) return false;
    for (size_t i = 0; i < from->columns.count; i++) {
        if (strcmp(from->columns.items[i], to->columns.items[i]) != 0) return false;
        const ColumnPair *column = sg_map_find(&pair->pairs, from->columns.items[i]);
        if (column == NULL || column->to == NULL || column->changes.type) return false;
    }
    for (size_t i = 0; i < from->referenced_columns.count; i++) {
        if (strcmp(from->referenced_columns.items[i], to->referenced_columns.items[i]) != 0) return false;
    }
    return true;
}

typedef LIST(const char *) Names;

static bool has_name(const Names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], name) == 0) return true;
    }
    return false;
}

static bool is_index_on(const Index *index, const Names *columns)
{
    if (index->kind != INDEX_UNIQUE || index->where != NULL || index->parts.count != columns->count) return false;
    for (size_t i = 0; i < index->parts.count; i++) {
        const char *name = index->parts.items[i].column;
        if (name == NULL || !has_name(columns, name)) return false;
    }
    return true;
}

static bool is_key_on(const PrimaryKey *key, const Names *columns)
{
    if (key == NULL || key->columns.count != columns->count) return false;
    for (size_t i = 0; i < key->columns.count; i++) {
        if (!has_name(columns, key->columns.items[i])) return false;
    }
    return true;
}

/* Does what the foreign key stands on go away?  PostgreSQL takes the first index that fits, the primary key before
 * indexes that were made after the table. */
static bool is_support_lost(const Differ *differ, const ForeignKey *key)
{
    const char *name = database_key(differ->arena, key->referenced_schema, key->referenced_table);
    const TablePair *pair = sg_map_find(&differ->pairs_by_name, name);
    if (pair == NULL) return false;

    Names columns = {0};
    for (size_t i = 0; i < key->referenced_columns.count; i++) {
        const char *column = key->referenced_columns.items[i];
        const ColumnPair *referenced = sg_map_find(&pair->pairs, column);
        if (referenced != NULL && referenced->changes.cast == CAST_IMPOSSIBLE) return true;
        *list_add(differ->arena, &columns) = column;
    }
    if (is_key_on(pair->from->primary_key, &columns)) return pair->drops_primary_key;
    for (size_t i = 0; i < pair->from->indexes.count; i++) {
        if (pair->is_index_dropped[i] && is_index_on(&pair->from->indexes.items[i], &columns)) return true;
    }
    return false;
}

static void add_step(Differ *differ, StepKind kind, const Table *table, const ForeignKey *key)
{
    Step *step = differ_add(differ, kind, key->index, 0, 0);
    step->foreign_key.table = table;
    step->foreign_key.key = key;
}

/* Columns of a rebuilt enum cannot move one by one while a foreign key compares them. */
static bool has_moving_column(const Differ *differ, const TablePair *pair, const ForeignKey *key)
{
    for (size_t i = 0; i < key->columns.count; i++) {
        const ColumnPair *column = sg_map_find(&pair->pairs, key->columns.items[i]);
        if (column != NULL && diff_is_enum_rebuilt(differ, &column->from->type)) return true;
    }
    return false;
}

/* Another foreign key of the table has the name that this one is to get, and still has it when names change. */
static bool is_name_held(const TablePair *pair, const ForeignKey *from, const char *name)
{
    for (size_t i = 0; i < pair->from->foreign_keys.count; i++) {
        const ForeignKey *other = &pair->from->foreign_keys.items[i];
        if (other != from && strcmp(other->name, name) == 0) return true;
    }
    return false;
}

/* Join tables of older Prisma versions have other names of foreign keys; they are left as they are. */
static bool keeps_names(const TablePair *pair)
{
    return database_is_join_table(pair->from) && database_is_join_table(pair->to) && pair->from->origin == NULL;
}

static void diff_matched(Differ *differ, const TablePair *pair, const ForeignKey *from, const ForeignKey *to)
{
    bool is_renamed = strcmp(from->name, to->name) != 0 && !keeps_names(pair);
    bool must_go = is_support_lost(differ, from) || has_moving_column(differ, pair, from);
    if (must_go || (is_renamed && is_name_held(pair, from, to->name))) {
        add_step(differ, STEP_DROP_FOREIGN_KEY, pair->from, from);
        add_step(differ, STEP_ADD_FOREIGN_KEY, pair->to, to);
        return;
    }
    if (!is_renamed) return;
    Step *step = differ_add(differ, STEP_RENAME_FOREIGN_KEY, from->index, to->index, 0);
    step->rename_foreign_key.from_table = pair->from;
    step->rename_foreign_key.to_table = pair->to;
    step->rename_foreign_key.from = from;
    step->rename_foreign_key.to = to;
}

/* A foreign key of the next table that no previous one was found to be yet. */
typedef struct Candidate {
    const ForeignKey *key;
    struct Candidate *next; /* with the same first column */
    bool is_taken;
} Candidate;

/* In the order of the table; `by_column` leads from the name of a column to the first that begins with it. */
static Candidate *find_candidates(const Differ *differ, const Table *to, SgMap *by_column)
{
    size_t count = to->foreign_keys.count;
    Candidate *candidates = sg_arena_new(differ->arena, count * sizeof *candidates);
    for (size_t i = count; i-- > 0;) {
        const ForeignKey *key = &to->foreign_keys.items[i];
        candidates[i] = (Candidate){.key = key, .next = sg_map_find(by_column, key->columns.items[0])};
        sg_map_put(by_column, differ->arena, key->columns.items[0], &candidates[i]);
    }
    return candidates;
}

void diff_foreign_keys(Differ *differ, TablePair *pair)
{
    const Table *from = pair->from, *to = pair->to;
    SgMap by_column = {0};
    const Candidate *candidates = find_candidates(differ, to, &by_column);
    for (size_t i = 0; i < from->foreign_keys.count; i++) {
        const ForeignKey *key = &from->foreign_keys.items[i];
        Candidate *match = sg_map_find(&by_column, key->columns.items[0]);
        while (match != NULL && (match->is_taken || !foreign_keys_match(pair, key, match->key))) match = match->next;
        if (match == NULL) {
            add_step(differ, STEP_DROP_FOREIGN_KEY, from, key);
            continue;
        }
        match->is_taken = true;
        diff_matched(differ, pair, key, match->key);
    }
    for (size_t i = 0; i < to->foreign_keys.count; i++) {
        if (!candidates[i].is_taken) add_step(differ, STEP_ADD_FOREIGN_KEY, to, candidates[i].key);
    }
}
