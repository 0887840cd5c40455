/* pull_edit.c - edits by byte offsets of all sources, applied file by file. */
#include "pull_edit.h"

#include "text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void add_edit(Edits *edits, Span span, const char *text)
{
    Edit *edit = list_add(edits->arena, &edits->items);
    *edit = (Edit){.span = span, .text = text, .order = edits->items.count};
}

void pull_edit_replace(Edits *edits, Span span, const char *text)
{
    add_edit(edits, span, text);
}

/* Offsets inside the file of the line that has `at`: its first byte, and the byte behind its newline. */
static uint32_t line_start(const SourceFile *file, uint32_t at)
{
    while (at > 0 && file->text[at - 1] != '\n') at--;
    return at;
}

static uint32_t line_end(const SourceFile *file, uint32_t at)
{
    while (at < file->size && file->text[at] != '\n') at++;
    return at < file->size ? at + 1 : at;
}

static bool is_documentation(const SourceFile *file, uint32_t start)
{
    const char *line = file->text + start;
    line += strspn(line, " \t");
    return strncmp(line, "///", 3) == 0;
}

void pull_edit_delete_lines(Edits *edits, Span span)
{
    const SourceFile *file = source_locate(edits->sources, span.start).file;
    uint32_t start = line_start(file, span.start - file->base);
    uint32_t end = line_end(file, span.end - file->base - 1);
    while (start > 0 && is_documentation(file, line_start(file, start - 1))) start = line_start(file, start - 1);
    add_edit(edits, (Span){file->base + start, file->base + end}, "");
}

void pull_edit_insert_above(Edits *edits, uint32_t offset, const char *line)
{
    const SourceFile *file = source_locate(edits->sources, offset).file;
    uint32_t at = file->base + line_start(file, offset - file->base);
    add_edit(edits, (Span){at, at}, sg_arena_printf(edits->arena, "%s\n", line));
}

void pull_edit_insert_below(Edits *edits, uint32_t offset, const char *line)
{
    const SourceFile *file = source_locate(edits->sources, offset).file;
    uint32_t at = file->base + line_end(file, offset - file->base);
    add_edit(edits, (Span){at, at}, sg_arena_printf(edits->arena, "%s\n", line));
}

void pull_edit_append(Edits *edits, const SourceFile *file, const char *text)
{
    uint32_t at = file->base + file->size;
    bool has_newline = file->size == 0 || file->text[file->size - 1] == '\n';
    add_edit(edits, (Span){at, at}, sg_arena_printf(edits->arena, "%s%s", has_newline ? "" : "\n", text));
}

static int by_place(const void *a, const void *b)
{
    const Edit *x = a, *y = b;
    if (x->span.start != y->span.start) return x->span.start < y->span.start ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

const char *pull_edit_apply(const Edits *edits, const SourceFile *file)
{
    LIST(Edit) own = {0};
    for (size_t i = 0; i < edits->items.count; i++) {
        const Edit *edit = &edits->items.items[i];
        if (edit->span.start >= file->base && edit->span.start <= file->base + file->size)
            *list_add(edits->arena, &own) = *edit;
    }
    if (own.count > 1) qsort(own.items, own.count, sizeof *own.items, by_place);

    SgText out = {.arena = edits->arena};
    uint32_t done = 0;
    sg_text_add(&out, "");
    for (size_t i = 0; i < own.count; i++) {
        uint32_t start = own.items[i].span.start - file->base, end = own.items[i].span.end - file->base;
        if (start < done) continue;
        sg_text_add_bytes(&out, file->text + done, start - done);
        sg_text_add(&out, own.items[i].text);
        done = end;
    }
    sg_text_add_bytes(&out, file->text + done, file->size - done);
    return sg_text_get(&out);
}
