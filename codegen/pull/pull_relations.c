/*
 * pull_relations.c - which relations there are, and how they and their fields are called.
 *
 * One relation between two tables needs no name, and its fields are called like the other model.  Where there are
 * several, or where that name is a column's, the names say which columns the relation goes over.
 */
#include "pull_relations.h"

#include "constraint_names.h"
#include "pull_names.h"
#include "text.h"

#include <string.h>

/* relationMode = "prisma": foreign keys are not wanted, relations are the schema's alone. */
static bool has_emulated_relations(const PullPlan *plan)
{
    return plan->previous != NULL && plan->previous->datasource != NULL &&
           plan->previous->datasource->relation_mode_prisma;
}

static const Table *referenced_table(const PullPlan *plan, const ForeignKey *key)
{
    return database_find_table(plan->database, key->referenced_schema, key->referenced_table);
}

static bool same_type(const ColumnType *a, const ColumnType *b)
{
    return a->kind == b->kind && a->native == b->native && a->arg_count == b->arg_count && a->args[0] == b->args[0] &&
           a->args[1] == b->args[1] && a->enum_type == b->enum_type && a->is_list == b->is_list;
}

/* Does column `name` refer to the one-column primary key of another table, as that key of a join table must? */
static const Table *join_side(const PullPlan *plan, const Table *table, const char *name)
{
    const Column *column = database_find_column(table, name);
    const char *key_name = sg_arena_printf(plan->arena, "%s_%s_fkey", table->name, name);
    for (size_t i = 0; column != NULL && i < table->foreign_keys.count; i++) {
        const ForeignKey *key = &table->foreign_keys.items[i];
        const Table *side = referenced_table(plan, key);
        if (key->columns.count != 1 || strcmp(key->columns.items[0], name) != 0 || strcmp(key->name, key_name) != 0 ||
            key->on_delete != FK_CASCADE || key->on_update != FK_CASCADE || side->primary_key == NULL ||
            side->primary_key->columns.count != 1 ||
            strcmp(side->primary_key->columns.items[0], key->referenced_columns.items[0]) != 0)
            continue;
        const Column *id = database_find_column(side, key->referenced_columns.items[0]);
        bool is_plain = column->is_required && column->default_value.kind == COLUMN_DEFAULT_NONE;
        return is_plain && same_type(&column->type, &id->type) ? side : NULL;
    }
    return NULL;
}

/* The suffix of a join table's names goes behind what is left of the table's name. */
static bool is_join_name(const char *name, const char *table, const char *suffix)
{
    enum { LONGEST_SUFFIX = 8 };
    size_t size = strlen(table);
    if (size > IDENTIFIER_BYTES - LONGEST_SUFFIX) size = IDENTIFIER_BYTES - LONGEST_SUFFIX;
    return strncmp(name, table, size) == 0 && strcmp(name + size, suffix) == 0;
}

static bool has_join_key(const Table *table)
{
    const PrimaryKey *key = table->primary_key;
    return key != NULL && key->columns.count == 2 && strcmp(key->columns.items[0], "A") == 0 &&
           strcmp(key->columns.items[1], "B") == 0 && is_join_name(key->name, table->name, "_AB_pkey");
}

static bool has_join_index(const Table *table)
{
    const Index *index = table->indexes.count == 1 ? &table->indexes.items[0] : NULL;
    return index != NULL && index->kind == INDEX_NORMAL && index->where == NULL && index->parts.count == 1 &&
           strcmp(index->parts.items[0].column, "B") == 0 && !index->parts.items[0].is_descending &&
           strcmp(index->method, "BTREE") == 0 && is_join_name(index->name, table->name, "_B_index");
}

static const Relation *find_previous_join(const PullPlan *plan, const Table *table)
{
    for (size_t i = 0; plan->previous != NULL && i < plan->previous->relations.count; i++) {
        const Relation *relation = plan->previous->relations.items[i];
        if (relation->kind == RELATION_MANY_TO_MANY && strcmp(relation->join_table, table->name) == 0) return relation;
    }
    return NULL;
}

