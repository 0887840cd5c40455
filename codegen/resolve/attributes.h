/* attributes.h - pass 3, split by what the attributes stand on. */
#ifndef SCHEMAGEN_ATTRIBUTES_H
#define SCHEMAGEN_ATTRIBUTES_H

#include "args.h"

void resolve_field_attributes(Resolver *r, ModelDraft *model, FieldDraft *field);
void resolve_relation_attributes(Resolver *r, FieldDraft *field);
void resolve_block_attributes(Resolver *r, ModelDraft *model);

/* @default on a field that is not a relation; the reader stands on it. */
void resolve_default(AttributeReader *reader, FieldDraft *field);

/* Extensions, in attrs_extensions.c; the reader stands on them.  The keys are read before check_version(). */
void resolve_version(AttributeReader *reader, ModelDraft *model, FieldDraft *field);
void resolve_idempotent(AttributeReader *reader, ModelDraft *model);
void check_version(Resolver *r, const ModelDraft *model);

/* The name of @map and @@map; NULL after an error. */
const char *resolve_map(AttributeReader *reader);

/* The name and the value's place of @@schema. */
const char *resolve_schema_name(AttributeReader *reader, Span *out);

/* @renamedFrom or @@renamedFrom, with a `schema:` where the thing is in one; NULL without one and after an error. */
const RenamedFrom *resolve_renamed_from(AttributeReader *reader, bool has_schema);

/* The @db. attribute of a scalar field, into its `native`. */
void resolve_native_type(AttributeReader *reader, FieldDraft *field);

/* `where:` of @unique, @@unique and @@index. */
void resolve_where(AttributeReader *reader, const ModelDraft *model, KeyDraft *key);

/* Its SQL, once all column names are known. */
void resolve_complete_where(Resolver *r, const ModelDraft *model, const KeyDraft *key);

/* One field in the list of a key: `name`, `name(sort: Desc, ops: …)`, `composite.name`. */
typedef struct KeyPart {
    const char *name;
    Span span;
    SortOrder sort;
    bool has_length;
    const char *ops;
    bool ops_raw;
} KeyPart;

typedef LIST(KeyPart) KeyParts;

/* The list of an index or key; false after an error. */
bool resolve_key_parts(Resolver *r, const AstExpr *list, KeyParts *out);

/* The list of `fields` or `references`: names only. */
bool resolve_names(Resolver *r, const AstExpr *list, KeyParts *out);

/* Sort, length and clustering, as arguments of @id and @unique themselves. */
void resolve_key_options(AttributeReader *reader, KeyDraft *key);
bool resolve_clustered(AttributeReader *reader);

#endif
