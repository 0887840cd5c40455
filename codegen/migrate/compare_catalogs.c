#include "compare_catalogs.h"

#include "diff.h"
#include "text.h"

#include <string.h>

typedef struct Facts {
    const OpaqueFact *items;
    size_t count;
} Facts;

static bool has_fact(const Facts *facts, const OpaqueFact *fact)
{
    for (size_t i = 0; i < facts->count; i++) {
        const OpaqueFact *other = &facts->items[i];
        if (database_same_text(fact->kind, other->kind) && database_same_text(fact->name, other->name) &&
            database_same_text(fact->definition, other->definition))
            return true;
    }
    return false;
}

static void add_missing(SgText *out, const char *where, Facts wanted, Facts found, const char *word)
{
    for (size_t i = 0; i < wanted.count; i++) {
        const OpaqueFact *fact = &wanted.items[i];
        if (!has_fact(&found, fact))
            sg_text_printf(out, "  %s%s: %s %s\n", where, word, fact->kind, fact->name == NULL ? "" : fact->name);
    }
}

static void compare_tables(SgArena *arena, const Database *wanted, const Database *found, SgText *out)
{
    for (size_t i = 0; i < wanted->tables.count; i++) {
        const Table *table = wanted->tables.items[i];
        const Table *other = database_find_table(found, table->schema, table->name);
        if (other == NULL) continue;
        const char *where = sg_arena_printf(arena, "`%s` ", table->name);
        Facts left = {table->facts.items, table->facts.count}, right = {other->facts.items, other->facts.count};
        add_missing(out, where, left, right, "lacks");
        add_missing(out, where, right, left, "has left over");
    }
}

static bool has_view(const Database *database, const View *view)
{
    for (size_t i = 0; i < database->views.count; i++) {
        const View *other = &database->views.items[i];
        if (database_same_text(view->schema, other->schema) && database_same_text(view->name, other->name) &&
            database_same_text(view->definition, other->definition))
            return true;
    }
    return false;
}

static void compare_views(const Database *wanted, const Database *found, const char *word, SgText *out)
{
    for (size_t i = 0; i < wanted->views.count; i++) {
        if (!has_view(found, &wanted->views.items[i]))
            sg_text_printf(out, "  %s: view %s\n", word, wanted->views.items[i].name);
    }
}

const char *compare_catalogs(SgArena *arena, const Database *wanted, const Database *found)
{
    SgText text = {.arena = arena};
    Steps steps = database_diff(arena, wanted, found);
    if (steps.items.count > 0) steps_summary(arena, &steps, &text);
    compare_tables(arena, wanted, found, &text);
    Facts left = {wanted->facts.items, wanted->facts.count}, right = {found->facts.items, found->facts.count};
    add_missing(&text, "", left, right, "lacks");
    add_missing(&text, "", right, left, "has left over");
    compare_views(wanted, found, "lacks", &text);
    compare_views(found, wanted, "has left over", &text);
    return sg_text_get(&text);
}
