#include "database.h"

#include <string.h>

bool database_same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

Table *database_find_table(const Database *database, const char *schema, const char *name)
{
    for (size_t i = 0; i < database->tables.count; i++) {
        Table *table = database->tables.items[i];
        if (strcmp(table->name, name) == 0 && database_same_text(table->schema, schema)) return table;
    }
    return NULL;
}

EnumType *database_find_enum(const Database *database, const char *schema, const char *name)
{
    for (size_t i = 0; i < database->enums.count; i++) {
        EnumType *type = database->enums.items[i];
        if (strcmp(type->name, name) == 0 && database_same_text(type->schema, schema)) return type;
    }
    return NULL;
}

const Column *database_find_column(const Table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.count; i++) {
        if (strcmp(table->columns.items[i].name, name) == 0) return &table->columns.items[i];
    }
    return NULL;
}

bool database_is_join_table(const Table *table)
{
    return table->columns.count == 2 && database_find_column(table, "A") != NULL &&
           database_find_column(table, "B") != NULL;
}

const char *database_key(SgArena *arena, const char *schema, const char *name)
{
    return sg_arena_joined(arena, schema == NULL ? "" : schema, "\n", name);
}
