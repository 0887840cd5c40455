/*
 * What introspection sees: every introspect/<case>.sql, run on an empty database and described, must give
 * <case>.expected.  A case may begin with `-- schemas: a, b` (default: public) and `-- since: 15`, the first version
 * of PostgreSQL that has what it shows.
 */
#include "database_dump.h"
#include "golden.h"
#include "introspect.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

/* The rest of a line `-- name: rest`, NULL when the case has none. */
static char *setting(SgArena *arena, const char *sql, const char *name)
{
    const char *at = strstr(sql, sg_arena_printf(arena, "-- %s: ", name));
    if (at == NULL) return NULL;
    at = strchr(at, ':') + 2;
    return sg_arena_strndup(arena, at, strcspn(at, "\n"));
}

static const Database *describe(SgArena *arena, const Scratch *scratch, SchemaNames schemas)
{
    Database *database = NULL;
    const char *error = NULL;
    if (!database_introspect(scratch_connection(scratch), &schemas, arena, &database, &error)) fail_msg("%s", error);
    return database;
}

/* Extensions have other versions on every server. */
static const char *dump(SgArena *arena, Database *database)
{
    for (size_t i = 0; i < database->extensions.count; i++) database->extensions.items[i].version = NULL;
    SgText text = {.arena = arena};
    database_dump(database, &text);
    return sg_text_get(&text);
}

static bool check_case(SgArena *arena, const char *path)
{
    const char *sql = golden_read(arena, path);
    const char *since = setting(arena, sql, "since");
    char *list = setting(arena, sql, "schemas");
    const char *names[8];
    SchemaNames schemas = {.items = names};
    char *rest = NULL;
    for (char *name = list == NULL ? NULL : strtok_r(list, ", ", &rest); name != NULL;
         name = strtok_r(NULL, ", ", &rest))
        names[schemas.count++] = name;

    Scratch *scratch = scratch_open();
    bool is_right = true;
    if (since == NULL || scratch_version(scratch) >= atoi(since)) {
        scratch_run(scratch, sql);
        const Database *database = describe(arena, scratch, schemas);
        const char *expected = sg_arena_printf(arena, "%.*s.expected", (int)(strlen(path) - strlen(".sql")), path);
        is_right = golden_matches(arena, expected, dump(arena, (Database *)database));
    }
    scratch_close(scratch);
    return is_right;
}

static void sees_what_the_server_has(void **state)
{
    (void)state;
    SgArena arena = {0};
    GoldenPaths cases = golden_list(&arena, TESTS_FOLDER "/database/introspect", ".sql");
    assert_int_not_equal(cases.count, 0);
    size_t wrong = 0;
    for (size_t i = 0; i < cases.count; i++) wrong += !check_case(&arena, cases.items[i]);
    assert_int_equal(wrong, 0);
    sg_arena_free(&arena);
}

/* Whatever the session's settings are, they decide nothing and are kept. */
static void session_settings_do_not_matter(void **state)
{
    (void)state;
    SgArena arena = {0};
    Scratch *scratch = scratch_open();
    scratch_run(scratch, "CREATE SCHEMA other; CREATE TABLE t (id serial PRIMARY KEY, at timestamptz DEFAULT"
                         " '2020-01-02 03:04:05+00', d date DEFAULT '2020-01-02', b bytea DEFAULT '\\x00ff')");
    const char *plain = dump(&arena, (Database *)describe(&arena, scratch, (SchemaNames){0}));
    scratch_run(scratch, "SET search_path = other; SET TimeZone = 'Asia/Tokyo'; SET DateStyle = 'SQL, DMY';"
                         "SET bytea_output = 'escape'; SET quote_all_identifiers = on; SET lock_timeout = '7s'");
    assert_string_equal(dump(&arena, (Database *)describe(&arena, scratch, (SchemaNames){0})), plain);
    assert_string_equal(scratch_value(scratch, "SHOW search_path"), "other");
    assert_string_equal(scratch_value(scratch, "SHOW TimeZone"), "Asia/Tokyo");
    assert_string_equal(scratch_value(scratch, "SHOW lock_timeout"), "7s");
    scratch_close(scratch);
    sg_arena_free(&arena);
}

