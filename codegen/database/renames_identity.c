/* renames_identity.c - renames that were done, told by the server's own numbers. */
#include "renames.h"

#include "map.h"

#include <string.h>

typedef struct Seen {
    SgArena *arena;
    Renames renames;
} Seen;

static const char *key_of(const Seen *seen, uint32_t id)
{
    return sg_arena_printf(seen->arena, "%u", (unsigned)id);
}

/* What is still there: has it another name, or as a table or an enum another schema? */
static void compare_names(Seen *seen, Rename rename)
{
    bool is_moved = rename.owner == NULL && !database_same_text(rename.schema, rename.new_schema);
    if (!is_moved && strcmp(rename.name, rename.new_name) == 0) return;
    *list_add(seen->arena, &seen->renames.items) = rename;
}

static void compare_columns(Seen *seen, const Table *before, const Table *after)
{
    for (size_t i = 0, k = 0; i < before->columns.count; i++) { /* both are in the order of their numbers */
        const Column *old = &before->columns.items[i];
        while (k < after->columns.count && after->columns.items[k].id < old->id) k++;
        if (k == after->columns.count || after->columns.items[k].id != old->id) continue;
        const Column *new = &after->columns.items[k];
        compare_names(seen, (Rename){.kind = RENAME_COLUMN,
                                     .schema = before->schema,
                                     .owner = before->name,
                                     .name = old->name,
                                     .new_name = new->name});
    }
}

static void compare_tables(Seen *seen, const Database *before, const Database *after)
{
    SgMap tables = {0};
    for (size_t i = 0; i < after->tables.count; i++)
        sg_map_put(&tables, seen->arena, key_of(seen, after->tables.items[i]->id), after->tables.items[i]);
    for (size_t i = 0; i < before->tables.count; i++) {
        const Table *old = before->tables.items[i], *new = sg_map_find(&tables, key_of(seen, old->id));
        if (new == NULL) continue;
        compare_names(seen, (Rename){.kind = RENAME_TABLE,
                                     .schema = old->schema,
                                     .name = old->name,
                                     .new_schema = new->schema,
                                     .new_name = new->name});
        compare_columns(seen, old, new);
    }
}

static void compare_values(Seen *seen, const EnumType *before, const EnumType *after)
{
    for (size_t i = 0; i < before->value_ids.count; i++) {
        size_t k = 0;
        while (k < after->value_ids.count && after->value_ids.items[k] != before->value_ids.items[i]) k++;
        if (k == after->value_ids.count) continue;
        compare_names(seen, (Rename){.kind = RENAME_ENUM_VALUE,
                                     .schema = before->schema,
                                     .owner = before->name,
                                     .name = before->values.items[i],
                                     .new_name = after->values.items[k]});
    }
}

static void compare_enums(Seen *seen, const Database *before, const Database *after)
{
    SgMap enums = {0};
    for (size_t i = 0; i < after->enums.count; i++)
        sg_map_put(&enums, seen->arena, key_of(seen, after->enums.items[i]->id), after->enums.items[i]);
    for (size_t i = 0; i < before->enums.count; i++) {
        const EnumType *old = before->enums.items[i], *new = sg_map_find(&enums, key_of(seen, old->id));
        if (new == NULL) continue;
        compare_names(seen, (Rename){.kind = RENAME_ENUM,
                                     .schema = old->schema,
                                     .name = old->name,
                                     .new_schema = new->schema,
                                     .new_name = new->name});
        compare_values(seen, old, new);
    }
}

Renames renames_seen(SgArena *arena, const Database *before, const Database *after)
{
    Seen seen = {.arena = arena};
    compare_enums(&seen, before, after);
    compare_tables(&seen, before, after);
    return seen.renames;
}
