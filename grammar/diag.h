/*
 * diag.h - what is wrong with the schema, as data.
 *
 * A diagnostic has a code (diag_codes.h), a span and a message: lower case, no full stop, the user's words in
 * backticks, what is wrong first.  `help` says how to put it right.  Nothing is printed here; see diag_print.h.
 */
#ifndef SCHEMAGEN_DIAG_H
#define SCHEMAGEN_DIAG_H

#include "diag_codes.h"
#include "list.h"
#include "source.h"

#include <stdbool.h>

typedef enum DiagSeverity { DIAG_ERROR, DIAG_WARNING } DiagSeverity;

typedef struct Diagnostic {
    DiagCode code;
    DiagSeverity severity;
    Span span;
    const char *message;
    Span note_span;   /* a second place, zero when there is none */
    const char *note; /* what is there, NULL when there is none */
    const char *help; /* NULL when there is none */
} Diagnostic;

typedef struct Diags {
    SgArena *arena;
    LIST(Diagnostic) items;
    size_t errors;
} Diags;

/* Adds a diagnostic with the severity of its code and returns it, so that note and help can be set.  The
 * pointer is valid until the next diag_add(). */
Diagnostic *diag_add(Diags *diags, DiagCode code, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

void diag_help(Diags *diags, Diagnostic *diagnostic, const char *format, ...) __attribute__((format(printf, 3, 4)));
void diag_note(Diags *diags, Diagnostic *diagnostic, Span span, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The code's name as shown: "S0101". */
const char *diag_code_name(DiagCode code);

/* The candidate nearest to `word` (edit distance, ignoring case), NULL when none is near. */
const char *diag_nearest(const char *word, const char *const *candidates, size_t count);

#endif
