/*
 * What is said of columns that cannot be NULL, against what a server answers.
 *
 * A case is a query and a letter per column:
 *
 *     n   proven: never NULL                  no answer may have a NULL there
 *     ?   may be NULL                         one of the answers must have one, or the word is too weak
 *     ~   never NULL, and not proven          no answer has one: a limit of the analysis, put up with
 *
 * Each query is run on tables with rows and on empty ones, each time in a transaction that is rolled back.
 */
#include "describe.h"
#include "scratch.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* t: a, s, j, l, f, r are NOT NULL, b is not.  u: t_id and y may be NULL. */
static const char tables[] =
    "CREATE TABLE t (id int PRIMARY KEY, a int NOT NULL, b int, s text NOT NULL, j jsonb NOT NULL, l int[] NOT NULL,"
    " f bool NOT NULL, d timestamptz NOT NULL DEFAULT now(), p int GENERATED ALWAYS AS (a + 1) STORED);"
    "CREATE TABLE u (id int PRIMARY KEY, t_id int REFERENCES t, x int NOT NULL, y int);"
    "CREATE TABLE tree (id int PRIMARY KEY, parent int, name text NOT NULL);"
    "CREATE VIEW joined AS SELECT t.id, t.b, u.x, coalesce(u.y, 0) AS y FROM t LEFT JOIN u ON u.t_id = t.id;"
    "CREATE MATERIALIZED VIEW kept AS SELECT id, b, x, y, count(*) AS n FROM joined GROUP BY id, b, x, y;"
    "CREATE VIEW triggered AS SELECT DISTINCT id, a FROM t;"
    "CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.id = NULL; NEW.a = NULL; RETURN NEW; END';"
    "CREATE TRIGGER triggered INSTEAD OF UPDATE ON triggered FOR EACH ROW EXECUTE FUNCTION forget();"
    "CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT NULLIF($1 * 2, 2)';"
    "CREATE DOMAIN positive AS int NOT NULL CHECK (value > 0);";

static const char rows[] =
    "INSERT INTO t (id, a, b, s, j, l, f) VALUES (1, 1, NULL, 'one', '{\"k\": null}', '{1,NULL}', true),"
    " (2, 0, 5, 'two', '{\"k\": 1}', '{}', false), (3, 3, 6, 'one', '{}', '{3}', true);"
    "INSERT INTO u VALUES (1, 1, 10, NULL), (2, NULL, 20, 3), (4, 1, 30, 4);"
    "INSERT INTO tree VALUES (1, NULL, 'root'), (2, 1, 'leaf');"
    "REFRESH MATERIALIZED VIEW kept;";

typedef struct Case {
    const char *columns;
    const char *sql;
} Case;