static void a_refused_query_is_an_error(void **state)
{
    (void)state;
    SgArena arena = {0};
    Scratch *scratch = scratch_open();
    scratch_run(scratch, "BEGIN");
    PGresult *broken = PQexec(scratch_connection(scratch), "SELECT 1/0"); /* the transaction refuses everything now */
    PQclear(broken);
    Database *database = NULL;
    const char *error = NULL;
    assert_false(database_introspect(scratch_connection(scratch), &(SchemaNames){0}, &arena, &database, &error));
    assert_non_null(strstr(error, "current transaction is aborted"));
    assert_null(database);
    scratch_run(scratch, "ROLLBACK");
    describe(&arena, scratch, (SchemaNames){0});
    scratch_close(scratch);
    sg_arena_free(&arena);
}

/* Of this process alone: what the machine does besides does not count. */
static double processor_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* What describing the database sends: the messages that libpq traces, ours are marked F. */
static int messages_sent(SgArena *arena, Scratch *scratch)
{
    char line[1024];
    int count = 0;
    FILE *trace = tmpfile();
    assert_non_null(trace);
    PQtrace(scratch_connection(scratch), trace);
    PQsetTraceFlags(scratch_connection(scratch), PQTRACE_SUPPRESS_TIMESTAMPS);
    describe(arena, scratch, (SchemaNames){0});
    PQuntrace(scratch_connection(scratch));
    rewind(trace);
    while (fgets(line, sizeof line, trace) != NULL) count += strncmp(line, "F\t", 2) == 0;
    fclose(trace);
    return count;
}

/* Tables of twelve columns, an enum, two indexes and a foreign key; not too many in one transaction, for its locks. */
static void make_tables(const Scratch *scratch, int count)
{
    enum { AT_ONCE = 100 };
    SgArena arena = {0};
    scratch_run(scratch, "CREATE TYPE st AS ENUM ('a', 'b')");
    for (int from = 1; from <= count; from += AT_ONCE) {
        int to = from + AT_ONCE - 1 < count ? from + AT_ONCE - 1 : count;
        scratch_run(scratch,
                    sg_arena_printf(&arena,
                                    "DO $$ BEGIN FOR i IN %d..%d LOOP EXECUTE format('CREATE TABLE t%%s ("
                                    "id serial PRIMARY KEY, name text NOT NULL DEFAULT ''x'', email varchar(255),"
                                    " made timestamp(3) NOT NULL DEFAULT now(), changed timestamp(3),"
                                    " amount numeric(65,30) DEFAULT 0, status st NOT NULL DEFAULT ''a'',"
                                    " parent int REFERENCES t%%s ON DELETE SET NULL, tags text[] DEFAULT"
                                    " ARRAY[]::text[], meta jsonb DEFAULT ''{}'', flag boolean DEFAULT false,"
                                    " n bigint); CREATE UNIQUE INDEX ON t%%s (email);"
                                    " CREATE INDEX ON t%%s (parent, made DESC)', i, i, i, i); END LOOP; END $$",
                                    from, to));
    }
    sg_arena_free(&arena);
}

/* As much is asked whatever the number of tables (TABLES in the environment, default 300). */
static void does_not_ask_per_table(void **state)
{
    (void)state;
    const char *wanted = getenv("TABLES");
    int count = wanted == NULL ? 300 : atoi(wanted);
    SgArena arena = {0};
    Scratch *scratch = scratch_open();
    int messages = messages_sent(&arena, scratch);
    assert_true(messages > 0);
    make_tables(scratch, count);
    assert_int_equal(messages_sent(&arena, scratch), messages);
    double best = 1e9;
    for (int i = 0; i < 3; i++) {
        double start = processor_seconds();
        const Database *database = describe(&arena, scratch, (SchemaNames){0});
        double taken = processor_seconds() - start;
        if (taken < best) best = taken;
        assert_int_equal(database->tables.count, count);
        assert_int_equal(database->tables.items[0]->foreign_keys.count, 1);
    }
    printf("%d tables in %.0f ms\n", count, best * 1000);
    assert_true(best < 0.5 + count * 0.004);
    scratch_close(scratch);
    sg_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sees_what_the_server_has),
        cmocka_unit_test(session_settings_do_not_matter),
        cmocka_unit_test(a_refused_query_is_an_error),
        cmocka_unit_test(does_not_ask_per_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
