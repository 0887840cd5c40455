/*
 * One error for one mistake: a line's first error is its only one, lines outside of all blocks are one error
 * together, and an attribute that goes on over several lines is one error although each line is wrong.
 */
#include "syntax_error.h"

#include "advice.h"
#include "text.h"
#include "utf8.h"
#include "words.h"

#include <string.h>

#define QUOTED_MAX 40  /* bytes of the user's text in a message */
#define FOLD_LINES 200 /* an attribute over more lines than this is no attribute */

/* The user's words for a message: one line of it, not too long. */
static const char *quote(const Parser *parser, Span span)
{
    const char *text = parser_text(parser, span);
    size_t size = 0;
    while (size < span.end - span.start && text[size] != '\n' && text[size] != '\r') size++;
    if (size <= QUOTED_MAX) return sg_arena_strndup(parser->arena, text, size);
    char *cut = sg_arena_strndup(parser->arena, text, QUOTED_MAX + 4);
    cut[sg_utf8_floor(cut, QUOTED_MAX)] = '\0';
    return sg_arena_printf(parser->arena, "%s…", cut);
}

/* What stands at the wrong token's place. */
static const char *found(const Parser *parser, const SyntaxError *error)
{
    if (error->is_line_end) return "the end of the line";
    if (error->is_invalid && parser->fault == FAULT_CHARACTER) {
        uint32_t character = 0;
        const char *text = parser_text(parser, parser->fault_span);
        sg_utf8_decode(text, strnlen(text, SG_UTF8_MAX), &character);
        if (character < 0x20 || (character >= 0x7F && !word_is_letter(character))) {
            return sg_arena_printf(parser->arena, "the character U+%04X", (unsigned)character);
        }
        Span span = {parser->fault_span.start, parser->fault_span.start + 1};
        return sg_arena_printf(parser->arena, "`%s`", quote(parser, span));
    }
    return sg_arena_printf(parser->arena, "`%s`", quote(parser, error->span));
}

/* "a value, `,` or `)`"; "" when nothing can be named. */
static const char *expected(const Parser *parser, unsigned expects)
{
    static const struct {
        unsigned expects;
        const char *words;
    } WORDS[] = {
        {EXPECT_VALUE, "a value"},
        {EXPECT_TYPE, "a type"},
        {EXPECT_NAME, "a name"},
        {EXPECT_EQUALS, "`=`"},
        {EXPECT_COMMA, "`,`"},
        {EXPECT_PAREN, "`)`"},
        {EXPECT_BRACKET, "`]`"},
        {EXPECT_BRACE, "`}`"},
        {EXPECT_OPEN, "`{`"},
        {EXPECT_COLON, "`:`"},
        {EXPECT_ATTRIBUTE, "an attribute"},
        {EXPECT_LINE_END, "the end of the line"},
    };
    if (expects & EXPECT_VALUE) expects &= ~(unsigned)(EXPECT_NAME | EXPECT_TYPE | EXPECT_COMMA);
    if (expects & EXPECT_TYPE) expects &= ~(unsigned)(EXPECT_NAME | EXPECT_COLON | EXPECT_ATTRIBUTE | EXPECT_LINE_END);
    if (expects & (EXPECT_PAREN | EXPECT_COMMA)) expects &= ~(unsigned)EXPECT_COLON;
    SgText text = {.arena = parser->arena};
    size_t left = 0;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) left += (expects & WORDS[i].expects) != 0;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if ((expects & WORDS[i].expects) == 0) continue;
        sg_text_printf(&text, "%s%s", text.size == 0 ? "" : left == 1 ? " or " : ", ", WORDS[i].words);
        left--;
    }
    return sg_text_get(&text);
}

static void report_fault(Parser *parser)
{
    Diags *diags = parser->diags;
    Span span = parser->fault_span;
    if (parser->fault == FAULT_STRING) {
        Diagnostic *diagnostic = diag_add(diags, DIAG_NO_STRING_END, span, "this string has no closing quote");
        diag_help(diags, diagnostic, "close it with `\"` on this line; a line's end in a string is written `\\n`");
    } else if (parser->fault == FAULT_DEPTH) {
        diag_add(diags, DIAG_TOO_DEEP, span, "brackets are nested more than %d deep", NESTING_LIMIT);
    } else {
        Diagnostic *diagnostic = diag_add(diags, DIAG_COMMENT_END, span, "this comment has no end");
        diag_help(diags, diagnostic, "close it with `*/`, or begin each of its lines with `//`");
    }
}

static size_t line_length(const char *text)
{
    return strcspn(text, "\r\n");
}

