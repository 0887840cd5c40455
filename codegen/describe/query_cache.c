#include "query_cache.h"

#include "checksum.h"
#include "map.h"
#include "value_type.h"

#include <string.h>

static const char *query_sum(SgArena *arena, const Query *query)
{
    SgText text = {.arena = arena};
    sg_text_add(&text, query->sql);
    for (size_t i = 0; i < query->params.count; i++)
        sg_text_add(&text, query->params.items[i].is_nullable ? "\nnull" : "\nnot null");
    return checksum_of(arena, sg_text_get(&text), text.size);
}

/* ---- Reading ---- */

typedef struct Reader {
    SgArena *arena;
    const Schema *schema;
    const char *schema_sum;
    SgMap queries;   /* by name */
    bool is_current; /* the text is of this schema */
    Query *query;    /* whose lines are being read; NULL: of none that counts */
    Query answer;
    size_t params;
} Reader;

/* The next word of the line, cut off; "" at its end. */
static char *next_word(char **line)
{
    char *word = *line + strspn(*line, " ");
    char *end = word + strcspn(word, " ");
    *line = *end == '\0' ? end : end + 1;
    *end = '\0';
    return word;
}

/* An answer counts when it is whole. */
static void finish_answer(Reader *reader)
{
    if (reader->query != NULL && reader->params == reader->query->params.count) {
        *reader->query = reader->answer;
        reader->query->is_described = true;
    }
    reader->query = NULL;
}

static void read_query(Reader *reader, char *line)
{
    Query *query = sg_map_find(&reader->queries, next_word(&line));
    if (!reader->is_current || query == NULL || query->is_described) return;
    if (strcmp(next_word(&line), query_sum(reader->arena, query)) != 0) return;
    reader->query = query;
    reader->answer = *query;
    reader->params = 0;
}

static void read_param(Reader *reader, char *line)
{
    bool is_known = reader->params < reader->answer.params.count;
    if (is_known)
        is_known =
            value_type_parse(reader->schema, next_word(&line), &reader->answer.params.items[reader->params].field);
    if (is_known) reader->params++;
    else reader->query = NULL;
}

static void read_column(Reader *reader, char *line)
{
    QueryValue column = {.span = reader->query->name_span};
    bool is_nullable = strcmp(next_word(&line), "not") != 0;
    if (!is_nullable) next_word(&line);
    bool is_known = value_type_parse(reader->schema, next_word(&line), &column.field);
    query_set_nullable(&column, is_nullable);
    column.field.name = column.field.database_name = sg_arena_strdup(reader->arena, line + strspn(line, " "));
    if (is_known) *list_add(reader->arena, &reader->answer.columns) = column;
    else reader->query = NULL;
}

static void read_model(Reader *reader, char *line)
{
    reader->answer.model = model_find(reader->schema, next_word(&line));
    if (reader->answer.model == NULL) reader->query = NULL;
}

static void read_line(Reader *reader, char *line)
{
    char *word = next_word(&line);
    if (strcmp(word, "schema") == 0) {
        reader->is_current = strcmp(next_word(&line), reader->schema_sum) == 0;
    } else if (strcmp(word, "query") == 0) {
        finish_answer(reader);
        read_query(reader, line);
    } else if (reader->query != NULL && strcmp(word, "param") == 0) {
        read_param(reader, line);
    } else if (reader->query != NULL && strcmp(word, "column") == 0) {
        read_column(reader, line);
    } else if (reader->query != NULL && strcmp(word, "model") == 0) {
        read_model(reader, line);
    }
}

size_t query_cache_apply(const char *text, const Schema *schema, const char *database_text, Queries *queries)
{
    SgArena *arena = queries->arena;
    Reader reader = {.arena = arena, .schema = schema};
    reader.schema_sum = checksum_of(arena, database_text, strlen(database_text));
    size_t missing = 0;
    for (size_t i = 0; i < queries->files.count; i++) {
        QueryFile *file = &queries->files.items[i];
        for (size_t k = 0; k < file->queries.count; k++)
            sg_map_put(&reader.queries, arena, file->queries.items[k].name, &file->queries.items[k]);
    }
    while (*text != '\0') {
        size_t size = strcspn(text, "\r\n");
        read_line(&reader, sg_arena_strndup(arena, text, size));
        text += size;
        text += strspn(text, "\r\n");
    }
    finish_answer(&reader);
    for (size_t i = 0; i < queries->files.count; i++)
        for (size_t k = 0; k < queries->files.items[i].queries.count; k++)
            if (!queries->files.items[i].queries.items[k].is_described) missing++;
    return missing;
}

/* ---- Writing ---- */

static void add_column(SgArena *arena, const QueryValue *column, SgText *out)
{
    SgText type = {.arena = arena};
    value_type_format(&column->field, &type);
    sg_text_printf(out, "column %s %-16s %s\n", column->is_nullable ? "null    " : "not null", sg_text_get(&type),
                   column->field.name);
}

static void add_query(SgArena *arena, const Query *query, SgText *out)
{
    sg_text_printf(out, "\nquery %s %s\n", query->name, query_sum(arena, query));
    for (size_t i = 0; i < query->params.count; i++) {
        sg_text_add(out, "param ");
        value_type_format(&query->params.items[i].field, out);
        sg_text_add_char(out, '\n');
    }
    for (size_t i = 0; i < query->columns.count; i++) add_column(arena, &query->columns.items[i], out);
    if (query->model != NULL) sg_text_printf(out, "model %s\n", query->model->name);
}

void query_cache_format(const char *database_text, const Queries *queries, SgText *out)
{
    SgArena *arena = queries->arena;
    sg_text_add(
        out, "# What PostgreSQL says of the queries of this folder.  Written by `schemagen generate`; commit it.\n\n");
    sg_text_printf(out, "schema %s\n", checksum_of(arena, database_text, strlen(database_text)));
    for (size_t i = 0; i < queries->files.count; i++)
        for (size_t k = 0; k < queries->files.items[i].queries.count; k++)
            add_query(arena, &queries->files.items[i].queries.items[k], out);
}
