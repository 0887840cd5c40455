/*
 * Input that is no schema: an answer in bounded time and memory, never a crash.  The texts are large enough that an
 * algorithm that is not linear does not come to an end before ctest does.
 */
#include "diag_print.h"
#include "format.h"
#include "parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MEGABYTE = 1000000 };

static void out_of_memory(void)
{
    abort();
}

/* Parses, prints, and lays out what is right; returns the number of errors. */
static size_t process(const char *text, size_t size)
{
    SgArena arena = {.out_of_memory = out_of_memory};
    Sources sources = {.arena = &arena};
    Diags diags = {.arena = &arena};
    SgText out = {.arena = &arena};
    char *copy = malloc(size + 1); /* of its exact size, so that a sanitizer sees what is read behind it */
    assert_non_null(copy);
    memcpy(copy, text, size);
    copy[size] = '\0';
    assert_true(source_add(&sources, "hostile", copy, size));
    const Ast *ast = parse_schema(&arena, &sources, &diags);
    assert_non_null(ast);
    diag_print(&diags, &sources, false, &out);
    assert_true(out.size < 100000);
    sg_text_truncate(&out, 0);
    diag_print_json(&diags, &sources, &out);
    if (diags.errors == 0) (void)format_schema(&arena, &sources, ast);
    size_t errors = diags.errors;
    sg_arena_free(&arena);
    free(copy);
    return errors;
}

/* `head`, `unit` as often as it fits in `size`, `tail`. */
static size_t process_repeated(const char *head, const char *unit, const char *tail, size_t size)
{
    SgText text = {0};
    size_t length = strlen(unit);
    assert_true(sg_text_reserve(&text, size + strlen(head) + strlen(tail) + 1));
    sg_text_add(&text, head);
    for (size_t i = 0; i < size / length; i++) sg_text_add_bytes(&text, unit, length);
    sg_text_add(&text, tail);
    size_t errors = process(sg_text_get(&text), text.size);
    sg_text_free(&text);
    return errors;
}

static void repetition_is_linear(void **state)
{
    (void)state;
    static const struct {
        const char *head, *unit, *tail;
        size_t errors; /* 0: some */
    } cases[] = {
        {"", "foo bar\n", "", 1},
        {"", "{\n", "", 1},
        {"", "}\n", "", 1},
        {"", "/*\n", "", 0},
        {"", "/*/\n", "", 0},
        {"/*", "*", "", 0},
        {"", "\"\\\n", "", 0},
        {"", "model A {\n", "", 0},
        {"", "model A { ", "", 1},
        {"model A {\n", " a Int @x(\n", "}\n", 0},
        {"model A {\n", " a Int @x((\n", "}\n", 0},
        {"model A {\n a Int @x(", "(", ")\n}\n", 1},
        {"model A {\n a Int @x(", "[", ")\n}\n", 1},
        {"model A {\n a Int @x(", "{a:", ")\n}\n", 1},
        {"model A {\n a Int @x(", "f(", ")\n}\n", 1},
        {"model A {\n", "a€a", "\n}\n", 1},
        {"model A {\n", "a._", "\n}\n", 1},
        {"model A {\n", "a\xC2\xA0", "\n}\n", 1},
        {"model A {\n a Int @x(\"", "y", "\")\n}\n", 1},
        {"model A {\n a Int @x(", "1,", "1)\n}\n", 1},
        {"model A {\n a Int ", "@x ", "\n}\n", 1},
        {"model ", "A", " {\n}\n", 1},
        {"// ", "/", "", 1},
        {"", "\r", "", 1},
        {"enum E {\n", " A\n\n", "}\n", 1},
        {"generator g {\n", " a = [1, 2, {b: c}] // d\n", "}\n", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t errors = process_repeated(cases[i].head, cases[i].unit, cases[i].tail, 2 * MEGABYTE);
        assert_true(errors <= 1001);
    }
}

static void wrong_brackets_are_one_error(void **state)
{
    (void)state;
    static const char *const units[] = {"(", "[", "{a:", "f("};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        assert_int_equal(process_repeated("model A {\n a Int @x(", units[i], ")\n}\n", 10000), 1);
    }
}

static void garbage_ends(void **state)
{
    (void)state;
    enum { SIZE = 4 * MEGABYTE };
    char *text = malloc(SIZE);
    assert_non_null(text);
    uint32_t random = 1;
    for (size_t i = 0; i < SIZE; i++) {
        random = random * 1103515245u + 12345u;
        text[i] = "abc {}()[]@\",:=?!-_.;#/\\*\n\n1 model"[(random >> 16) % 34];
    }
    assert_true(process(text, SIZE) > 0);
    assert_int_equal(process_repeated("model A {\n", "a b c\n", "}\n", MEGABYTE), 1001);
    free(text);
}

static void files_that_are_no_text_are_one_error(void **state)
{
    (void)state;
    static const char nul[] = "model A {\n  id Int @id // \0\n}\n\0\0\0";
    static const char latin[] = "model A {\n  // caf\xe9 \xe9 \xe9\n}\n";
    static const char surrogate[] = "// \xed\xa0\x80";
    static const char overlong[] = "// \xc0\xaf";
    assert_int_equal(process(nul, sizeof nul - 1), 1);
    assert_int_equal(process(latin, sizeof latin - 1), 1);
    assert_int_equal(process(surrogate, sizeof surrogate - 1), 1);
    assert_int_equal(process(overlong, sizeof overlong - 1), 1);
}

/* A good schema that stops anywhere, and one with any byte replaced. */
static void every_truncation_and_every_wrong_byte(void **state)
{
    (void)state;
    static const char schema[] =
        "/// d\ndatasource db {\n  provider = \"postgresql\" // x\n}\n\n/* n */\n"
        "model A {\n  id Int @id @default(f(-1, [a], {b: \"\\u0041\"}))\n  u Unsupported(\"x\")?\n"
        "  /// @check(\"a\")\n  é B[] /* c\n d */\n\n  @@index([id(sort: Desc)], map: \"m\")\n}\n"
        "enum E {\n  X @map(\"y\")\n}\n";
    static const unsigned char bytes[] = {'\0', '\n', '\r', ' ', '"', '\\', '(', ')', '[', ']',  '{',  '}', '@',
                                          ':',  ',',  '.',  '/', '*', '-',  '_', 'a', '1', 0x80, 0xC3, 0xFF};
    char copy[sizeof schema];
    for (size_t size = 0; size < sizeof schema; size++) (void)process(schema, size);
    for (size_t i = 0; i < sizeof schema - 1; i++) {
        for (size_t k = 0; k < sizeof bytes; k++) {
            memcpy(copy, schema, sizeof schema);
            copy[i] = (char)bytes[k];
            (void)process(copy, sizeof schema - 1);
        }
    }
    assert_int_equal(process(schema, sizeof schema - 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(repetition_is_linear),
        cmocka_unit_test(wrong_brackets_are_one_error),
        cmocka_unit_test(garbage_ends),
        cmocka_unit_test(files_that_are_no_text_are_one_error),
        cmocka_unit_test(every_truncation_and_every_wrong_byte),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
