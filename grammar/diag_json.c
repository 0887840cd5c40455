/* Severity, ranges and names as the language server protocol has them, so that an editor needs no translation. */
#include "diag_print.h"
#include "json.h"
#include "utf8.h"

/* A place as editors count it.  Diagnostics come in the order of the text, and many may stand on one long line: each
 * place is counted from the one before. */
typedef struct Position {
    const SourceFile *file; /* NULL: nowhere */
    uint32_t at;            /* offset in the file */
    size_t line;            /* from 0 */
    size_t units;           /* of UTF-16 between the line's beginning and `at` */
} Position;

typedef struct Json {
    const Sources *sources;
    SgText *out;
    Position last; /* of the last diagnostic's beginning */
} Json;

static size_t utf16_units(const char *text, size_t size)
{
    size_t units = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c & 0xC0) != 0x80) units += c >= 0xF0 ? 2 : 1;
    }
    return units;
}

static Position position_of(const Json *json, uint32_t offset)
{
    Position position = {.file = offset == 0 ? NULL : source_file(json->sources, offset)};
    if (position.file == NULL) return (Position){0};
    uint32_t size = position.file->size;
    position.at = offset - position.file->base < size ? offset - position.file->base : size;
    SourceLine line = source_line(position.file, position.at);
    uint32_t from = line.start;
    position.line = line.number;
    const Position *last = &json->last;
    if (last->file == position.file && last->line == position.line && last->at <= position.at) {
        from = last->at;
        position.units = last->units;
    }
    position.units += utf16_units(position.file->text + from, position.at - from);
    return position;
}

static void add_position(SgText *out, const Position *position)
{
    sg_text_printf(out, "{\"line\": %zu, \"character\": %zu}", position->line, position->units);
}

static void add_range(const Json *json, Span span)
{
    Position start = position_of(json, span.start), end = position_of(json, span.end);
    sg_text_add(json->out, "{\"start\": ");
    add_position(json->out, &start);
    sg_text_add(json->out, ", \"end\": ");
    add_position(json->out, &end);
    sg_text_add(json->out, "}");
}

static const char *path_of(const Sources *sources, Span span)
{
    const SourceFile *file = source_file(sources, span.start);
    return file == NULL ? "" : file->path;
}

static void add_note(const Json *json, const Diagnostic *diagnostic)
{
    SgText *out = json->out;
    sg_text_add(out, ",\n   \"relatedInformation\": [{\"location\": {\"uri\": ");
    sg_json_text(out, path_of(json->sources, diagnostic->note_span));
    sg_text_add(out, ", \"range\": ");
    add_range(json, diagnostic->note_span);
    sg_text_add(out, "}, \"message\": ");
    sg_json_text(out, diagnostic->note);
    sg_text_add(out, "}]");
}

static void add_diagnostic(Json *json, const Diagnostic *diagnostic)
{
    SgText *out = json->out;
    json->last = position_of(json, diagnostic->span.start);
    sg_text_add(out, "  {\"range\": ");
    add_range(json, diagnostic->span);
    sg_text_printf(out, ",\n   \"severity\": %d, \"code\": \"%s\", \"source\": \"schemagen\",\n   \"message\": ",
                   diagnostic->severity == DIAG_ERROR ? 1 : 2, diag_code_name(diagnostic->code));
    sg_json_text(out, diagnostic->message);
    if (diagnostic->note != NULL) add_note(json, diagnostic);
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
    Json json = {.sources = sources, .out = out};
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
        add_diagnostic(&json, sorted[i]);
    }
    sg_text_add(out, diags->items.count > 0 ? "\n ]}\n]\n" : "]\n");
}
