/* diff.c - which schemas, extensions and tables come, go or stay; the rest is in diff_*.c. */
#include "diff.h"

#include "diff_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

Step *differ_add(Differ *differ, StepKind kind, size_t order0, size_t order1, size_t order2)
{
    Step *step = list_add(differ->arena, &differ->steps.items);
    step->kind = kind;
    step->order[0] = (uint32_t)order0;
    step->order[1] = (uint32_t)order1;
    step->order[2] = (uint32_t)order2;
    return step;
}

/* The journal, and what PostGIS brings along. */
static bool is_ignored(const Table *table)
{
    static const char *const names[] = {"spatial_ref_sys", "geometry_columns", "geography_columns", "raster_columns",
                                        "raster_overviews"};
    if (strcmp(table->name, "_prisma_migrations") == 0) return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcasecmp(table->name, names[i]) == 0) return true;
    }
    return false;
}

static void pair_tables(Differ *differ)
{
    SgMap next = {0};
    for (size_t i = 0; i < differ->to->tables.count; i++) {
        Table *table = differ->to->tables.items[i];
        if (!is_ignored(table))
            sg_map_put(&next, differ->arena, database_key(differ->arena, table->schema, table->name), table);
    }
    SgMap previous = {0};
    for (size_t i = 0; i < differ->from->tables.count; i++) {
        const Table *table = differ->from->tables.items[i];
        if (is_ignored(table)) continue;
        const char *key = database_key(differ->arena, table->schema, table->name);
        const Table *same = sg_map_find(&next, key);
        sg_map_put(&previous, differ->arena, key, differ->from->tables.items[i]);
        if (same == NULL) {
            *list_add(differ->arena, &differ->dropped) = table;
            continue;
        }
        TablePair *pair = sg_arena_new(differ->arena, sizeof *pair);
        pair->from = table;
        pair->to = same;
        *list_add(differ->arena, &differ->pairs) = pair;
        sg_map_put(&differ->pairs_by_name, differ->arena, key, pair);
    }
    for (size_t i = 0; i < differ->to->tables.count; i++) {
        const Table *table = differ->to->tables.items[i];
        bool is_new = sg_map_find(&previous, database_key(differ->arena, table->schema, table->name)) == NULL;
        if (is_new && !is_ignored(table)) *list_add(differ->arena, &differ->created) = table;
    }
}

/* Is there a table or a type in it? */
static bool is_schema_used(const Database *database, const char *schema)
{
    for (size_t i = 0; i < database->tables.count; i++) {
        const Table *table = database->tables.items[i];
        if (table->schema != NULL && strcmp(table->schema, schema) == 0) return true;
    }
    for (size_t i = 0; i < database->enums.count; i++) {
        const EnumType *type = database->enums.items[i];
        if (type->schema != NULL && strcmp(type->schema, schema) == 0) return true;
    }
    return false;
}

/* A server says which schemas exist.  A schema file's are there as soon as something was put into them: only then is
 * one made. */
static bool has_schema(const Database *database, const char *schema)
{
    if (database->default_schema != NULL && strcmp(database->default_schema, schema) == 0) return true;
    if (!database->is_described) return is_schema_used(database, schema);
    for (size_t i = 0; i < database->schemas.count; i++) {
        if (strcmp(database->schemas.items[i], schema) == 0) return true;
    }
    return false;
}

static void diff_schemas(Differ *differ)
{
    for (size_t i = 0; i < differ->to->schemas.count; i++) {
        const char *schema = differ->to->schemas.items[i];
        if (has_schema(differ->original, schema) || !is_schema_used(differ->to, schema)) continue;
        differ_add(differ, STEP_CREATE_SCHEMA, i, 0, 0)->schema = schema;
    }
}

static bool is_given_and_other(const char *from, const char *to)
{
    return from != NULL && to != NULL && strcmp(from, to) != 0;
}

static bool is_described_twice(const Differ *differ)
{
    return differ->from->is_described && differ->to->is_described;
}

