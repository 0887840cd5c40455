/*
 * The real Prisma command line and ours on one project and one database, in turns, in both directions.
 *
 * SCHEMAGEN_PRISMA names the program `prisma` of an installation of Prisma 7 ("node_modules/.bin/prisma"); without it
 * the test is skipped.  What must hold is what a team that uses both relies on: whatever one of them applied, failed
 * at, resolved or refused, the other says the same of it.
 *
 * usage: test_conformance_prisma_cli SCHEMAGEN [CASES]
 */
#include "program.h"
#include "scratch.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { SKIPPED = 77 };

/* The two programs; set once by main. */
static const char *ours_path, *theirs_path;

typedef struct House {
    SgArena arena;
    Scratch *scratch;
    const char *folder;
} House;

/* ---- the house ---- */

static void write_text(House *house, const char *name, const char *text)
{
    const char *path = sg_arena_printf(&house->arena, "%s/%s", house->folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0) fail_msg("cannot write %s", path);
}

static void write_schema(House *house, const char *models)
{
    write_text(house, "prisma/schema.prisma",
               sg_arena_printf(&house->arena, "datasource db {\n  provider = \"postgresql\"\n}\n\n%s", models));
}

static void write_script(House *house, const char *name, const char *script)
{
    mkdir(sg_arena_printf(&house->arena, "%s/prisma/migrations/%s", house->folder, name), 0755);
    write_text(house, sg_arena_printf(&house->arena, "prisma/migrations/%s/migration.sql", name), script);
}

static const char config[] = "export default {\n"
                             "  schema: 'prisma/schema.prisma',\n"
                             "  migrations: { path: 'prisma/migrations' },\n"
                             "  datasource: { url: process.env.DATABASE_URL },\n"
                             "}\n";
static const char notes[] = "model notes {\n  id    Int    @id @default(autoincrement())\n  title String\n}\n";
static const char notes_script[] = "-- CreateTable\nCREATE TABLE \"notes\" (\n    \"id\" SERIAL NOT NULL,\n"
                                   "    \"title\" TEXT NOT NULL,\n\n"
                                   "    CONSTRAINT \"notes_pkey\" PRIMARY KEY (\"id\")\n);\n";

