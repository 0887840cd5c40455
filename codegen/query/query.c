#include "query.h"

#include "map.h"

#include <string.h>

bool query_has_rows(const Query *query)
{
    return query->result != QUERY_EXEC;
}

void query_set_nullable(QueryValue *value, bool is_nullable)
{
    value->is_nullable = is_nullable;
    if (value->field.arity != ARITY_LIST) value->field.arity = is_nullable ? ARITY_OPTIONAL : ARITY_REQUIRED;
}

uint32_t query_source_offset(const Query *query, size_t offset)
{
    const QueryPiece *piece = &query->pieces.items[0];
    for (size_t i = 1; i < query->pieces.count && query->pieces.items[i].sql <= offset; i++)
        piece = &query->pieces.items[i];
    uint32_t source = piece->source + (uint32_t)(offset - piece->sql);
    return source < query->sql_span.end ? source : query->sql_span.end;
}

Span query_word_at(const Query *query, size_t offset)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$.";
    size_t size = strspn(query->sql + offset, letters);
    return (Span){query_source_offset(query, offset), query_source_offset(query, offset + (size > 0 ? size : 1))};
}

static QueryValue *find_column(Query *query, const char *name)
{
    for (size_t i = 0; i < query->columns.count; i++)
        if (strcmp(query->columns.items[i].field.name, name) == 0) return &query->columns.items[i];
    return NULL;
}

static void refuse_override(const Query *query, const QueryOverride *line, Diags *diags)
{
    LIST(const char *) names = {0};
    for (size_t i = 0; i < query->columns.count; i++)
        *list_add(diags->arena, &names) = query->columns.items[i].field.name;
    Diagnostic *diagnostic =
        diag_add(diags, DIAG_QUERY_ANNOTATION, line->span, "the query has no column `%s`", line->column);
    const char *near = diag_nearest(line->column, names.items, names.count);
    if (near != NULL) diag_help(diags, diagnostic, "did you mean `%s`?", near);
}

void query_override(Query *query, Diags *diags)
{
    for (size_t i = 0; i < query->overrides.count; i++) {
        const QueryOverride *line = &query->overrides.items[i];
        QueryValue *column = find_column(query, line->column);
        if (column == NULL) refuse_override(query, line, diags);
        else query_set_nullable(column, line->is_nullable);
    }
}

/* "exposure" of "queries/exposure.sql" */
static const char *base_name(SgArena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    return sg_arena_strndup(arena, name, strlen(name) - strlen(".sql"));
}

/* A function has one definition, in whatever file. */
static void refuse_twins(Queries *queries, QueryFile *file, SgMap *names, Diags *diags)
{
    size_t kept = 0;
    for (size_t i = 0; i < file->queries.count; i++) {
        Query *query = &file->queries.items[i];
        Span *first = sg_map_find(names, query->name);
        if (first != NULL) {
            Diagnostic *diagnostic =
                diag_add(diags, DIAG_QUERY_NAME_TAKEN, query->name_span, "there is a query `%s` already", query->name);
            diag_note(diags, diagnostic, *first, "the first one");
            continue;
        }
        Span *span = sg_arena_new(queries->arena, sizeof *span);
        *span = query->name_span;
        sg_map_put(names, queries->arena, query->name, span);
        file->queries.items[kept++] = *query;
    }
    file->queries.count = kept;
}

bool query_read(Sources *sources, Queries *queries, Diags *diags, const char **error)
{
    size_t first = sources->files.count;
    SgMap names = {0};
    if (!source_read_folder(sources, queries->folder, ".sql", error)) return false;
    for (size_t i = first; i < sources->files.count; i++) {
        const SourceFile *source = &sources->files.items[i];
        QueryFile *file = list_add(queries->arena, &queries->files);
        *file = (QueryFile){.path = source->path, .name = base_name(queries->arena, source->path)};
        query_parse(queries->arena, source, file, diags);
        refuse_twins(queries, file, &names, diags);
    }
    return true;
}
