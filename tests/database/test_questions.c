/* Questions that a person at a terminal is asked, and what the answers do to the database and the folder. */
#include "deploy_fixture.h"
#include "program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SKIPPED = 77 };

static const char *program_path; /* of schemagen; set once by main */

#define SCHEMA_WITH(field)                                                                                             \
    "datasource db {\n  provider = \"postgresql\"\n}\nmodel Trade {\n  id Int @id\n  " field "\n}\n"

#define RENAME_QUESTION "Was the column `total` of `Trade` renamed to `amount`?"
#define NAME_QUESTION "Enter a name for the new migration:"
#define LOSS_QUESTION "Are you sure you want to create and apply this migration? (y/N)"

static void write_schema(DeployFixture *fixture, const char *schema)
{
    const char *path = sg_arena_printf(&fixture->arena, "%s/schema.prisma", deploy_home(fixture));
    assert_null(folder_write_file(&fixture->arena, path, schema, strlen(schema)));
}

static Program start(DeployFixture *fixture, const char *group, const char *command)
{
    const char *const argv[] = {program_path, group, command, "--url", scratch_url(fixture->scratch), NULL};
    return program_start(deploy_home(fixture), argv, PROGRAM_ASKING);
}

static void answer(DeployFixture *fixture, Program *program, const char *question, const char *typed)
{
    if (program_answer(&fixture->arena, program, question, typed)) return;
    fail_msg("it did not ask: %s\nbut said: %s", question, sg_text_get(&program->said));
}

static void finish(DeployFixture *fixture, Program *program, int code, const char *words)
{
    const char *output = "";
    int found = program_finish(&fixture->arena, program, &output);
    if (found != code || strstr(output, words) == NULL)
        fail_msg("exit code %d, not %d with: %s\nbut: %s", found, code, words, output);
}

/* A table with a row, made by the first migration; then the schema calls its column otherwise. */
static void begin(DeployFixture *fixture)
{
    write_schema(fixture, SCHEMA_WITH("total Int"));
    Program program = start(fixture, "migrate", "dev");
    answer(fixture, &program, NAME_QUESTION, "init\n");
    finish(fixture, &program, 0, "now in sync");
    scratch_run(fixture->scratch, "INSERT INTO \"Trade\" VALUES (1, 42)");
    write_schema(fixture, SCHEMA_WITH("amount Int @default(0)"));
}

static void expect(DeployFixture *fixture, const char *column, const char *value, const char *migrations)
{
    const char *sql = sg_arena_printf(&fixture->arena, "SELECT %s FROM \"Trade\"", column);
    assert_string_equal(scratch_value(fixture->scratch, sql), value);
    assert_string_equal(scratch_value(fixture->scratch, "SELECT count(*) FROM _prisma_migrations"), migrations);
    MigrationFolder folder;
    assert_null(folder_read(&fixture->arena, fixture->folder, &folder));
    assert_int_equal(folder.migrations.count, atoi(migrations));
}

static void yes_renames_the_column(void **state)
{
    DeployFixture *fixture = *state;
    begin(fixture);
    Program program = start(fixture, "migrate", "dev");
    answer(fixture, &program, RENAME_QUESTION, "y\n");
    answer(fixture, &program, NAME_QUESTION, "Rename it!\n");
    finish(fixture, &program, 0, "_rename_it");
    expect(fixture, "amount", "42", "2");
}

