/*
 * steps.h - what must be done to make one database into another, as values.
 *
 * Steps know nothing of text: the SQL, the warnings, the summary and the JSON all read this list.  They point into
 * the two databases they come from, which must live as long.  Their order is the order of execution.
 */
#ifndef SCHEMAGEN_STEPS_H
#define SCHEMAGEN_STEPS_H

#include "database.h"
#include "list.h"
#include "renames.h"
#include "text.h"

#include <stdbool.h>
#include <stddef.h>

/* In Prisma's order of execution; step_order.c moves single ones where that order would fail.  Renames, which Prisma
 * does not have, come before everything that uses the new names. */
typedef enum StepKind {
    STEP_CREATE_SCHEMA,
    STEP_RENAME_ENUM,
    STEP_RENAME_ENUM_VALUE,
    STEP_RENAME_TABLE,
    STEP_RENAME_COLUMN,
    STEP_RENAME_SEQUENCE,
    STEP_DROP_EXTENSION,
    STEP_CREATE_EXTENSION,
    STEP_ALTER_EXTENSION,
    STEP_CREATE_ENUM,
    STEP_ALTER_ENUM,
    STEP_DROP_FOREIGN_KEY,
    STEP_DROP_INDEX,
    STEP_ALTER_TABLE,
    STEP_DROP_TABLE,
    STEP_DROP_ENUM,
    STEP_CREATE_TABLE,
    STEP_CREATE_INDEX,
    STEP_RENAME_FOREIGN_KEY,
    STEP_ADD_FOREIGN_KEY,
    STEP_RENAME_INDEX,
    STEP_KIND_COUNT
} StepKind;

/* What becomes of the values when a column's type changes. */
typedef enum CastKind {
    CAST_NONE, /* the type stays */
    CAST_SAFE,
    CAST_RISKY,     /* values may be cut, or refused by the server */
    CAST_IMPOSSIBLE /* the column is dropped and made again */
} CastKind;

typedef struct ColumnChanges {
    bool nullability; /* required, optional, list */
    bool default_value;
    bool type;
    bool autoincrement;
    CastKind cast;
    bool needs_using; /* PostgreSQL does not cast by itself: USING, and the default is dropped before */
} ColumnChanges;

/* A sequence behind an autoincrement column. */
typedef struct SequenceName {
    const char *schema; /* NULL: the default schema */
    const char *name;
    bool is_guess; /* from a schema file: the name that PostgreSQL gives, if nobody chose another */
} SequenceName;

typedef enum TableChangeKind {
    TABLE_DROP_PRIMARY_KEY,
    TABLE_DROP_COLUMN,     /* from */
    TABLE_ADD_COLUMN,      /* to */
    TABLE_ALTER_COLUMN,    /* from, to, changes, sequences */
    TABLE_RECREATE_COLUMN, /* from, to, changes */
    TABLE_ADD_PRIMARY_KEY,
    TABLE_RENAME_PRIMARY_KEY
} TableChangeKind;

typedef struct TableChange {
    TableChangeKind kind;
    const Column *from;
    const Column *to;
    ColumnChanges changes;
    const char *key_name;        /* RENAME_PRIMARY_KEY: the name that it has by then */
    const SequenceName *created; /* autoincrement begins: the sequence to be made */
    const SequenceName *dropped; /* autoincrement ends: the one to be dropped, NULL to leave it */
    const SequenceName *widened; /* an autoincrement column becomes BIGINT: the sequence must go with it */
} TableChange;

/* A column of an enum type that changes; `to` is NULL when the column goes away or leaves the type. */
typedef struct EnumUse {
    const Table *from_table, *to_table;
    const Column *from, *to;
} EnumUse;

typedef LIST(const char *) Labels;

typedef struct AlterEnum {
    const EnumType *from, *to;
    Labels added;
    Labels removed;

    /* Only added values: */
    bool is_separate; /* a value is used in the same script: own transaction, or the server refuses it */

    /* With removed values the type is made anew: */
    LIST(EnumUse) defaults;    /* previous columns with a default, dropped before; `to`: set again after */
    LIST(EnumUse) columns;     /* columns that move to the new type */
    const char *new_name;      /* its name until it takes the old one's */
    const char *old_name;      /* the old one's until it is dropped */
    bool is_old_dropped_later; /* columns that go away still have it: a STEP_DROP_ENUM follows */
} AlterEnum;

typedef struct AlterTable {
    const Table *from, *to;
    LIST(TableChange) changes;
} AlterTable;

typedef struct Step {
    StepKind kind;
    uint32_t order[3]; /* Prisma's sort key inside a kind */
    union {
        const char *schema;   /* CREATE_SCHEMA */
        const Rename *rename; /* RENAME_ENUM, _ENUM_VALUE, _TABLE, _COLUMN */
        struct {
            const SequenceName *from;
            const char *to_name;
        } rename_sequence;
        const ExtensionState *extension; /* CREATE_, DROP_EXTENSION */
        struct {
            const ExtensionState *from, *to;
        } alter_extension;
        const EnumType *create_enum;
        struct {
            const EnumType *type;
            const char *name;
        } drop_enum; /* name: it may have another now */
        AlterEnum *alter_enum;
        const Table *table; /* CREATE_, DROP_TABLE */
        AlterTable *alter_table;
        struct {
            const Table *table;
            const Index *index;
        } drop_index;
        struct {
            const Table *from; /* NULL when the table is new */
            const Table *to;
            const Index *index;
            bool is_recreated; /* a column of it was dropped and made again */
        } create_index;
        struct {
            const Table *from_table, *to_table;
            const Index *from, *to; /* NULL: that of the primary key, which only makes way */
            const char *from_name, *to_name;
        } rename_index;
        struct {
            const Table *table;
            const ForeignKey *key;
        } foreign_key; /* ADD_, DROP_FOREIGN_KEY */
        struct {
            const Table *from_table, *to_table;
            const ForeignKey *from, *to;
        } rename_foreign_key;
    };
} Step;

typedef struct Steps {
    const Database *from, *to; /* `from` as it is after the renames */
    Renames renames;
    LIST(Step) items;
} Steps;

/* "AlterTable", as in the script's headings and in JSON. */
const char *step_kind_name(StepKind kind);

/* For people: one line per change under headings, in the shape of Prisma's drift summary; "No difference detected."
 * without steps.  Ends with a newline. */
void steps_summary(SgArena *arena, const Steps *steps, SgText *out);

/* A JSON array, one object per step. */
void steps_json(const Steps *steps, SgText *out);

#endif
