/*
 * renames_join.c - what a renamed model means for the join tables of its many-to-many relations.
 *
 * A join table is named after its two models, and its columns A and B lead to them in the order of their names.  So a
 * renamed model may rename the table, and swap the columns; what is in them must follow.
 */
#include "renames_parts.h"

#include <string.h>

/* The two tables that a join table's columns A and B lead to. */
typedef struct Sides {
    Table *a, *b;
} Sides;

static const ForeignKey *key_of(const Table *table, const char *column)
{
    for (size_t i = 0; i < table->foreign_keys.count; i++) {
        const ForeignKey *key = &table->foreign_keys.items[i];
        if (key->columns.count == 1 && strcmp(key->columns.items[0], column) == 0) return key;
    }
    return NULL;
}

static Table *side_of(const RenamePlan *plan, const SgMap *tables, const Table *join, const char *column)
{
    const ForeignKey *key = key_of(join, column);
    if (key != NULL)
        return sg_map_find(tables, database_key(plan->arena, key->referenced_schema, key->referenced_table));
    const Table *side = join->sides[*column == 'B'];
    return side == NULL ? NULL : sg_map_find(tables, database_key(plan->arena, side->schema, side->name));
}

static Sides sides_of(const RenamePlan *plan, const SgMap *tables, const Table *join)
{
    return (Sides){side_of(plan, tables, join, "A"), side_of(plan, tables, join, "B")};
}

static bool is_known(const Sides *sides)
{
    return sides->a != NULL && sides->b != NULL;
}

static Table *follow(const RenamePlan *plan, const SgMap *map, const Table *table)
{
    return table == NULL ? NULL : sg_map_find(map, database_key(plan->arena, table->schema, table->name));
}

/* Where the sides of a previous join table are in the next database. */
static Sides next_sides(const RenamePlan *plan, const Table *from)
{
    Sides sides = sides_of(plan, &plan->previous, from);
    return (Sides){follow(plan, &plan->next_of, sides.a), follow(plan, &plan->next_of, sides.b)};
}

/* The name that the table of a relation without a name of its own had; models are called as their tables are. */
static const char *previous_name(const RenamePlan *plan, const Sides *next)
{
    const Table *a = follow(plan, &plan->previous_of, next->a), *b = follow(plan, &plan->previous_of, next->b);
    if (a == NULL || b == NULL) return "";
    bool is_ordered = strcmp(a->name, b->name) <= 0;
    return sg_arena_printf(plan->arena, "_%sTo%s", is_ordered ? a->name : b->name, is_ordered ? b->name : a->name);
}

static bool is_same_relation(const RenamePlan *plan, const Table *from, const Table *to)
{
    Sides next = sides_of(plan, &plan->next, to), was = next_sides(plan, from);
    if (!is_known(&next)) return false;
    if (is_known(&was)) return (was.a == next.a && was.b == next.b) || (was.a == next.b && was.b == next.a);
    return strcmp(from->name, previous_name(plan, &next)) == 0;
}

/* The only previous join table without a pair that is of the same relation; NULL when there are more. */
static Table *find_previous(const RenamePlan *plan, const Table *to)
{
    Table *found = NULL;
    for (size_t i = 0; i < plan->from->tables.count; i++) {
        Table *from = plan->from->tables.items[i];
        if (!database_is_join_table(from) || follow(plan, &plan->next_of, from) != NULL) continue;
        if (!is_same_relation(plan, from, to)) continue;
        if (found != NULL) return NULL;
        found = from;
    }
    return found;
}

static bool renames_a_table(const RenamePlan *plan)
{
    for (size_t i = 0; i < plan->renames.items.count; i++)
        if (plan->renames.items.items[i].kind == RENAME_TABLE) return true;
    return false;
}

void renames_plan_join_tables(RenamePlan *plan)
{
    if (!renames_a_table(plan)) return;
    for (size_t i = 0; i < plan->to->tables.count; i++) {
        Table *to = plan->to->tables.items[i];
        if (!database_is_join_table(to) || follow(plan, &plan->previous_of, to) != NULL) continue;
        Table *from = find_previous(plan, to);
        if (from == NULL) continue;
        renames_pair_tables(plan, from, to);
        *list_add(plan->arena, &plan->renames.items) = (Rename){.kind = RENAME_TABLE,
                                                                .schema = from->schema,
                                                                .name = from->name,
                                                                .new_schema = to->schema,
                                                                .new_name = to->name,
                                                                .is_implied = true};
    }
}

static bool is_swapped(const RenamePlan *plan, const RenamePair *pair)
{
    Sides next = sides_of(plan, &plan->next, pair->to), was = next_sides(plan, pair->from);
    if (!is_known(&next) || next.a == next.b) return false;
    if (is_known(&was)) return was.a == next.b && was.b == next.a;
    const Table *a = follow(plan, &plan->previous_of, next.a), *b = follow(plan, &plan->previous_of, next.b);
    return a != NULL && b != NULL && strcmp(a->name, b->name) > 0;
}

/* The user, or what was seen, may say it already. */
static bool has_renamed_columns(const RenamePlan *plan, const Table *table)
{
    for (size_t i = 0; i < plan->renames.items.count; i++) {
        const Rename *rename = &plan->renames.items.items[i];
        if (rename->kind == RENAME_COLUMN &&
            sg_map_find(&plan->next, database_key(plan->arena, rename->schema, rename->owner)) == table)
            return true;
    }
    return false;
}

static void rename_column(RenamePlan *plan, const Table *table, const char *name, const char *new_name)
{
    *list_add(plan->arena, &plan->renames.items) = (Rename){.kind = RENAME_COLUMN,
                                                            .schema = table->schema,
                                                            .owner = table->name,
                                                            .name = name,
                                                            .new_name = new_name,
                                                            .is_implied = true};
}

void renames_plan_join_columns(RenamePlan *plan)
{
    if (!renames_a_table(plan)) return;
    for (size_t i = 0; i < plan->pairs.count; i++) {
        const RenamePair *pair = &plan->pairs.items[i];
        if (!database_is_join_table(pair->from) || !database_is_join_table(pair->to)) continue;
        if (!is_swapped(plan, pair) || has_renamed_columns(plan, pair->to)) continue;
        rename_column(plan, pair->to, "A", "C");
        rename_column(plan, pair->to, "B", "A");
        rename_column(plan, pair->to, "C", "B");
    }
}
