/* Severity, ranges and names as the language server protocol has them, so that an editor needs no translation. */
#include "diag_print.h"
#include "json.h"
#include "utf8.h"

/* UTF-16 units between a line's beginning and `offset`. */
static uint32_t utf16_column(const SourceFile *file, uint32_t line_start, uint32_t at)
{
    uint32_t units = 0;
    for (uint32_t i = line_start; i < at; i++) {
        unsigned char c = (unsigned char)file->text[i];
        if ((c & 0xC0) != 0x80) units += c >= 0xF0 ? 2 : 1;
    }
    return units;
}

static void add_position(SgText *out, const Sources *sources, uint32_t offset)
{
    Location place = source_locate(sources, offset);
    uint32_t line = 0;
    uint32_t units = 0;
    if (place.file != NULL) {
        uint32_t at = offset - place.file->base;
        line = place.line - 1;
        units = utf16_column(place.file, place.file->lines.items[line], at < place.file->size ? at : place.file->size);
    }
    sg_text_printf(out, "{\"line\": %u, \"character\": %u}", (unsigned)line, (unsigned)units);
}

static void add_range(SgText *out, const Sources *sources, Span span)
{
    sg_text_add(out, "{\"start\": ");
    add_position(out, sources, span.start);
    sg_text_add(out, ", \"end\": ");
    add_position(out, sources, span.end);
    sg_text_add(out, "}");
}

static const char *path_of(const Sources *sources, Span span)
{
    const SourceFile *file = source_file(sources, span.start);
    return file == NULL ? "" : file->path;
}

static void add_note(SgText *out, const Sources *sources, const Diagnostic *diagnostic)
{
    sg_text_add(out, ",\n   \"relatedInformation\": [{\"location\": {\"uri\": ");
    sg_json_text(out, path_of(sources, diagnostic->note_span));
    sg_text_add(out, ", \"range\": ");
    add_range(out, sources, diagnostic->note_span);
    sg_text_add(out, "}, \"message\": ");
    sg_json_text(out, diagnostic->note);
    sg_text_add(out, "}]");
}

static void add_diagnostic(SgText *out, const Sources *sources, const Diagnostic *diagnostic)
{
    sg_text_add(out, "  {\"range\": ");
    add_range(out, sources, diagnostic->span);
    sg_text_printf(out, ",\n   \"severity\": %d, \"code\": \"%s\", \"source\": \"schemagen\",\n   \"message\": ",
                   diagnostic->severity == DIAG_ERROR ? 1 : 2, diag_code_name(diagnostic->code));
    sg_json_text(out, diagnostic->message);
    if (diagnostic->note != NULL) add_note(out, sources, diagnostic);
    if (diagnostic->help != NULL) {
        sg_text_add(out, ",\n   \"help\": ");
        sg_json_text(out, diagnostic->help);
    }
    sg_text_add(out, "}");
}

void diag_print_json(const Diags *diags, const Sources *sources, SgText *out)
{
    const Diagnostic **sorted = diag_sorted(diags);
    const SourceFile *file = NULL;
    sg_text_add(out, "[");
    for (size_t i = 0; i < diags->items.count; i++) {
        const SourceFile *next = source_file(sources, sorted[i]->span.start);
        bool is_first = i == 0 || next != file;
        if (is_first && i > 0) sg_text_add(out, "\n ]},");
        if (is_first) {
            sg_text_add(out, "\n {\"uri\": ");
            sg_json_text(out, path_of(sources, sorted[i]->span));
            sg_text_add(out, ", \"diagnostics\": [\n");
        } else {
            sg_text_add(out, ",\n");
        }
        file = next;
        add_diagnostic(out, sources, sorted[i]);
    }
    sg_text_add(out, diags->items.count > 0 ? "\n ]}\n]\n" : "]\n");
}
