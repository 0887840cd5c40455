/* One .sql file → its queries: headers, annotations, statements, parameters.  The server parses the SQL itself. */
#include "query.h"

#include "sql_token.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

typedef struct Parser {
    SgArena *arena;
    Diags *diags;
    const SourceFile *source;
    QueryFile *file;

    /* of the query being read */
    bool is_open;     /* a header was read, and no error since */
    bool is_skipping; /* until the next header */
    bool has_ended;   /* its `;` was read */
    bool is_named;    /* has @name parameters */
    bool is_numbered; /* has $1 parameters */
    Query query;
    SgText sql;
    SgText documentation;
    LIST(QueryValue) described; /* `-- @param` lines: field.name, field.index (0: by name, else $n), is_nullable */
    size_t copied;              /* the source up to here is in `sql` */
} Parser;

static const char header_help[] = "a query begins with a line `-- name: NAME :one` (or :many, :each, :exec)";

static Span span_of(const Parser *p, size_t start, size_t end)
{
    return (Span){p->source->base + (uint32_t)start, p->source->base + (uint32_t)end};
}

static Diagnostic *fail(Parser *p, DiagCode code, Span span, const char *message)
{
    p->is_open = false;
    p->is_skipping = true;
    return diag_add(p->diags, code, span, "%s", message);
}

/* ---- Words of a comment ---- */

typedef struct Words {
    const char *text;
    size_t at, end;
} Words;

/* The next word of the line; false at its end. */
static bool next_word(Words *words, size_t *start, size_t *end)
{
    while (words->at < words->end && strchr(" \t", words->text[words->at]) != NULL) words->at++;
    *start = words->at;
    while (words->at < words->end && strchr(" \t", words->text[words->at]) == NULL) words->at++;
    *end = words->at;
    return *end > *start;
}

static bool word_is(const Words *words, size_t start, size_t end, const char *expected)
{
    return strlen(expected) == end - start && memcmp(words->text + start, expected, end - start) == 0;
}

