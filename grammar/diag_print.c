#include "diag_print.h"

#include "display.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

#define TAB_STOP 4
#define LINE_COLUMNS 120 /* of a source line, at most */
#define LEAD_COLUMNS 40  /* kept before the place when a line is cut */

typedef struct Printer {
    const Sources *sources;
    bool has_colors;
    SgText *out;
} Printer;

static void add_colored(const Printer *printer, const char *color, const char *text)
{
    if (printer->has_colors) sg_text_add(printer->out, color);
    sg_text_add(printer->out, text);
    if (printer->has_colors) sg_text_add(printer->out, "\033[0m");
}

static void add_place(const Printer *printer, Span span)
{
    Location place = source_locate(printer->sources, span.start);
    if (place.file == NULL) return;
    if (printer->has_colors) sg_text_add(printer->out, "\033[1m");
    sg_text_printf(printer->out, "%s:%u:%u:", place.file->path, (unsigned)place.line, (unsigned)place.column);
    if (printer->has_colors) sg_text_add(printer->out, "\033[0m");
}

/* A message behind what it belongs to.  It may have the user's names in it, and they whatever a string can hold. */
static void add_words(const Printer *printer, const char *words)
{
    sg_text_add_char(printer->out, ' ');
    display_add(printer->out, words);
    sg_text_add_char(printer->out, '\n');
}

/* A character as it is shown, and its columns when it stands at `column`. */
typedef struct Glyph {
    const char *text;
    size_t size;  /* bytes shown */
    size_t taken; /* bytes of the source */
    unsigned columns;
} Glyph;

static Glyph glyph_at(const char *text, size_t size, unsigned column)
{
    static const char SPACES[] = "    ";
    if (text[0] == '\t') {
        unsigned columns = TAB_STOP - column % TAB_STOP;
        return (Glyph){SPACES, columns, 1, columns};
    }
    if (sg_utf8_valid(text, size < SG_UTF8_MAX ? size : SG_UTF8_MAX) == 0) return (Glyph){"\xEF\xBF\xBD", 3, 1, 1};
    uint32_t character = 0;
    size_t length = sg_utf8_decode(text, size, &character);
    if (!display_is_drawn(character)) return (Glyph){"\xEF\xBF\xBD", 3, length, 1};
    return (Glyph){text, length, length, display_width(character)};
}

static size_t line_size(const char *line, size_t most)
{
    size_t size = 0;
    while (size < most && line[size] != '\n' && line[size] != '\r') size++;
    return size;
}

/* Where to begin so that byte `at` is within the first columns: 0, or LEAD_COLUMNS characters before it. */
static size_t cut_start(const char *line, size_t at)
{
    if (at <= LINE_COLUMNS - LEAD_COLUMNS) return 0;
    size_t start = at;
    for (int i = 0; i < LEAD_COLUMNS && start > 0; i++) {
        do start--;
        while (start > 0 && ((unsigned char)line[start] & 0xC0) == 0x80);
    }
    return start;
}

/* The span's first line with carets below it. */
static void add_excerpt(const Printer *printer, Span span, const char *color)
{
    Location place = source_locate(printer->sources, span.start);
    if (place.file == NULL) return;
    uint32_t line_start = place.line_start;
    const char *line = place.file->text + line_start;
    size_t size = line_size(line, place.file->size - line_start);
    size_t from = span.start - place.file->base - line_start;
    if (from > size) from = size;
    size_t to = from + (span.end > span.start ? span.end - span.start : 1);

    SgText shown = {0};
    SgText carets = {0};
    size_t start = cut_start(line, from);
    unsigned column = 0;
    if (start > 0) sg_text_add(&shown, "…");
    if (start > 0) sg_text_add(&carets, " ");
    size_t at = start;
    while (at < size && column < LINE_COLUMNS) {
        Glyph glyph = glyph_at(line + at, size - at, column);
        sg_text_add_bytes(&shown, glyph.text, glyph.size);
        for (unsigned i = 0; i < glyph.columns && at < to; i++) sg_text_add_char(&carets, at >= from ? '^' : ' ');
        column += glyph.columns;
        at += glyph.taken;
    }
    if (at < size) sg_text_add(&shown, "…");
    if (from >= size) sg_text_add_char(&carets, '^');

    sg_text_printf(printer->out, "%5u | %s\n      | ", (unsigned)place.line, sg_text_get(&shown));
    add_colored(printer, color, sg_text_get(&carets));
    sg_text_add_char(printer->out, '\n');
    sg_text_free(&shown);
    sg_text_free(&carets);
}

static void add_diagnostic(const Printer *printer, const Diagnostic *diagnostic)
{
    bool is_error = diagnostic->severity == DIAG_ERROR;
    const char *color = is_error ? "\033[1;31m" : "\033[1;33m";
    add_place(printer, diagnostic->span);
    if (diagnostic->span.start != 0) sg_text_add_char(printer->out, ' ');
    if (printer->has_colors) sg_text_add(printer->out, color);
    sg_text_printf(printer->out, "%s[%s]:", is_error ? "error" : "warning", diag_code_name(diagnostic->code));
    if (printer->has_colors) sg_text_add(printer->out, "\033[0m");
    add_words(printer, diagnostic->message);
    if (diagnostic->span.start != 0) add_excerpt(printer, diagnostic->span, color);
    if (diagnostic->note != NULL) {
        add_colored(printer, "\033[1;36m", "note:");
        if (diagnostic->note_span.start != 0) {
            sg_text_add_char(printer->out, ' ');
            add_place(printer, diagnostic->note_span);
        }
        add_words(printer, diagnostic->note);
        if (diagnostic->note_span.start != 0) add_excerpt(printer, diagnostic->note_span, "\033[1;36m");
    }
    if (diagnostic->help != NULL) {
        add_colored(printer, "\033[1;32m", "help:");
        add_words(printer, diagnostic->help);
    }
    sg_text_add_char(printer->out, '\n');
}

static int compare_places(const void *left, const void *right)
{
    const Diagnostic *a = *(const Diagnostic *const *)left;
    const Diagnostic *b = *(const Diagnostic *const *)right;
    if (a->span.start != b->span.start) return a->span.start < b->span.start ? -1 : 1;
    return a < b ? -1 : a > b;
}

const Diagnostic **diag_sorted(const Diags *diags)
{
    const Diagnostic **sorted = sg_arena_alloc(diags->arena, diags->items.count * sizeof(Diagnostic *) + 1);
    for (size_t i = 0; i < diags->items.count; i++) sorted[i] = &diags->items.items[i];
    if (diags->items.count > 1) qsort(sorted, diags->items.count, sizeof *sorted, compare_places);
    return sorted;
}

void diag_print(const Diags *diags, const Sources *sources, bool has_colors, SgText *out)
{
    Printer printer = {.sources = sources, .has_colors = has_colors, .out = out};
    const Diagnostic **sorted = diag_sorted(diags);
    size_t shown = diags->items.count < DIAG_SHOWN ? diags->items.count : DIAG_SHOWN;
    for (size_t i = 0; i < shown; i++) add_diagnostic(&printer, sorted[i]);
    size_t left = diags->items.count - shown;
    if (left > 0) sg_text_printf(out, "and %zu more\n", left);
}