/* 1.10 is later than 1.9. */
static bool is_later(const char *version, const char *than)
{
    for (;;) {
        char *end, *end_than;
        unsigned long number = strtoul(version, &end, 10), other = strtoul(than, &end_than, 10);
        if (number != other) return number > other;
        if (*end != *end_than || *end == '\0') return (unsigned char)*end > (unsigned char)*end_than;
        version = end + 1;
        than = end_than + 1;
    }
}

/* On a server any extension goes to a later version in its place. */
static bool can_alter(const Differ *differ, const ExtensionState *from, const ExtensionState *to)
{
    if (is_given_and_other(from->version, to->version) && is_later(from->version, to->version)) return false;
    return from->is_relocatable || (differ->from->is_described && !is_given_and_other(from->schema, to->schema));
}

/* What is not known to be movable is dropped and made again, as in Prisma.  Of two servers each may have the version
 * that it likes. */
static void diff_extension(Differ *differ, size_t from_index, size_t to_index)
{
    const ExtensionState *from = &differ->from->extensions.items[from_index];
    const ExtensionState *to = &differ->to->extensions.items[to_index];
    bool is_moved = is_given_and_other(from->schema, to->schema);
    bool is_other_version = is_given_and_other(from->version, to->version) && !is_described_twice(differ);
    if (!is_moved && !is_other_version) return;
    if (can_alter(differ, from, to)) {
        Step *step = differ_add(differ, STEP_ALTER_EXTENSION, from_index, to_index, 0);
        step->alter_extension.from = from;
        step->alter_extension.to = to;
    } else {
        differ_add(differ, STEP_DROP_EXTENSION, from_index, 0, 0)->extension = from;
        differ_add(differ, STEP_CREATE_EXTENSION, to_index, 0, 0)->extension = to;
    }
}

/* Every server has it from the start. */
static bool is_everywhere(const Database *database, const ExtensionState *extension)
{
    return database->is_described && strcmp(extension->name, "plpgsql") == 0;
}

static void diff_extensions(Differ *differ)
{
    if (differ->from->ignores_extensions && differ->to->is_described) return;
    for (size_t i = 0; i < differ->to->extensions.count; i++) {
        size_t j = 0;
        const ExtensionState *to = &differ->to->extensions.items[i];
        while (j < differ->from->extensions.count && strcmp(differ->from->extensions.items[j].name, to->name) != 0) j++;
        if (j < differ->from->extensions.count) diff_extension(differ, j, i);
        else if (!is_everywhere(differ->to, to)) differ_add(differ, STEP_CREATE_EXTENSION, i, 0, 0)->extension = to;
    }
}

static StepKind rename_step(RenameKind kind)
{
    switch (kind) {
    case RENAME_ENUM: return STEP_RENAME_ENUM;
    case RENAME_ENUM_VALUE: return STEP_RENAME_ENUM_VALUE;
    case RENAME_TABLE: return STEP_RENAME_TABLE;
    case RENAME_COLUMN: break;
    }
    return STEP_RENAME_COLUMN;
}

/* The sequences of autoincrement columns follow the names of their tables and columns. */
static void add_sequence_renames(Differ *differ, const Table *table, size_t order)
{
    for (size_t i = 0; i < table->columns.count; i++) {
        const Column *column = &table->columns.items[i];
        if (column->default_value.kind != COLUMN_DEFAULT_SEQUENCE) continue;
        const SequenceName *to = diff_sequence_of_column(differ->arena, table, column);
        SequenceName *from = sg_arena_new(differ->arena, sizeof *from);
        *from = *diff_sequence_of_column(differ->arena, table->origin, &table->origin->columns.items[i]);
        from->schema = to->schema; /* it went with its table */
        if (strcmp(from->name, to->name) == 0) continue;
        Step *step = differ_add(differ, STEP_RENAME_SEQUENCE, order, i, 0);
        step->rename_sequence.from = from;
        step->rename_sequence.to_name = to->name;
    }
}

