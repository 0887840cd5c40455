/* pull_names.c - sanitised and unique names. */
#include "pull_names.h"

#include "model.h"

#include <ctype.h>
#include <string.h>

/* Words that the language does not allow as the name of a model or an enum. */
static const char *const reserved_words[] = {
    "PrismaClient", "async",      "await",     "break",  "case",     "catch", "class",      "const",
    "continue",     "debugger",   "default",   "delete", "do",       "else",  "enum",       "export",
    "extends",      "false",      "finally",   "for",    "function", "if",    "implements", "import",
    "in",           "instanceof", "interface", "let",    "new",      "null",  "package",    "private",
    "protected",    "public",     "return",    "super",  "switch",   "this",  "throw",      "true",
    "try",          "typeof",     "using",     "var",    "void",     "while", "with",       "yield",
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

const char *sanitize_name(SgArena *arena, const char *name, const char *otherwise)
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
    if (scalar_type_find(name, &scalar) || strcmp(name, "Unsupported") == 0) return true;
    for (size_t i = 0; i < sizeof reserved_words / sizeof *reserved_words; i++) {
        if (strcmp(reserved_words[i], name) == 0) return true;
    }
    return false;
}

const char *sanitize_type_name(SgArena *arena, const char *name, const char *otherwise)
{
    const char *clean = sanitize_name(arena, name, otherwise);
    return is_reserved(clean) ? sg_arena_printf(arena, "Renamed%s", clean) : clean;
}

bool is_name_taken(const NameScope *scope, const char *name)
{
    return sg_map_find(&scope->taken, name) != NULL;
}

const char *take_name(NameScope *scope, const char *name)
{
    const char *taken = name;
    for (int number = 2; is_name_taken(scope, taken); number++)
        taken = sg_arena_printf(scope->arena, "%s_%d", name, number);
    sg_map_put(&scope->taken, scope->arena, taken, scope);
    return taken;
}
