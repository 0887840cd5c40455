/*
 * model.h - what a schema means: names resolved, defaults and native types checked.
 *
 * Plain data in an arena, complete and correct when resolve() returned it, never edited after; its texts are where
 * those of the Sources are.  Lists are in the order of the schema's text.  "Database name" is the @map/@@map name where
 * given, else the schema's.
 */
#ifndef SCHEMAGEN_MODEL_H
#define SCHEMAGEN_MODEL_H

#include "arena.h"
#include "list.h"
#include "map.h"
#include "source.h"
#include "type_map.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct Model Model;
typedef struct Field Field;
typedef struct Enum Enum;
typedef struct Schema Schema;

typedef enum Arity { ARITY_REQUIRED, ARITY_OPTIONAL, ARITY_LIST } Arity;

typedef enum FieldKind { FIELD_SCALAR, FIELD_ENUM, FIELD_UNSUPPORTED, FIELD_RELATION } FieldKind;

typedef enum DefaultKind {
    DEFAULT_NONE,
    DEFAULT_LITERAL,       /* `literal` */
    DEFAULT_LIST,          /* `items`: literals */
    DEFAULT_NOW,           /* now() */
    DEFAULT_AUTOINCREMENT, /* autoincrement() */
    DEFAULT_DBGENERATED,   /* dbgenerated("sql"); `sql` is NULL for dbgenerated() */
    DEFAULT_UUID,          /* made by the client; `number` 4 or 7 */
    DEFAULT_CUID,          /* `number` 1 or 2 */
    DEFAULT_ULID,
    DEFAULT_NANOID /* `number`: length */
} DefaultKind;

/* A constant of the field's scalar type.  `text` is the spelling of the schema: digits, "true", the string's
 * value, base64 for Bytes, an rfc3339 time, JSON text; for an enum the value's schema name. */
typedef struct Literal {
    const char *text;
    size_t size;
    int enum_value; /* index into the enum's values, for enums only */
} Literal;

typedef struct Default {
    DefaultKind kind;
    int number; /* DEFAULT_UUID, DEFAULT_CUID, DEFAULT_NANOID */
    union {
        Literal literal;     /* DEFAULT_LITERAL */
        LIST(Literal) items; /* DEFAULT_LIST */
        const char *sql;     /* DEFAULT_DBGENERATED */
    };
    const char *map; /* the constraint name given by map:, NULL */
    Span span;
} Default;

/* @renamedFrom and @@renamedFrom: what a thing is called in a database that has not seen its rename. */
typedef struct RenamedFrom {
    const char *name;   /* the database name */
    const char *schema; /* tables and enums: the schema it was in; NULL: the one it is in */
    Span span, schema_span;
} RenamedFrom;

typedef enum ReferentialAction {
    ACTION_UNSPECIFIED = 0, /* only in Relation.*_written */
    ACTION_NO_ACTION,
    ACTION_RESTRICT,
    ACTION_CASCADE,
    ACTION_SET_NULL,
    ACTION_SET_DEFAULT
} ReferentialAction;

typedef LIST(Field *) Fields;

/*
 * A relation between two models, once (both fields point at it).
 * One-to-one and one-to-many: `from` holds the foreign key `fields` → `to`'s `references`.
 * Implicit many-to-many: no fields; `from` is side A, `to` is side B of the join table (PRISMA_FACTS §5, §6).
 */
typedef enum RelationKind { RELATION_ONE_TO_ONE, RELATION_ONE_TO_MANY, RELATION_MANY_TO_MANY } RelationKind;

typedef struct Relation {
    RelationKind kind;
    const char *name; /* explicit name or the default "AToB" */
    bool has_explicit_name;
    Model *from;
    Model *to;
    Field *from_field; /* the relation field on `from`; never NULL */
    Field *to_field;   /* the one on `to`; never NULL for a valid schema */
    Fields fields;
    Fields references;
    ReferentialAction on_delete; /* with the defaults filled in, never UNSPECIFIED (many-to-many: CASCADE) */
    ReferentialAction on_update;
    ReferentialAction on_delete_written, on_update_written;
    bool is_required;            /* a scalar of `fields` is required (referential arity) */
    const char *map;             /* constraint name as written, NULL */
    const char *constraint_name; /* map or the default name; NULL for many-to-many and without foreign keys */
    const char *join_table;      /* many-to-many: its database name */
    Span span;
} Relation;

struct Field {
    const char *name;
    const char *database_name;
    const char *documentation; /* NULL when there is none */
    Model *model;
    size_t index; /* in model->fields */
    union {
        Enum *enum_type;         /* FIELD_ENUM */
        const char *unsupported; /* FIELD_UNSUPPORTED: the SQL type */
        Relation *relation;      /* FIELD_RELATION */
    };
    const Default *default_value;    /* NULL: there is none; read it with model_field_default() */
    const RenamedFrom *renamed_from; /* NULL */
    FieldKind kind;
    Arity arity;
    ScalarType scalar; /* FIELD_SCALAR */
    NativeType native; /* FIELD_SCALAR: the written or the default one; see type_map.h */
    int native_args[2];
    int native_arg_count;
    bool has_native; /* written with @db. */
    bool is_id;      /* @id or member of @@id */
    bool is_unique;  /* by a single-field @unique or @id */
    bool is_updated_at;
    bool is_ignored;
    bool is_relation_from; /* FIELD_RELATION: this is relation->from_field */
    Span name_span;
};

