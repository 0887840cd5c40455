/*
 * constraint_names.h - the names that keys, indexes and tables get when the schema gives none.
 *
 * They are Prisma's, byte for byte: table and column are database names, and a name is cut to what PostgreSQL
 * keeps of an identifier.  Results live in the arena.
 */
#ifndef SCHEMAGEN_CONSTRAINT_NAMES_H
#define SCHEMAGEN_CONSTRAINT_NAMES_H

#include "arena.h"

#include <stddef.h>

/* What PostgreSQL keeps of an identifier, in bytes. */
enum { IDENTIFIER_BYTES = 63 };

/* "orders_pkey" */
const char *model_primary_key_name(SgArena *arena, const char *table);

/* "orders_customer_id_status_key", "…_idx", "…_fkey" */
const char *model_unique_key_name(SgArena *arena, const char *table, const char *const *columns, size_t count);
const char *model_index_name(SgArena *arena, const char *table, const char *const *columns, size_t count);
const char *model_foreign_key_name(SgArena *arena, const char *table, const char *const *columns, size_t count);

/* "_OrderToTag": the table of an implicit many-to-many relation. */
const char *model_join_table_name(SgArena *arena, const char *relation);

/* "OrderToTag": the name of a relation that has none; the smaller model name comes first. */
const char *model_default_relation_name(SgArena *arena, const char *model, const char *other);

#endif
