/* checks.h - what can only be said of the whole schema, in Prisma's order.  Each file reports what it finds. */
#ifndef SCHEMAGEN_CHECKS_H
#define SCHEMAGEN_CHECKS_H

#include "resolver.h"

/* The names that must be unique in the whole of a schema of the database; those of a model are in its draft. */
typedef struct NameTable {
    SgMap schemas; /* name of the schema → NameScope of its primary keys, unique keys and indexes */
} NameTable;

/* Gives every key and relation its database name, and notes which names are used twice. */
void check_collect_names(Resolver *r, NameTable *names);

void check_types(Resolver *r);
void check_unknown_functions(Resolver *r);
void check_datasource(Resolver *r);
void check_table_names(Resolver *r);
void check_enums(Resolver *r);
void check_renames(Resolver *r);

void check_model(Resolver *r, const NameTable *names, const ModelDraft *model);
void check_view(Resolver *r, const ModelDraft *view);
void check_view_key(Resolver *r, const KeyDraft *key);
void check_model_without_datasource(Resolver *r, const ModelDraft *model);
void check_field_without_datasource(Resolver *r, const FieldDraft *field);
void check_field(Resolver *r, const FieldDraft *field);
void check_default_value(Resolver *r, const FieldDraft *field);
void check_key(Resolver *r, const NameTable *names, const ModelDraft *model, const KeyDraft *key);
void check_operators(Resolver *r, const ModelDraft *model, const KeyDraft *key);
void check_joined_name(Resolver *r, const ModelDraft *model, const KeyDraft *key);
void check_schema_attribute(Resolver *r, const char *schema, Span schema_span, Span name_span);

void check_client_name(Resolver *r, const FieldDraft *field);
void check_key_client_name(Resolver *r, const ModelDraft *model, const KeyDraft *key);
void check_key_constraint_name(Resolver *r, const NameTable *names, const ModelDraft *model, const KeyDraft *key);
void check_relation_constraint_name(Resolver *r, const RelationDraft *draft);
void check_constraint_length(Resolver *r, const AstAttribute *attribute, const char *name);

/* Whether the other fields of its model leave open which relation the field is of; reported. */
bool check_relation_is_ambiguous(Resolver *r, const FieldDraft *field);
void check_relation_field(Resolver *r, const FieldDraft *field);

void check_relation(Resolver *r, RelationDraft *relation);
void check_one_to_one(Resolver *r, const RelationDraft *relation);

/* Notes in the models which of them lead to each other; before check_cycles(). */
void check_find_cycles(Resolver *r);
void check_cycles(Resolver *r, RelationDraft *relation);

/* The first key that identifies every row, the primary key before unique ones; NULL when there is none. */
const Key *check_strict_unique_key(const ModelDraft *model);

/* Whether a primary or unique key has exactly these fields, in their order or in any. */
bool check_fields_are_unique(const ModelDraft *model, const Fields *fields, bool in_order);

/* The actions of a relation, with the defaults filled in. */
ReferentialAction relation_on_delete(const FieldDraft *forward);
ReferentialAction relation_on_update(const FieldDraft *forward);

/* The first value of `span`'s argument, else the attribute: where an error about a given name points. */
Span argument_span(const AstAttribute *attribute, const char *name);

#endif