static bool is_referenced(const PullPlan *plan, const Table *table)
{
    for (size_t i = 0; i < plan->database->tables.count; i++) {
        const Table *other = plan->database->tables.items[i];
        for (size_t k = 0; k < other->foreign_keys.count; k++) {
            if (referenced_table(plan, &other->foreign_keys.items[k]) == table) return true;
        }
    }
    return false;
}

/* Two keys of one column each, A and B. */
static bool has_join_columns(const Table *table)
{
    if (table->name[0] != '_' || table->columns.count != 2 || table->foreign_keys.count != 2) return false;
    const ForeignKey *keys = table->foreign_keys.items;
    const char *first = keys[0].columns.items[0], *second = keys[1].columns.items[0];
    return keys[0].columns.count == 1 && keys[1].columns.count == 1 &&
           ((strcmp(first, "A") == 0 && strcmp(second, "B") == 0) ||
            (strcmp(first, "B") == 0 && strcmp(second, "A") == 0));
}

static bool has_table(const PullPlan *plan, const Model *model)
{
    for (size_t i = 0; i < plan->database->tables.count; i++) {
        if (strcmp(plan->database->tables.items[i]->name, model->database_name) == 0) return true;
    }
    return false;
}

/* With relationMode = "prisma" a join table has no foreign keys. */
static bool is_keyless_join(const PullPlan *plan, const Table *table)
{
    const Relation *previous = find_previous_join(plan, table);
    return previous != NULL && table->foreign_keys.count == 0 && has_emulated_relations(plan) &&
           has_table(plan, previous->from) && has_table(plan, previous->to);
}

/* A schema that is updated has decided already.  In a new one the name of A must be the smaller one, because that is
 * how the language tells the two sides. */
bool pull_is_join_table(const PullPlan *plan, const Table *table)
{
    if (is_keyless_join(plan, table)) return true;
    if (!has_join_columns(table) || is_referenced(plan, table)) return false;
    if (find_previous_join(plan, table) != NULL) return true;
    const Table *a = join_side(plan, table, "A");
    const Table *b = join_side(plan, table, "B");
    if (table->facts.count != 0 || !has_join_key(table) || !has_join_index(table) || a == NULL || b == NULL ||
        (a->schema == NULL ? table->schema != NULL : table->schema == NULL))
        return false;
    const char *a_name = pull_sanitize_type_name(plan->arena, a->name, "table");
    const char *b_name = pull_sanitize_type_name(plan->arena, b->name, "table");
    return a == b || strcmp(a_name, b_name) < 0;
}

static PullModel *model_of_previous(const PullPlan *plan, const Model *previous)
{
    for (size_t i = 0; i < plan->models.count; i++) {
        if (plan->models.items[i]->previous == previous) return plan->models.items[i];
    }
    return NULL;
}

static PullRelation *add_relation(PullPlan *plan, const Table *table, const ForeignKey *key)
{
    PullRelation *relation = sg_arena_new(plan->arena, sizeof *relation);
    relation->table = table;
    relation->key = key;
    *list_add(plan->arena, &plan->relations) = relation;
    return relation;
}

static void add_join(PullPlan *plan, const Table *table)
{
    PullRelation *relation = add_relation(plan, table, NULL);
    for (size_t i = 0; i < table->foreign_keys.count; i++) {
        const ForeignKey *key = &table->foreign_keys.items[i];
        PullModel *side = pull_find_model(plan, referenced_table(plan, key));
        if (strcmp(key->columns.items[0], "A") == 0) relation->from = side;
        else relation->to = side;
    }
    relation->previous = find_previous_join(plan, table);
    if (relation->from != NULL && relation->to != NULL) return;
    relation->from = model_of_previous(plan, relation->previous->from);
    relation->to = model_of_previous(plan, relation->previous->to);
}

static bool is_column_of(const ForeignKey *key, const char *column)
{
    for (size_t i = 0; i < key->columns.count; i++) {
        if (strcmp(key->columns.items[i], column) == 0) return true;
    }
    return false;
}

static bool is_primary(const Table *table, const ForeignKey *key)
{
    const PrimaryKey *primary = table->primary_key;
    if (primary == NULL || primary->columns.count != key->columns.count) return false;
    for (size_t i = 0; i < primary->columns.count; i++) {
        if (!is_column_of(key, primary->columns.items[i])) return false;
    }
    return true;
}

