#include "script.h"

#include "sql_token.h"
#include "text.h"
#include "utf8.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

typedef struct Splitter {
    SgArena *arena;
    const char *text;
    size_t size;
    Script *script;
    const Failure *failure;

    /* of the statement being read */
    bool has_token;
    Statement statement;
    int parentheses;
    int bodies;    /* open BEGIN ATOMIC … END and CASE … END in it */
    size_t words;  /* words so far, those in parentheses included */
    char heads[4]; /* of the first four words: 'c'reate, 'o'r, 'r'eplace, 'f'unction, 'p'rocedure; 0 others */
    const char *first_word;
    size_t first_size;
    const char *second_word;
    size_t second_size;
    const char *last_word;
    size_t last_size;
} Splitter;

static void fail_at(Splitter *s, size_t offset, const char *what)
{
    if (s->failure != NULL) return;
    s->failure = failure_new(s->arena, NULL, "line %zu: %s", script_line(s->text, s->size, offset), what);
}

static bool word_is(const char *word, size_t size, const char *expected)
{
    return word != NULL && strlen(expected) == size && strncasecmp(word, expected, size) == 0;
}

/* ---- words ---- */

/* As psql does it: a function or procedure may have a body of statements, BEGIN ATOMIC … END. */
static void follow_body(Splitter *s, const char *word, size_t size)
{
    static const char *const telling[] = {"create", "or", "replace", "function", "procedure"};
    if (s->words < sizeof s->heads) {
        for (size_t i = 0; i < sizeof telling / sizeof *telling; i++) {
            if (word_is(word, size, telling[i])) s->heads[s->words] = telling[i][0];
        }
    }
    const char *h = s->heads;
    bool is_routine =
        h[0] == 'c' && (h[1] == 'f' || h[1] == 'p' || (h[1] == 'o' && h[2] == 'r' && (h[3] == 'f' || h[3] == 'p')));
    if (!is_routine || s->parentheses > 0) return;
    if (word_is(word, size, "begin")) s->bodies++;
    else if (word_is(word, size, "case") && s->bodies > 0) s->bodies++;
    else if (word_is(word, size, "end") && s->bodies > 0) s->bodies--;
}

static void read_word(Splitter *s, const char *word, size_t size)
{
    follow_body(s, word, size);
    if (s->words == 0) {
        s->first_word = word;
        s->first_size = size;
    } else if (s->words == 1) {
        s->second_word = word;
        s->second_size = size;
    }
    s->last_word = word;
    s->last_size = size;
    s->statement.is_concurrent |= word_is(word, size, "concurrently");
    s->words++;
}

static bool is_any(const char *word, size_t size, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (word_is(word, size, *words)) return true;
    }
    return false;
}

static void classify(Splitter *s, Statement *statement)
{
    static const char *const control[] = {"begin", "start",     "commit",  "end",     "rollback",
                                          "abort", "savepoint", "release", "prepare", NULL};
    static const char *const alone[] = {"vacuum",  "cluster",    "reindex", "call", "do",
                                        "discard", "checkpoint", "repack",  NULL};
    static const char *const makes[] = {"create", "alter", "drop", NULL};
    static const char *const global[] = {"database", "tablespace", "system", "subscription", NULL};
    statement->controls_transaction = is_any(s->first_word, s->first_size, control);
    statement->needs_own_call =
        statement->is_concurrent || is_any(s->first_word, s->first_size, alone) ||
        (is_any(s->first_word, s->first_size, makes) && is_any(s->second_word, s->second_size, global));
}

/* ---- statements ---- */

static void begin_token(Splitter *s, size_t start)
{
    if (s->has_token) return;
    s->has_token = true;
    s->statement = (Statement){.start = start};
}

static void reset_statement(Splitter *s)
{
    s->has_token = false;
    s->parentheses = 0;
    s->bodies = 0;
    s->words = 0;
    memset(s->heads, 0, sizeof s->heads);
    s->first_word = s->second_word = s->last_word = NULL;
    s->first_size = s->second_size = s->last_size = 0;
}

static void end_statement(Splitter *s)
{
    bool is_inline_copy = word_is(s->first_word, s->first_size, "copy") && word_is(s->last_word, s->last_size, "stdin");
    if (s->has_token && is_inline_copy)
        fail_at(s, s->statement.start,
                "COPY FROM STDIN with its data in the script needs psql: write INSERT statements");
    if (s->has_token && s->failure == NULL) {
        classify(s, &s->statement);
        *list_add(s->arena, &s->script->statements) = s->statement;
    }
    reset_statement(s);
}

/* The text ends within the token. */
static void fail_open(Splitter *s, const SqlToken *token)
{
    const char *what = "the string that begins here does not end";
    if (token->kind == SQL_BLOCK_COMMENT) what = "the comment that begins here does not end";
    if (token->kind == SQL_NAME) what = "the name that begins here does not end";
    if (token->kind == SQL_STRING && s->text[token->start] == '$')
        what = "the dollar-quoted text that begins here does not end";
    fail_at(s, token->start, what);
}