/* Sequences come in the order of their tables: one may need the name that another gives up, as the tables do. */
static void add_renames(Differ *differ)
{
    const Renames *renames = &differ->steps.renames;
    SgMap places = {0};
    for (size_t i = 0; i < renames->items.count; i++) {
        Rename *rename = &renames->items.items[i];
        differ_add(differ, rename_step(rename->kind), i, 0, 0)->rename = rename;
        if (rename->kind == RENAME_TABLE)
            sg_map_put(&places, differ->arena, database_key(differ->arena, rename->new_schema, rename->new_name),
                       rename);
    }
    for (size_t i = 0; renames->items.count > 0 && i < differ->from->tables.count; i++) {
        const Table *table = differ->from->tables.items[i];
        if (table->origin == NULL) continue;
        const Rename *rename = sg_map_find(&places, database_key(differ->arena, table->schema, table->name));
        size_t place = rename == NULL ? renames->items.count : (size_t)(rename - renames->items.items);
        add_sequence_renames(differ, table, place);
    }
}

static void add_foreign_key_step(Differ *differ, StepKind kind, const Table *table, const ForeignKey *key)
{
    Step *step = differ_add(differ, kind, key->index, 0, 0);
    step->foreign_key.table = table;
    step->foreign_key.key = key;
}

static void create_table(Differ *differ, const Table *table)
{
    differ_add(differ, STEP_CREATE_TABLE, table->index, 0, 0)->table = table;
    for (size_t i = 0; i < table->indexes.count; i++) {
        Step *step = differ_add(differ, STEP_CREATE_INDEX, 0, table->index, i * 2);
        step->create_index.to = table;
        step->create_index.index = &table->indexes.items[i];
    }
    for (size_t i = 0; i < table->foreign_keys.count; i++) {
        add_foreign_key_step(differ, STEP_ADD_FOREIGN_KEY, table, &table->foreign_keys.items[i]);
    }
}

/* How many steps the new tables take. */
static size_t new_steps(const Differ *differ)
{
    size_t count = differ->created.count;
    for (size_t i = 0; i < differ->created.count; i++) {
        const Table *table = differ->created.items[i];
        count += table->indexes.count + table->foreign_keys.count;
    }
    return count;
}

/* The foreign keys go first, so that tables may be dropped in any order. */
static void drop_table(Differ *differ, const Table *table)
{
    differ_add(differ, STEP_DROP_TABLE, table->index, 0, 0)->table = table;
    for (size_t i = 0; i < table->foreign_keys.count; i++) {
        add_foreign_key_step(differ, STEP_DROP_FOREIGN_KEY, table, &table->foreign_keys.items[i]);
    }
}

Steps database_diff_renamed(SgArena *arena, const Database *original, const Database *to, const Renames *renames)
{
    const Database *from = database_renamed(arena, original, renames);
    Differ differ = {.arena = arena, .from = from, .to = to, .original = original};
    differ.steps = (Steps){.from = from, .to = to, .renames = *renames};
    add_renames(&differ);
    pair_tables(&differ);
    for (size_t i = 0; i < differ.pairs.count; i++) diff_columns(&differ, differ.pairs.items[i]);

    diff_schemas(&differ);
    diff_extensions(&differ);
    diff_enums(&differ);
    list_reserve(arena, &differ.steps.items, new_steps(&differ));
    for (size_t i = 0; i < differ.created.count; i++) create_table(&differ, differ.created.items[i]);
    for (size_t i = 0; i < differ.dropped.count; i++) drop_table(&differ, differ.dropped.items[i]);
    for (size_t i = 0; i < differ.pairs.count; i++) diff_indexes(&differ, differ.pairs.items[i]);
    for (size_t i = 0; i < differ.pairs.count; i++) diff_foreign_keys(&differ, differ.pairs.items[i]);
    for (size_t i = 0; i < differ.pairs.count; i++) diff_alter_table(&differ, differ.pairs.items[i]);
    diff_sort_steps(&differ);
    return differ.steps;
}

Steps database_diff(SgArena *arena, const Database *from, const Database *to)
{
    Renames renames = renames_plan(arena, from, to, NULL);
    return database_diff_renamed(arena, from, to, &renames);
}

Steps database_diff_back(SgArena *arena, const Database *before, const Database *after)
{
    Renames seen = renames_seen(arena, before, after);
    Renames done = renames_plan(arena, before, after, &seen);
    Renames undone = renames_inverted(arena, &done);
    Renames renames = renames_plan(arena, after, before, &undone);
    return database_diff_renamed(arena, after, before, &renames);
}
