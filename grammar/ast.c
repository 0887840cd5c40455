#include "ast.h"

#include <string.h>

bool ast_is_broken(const AstNames *broken, const char *name)
{
    for (size_t i = 0; i < broken->count; i++) {
        if (strcmp(broken->items[i].text, name) == 0) return true;
    }
    return false;
}

Span ast_argument_span(const AstArgument *argument)
{
    Span value = argument->value->span;
    return (Span){argument->name.text != NULL ? argument->name.span.start : value.start, value.end};
}
