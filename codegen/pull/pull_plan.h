/*
 * pull_plan.h - every name of a pulled schema, decided before any text is written.
 *
 * Names come from the schema that is updated, where it has the object; else from the database's names, made fit for
 * the language and unique in their scope.  Plain data in an arena.
 */
#ifndef SCHEMAGEN_PULL_PLAN_H
#define SCHEMAGEN_PULL_PLAN_H

#include "database.h"
#include "model.h"

typedef struct PullModel PullModel;
typedef struct PullRelation PullRelation;

typedef struct PullField {
    const Column *column;
    const char *name;
    const Field *previous; /* NULL: new */
} PullField;

/* A relation field: one end of a relation. */
typedef struct PullEnd {
    const PullRelation *relation;
    bool is_forward; /* holds the key; side A of a many-to-many relation */
} PullEnd;

struct PullModel {
    const Table *table; /* NULL for a view */
    const View *view;   /* NULL for a table */
    const char *name;
    const Model *previous;  /* NULL: new */
    LIST(PullField) fields; /* in the order of the columns */
    LIST(PullEnd) ends;
    bool is_ignored; /* no key of required columns of known types, or ignored before */
};

struct PullRelation {
    const Table *table;    /* that has the foreign key; the join table of a many-to-many relation */
    const ForeignKey *key; /* NULL for many-to-many */
    PullModel *from, *to;  /* many-to-many: A and B */
    const Relation *previous;
    const char *name;    /* NULL when it needs none */
    const char *forward; /* name of the field on `from`, NULL when there is none */
    const char *back;    /* name of the field on `to` */
    bool is_one_to_one;
    bool is_ambiguous; /* other relations join the same two tables */
};

typedef struct PullEnum {
    const EnumType *type;
    const char *name;
    LIST(const char *) values; /* names, in the order of the type's values */
    const Enum *previous;
} PullEnum;

typedef LIST(PullModel *) PullModels;

typedef struct PullPlan {
    SgArena *arena;
    const Database *database;
    const Schema *previous; /* NULL: a new schema */
    PullModels models;      /* tables in the database's order */
    PullModels views;
    LIST(PullEnum *) enums;
    LIST(PullRelation *) relations;
    bool has_schemas;         /* models and enums say their @@schema */
    bool has_partial_indexes; /* the preview feature is on, or can be turned on */
} PullPlan;

/* The plan for everything in `database` (described); `previous` is the schema that is updated, NULL for a new one. */
PullPlan *pull_plan(SgArena *arena, const Database *database, const Schema *previous);

/* NULL for a join table of a many-to-many relation, which has no model. */
PullModel *pull_find_model(const PullPlan *plan, const Table *table);
const PullEnum *pull_find_enum(const PullPlan *plan, const EnumType *type);

/* The name of the model's field of that column; the column's when it has none. */
const char *pull_field_name(const PullModel *model, const char *column);

#endif