static void read_token(Splitter *s, const SqlToken *token)
{
    const char *text = s->text + token->start;
    begin_token(s, token->start);
    if (token->is_open) fail_open(s, token);
    if (token->kind == SQL_WORD) read_word(s, text, token->end - token->start);
    if (token->kind == SQL_OTHER && *text == '\\')
        fail_at(s, token->start, "psql commands (\\…) are not SQL: only psql understands them");
    if (token->kind == SQL_OTHER && *text == '(') s->parentheses++;
    if (token->kind == SQL_OTHER && *text == ')' && s->parentheses > 0) s->parentheses--;
    s->statement.end = token->end;
}

static void split(Splitter *s)
{
    SqlToken token = {0};
    while (s->failure == NULL && sql_token_next(s->text, s->size, &token)) {
        bool is_end = token.kind == SQL_SEMICOLON && s->parentheses == 0 && s->bodies == 0;
        if (is_end) end_statement(s);
        else if (token.kind == SQL_BLOCK_COMMENT && token.is_open) fail_open(s, &token);
        else if (token.kind != SQL_BLOCK_COMMENT && token.kind != SQL_LINE_COMMENT) read_token(s, &token);
    }
    if (s->failure == NULL) end_statement(s);
}

/* Editors on Windows put a byte order mark first; the server would take it for a character. */
static size_t mark_size(const char *text, size_t size)
{
    return size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

const Failure *script_split(SgArena *arena, const char *text, size_t size, Script *out)
{
    size_t mark = mark_size(text, size);
    Script script = {.text = text + mark, .size = size - mark, .is_unwrapped = script_is_unwrapped(text, size)};
    Splitter splitter = {.arena = arena, .text = script.text, .size = script.size, .script = &script};
    const char *nul = memchr(script.text, '\0', script.size);
    if (nul != NULL) fail_at(&splitter, (size_t)(nul - script.text), "the script has a NUL byte");
    split(&splitter);
    if (splitter.failure == NULL) *out = script;
    return splitter.failure;
}

bool script_is_unwrapped(const char *text, size_t size)
{
    static const char marker[] = "schemagen: no-transaction";
    size_t at = mark_size(text, size);
    if (size - at < 2 || memcmp(text + at, "--", 2) != 0) return false;
    at += 2;
    while (at < size && text[at] == ' ') at++;
    if (size - at < sizeof marker - 1 || memcmp(text + at, marker, sizeof marker - 1) != 0) return false;
    at += sizeof marker - 1;
    while (at < size && (text[at] == ' ' || text[at] == '\r')) at++;
    return at == size || text[at] == '\n';
}

/* ---- places ---- */

const char *script_statement(SgArena *arena, const Script *script, size_t index)
{
    const Statement *statement = &script->statements.items[index];
    return sg_arena_strndup(arena, script->text + statement->start, statement->end - statement->start);
}

const char *script_summary(SgArena *arena, const Script *script, size_t index)
{
    enum { LIMIT = 70 };
    const char *statement = script_statement(arena, script, index);
    size_t size = strcspn(statement, "\r\n");
    if (size <= LIMIT) return sg_arena_strndup(arena, statement, size);
    return sg_arena_printf(arena, "%.*s…", (int)sg_utf8_floor(statement, LIMIT), statement);
}

size_t script_offset(const char *text, size_t size, size_t character)
{
    size_t at = 0;
    for (size_t seen = 1; seen < character && at < size; seen++) {
        at++;
        while (at < size && ((unsigned char)text[at] & 0xC0) == 0x80) at++;
    }
    return at;
}

size_t script_line(const char *text, size_t size, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset && i < size; i++) line += text[i] == '\n';
    return line;
}

static size_t line_start(const char *text, size_t offset)
{
    while (offset > 0 && text[offset - 1] != '\n') offset--;
    return offset;
}

static size_t line_end(const char *text, size_t size, size_t offset)
{
    while (offset < size && text[offset] != '\n' && text[offset] != '\r') offset++;
    return offset;
}

const char *script_excerpt(SgArena *arena, const char *text, size_t size, size_t offset)
{
    SgText out = {.arena = arena};
    if (offset > size) offset = size;
    size_t last = line_start(text, offset), first = last;
    for (int i = 0; i < 3 && first > 0; i++) first = line_start(text, first - 1);
    for (size_t at = first; at <= last;) {
        size_t end = line_end(text, size, at);
        sg_text_printf(&out, "%4zu | %.*s\n", script_line(text, size, at), (int)(end - at), text + at);
        while (end < size && text[end] != '\n') end++;
        if (end >= size) break;
        at = end + 1;
    }
    sg_text_add(&out, "     | ");
    for (size_t i = last; i < offset; i++) {
        bool is_inside_character = ((unsigned char)text[i] & 0xC0) == 0x80;
        if (!is_inside_character) sg_text_add_char(&out, text[i] == '\t' ? '\t' : ' ');
    }
    sg_text_add_char(&out, '^');
    return sg_text_get(&out);
}