/* Does a line, spaces skipped, look like the beginning of something else than a bracket's inside? */
static bool begins_anew(const char *line)
{
    static const char *const BLOCKS[] = {"model ", "view ", "type ", "enum ", "datasource ", "generator "};
    line += strspn(line, " \t");
    if (strncmp(line, "@@", 2) == 0) return true;
    const char *end = line + line_length(line);
    while (end > line && (end[-1] == ' ' || end[-1] == '\t')) end--;
    for (size_t i = 0; i < sizeof BLOCKS / sizeof *BLOCKS; i++) {
        if (strncmp(line, BLOCKS[i], strlen(BLOCKS[i])) == 0 && end[-1] == '{') return true;
    }
    return false;
}

/* The brackets that are open, outermost first. */
typedef struct OpenBrackets {
    char kinds[NESTING_LIMIT];
    int count;
} OpenBrackets;

/* Reads a line's brackets.  False when one closes another kind than is open, or too many are open. */
static bool read_brackets(OpenBrackets *open, const char *line, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char c = line[i];
        if (c == '"') {
            for (i++; i < size && line[i] != '"'; i++) i += line[i] == '\\';
        } else if (c == '/' && i + 1 < size && line[i + 1] == '/') {
            return true;
        } else if (c == '(' || c == '[' || c == '{') {
            if (open->count == NESTING_LIMIT) return false;
            open->kinds[open->count++] = c;
        } else if (c == ')' || c == ']' || c == '}') {
            char kind = c == ')' ? '(' : c == ']' ? '[' : '{';
            if (open->count == 0 || open->kinds[open->count - 1] != kind) return false;
            open->count--;
        }
    }
    return true;
}

/*
 * Where the attribute ends whose brackets are open at the end of the line at `offset`: an offset in its last line.
 * 0 when the lines that follow do not close it.
 */
static uint32_t attribute_end(const Parser *parser, uint32_t offset)
{
    OpenBrackets open = {0};
    const char *line = parser_text(parser, (Span){parser->line_bracket, parser->line_bracket});
    if (!read_brackets(&open, line, offset - parser->line_bracket)) return 0;
    for (int i = 0; i < FOLD_LINES; i++) {
        line += line_length(line);
        if (*line == '\r' && line[1] == '\n') line++;
        if (*line == '\0') return 0;
        line++;
        if (begins_anew(line) || !read_brackets(&open, line, line_length(line))) return 0;
        if (open.count == 0) {
            return parser->file->base + (uint32_t)(line - parser->file->text) + (uint32_t)line_length(line);
        }
    }
    return 0;
}

static void report_open_bracket(Parser *parser, const SyntaxError *error)
{
    Span bracket = {parser->line_bracket, parser->line_bracket + 1};
    const char *text = quote(parser, bracket);
    uint32_t end = parser->block == NULL || parser->documented != NULL ? 0 : attribute_end(parser, error->span.start);
    if (end != 0) {
        parser->skip_to = end;
        Diagnostic *diagnostic =
            diag_add(parser->diags, DIAG_ATTRIBUTE_LINES, bracket, "`%s` is not closed on its line", text);
        diag_help(parser->diags, diagnostic, "write the whole attribute on one line");
        return;
    }
    Diagnostic *diagnostic = diag_add(parser->diags, DIAG_SYNTAX, bracket, "`%s` is not closed", text);
    diag_help(parser->diags, diagnostic, "expected %s at the end of the line", expected(parser, error->expected));
}

static DiagCode member_code(const AstBlock *block)
{
    if (block->kind == AST_ENUM) return DIAG_ENUM_VALUE;
    bool is_config = block->kind == AST_DATASOURCE || block->kind == AST_GENERATOR;
    return is_config ? DIAG_PROPERTY : DIAG_SYNTAX;
}

/* The word that ends where `offset` is, empty when there is none. */
static Span word_before(const Parser *parser, uint32_t offset)
{
    Span word = {offset, offset};
    const char *start = parser->file->text;
    const char *text = parser_text(parser, word);
    while (text > start && (text[-1] == '.' || text[-1] == '-' || text[-1] == '_' || word_length(text - 1, 1) == 1)) {
        text--;
        word.start--;
    }
    return word;
}

/* A word that begins as a number does, where a value should be: the error is that word, and the wrong token is what
 * follows. */
static bool report_number(Parser *parser, const SyntaxError *error, DiagCode code)
{
    Span word = word_before(parser, error->span.start);
    char first = *parser_text(parser, word);
    bool is_value = (error->expected & EXPECT_ARGUMENTS) != 0 && (error->expected & EXPECT_ATTRIBUTE) == 0;
    if (word.start == word.end || first < '0' || first > '9' || !is_value) return false;
    Diagnostic *diagnostic = diag_add(parser->diags, code, word, "`%s` is no number", quote(parser, word));
    diag_help(parser->diags, diagnostic, "a number is digits, with at most one `.` between them");
    return true;
}

