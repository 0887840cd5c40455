/*
 * pull_text.h - the pieces of a pulled schema, as text.
 *
 * Each is one line without indentation and without its newline, not aligned: the formatter does that.  All in the
 * plan's arena.
 */
#ifndef SCHEMAGEN_PULL_TEXT_H
#define SCHEMAGEN_PULL_TEXT_H

#include "pull_plan.h"
#include "text.h"

/* "email String @unique @db.VarChar(255)"; of a view's column without keys. */
const char *pull_field_text(const PullPlan *plan, const PullModel *model, const PullField *field);

/* "author User @relation(fields: [authorId], references: [id])" */
const char *pull_relation_text(const PullPlan *plan, const PullEnd *end);

/* "@@id([a, b])"; NULL when the key is the field's, or there is none. */
const char *pull_id_text(const PullPlan *plan, const PullModel *model);

/* "@@index([a, b(sort: Desc)])"; NULL when the index is written at its field, or cannot be said. */
const char *pull_index_text(const PullPlan *plan, const PullModel *model, const Index *index);

/* "@default(…)" with a space before it, or nothing. */
void pull_add_default(SgText *out, const PullPlan *plan, const PullField *field);

/* The unique index that is written as the field's @unique, NULL when there is none. */
const Index *pull_unique_index(const PullPlan *plan, const PullModel *model, const Column *column);

/* Did the schema that is updated write its primary key, of this one column, at the block? */
bool pull_is_block_key(const PullModel *model, const char *column);

/* `text` in double quotes, with the escapes of the language. */
void pull_add_string(SgText *out, const char *text);

/* Whole blocks, each ending with a newline. */
void pull_add_model(SgText *out, const PullPlan *plan, const PullModel *model);
void pull_add_enum(SgText *out, const PullPlan *plan, const PullEnum *type);
/* "USER @map("user")" */
const char *pull_value_text(const PullPlan *plan, const PullEnum *type, size_t value);

#endif
