#include "emit.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void hole(Holes *holes, const char *name, const char *value)
{
    if (value == NULL) value = "";
    for (size_t i = 0; i < holes->count; i++) {
        if (holes->items[i].name[0] == name[0] && strcmp(holes->items[i].name, name) == 0) {
            holes->items[i].value = value;
            return;
        }
    }
    if (holes->count == HOLES_MAX) abort();
    holes->items[holes->count++] = (Hole){name, value};
}

static const char *find(const Holes *holes, const char *name, size_t size)
{
    for (; holes != NULL; holes = holes->outer) {
        for (size_t i = 0; i < holes->count; i++) {
            const char *candidate = holes->items[i].name;
            if (candidate[0] != name[0] || strncmp(candidate, name, size) != 0) continue;
            if (candidate[size] == '\0') return holes->items[i].value;
        }
    }
    abort(); /* the template names a hole that its emitter did not fill */
}

/* The value of the hole that starts at `text` ("${name}…"); *end is behind its brace. */
static const char *hole_at(const Holes *holes, const char *text, const char **end)
{
    const char *name = text + 2;
    const char *close = strchr(name, '}');
    if (close == NULL) abort();
    *end = close + 1;
    return find(holes, name, (size_t)(close - name));
}

static void emit_block(SgText *out, const char *indent, size_t indent_size, const char *block)
{
    while (*block != '\0') {
        size_t size = strcspn(block, "\n");
        if (size > 0) {
            sg_text_add_bytes(out, indent, indent_size);
            sg_text_add_bytes(out, block, size);
        }
        sg_text_add_char(out, '\n');
        block += size;
        if (*block == '\n') block++;
    }
}

/* Writes `line` if it is nothing but a hole. */
static bool emit_lone_hole(SgText *out, const Holes *holes, const char *line)
{
    size_t indent = strspn(line, " ");
    if (line[indent] != '$' || line[indent + 1] != '{') return false;
    const char *end;
    const char *value = hole_at(holes, line + indent, &end);
    if (*end != '\0') return false;
    emit_block(out, line, indent, value);
    return true;
}

static void emit_line(SgText *out, const Holes *holes, const char *line)
{
    if (emit_lone_hole(out, holes, line)) return;
    for (;;) {
        const char *open = strstr(line, "${");
        if (open == NULL) break;
        sg_text_add_bytes(out, line, (size_t)(open - line));
        sg_text_add(out, hole_at(holes, open, &line));
    }
    sg_text_add(out, line);
    sg_text_add_char(out, '\n');
}

void emit_lines(SgText *out, const Holes *holes, const char *const *lines)
{
    for (; *lines != NULL; lines++) emit_line(out, holes, *lines);
}

/* ---- Formats ---- */

static void add_number(SgText *out, size_t value, bool is_negative)
{
    char digits[24];
    size_t i = sizeof digits;
    do digits[--i] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    if (is_negative) digits[--i] = '-';
    sg_text_add_bytes(out, digits + i, sizeof digits - i);
}

static void add_format(SgText *out, const char *format, va_list args)
{
    for (;;) {
        const char *percent = strchr(format, '%');
        if (percent == NULL) break;
        sg_text_add_bytes(out, format, (size_t)(percent - format));
        format = percent + 2;
        if (percent[1] == 's') {
            sg_text_add(out, va_arg(args, const char *));
        } else if (percent[1] == 'd') {
            int value = va_arg(args, int);
            add_number(out, value < 0 ? 0u - (unsigned)value : (unsigned)value, value < 0);
        } else if (percent[1] == 'z' && percent[2] == 'u') {
            add_number(out, va_arg(args, size_t), false);
            format++;
        } else {
            abort();
        }
    }
    sg_text_add(out, format);
}

void emit_add(SgText *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_format(out, format, args);
    va_end(args);
}

const char *emit_format(SgArena *arena, const char *format, ...)
{
    char buffer[256]; /* most texts are short: the arena gets them at their size */
    SgText out = {.data = buffer, .capacity = sizeof buffer, .arena = arena};
    va_list args;
    va_start(args, format);
    add_format(&out, format, args);
    va_end(args);
    return out.data == buffer ? sg_arena_strndup(arena, buffer, out.size) : out.data;
}
