/* Formats of generators: most of their texts are a name with a few words around it. */
#include "emit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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
