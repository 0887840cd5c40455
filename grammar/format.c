/* Completion inserts text and parses again: what is added is then laid out like all the rest. */
#include "format.h"

#include "format_complete.h"
#include "parse.h"

#include <string.h>

/* The file's text with the insertions [first, first + count) in it. */
static SgText insert_all(SgArena *arena, const SourceFile *file, const Insertion *first, size_t count)
{
    SgText text = {.arena = arena};
    uint32_t at = file->base;
    for (size_t i = 0; i < count; i++) {
        sg_text_add_bytes(&text, file->text + (at - file->base), first[i].offset - at);
        sg_text_add(&text, first[i].text);
        at = first[i].offset;
    }
    sg_text_add(&text, file->text + (at - file->base));
    return text;
}

static void lay_out_again(SgArena *arena, const SourceFile *file, SgText *completed, SgText *out)
{
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    bool fits = source_add(&sources, file->path, sg_text_get(completed), completed->size);
    if (!fits) return;
    const Ast *ast = parse_schema(arena, &sources, &diags);
    format_layout(arena, &sources, &ast->files.items[0], out);
}

FormattedFiles format_schema(SgArena *arena, const Sources *sources, const Ast *ast)
{
    FormattedFiles files = {0};
    Insertions missing = format_missing(arena, sources, ast);
    size_t next = 0;
    for (size_t i = 0; i < ast->files.count; i++) {
        const AstFile *file = &ast->files.items[i];
        const SourceFile *source = file->source;
        size_t first = next;
        while (next < missing.count && missing.items[next].offset <= source->base + source->size) next++;
        SgText out = {.arena = arena};
        if (next > first) {
            SgText completed = insert_all(arena, source, &missing.items[first], next - first);
            lay_out_again(arena, source, &completed, &out);
        } else {
            format_layout(arena, sources, file, &out);
        }
        FormattedFile *formatted = list_add(arena, &files);
        formatted->source = source;
        formatted->text = sg_text_get(&out);
        formatted->size = out.size;
        formatted->is_changed = out.size != source->size || memcmp(formatted->text, source->text, out.size) != 0;
    }
    return files;
}
