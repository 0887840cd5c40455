#include "diag.h"

#include "nearest.h"

#include <stdarg.h>

typedef struct CodeFacts {
    const char *name;
    DiagSeverity severity;
} CodeFacts;

#define DIAG_CODE_FACTS(name, code, severity, meaning) {code, DIAG_##severity},
static const CodeFacts CODES[] = {DIAG_CODES(DIAG_CODE_FACTS)};
#undef DIAG_CODE_FACTS

Diagnostic *diag_add(Diags *diags, DiagCode code, Span span, const char *format, ...)
{
    Diagnostic *diagnostic = list_add(diags->arena, &diags->items);
    diagnostic->code = code;
    diagnostic->severity = CODES[code].severity;
    diagnostic->span = span;
    va_list args;
    va_start(args, format);
    diagnostic->message = sg_arena_vprintf(diags->arena, format, args);
    va_end(args);
    diags->errors += diagnostic->severity == DIAG_ERROR;
    return diagnostic;
}

void diag_help(Diags *diags, Diagnostic *diagnostic, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diagnostic->help = sg_arena_vprintf(diags->arena, format, args);
    va_end(args);
}

void diag_note(Diags *diags, Diagnostic *diagnostic, Span span, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diagnostic->note = sg_arena_vprintf(diags->arena, format, args);
    va_end(args);
    diagnostic->note_span = span;
}

const char *diag_code_name(DiagCode code)
{
    return CODES[code].name;
}

const char *diag_nearest(const char *word, const char *const *candidates, size_t count)
{
    return sg_nearest(word, candidates, count);
}
