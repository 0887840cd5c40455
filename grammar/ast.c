#include "ast.h"

#include <string.h>

bool ast_is_broken(const AstNames *broken, const char *name)
{
    for (size_t i = 0; i < broken->count; i++) {
        if (strcmp(broken->items[i].text, name) == 0) return true;
    }
    return false;
}
