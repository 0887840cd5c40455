/* diff_index.c - indexes of a table that stays; their names do not count, only what they are. */
#include "diff_parts.h"

#include <string.h>

/* A schema has no word for other access methods: what they index it may only call an index. */
static bool has_known_method(const Index *index)
{
    static const char *const known[] = {"BTREE", "HASH", "GIN", "GIST", "SPGIST", "BRIN"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i], index->method) == 0) return true;
    }
    return false;
}

static bool methods_match(const Index *a, const Index *b)
{
    if (strcmp(a->method, b->method) == 0) return true;
    return (!has_known_method(a) && strcmp(b->method, "BTREE") == 0) ||
           (!has_known_method(b) && strcmp(a->method, "BTREE") == 0);
}

/* Does one side come from a schema, the other from a server? */
static bool is_half_described(const Differ *differ)
{
    return differ->from->is_described != differ->to->is_described;
}

/* Classes that a server has on plain indexes, like text_pattern_ops, are in hardly any schema: one that gives none
 * leaves them alone. */
static bool ignores_ops(const Differ *differ, const Index *a, const Index *b)
{
    bool is_plain = strcmp(a->method, "BTREE") == 0 || strcmp(a->method, "HASH") == 0 || !has_known_method(b);
    return is_half_described(differ) && (is_plain || !has_known_method(a));
}

/* A class that is not given is the default one. */
static bool ops_match(const IndexPart *a, const IndexPart *b, bool is_ignored)
{
    if (database_same_text(a->ops, b->ops)) return true;
    return (a->ops == NULL && (b->ops_is_default || is_ignored)) ||
           (b->ops == NULL && (a->ops_is_default || is_ignored));
}

static bool parts_match(const IndexPart *a, const IndexPart *b)
{
    return database_same_text(a->column, b->column) && database_same_text(a->expression, b->expression) &&
           a->is_descending == b->is_descending;
}

/* Do the columns of `b` go on behind its parts where `a` has them in INCLUDE? */
static bool includes_match(const Index *a, const Index *b)
{
    for (size_t i = a->parts.count; i < b->parts.count; i++) {
        if (!database_same_text(a->include.items[i - a->parts.count], b->parts.items[i].column)) return false;
    }
    return true;
}

/* A schema without the preview feature cannot say that an index is partial. */
static bool ignores_partial(const Differ *differ)
{
    return is_half_described(differ) && !(differ->from->is_described ? differ->to : differ->from)->has_partial_indexes;
}

static bool wheres_match(const Differ *differ, const Index *a, const Index *b)
{
    if (ignores_partial(differ)) return true;
    const char *left = a->where_canonical != NULL ? a->where_canonical : a->where;
    const char *right = b->where_canonical != NULL ? b->where_canonical : b->where;
    return diff_predicates_match(differ->arena, left, right);
}

static bool indexes_match(const Differ *differ, const Index *a, const Index *b)
{
    size_t count = a->parts.count < b->parts.count ? a->parts.count : b->parts.count;
    bool has_same_count = a->parts.count == b->parts.count || a->parts.count + a->include.count == b->parts.count ||
                          b->parts.count + b->include.count == a->parts.count;
    if (a->kind != b->kind || !has_same_count || !methods_match(a, b)) return false;
    for (size_t i = 0; i < count; i++) {
        const IndexPart *x = &a->parts.items[i], *y = &b->parts.items[i];
        if (!parts_match(x, y) || !ops_match(x, y, ignores_ops(differ, a, b))) return false;
    }
    return includes_match(a, b) && includes_match(b, a) && wheres_match(differ, a, b);
}

/* Those that have kept their names. */
static void match_names(const Differ *differ, const TablePair *pair, const Index **matches, bool *is_taken)
{
    SgMap by_name = {0};
    sg_map_reserve(&by_name, differ->arena, pair->to->indexes.count);
    for (size_t i = 0; i < pair->to->indexes.count; i++)
        sg_map_put(&by_name, differ->arena, pair->to->indexes.items[i].name, &pair->to->indexes.items[i]);
    for (size_t i = 0; i < pair->from->indexes.count; i++) {
        const Index *from = &pair->from->indexes.items[i], *to = sg_map_find(&by_name, from->name);
        if (to == NULL || !indexes_match(differ, from, to)) continue;
        matches[i] = to;
        is_taken[to->index] = true;
    }
}

/*
 * Which previous index is which next one.  An index that has kept its name is itself; of the others, the first that
 * fits.  Prisma never renames, drops or makes one of several indexes alike; we agree as long as their number stays.
 */
