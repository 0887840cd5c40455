#include "refusal.h"

#include "script.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define AMBIGUOUS_PARAMETER "42P08"
#define INDETERMINATE_TYPE "42P18"
#define SYNTAX_ERROR "42601"
#define UNDEFINED_TABLE "42P01"
#define UNDEFINED_FUNCTION "42883" /* and operator */
#define UNDEFINED_TYPE "42704"
#define UNDEFINED_SCHEMA "3F000"

typedef struct Refusal {
    SgArena *arena;
    const QueryDatabase *database;
    const Query *query;
    const char *sqlstate;
    const char *message;
    const char *hint, *detail; /* NULL */
    size_t offset;             /* in the query's SQL; of its end when the server gave none */
    bool has_position;
} Refusal;

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static bool is_state(const Refusal *refusal, const char *sqlstate)
{
    return strcmp(refusal->sqlstate, sqlstate) == 0;
}

static bool begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static Refusal read_refusal(const QueryDatabase *database, const Query *query, const PGresult *result, SgArena *arena)
{
    const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    size_t size = strlen(query->sql);
    return (Refusal){
        .arena = arena,
        .database = database,
        .query = query,
        .sqlstate = or_empty(PQresultErrorField(result, PG_DIAG_SQLSTATE)),
        .message = message == NULL ? "the server does not say why" : message,
        .hint = PQresultErrorField(result, PG_DIAG_MESSAGE_HINT),
        .detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL),
        .offset = position == NULL ? size : script_offset(query->sql, size, strtoul(position, NULL, 10)),
        .has_position = position != NULL,
    };
}

/* Not: a name in the query that no FROM introduces, which has the same code. */
static bool is_unknown_table(const Refusal *refusal)
{
    return is_state(refusal, UNDEFINED_TABLE) && begins(refusal->message, "relation");
}

/* ---- Parameters ---- */

/* The parameter that the server's words are about. */
static const QueryValue *find_param(const Refusal *refusal)
{
    const char *dollar = strchr(refusal->message, '$');
    unsigned long number = dollar == NULL ? 0 : strtoul(dollar + 1, NULL, 10);
    const Query *query = refusal->query;
    return number < 1 || number > query->params.count ? NULL : &query->params.items[number - 1];
}

/* False when it is not about the type of a parameter. */
static bool add_param(const Refusal *refusal, Diags *diags)
{
    bool is_ambiguous = is_state(refusal, AMBIGUOUS_PARAMETER) && begins(refusal->message, "inconsistent");
    bool is_open = is_state(refusal, INDETERMINATE_TYPE) || is_state(refusal, AMBIGUOUS_PARAMETER);
    const QueryValue *param = is_open ? find_param(refusal) : NULL;
    if (param == NULL) return false;
    Diagnostic *diagnostic = diag_add(diags, DIAG_QUERY_PARAMETER, param->span, "the type of parameter `%s` %s",
                                      param->field.name, is_ambiguous ? "is not always the same" : "cannot be told");
    diag_help(diags, diagnostic, "%s%swrite its type behind it in the SQL: `::bigint`",
              is_ambiguous ? or_empty(refusal->detail) : "", is_ambiguous && refusal->detail != NULL ? ": " : "");
    return true;
}

/* ---- Help ---- */

/* Tables are called as their models are: with capitals, often, and then they need quotes. */
static const char *near_table(const Refusal *refusal)
{
    LIST(const char *) names = {0};
    const Schema *schema = refusal->database->schemas->model;
    const char *quote = strchr(refusal->message, '"');
    if (quote == NULL) return NULL;
    const char *word = sg_arena_strndup(refusal->arena, quote + 1, strcspn(quote + 1, "\""));
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (size_t i = 0; i < schema->models.count; i++) {
        const char *name = schema->models.items[i]->database_name;
        bool needs_quotes = strpbrk(name, capitals) != NULL && strcasecmp(name, word) == 0;
        if (is_unknown_table(refusal) || needs_quotes) *list_add(refusal->arena, &names) = name;
    }
    if (strrchr(word, '.') != NULL) word = strrchr(word, '.') + 1;
    return diag_nearest(word, names.items, names.count);
}

static bool is_foreign_param(const Refusal *refusal)
{
    const char *sql = refusal->query->sql;
    size_t before = refusal->offset;
    while (before > 0 && strchr(" \t\r\n", sql[before - 1]) != NULL) before--;
    return sql[refusal->offset] == ':' || (before > 0 && sql[before - 1] == '?');
}

/* `id=@id`: to PostgreSQL, `=@` is one operator. */
static bool is_glued_param(const Refusal *refusal)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    const char *sign = refusal->query->sql + refusal->offset;
    size_t size = strspn(sign, "+-*/<>=~!@#%^&|`?");
    return size > 1 && sign[size - 1] == '@' && strspn(sign + size, letters) > 0;
}

/* A table, function, type or schema that a migration might make. */
static bool is_unknown_object(const Refusal *refusal)
{
    static const char *const states[] = {UNDEFINED_FUNCTION, UNDEFINED_TYPE, UNDEFINED_SCHEMA};
    if (refusal->database->migrations != NULL || begins(refusal->message, "operator")) return false;
    if (is_unknown_table(refusal)) return true;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (is_state(refusal, states[i])) return true;
    return false;
}

static const char *help_of(const Refusal *refusal)
{
    bool may_be_table = is_unknown_table(refusal) || is_state(refusal, SYNTAX_ERROR);
    const char *table = may_be_table ? near_table(refusal) : NULL;
    if (table != NULL) return sg_arena_printf(refusal->arena, "the schema has a table \"%s\", in quotes", table);
    if (is_state(refusal, SYNTAX_ERROR) && is_foreign_param(refusal)) return "a parameter is written @name, or $1";
    if (is_state(refusal, UNDEFINED_FUNCTION) && is_glued_param(refusal))
        return "a parameter stands behind a blank: `= @name`";
    if (!is_unknown_object(refusal)) return refusal->hint;
    return sg_arena_printf(refusal->arena,
                           "%s%sif a migration makes it, `migrations = \"../migrations\"` in the generator block lets "
                           "queries use it",
                           or_empty(refusal->hint), refusal->hint == NULL ? "" : "\n      ");
}

void refusal_add(const QueryDatabase *database, const Query *query, const PGresult *result, Diags *diags)
{
    Refusal refusal = read_refusal(database, query, result, diags->arena);
    if (add_param(&refusal, diags)) return;
    Span span = refusal.has_position ? query_word_at(query, refusal.offset) : query->name_span;
    Diagnostic *diagnostic = diag_add(diags, DIAG_QUERY_REFUSED, span, "%s", refusal.message);
    const char *help = help_of(&refusal);
    if (help != NULL) diag_help(diags, diagnostic, "%s", help);
}
