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

/* Characters since the last newline. */
static size_t column_of(const SgText *out)
{
    size_t start = out->size;
    while (start > 0 && out->data[start - 1] != '\n') start--;
    return sg_utf8_count(out->data + start, out->size - start);
}

static void add_spaces(SgText *out, size_t count)
{
    static const char spaces[] = "                                                                ";
    for (; count >= sizeof spaces; count -= sizeof spaces - 1) sg_text_add(out, spaces);
    sg_text_add_bytes(out, spaces, count);
}

void c_print_signature(SgText *out, const char *head, const char *const *params, size_t count, const char *tail)
{
    size_t indent = strlen(head) + 1; /* identifiers and types are ASCII */
    size_t column = indent;
    size_t tail_size = strlen(tail);
    sg_text_add(out, head);
    sg_text_add_char(out, '(');
    for (size_t i = 0; i < count; i++) {
        bool is_last = i + 1 == count;
        size_t size = strlen(params[i]);
        if (i > 0 && column + 1 + size + (is_last ? 1 + tail_size : 1) > C_WIDTH) {
            sg_text_add_char(out, '\n');
            add_spaces(out, indent);
            column = indent;
        } else if (i > 0) {
            sg_text_add_char(out, ' ');
            column++;
        }
        sg_text_add_bytes(out, params[i], size);
        sg_text_add(out, is_last ? ")" : ",");
        column += size + 1;
    }
    sg_text_add_bytes(out, tail, tail_size);
    sg_text_add_char(out, '\n');
}

/* One line of text, filled.  Two spaces behind a sentence stay two. */
static void print_words(SgText *out, const char *prefix, const char *line, size_t size)
{
    const char *end = line + size;
    bool is_first = true;
    sg_text_add(out, prefix);
    while (line < end) {
        size_t gap = 0, length = 0;
        while (line + gap < end && line[gap] == ' ') gap++;
        line += gap;
        while (line + length < end && line[length] != ' ') length++;
        if (length == 0) break;
        if (gap > 2) gap = 2;
        if (!is_first && column_of(out) + gap + sg_utf8_count(line, length) > C_WIDTH) {
            emit_add(out, "\n%s", prefix);
            is_first = true;
        }
        if (!is_first) add_spaces(out, gap);
        sg_text_add_bytes(out, line, length);
        is_first = false;
        line += length;
    }
    while (out->size > 0 && out->data[out->size - 1] == ' ') sg_text_truncate(out, out->size - 1);
    sg_text_add_char(out, '\n');
}

void c_print_paragraph(SgText *out, const char *prefix, const char *text)
{
    for (;;) {
        size_t size = strcspn(text, "\n");
        print_words(out, prefix, text, size);
        if (text[size] == '\0') return;
        text += size + 1;
    }
}

void c_print_comment(SgText *out, const char *indent, const char *text)
{
    if (text == NULL || *text == '\0') return;
    bool is_line = strchr(text, '\n') == NULL;
    if (is_line && strlen(indent) + sg_utf8_count(text, strlen(text)) + 6 <= C_WIDTH) {
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

void c_print_section(SgText *out, const char *title)
{
    static const char rule[] = "--------------------------------------------------------------------------------";
    emit_add(out, "/* ---- %s %s */\n\n", title, rule + strlen(title));
}
