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

enum { PIECES_MAX = 64 }; /* of one format */

/* A va_list by its address, whatever type the platform makes it. */
typedef struct Arguments {
    va_list list;
} Arguments;

/* One piece of a format: what stands before a %, or what the % stands for. */
typedef struct Piece {
    const char *text;
    size_t size;
    char digits[24]; /* of a number */
} Piece;

static void take_number(Piece *piece, size_t value, bool is_negative)
{
    size_t i = sizeof piece->digits;
    do piece->digits[--i] = (char)('0' + value % 10);
    while ((value /= 10) > 0);
    if (is_negative) piece->digits[--i] = '-';
    piece->text = piece->digits + i;
    piece->size = sizeof piece->digits - i;
}

/* The next piece; false at the end. */
static bool next_piece(const char **format, Arguments *args, Piece *piece)
{
    const char *at = *format;
    if (*at == '\0') return false;
    if (*at != '%') {
        const char *percent = strchr(at, '%');
        piece->text = at;
        piece->size = percent == NULL ? strlen(at) : (size_t)(percent - at);
        *format = at + piece->size;
        return true;
    }
    *format = at + 2;
    if (at[1] == 's') {
        piece->text = va_arg(args->list, const char *);
        piece->size = strlen(piece->text);
    } else if (at[1] == 'd') {
        int value = va_arg(args->list, int);
        take_number(piece, value < 0 ? 0u - (unsigned)value : (unsigned)value, value < 0);
    } else if (at[1] == 'z' && at[2] == 'u') {
        take_number(piece, va_arg(args->list, size_t), false);
        ++*format;
    } else {
        abort();
    }
    return true;
}

void emit_add_list(SgText *out, const char *format, va_list args)
{
    Piece piece;
    Arguments copy;
    va_copy(copy.list, args);
    while (next_piece(&format, &copy, &piece)) sg_text_add_bytes(out, piece.text, piece.size);
    va_end(copy.list);
}

void emit_add(SgText *out, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    emit_add_list(out, format, args);
    va_end(args);
}

/* Measured first, so that the arena gets a text at its size. */
const char *emit_format(SgArena *arena, const char *format, ...)
{
    Piece pieces[PIECES_MAX];
    size_t count = 0, size = 0;
    Arguments args;
    va_start(args.list, format);
    while (next_piece(&format, &args, &pieces[count])) {
        size += pieces[count++].size;
        if (count == PIECES_MAX) abort();
    }
    va_end(args.list);

    char *text = sg_arena_alloc_text(arena, size + 1);
    if (text == NULL) return "";
    char *at = text;
    for (size_t i = 0; i < count; i++) {
        memcpy(at, pieces[i].text, pieces[i].size);
        at += pieces[i].size;
    }
    *at = '\0';
    return text;
}
