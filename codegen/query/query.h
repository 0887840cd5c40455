/*
 * query.h - the application's own SQL, as values.
 *
 * A folder of .sql files holds queries, each below a line that names its function and says what it returns:
 *
 *     -- name: open_exposure :many
 *     -- What each account has at risk.                      documentation: any other line of the comment
 *     -- @param account_id $1                                a name for $1 (or write @account_id in the SQL)
 *     -- @param status nullable                              may be NULL
 *     -- @column exposure not null                           overrides what was inferred
 *     SELECT account_id, sum(quantity * limit_price) AS exposure FROM orders WHERE …;
 *
 * query_read() fills everything that the text says.  What the server says (types of parameters, columns) is
 * added by the describe room, or by query_cache_apply() from what it said before.
 */
#ifndef SCHEMAGEN_QUERY_H
#define SCHEMAGEN_QUERY_H

#include "diag.h"
#include "list.h"
#include "model.h"
#include "source.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum QueryResult {
    QUERY_ONE,  /* one row; none is a status, and so are several */
    QUERY_MANY, /* a list */
    QUERY_EACH, /* a visitor, in constant memory */
    QUERY_EXEC  /* no rows: how many were affected */
} QueryResult;

/* A parameter or a column.  `field` describes its type as a model's field has it: kind, native type with its
 * arguments, enum, arity (required, optional, list); `name` and `database_name` are the parameter's, the column's. */
typedef struct QueryValue {
    Field field;
    bool is_nullable; /* also of lists, whose arity does not say it; set by query_set_nullable() */
    Span span;        /* where a parameter is first used; of a column the query's name */
} QueryValue;

/* A line `-- @column NAME [not] null` */
typedef struct QueryOverride {
    const char *column;
    Span span;
    bool is_nullable;
} QueryOverride;

/* The SQL that is sent, from `sql` on, is the source's from `source` on: they differ behind every @name. */
typedef struct QueryPiece {
    size_t sql;      /* offset in Query.sql */
    uint32_t source; /* offset in the sources */
} QueryPiece;

typedef struct Query {
    const char *name; /* as written */
    Span name_span;
    QueryResult result;
    const char *documentation; /* lines; NULL when there is none */
    const char *sql;           /* one statement without its `;`, parameters as $1 … */
    Span sql_span;             /* its text in the file */
    LIST(QueryPiece) pieces;
    LIST(QueryValue) params; /* $1, $2, …; types only once described */
    LIST(QueryOverride) overrides;

    /* What the server says. */
    bool is_described;
    LIST(QueryValue) columns;
    const Model *model; /* whose table all columns come from; NULL: there is none such */
} Query;

typedef struct QueryFile {
    const char *path; /* as shown */
    const char *name; /* "exposure" of queries/exposure.sql */
    LIST(Query) queries;
} QueryFile;

typedef struct Queries {
    SgArena *arena;
    const char *folder;
    LIST(QueryFile) files; /* in byte order of their paths */
} Queries;

/*
 * Reads every .sql file of `folder` (not of folders in it) into `sources` and finds its queries.  What is wrong with
 * their text is diagnostics; those queries are left out.  False when the folder or a file cannot be read: `error`
 * says why.
 */
bool query_read(Sources *sources, Queries *queries, Diags *diags, const char **error);

/* Finds the queries of one file of the sources. */
void query_parse(SgArena *arena, const SourceFile *source, QueryFile *file, Diags *diags);

/* Where byte `offset` of query->sql stands in the sources. */
uint32_t query_source_offset(const Query *query, size_t offset);

/* The word at that byte: what carets stand under. */
Span query_word_at(const Query *query, size_t offset);

/* Applies the `@column` lines to the described columns; a line for a column that is not there is a diagnostic. */
void query_override(Query *query, Diags *diags);

/* Sets is_nullable, and the arity that follows from it (a list stays one). */
void query_set_nullable(QueryValue *value, bool is_nullable);

/* Does the query have rows? */
bool query_has_rows(const Query *query);

#endif
