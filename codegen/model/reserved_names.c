#include "reserved_names.h"

#include <stddef.h>
#include <string.h>

/* Names that clients written in other languages could not use; Prisma refuses them, so they never occur. */
static const char *const reserved_names[] = {
    "PrismaClient", "async",      "await",     "break",  "case",     "catch", "class",      "const",
    "continue",     "debugger",   "default",   "delete", "do",       "else",  "enum",       "export",
    "extends",      "false",      "finally",   "for",    "function", "if",    "implements", "import",
    "in",           "instanceof", "interface", "let",    "new",      "null",  "package",    "private",
    "protected",    "public",     "return",    "super",  "switch",   "this",  "throw",      "true",
    "try",          "typeof",     "using",     "var",    "void",     "while", "with",       "yield",
};

bool model_name_is_reserved(const char *name)
{
    for (size_t i = 0; i < sizeof reserved_names / sizeof *reserved_names; i++)
        if (reserved_names[i][0] == name[0] && strcmp(reserved_names[i], name) == 0) return true;
    return false;
}
