/*
 * database.h - what PostgreSQL has, or shall have.
 *
 * Made from a schema (lower.h) or from a server (introspect.h); the differ compares two of these and nothing
 * else.  Plain data in an arena, never edited after it was made.  Names are the database's, unquoted.
 * Lists from a schema are in the schema's order, lists from a server in the describer's (PRISMA_FACTS §5):
 * the order of steps depends on it.
 *
 * An id is the server's own number of a thing, which a rename does not change (0 from a schema).
 *
 * "Described" members are set on a database from a server only.  "Canonical" members are the server's own
 * spelling of what a schema wants; canonical.h fills them in before a diff, they are NULL when nobody asked.
 */
#ifndef SCHEMAGEN_DATABASE_H
#define SCHEMAGEN_DATABASE_H

#include "arena.h"
#include "list.h"
#include "map.h"
#include "type_map.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* @@renamedFrom of a schema: what a table or an enum was called, and where it was. */
typedef struct OldName {
    const char *schema; /* NULL: the default schema */
    const char *name;   /* NULL: it was not renamed */
} OldName;

typedef struct EnumType {
    const char *schema; /* NULL: the default schema of the connection */
    const char *name;
    LIST(const char *) values;
    LIST(uint32_t) value_ids;      /* described: beside the values */
    LIST(const char *) old_values; /* @renamedFrom: the old name of each value, or NULL; empty when there is none */
    OldName renamed_from;
    uint32_t id;  /* described */
    size_t index; /* in database->enums: its id in the order of steps */
} EnumType;

typedef enum TypeKind {
    TYPE_NATIVE, /* `native`, `args` */
    TYPE_ENUM,   /* `enum_type` */
    TYPE_OTHER   /* `sql`: what the schema language has no name for, as the schema or format_type() spells it */
} TypeKind;

typedef struct ColumnType {
    TypeKind kind;
    NativeType native;
    int args[2];
    int arg_count;
    bool is_list;
    const EnumType *enum_type;
    const char *sql;
    const char *canonical; /* TYPE_OTHER from a schema: as format_type() spells it, NULL when not asked */
} ColumnType;

typedef enum ColumnDefaultKind {
    COLUMN_DEFAULT_NONE,
    COLUMN_DEFAULT_VALUE,     /* `text`: the value (string's bytes, digits, true/false, hex of bytea, enum label) */
    COLUMN_DEFAULT_LIST,      /* `items`: values */
    COLUMN_DEFAULT_NOW,       /* CURRENT_TIMESTAMP */
    COLUMN_DEFAULT_SEQUENCE,  /* autoincrement: serial, or identity when described; `sequence` is its name */
    COLUMN_DEFAULT_EXPRESSION /* `text`: SQL; empty for dbgenerated() */
} ColumnDefaultKind;

typedef struct ColumnDefault {
    ColumnDefaultKind kind;
    bool is_identity;
    const char *text;
    LIST(const char *) items;
    const char *sequence;        /* database name of the sequence, NULL when unknown (from a schema) */
    const char *sequence_schema; /* NULL: default */
} ColumnDefault;

typedef struct Column {
    const char *name;
    ColumnType type;
    ColumnDefault default_value;
    const char *default_sql;       /* described: the default as pg_get_expr() spells it, NULL when there is none */
    const char *default_canonical; /* from a schema: what default_sql would be, NULL when not asked */
    const char *renamed_from;      /* @renamedFrom of a schema, NULL */
    size_t index;                  /* in table->columns */
    uint32_t id;                   /* described: its number in the table */
    bool is_required;              /* NOT NULL; lists never are */
    bool has_client_default;       /* uuid(), cuid() …: made by the program, for the warning on ADD COLUMN */
    bool is_generated;             /* described: GENERATED ALWAYS AS (default_sql); it has no default to drop or set */
} Column;

typedef enum IndexKind { INDEX_NORMAL, INDEX_UNIQUE } IndexKind;

typedef struct IndexPart {
    const char *column;            /* NULL for an expression */
    const char *expression;        /* SQL; described indexes only */
    const char *ops;               /* operator class as SQL, NULL for the default one */
    bool is_descending, has_order; /* has_order: written, so printed */
    bool ops_is_default;           /* described or known: it is the type's default class */
    bool has_nulls_order;          /* described: NULLS FIRST on ascending or NULLS LAST on descending */
} IndexPart;

