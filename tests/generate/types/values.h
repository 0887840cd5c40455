/*
 * values.h - a value of every type at its limits, and what the column tables of the generated code say of a type.
 *
 * A column of schema.prisma is named after its type.
 */
#ifndef TESTS_GENERATE_VALUES_H
#define TESTS_GENERATE_VALUES_H

#include "models.h"
#include "types.h"

/* A column, a value in C, and the same value as the server spells it. */
typedef struct Case {
    const char *column;
    const char *sql; /* a literal, cast to the column's type by the test */
    const void *value;
} Case;

extern const Case CASES[];
extern const size_t CASE_COUNT;

typedef struct Layout {
    size_t size, alignment;
    bool has_optional; /* {has, value} in a nullable row; else a NULL of its own */
} Layout;

Layout layout_of(SgType type);
bool is_text(SgType type);

/* The SQL type of a column. */
const char *sql_type(const char *column);

/* Are two values of the type the same? */
bool same(SgType type, const void *a, const void *b);

/* By its name; fails the test when there is none. */
const SgColumn *find_column(const SgModel *model, const char *name);

/* Fills a member {SgSetOp op; T value}; `value` may be NULL. */
void set_member(void *base, uint32_t offset, SgSetOp op, const void *value, size_t size, size_t alignment);

/* The value in a nullable row's member; NULL for SQL NULL. */
const void *nullable_value(const void *row, const SgColumn *column);

/* Asks a filter for equality: text by the text, all else by a pointer to the value. */
void ask_equal(void *where, const SgColumn *column, const void *value);

#endif
