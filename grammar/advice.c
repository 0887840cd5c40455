#include "advice.h"

#include "words.h"

#include <string.h>
#include <strings.h>

const char *const ADVICE_KEYWORDS[ADVICE_KEYWORD_COUNT] = {"model", "enum", "view", "type", "datasource", "generator"};

typedef struct Advice {
    const char *found;
    const char *help;
} Advice;

/* By the character that should not be there. */
static const Advice CHARACTERS[] = {
    {";", "lines end without `;`"},
    {"'", "strings stand in double quotes: `\"…\"`"},
    {"`", "strings stand in double quotes: `\"…\"`"},
    {"#", "comments begin with `//`"},
    {"--", "comments begin with `//`"},
    {"|", "a choice of values is an `enum`"},
    {"<", "a list is written `Type[]`"},
    {"@@", "an attribute with `@@` stands on a line of its own"},
};

/* By the word behind a field's type: SQL's way to say it. */
static const Advice WORDS[] = {
    {"primary", "a primary key is `@id`"},
    {"unique", "write `@unique`"},
    {"default", "write `@default(…)`"},
    {"references", "a foreign key is a relation field with `@relation(fields: […], references: […])`"},
    {"null", "a field that may be null has `?` behind its type"},
    {"optional", "a field that may be null has `?` behind its type"},
    {"not", "a field is required unless `?` stands behind its type"},
    {"required", "a field is required unless `?` stands behind its type"},
    {"autoincrement", "write `@default(autoincrement())`"},
    {"auto_increment", "write `@default(autoincrement())`"},
    {"id", "write `@id`"},
    {"index", "an index is `@@index([…])` on a line of its own"},
};

/* By the word that was meant to begin a block. */
static const Advice KEYWORDS[] = {
    {"table", "write `model`"},         {"class", "write `model`"},         {"struct", "write `model`"},
    {"entity", "write `model`"},        {"interface", "write `model`"},     {"schema", "write `model`"},
    {"create", "write `model Name {`"}, {"database", "write `datasource`"}, {"db", "write `datasource`"},
    {"client", "write `generator`"},
};

static const char *by_beginning(const char *text)
{
    for (size_t i = 0; i < sizeof CHARACTERS / sizeof *CHARACTERS; i++) {
        if (strncmp(text, CHARACTERS[i].found, strlen(CHARACTERS[i].found)) == 0) return CHARACTERS[i].help;
    }
    return NULL;
}

static const char *by_word(const Advice *advice, size_t count, const char *word, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(advice[i].found) == size && strncasecmp(advice[i].found, word, size) == 0) return advice[i].help;
    }
    return NULL;
}

/* Behind a field's type, or behind an enum's value. */
static const char *behind_member(const Parser *parser, const char *text)
{
    AstBlockKind kind = parser->block->kind;
    if (text[0] == ',') return "members end with their lines: remove the comma";
    if (kind == AST_ENUM && text[0] == '=') return "the value in the database is given with `@map(\"…\")`";
    if (kind == AST_ENUM) return "each value stands on a line of its own";
    if (text[0] == '=') return "a default is written `@default(…)`";
    if (text[0] == '(') return "a length or precision belongs to a native type: `@db.VarChar(255)`";
    const char *help = by_word(WORDS, sizeof WORDS / sizeof *WORDS, text, word_length(text, strcspn(text, "\r\n")));
    return help != NULL ? help : "an attribute begins with `@`";
}

const char *advice_for_member(Parser *parser, const char *text, const SyntaxError *error)
{
    const char *help = by_beginning(text);
    if (help != NULL) return help;
    if (parser->block == NULL || error->is_line_end) return NULL;
    bool wants_name = (error->expected & (EXPECT_NAME | EXPECT_TYPE)) != 0 && (error->expected & EXPECT_VALUE) == 0;
    if (error->is_invalid && wants_name) return "a name is letters, digits and `_`, and begins with a letter";
    if (error->expected == EXPECT_LINE_END) return "nothing may stand behind a comment or an attribute of the block";
    bool is_value = strchr("\"[{", text[0]) != NULL || word_length(text, 1) == 1;
    if ((error->expected & EXPECT_COMMA) && (error->expected & EXPECT_PAREN) && is_value) {
        return "arguments are separated by `,`, a name and its value by `:`";
    }
    bool is_config = parser->block->kind == AST_DATASOURCE || parser->block->kind == AST_GENERATOR;
    if (is_config) return (error->expected & EXPECT_EQUALS) ? "a property is written `key = value`" : NULL;
    if ((error->expected & EXPECT_ATTRIBUTE) && (error->expected & EXPECT_LINE_END)) return behind_member(parser, text);
    if (text[0] == '@')
        return "an attribute stands behind its field, on the same line; those of the block begin with `@@`";
    return NULL;
}

const char *advice_for_keyword(Parser *parser, const char *word)
{
    const char *help = by_word(KEYWORDS, sizeof KEYWORDS / sizeof *KEYWORDS, word, strlen(word));
    if (help != NULL) return help;
    const char *near = diag_nearest(word, ADVICE_KEYWORDS, ADVICE_KEYWORD_COUNT);
    if (near != NULL) return sg_arena_printf(parser->arena, "did you mean `%s`?", near);
    return "blocks begin with `model`, `enum`, `view`, `type`, `datasource` or `generator`";
}

const char *advice_for_line(const char *line)
{
    const char *help = by_beginning(line);
    if (help != NULL) return help;
    if (line[0] == '}') return "this `}` closes nothing: remove it, or look for one too many before it";
    return "blocks begin with `model`, `enum`, `view`, `type`, `datasource` or `generator`; fields stand between a "
           "block's `{` and `}`";
}
