/* diff_index.c - indexes of a table that stays; their names do not count, only what they are. */
#include "diff_parts.h"

#include <string.h>

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* A class that is not given is the default one. */
static bool ops_match(const IndexPart *a, const IndexPart *b)
{
    if (same_text(a->ops, b->ops)) return true;
    return (a->ops == NULL && b->ops_is_default) || (b->ops == NULL && a->ops_is_default);
}

static bool parts_match(const IndexPart *a, const IndexPart *b)
{
    return same_text(a->column, b->column) && same_text(a->expression, b->expression) &&
           a->is_descending == b->is_descending && ops_match(a, b);
}

static bool wheres_match(const Differ *differ, const Index *a, const Index *b)
{
    const char *left = a->where_canonical != NULL ? a->where_canonical : a->where;
    const char *right = b->where_canonical != NULL ? b->where_canonical : b->where;
    return predicates_match(differ->arena, left, right);
}

static bool indexes_match(const Differ *differ, const Index *a, const Index *b)
{
    if (a->kind != b->kind || a->parts.count != b->parts.count || strcmp(a->method, b->method) != 0) return false;
    for (size_t i = 0; i < a->parts.count; i++) {
        if (!parts_match(&a->parts.items[i], &b->parts.items[i])) return false;
    }
    return wheres_match(differ, a, b);
}

/*
 * Which previous index is which next one.  An index that has kept its name is itself; of the others, the first that
 * fits.  Prisma never renames, drops or makes one of several indexes alike; we agree as long as their number stays.
 */
static void match_indexes(const Differ *differ, const TablePair *pair, const Index **matches, bool *is_taken)
{
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < pair->from->indexes.count; i++) {
            const Index *from = &pair->from->indexes.items[i];
            for (size_t j = 0; matches[i] == NULL && j < pair->to->indexes.count; j++) {
                const Index *to = &pair->to->indexes.items[j];
                if (is_taken[j] || (pass == 0 && strcmp(from->name, to->name) != 0)) continue;
                if (!indexes_match(differ, from, to)) continue;
                matches[i] = to;
                is_taken[j] = true;
            }
        }
    }
}

static bool same_columns(const Index *a, const Index *b)
{
    if (a->kind != b->kind || a->parts.count != b->parts.count) return false;
    for (size_t i = 0; i < a->parts.count; i++) {
        if (!same_text(a->parts.items[i].column, b->parts.items[i].column)) return false;
    }
    return true;
}

static bool has_twin(const Table *table, const Index *index)
{
    for (size_t i = 0; i < table->indexes.count; i++) {
        if (i != index->index && same_columns(&table->indexes.items[i], index)) return true;
    }
    return false;
}

static void drop_index(Differ *differ, TablePair *pair, const Index *index)
{
    Step *step = differ_add(differ, STEP_DROP_INDEX, pair->from->index, index->index, 0);
    step->drop_index.table = pair->from;
    step->drop_index.index = index;
    pair->is_index_dropped[index->index] = true;
}

static void create_index(Differ *differ, const TablePair *pair, const Index *index, bool is_recreated)
{
    Step *step = differ_add(differ, STEP_CREATE_INDEX, pair->from->index + 1, pair->to->index,
                            index->index * 2 + is_recreated);
    step->create_index.from = pair->from;
    step->create_index.to = pair->to;
    step->create_index.index = index;
    step->create_index.is_recreated = is_recreated;
}

static void rename_index(Differ *differ, const TablePair *pair, const Index *from, const Index *to)
{
    Step *step = differ_add(differ, STEP_RENAME_INDEX, pair->from->index, from->index, 0);
    step->rename_index.from_table = pair->from;
    step->rename_index.to_table = pair->to;
    step->rename_index.from = from;
    step->rename_index.to = to;
    step->rename_index.from_name = from->name;
    step->rename_index.to_name = to->name;
}

/* With a column that is dropped and made again, its indexes go; PostgreSQL drops them by itself. */
static bool loses_column(const TablePair *pair, const Index *index)
{
    for (size_t i = 0; i < index->parts.count; i++) {
        const char *name = index->parts.items[i].column;
        const ColumnPair *column = name == NULL ? NULL : sg_map_find(&pair->pairs, name);
        if (column != NULL && column->to != NULL && column->changes.cast == CAST_IMPOSSIBLE) return true;
    }
    return false;
}

static void diff_matched(Differ *differ, TablePair *pair, const Index *from, const Index *to)
{
    if (loses_column(pair, to)) create_index(differ, pair, to, true);
    if (strcmp(from->name, to->name) == 0 || has_twin(pair->from, from)) return;
    if (!loses_column(pair, to)) rename_index(differ, pair, from, to);
}

void diff_indexes(Differ *differ, TablePair *pair)
{
    const Table *from = pair->from, *to = pair->to;
    const Index **matches = sg_arena_new(differ->arena, (from->indexes.count + 1) * sizeof *matches);
    bool *is_taken = sg_arena_new(differ->arena, to->indexes.count + 1);
    pair->is_index_dropped = sg_arena_new(differ->arena, from->indexes.count + 1);
    match_indexes(differ, pair, matches, is_taken);
    for (size_t i = 0; i < from->indexes.count; i++) {
        if (matches[i] == NULL)
            drop_index(differ, pair, &from->indexes.items[i]);
        else
            diff_matched(differ, pair, &from->indexes.items[i], matches[i]);
    }
    for (size_t i = 0; i < to->indexes.count; i++) {
        if (!is_taken[i]) create_index(differ, pair, &to->indexes.items[i], false);
    }
}