static void match_indexes(const Differ *differ, const TablePair *pair, const Index **matches, bool *is_taken)
{
    match_names(differ, pair, matches, is_taken);
    for (size_t i = 0; i < pair->from->indexes.count; i++) {
        const Index *from = &pair->from->indexes.items[i];
        for (size_t j = 0; matches[i] == NULL && j < pair->to->indexes.count; j++) {
            const Index *to = &pair->to->indexes.items[j];
            if (is_taken[j] || !indexes_match(differ, from, to)) continue;
            matches[i] = to;
            is_taken[j] = true;
        }
    }
}

static bool same_columns(const Index *a, const Index *b)
{
    if (a->kind != b->kind || a->parts.count != b->parts.count) return false;
    for (size_t i = 0; i < a->parts.count; i++) {
        if (!database_same_text(a->parts.items[i].column, b->parts.items[i].column)) return false;
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
    Step *step =
        differ_add(differ, STEP_CREATE_INDEX, pair->from->index + 1, pair->to->index, index->index * 2 + is_recreated);
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

static bool is_number(ScalarType type)
{
    return type == SCALAR_INT || type == SCALAR_BIGINT || type == SCALAR_FLOAT || type == SCALAR_DECIMAL;
}

static bool is_other_family(const ColumnType *from, const ColumnType *to)
{
    if (from->kind != TYPE_NATIVE || to->kind != TYPE_NATIVE) return true;
    ScalarType old = native_type_info(from->native)->scalar, new = native_type_info(to->native)->scalar;
    return old != new && !(is_number(old) && is_number(new));
}

/* "a" IS NOT NULL: true of every type. */
static bool compares(const char *condition)
{
    return strpbrk(condition, "=<>~!+-*/%'") != NULL ||
           (strstr(condition, "NULL") == NULL && strstr(condition, "null") == NULL);
}

/* The server writes the condition of a partial index again when a column of it gets another type, and then finds no
 * such comparison.  The index is away meanwhile. */
static bool loses_condition(const Differ *differ, const TablePair *pair, const Index *index)
{
    bool can_fail = index->where != NULL && compares(index->where);
    for (size_t i = 0; can_fail && i < pair->from->columns.count; i++) {
        const ColumnPair *column = &pair->columns[i];
        if (column->to == NULL || strstr(index->where, column->from->name) == NULL) continue;
        if (diff_is_enum_rebuilt(differ, &column->from->type)) return true;
        if (column->changes.type && is_other_family(&column->from->type, &column->to->type)) return true;
    }
    return false;
}

static void diff_matched(Differ *differ, TablePair *pair, const Index *from, const Index *to)
{
    if (loses_condition(differ, pair, from)) {
        drop_index(differ, pair, from);
        create_index(differ, pair, to, true);
        return;
    }
    if (loses_column(pair, to)) create_index(differ, pair, to, true);
    if (strcmp(from->name, to->name) == 0 || has_twin(pair->from, from)) return;
    if (!loses_column(pair, to)) rename_index(differ, pair, from, to);
}

/* What a schema cannot say it does not want away; and of several indexes alike on a server Prisma drops none. */
static bool is_left_alone(const Differ *differ, const TablePair *pair, const Index *from)
{
    if (!differ->from->is_described || differ->to->is_described) return false;
    if (!has_known_method(from) || (from->where != NULL && ignores_partial(differ))) return true;
    for (size_t i = 0; i < pair->to->indexes.count; i++) {
        if (indexes_match(differ, from, &pair->to->indexes.items[i])) return true;
    }
    return false;
}

void diff_indexes(Differ *differ, TablePair *pair)
{
    const Table *from = pair->from, *to = pair->to;
    const Index **matches = sg_arena_new(differ->arena, (from->indexes.count + 1) * sizeof *matches);
    bool *is_taken = sg_arena_new(differ->arena, to->indexes.count + 1);
    pair->is_index_dropped = sg_arena_new(differ->arena, from->indexes.count + 1);
    match_indexes(differ, pair, matches, is_taken);
    for (size_t i = 0; i < from->indexes.count; i++) {
        const Index *index = &from->indexes.items[i];
        if (matches[i] != NULL) diff_matched(differ, pair, index, matches[i]);
        else if (!is_left_alone(differ, pair, index)) drop_index(differ, pair, index);
    }
    for (size_t i = 0; i < to->indexes.count; i++) {
        if (!is_taken[i]) create_index(differ, pair, &to->indexes.items[i], false);
    }
}
