/*
 * resolver.h - what the passes of resolve() share: the model being made, and what the text said about it.
 *
 * A draft stands beside each model, field, key and relation of the model.  It remembers the AST node and what
 * was written, which the checks need and the finished model does not.
 */
#ifndef SCHEMAGEN_RESOLVER_H
#define SCHEMAGEN_RESOLVER_H

#include "ast.h"
#include "diag.h"
#include "map.h"
#include "model.h"
#include "text.h"

typedef struct ModelDraft ModelDraft;
typedef struct FieldDraft FieldDraft;
typedef struct RelationDraft RelationDraft;

/* The arguments of @relation as written. */
typedef struct RelationArguments {
    const AstAttribute *attribute; /* NULL: no @relation */
    const char *name;              /* NULL: not given */
    Fields fields, references;
    bool has_fields, has_references; /* given, perhaps empty or wrong */
    ReferentialAction on_delete, on_update;
    Span on_delete_span, on_update_span; /* of the value */
    const char *map;
    const Fields *peers; /* fields of its model that belong, by name, to the same relation; set by the checks */
} RelationArguments;

/* A field's @db. attribute. */
typedef struct NativeDraft {
    const AstAttribute *attribute;
    const char *name; /* "VarChar" */
    bool is_right;    /* then it means: */
    NativeType type;
    long long args[2];
    size_t arg_count;
} NativeDraft;

/* An accepted @default. */
typedef struct DefaultDraft {
    const AstAttribute *attribute;
    const AstExpr *value;
    const char *map; /* NULL: not given */
} DefaultDraft;

struct FieldDraft {
    Field *field;
    const AstField *ast;
    ModelDraft *owner;
    ModelDraft *target;          /* the model of a relation field, the type of a composite one, else NULL */
    const NativeDraft *native;   /* NULL: it has none */
    const DefaultDraft *given;   /* its @default; NULL: it has none */
    RelationArguments *relation; /* relation fields only */
    uint32_t listed_in;          /* the number of the list of fields that named it last */
    bool is_known;               /* its type was found */
    bool is_composite;
};

typedef struct KeyDraft {
    Key *key;
    const AstAttribute *attribute;
    const char *attribute_name; /* "@unique", "@@index" */
    bool is_fulltext, has_length, is_clustered_set;
    const AstExpr *where; /* the valid value of where:, NULL */
} KeyDraft;

/* Names of which each may be used once. */
typedef struct NameScope {
    SgMap names;  /* those in use */
    SgMap shared; /* those used more than once */
} NameScope;

struct ModelDraft {
    Model *model;
    const AstBlock *ast;
    bool is_composite;         /* a `type` block: not part of the schema, PostgreSQL has none */
    FieldDraft *drafts;        /* one per field of the model, at the field's index */
    LIST(FieldDraft *) fields; /* those whose type was found, in the order of the text */
    SgMap mapped_fields;       /* by the name of @map */
    KeyDraft *primary_key;
    KeyDraft *shard_key;
    LIST(KeyDraft *) keys; /* unique keys and indexes */
    const AstAttribute *map_attribute;
    Span schema_span;                     /* of the value of @@schema */
    LIST(RelationDraft *) relations_from; /* those whose foreign key it holds */
    size_t place, lowest;                 /* check_find_cycles(): when it was visited, and the earliest it leads to */
    const ModelDraft *component;          /* the first of those that lead to each other */
    bool meets_self_relation;             /* a self relation can be met from here */
    NameScope constraint_names;           /* primary key, unique keys, indexes, foreign keys */
    NameScope client_names;               /* `name:` of @@id and @@unique */
};

typedef struct EnumDraft {
    Enum *enum_type;
    const AstBlock *ast;
    SgMap values_by_name; /* name → EnumValue */
    Span schema_span;
} EnumDraft;

/* What a type's name stands for; one of the two is set. */
typedef struct Declaration {
    const AstBlock *ast;
    ModelDraft *model;
    EnumDraft *enum_type;
} Declaration;

/* A relation as inferred from the relation fields.  `back` is NULL when the other side is missing, `forward`
 * when only a list was found. */
struct RelationDraft {
    Relation *relation;
    ModelDraft *from, *to;
    FieldDraft *forward, *back;
    const char *constraint_name;       /* set by the checks; NULL for many-to-many */
    ModelDraft *found_on;              /* the model whose field it was inferred from */
    const RelationDraft *visited_from; /* by the search for cycles that began there */
    bool is_embedded;                  /* many-to-many with `fields`: what MongoDB has */
};

/* Preview features that change what is accepted. */
typedef struct PreviewFeatures {
    bool partial_indexes, views, postgresql_extensions, shard_keys;
} PreviewFeatures;

typedef LIST(bool) Flags;

typedef struct Resolver {
    SgArena *arena;   /* of the model */
    SgArena *texts;   /* of its names, which those have that are made from it */
    SgArena *scratch; /* of the drafts, and of all else that goes away with the resolver */
    SgArena *brief;   /* of what is needed for a moment; see resolver_forget() */
    const Ast *ast;
    const Sources *sources;
    Diags *diags;
    Schema *schema;

    LIST(ModelDraft *) models; /* views and composite types included, in the order of the text */
    LIST(EnumDraft *) enums;
    LIST(FieldDraft *) relation_fields; /* of models and views, in the order of the text */
    LIST(RelationDraft *) relations;
    SgMap declarations;                      /* name → Declaration */
    Flags taken_attributes, taken_arguments; /* of the one reader at work, see args.h */

    PreviewFeatures preview;
    bool has_renames;    /* there is a @renamedFrom or @@renamedFrom */
    uint32_t list_count; /* of the lists of fields that were read, see FieldDraft.listed_in */
    Span schemas_span, extensions_span;
} Resolver;

/* The passes, in their order.  Each does all it can, whatever the ones before it found. */
void resolve_declarations(Resolver *r);
void resolve_types(Resolver *r);
void resolve_attributes(Resolver *r);
void resolve_relations(Resolver *r);
void resolve_generators(Resolver *r);
void resolve_datasources(Resolver *r);

/* Needs a schema without errors so far. */
void check_schema(Resolver *r);

/* Fills what follows from the rest: names, actions, native types.  Needs a valid schema. */
void resolve_complete(Resolver *r);

/* Empties `brief`; whoever looks at things one by one does so behind each. */
void resolver_forget(Resolver *r);

Declaration *resolver_find(const Resolver *r, const char *name);
FieldDraft *draft_find_field(const ModelDraft *model, const char *name);
bool draft_is_scalar(const FieldDraft *field); /* scalar, enum, unsupported or composite */
bool draft_is_relation(const FieldDraft *field);

/* The value of its @default; NULL when it has none. */
const AstExpr *draft_default(const FieldDraft *field);

/* For messages: one more name to "`a`, `b`", and fields as they stand in brackets, "a, b" (in `brief`). */
void resolver_add_name(SgText *names, const char *name);
const char *resolver_field_list(Resolver *r, const Fields *fields);

#endif
