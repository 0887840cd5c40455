/* Completion inserts text and parses again: what is added is then laid out like all the rest. */
#include "format.h"

#include "format_complete.h"
#include "parse.h"

#include <string.h>

/* The file's text with the insertions [first, first + count) in it. */
static void insert_all(const SourceFile *file, const Insertion *first, size_t count, SgText *out)
{
    uint32_t at = file->base;
    for (size_t i = 0; i < count; i++) {
        sg_text_add_bytes(out, file->text + (at - file->base), first[i].offset - at);
        sg_text_add(out, first[i].text);
        at = first[i].offset;
    }
    sg_text_add(out, file->text + (at - file->base));
}

/* False when the completed text cannot be read: layout has nothing to say of wrong lines, and would drop them. */
static bool lay_out_completed(SgArena *arena, const SourceFile *file, SgText *completed, SgText *out)
{
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    if (!source_add(&sources, file->path, sg_text_get(completed), completed->size)) return false;
    const Ast *ast = parse_schema(arena, &sources, &diags);
    if (diags.errors > 0) return false;
    format_layout(arena, &sources, &ast->files.items[0], out);
    return true;
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
        SgText out = {.arena = arena}, completed = {.arena = arena};
        if (next > first) insert_all(source, &missing.items[first], next - first, &completed);
        if (next == first || !lay_out_completed(arena, source, &completed, &out))
            format_layout(arena, sources, file, &out);
        FormattedFile *formatted = list_add(arena, &files);
        formatted->source = source;
        formatted->text = sg_text_get(&out);
        formatted->size = out.size;
        formatted->is_changed = out.size != source->size || memcmp(formatted->text, source->text, out.size) != 0;
    }
    return files;
}