static void report_member(Parser *parser, const SyntaxError *error)
{
    if (error->is_line_end && parser->line_nesting > 0) {
        report_open_bracket(parser, error);
        return;
    }
    DiagCode code = parser->block != NULL ? member_code(parser->block) : DIAG_SYNTAX;
    if (report_number(parser, error, code)) return;
    const char *what = found(parser, error);
    const char *instead = expected(parser, error->expected);
    Diagnostic *diagnostic =
        instead[0] != '\0' ? diag_add(parser->diags, code, error->span, "unexpected %s, expected %s", what, instead)
                           : diag_add(parser->diags, code, error->span, "unexpected %s", what);
    const char *text = parser_text(parser, error->span);
    const char *help = advice_for_member(parser, text, error);
    if (help != NULL) diag_help(parser->diags, diagnostic, "%s", help);
}

/* The first word of the line that `offset` stands in, and what follows it. */
static Span line_word(const Parser *parser, uint32_t offset)
{
    const char *start = parser->file->text;
    const char *line = parser_text(parser, (Span){offset, offset});
    while (line > start && line[-1] != '\n' && line[-1] != '\r') line--;
    line += strspn(line, " \t}");
    size_t size = word_length(line, line_length(line));
    uint32_t at = parser->file->base + (uint32_t)(line - start);
    return (Span){at, at + (uint32_t)size};
}

static bool is_keyword(const Parser *parser, Span word)
{
    const char *text = quote(parser, word);
    for (size_t i = 0; i < ADVICE_KEYWORD_COUNT; i++) {
        if (strcmp(text, ADVICE_KEYWORDS[i]) == 0) return true;
    }
    return false;
}

/* `model A` without its brace, `model {` without its name, `type A = B`. */
static void report_head(Parser *parser, const SyntaxError *error, Span keyword)
{
    const char *word = quote(parser, keyword);
    const char *text = parser_text(parser, error->span);
    if (text[0] == '=' && strcmp(word, "type") == 0) {
        Diagnostic *diagnostic =
            diag_add(parser->diags, DIAG_TYPE_ALIAS, error->span, "a type cannot have another name");
        diag_help(parser->diags, diagnostic, "use the type itself in each field");
        return;
    }
    if (error->expected & EXPECT_NAME) {
        diag_add(parser->diags, DIAG_BLOCK_HEAD, keyword, "this `%s` has no name", word);
        return;
    }
    Diagnostic *diagnostic =
        diag_add(parser->diags, DIAG_BLOCK_HEAD, error->span, "unexpected %s, expected `{`", found(parser, error));
    diag_help(parser->diags, diagnostic, "a block begins with `%s Name {` on one line", word);
}

static void report_outside(Parser *parser, const SyntaxError *error)
{
    bool is_told = parser->outside_reported;
    parser->skip_block = true;
    parser->outside_reported = true;
    Span word = line_word(parser, error->span.start);
    const char *line = parser_text(parser, word);
    size_t length = line_length(line);
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t')) length--;
    bool has_brace = length > 0 && memchr(line, '{', length) != NULL && word.start != word.end;
    bool has_keyword = word.start != word.end && is_keyword(parser, word);
    if (is_told && !has_brace && !has_keyword) return;
    if (has_keyword) {
        report_head(parser, error, word);
        return;
    }
    if (has_brace) {
        const char *text = quote(parser, word);
        Diagnostic *diagnostic = diag_add(parser->diags, DIAG_BLOCK_HEAD, word, "`%s` begins no block", text);
        diag_help(parser->diags, diagnostic, "%s", advice_for_keyword(parser, text));
        return;
    }
    Span at = word.start == word.end ? error->span : word;
    Diagnostic *diagnostic =
        diag_add(parser->diags, DIAG_OUTSIDE, at, "this line is outside of all blocks and begins none");
    diag_help(parser->diags, diagnostic, "%s", advice_for_line(line));
}

void syntax_error(Parser *parser, const SyntaxError *error)
{
    if (parser->diags->errors >= ERROR_LIMIT) return;
    bool is_fault = error->is_invalid && parser->fault != FAULT_CHARACTER;
    if (parser->block == NULL && parser->documented == NULL) {
        if (is_fault && parser->fault == FAULT_COMMENT) {
            report_fault(parser);
        } else {
            report_outside(parser, error);
        }
    } else if (is_fault) {
        report_fault(parser);
    } else {
        report_member(parser, error);
    }
}

Span syntax_broken_name(const Parser *parser, Span line)
{
    Span word = line_word(parser, line.start);
    if (word.start == word.end) return (Span){0, 0};
    if (parser->block != NULL) return word;
    const char *text = parser_text(parser, (Span){word.end, word.end});
    size_t spaces = strspn(text, " \t");
    size_t size = word_length(text + spaces, line_length(text + spaces));
    uint32_t at = word.end + (uint32_t)spaces;
    return size == 0 ? (Span){0, 0} : (Span){at, at + (uint32_t)size};
}
