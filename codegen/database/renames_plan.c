/*
 * renames_plan.c - which renames are to be done, and in which order.
 *
 * Everything that shares a scope of names (all tables, all enums, the columns of a table, the values of an enum) is
 * decided together, because one may wait for another: in b → c and a → b, the second needs the name that the first
 * gives up.
 */
#include "renames_parts.h"

#include <string.h>

/* ---- one scope ---- */

typedef enum WishState { WISH_NEW, WISH_LOOKED_AT, WISH_DONE, WISH_REFUSED } WishState;

typedef struct Wish {
    Rename rename;
    const char *old_key, *new_key;
    bool is_asked;
    WishState state;
} Wish;

/* Wishes that share a scope of names.  Values of the maps only say that the key is there. */
typedef struct Scope {
    SgArena *arena;
    SgMap previous, next; /* the names of both databases */
    LIST(Wish) wishes;
    SgMap by_old, by_new; /* key → Wish; filled when all wishes are known */
} Scope;

static void note(Scope *scope, SgMap *names, const char *key)
{
    sg_map_put(names, scope->arena, key, scope);
}

static void wish(Scope *scope, const Rename *rename, bool is_asked)
{
    Wish *added = list_add(scope->arena, &scope->wishes);
    bool has_schema = rename->owner == NULL;
    added->rename = *rename;
    added->is_asked = is_asked;
    added->old_key = has_schema ? database_key(scope->arena, rename->schema, rename->name) : rename->name;
    added->new_key = has_schema ? database_key(scope->arena, rename->new_schema, rename->new_name) : rename->new_name;
}

/* May it be done, apart from others that must be done before? */
static bool is_possible(const Scope *scope, const Wish *wish)
{
    bool is_kept =
        sg_map_find(&scope->next, wish->old_key) != NULL && sg_map_find(&scope->by_new, wish->old_key) == NULL;
    return sg_map_find(&scope->previous, wish->old_key) != NULL && sg_map_find(&scope->next, wish->new_key) != NULL &&
           (wish->is_asked || !is_kept);
}

/* In a circle (a → b, b → a) one takes a name of nobody first. */
static bool make_way(Scope *scope, Wish *wish, Renames *out)
{
    if (!wish->is_asked) return false;
    Rename first = wish->rename;
    first.new_schema = first.schema;
    first.new_name = sg_arena_printf(scope->arena, "%.40s_renamed", first.name);
    first.is_implied = true;
    *list_add(scope->arena, &out->items) = first;
    wish->rename.first_name = wish->rename.name;
    wish->rename.name = first.new_name;
    return true;
}

static bool grant(Scope *scope, Wish *wish, Renames *out);

/* Does the one that has the name give it up before? */
static bool is_given_up(Scope *scope, Wish *holder, Renames *out)
{
    if (holder == NULL) return false;
    return holder->state == WISH_LOOKED_AT ? make_way(scope, holder, out) : grant(scope, holder, out);
}

static bool grant(Scope *scope, Wish *wish, Renames *out)
{
    if (wish->state != WISH_NEW) return wish->state == WISH_DONE;
    wish->state = WISH_REFUSED;
    if (!is_possible(scope, wish)) return false;
    wish->state = WISH_LOOKED_AT;
    Wish *holder = sg_map_find(&scope->by_old, wish->new_key);
    bool is_free = sg_map_find(&scope->previous, wish->new_key) == NULL;
    bool is_granted = is_free || is_given_up(scope, holder, out);
    wish->state = is_granted ? WISH_DONE : WISH_REFUSED;
    if (!is_granted) return false;
    if (wish->rename.owner == NULL) {
        const char *between = database_key(scope->arena, wish->rename.schema, wish->rename.new_name);
        wish->rename.is_moved_first = sg_map_find(&scope->previous, between) != NULL;
    }
    *list_add(scope->arena, &out->items) = wish->rename;
    return true;
}

/* Of several wishes for one name the first counts. */
static void grant_all(Scope *scope, Renames *out)
{
    for (size_t i = 0; i < scope->wishes.count; i++) {
        Wish *wish = &scope->wishes.items[i];
        bool is_taken =
            sg_map_find(&scope->by_old, wish->old_key) != NULL || sg_map_find(&scope->by_new, wish->new_key) != NULL;
        if (is_taken) continue;
        sg_map_put(&scope->by_old, scope->arena, wish->old_key, wish);
        sg_map_put(&scope->by_new, scope->arena, wish->new_key, wish);
    }
    for (size_t i = 0; i < scope->wishes.count; i++) {
        Wish *wish = &scope->wishes.items[i];
        if (sg_map_find(&scope->by_old, wish->old_key) == wish) grant(scope, wish, out);
    }
}

/* ---- tables and enums ---- */

