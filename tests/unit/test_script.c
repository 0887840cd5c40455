/* script: where statements end, what is refused, and where something stands. */
#include "script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void out_of_memory(void)
{
    abort();
}

static SgArena new_arena(void)
{
    return (SgArena){.out_of_memory = out_of_memory};
}

/* The statements, joined by "|". */
static const char *split(SgArena *arena, const char *text)
{
    Script script;
    const Failure *failure = script_split(arena, text, strlen(text), &script);
    if (failure != NULL) return sg_arena_printf(arena, "! %s", failure->message);
    const char *joined = "";
    for (size_t i = 0; i < script.statements.count; i++)
        joined = sg_arena_printf(arena, "%s%s%s", joined, i == 0 ? "" : "|", script_statement(arena, &script, i));
    return joined;
}

static void splits_where_psql_does(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {" \n ; ;; -- nothing\n /* at all */ ;", ""},
        {"SELECT 1", "SELECT 1"},
        {"SELECT 1; SELECT 2;", "SELECT 1|SELECT 2"},
        {"SELECT 1 -- no; end\n; SELECT 2 /* a; /* nested; */ b; */ ;", "SELECT 1|SELECT 2"},
        {"SELECT ';', ';;' ; x", "SELECT ';', ';;'|x"},
        {"SELECT 'it''s; fine'; x", "SELECT 'it''s; fine'|x"},
        {"SELECT 'a\\'; x", "SELECT 'a\\'|x"},
        {"SELECT E'a\\'; b'; x", "SELECT E'a\\'; b'|x"},
        {"SELECT e'a\\\\'; x", "SELECT e'a\\\\'|x"},
        {"SELECT E'a'\n 'b\\'; c'; x", "SELECT E'a'\n 'b\\'; c'|x"},
        {"SELECT E'a' -- note\n 'b'; x", "SELECT E'a' -- note\n 'b'|x"},
        {"SELECT U&'\\0061;', B'01;', N'n;'; x", "SELECT U&'\\0061;', B'01;', N'n;'|x"},
        {"SELECT somee'a;'; x", "SELECT somee'a;'|x"},
        {"SELECT \"a;\"\"b\"; x", "SELECT \"a;\"\"b\"|x"},
        {"DO $$ BEGIN; END; $$; x", "DO $$ BEGIN; END; $$|x"},
        {"DO $a$ ; $b$ ; $a$; x", "DO $a$ ; $b$ ; $a$|x"},
        {"DO $é$ ; $é$; x", "DO $é$ ; $é$|x"},
        {"SELECT $1, a$b$c; x", "SELECT $1, a$b$c|x"},
        {"SELECT 1$$; x", "SELECT 1$$|x"},
        {"CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b); x",
         "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b)|x"},
        {"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END; x",
         "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END|x"},
        {"create or replace procedure p(a int) begin atomic insert into t values (a); end; x",
         "create or replace procedure p(a int) begin atomic insert into t values (a); end|x"},
        {"BEGIN; SELECT 1; COMMIT; x", "BEGIN|SELECT 1|COMMIT|x"},
        {"CREATE TABLE begin_end (\"begin\" int); x", "CREATE TABLE begin_end (\"begin\" int)|x"},
        {"SELECT a -- c", "SELECT a"},
        {"\xEF\xBB\xBFSELECT 1; x", "SELECT 1|x"},
        {"SELECT 1;\r\nSELECT 2;\r\n", "SELECT 1|SELECT 2"},
        {"SELECT 5 - -1, 6 /2; x", "SELECT 5 - -1, 6 /2|x"},
        {"COPY t TO STDOUT; x", "COPY t TO STDOUT|x"},
        {"COPY t FROM '/tmp/stdin'; x", "COPY t FROM '/tmp/stdin'|x"},
        {"SELECT 'open", "! line 1: the string that begins here does not end"},
        {"SELECT 1;\n\"open", "! line 2: the name that begins here does not end"},
        {"\n\n/* open /* closed */", "! line 3: the comment that begins here does not end"},
        {"DO $x$ open", "! line 1: the dollar-quoted text that begins here does not end"},
        {"SELECT E'\\", "! line 1: the string that begins here does not end"},
        {"\\connect x", "! line 1: psql commands (\\…) are not SQL: only psql understands them"},
        {"COPY t (a) FROM stdin;\n1\n\\.\n",
         "! line 1: COPY FROM STDIN with its data in the script needs psql: write INSERT statements"},
    };
    (void)state;
    SgArena arena = new_arena();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(split(&arena, cases[i][0]), cases[i][1]);
    sg_arena_free(&arena);
}

