/* pull_names.c - sanitised and unique names. */
#include "pull_names.h"

#include "model.h"
#include "reserved_names.h"

#include <ctype.h>
#include <string.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

const char *pull_sanitize_name(SgArena *arena, const char *name, const char *otherwise)
{
    const char *start = name;
    while (*start != '\0' && !is_letter(*start)) start++;
    bool is_empty = *start == '\0';
    char *clean = is_empty ? sg_arena_printf(arena, "%s_%s", otherwise, name) : sg_arena_strdup(arena, start);
    for (char *c = clean; *c != '\0'; c++) {
        if (!is_letter(*c) && !isdigit((unsigned char)*c)) *c = '_';
    }
    return clean;
}

static bool is_reserved(const char *name)
{
    ScalarType scalar;
    return scalar_type_find(name, &scalar) || strcmp(name, "Unsupported") == 0 || model_name_is_reserved(name);
}

const char *pull_sanitize_type_name(SgArena *arena, const char *name, const char *otherwise)
{
    const char *clean = pull_sanitize_name(arena, name, otherwise);
    return is_reserved(clean) ? sg_arena_printf(arena, "Renamed%s", clean) : clean;
}

bool pull_name_is_taken(const NameScope *scope, const char *name)
{
    return sg_map_find(&scope->taken, name) != NULL;
}

const char *pull_take_name(NameScope *scope, const char *name)
{
    const char *taken = name;
    for (int number = 2; pull_name_is_taken(scope, taken); number++)
        taken = sg_arena_printf(scope->arena, "%s_%d", name, number);
    sg_map_put(&scope->taken, scope->arena, taken, scope);
    return taken;
}