static const Case cases[] = {
    /* columns and constants */
    {"nn?nnn", "SELECT id, a, b, s, f, d FROM t"},
    {"n?", "SELECT 1 AS one, NULL::int AS none"},
    {"~", "SELECT p FROM t"}, /* the server computes it, and has no NOT NULL for it */
    {"nn", "SELECT ctid::text AS place, tableoid::int AS table FROM t"},

    /* operators, functions, casts */
    {"n?n?", "SELECT a + 1 AS a1, b + 1 AS b1, a = 1 AS eq, b = 1 AS eqb FROM t"},
    {"nn?", "SELECT s || 'x' AS x, upper(s) AS up, s || b AS sb FROM t"},
    {"nnn?", "SELECT a::text AS t1, a::bigint AS t2, s::varchar(2) AS t3, b::text AS t4 FROM t"},
    {"?n?", "SELECT j -> 'k' AS k, j || '{}' AS jj, j ->> 'k' AS kt FROM t"},
    {"?n?", "SELECT l[1] AS first, cardinality(l) AS size, array_length(l, 1) AS length FROM t"},
    {"?~", "SELECT twice(a) AS mine, twice(a + 10) AS larger FROM t"},
    {"nn?", "SELECT concat(b, s) AS c, concat(b) AS d, substring(s, 'x') AS e FROM t"},
    {"n?", "SELECT now() AS t, nullif(a, 1) AS n FROM t"},
    {"?", "SELECT to_char(d, '') AS t FROM t"},
    {"?", "SELECT to_number('1', '') AS n"},
    {"?n", "SELECT 'infinity'::timestamptz::time AS t, d::date AS d FROM t"},
    {"?", "SELECT scale('NaN'::numeric) AS n"},
    {"?n?",
     "SELECT concat(VARIADIC NULL::text[]) AS c, concat(VARIADIC ARRAY[s]) AS d, num_nulls(VARIADIC NULLIF(l, l)) AS n"
     " FROM t"},
    {"?", "SELECT extract(day FROM 'infinity'::timestamp) AS day"},
    {"?n", "SELECT lower('[,5)'::int4range) AS low, upper('x') AS up"},
    {"nn", "SELECT ARRAY[b] AS list, ROW(b)::text AS row FROM t"},
    {"nnnn", "SELECT b IS NULL AS x1, b IS NOT NULL AS x2, b IS DISTINCT FROM 1 AS x3, (b > 1) IS TRUE AS x4 FROM t"},
    {"n?", "SELECT a > 0 AND f AS x1, a > 0 AND b > 0 AS x2 FROM t"},
    {"nn?", "SELECT a IN (1, 2) AS x1, a = ANY(ARRAY[1, 2]) AS x2, 4 = ANY(l) AS x3 FROM t"},

    /* what replaces NULL */
    {"nn?", "SELECT coalesce(b, 0) AS x1, coalesce(b, NULL, a) AS x2, coalesce(b, NULL) AS x3 FROM t"},
    {"n?", "SELECT greatest(a, b) AS x1, least(b, NULL) AS x2 FROM t"},
    {"nn?", "SELECT CASE WHEN f THEN 1 ELSE 2 END AS x1, CASE a WHEN 1 THEN s ELSE 'b' END AS x2,"
            " CASE WHEN f THEN 1 END AS x3 FROM t"},
    {"~", "SELECT CASE WHEN b IS NULL THEN 0 ELSE b END AS x FROM t"},

    /* joins */
    {"nn", "SELECT t.id, u.x FROM t JOIN u ON u.t_id = t.id"},
    {"nn", "SELECT t.id, u.x FROM t, u WHERE u.t_id = t.id"},
    {"n??", "SELECT t.id, u.x, u.y FROM t LEFT JOIN u ON u.t_id = t.id"},
    {"?n", "SELECT t.id, u.x FROM t RIGHT JOIN u ON u.t_id = t.id"},
    {"??", "SELECT t.id, u.x FROM t FULL JOIN u ON u.t_id = t.id"},
    {"n?", "SELECT t.id, coalesce(u.y, u.x) AS y FROM t LEFT JOIN u ON u.t_id = t.id"},
    {"n??", "SELECT a.id, b.id AS b_id, c.id AS c_id FROM t a LEFT JOIN (t b JOIN u c ON c.t_id = b.id) ON b.id = a.b"},
    {"nn?", "SELECT a.id, b.x, c.id AS c_id FROM (t a JOIN u b ON b.t_id = a.id) LEFT JOIN tree c ON c.id = b.y"},
    {"n", "SELECT id FROM t FULL JOIN u USING (id)"},
    {"n??", "SELECT id, a, x FROM t FULL JOIN u USING (id)"},
    {"nnn", "SELECT id, a, x FROM t JOIN u USING (id)"},
    {"n?", "SELECT id, x FROM t LEFT JOIN u USING (id)"},
    {"n?", "SELECT id, a FROM t RIGHT JOIN u USING (id)"},
    {"n", "SELECT id FROM t NATURAL JOIN u"},
    {"?", "SELECT m.id FROM tree LEFT JOIN (t FULL JOIN u USING (id)) AS m ON m.id = tree.parent + 10"},
    {"nn", "SELECT t.id, m.x FROM t CROSS JOIN LATERAL (SELECT u.x FROM u WHERE u.t_id = t.id) m"},
    {"n?", "SELECT t.id, m.x FROM t LEFT JOIN LATERAL (SELECT u.x FROM u WHERE u.t_id = t.id) m ON true"},

    /* conditions */
    {"n", "SELECT b FROM t WHERE b IS NOT NULL"},
    {"n", "SELECT b FROM t WHERE b > 1"},
    {"?", "SELECT b FROM t WHERE b > 1 OR f"},
    {"?", "SELECT b FROM t WHERE b IS NULL"},
    {"n", "SELECT b FROM t WHERE f AND NOT (b = 7)"},
    {"n", "SELECT b FROM t WHERE b IN (5, 6)"},
    {"?", "SELECT b FROM t WHERE b <> ALL ('{}')"},
    {"n", "SELECT b FROM t WHERE b IN (SELECT 5)"},
    {"n", "SELECT b FROM t WHERE b + 1 BETWEEN 2 AND 10"},
    {"n", "SELECT b FROM t WHERE (b > 1) IS TRUE"},
    {"?", "SELECT b FROM t WHERE b IS DISTINCT FROM 5"},
    {"?", "SELECT b FROM t WHERE coalesce(b, 9) > 1"},
    {"nn", "SELECT t.id, u.x FROM t LEFT JOIN u ON u.t_id = t.id WHERE u.x > 5"},
    {"nn?", "SELECT t.id, u.x, u.y FROM t LEFT JOIN u ON u.t_id = t.id WHERE u.id IS NOT NULL"},
    {"n?", "SELECT t.id, u.x FROM t LEFT JOIN u ON u.t_id = t.id AND u.x > 5"},
    {"?n", "SELECT t.id, u.x FROM t FULL JOIN u ON u.t_id = t.id WHERE u.x > 0"},
    {"nn", "SELECT t.id, u.t_id FROM t JOIN u ON u.t_id = t.id"},
    {"n?", "SELECT t.id, u.t_id FROM t LEFT JOIN u ON u.t_id = t.id"},
    {"nnn", "SELECT a.id, b.x, c.id AS c_id FROM (t a LEFT JOIN u b ON b.t_id = a.id) JOIN u c ON c.x = b.x"},

    {"n", "SELECT b FROM t WHERE EXISTS (SELECT FROM u WHERE u.x > t.b) AND b > 0"},
    {"?", "SELECT y FROM u WHERE x > ANY (SELECT b FROM t WHERE b IS NOT NULL)"},
    {"nn",
     "SELECT a.b, c.b AS other FROM t a LEFT JOIN t c ON c.b > a.b WHERE c.b > 0 OR (a.b IS NULL AND c.b IS NOT NULL)"},

    /* aggregates and windows */
    {"nn", "SELECT count(*) AS c1, count(b) AS c2 FROM t"},
    {"???", "SELECT sum(a) AS s, max(a) AS m, array_agg(a) AS l FROM t"},
    {"nn?n", "SELECT s, sum(a) AS a, sum(b) AS b, array_agg(b) AS l FROM t WHERE a = 1 GROUP BY s"},
    {"n?", "SELECT s, sum(a) FILTER (WHERE a > 100) AS a FROM t GROUP BY s"},
    {"n?", "SELECT s, stddev(a) AS deviation FROM t GROUP BY s"},
    {"n", "SELECT coalesce(sum(a), 0) AS sum FROM t"},
    {"?nn", "SELECT s, count(*) AS c, grouping(s) AS g FROM t GROUP BY ROLLUP (s)"},
    {"n?", "SELECT coalesce(s, 'all') AS s, sum(a) AS a FROM t GROUP BY ROLLUP (s)"},
    {"nnn", "SELECT id, row_number() OVER w AS r, sum(a) OVER w AS s FROM t WINDOW w AS (ORDER BY id)"},
    {"??", "SELECT lag(a) OVER (ORDER BY id) AS before, sum(a) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 "
           "PRECEDING) AS s"
           " FROM t"},

    {"nn?",
     "SELECT array_agg(b) OVER () AS l, ntile(2) OVER (ORDER BY id) AS n, ntile(b) OVER () AS m FROM t WHERE a > 1"
     " OR b IS NULL"},

    /* subqueries */
    {"?n", "SELECT (SELECT x FROM u WHERE u.t_id = t.id LIMIT 1) AS x, EXISTS (SELECT FROM u) AS e FROM t"},
    {"nn", "SELECT (SELECT count(*) FROM u WHERE u.t_id = t.id) AS n, ARRAY(SELECT y FROM u) AS l FROM t"},
    {"?n", "SELECT (SELECT max(x) FROM u) AS m, (SELECT 1) AS one"},
    {"?n", "SELECT a IN (SELECT y FROM u) AS x1, a IN (SELECT x FROM u) AS x2 FROM t"},
    {"n?", "SELECT q.a, q.b FROM (SELECT a, b FROM t) q"},
    {"n", "SELECT q.b FROM (SELECT b FROM t WHERE b > 0) q"},
    {"n?", "SELECT t.id, q.n FROM t LEFT JOIN (SELECT t_id, count(*) AS n FROM u GROUP BY t_id) q ON q.t_id = t.id"},
    {"nn?", "WITH q AS (SELECT id, b FROM t), r AS (SELECT id, b FROM q) SELECT r.id, q.id AS q_id, r.b FROM q JOIN r "
            "USING (id)"},
    {"n?n",
     "WITH RECURSIVE up AS (SELECT id, parent, 1 AS depth FROM tree UNION ALL"
     " SELECT t.id, t.parent, up.depth + 1 FROM up JOIN tree t ON t.id = up.parent) SELECT id, parent, depth FROM up"},
    {"n?",
     "WITH RECURSIVE r AS (SELECT 1 AS n, 1 AS m UNION ALL SELECT n + 1, NULL FROM r WHERE n < 3) SELECT n, m FROM r"},

    /* sets */
    {"n?", "SELECT a, b FROM t UNION SELECT x, x FROM u"},
    {"n", "SELECT a FROM t UNION ALL SELECT x FROM u"},
    {"n", "SELECT b FROM t INTERSECT SELECT x FROM u"},
    {"?", "SELECT b FROM t EXCEPT SELECT x FROM u"},
    {"n?", "VALUES (1, 'a'), (2, NULL)"},
    {"n?", "SELECT v.x, v.y FROM (VALUES (1, 'a'), (2, NULL)) AS v (x, y)"},

    /* functions as tables, views */
    {"nn", "SELECT n, o FROM generate_series(1, 3) WITH ORDINALITY AS g (n, o)"},
    {"?", "SELECT n FROM unnest(ARRAY[1, NULL]) AS g (n)"},
    {"?n", "SELECT m, n FROM ROWS FROM (generate_series(1, 2), generate_series(1, 3)) WITH ORDINALITY AS g (m, x, n)"},
    {"n~", "SELECT e.key, e.value FROM t, jsonb_each(t.j) AS e"},
    {"n?", "SELECT e.key, e.value FROM t, jsonb_each_text(t.j) AS e"},
    {"?~", "SELECT generate_series(1, 2) + 1 AS a, generate_series(1, 3) AS b"}, /* the shorter is filled up */
    {"nn", "SELECT id, generate_series(1, 2) AS a FROM t"},
    {"?", "SELECT (SELECT generate_series(1, count(*)) FROM t WHERE a > 100) AS n"},
    {"n??n", "SELECT id, b, x, y FROM joined"},
    {"??", "UPDATE triggered SET a = 1 RETURNING id, a"},
    {"n", "SELECT x FROM joined WHERE x = 10"},
    {"n??nn", "SELECT id, b, x, y, n FROM kept"},
    {"n??", "SELECT t.id, k.n, k.b FROM t LEFT JOIN kept k ON k.b = t.b"},

    /* what is written */
    {"n?", "INSERT INTO u (id, x) VALUES (100, 1) RETURNING id, y"},
    {"n?", "UPDATE t SET b = NULL WHERE b > 0 OR id = 1 RETURNING id, b"},
    {"?", "UPDATE t SET b = NULL WHERE b > 0 RETURNING b"},
    {"n", "DELETE FROM t WHERE b > 5 RETURNING b"},
    {"nn", "UPDATE t SET a = 2 FROM u WHERE u.t_id = t.id RETURNING t.id, u.x"},
    {"n?", "WITH gone AS (DELETE FROM tree RETURNING id, parent) SELECT id, parent FROM gone"},
};