static void refuses_a_nul_byte(void **state)
{
    (void)state;
    SgArena arena = new_arena();
    Script script;
    const Failure *failure = script_split(&arena, "a;\nb\0c", 6, &script);
    assert_non_null(failure);
    assert_string_equal(failure->message, "line 2: the script has a NUL byte");
    sg_arena_free(&arena);
}

static void knows_what_must_run_alone(void **state)
{
    static const struct {
        const char *text;
        bool is_alone, is_concurrent, controls;
    } cases[] = {
        {"CREATE INDEX CONCURRENTLY i ON t (a)", true, true, false},
        {"create unique index concurrently if not exists i on t (a)", true, true, false},
        {"CREATE INDEX \"CONCURRENTLY\" ON t (a)", false, false, false},
        {"DROP INDEX CONCURRENTLY i", true, true, false},
        {"VACUUM FULL t", true, false, false},
        {"ALTER SYSTEM SET a = 1", true, false, false},
        {"CREATE DATABASE x", true, false, false},
        {"ALTER TABLE p DETACH PARTITION q CONCURRENTLY", true, true, false},
        {"DO $$ BEGIN COMMIT; END $$", true, false, false},
        {"CALL p()", true, false, false},
        {"BEGIN", false, false, true},
        {"start transaction", false, false, true},
        {"COMMIT", false, false, true},
        {"ROLLBACK TO a", false, false, true},
        {"CREATE TABLE system (a int)", false, false, false},
        {"ALTER TYPE e ADD VALUE 'x'", false, false, false},
    };
    (void)state;
    SgArena arena = new_arena();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Script script;
        assert_null(script_split(&arena, cases[i].text, strlen(cases[i].text), &script));
        assert_int_equal(script.statements.count, 1);
        const Statement *statement = &script.statements.items[0];
        if (statement->needs_own_call != cases[i].is_alone || statement->is_concurrent != cases[i].is_concurrent ||
            statement->controls_transaction != cases[i].controls)
            fail_msg("%s", cases[i].text);
    }
    sg_arena_free(&arena);
}

static void reads_the_marker(void **state)
{
    static const struct {
        const char *text;
        bool is_unwrapped;
    } cases[] = {
        {"-- schemagen: no-transaction\nSELECT 1", true},
        {"--schemagen: no-transaction", true},
        {"\xEF\xBB\xBF-- schemagen: no-transaction \r\n", true},
        {"-- schemagen: no-transactions\n", false},
        {"SELECT 1\n-- schemagen: no-transaction\n", false},
        {"", false},
        {"-", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(script_is_unwrapped(cases[i].text, strlen(cases[i].text)), cases[i].is_unwrapped);
}

static void points_at_a_place(void **state)
{
    (void)state;
    SgArena arena = new_arena();
    const char text[] = "one\r\ntwo\n\nfour\n\té = x\nsix";
    size_t size = sizeof text - 1;
    size_t offset = script_offset(text, size, 21); /* characters: CR and LF count, é is one */
    assert_int_equal(text[offset], 'x');
    assert_int_equal(script_line(text, size, offset), 5);
    assert_string_equal(script_excerpt(&arena, text, size, offset),
                        "   2 | two\n   3 | \n   4 | four\n   5 | \té = x\n     | \t    ^");
    assert_string_equal(script_excerpt(&arena, text, size, 0), "   1 | one\n     | ^");
    assert_string_equal(script_excerpt(&arena, "", 0, 99), "   1 | \n     | ^");
    assert_int_equal(script_offset("ab", 2, 99), 2);
    sg_arena_free(&arena);
}

static void never_reads_behind_the_end(void **state)
{
    static const char alphabet[] = "'\"$eE\\-/*;()a1 \n\xC3";
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        SgArena arena = new_arena();
        size_t size = (size_t)(round % 24);
        char *text = malloc(size + 1); /* as small as can be, for the sanitizer */
        for (size_t i = 0; i < size; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
        }
        text[size] = '\0';
        Script script;
        if (script_split(&arena, text, size, &script) == NULL) {
            size_t last = 0;
            for (size_t i = 0; i < script.statements.count; i++) {
                const Statement *statement = &script.statements.items[i];
                assert_true(statement->start >= last && statement->start < statement->end && statement->end <= size);
                last = statement->end;
            }
        }
        free(text);
        sg_arena_free(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_where_psql_does),    cmocka_unit_test(refuses_a_nul_byte),
        cmocka_unit_test(knows_what_must_run_alone), cmocka_unit_test(reads_the_marker),
        cmocka_unit_test(points_at_a_place),         cmocka_unit_test(never_reads_behind_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