/* What an attribute says of the thing that has it; where that is in the previous database, the other way round. */
static void wish_by_attribute(Scope *scope, Rename rename, const OldName *old, bool is_previous)
{
    if (old->name == NULL) return;
    rename.schema = is_previous ? rename.new_schema : old->schema;
    rename.name = is_previous ? rename.new_name : old->name;
    if (is_previous) rename.new_schema = old->schema;
    if (is_previous) rename.new_name = old->name;
    wish(scope, &rename, false);
}

static void wish_asked(Scope *scope, const Renames *asked, RenameKind kind)
{
    for (size_t i = 0; asked != NULL && i < asked->items.count; i++) {
        if (asked->items.items[i].kind == kind) wish(scope, &asked->items.items[i], true);
    }
}

static void plan_tables(RenamePlan *plan)
{
    Scope scope = {.arena = plan->arena};
    wish_asked(&scope, plan->asked, RENAME_TABLE);
    for (int is_previous = 0; is_previous < 2; is_previous++) {
        const Database *database = is_previous ? plan->from : plan->to;
        for (size_t i = 0; i < database->tables.count; i++) {
            const Table *table = database->tables.items[i];
            Rename rename = {.kind = RENAME_TABLE, .new_schema = table->schema, .new_name = table->name};
            note(&scope, is_previous ? &scope.previous : &scope.next,
                 database_key(plan->arena, table->schema, table->name));
            wish_by_attribute(&scope, rename, &table->renamed_from, is_previous);
        }
    }
    grant_all(&scope, &plan->renames);
}

static void plan_enums(RenamePlan *plan)
{
    Scope scope = {.arena = plan->arena};
    wish_asked(&scope, plan->asked, RENAME_ENUM);
    for (int is_previous = 0; is_previous < 2; is_previous++) {
        const Database *database = is_previous ? plan->from : plan->to;
        for (size_t i = 0; i < database->enums.count; i++) {
            const EnumType *type = database->enums.items[i];
            Rename rename = {.kind = RENAME_ENUM, .new_schema = type->schema, .new_name = type->name};
            note(&scope, is_previous ? &scope.previous : &scope.next,
                 database_key(plan->arena, type->schema, type->name));
            wish_by_attribute(&scope, rename, &type->renamed_from, is_previous);
        }
    }
    grant_all(&scope, &plan->renames);
}

/* ---- columns and values ---- */

static const char *old_value(const EnumType *type, size_t index)
{
    return type->old_values.count == 0 ? NULL : type->old_values.items[index];
}

/* Those that the user asked for, which name the owner as it was. */
static void wish_members(Scope *scope, const RenamePlan *plan, const Rename *member, const char *schema,
                         const char *name)
{
    for (size_t i = 0; plan->asked != NULL && i < plan->asked->items.count; i++) {
        Rename asked = plan->asked->items.items[i];
        if (asked.kind != member->kind || !database_same_text(asked.schema, schema) || strcmp(asked.owner, name) != 0)
            continue;
        asked.schema = member->schema;
        asked.owner = member->owner;
        wish(scope, &asked, true);
    }
}

/* One of a table's or enum's members, with what its attribute says. */
static void note_member(Scope *scope, Rename member, const char *name, const char *old, bool is_previous)
{
    note(scope, is_previous ? &scope->previous : &scope->next, name);
    if (old == NULL) return;
    member.name = is_previous ? name : old;
    member.new_name = is_previous ? old : name;
    wish(scope, &member, false);
}

static void plan_columns(RenamePlan *plan, const Table *from, const Table *to)
{
    Scope scope = {.arena = plan->arena};
    Rename member = {.kind = RENAME_COLUMN, .schema = to->schema, .owner = to->name};
    wish_members(&scope, plan, &member, from->schema, from->name);
    for (size_t i = 0; i < to->columns.count; i++)
        note_member(&scope, member, to->columns.items[i].name, to->columns.items[i].renamed_from, false);
    for (size_t i = 0; i < from->columns.count; i++)
        note_member(&scope, member, from->columns.items[i].name, from->columns.items[i].renamed_from, true);
    grant_all(&scope, &plan->renames);
}

static void plan_values(RenamePlan *plan, const EnumType *from, const EnumType *to)
{
    Scope scope = {.arena = plan->arena};
    Rename member = {.kind = RENAME_ENUM_VALUE, .schema = to->schema, .owner = to->name};
    wish_members(&scope, plan, &member, from->schema, from->name);
    for (size_t i = 0; i < to->values.count; i++)
        note_member(&scope, member, to->values.items[i], old_value(to, i), false);
    for (size_t i = 0; i < from->values.count; i++)
        note_member(&scope, member, from->values.items[i], old_value(from, i), true);
    grant_all(&scope, &plan->renames);
}

/* ---- all of it ---- */

