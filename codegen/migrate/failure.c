#include "failure.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

static const Failure *failure_of(SgArena *arena, const char *code, const char *message)
{
    Failure *failure = sg_arena_new(arena, sizeof *failure);
    failure->code = code;
    failure->message = message;
    return failure;
}

const Failure *failure_new(SgArena *arena, const char *code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = sg_arena_vprintf(arena, format, args);
    va_end(args);
    return failure_of(arena, code, message);
}

const Failure *failure_errno(SgArena *arena, const char *format, ...)
{
    int error = errno;
    va_list args;
    va_start(args, format);
    const char *message = sg_arena_vprintf(arena, format, args);
    va_end(args);
    return failure_of(arena, NULL, sg_arena_printf(arena, "%s: %s", message, strerror(error)));
}
