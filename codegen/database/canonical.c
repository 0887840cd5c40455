/*
 * canonical.c - asking the server for its spelling.
 *
 * Each question is a segment of one pipeline: a savepoint, a temporary table like the one described, the definition,
 * and the query that reads it back; then, in a segment of its own because it must run after a failure too, the way
 * back to the savepoint.  So one wrong expression spoils only its own answer, and all of them cost one round trip.
 */
#include "canonical.h"

#include "catalog_sql.h"
#include "quote.h"
#include "sql_words.h"
#include "text.h"

#include <string.h>
#include <strings.h>

typedef struct Question {
    const Table *table;     /* described, after renames: what the temporary table is like */
    const char *definition; /* SQL that puts the definition on the table `pg_temp.schemagen_probe` */
    const char **answer;
} Question;

typedef struct Questions {
    SgArena *arena;
    LIST(EnumLabel) labels; /* values that are to be renamed, in that order: the server has them under the old names */
    LIST(Question) items;
} Questions;

/* Whichever of the three the definition was. */
static const char answer_sql[] =
    "SELECT coalesce("
    "(SELECT pg_catalog.pg_get_expr(i.indpred, i.indrelid) FROM pg_catalog.pg_index i WHERE i.indrelid = t.oid),"
    "(SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d WHERE d.adrelid = t.oid),"
    "(SELECT pg_catalog.format_type(coalesce(e.oid, a.atttypid), a.atttypmod) FROM pg_catalog.pg_attribute a"
    " JOIN pg_catalog.pg_type y ON y.oid = a.atttypid LEFT JOIN pg_catalog.pg_type e ON e.oid = y.typelem"
    " AND y.typlen = -1 AND y.typtype = 'b' WHERE a.attrelid = t.oid AND a.attname = 'schemagen_type'))"
    " FROM (SELECT 'pg_temp.schemagen_probe'::regclass AS oid) t";

static void ask(Questions *questions, const Table *table, const char *definition, const char **answer)
{
    *list_add(questions->arena, &questions->items) = (Question){table, definition, answer};
}

static void ask_default(Questions *questions, const Table *table, const Column *described, Column *wanted)
{
    const ColumnDefault *value = &wanted->default_value;
    if (value->kind != COLUMN_DEFAULT_EXPRESSION || value->text[0] == '\0' || described->default_sql == NULL ||
        described->is_generated)
        return;
    if (strcasecmp(value->text, described->default_sql) == 0) {
        wanted->default_canonical = described->default_sql;
        return;
    }
    ask(questions, table,
        sg_arena_printf(questions->arena, "ALTER TABLE pg_temp.schemagen_probe ALTER COLUMN %s SET DEFAULT %s",
                        quoted_identifier(questions->arena, wanted->name), value->text),
        &wanted->default_canonical);
}

static void ask_type(Questions *questions, const Table *table, const Column *described, Column *wanted)
{
    if (wanted->type.kind != TYPE_OTHER || described->type.kind != TYPE_OTHER) return;
    if (strcasecmp(wanted->type.sql, described->type.sql) == 0) {
        wanted->type.canonical = described->type.sql;
        return;
    }
    ask(questions, table,
        sg_arena_printf(questions->arena, "ALTER TABLE pg_temp.schemagen_probe ADD COLUMN schemagen_type %s",
                        wanted->type.sql),
        &wanted->type.canonical);
}

/* Is there a partial index with another predicate, which may mean the same? */
static bool has_other_predicate(const Table *table, const char *where)
{
    bool has_other = false;
    for (size_t i = 0; i < table->indexes.count; i++) {
        const char *described = table->indexes.items[i].where;
        if (described != NULL && strcasecmp(described, where) != 0) has_other = true;
    }
    return has_other;
}

static const char *with_old_labels(const Questions *questions, const char *where)
{
    for (size_t i = questions->labels.count; i > 0; i--) {
        const EnumLabel *label = &questions->labels.items[i - 1];
        EnumLabel back = {label->type, label->new_name, label->name};
        where = sql_words_label_renamed(questions->arena, where, &back, true);
    }
    return where;
}

static const char *with_new_labels(const Questions *questions, const char *where)
{
    for (size_t i = 0; i < questions->labels.count; i++)
        where = sql_words_label_renamed(questions->arena, where, &questions->labels.items[i], false);
    return where;
}

/* The index is over a constant: its columns do not matter to the predicate. */
static void ask_predicate(Questions *questions, const Table *table, Index *wanted)
{
    if (wanted->where == NULL || !has_other_predicate(table, wanted->where)) return;
    ask(questions, table,
        sg_arena_printf(questions->arena, "CREATE INDEX ON pg_temp.schemagen_probe ((1)) WHERE (%s)",
                        with_old_labels(questions, wanted->where)),
        &wanted->where_canonical);
}

static void ask_table(Questions *questions, const Table *described, Table *wanted)
{
    for (size_t i = 0; i < wanted->columns.count; i++) {
        Column *column = &wanted->columns.items[i];
        const Column *other = database_find_column(described, column->name);
        if (other == NULL) continue;
        ask_default(questions, described, other, column);
        ask_type(questions, described, other, column);
    }
    for (size_t i = 0; i < wanted->indexes.count; i++) ask_predicate(questions, described, &wanted->indexes.items[i]);
}

