/*
 * emit.h - text from templates.
 *
 * A template is lines of text with holes, ${name}.  A line that is only a hole takes a block: every line of the
 * hole's value, indented as the hole is; an empty value removes the line.  A hole inside a line takes its value
 * as it is.  A hole without a value is a bug and aborts.  Failures of memory stick to `out`.
 *
 *     Holes h = {0};
 *     hole(&h, "Model", "Order");
 *     hole(&h, "members", members.data);
 *     emit(&out, &h,
 *         "struct ${Model} {",
 *         "    ${members}",
 *         "};");
 *
 * Block lines are indented whatever they are: text that must not change (a literal with a line break in it)
 * belongs into a hole inside a line.
 */
#ifndef SCHEMAGEN_EMIT_H
#define SCHEMAGEN_EMIT_H

#include "text.h"

#include <stdarg.h>
#include <stddef.h>

#define HOLES_MAX 24

typedef struct Hole {
    const char *name;
    const char *value;
} Hole;

/* Values by name; those of `outer` are seen too.  Names and values are borrowed. */
typedef struct Holes {
    const struct Holes *outer; /* NULL: none */
    size_t count;
    Hole items[HOLES_MAX];
} Holes;

/* Sets a hole; NULL is the empty text.  A name that is set already gets the new value. */
void hole(Holes *holes, const char *name, const char *value);

/* Writes `lines` (ended by NULL), each with a newline behind it. */
void emit_lines(SgText *out, const Holes *holes, const char *const *lines);

/* emit(out, holes, "line", "line", …) */
#define emit(out, holes, ...) emit_lines((out), (holes), (const char *const[]){__VA_ARGS__, NULL})

/* Text from a format that knows %s, %zu and %d only: what generators need, and several times faster than printf. */
const char *emit_format(SgArena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
void emit_add(SgText *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void emit_add_list(SgText *out, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

#endif