static bool makes_unique(const Index *index, const ForeignKey *key)
{
    if (index->kind != INDEX_UNIQUE || index->where != NULL || index->parts.count != key->columns.count) return false;
    for (size_t i = 0; i < index->parts.count; i++) {
        if (!is_column_of(key, index->parts.items[i].column)) return false;
    }
    return true;
}

/* Is the key's set of columns unique in its table? */
static bool is_one_to_one(const Table *table, const ForeignKey *key)
{
    bool is_unique = is_primary(table, key);
    for (size_t i = 0; !is_unique && i < table->indexes.count; i++)
        is_unique = makes_unique(&table->indexes.items[i], key);
    return is_unique;
}

static bool has_fields(const Relation *relation, const ForeignKey *key)
{
    bool is_same = relation->fields.count == key->columns.count;
    for (size_t i = 0; is_same && i < key->columns.count; i++)
        is_same = strcmp(relation->fields.items[i]->database_name, key->columns.items[i]) == 0;
    return is_same;
}

/* By the columns; of several keys over the same columns each takes the relation of its name. */
static const Relation *find_previous_relation(const PullPlan *plan, const PullModel *model, const ForeignKey *key)
{
    const Relation *found = NULL;
    for (size_t i = 0; model->previous != NULL && i < model->previous->relations.count; i++) {
        const Relation *relation = model->previous->relations.items[i];
        if (relation->from != model->previous || relation->kind == RELATION_MANY_TO_MANY || !has_fields(relation, key))
            continue;
        bool is_named = relation->constraint_name != NULL && strcmp(relation->constraint_name, key->name) == 0;
        bool is_used = false;
        for (size_t k = 0; k < plan->relations.count; k++)
            is_used = is_used || plan->relations.items[k]->previous == relation;
        if (!is_used && (found == NULL || is_named)) found = relation;
    }
    return found;
}

static void add_foreign_key(PullPlan *plan, PullModel *model, const ForeignKey *key)
{
    PullModel *to = pull_find_model(plan, referenced_table(plan, key));
    if (to == NULL) return; /* a key to a join table: there is no model to refer to */
    const Relation *previous = find_previous_relation(plan, model, key);
    if (previous == NULL && has_emulated_relations(plan)) return;
    PullRelation *relation = add_relation(plan, model->table, key);
    relation->from = model;
    relation->to = to;
    relation->previous = previous;
    relation->is_one_to_one = is_one_to_one(model->table, key);
}

static bool joins_same(const PullRelation *a, const PullRelation *b)
{
    return (a->from == b->from && a->to == b->to) || (a->from == b->to && a->to == b->from);
}

static void find_ambiguous(PullPlan *plan)
{
    for (size_t i = 0; i < plan->relations.count; i++) {
        PullRelation *relation = plan->relations.items[i];
        for (size_t k = 0; !relation->is_ambiguous && k < plan->relations.count; k++)
            relation->is_ambiguous = k != i && joins_same(relation, plan->relations.items[k]);
        for (size_t k = 0; relation->key != NULL && k < relation->key->columns.count; k++) {
            const char *field = pull_field_name(relation->from, relation->key->columns.items[k]);
            if (strcmp(field, relation->to->name) == 0) relation->is_ambiguous = true;
        }
    }
}

static const char *key_relation_name(const PullPlan *plan, const PullRelation *relation)
{
    SgText name = {.arena = plan->arena};
    sg_text_add(&name, relation->from->name);
    for (size_t i = 0; i < relation->key->columns.count; i++)
        sg_text_printf(&name, "_%s", pull_field_name(relation->from, relation->key->columns.items[i]));
    sg_text_printf(&name, "To%s", relation->to->name);
    return sg_text_get(&name);
}

static void name_key(const PullPlan *plan, PullRelation *relation)
{
    SgArena *arena = plan->arena;
    bool is_self = relation->from == relation->to;
    const char *prefix = is_self ? "other_" : "";
    relation->forward = relation->to->name;
    relation->back = sg_arena_printf(arena, "%s%s", prefix, relation->from->name);
    if (relation->is_ambiguous) {
        relation->name = key_relation_name(plan, relation);
        relation->forward = sg_arena_printf(arena, "%s_%s", relation->to->name, relation->name);
        relation->back = sg_arena_printf(arena, "%s%s_%s", prefix, relation->from->name, relation->name);
    } else if (is_self) {
        relation->name = sg_arena_printf(arena, "%sTo%s", relation->from->name, relation->to->name);
    }
}