/* That a column has another name is seen only when the table is known to be the same; a no is not asked again. */
static void a_yes_may_lead_to_the_next_question(void **state)
{
    DeployFixture *fixture = *state;
    write_schema(fixture, SCHEMA_WITH("a Int?\n  b Int?\n  c Int?\n  d Boolean?\n  total Int"));
    Program program = start(fixture, "migrate", "dev");
    answer(fixture, &program, NAME_QUESTION, "init\n");
    finish(fixture, &program, 0, "now in sync");
    scratch_run(fixture->scratch, "INSERT INTO \"Trade\" VALUES (1, 2, 3, 4, true, 42)");
    write_schema(fixture, SCHEMA_WITH("a Int?\n  b Int?\n  c Int?\n  e Boolean?\n  total Int\n  @@map(\"fills\")"));
    program = start(fixture, "migrate", "dev");
    answer(fixture, &program, "Was the table `Trade` renamed to `fills`?", "y\n");
    answer(fixture, &program, "Was the column `d` of `Trade` renamed to `e`?", "y\n");
    answer(fixture, &program, NAME_QUESTION, "both\n");
    finish(fixture, &program, 0, "_both");
    assert_string_equal(scratch_value(fixture->scratch, "SELECT e FROM fills"), "t");

    write_schema(fixture, SCHEMA_WITH("a Int?\n  b Int?\n  c Int?\n  f Boolean?\n  sum Int @default(0)\n"
                                      "  @@map(\"fills\")"));
    program = start(fixture, "migrate", "dev");
    answer(fixture, &program, "Was the column `e` of `fills` renamed to `f`?", "y\n");
    answer(fixture, &program, "Was the column `total` of `fills` renamed to `sum`?", "n\n");
    answer(fixture, &program, LOSS_QUESTION, "n\n");
    finish(fixture, &program, 130, "Migration cancelled.");
}

static void no_asks_whether_the_column_may_go(void **state)
{
    DeployFixture *fixture = *state;
    begin(fixture);
    Program program = start(fixture, "migrate", "dev");
    answer(fixture, &program, RENAME_QUESTION, "\n");
    answer(fixture, &program, LOSS_QUESTION, "no\n");
    finish(fixture, &program, 130, "Migration cancelled.");
    expect(fixture, "total", "42", "1");

    program = start(fixture, "migrate", "dev");
    answer(fixture, &program, RENAME_QUESTION, "n\n");
    answer(fixture, &program, LOSS_QUESTION, "YES\n");
    answer(fixture, &program, NAME_QUESTION, "drop\n");
    finish(fixture, &program, 0, "_drop");
    expect(fixture, "amount", "0", "2");
}

/* Ctrl-D. */
static void no_answer_is_no(void **state)
{
    DeployFixture *fixture = *state;
    begin(fixture);
    Program program = start(fixture, "migrate", "dev");
    answer(fixture, &program, RENAME_QUESTION, "\004");
    answer(fixture, &program, LOSS_QUESTION, "\004");
    finish(fixture, &program, 130, "Migration cancelled.");
    program = start(fixture, "migrate", "dev");
    answer(fixture, &program, RENAME_QUESTION, "y\n");
    answer(fixture, &program, NAME_QUESTION, "\004");
    finish(fixture, &program, 64, NAME_QUESTION " \r\nerror: the schema has changed: give the new migration a name");
    expect(fixture, "total", "42", "1");
}

static void push_and_reset_ask_before_rows_are_lost(void **state)
{
    DeployFixture *fixture = *state;
    begin(fixture);
    Program program = start(fixture, "db", "push");
    answer(fixture, &program, "Do you want to ignore the warning(s)? (y/N)", "n\n");
    finish(fixture, &program, 130, "Push cancelled.");
    program = start(fixture, "migrate", "reset");
    answer(fixture, &program, "All data will be lost. (y/N)", "n\n");
    finish(fixture, &program, 130, "Reset cancelled.");
    expect(fixture, "total", "42", "1");
    program = start(fixture, "migrate", "reset");
    answer(fixture, &program, "All data will be lost. (y/N)", "y\n");
    finish(fixture, &program, 0, "Database reset successful");
    expect(fixture, "count(*)", "0", "1");
}

int main(int argc, char *argv[])
{
    if (argc < 2) {
        fputs("usage: test_database_questions PROGRAM [CASES]\n", stderr);
        return 2;
    }
    if (!program_can_have_terminal()) {
        puts("skipped: no terminal can be made (is /dev/pts mounted?)");
        return SKIPPED;
    }
    program_path = argv[1];
    if (argc > 2) cmocka_set_test_filter(argv[2]);
    setenv("TERM", "dumb", 1); /* no colours */
#define CASE(function) cmocka_unit_test_setup_teardown(function, deploy_set_up, deploy_tear_down)
    const struct CMUnitTest tests[] = {
        CASE(yes_renames_the_column),
        CASE(a_yes_may_lead_to_the_next_question),
        CASE(no_asks_whether_the_column_may_go),
        CASE(no_answer_is_no),
        CASE(push_and_reset_ask_before_rows_are_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