static int set_up(void **state)
{
    House *house = calloc(1, sizeof *house);
    house->arena.out_of_memory = abort;
    house->scratch = scratch_open();
    char folder[] = "/tmp/schemagen-house-XXXXXX";
    if (mkdtemp(folder) == NULL) return 1;
    house->folder = sg_arena_strdup(&house->arena, folder);
    mkdir(sg_arena_printf(&house->arena, "%s/prisma", folder), 0755);
    mkdir(sg_arena_printf(&house->arena, "%s/prisma/migrations", folder), 0755);
    write_text(house, "prisma.config.ts", config);
    write_text(house, "prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    write_schema(house, notes);
    setenv("DATABASE_URL", scratch_url(house->scratch), 1);
    *state = house;
    return 0;
}

static int tear_down(void **state)
{
    House *house = *state;
    int code = system(sg_arena_printf(&house->arena, "rm -rf '%s'", house->folder));
    scratch_close(house->scratch);
    sg_arena_free(&house->arena);
    free(house);
    return code;
}

/* ---- running the two ---- */

typedef struct Call {
    const char *program;
    bool on_terminal; /* their `migrate dev` wants one */
} Call;

/* `command` ends with `code` and says `words` (NULL: whatever); what it said. */
static const char *call(House *house, const Call *how, const char *command, int code, const char *words)
{
    const char *line = sg_arena_printf(&house->arena, "exec '%s' %s", how->program, command), *output = "";
    const char *const argv[] = {"/bin/sh", "-c", line, NULL};
    Program program = program_start(house->folder, argv, how->on_terminal ? PROGRAM_SHOWN : PROGRAM_PIPED);
    int found = program_finish(&house->arena, &program, &output);
    if (found != code) fail_msg("%s %s: exit code %d, not %d:\n%s", how->program, command, found, code, output);
    if (words != NULL && strstr(output, words) == NULL)
        fail_msg("%s %s does not say: %s\nbut: %s", how->program, command, words, output);
    return output;
}

static const char *ours(House *house, const char *command, int code, const char *words)
{
    return call(house, &(Call){.program = ours_path}, command, code, words);
}

static const char *theirs(House *house, const char *command, int code, const char *words)
{
    return call(house, &(Call){.program = theirs_path}, command, code, words);
}

static const char *theirs_on_terminal(House *house, const char *command, int code, const char *words)
{
    return call(house, &(Call){.program = theirs_path, .on_terminal = true}, command, code, words);
}

/* One of them, for what must hold in both directions. */
typedef const char *(*Side)(House *house, const char *command, int code, const char *words);

static const Side sides[] = {ours, theirs};

static Side other(Side side)
{
    return side == ours ? theirs : ours;
}

static void start_afresh(House *house)
{
    scratch_run(house->scratch, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    if (system(sg_arena_printf(&house->arena, "rm -rf '%s'/prisma/migrations/*/", house->folder)) != 0) fail();
    write_schema(house, notes);
}

static const char *rows(House *house)
{
    return scratch_value(
        house->scratch,
        "SELECT string_agg(format('%s:%s:%s', migration_name, finished_at IS NOT NULL, rolled_back_at IS NOT NULL),"
        " ' ' ORDER BY started_at) FROM _prisma_migrations");
}

static const char up_to_date[] = "Database schema is up to date!";

/* ---- deploy here, status there ---- */

static void what_one_applied_the_other_has(void **state)
{
    House *house = *state;
    for (size_t i = 0; i < 2; i++) {
        start_afresh(house);
        write_script(house, "1_notes", notes_script);
        write_script(house, "2_index",
                     "-- schemagen: no-transaction\nCREATE INDEX CONCURRENTLY by_title ON notes (title);\n");
        write_script(house, "3_begin", "BEGIN;\nDROP INDEX by_title;\nCOMMIT;\n");
        other(sides[i])(house, "migrate status", 1, "have not yet been applied");
        sides[i](house, "migrate deploy", 0, "All migrations have been successfully applied.");
        other(sides[i])(house, "migrate status", 0, up_to_date);
        other(sides[i])(house, "migrate deploy", 0, "No pending migrations to apply.");
        assert_string_equal(rows(house), "1_notes:t:f 2_index:t:f 3_begin:t:f");
        assert_string_equal(scratch_value(house->scratch,
                                          "SELECT count(DISTINCT (length(checksum), length(id), coalesce(logs, '')))"
                                          " FROM _prisma_migrations"),
                            "1");
    }
    ours(house, "diff --from \"$DATABASE_URL\" --to prisma/schema.prisma --exit-code", 0, NULL);
    theirs(house, "migrate diff --from-config-datasource --to-schema prisma/schema.prisma --exit-code", 0, NULL);
}

/* Two deploys at once, one of each: everything is applied once. */
static void both_at_once(void **state)
{
    House *house = *state;
    write_script(house, "1_notes", notes_script);
    write_script(house, "2_wait", "SELECT pg_sleep(1);\nINSERT INTO notes (title) VALUES ('two');\n");
    write_script(house, "3_more", "SELECT pg_sleep(1);\nINSERT INTO notes (title) VALUES ('three');\n");
    const char *const argv[] = {"/bin/sh", "-c",
                                sg_arena_printf(&house->arena, "exec '%s' migrate deploy", theirs_path), NULL};
    const char *output = "";
    Program program = program_start(house->folder, argv, PROGRAM_PIPED);
    ours(house, "migrate deploy --wait 60", 0, NULL);
    int code = program_finish(&house->arena, &program, &output);
    if (code != 0) fail_msg("theirs: exit code %d:\n%s", code, output);
    assert_string_equal(scratch_value(house->scratch, "SELECT string_agg(title, ' ' ORDER BY id) FROM notes"),
                        "two three");
    assert_string_equal(rows(house), "1_notes:t:f 2_wait:t:f 3_more:t:f");
}

/* ---- failures ---- */

static void what_failed_here_is_failed_there(void **state)
{
    House *house = *state;
    for (size_t i = 0; i < 2; i++) {
        Side one = sides[i], two = other(sides[i]);
        start_afresh(house);
        write_script(house, "1_notes", notes_script);
        write_script(house, "2_bad",
                     "INSERT INTO notes (title) VALUES ('kept');\nALTER TABLE nowhere ADD COLUMN x int;\n");
        one(house, "migrate deploy", 1, "P3018");
        two(house, "migrate status", 1, "2_bad");
        two(house, "migrate deploy", 1, "P3009");
        two(house, "migrate resolve --rolled-back 1_notes", 1, "P3012");
        two(house, "migrate resolve --rolled-back 3_none", 1, "P3011");
        two(house, "migrate resolve --rolled-back 2_bad", 0, "marked as rolled back.");
        write_script(house, "2_bad", "INSERT INTO notes (title) VALUES ('kept');\n");
        one(house, "migrate deploy", 0, "2_bad");
        two(house, "migrate status", 0, up_to_date);
        assert_string_equal(rows(house), "1_notes:t:f 2_bad:f:t 2_bad:t:f");
        assert_string_equal(scratch_value(house->scratch, "SELECT count(*) FROM notes"), "1");
    }
}

static void what_is_resolved_as_applied(void **state)
{
    House *house = *state;
    for (size_t i = 0; i < 2; i++) {
        Side one = sides[i], two = other(sides[i]);
        start_afresh(house);
        scratch_run(house->scratch, notes_script); /* a database that was there before */
        write_script(house, "1_notes", notes_script);
        one(house, "migrate deploy", 1, "P3005");
        two(house, "migrate resolve --applied 1_notes", 0, "marked as applied.");
        one(house, "migrate resolve --applied 1_notes", 1, "P3008");
        one(house, "migrate resolve --applied 2_none", 1, "P3017");
        write_script(house, "2_more", "ALTER TABLE notes ADD COLUMN body text;\n");
        one(house, "migrate deploy", 0, "2_more");
        two(house, "migrate status", 0, up_to_date);
    }
}

/* ---- files ---- */

static void an_edited_file(void **state)
{
    House *house = *state;
    for (size_t i = 0; i < 2; i++) {
        start_afresh(house);
        write_script(house, "1_notes", notes_script);
        sides[i](house, "migrate deploy", 0, NULL);
        write_script(house, "1_notes", sg_arena_printf(&house->arena, "%s-- a word more\n", notes_script));
        ours(house, "migrate status", 0, "changed after it was applied");
        ours(house, "migrate dev --name x", 130, "was modified after it was applied");
        theirs(house, "migrate status", 0, up_to_date);
        theirs_on_terminal(house, "migrate dev --name x", 130, "was modified after it was applied");
    }
}

/* Checked out with other line ends, a script is the same. */
static void line_ends(void **state)
{
    House *house = *state;
    write_script(house, "1_notes", "CREATE TABLE notes (id serial PRIMARY KEY,\n title text NOT NULL);\n");
    theirs(house, "migrate deploy", 0, NULL);
    write_script(house, "1_notes", "CREATE TABLE notes (id serial PRIMARY KEY,\r\n title text NOT NULL);\r\n");
    ours(house, "migrate dev --name x", 0, "Already in sync");
    start_afresh(house);
    write_script(house, "1_notes", "CREATE TABLE notes (id serial PRIMARY KEY,\r\n title text NOT NULL);\r\n");
    ours(house, "migrate deploy", 0, NULL);
    write_script(house, "1_notes", "CREATE TABLE notes (id serial PRIMARY KEY,\n title text NOT NULL);\n");
    theirs_on_terminal(house, "migrate dev --name x", 0, "Already in sync");
}

static void a_missing_folder(void **state)
{
    House *house = *state;
    for (size_t i = 0; i < 2; i++) {
        start_afresh(house);
        write_script(house, "1_notes", notes_script);
        write_script(house, "2_gone", "SELECT 1;\n");
        sides[i](house, "migrate deploy", 0, NULL);
        assert_int_equal(system(sg_arena_printf(&house->arena, "rm -r '%s/prisma/migrations/2_gone'", house->folder)),
                         0);
        write_script(house, "3_new", "SELECT 3;\n");
        ours(house, "migrate status", 1, "The last common migration is: 1_notes");
        theirs(house, "migrate status", 1, "The last common migration is: 1_notes");
    }
}

/* ---- developing in turns ---- */

static void develop_in_turns(void **state)
{
    House *house = *state;
    ours(house, "migrate dev --name ours", 0, "Your database is now in sync with your schema.");
    theirs(house, "migrate status", 0, up_to_date);
    write_schema(house, "model notes {\n  id    Int    @id @default(autoincrement())\n  title String\n"
                        "  state State  @default(OPEN)\n\n  @@index([title])\n}\n\nenum State {\n  OPEN\n  DONE\n}\n");
    theirs_on_terminal(house, "migrate dev --name theirs", 0, "Your database is now in sync with your schema.");
    ours(house, "migrate status", 0, up_to_date);
    ours(house, "diff --exit-code", 0, NULL); /* the folder makes the schema */
    write_schema(
        house, "model notes {\n  id    Int     @id @default(autoincrement())\n  title String?\n"
               "  state State   @default(OPEN)\n\n  @@index([title])\n}\n\nenum State {\n  OPEN\n  DONE\n  LOST\n}\n");
    ours(house, "migrate dev --name ours_again", 0, "Your database is now in sync with your schema.");
    theirs_on_terminal(house, "migrate dev --name nothing", 0, "Already in sync");
    theirs(house, "migrate deploy", 0, "No pending migrations to apply.");
    /* drift is drift to both */
    scratch_run(house->scratch, "ALTER TABLE notes ADD COLUMN by_hand text");
    ours(house, "migrate dev --name x", 130, "Drift detected");
    theirs_on_terminal(house, "migrate dev --name x", 130, "Drift detected");
    theirs(house, "migrate reset --force", 0, "Database reset successful");
    ours(house, "migrate status", 0, up_to_date);
    ours(house, "migrate reset --force", 0, "Database reset successful");
    theirs(house, "migrate status", 0, up_to_date);
}

/* Our way back, and old migrations folded, are understood. */
static void down_and_squash(void **state)
{
    House *house = *state;
    ours(house, "migrate dev --name one", 0, NULL);
    write_schema(
        house,
        "model notes {\n  id    Int    @id @default(autoincrement())\n  title String\n\n  @@index([title])\n}\n");
    ours(house, "migrate dev --name two", 0, NULL);
    ours(house, "migrate down", 0, "Undoing migration");
    theirs(house, "migrate status", 1, "have not yet been applied");
    theirs(house, "migrate deploy", 0, "All migrations have been successfully applied.");
    ours(house, "migrate squash --name base", 0, NULL);
    ours(house, "migrate deploy", 0, NULL); /* records it, runs nothing */
    theirs(house, "migrate status", 0, up_to_date);
    theirs(house, "migrate deploy", 0, "No pending migrations to apply.");
}

/* ---- pull ---- */

static void pull(void **state)
{
    House *house = *state;
    scratch_run(
        house->scratch,
        "CREATE TYPE state AS ENUM ('open', 'done');"
        "CREATE TABLE accounts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name varchar(40) NOT NULL UNIQUE);"
        "CREATE TABLE orders (id bigserial PRIMARY KEY, account uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,"
        " price numeric(12, 4) DEFAULT 0.5, state state NOT NULL DEFAULT 'open', at timestamptz(3) DEFAULT now(),"
        " tags text[] DEFAULT '{}');"
        "CREATE INDEX ON orders (account, at DESC)");
    write_schema(house, "");
    ours(house, "db pull", 0, NULL);
    theirs(house, "validate", 0, "is valid");
    theirs(house, "migrate diff --from-config-datasource --to-schema prisma/schema.prisma --exit-code", 0, NULL);
    write_schema(house, "");
    theirs(house, "db pull", 0, NULL);
    ours(house, "validate", 0, NULL);
    ours(house, "diff --from \"$DATABASE_URL\" --to prisma/schema.prisma --exit-code", 0, NULL);
    ours(house, "format --check", 0, NULL);
    ours(house, "db pull", 0, NULL); /* nothing to add to what they wrote */
    theirs(house, "format --check", 0, NULL);
}

static void push(void **state)
{
    House *house = *state;
    ours(house, "db push --skip-generate", 0, NULL);
    theirs(house, "db push", 0, "already in sync");
    write_schema(house, "model notes {\n  id    Int    @id @default(autoincrement())\n  title String @unique\n}\n");
    theirs(house, "db push --accept-data-loss", 0, "in sync");
    ours(house, "db push --skip-generate", 0, "already in sync");
}

int main(int argc, char *argv[])
{
    theirs_path = getenv("SCHEMAGEN_PRISMA");
    if (argc < 2) {
        fputs("usage: test_conformance_prisma_cli SCHEMAGEN [CASES]\n", stderr);
        return 2;
    }
    if (theirs_path == NULL || *theirs_path == '\0') {
        puts("skipped: SCHEMAGEN_PRISMA does not name the program `prisma` of an installation of Prisma 7");
        return SKIPPED;
    }
    if (!program_can_have_terminal()) {
        puts("skipped: Prisma's `migrate dev` wants a terminal, and none can be made (is /dev/pts mounted?)");
        return SKIPPED;
    }
    char absolute[2][PATH_MAX];
    if (realpath(argv[1], absolute[0]) == NULL || realpath(theirs_path, absolute[1]) == NULL) {
        perror("a program is not there");
        return 1;
    }
    ours_path = absolute[0];
    theirs_path = absolute[1];
    if (argc > 2) cmocka_set_test_filter(argv[2]);
    setenv("TERM", "dumb", 1);
    setenv("NO_COLOR", "1", 1);
    setenv("CHECKPOINT_DISABLE", "1", 1); /* they ask their maker for news otherwise */
    setenv("PRISMA_HIDE_UPDATE_MESSAGE", "1", 1);
#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        CASE(what_one_applied_the_other_has),
        CASE(both_at_once),
        CASE(what_failed_here_is_failed_there),
        CASE(what_is_resolved_as_applied),
        CASE(an_edited_file),
        CASE(line_ends),
        CASE(a_missing_folder),
        CASE(develop_in_turns),
        CASE(down_and_squash),
        CASE(pull),
        CASE(push),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
