/* renames_text.c - renames as a user writes them: `shop.orders.total=amount`. */
#include "renames.h"

#include "text.h"

#include <string.h>

enum { MOST_PARTS = 3 };

typedef struct Parts {
    const char *items[MOST_PARTS];
    size_t count;
} Parts;

/* One name from *at on, up to a dot, `=` or the end. */
static const char *read_name(SgArena *arena, const char **at)
{
    SgText name = {.arena = arena};
    bool is_quoted = **at == '"';
    for (*at += is_quoted; **at != '\0'; ++*at) {
        if (is_quoted && **at == '"' && *++*at != '"') break;
        if (!is_quoted && (**at == '.' || **at == '=')) break;
        sg_text_add_char(&name, **at);
    }
    return sg_text_get(&name);
}

static bool read_parts(SgArena *arena, const char **at, Parts *out)
{
    for (out->count = 0; out->count < MOST_PARTS; ++*at) {
        const char *name = read_name(arena, at);
        if (*name == '\0') return false;
        out->items[out->count++] = name;
        if (**at != '.') return **at == '=' || **at == '\0';
    }
    return false;
}

/* Names of the default schema have none. */
static const char *schema_named(const Database *database, const char *name)
{
    return database->default_schema != NULL && strcmp(database->default_schema, name) == 0 ? NULL : name;
}

static bool has_value(const EnumType *type, const char *value)
{
    for (size_t i = 0; type != NULL && i < type->values.count; i++)
        if (strcmp(type->values.items[i], value) == 0) return true;
    return false;
}

/* A table or an enum of that name. */
static bool find_object(const Database *from, const char *schema, const char *name, const Parts *new, Rename *out)
{
    bool is_table = database_find_table(from, schema, name) != NULL;
    if (new->count > 2 || (!is_table && database_find_enum(from, schema, name) == NULL)) return false;
    *out = (Rename){.kind = is_table ? RENAME_TABLE : RENAME_ENUM,
                    .schema = schema,
                    .name = name,
                    .new_schema = new->count == 2 ? schema_named(from, new->items[0]) : schema,
                    .new_name = new->items[new->count - 1]};
    return true;
}

/* A column or a value of it. */
static bool find_member(const Database *from, const char *schema, const char *owner, const char *name, const Parts *new,
                        Rename *out)
{
    const Table *table = database_find_table(from, schema, owner);
    bool is_column = table != NULL && database_find_column(table, name) != NULL;
    if (new->count > 1 || (!is_column && !has_value(database_find_enum(from, schema, owner), name))) return false;
    *out = (Rename){.kind = is_column ? RENAME_COLUMN : RENAME_ENUM_VALUE,
                    .schema = schema,
                    .owner = owner,
                    .name = name,
                    .new_name = new->items[0]};
    return true;
}

const char *rename_parse(SgArena *arena, const char *text, const Database *from, Rename *out)
{
    Parts old = {0}, new = {0};
    const char *at = text;
    bool is_read = read_parts(arena, &at, &old) && *at == '=';
    if (is_read) at++;
    if (!is_read || !read_parts(arena, &at, &new) || *at != '\0')
        return sg_arena_printf(arena,
                               "`%s` is not a rename: write table=new, table.column=new, enum=new or "
                               "enum.value=new, perhaps with a schema in front",
                               text);
    const char *const *names = old.items;
    bool is_found = false;
    if (old.count == 1) is_found = find_object(from, NULL, names[0], &new, out);
    if (old.count == 2)
        is_found = find_member(from, NULL, names[0], names[1], &new, out) ||
                   find_object(from, schema_named(from, names[0]), names[1], &new, out);
    if (old.count == 3) is_found = find_member(from, schema_named(from, names[0]), names[1], names[2], &new, out);
    if (is_found) return NULL;
    return sg_arena_printf(arena,
                           "there is nothing to rename by `%s`: the database that is to be changed has no such "
                           "table, column, enum or value",
                           text);
}

bool rename_is_planned(const Renames *planned, const Rename *asked)
{
    for (size_t i = 0; i < planned->items.count; i++) {
        const Rename *rename = &planned->items.items[i];
        const char *name = rename->first_name != NULL ? rename->first_name : rename->name;
        if (rename->kind == asked->kind && strcmp(name, asked->name) == 0 &&
            strcmp(rename->new_name, asked->new_name) == 0 && database_same_text(rename->new_schema, asked->new_schema))
            return true;
    }
    return false;
}

static void add_name(SgText *out, const char *name)
{
    bool is_plain = strpbrk(name, ".=\"") == NULL;
    if (!is_plain) sg_text_add_char(out, '"');
    for (; *name != '\0'; name++) sg_text_printf(out, *name == '"' ? "\"\"" : "%c", *name);
    if (!is_plain) sg_text_add_char(out, '"');
}

static void add_qualified(SgText *out, const char *schema, const char *name)
{
    if (schema != NULL) add_name(out, schema);
    if (schema != NULL) sg_text_add_char(out, '.');
    add_name(out, name);
}

const char *rename_text(SgArena *arena, const Rename *rename)
{
    SgText out = {.arena = arena};
    add_qualified(&out, rename->schema, rename->owner != NULL ? rename->owner : rename->name);
    if (rename->owner != NULL) {
        sg_text_add_char(&out, '.');
        add_name(&out, rename->name);
    }
    sg_text_add_char(&out, '=');
    add_qualified(&out, rename->owner == NULL ? rename->new_schema : NULL, rename->new_name);
    return sg_text_get(&out);
}
