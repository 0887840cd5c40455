#include "emit.h"

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
    const char *name = text + strlen("${");
    size_t size = 0;
    while (name[size] != '}')
        if (name[size++] == '\0') abort();
    *end = name + size + 1;
    return find(holes, name, size);
}

/* The next hole of a line, NULL: there is none. */
static const char *next_hole(const char *line)
{
    const char *dollar = strchr(line, '$');
    while (dollar != NULL && dollar[1] != '{') dollar = strchr(dollar + 1, '$');
    return dollar;
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

/* Does nothing but spaces stand between the two? */
static bool is_blank(const char *from, const char *to)
{
    while (from < to && *from == ' ') from++;
    return from == to;
}

static void emit_line(SgText *out, const Holes *holes, const char *line)
{
    const char *start = line;
    for (const char *open = next_hole(line); open != NULL; open = next_hole(line)) {
        const char *end;
        const char *value = hole_at(holes, open, &end);
        if (*end == '\0' && line == start && is_blank(line, open)) {
            emit_block(out, line, (size_t)(open - line), value);
            return;
        }
        sg_text_add_bytes(out, line, (size_t)(open - line));
        sg_text_add(out, value);
        line = end;
    }
    sg_text_add(out, line);
    sg_text_add_char(out, '\n');
}

void emit_lines(SgText *out, const Holes *holes, const char *const *lines)
{
    for (; *lines != NULL; lines++) emit_line(out, holes, *lines);
}