static bool is_name(const char *text, size_t size)
{
    static const char first[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char rest[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    if (size == 0 || strchr(first, text[0]) == NULL || text[0] == '\0') return false;
    for (size_t i = 1; i < size; i++)
        if (text[i] == '\0' || strchr(rest, text[i]) == NULL) return false;
    return true;
}

/* ---- The end of a query ---- */

/* The place of parameter `number` in the list, made when it is new. */
static QueryValue *param_at(Parser *p, size_t number, Span span)
{
    while (p->query.params.count < number) *list_add(p->arena, &p->query.params) = (QueryValue){0};
    QueryValue *param = &p->query.params.items[number - 1];
    if (param->span.start == 0) param->span = span;
    return param;
}

/* The parameter that a line is about; NULL when there is none. */
static QueryValue *find_described(const Parser *p, const Field *line)
{
    for (size_t i = 0; i < p->query.params.count; i++) {
        QueryValue *param = &p->query.params.items[i];
        bool is_it = line->index > 0 ? line->index == i + 1
                                     : param->field.name != NULL && strcmp(param->field.name, line->name) == 0;
        if (is_it) return param;
    }
    return NULL;
}

static void refuse_described(Parser *p, const QueryValue *line)
{
    const char *name = line->field.name;
    if (line->field.index > 0) {
        diag_add(p->diags, DIAG_QUERY_ANNOTATION, line->span, "the query has no parameter $%zu", line->field.index);
        return;
    }
    Diagnostic *diagnostic =
        diag_add(p->diags, DIAG_QUERY_ANNOTATION, line->span, "`%s` is no parameter of this query", name);
    diag_help(p->diags, diagnostic, "in the SQL it is @%s; `-- @param %s $1` names a number", name, name);
}

/* `-- @param` lines: names for numbers, NULL for both. */
static void apply_described(Parser *p)
{
    for (size_t i = 0; i < p->described.count; i++) {
        const QueryValue *line = &p->described.items[i];
        QueryValue *param = find_described(p, &line->field);
        if (param == NULL) {
            refuse_described(p, line);
            continue;
        }
        param->field.name = line->field.name;
        query_set_nullable(param, line->is_nullable);
    }
}

/* Numbers that no annotation names are p1, p2, …; two of one name, and gaps, are refused. */
static void name_params(Parser *p)
{
    Query *query = &p->query;
    for (size_t i = 0; i < query->params.count; i++) {
        QueryValue *param = &query->params.items[i];
        if (param->span.start == 0) {
            fail(p, DIAG_QUERY_PARAMETER, query->name_span,
                 sg_arena_printf(p->arena, "parameter $%zu is not used, and $%zu is", i + 1, query->params.count));
            return;
        }
        if (param->field.name == NULL) param->field.name = sg_arena_printf(p->arena, "p%zu", i + 1);
        param->field.database_name = param->field.name;
        for (size_t k = 0; k < i; k++) {
            if (strcmp(query->params.items[k].field.name, param->field.name) != 0) continue;
            fail(p, DIAG_QUERY_PARAMETER, param->span,
                 sg_arena_printf(p->arena, "two parameters have the name `%s`", param->field.name));
            return;
        }
    }
}

static void finish_query(Parser *p)
{
    if (p->is_open && p->query.sql_span.start == 0)
        diag_help(p->diags, fail(p, DIAG_QUERY_STATEMENTS, p->query.name_span, "there is no SQL below this line"),
                  "write one statement, up to a `;`");
    if (p->is_open) {
        apply_described(p);
        name_params(p);
    }
    if (p->is_open) {
        p->query.sql = sg_text_get(&p->sql);
        if (p->documentation.size > 0) p->query.documentation = sg_text_get(&p->documentation);
        *list_add(p->arena, &p->file->queries) = p->query;
    }
    *p = (Parser){.arena = p->arena, .diags = p->diags, .source = p->source, .file = p->file};
    p->sql.arena = p->documentation.arena = p->arena;
}

/* ---- Header and annotations ---- */

static bool find_result(const Words *words, size_t start, size_t end, QueryResult *out)
{
    static const char *const results[] = {
        [QUERY_ONE] = ":one", [QUERY_MANY] = ":many", [QUERY_EACH] = ":each", [QUERY_EXEC] = ":exec"};
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
        if (!word_is(words, start, end, results[i])) continue;
        *out = (QueryResult)i;
        return true;
    }
    return false;
}

/* Behind `-- name:` */
static void read_header(Parser *p, Words words, Span line)
{
    size_t start, end;
    finish_query(p);
    p->is_open = true;
    if (!next_word(&words, &start, &end) || !is_name(words.text + start, end - start)) {
        Span span = end > start ? span_of(p, start, end) : line;
        diag_help(p->diags, fail(p, DIAG_QUERY_HEADER, span, "this is not the name of a function"), "%s", header_help);
        return;
    }
    p->query.name = sg_arena_strndup(p->arena, words.text + start, end - start);
    p->query.name_span = span_of(p, start, end);
    if (!next_word(&words, &start, &end) || !find_result(&words, start, end, &p->query.result)) {
        Span span = end > start ? span_of(p, start, end) : p->query.name_span;
        diag_help(p->diags, fail(p, DIAG_QUERY_HEADER, span, "what the query returns is missing, or unknown"), "%s",
                  header_help);
        return;
    }
    if (next_word(&words, &start, &end))
        diag_help(p->diags, fail(p, DIAG_QUERY_HEADER, span_of(p, start, words.end), "more than a header has"), "%s",
                  header_help);
}

/* "null", "nullable", "not null" up to the end of the line; `is_there` false: nothing. */
static bool read_nullable(Words *words, bool *is_there, bool *is_nullable)
{
    size_t start, end;
    *is_there = next_word(words, &start, &end);
    if (!*is_there) return true;
    *is_nullable = !word_is(words, start, end, "not");
    if (!*is_nullable && !next_word(words, &start, &end)) return false;
    bool is_null = word_is(words, start, end, "null") || (*is_nullable && word_is(words, start, end, "nullable"));
    return is_null && !next_word(words, &start, &end);
}

/* Behind `-- @column` */
static bool read_column(Parser *p, Words words)
{
    size_t start, end;
    QueryOverride line = {0};
    bool is_there;
    if (!next_word(&words, &start, &end)) return false;
    line.column = sg_arena_strndup(p->arena, words.text + start, end - start);
    line.span = span_of(p, start, end);
    if (!read_nullable(&words, &is_there, &line.is_nullable) || !is_there) return false;
    *list_add(p->arena, &p->query.overrides) = line;
    return true;
}

/* Behind `-- @param` */
static bool read_param(Parser *p, Words words)
{
    size_t start, end;
    QueryValue line = {0};
    bool is_there, is_nullable = false;
    if (!next_word(&words, &start, &end) || !is_name(words.text + start, end - start)) return false;
    line.field.name = sg_arena_strndup(p->arena, words.text + start, end - start);
    line.span = span_of(p, start, end);
    Words ahead = words;
    if (next_word(&ahead, &start, &end) && words.text[start] == '$') {
        char *rest;
        line.field.index = strtoul(words.text + start + 1, &rest, 10);
        if (rest != words.text + end || line.field.index == 0) return false;
        words = ahead;
    }
    if (!read_nullable(&words, &is_there, &is_nullable)) return false;
    line.is_nullable = is_nullable;
    *list_add(p->arena, &p->described) = line;
    return true;
}

/* Behind `-- @` */
static void read_annotation(Parser *p, Words words, Span line)
{
    static const char *const known[] = {"@column", "@param"};
    size_t start, end;
    next_word(&words, &start, &end);
    bool is_column = word_is(&words, start, end, "@column");
    if (!is_column && !word_is(&words, start, end, "@param")) {
        const char *word = sg_arena_strndup(p->arena, words.text + start, end - start);
        Diagnostic *diagnostic =
            diag_add(p->diags, DIAG_QUERY_ANNOTATION, span_of(p, start, end), "there is no annotation `%s`", word);
        const char *near = diag_nearest(word, known, sizeof known / sizeof *known);
        if (near != NULL) diag_help(p->diags, diagnostic, "did you mean `%s`?", near);
        return;
    }
    if (is_column ? read_column(p, words) : read_param(p, words)) return;
    Diagnostic *diagnostic = diag_add(p->diags, DIAG_QUERY_ANNOTATION, line, "this annotation is not understood");
    diag_help(p->diags, diagnostic, "%s",
              is_column ? "`-- @column NAME not null` or `-- @column NAME null`" : "`-- @param NAME [$1] [null]`");
}

/* Lines of a paragraph are joined: the generated comment has a width of its own.  An empty line parts paragraphs. */
static void add_documentation(Parser *p, const Words *words)
{
    SgText *text = &p->documentation;
    size_t start = words->at, end = words->end;
    while (start < end && strchr(" \t", words->text[start]) != NULL) start++;
    while (end > start && strchr(" \t", words->text[end - 1]) != NULL) end--;
    bool is_inside = text->size > 0 && text->data[text->size - 1] != '\n';
    if (is_inside) sg_text_add_char(text, start == end ? '\n' : ' ');
    sg_text_add_bytes(text, words->text + start, end - start);
}

static void read_comment(Parser *p, const SqlToken *token)
{
    static const char header[] = "name:";
    Words words = {p->source->text, token->start + 2, token->end}, ahead = words;
    Span line = span_of(p, token->start, token->end);
    size_t start, end, size = strlen(header);
    bool has_word = next_word(&ahead, &start, &end);
    if (has_word && end - start >= size && memcmp(words.text + start, header, size) == 0) {
        ahead.at = start + size;
        read_header(p, ahead, line);
    } else if (p->is_open && p->query.sql_span.start == 0) {
        if (has_word && words.text[start] == '@') read_annotation(p, words, line);
        else add_documentation(p, &words);
    }
}

/* ---- Statements ---- */

static const char *statement_word(const Parser *p, const SqlToken *token)
{
    return sg_arena_strndup(p->arena, p->source->text + token->start, token->end - token->start);
}

/* What the server plans; the rest changes the session, the transaction or the schema. */
static const char *const query_words[] = {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "TABLE"};
enum { QUERY_WORDS = sizeof query_words / sizeof *query_words };

static bool is_query_word(const char *text, const SqlToken *token)
{
    if (token->kind == SQL_OTHER) return text[token->start] == '(';
    for (size_t i = 0; i < QUERY_WORDS; i++)
        if (sql_token_is(text, token, query_words[i])) return true;
    return false;
}

/* What follows in `sql` stands at `source` of the file. */
static void begin_piece(Parser *p, size_t source)
{
    p->copied = source;
    *list_add(p->arena, &p->query.pieces) = (QueryPiece){p->sql.size, p->source->base + (uint32_t)source};
}

/* The source up to `end`, its lines ended by LF: the same text in every checkout. */
static void copy_source(Parser *p, size_t end)
{
    const char *text = p->source->text;
    for (size_t at = p->copied; at + 1 < end; at++) {
        if (text[at] != '\r' || text[at + 1] != '\n') continue;
        sg_text_add_bytes(&p->sql, text + p->copied, at - p->copied);
        begin_piece(p, at + 1);
    }
    sg_text_add_bytes(&p->sql, text + p->copied, end - p->copied);
    p->copied = end;
}

static void begin_statement(Parser *p, const SqlToken *token)
{
    Span span = span_of(p, token->start, token->end);
    p->query.sql_span = span;
    begin_piece(p, token->start);
    if (is_query_word(p->source->text, token)) return;
    const char *word = statement_word(p, token);
    Diagnostic *diagnostic =
        fail(p, DIAG_QUERY_KIND, span, sg_arena_printf(p->arena, "`%s` does not begin a query", word));
    const char *near = diag_nearest(word, query_words, QUERY_WORDS);
    if (near != NULL) diag_help(p->diags, diagnostic, "did you mean `%s`?", near);
    else
        diag_help(p->diags, diagnostic,
                  "SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES or WITH; transactions are sg_begin() and sg_end(), "
                  "anything else is sg_execute()");
}

/* @name → its number. */
static void add_named(Parser *p, const SqlToken *token)
{
    const char *name = sg_arena_strndup(p->arena, p->source->text + token->start + 1, token->end - token->start - 1);
    size_t number = 1;
    while (number <= p->query.params.count && strcmp(p->query.params.items[number - 1].field.name, name) != 0) number++;
    param_at(p, number, span_of(p, token->start, token->end))->field.name = name;
    copy_source(p, token->start);
    sg_text_printf(&p->sql, "$%zu", number);
    begin_piece(p, token->end);
}

enum { PARAMS_MAX = 65535 }; /* of the protocol */

static void add_numbered(Parser *p, const SqlToken *token)
{
    unsigned long number = strtoul(p->source->text + token->start + 1, NULL, 10);
    Span span = span_of(p, token->start, token->end);
    if (number < 1 || number > PARAMS_MAX) {
        fail(p, DIAG_QUERY_PARAMETER, span, "parameters are numbered from $1 to $65535");
        return;
    }
    param_at(p, number, span);
}

static void read_token(Parser *p, const SqlToken *token)
{
    Span span = span_of(p, token->start, token->end);
    if (!p->is_open) {
        diag_help(p->diags, fail(p, DIAG_QUERY_HEADER, span, "SQL without a header"), "%s", header_help);
        return;
    }
    if (p->has_ended) {
        diag_help(p->diags, fail(p, DIAG_QUERY_STATEMENTS, span, "a second statement"),
                  "a query is one statement: give this one a header of its own");
        return;
    }
    if (p->query.sql_span.start == 0) begin_statement(p, token);
    if (!p->is_open) return;
    p->is_named |= token->kind == SQL_NAMED;
    p->is_numbered |= token->kind == SQL_PARAMETER;
    if (p->is_named && p->is_numbered)
        fail(p, DIAG_QUERY_PARAMETER, span, "a query has either @name or $1 parameters, not both");
    else if (token->kind == SQL_NAMED) add_named(p, token);
    else if (token->kind == SQL_PARAMETER) add_numbered(p, token);
    if (!p->is_open) return;
    p->query.sql_span.end = span.end;
    copy_source(p, token->end);
}

static void end_statement(Parser *p, const SqlToken *token)
{
    if (p->is_open && p->query.sql_span.start == 0)
        fail(p, DIAG_QUERY_STATEMENTS, span_of(p, token->start, token->end), "a `;` without a statement");
    p->has_ended = true;
}

void query_parse(SgArena *arena, const SourceFile *source, QueryFile *file, Diags *diags)
{
    Parser parser = {.arena = arena, .diags = diags, .source = source, .file = file};
    parser.sql.arena = parser.documentation.arena = arena;
    SqlToken token = {0};
    if (memchr(source->text, '\0', source->size) != NULL) {
        diag_add(diags, DIAG_QUERY_TEXT, span_of(&parser, 0, 0), "the file holds a NUL byte: it is not text");
        return;
    }
    if (strncmp(source->text, "\xEF\xBB\xBF", 3) == 0) token.end = 3; /* a byte order mark */
    while (sql_token_next(source->text, source->size, &token)) {
        if (token.kind == SQL_LINE_COMMENT) read_comment(&parser, &token);
        else if (token.is_open)
            fail(&parser, DIAG_QUERY_TEXT, span_of(&parser, token.start, token.start + 1),
                 "what begins here does not end");
        else if (parser.is_skipping || token.kind == SQL_BLOCK_COMMENT) continue;
        else if (token.kind == SQL_SEMICOLON) end_statement(&parser, &token);
        else read_token(&parser, &token);
    }
    finish_query(&parser);
}
