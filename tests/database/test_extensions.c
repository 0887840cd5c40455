/* Extensions between nothing, a schema and a server, in every direction. */
#include "compare.h"
#include "diff.h"
#include "lower.h"
#include "sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char without_extensions[] = "datasource db {\n  provider = \"postgresql\"\n}\n";

typedef struct Test {
    SgArena arena;
    Scratch *scratch;
} Test;

static const Schema *schema_with(Test *test, const char *extensions)
{
    const char *text = sg_arena_printf(&test->arena,
                                       "datasource db {\n  provider   = \"postgresql\"\n  extensions = [%s]\n}\n\n"
                                       "generator client {\n  provider        = \"schemagen-c\"\n"
                                       "  previewFeatures = [\"postgresqlExtensions\"]\n}\n",
                                       extensions);
    return compare_schema_text(&test->arena, text);
}

static const Database *described(Test *test)
{
    return compare_described(&test->arena, test->scratch, NULL);
}

static const Database *wanted(Test *test, const char *extensions)
{
    return database_from_schema(&test->arena, schema_with(test, extensions));
}

static void assert_script(Test *test, const Database *from, const Database *to, const char *expected)
{
    assert_string_equal(compare_script(&test->arena, from, to, false), expected);
}

static void apply(Test *test, const char *script)
{
    const char *error = compare_apply(&test->arena, test->scratch, script);
    if (error != NULL) fail_msg("%s\n%s", error, script);
}

static int open_test(void **state)
{
    Test *test = test_calloc(1, sizeof *test);
    test->scratch = scratch_open();
    *state = test;
    return 0;
}

static int close_test(void **state)
{
    Test *test = *state;
    scratch_close(test->scratch);
    sg_arena_free(&test->arena);
    test_free(test);
    return 0;
}

static void a_fresh_server_is_empty(void **state)
{
    Test *test = *state;
    const Database *fresh = described(test), *nothing = database_from_schema(&test->arena, NULL);
    const Database *plain = database_from_schema(&test->arena, compare_schema_text(&test->arena, without_extensions));
    assert_script(test, nothing, fresh, compare_empty_script);
    assert_script(test, fresh, nothing, compare_empty_script);
    assert_script(test, plain, fresh, compare_empty_script);
    assert_script(test, fresh, plain, compare_empty_script);
    assert_script(test, fresh, fresh, compare_empty_script);
    assert_script(test, fresh, wanted(test, "plpgsql"), compare_empty_script);
    assert_script(test, wanted(test, "plpgsql"), fresh, compare_empty_script);
}

static void what_a_server_has_beside_is_made_and_never_dropped(void **state)
{
    Test *test = *state;
    scratch_run(test->scratch, "CREATE EXTENSION citext VERSION '1.6'");
    const Database *nothing = database_from_schema(&test->arena, NULL), *server = described(test);
    const char *script = compare_script(&test->arena, nothing, server, false);
    assert_string_equal(script, "-- CreateExtension\nCREATE EXTENSION IF NOT EXISTS \"citext\" WITH SCHEMA \"public\" "
                                "VERSION \"1.6\";\n");
    assert_script(test, server, nothing, compare_empty_script);
    const Schema *plain = compare_schema_text(&test->arena, without_extensions);
    assert_script(test, server, database_from_schema(&test->arena, plain), compare_empty_script);
    assert_script(test, database_from_schema(&test->arena, plain), server, compare_empty_script);
    assert_script(test, server, wanted(test, "citext"), compare_empty_script);
    assert_script(test, wanted(test, "citext"), server, compare_empty_script);
    scratch_run(test->scratch, "DROP EXTENSION citext");
    apply(test, script);
    assert_script(test, server, described(test), compare_empty_script);
}

