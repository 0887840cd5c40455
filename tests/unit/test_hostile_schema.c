/*
 * Schemas that are right, or wrong in one way, and far larger than anybody writes: through every stage, in bounded
 * time. Together they take seconds; a stage that looks through all of a schema for each of its members takes minutes.
 */
#include "pipeline.h"
#include "text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static const char DATASOURCE[] = "datasource db {\n  provider = \"postgresql\"\n}\n";

/* `unit` once, with `#` as the number and `^` as the number with its last bit turned. */
static void add_numbered(SgText *text, const char *unit, size_t number)
{
    for (; *unit != '\0'; unit++) {
        if (*unit == '#') sg_text_printf(text, "%zu", number);
        else if (*unit == '^') sg_text_printf(text, "%zu", number ^ 1);
        else sg_text_add_char(text, *unit);
    }
}

typedef struct Shape {
    const char *head, *unit;
    const char *middle, *second_unit; /* NULL: none */
    const char *tail;
    size_t count;
    bool is_wrong;
} Shape;

static PipelineResult run(const Shape *shape)
{
    SgText text = {0};
    sg_text_add(&text, DATASOURCE);
    sg_text_add(&text, shape->head);
    for (size_t i = 0; i < shape->count; i++) add_numbered(&text, shape->unit, i);
    if (shape->middle != NULL) sg_text_add(&text, shape->middle);
    for (size_t i = 0; i < shape->count && shape->second_unit != NULL; i++) add_numbered(&text, shape->second_unit, i);
    sg_text_add(&text, shape->tail);
    assert_true(sg_text_ok(&text));
    PipelineResult result = pipeline_run(text.data, text.size);
    sg_text_free(&text);
    return result;
}

static void run_all(const Shape *shapes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        PipelineResult result = run(&shapes[i]);
        bool is_refused = result.errors > 0;
        if (is_refused != shapes[i].is_wrong) print_error("%s%s\n", shapes[i].head, shapes[i].unit);
        assert_int_equal(is_refused, shapes[i].is_wrong);
        assert_true(result.report_size < 100000);
    }
}

static void wide_models(void **state)
{
    (void)state;
    static const Shape shapes[] = {
        {.head = "model A {\n  id Int @id\n",
         .unit = "  f# String? @default(\"x#\") @map(\"g#\") @db.VarChar(20)\n",
         .tail = "}\n",
         .count = 3000},
        {.head = "model A {\n  id Int @id\n", .unit = "  f# Int @unique\n", .tail = "}\n", .count = 1600},
        {.head = "model A {\n  id Int @id\n  a Int\n",
         .unit = "  @@index([a, id], map: \"i#\")\n",
         .tail = "}\n",
         .count = 3000},
        {.head = "model A {\n",
         .unit = "  f# Int\n",
         .middle = "  @@id([",
         .second_unit = "f#, ",
         .tail = "f])\n  f Int\n}\n",
         .count = 1600},
        {.head = "model A {\n  id Int @id\n", .unit = "  /// a line\n", .tail = "  a Int\n}\n", .count = 50000},
        {.head = "model A {\n  id Int @id\n",
         .unit = "  f# E\n",
         .middle = "}\nenum E {\n",
         .second_unit = "  V#\n",
         .tail = "}\n",
         .count = 3000},
        {.head = "enum E {\n",
         .unit = "  V#\n",
         .middle = "}\nmodel A {\n  id Int @id\n  l E[] @default([",
         .second_unit = "V#, ",
         .tail = "V1])\n}\n",
         .count = 5000},
        {.head = "model A {\n  id Int @id\n  s String[] @default([",
         .unit = "\"#\", ",
         .tail = "\"\"])\n}\n",
         .count = 30000},
    };
    run_all(shapes, sizeof shapes / sizeof *shapes);
}