static void out_of_memory(void)
{
    abort();
}

typedef struct Server {
    Scratch *scratch;
    SgArena arena;
    Connection *connection;
} Server;

static int open_server(void **state)
{
    static Server server;
    DatabaseUrl url;
    server = (Server){.scratch = scratch_open(), .arena = {.out_of_memory = out_of_memory}};
    scratch_run(server.scratch, tables);
    assert_null(database_url_parse(&server.arena, scratch_url(server.scratch), &url));
    assert_null(connection_open(&server.arena, &url, &server.connection));
    *state = &server;
    return 0;
}

static int close_server(void **state)
{
    Server *server = *state;
    connection_close(server->connection);
    scratch_close(server->scratch);
    sg_arena_free(&server->arena);
    return 0;
}

/* The columns of each case as they are described: 'n' and '?'; "-" when the query was refused. */
static const char **describe_cases(Server *server, size_t count)
{
    SgArena *arena = &server->arena;
    const Schema schema = {0};
    const SchemaNames schemas = {.default_schema = "public", .model = &schema};
    const QueryDatabase database = {.schemas = &schemas};
    SgText text = {.arena = arena};
    Sources sources = {.arena = arena};
    Diags diags = {.arena = arena};
    Queries queries = {.arena = arena};
    for (size_t i = 0; i < count; i++) sg_text_printf(&text, "-- name: case_%zu :many\n%s;\n", i, cases[i].sql);
    assert_true(source_add(&sources, "cases.sql", sg_text_get(&text), text.size));
    QueryFile *file = list_add(arena, &queries.files);
    query_parse(arena, &sources.files.items[0], file, &diags);
    assert_int_equal(file->queries.count, count);
    const Failure *failure = describe_queries(server->connection, &database, &queries, &diags);
    if (failure != NULL) print_error("%s\n", failure->message);
    assert_null(failure);
    for (size_t i = 0; i < diags.items.count; i++) print_error("%s\n", diags.items.items[i].message);

    const char **said = sg_arena_new(arena, count * sizeof *said);
    for (size_t i = 0; i < count; i++) {
        const Query *query = &file->queries.items[i];
        SgText letters = {.arena = arena};
        for (size_t k = 0; k < query->columns.count; k++)
            sg_text_add_char(&letters, query->columns.items[k].is_nullable ? '?' : 'n');
        said[i] = query->is_described ? sg_text_get(&letters) : "-";
    }
    return said;
}