static void an_extension_that_can_move_is_moved(void **state)
{
    Test *test = *state;
    scratch_run(test->scratch, "CREATE SCHEMA extra; CREATE EXTENSION citext; CREATE TABLE t (c citext)");
    const Database *there = wanted(test, "citext(schema: \"extra\")");
    const char *script = compare_script(&test->arena, described(test), there, false);
    assert_non_null(strstr(script, "ALTER EXTENSION \"citext\" SET SCHEMA \"extra\";"));
    apply(test, "ALTER EXTENSION \"citext\" SET SCHEMA \"extra\";");
    assert_null(strstr(compare_script(&test->arena, described(test), there, false), "EXTENSION"));
}

/* The control file of xml2 says that it cannot. */
static void one_that_cannot_move_is_made_anew(void **state)
{
    Test *test = *state;
    scratch_run(test->scratch, "CREATE SCHEMA extra; CREATE EXTENSION xml2");
    const Database *there = wanted(test, "xml2(schema: \"extra\")");
    const char *script = compare_script(&test->arena, described(test), there, false);
    assert_string_equal(script, "-- DropExtension\nDROP EXTENSION \"xml2\";\n\n-- CreateExtension\n"
                                "CREATE EXTENSION IF NOT EXISTS \"xml2\" WITH SCHEMA \"extra\";\n");
    apply(test, script);
    assert_script(test, described(test), there, compare_empty_script);
}

static void a_server_updates_in_place(void **state)
{
    Test *test = *state;
    scratch_run(test->scratch, "CREATE EXTENSION hstore VERSION '1.4'; CREATE TABLE t (h hstore)");
    const Database *old = described(test), *there = wanted(test, "hstore(version: \"1.7\")");
    const char *script = compare_script(&test->arena, old, there, false);
    assert_non_null(strstr(script, "ALTER EXTENSION \"hstore\" UPDATE TO \"1.7\";"));
    apply(test, "ALTER EXTENSION \"hstore\" UPDATE TO \"1.7\";");
    assert_null(strstr(compare_script(&test->arena, described(test), there, false), "EXTENSION"));
    assert_script(test, old, described(test), compare_empty_script); /* of two servers each has its version */

    const char *back = compare_script(&test->arena, described(test), wanted(test, "hstore(version: \"1.6\")"), false);
    assert_non_null(strstr(back, "DROP EXTENSION \"hstore\";")); /* there is no way back to an earlier one */
}

static const char with_a_job[] = "datasource db {\n  provider = \"postgresql\"\n}\n\n"
                                 "model job {\n  id   Int     @id\n  name String?\n}\n";

/* As the tables of pg_cron, which schemas have to be able to refer to. */
static void a_table_of_an_extension_is_seen_by_a_schema_that_has_it(void **state)
{
    Test *test = *state;
    scratch_run(test->scratch, "CREATE EXTENSION xml2; CREATE TABLE job (id integer PRIMARY KEY, name varchar(20));"
                               " ALTER EXTENSION xml2 ADD TABLE job");
    const Schema *other = compare_schema_text(&test->arena, without_extensions);
    assert_script(test, described(test), database_from_schema(&test->arena, other), compare_empty_script);

    const Schema *having = compare_schema_text(&test->arena, with_a_job);
    assert_script(test, compare_described(&test->arena, test->scratch, having),
                  database_from_schema(&test->arena, having),
                  "-- AlterTable\nALTER TABLE \"job\" ALTER COLUMN \"name\" SET DATA TYPE TEXT;\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_fresh_server_is_empty, open_test, close_test),
        cmocka_unit_test_setup_teardown(what_a_server_has_beside_is_made_and_never_dropped, open_test, close_test),
        cmocka_unit_test_setup_teardown(an_extension_that_can_move_is_moved, open_test, close_test),
        cmocka_unit_test_setup_teardown(one_that_cannot_move_is_made_anew, open_test, close_test),
        cmocka_unit_test_setup_teardown(a_server_updates_in_place, open_test, close_test),
        cmocka_unit_test_setup_teardown(a_table_of_an_extension_is_seen_by_a_schema_that_has_it, open_test, close_test),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