/* The table's name is the relation's with an underscore before it, so the name is given unless it is the default. */
static void name_join(const PullPlan *plan, PullRelation *relation)
{
    const char *name = relation->table->name + 1;
    bool is_self = relation->from == relation->to;
    const char *standard = model_default_relation_name(plan->arena, relation->from->name, relation->to->name);
    bool is_default = !is_self && !relation->is_ambiguous && strcmp(name, standard) == 0;
    const char *suffix = relation->is_ambiguous ? relation->table->name : "";
    relation->name = is_default ? NULL : name;
    relation->forward = sg_arena_printf(plan->arena, "%s%s%s", relation->to->name, suffix, is_self ? "_A" : "");
    relation->back = sg_arena_printf(plan->arena, "%s%s%s", relation->from->name, suffix, is_self ? "_B" : "");
}

/* A list stays a list where the database would allow one only. */
static void take_previous(PullRelation *relation)
{
    const Relation *previous = relation->previous;
    if (previous->kind != RELATION_ONE_TO_ONE) relation->is_one_to_one = false;
    relation->name = previous->has_explicit_name ? previous->name : NULL;
    relation->forward = previous->from_field->name;
    relation->back = previous->to_field->name;
}

/* Field names must differ from all others of their model, columns' included; relation names from all others. */
static void make_unique(PullPlan *plan)
{
    NameScope relations = {.arena = plan->arena};
    for (size_t i = 0; i < plan->relations.count; i++) {
        const PullRelation *relation = plan->relations.items[i];
        if (relation->previous != NULL && relation->name != NULL) pull_take_name(&relations, relation->name);
    }
    for (size_t i = 0; i < plan->relations.count; i++) {
        PullRelation *relation = plan->relations.items[i];
        if (relation->previous == NULL && relation->key != NULL && relation->name != NULL)
            relation->name = pull_take_name(&relations, relation->name);
    }
    for (size_t m = 0; m < plan->models.count; m++) {
        PullModel *model = plan->models.items[m];
        NameScope fields = {.arena = plan->arena};
        for (size_t i = 0; i < model->fields.count; i++) pull_take_name(&fields, model->fields.items[i].name);
        for (size_t i = 0; model->previous != NULL && i < model->previous->fields.count; i++) {
            if (!pull_name_is_taken(&fields, model->previous->fields.items[i]->name))
                pull_take_name(&fields, model->previous->fields.items[i]->name);
        }
        for (size_t i = 0; i < plan->relations.count; i++) {
            PullRelation *relation = plan->relations.items[i];
            if (relation->previous != NULL) continue;
            if (relation->from == model) relation->forward = pull_take_name(&fields, relation->forward);
            if (relation->to == model) relation->back = pull_take_name(&fields, relation->back);
        }
    }
}

static void add_ends(PullPlan *plan)
{
    for (size_t i = 0; i < plan->relations.count; i++) {
        const PullRelation *relation = plan->relations.items[i];
        *list_add(plan->arena, &relation->from->ends) = (PullEnd){relation, true};
        *list_add(plan->arena, &relation->to->ends) = (PullEnd){relation, false};
    }
}

void pull_relations(PullPlan *plan)
{
    for (size_t i = 0; i < plan->models.count; i++) {
        PullModel *model = plan->models.items[i];
        for (size_t k = 0; k < model->table->foreign_keys.count; k++)
            add_foreign_key(plan, model, &model->table->foreign_keys.items[k]);
    }
    for (size_t i = 0; i < plan->database->tables.count; i++) {
        const Table *table = plan->database->tables.items[i];
        if (pull_is_join_table(plan, table)) add_join(plan, table);
    }
    find_ambiguous(plan);
    for (size_t i = 0; i < plan->relations.count; i++) {
        PullRelation *relation = plan->relations.items[i];
        if (relation->previous != NULL) take_previous(relation);
        else if (relation->key != NULL) name_key(plan, relation);
        else name_join(plan, relation);
    }
    make_unique(plan);
    add_ends(plan);
}