/* Is there anything that could be renamed?  Most databases have nothing, and no time is spent on them. */
static bool has_attributes(const Database *database)
{
    for (size_t i = 0; i < database->enums.count; i++) {
        const EnumType *type = database->enums.items[i];
        if (type->renamed_from.name != NULL || type->old_values.count > 0) return true;
    }
    for (size_t i = 0; i < database->tables.count; i++) {
        const Table *table = database->tables.items[i];
        if (table->renamed_from.name != NULL) return true;
        for (size_t j = 0; j < table->columns.count; j++)
            if (table->columns.items[j].renamed_from != NULL) return true;
    }
    return false;
}

/* The planned renames of tables or enums: key of the new name → Rename. */
static void find_planned(RenamePlan *plan, RenameKind kind, SgMap *out)
{
    for (size_t i = 0; i < plan->renames.items.count; i++) {
        if (plan->renames.items.items[i].kind != kind) continue;
        Rename *rename = sg_arena_new(plan->arena, sizeof *rename);
        *rename = plan->renames.items.items[i];
        sg_map_put(out, plan->arena, database_key(plan->arena, rename->new_schema, rename->new_name), rename);
    }
}

/* The key of the name that something of this name has in the previous database. */
static const char *previous_key(const RenamePlan *plan, const SgMap *planned, const char *schema, const char *name)
{
    const char *key = database_key(plan->arena, schema, name);
    const Rename *rename = sg_map_find(planned, key);
    return rename == NULL ? key : database_key(plan->arena, rename->schema, rename->name);
}

static void plan_all_values(RenamePlan *plan)
{
    SgMap previous = {0}, planned = {0};
    find_planned(plan, RENAME_ENUM, &planned);
    for (size_t i = 0; i < plan->from->enums.count; i++) {
        EnumType *type = plan->from->enums.items[i];
        sg_map_put(&previous, plan->arena, database_key(plan->arena, type->schema, type->name), type);
    }
    for (size_t i = 0; i < plan->to->enums.count; i++) {
        const EnumType *type = plan->to->enums.items[i];
        const EnumType *from = sg_map_find(&previous, previous_key(plan, &planned, type->schema, type->name));
        if (from != NULL) plan_values(plan, from, type);
    }
}

void renames_pair_tables(RenamePlan *plan, Table *from, Table *to)
{
    RenamePair *pair = list_add(plan->arena, &plan->pairs);
    *pair = (RenamePair){from, to};
    sg_map_put(&plan->next_of, plan->arena, database_key(plan->arena, from->schema, from->name), to);
    sg_map_put(&plan->previous_of, plan->arena, database_key(plan->arena, to->schema, to->name), from);
}

static void pair_tables(RenamePlan *plan)
{
    SgMap planned = {0};
    find_planned(plan, RENAME_TABLE, &planned);
    for (size_t i = 0; i < plan->from->tables.count; i++) {
        Table *table = plan->from->tables.items[i];
        sg_map_put(&plan->previous, plan->arena, database_key(plan->arena, table->schema, table->name), table);
    }
    for (size_t i = 0; i < plan->to->tables.count; i++) {
        Table *table = plan->to->tables.items[i];
        Table *from = sg_map_find(&plan->previous, previous_key(plan, &planned, table->schema, table->name));
        sg_map_put(&plan->next, plan->arena, database_key(plan->arena, table->schema, table->name), table);
        if (from != NULL) renames_pair_tables(plan, from, table);
    }
}

Renames renames_plan(SgArena *arena, const Database *from, const Database *to, const Renames *asked)
{
    RenamePlan plan = {.arena = arena, .from = from, .to = to, .asked = asked};
    bool has_asked = asked != NULL && asked->items.count > 0;
    if (!has_asked && !has_attributes(from) && !has_attributes(to)) return plan.renames;
    plan_enums(&plan);
    plan_all_values(&plan);
    plan_tables(&plan);
    pair_tables(&plan);
    renames_plan_join_tables(&plan);
    for (size_t i = 0; i < plan.pairs.count; i++) plan_columns(&plan, plan.pairs.items[i].from, plan.pairs.items[i].to);
    renames_plan_join_columns(&plan);
    return plan.renames;
}

Renames renames_inverted(SgArena *arena, const Renames *planned)
{
    Renames inverted = {0};
    for (size_t i = 0; i < planned->items.count; i++) {
        Rename rename = planned->items.items[i];
        if (rename.is_implied) continue;
        Rename *added = list_add(arena, &inverted.items);
        *added = rename;
        added->name = rename.new_name;
        added->new_name = rename.first_name != NULL ? rename.first_name : rename.name;
        added->first_name = NULL;
        if (rename.owner != NULL) continue;
        added->schema = rename.new_schema;
        added->new_schema = rename.schema;
    }
    return inverted;
}