/* Adds to `seen` which columns an answer has a NULL in. */
static void look(Server *server, const char *sql, bool *seen)
{
    PGconn *pg = scratch_connection(server->scratch);
    scratch_run(server->scratch, "BEGIN");
    PGresult *result = PQexec(pg, sql);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) print_error("%s\n%s", sql, PQresultErrorMessage(result));
    assert_int_equal(PQresultStatus(result), PGRES_TUPLES_OK);
    for (int row = 0; row < PQntuples(result); row++)
        for (int column = 0; column < PQnfields(result); column++)
            seen[column] |= PQgetisnull(result, row, column) == 1;
    PQclear(result);
    scratch_run(server->scratch, "ROLLBACK");
}

enum { COLUMNS_MAX = 16 };

static bool judge(const Case *test, const char *said, const bool *seen)
{
    bool is_right = strlen(test->columns) == strlen(said);
    for (size_t i = 0; is_right && said[i] != '\0'; i++) {
        char expected = test->columns[i];
        bool is_as_said = (said[i] == 'n') == (expected == 'n');
        bool is_true = seen[i] == (expected == '?');
        is_right = is_as_said && is_true;
    }
    if (is_right) return true;
    print_error("%s\n    expected %s, said %s, NULL seen in:", test->sql, test->columns, said);
    for (size_t i = 0; i < strlen(said); i++) print_error(" %d", seen[i]);
    print_error("\n");
    return false;
}

static void columns_are_null_where_it_is_said(void **state)
{
    Server *server = *state;
    const size_t count = sizeof cases / sizeof *cases;
    const char **said = describe_cases(server, count);
    bool seen[sizeof cases / sizeof *cases][COLUMNS_MAX] = {{false}};
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) look(server, cases[i].sql, seen[i]);
    scratch_run(server->scratch, rows);
    for (size_t i = 0; i < count; i++) {
        look(server, cases[i].sql, seen[i]);
        if (!judge(&cases[i], said[i], seen[i])) wrong++;
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(columns_are_null_where_it_is_said)};
    return cmocka_run_group_tests(tests, open_server, close_server);
}