typedef struct Index {
    const char *name;
    IndexKind kind;
    const char *method; /* "BTREE", "HASH", "GIN", "GIST", "SPGIST", "BRIN", or another access method's name */
    LIST(IndexPart) parts;
    const char *where;           /* predicate, NULL */
    const char *where_canonical; /* from a schema: as pg_get_expr() spells it, NULL when not asked */
    LIST(const char *) include;  /* described: the columns of INCLUDE */
    bool is_constraint;          /* described: belongs to a UNIQUE constraint, so DROP INDEX is refused */
    bool is_deferrable;          /* described */
    bool is_invalid;             /* described: left by a failed CREATE INDEX CONCURRENTLY */
    bool nulls_not_distinct;     /* described */
    size_t index;                /* in table->indexes */
} Index;

typedef struct PrimaryKey {
    const char *name;
    LIST(const char *) columns;
    bool is_deferrable; /* described */
} PrimaryKey;

typedef enum ForeignKeyAction { FK_NO_ACTION, FK_RESTRICT, FK_CASCADE, FK_SET_NULL, FK_SET_DEFAULT } ForeignKeyAction;

typedef struct ForeignKey {
    const char *name;
    LIST(const char *) columns;
    const char *referenced_schema; /* NULL: default */
    const char *referenced_table;
    LIST(const char *) referenced_columns;
    ForeignKeyAction on_delete, on_update;
    bool is_deferrable;     /* described */
    bool is_not_valid;      /* described: existing rows were never checked */
    const char *definition; /* described: pg_get_constraintdef(), NULL when the members above say all */
    size_t index;           /* over all foreign keys of the database */
} ForeignKey;

/* What the differ does not touch but must not lose or mistake: checks, exclusions, triggers, policies,
 * indexes over expressions …; as the server spells it. */
typedef struct OpaqueFact {
    const char *kind; /* "check", "exclude", "trigger", "policy", "comment", …: the list is in introspect.h */
    const char *name;
    const char *definition;
} OpaqueFact;

typedef struct Table {
    const char *schema; /* NULL: the default schema */
    const char *name;
    LIST(Column) columns;
    PrimaryKey *primary_key; /* NULL when there is none */
    LIST(Index) indexes;
    LIST(ForeignKey) foreign_keys;
    LIST(OpaqueFact) facts;
    uint32_t id;                  /* described */
    bool is_join_table;           /* of an implicit many-to-many relation */
    const struct Table *sides[2]; /* a join table from a schema: the tables that its columns A and B lead to */
    OldName renamed_from;
    const struct Table *origin; /* where a rename is under way (renames.h): the table as the server still has it, with
                                   columns at the same places; NULL when nothing of it is renamed */
    size_t index;               /* in database->tables */
} Table;

typedef struct ExtensionState {
    const char *name;
    const char *schema;  /* NULL: not given */
    const char *version; /* NULL: not given */
    bool is_relocatable; /* described: it can move to another schema */
} ExtensionState;

typedef struct View {
    const char *schema;
    const char *name;
    const char *definition;
    LIST(Column) columns;
} View;

typedef struct Database {
    LIST(const char *) schemas; /* those to be created beside the default one; server: those that exist */
    LIST(EnumType *) enums;
    LIST(Table *) tables;
    LIST(ExtensionState) extensions;
    LIST(View) views;           /* described only */
    LIST(OpaqueFact) facts;     /* described: functions, domains and other objects beside the tables */
    bool has_partial_indexes;   /* from a schema: it has the preview feature, so what it does not say is not wanted */
    bool ignores_extensions;    /* from a schema without the preview feature: it does not say which there are */
    bool is_described;          /* from a server: names of the default schema are known, see default_schema */
    const char *default_schema; /* "public" unless the URL says ?schema= */
} Database;

Table *database_find_table(const Database *database, const char *schema, const char *name);
EnumType *database_find_enum(const Database *database, const char *schema, const char *name);
const Column *database_find_column(const Table *table, const char *name);

/* Two columns, A and B: what a many-to-many relation makes.  Of a described table nobody knows more. */
bool database_is_join_table(const Table *table);

/* The same text, or both NULL: as a schema, the default one. */
bool database_same_text(const char *a, const char *b);

/* The name of a table or type as a key of maps. */
const char *database_key(SgArena *arena, const char *schema, const char *name);

#endif