static bool send(PGconn *connection, const char *sql)
{
    return PQsendQueryParams(connection, sql, 0, NULL, NULL, NULL, NULL, 0) == 1;
}

static bool send_renames(PGconn *connection, SgArena *arena, const Table *table)
{
    bool ok = true;
    for (size_t i = 0; ok && table->origin != NULL && i < table->columns.count; i++) {
        const char *old = table->origin->columns.items[i].name, *new = table->columns.items[i].name;
        if (strcmp(old, new) == 0) continue;
        const char *rename = sg_arena_printf(arena, "ALTER TABLE pg_temp.schemagen_probe RENAME COLUMN %s TO %s",
                                             quoted_identifier(arena, old), quoted_identifier(arena, new));
        ok = send(connection, rename);
    }
    return ok;
}

static bool send_question(PGconn *connection, SgArena *arena, const Database *described, const Question *question)
{
    const Table *table = question->table->origin != NULL ? question->table->origin : question->table;
    const char *schema = table->schema != NULL ? table->schema : described->default_schema;
    const char *create = sg_arena_printf(arena, "CREATE TEMPORARY TABLE schemagen_probe (LIKE %s.%s)",
                                         quoted_identifier(arena, schema), quoted_identifier(arena, table->name));
    return send(connection, "SAVEPOINT schemagen_probe") && send(connection, create) &&
           send_renames(connection, arena, question->table) && send(connection, question->definition) &&
           send(connection, answer_sql) && PQpipelineSync(connection) == 1 &&
           send(connection, "ROLLBACK TO SAVEPOINT schemagen_probe") &&
           send(connection, "RELEASE SAVEPOINT schemagen_probe") && PQpipelineSync(connection) == 1;
}

static bool send_all(PGconn *connection, const Questions *questions, const Database *described)
{
    const char *search_path = quoted_identifier(questions->arena, described->default_schema);
    bool ok = send(connection, "BEGIN") &&
              PQsendQueryParams(connection, catalog_settings_sql, 1, NULL, &search_path, NULL, NULL, 0) == 1 &&
              PQpipelineSync(connection) == 1;
    for (size_t i = 0; ok && i < questions->items.count; i++)
        ok = send_question(connection, questions->arena, described, &questions->items.items[i]);
    return ok && send(connection, "ROLLBACK") && PQpipelineSync(connection) == 1;
}

/* Takes results up to the next end of a segment; the text of the only rows among them, or NULL.  False when the
 * connection broke. */
static bool receive_segment(PGconn *connection, SgArena *arena, const char **answer)
{
    int empty = 0; /* two without a result in a row: there is nothing more to come */
    while (empty < 2) {
        PGresult *result = PQgetResult(connection);
        ExecStatusType status = PQresultStatus(result);
        empty = result == NULL ? empty + 1 : 0;
        if (status == PGRES_TUPLES_OK && PQntuples(result) == 1 && !PQgetisnull(result, 0, 0) && answer != NULL)
            *answer = sg_arena_strdup(arena, PQgetvalue(result, 0, 0));
        PQclear(result);
        if (status == PGRES_PIPELINE_SYNC) return true;
    }
    return false;
}

static void receive_all(PGconn *connection, const Questions *questions)
{
    bool ok = receive_segment(connection, questions->arena, NULL);
    for (size_t i = 0; ok && i < questions->items.count; i++) {
        const char **answer = questions->items.items[i].answer;
        ok = receive_segment(connection, questions->arena, answer) &&
             receive_segment(connection, questions->arena, NULL);
        if (*answer != NULL) *answer = with_new_labels(questions, *answer);
    }
    if (ok) receive_segment(connection, questions->arena, NULL);
}

static void find_labels(Questions *questions, const Database *described, const Database *renamed,
                        const Renames *renames)
{
    for (size_t i = 0; i < renames->items.count; i++) {
        const Rename *rename = &renames->items.items[i];
        const EnumType *type =
            rename->kind == RENAME_ENUM_VALUE ? database_find_enum(renamed, rename->schema, rename->owner) : NULL;
        if (type == NULL) continue;
        *list_add(questions->arena, &questions->labels) =
            (EnumLabel){described->enums.items[type->index]->name, rename->name, rename->new_name};
    }
}

void database_canonicalize(PGconn *connection, SgArena *arena, const Database *described, Database *wanted,
                           const Renames *renames)
{
    Questions questions = {.arena = arena};
    const Database *renamed = database_renamed(arena, described, renames);
    find_labels(&questions, described, renamed, renames);
    for (size_t i = 0; i < wanted->tables.count; i++) {
        Table *table = wanted->tables.items[i];
        const Table *other = database_find_table(renamed, table->schema, table->name);
        if (other != NULL) ask_table(&questions, other, table);
    }
    if (questions.items.count == 0 || PQenterPipelineMode(connection) != 1) return;
    if (send_all(connection, &questions, described)) receive_all(connection, &questions);
    PQexitPipelineMode(connection);
}
