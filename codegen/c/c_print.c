#include "c_print.h"

#include "emit.h"
#include "utf8.h"

#include <string.h>

const char *c_source_name(const CPlan *plan, Span span)
{
    if (plan->sources == NULL || span.start == 0) return "the schema";
    const char *path = source_locate(plan->sources, span.start).file->path;
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

const char *c_declare(SgArena *arena, const char *type, const char *name)
{
    bool is_pointer = type[strlen(type) - 1] == '*';
    return emit_format(arena, "%s%s%s", type, is_pointer ? "" : " ", name);
}

static size_t width_of(const char *text)
{
    return sg_utf8_count(text, strlen(text));
}

void c_print_spaces(SgText *out, size_t count)
{
    static const char spaces[] = "                                                                ";
    for (; count >= sizeof spaces; count -= sizeof spaces - 1) sg_text_add(out, spaces);
    sg_text_add_bytes(out, spaces, count);
}

void c_print_signature(SgText *out, const char *head, const char *const *params, size_t count, const char *tail)
{
    size_t indent = strlen(head) + 1; /* identifiers and types are ASCII */
    size_t column = indent;
    sg_text_add(out, head);
    sg_text_add_char(out, '(');
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(params[i]);
        size_t behind = i + 1 == count ? strlen(")") + strlen(tail) : strlen(",");
        if (i > 0 && column + strlen(", ") + size + behind > C_WIDTH) {
            sg_text_add_bytes(out, ",\n", 2);
            c_print_spaces(out, indent);
            column = indent;
        } else if (i > 0) {
            sg_text_add_bytes(out, ", ", 2);
            column += 2;
        }
        sg_text_add_bytes(out, params[i], size);
        column += size;
    }
    sg_text_add_char(out, ')');
    sg_text_add(out, tail);
    sg_text_add_char(out, '\n');
}

/* A word of a line that ends at `end`, and the spaces before it. */
typedef struct Word {
    const char *text;
    size_t gap, size, width; /* the width in characters */
} Word;

static Word next_word(const char *at, const char *end)
{
    Word word = {0};
    while (at + word.gap < end && at[word.gap] == ' ') word.gap++;
    word.text = at + word.gap;
    for (const char *c = word.text; c < end && *c != ' '; c++, word.size++)
        word.width += ((unsigned char)*c & 0xC0) != 0x80;
    return word;
}

/* One line of text, filled.  Two spaces behind a sentence stay two. */
static void print_words(SgText *out, const char *prefix, const char *line, const char *end)
{
    size_t start = width_of(prefix), column = start;
    Word word = next_word(line, end);
    sg_text_add(out, prefix);
    for (bool is_first = true; word.size > 0; word = next_word(word.text + word.size, end)) {
        size_t gap = is_first ? 0 : word.gap > 2 ? 2 : word.gap;
        if (column + gap + word.width > C_WIDTH && !is_first) {
            sg_text_add_char(out, '\n');
            sg_text_add(out, prefix);
            column = start;
            gap = 0;
        }
        sg_text_add_bytes(out, "  ", gap);
        sg_text_add_bytes(out, word.text, word.size);
        column += gap + word.width;
        is_first = false;
    }
    while (out->size > 0 && out->data[out->size - 1] == ' ') sg_text_truncate(out, out->size - 1);
    sg_text_add_char(out, '\n');
}

void c_print_paragraph(SgText *out, const char *prefix, const char *text)
{
    for (;;) {
        size_t size = strcspn(text, "\n");
        print_words(out, prefix, text, text + size);
        if (text[size] == '\0') return;
        text += size + 1;
    }
}

void c_print_comment(SgText *out, const char *indent, const char *text)
{
    if (text == NULL || *text == '\0') return;
    bool is_line = strchr(text, '\n') == NULL;
    if (is_line && strlen(indent) + width_of(text) + strlen("/*  */") <= C_WIDTH) {
        emit_add(out, "%s/* %s */\n", indent, text);
        return;
    }
    SgText prefix = {0};
    emit_add(&prefix, "%s * ", indent);
    emit_add(out, "%s/*\n", indent);
    c_print_paragraph(out, prefix.data, text);
    emit_add(out, "%s */\n", indent);
    sg_text_free(&prefix);
}

const char *c_documentation(SgArena *arena, const char *text)
{
    if (text == NULL) return NULL;
    SgText out = {.arena = arena};
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        const char *line = c_comment(arena, sg_arena_strndup(arena, text, size));
        while (*line == ' ') line++;
        if (*line != '@') {
            if (out.size > 0) sg_text_add_char(&out, '\n');
            sg_text_add(&out, line);
        }
        text += size;
        if (*text == '\n') text++;
    }
    while (out.size > 0 && (out.data[out.size - 1] == '\n' || out.data[out.size - 1] == ' '))
        sg_text_truncate(&out, out.size - 1);
    return out.size == 0 ? NULL : out.data;
}

/* How many bytes of `text` go into one literal: cut behind a space or a comma. */
static size_t piece_of(const char *text, size_t room)
{
    size_t size = strlen(text);
    if (size <= room) return size;
    size_t cut = room;
    while (cut > 0 && text[cut] != ' ') cut--;
    return cut > 0 ? cut : sg_utf8_floor(text, room);
}

void c_print_string(SgText *out, const char *indent, const char *text)
{
    SgArena arena = {0};
    size_t room = C_WIDTH - strlen(indent) - 3;
    do {
        size_t size = piece_of(text, room);
        const char *piece = sg_arena_strndup(&arena, text, size);
        emit_add(out, "\"%s\"", piece == NULL ? "" : c_escape(&arena, piece));
        text += size;
        if (*text != '\0') emit_add(out, "\n%s", indent);
    } while (*text != '\0');
    sg_arena_free(&arena);
}

void c_print_list(SgText *out, const char *indent, const char *const *items, size_t count, size_t width)
{
    size_t indent_size = strlen(indent), column = indent_size;
    sg_text_add(out, indent);
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(items[i]);
        if (i > 0 && column + size + 2 > width) {
            sg_text_add_char(out, '\n');
            sg_text_add_bytes(out, indent, indent_size);
            column = indent_size;
        } else if (i > 0) {
            sg_text_add_char(out, ' ');
            column++;
        }
        sg_text_add_bytes(out, items[i], size);
        if (i + 1 < count) sg_text_add_char(out, ',');
        column += size + 1;
    }
}

void c_print_pair(SgText *out, size_t indent, const char *first, const char *second)
{
    bool fits = indent + strlen(first) + strlen(" ") + strlen(second) <= C_WIDTH;
    emit_add(out, "%s%s%s\n", first, fits ? " " : "\n ", second);
}

void c_print_section(SgText *out, const char *title)
{
    static const char rule[] = "--------------------------------------------------------------------------------";
    emit_add(out, "/* ---- %s %s */\n\n", title, rule + strlen(title));
}
