/*
 * relation_fields.h - which fields of a schema are relations, from the AST alone.  Private to this room.
 *
 * `format` completes schemas that are not yet valid, so it cannot wait for resolve; this knows just enough.
 */
#ifndef SCHEMAGEN_RELATION_FIELDS_H
#define SCHEMAGEN_RELATION_FIELDS_H

#include "ast.h"
#include "map.h"

typedef LIST(const char *) Names;
typedef LIST(const AstField *) Fields;

/* A field whose type is a model. */
typedef struct RelationField {
    const AstBlock *model;
    const AstField *field;
    const AstBlock *target;
    const AstAttribute *attribute; /* its @relation, NULL */
    const AstExpr *name_literal;   /* of the relation, NULL */
    const char *name;              /* its value, NULL */
    const AstExpr *fields;         /* the array, NULL */
    const AstExpr *references;
    struct RelationField *next; /* with the same model, target and name */
} RelationField;

typedef struct RelationFields {
    SgArena *arena;
    LIST(RelationField *) all; /* in the order of the text */
    SgMap by_ends;             /* first RelationField of a model, target and name */
} RelationFields;

/* False, and nothing found, when a type is unknown, a block or field is there twice, or a relation names a field that
 * is not there or has an argument of a wrong kind. */
bool relation_fields_find(SgArena *arena, const Ast *ast, RelationFields *out);

/* The field on the other side, NULL when there is none. */
const RelationField *relation_field_opposite(const RelationFields *fields, const RelationField *side);

/* Are the fields of the relation's key unique together, as @unique or @@unique say? */
bool relation_field_is_unique(const RelationField *side);

/* The fields of the model's primary key, else of its first unique key without optional fields; empty. */
Fields relation_model_key(SgArena *arena, const AstBlock *model);

const AstField *relation_model_field(const AstBlock *model, const char *name);
bool relation_model_is_ignored(const AstBlock *model);

/* The model's fields that an array names; empty when one is not there. */
Fields relation_fields_named(SgArena *arena, const AstBlock *model, const AstExpr *array);
Names relation_field_names(SgArena *arena, const Fields *fields);

#endif
