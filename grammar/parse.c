#include "parse.h"

#include "parser.h"
#include "schema.tab.h"
#include "utf8.h"

#include <string.h>

/* Of the generated scanner. */
int schema_scan_lex_init_extra(Parser *parser, void **scanner);
void *schema_scan__scan_buffer(char *text, size_t size, void *scanner);

/* Extensions that may stand behind `///`, so that Prisma's tools can read the same file. */
static const char *const DOCUMENTED_FIELD[] = {"check", "generated", "identity", "version", "renamedFrom"};
static const char *const DOCUMENTED_BLOCK[] = {"check",       "exclude",   "appendOnly", "balanced", "idempotent",
                                               "transitions", "partition", "policy",     "grant",    "renamedFrom"};

const char *parser_text(const Parser *parser, Span span)
{
    return parser->file->text + (span.start - parser->file->base);
}

static size_t recent_place(const char *text, size_t size)
{
    uint32_t hash = (uint32_t)size;
    for (size_t i = 0; i < size; i++) hash = (hash ^ (unsigned char)text[i]) * 0x01000193u;
    return (hash ^ hash >> 15) % RECENT_TEXTS;
}

const char *parser_copy(const Parser *parser, Span span)
{
    const char *text = parser_text(parser, span);
    size_t size = span.end - span.start;
    const char **recent = &parser->recent->texts[recent_place(text, size)];
    if (*recent == NULL || strncmp(*recent, text, size) != 0 || (*recent)[size] != '\0')
        *recent = sg_arena_strndup(parser->sources->arena, text, size);
    return *recent;
}

/* The scanner writes into what it reads and wants two NULs behind it: it gets a copy, which goes away with it. */
static void run(Parser *parser, Span span)
{
    SgArena scratch = {.out_of_memory = parser->arena->out_of_memory};
    size_t size = span.end - span.start;
    char *buffer = sg_arena_alloc(&scratch, size + 2);
    memcpy(buffer, parser_text(parser, span), size);
    buffer[size] = '\0';
    buffer[size + 1] = '\0';
    parser->scratch = &scratch;
    parser->buffer = buffer;
    parser->base = span.start;
    parser->end = span.end;
    parser->sent_line_end = true;

    void *scanner = NULL;
    if (schema_scan_lex_init_extra(parser, &scanner) == 0) {
        schema_scan__scan_buffer(buffer, size + 2, scanner);
        schema_parse_parse(parser, scanner);
    }
    sg_arena_free(&scratch);
}

static bool is_extension(const char *text, size_t size)
{
    bool is_block = size > 1 && text[1] == '@';
    const char *name = text + (is_block ? 2 : 1);
    size_t length = 0;
    while (name + length < text + size && ((name[length] | 0x20) >= 'a' && (name[length] | 0x20) <= 'z')) length++;
    const char *const *names = is_block ? DOCUMENTED_BLOCK : DOCUMENTED_FIELD;
    size_t count = is_block ? sizeof DOCUMENTED_BLOCK / sizeof *DOCUMENTED_BLOCK
                            : sizeof DOCUMENTED_FIELD / sizeof *DOCUMENTED_FIELD;
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i]) == length && memcmp(names[i], name, length) == 0) return true;
    }
    return false;
}

/* What cannot be read as attributes is documentation like any other: `/// @version 1.2 is the last one`.  So the line
 * is read beside the schema, and taken over when it has no error. */
bool parse_documented(Parser *parser, Span span)
{
    const char *text = parser_text(parser, span);
    size_t size = span.end - span.start;
    if (size == 0 || text[0] != '@' || !is_extension(text, size)) return false;
    size_t fields = parser->comments.fields.count;
    size_t blocks = parser->comments.blocks.count;
    Diags diags = {.arena = parser->arena};
    Ast ast = {0};
    AstBlock block = parser->block == NULL ? (AstBlock){0} : *parser->block;
    Parser inner = {.arena = parser->arena,
                    .sources = parser->sources,
                    .file = parser->file,
                    .diags = &diags,
                    .recent = parser->recent,
                    .ast = &ast,
                    .block = parser->block == NULL ? NULL : &block,
                    .documented = &parser->comments,
                    .in_block = true,
                    .start = DOCUMENTED};
    run(&inner, span);
    if (diags.errors == 0) return true;
    parser->comments.fields.count = fields;
    parser->comments.blocks.count = blocks;
    return false;
}

/* Where the file stops being text; its size when it is text. */
static uint32_t text_size(const SourceFile *file)
{
    size_t valid = sg_utf8_valid(file->text, file->size);
    const char *nul = memchr(file->text, '\0', valid);
    return (uint32_t)(nul == NULL ? valid : (size_t)(nul - file->text));
}

static void report_not_text(Diags *diags, const SourceFile *file, uint32_t at)
{
    Span span = {file->base + at, file->base + at + 1};
    unsigned byte = (unsigned char)file->text[at];
    if (byte == 0) {
        diag_add(diags, DIAG_NOT_TEXT, span, "this file has a NUL byte: it is not text");
        return;
    }
    Diagnostic *diagnostic = diag_add(diags, DIAG_NOT_TEXT, span, "byte 0x%02X is not UTF-8", byte);
    diag_help(diags, diagnostic, "save the file in the encoding UTF-8");
}

/* The offset behind the file's last end of a block comment, 0 when there is none: whether a comment has an end is
 * then known without looking for it. */
static uint32_t last_comment_end(const SourceFile *file)
{
    if (strstr(file->text, "*/") == NULL) return 0;
    uint32_t end = file->size;
    while (memcmp(file->text + end - 2, "*/", 2) != 0) end--;
    return file->base + end;
}

static void parse_file(SgArena *arena, const Sources *sources, size_t index, Diags *diags, RecentTexts *recent,
                       Ast *ast)
{
    const SourceFile *file = &sources->files.items[index];
    AstFile *into = list_add(arena, &ast->files);
    into->source = file;
    uint32_t size = text_size(file);
    if (size < file->size) {
        report_not_text(diags, file, size);
        return;
    }
    Parser parser = {.arena = arena,
                     .sources = sources,
                     .file = file,
                     .diags = diags,
                     .recent = recent,
                     .ast = ast,
                     .into = into,
                     .start = WHOLE_SCHEMA};
    parser.last_comment_end = last_comment_end(file);
    run(&parser, (Span){file->base, file->base + size});
}

static Ast *parse_files(SgArena *arena, const Sources *sources, bool has_layout, Diags *diags)
{
    Ast *ast = sg_arena_new(arena, sizeof *ast);
    RecentTexts recent = {0};
    ast->has_layout = has_layout;
    for (size_t i = 0; i < sources->files.count && diags->errors < ERROR_LIMIT; i++) {
        parse_file(arena, sources, i, diags, &recent, ast);
    }
    if (diags->errors >= ERROR_LIMIT) {
        Span last = diags->items.items[diags->items.count - 1].span;
        diag_add(diags, DIAG_TOO_MANY, last, "too many errors: the rest is not read");
    }
    return ast;
}

Ast *parse_schema(SgArena *arena, const Sources *sources, Diags *diags)
{
    return parse_files(arena, sources, true, diags);
}

Ast *parse_meaning(SgArena *arena, const Sources *sources, Diags *diags)
{
    return parse_files(arena, sources, false, diags);
}