typedef enum SortOrder { SORT_UNSPECIFIED, SORT_ASC, SORT_DESC } SortOrder;

typedef enum IndexMethod { INDEX_BTREE, INDEX_HASH, INDEX_GIN, INDEX_GIST, INDEX_SPGIST, INDEX_BRIN } IndexMethod;

typedef struct KeyField {
    Field *field;
    const char *ops;        /* operator class as SQL text (`jsonb_path_ops`, or raw text), NULL */
    const char *class_name; /* the class as the schema spells it (`JsonbPathOps`), NULL for none and raw */
    SortOrder sort;
    bool ops_raw;
} KeyField;

typedef enum KeyKind { KEY_PRIMARY, KEY_UNIQUE, KEY_INDEX } KeyKind;

/* A primary key, unique key or index; of one field (@id, @unique) or of the block (@@id, @@unique, @@index). */
typedef struct Key {
    KeyKind kind;
    LIST(KeyField) fields;
    const char *name;          /* the client name (name:), NULL */
    const char *map;           /* as written, NULL */
    const char *database_name; /* map or the default name */
    IndexMethod method;
    bool has_method;   /* written with type: */
    const char *where; /* partial index predicate as SQL text, NULL */
    bool where_is_raw; /* raw("…") rather than the object form */
    bool is_field_level;
    Span span;
} Key;

struct Model {
    const char *name;
    const char *database_name;
    const char *schema; /* @@schema, NULL when the datasource has no schemas */
    const char *documentation;
    Schema *owner;
    size_t index; /* in schema->models */
    bool is_view;
    bool is_ignored;
    LIST(Field *) fields;
    Field *version;         /* the @version field: changes compare it and count it up; NULL */
    const Key *idempotency; /* of @@idempotent: one of the keys below, without NULLs; NULL */
    Key *primary_key;       /* NULL when there is none */
    LIST(Key *) keys; /* unique keys and indexes: field-level @unique in field order, then @@index, then @@unique */
    LIST(Relation *) relations;      /* those it takes part in, once each */
    SgMap fields_by_name;            /* model_find_field()'s own: empty where there are so few that it looks at all */
    const RenamedFrom *renamed_from; /* NULL */
    Span span, name_span;
};

typedef struct EnumValue {
    const char *name;
    const char *database_name;
    const char *documentation;
    const RenamedFrom *renamed_from; /* NULL */
    Span span;
} EnumValue;

struct Enum {
    const char *name;
    const char *database_name;
    const char *schema;
    const char *documentation;
    LIST(EnumValue) values;
    const RenamedFrom *renamed_from; /* NULL */
    Span span, name_span;
};

typedef struct Extension {
    const char *name;          /* the schema's */
    const char *database_name; /* map: or name */
    const char *schema;        /* NULL */
    const char *version;       /* NULL */
    Span span;
} Extension;

/* A `key = value` of a generator block: a string, a list of strings, or env("X"). */
typedef struct Setting {
    const char *key;
    const char *value; /* the string; the number's or constant's spelling; NULL for a list */
    const char *env;   /* the X of env("X"), else NULL */
    LIST(const char *) items;
    bool is_list;
    Span span, value_span;
} Setting;

typedef struct Generator {
    const char *name;
    const char *provider;
    const char *documentation;
    LIST(Setting) settings; /* provider included */
    LIST(const char *) preview_features;
    Span span, name_span;
} Generator;

typedef struct Datasource {
    const char *name;
    const char *provider; /* "postgresql" */
    Setting *url;         /* NULL when absent */
    Setting *shadow_url;
    Setting *direct_url;
    bool relation_mode_prisma;
    LIST(const char *) schemas; /* empty: not multi-schema */
    LIST(Extension) extensions;
    bool extensions_enabled; /* preview feature postgresqlExtensions */
    Span span, name_span;
} Datasource;

struct Schema {
    LIST(Model *) models; /* views included, in the order of the text */
    LIST(Enum *) enums;
    LIST(Relation *) relations; /* by position of the owning field (PRISMA_FACTS §5) */
    LIST(Generator *) generators;
    Datasource *datasource; /* NULL when the schema has none */
    SgMap models_by_name, enums_by_name;
};

/* The field's default; one of DEFAULT_NONE where there is none. */
const Default *model_field_default(const Field *field);

/* The name in a @renamedFrom; NULL when there is no such attribute. */
const char *model_renamed_from_name(const RenamedFrom *from);

/* Lookups; NULL when absent. */
Model *model_find(const Schema *schema, const char *name);
Enum *model_find_enum(const Schema *schema, const char *name);
Field *model_find_field(const Model *model, const char *name);
const Setting *model_find_setting(const Generator *generator, const char *key);

#endif
