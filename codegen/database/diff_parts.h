/* diff_parts.h - shared by the files of the differ; nobody else includes it. */
#ifndef SCHEMAGEN_DIFF_PARTS_H
#define SCHEMAGEN_DIFF_PARTS_H

#include "database.h"
#include "map.h"
#include "steps.h"

/* A column of the previous table; `to` is NULL when it goes away. */
typedef struct ColumnPair {
    const Column *from;
    const Column *to;
    ColumnChanges changes;
} ColumnPair;

/* A table that is in both databases. */
typedef struct TablePair {
    const Table *from, *to;
    ColumnPair *columns;        /* from->columns.count of them, in that order */
    ColumnPair **by_name;       /* the same in byte order of their names */
    SgMap pairs;                /* name → ColumnPair */
    LIST(const Column *) added; /* in byte order of their names */
    bool drops_primary_key, adds_primary_key, renames_primary_key;
    bool *is_index_dropped; /* by from index */
} TablePair;

typedef struct Differ {
    SgArena *arena;
    const Database *from, *to;
    const Database *original;    /* `from` before the renames */
    LIST(TablePair *) pairs;     /* in the order of `from` */
    LIST(const Table *) created; /* in the order of `to` */
    LIST(const Table *) dropped; /* in the order of `from` */
    SgMap pairs_by_name;         /* database_key() → TablePair */
    SgMap sequences;             /* database_key() of every sequence that exists; filled when first asked */
    bool knows_sequences;
    SgMap rebuilt_enums; /* database_key() of every enum whose columns move to a new type */
    Steps steps;
} Differ;

/* A new step at the end; `order` decides its place among those of its kind. */
Step *differ_add(Differ *differ, StepKind kind, size_t order0, size_t order1, size_t order2);

/* diff_table.c: columns and keys of a pair, filled in before anything else looks at it. */
void diff_columns(Differ *differ, TablePair *pair);
void diff_alter_table(Differ *differ, TablePair *pair);

/* diff_index.c */
void diff_indexes(Differ *differ, TablePair *pair);

/* diff_foreign_key.c */
void diff_foreign_keys(Differ *differ, TablePair *pair);

/* diff_enum.c; before indexes and foreign keys, which ask whether a previous column moves to a new type. */
void diff_enums(Differ *differ);
bool diff_is_enum_rebuilt(const Differ *differ, const ColumnType *type);

/* diff_type.c: what a change of type means for the values. */
ColumnChanges diff_type(const Differ *differ, const ColumnType *from, const ColumnType *to);

/* diff_default.c: the same default, whatever its spelling. */
bool diff_defaults_match(const Differ *differ, const Column *from, const Column *to);

/* predicate.c: the same condition, whatever its parentheses, casts of constants and spelling of operators. */
bool diff_predicates_match(SgArena *arena, const char *a, const char *b);

/* json_match.c: the same JSON value; text that is not JSON matches only itself. */
bool diff_json_match(SgArena *arena, const char *a, const char *b);

/* sequence_name.c; the first is what PostgreSQL calls the sequence of a serial column */
const char *diff_serial_name(SgArena *arena, const char *table, const char *column);
const SequenceName *diff_sequence_of_column(SgArena *arena, const Table *table, const Column *column);
const SequenceName *diff_sequence_to_create(Differ *differ, const Table *table, const Column *column);

/* step_order.c */
void diff_sort_steps(Differ *differ);

#endif