static void many_models(void **state)
{
    (void)state;
    static const Shape shapes[] = {
        {.head = "", .unit = "model A# {\n  id Int @id\n}\nenum E# {\n  A\n  B\n}\n", .tail = "", .count = 3000},
        {.head = "", .unit = "model A# {\n  id Int @id\n  other A^[]\n}\n", .tail = "", .count = 2000},
        {.head = "model A {\n  id Int @id\n",
         .unit = "  b# B @relation(\"r#\", fields: [k#], references: [id])\n  k# Int\n",
         .middle = "}\nmodel B {\n  id Int @id\n",
         .second_unit = "  a# A[] @relation(\"r#\")\n",
         .tail = "}\n",
         .count = 800},
        {.head = "model A {\n  id Int @id\n",
         .unit = "  b# A @relation(\"r#\", fields: [k#], references: [id], onDelete: NoAction, onUpdate: NoAction)\n  "
                 "k# Int\n"
                 "  c# A[] @relation(\"r#\")\n",
         .tail = "}\n",
         .count = 800},
        {.head = "model A {\n  id Int @id\n",
         .unit = "  a# A[] @relation(\"m#\")\n  b# A[] @relation(\"m#\")\n",
         .tail = "}\n",
         .count = 800},
    };
    run_all(shapes, sizeof shapes / sizeof *shapes);
}

static void long_texts(void **state)
{
    (void)state;
    static const Shape shapes[] = {
        {.head = "model ", .unit = "Aa", .tail = " {\n  id Int @id\n}\n", .count = 300000},
        {.head = "model A {\n  id Int @id @map(\"", .unit = "é", .tail = "\")\n}\n", .count = 300000},
        {.head = "model A {\n  id Int @id\n  a", .unit = "_", .tail = " Int\n}\n", .count = 300000},
        {.head = "model A {\n  id Int @id\n  s String @default(\"",
         .unit = "\\\"y",
         .tail = "\")\n}\n",
         .count = 300000},
        {.head = "model A {\n  id Int @id\n  b Bytes @default(\"", .unit = "QUJD", .tail = "\")\n}\n", .count = 100000},
        {.head = "model A {\n  id Int @id\n  j Json @default(\"[", .unit = "#,", .tail = "1]\")\n}\n", .count = 100000},
        {.head = "model A {\n  id Int @id\n  d Decimal @default(", .unit = "9", .tail = ")\n}\n", .count = 100000},
        {.head = "/// ", .unit = "a word ", .tail = "\nmodel A {\n  id Int @id\n}\n", .count = 100000},
    };
    run_all(shapes, sizeof shapes / sizeof *shapes);
}

static void mistakes_without_end(void **state)
{
    (void)state;
    static const Shape shapes[] = {
        {.head = "model A {\n  id Int @id\n", .unit = "  a Int\n", .tail = "}\n", .count = 20000, .is_wrong = true},
        {.head = "", .unit = "model A {\n  id Int @id\n}\n", .tail = "", .count = 20000, .is_wrong = true},
        {.head = "model A {\n  id Int @id", .unit = " @unique", .tail = "\n}\n", .count = 50000, .is_wrong = true},
        {.head = "model A {\n  id Int @id\n",
         .unit = "  f# Strin# @defalt(1) @db.Foo\n",
         .tail = "}\n",
         .count = 5000,
         .is_wrong = true},
        {.head = "",
         .unit = "model A# {\n  id Int @id\n  b B#\n  @@index([idd])\n}\n",
         .tail = "",
         .count = 3000,
         .is_wrong = true},
        {.head = "", .unit = "model A# {\n  id Int @id\n  b A^\n}\n", .tail = "", .count = 3000, .is_wrong = true},
        {.head = "",
         .unit = "model A# {\n  id Int @id(map: \"k\")\n  b Int @map(\"id\")\n  @@map(\"t\")\n}\n",
         .tail = "",
         .count = 5000,
         .is_wrong = true},
        {.head = "model A {\n  id Int @id\n  j Json @default(\"",
         .unit = "[",
         .tail = "\")\n}\n",
         .count = 100000,
         .is_wrong = true},
        {.head = "model A {\n  id Int @id\n",
         .unit = "  b# B @relation(fields: [k#], references: [id])\n  k# Int\n",
         .middle = "}\nmodel B {\n  id Int @id\n",
         .second_unit = "  a# A[]\n",
         .tail = "}\n",
         .count = 2000,
         .is_wrong = true},
    };
    run_all(shapes, sizeof shapes / sizeof *shapes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_models),
        cmocka_unit_test(many_models),
        cmocka_unit_test(long_texts),
        cmocka_unit_test(mistakes_without_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
