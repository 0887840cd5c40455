/*
 * catalog_sql.h - what introspection asks PostgreSQL.
 *
 * Every query takes one parameter, the schemas to describe as text[], and answers for all of their tables at once.
 * Names have the type `name`, so ORDER BY sorts them by bytes whatever the database's collation.  Objects that
 * belong to an extension are left out: they come and go with it.  Partitions are left out too: they follow their
 * parent, which lists them as a fact.
 */
#ifndef SCHEMAGEN_CATALOG_SQL_H
#define SCHEMAGEN_CATALOG_SQL_H

#include "arena.h"

typedef enum CatalogQuery {
    CATALOG_SCHEMAS,
    CATALOG_TABLES,
    CATALOG_ENUMS,
    CATALOG_VIEWS,
    CATALOG_COLUMNS,
    CATALOG_SEQUENCES,
    CATALOG_INDEXES,
    CATALOG_FOREIGN_KEYS,
    CATALOG_TABLE_FACTS,
    CATALOG_COLUMN_FACTS,
    CATALOG_EXTENSIONS,
    CATALOG_FACTS,
    CATALOG_QUERY_COUNT
} CatalogQuery;

/* The columns of each query's result, in order. */
enum { SCHEMA_NAME };
enum { TABLE_OID, TABLE_SCHEMA, TABLE_NAME };
enum { ENUM_OID, ENUM_SCHEMA, ENUM_NAME, ENUM_LABEL, ENUM_LABEL_OID };
enum {
    COLUMN_TABLE,
    COLUMN_NAME,
    COLUMN_IS_REQUIRED,
    COLUMN_IS_ARRAY,
    COLUMN_TYPE_OID,
    COLUMN_TYPE_SCHEMA,
    COLUMN_TYPE_NAME,
    COLUMN_TYPE_MODIFIER,
    COLUMN_TYPE_SQL,
    COLUMN_DEFAULT_SQL,
    COLUMN_IS_IDENTITY,
    COLUMN_IS_GENERATED,
    COLUMN_NUMBER
};
enum { SEQUENCE_TABLE, SEQUENCE_COLUMN, SEQUENCE_SCHEMA, SEQUENCE_NAME };
enum {
    INDEX_TABLE,
    INDEX_NAME,
    INDEX_IS_PRIMARY,
    INDEX_IS_UNIQUE,
    INDEX_IS_VALID,
    INDEX_IS_CONSTRAINT,
    INDEX_IS_DEFERRABLE,
    INDEX_NULLS_NOT_DISTINCT,
    INDEX_METHOD,
    INDEX_WHERE,
    INDEX_PART, /* from 1 */
    INDEX_IS_KEY_PART,
    INDEX_COLUMN, /* NULL: an expression */
    INDEX_OPS,
    INDEX_OPS_IS_DEFAULT,
    INDEX_IS_DESCENDING,
    INDEX_HAS_NULLS_FIRST
};
enum {
    FOREIGN_KEY_TABLE,
    FOREIGN_KEY_NAME,
    FOREIGN_KEY_REFERENCED_SCHEMA,
    FOREIGN_KEY_REFERENCED_TABLE,
    FOREIGN_KEY_ON_DELETE,
    FOREIGN_KEY_ON_UPDATE,
    FOREIGN_KEY_IS_DEFERRABLE,
    FOREIGN_KEY_IS_VALID,
    FOREIGN_KEY_IS_INSIDE, /* the referenced table is described too */
    FOREIGN_KEY_DEFINITION,
    FOREIGN_KEY_PART, /* from 1 */
    FOREIGN_KEY_COLUMN,
    FOREIGN_KEY_REFERENCED_COLUMN
};
enum { FACT_TABLE, FACT_KIND, FACT_NAME, FACT_DEFINITION }; /* FACT_TABLE is NULL in CATALOG_FACTS */
enum { VIEW_OID, VIEW_SCHEMA, VIEW_NAME, VIEW_DEFINITION };
enum { EXTENSION_NAME, EXTENSION_SCHEMA, EXTENSION_VERSION, EXTENSION_IS_RELOCATABLE };

/*
 * Settings until the end of the transaction; $1 is the search path.  They decide how the server prints constants.
 * Compiling the queries to machine code takes longer than running them, and the memory keeps 3,000 tables' columns
 * from being sorted on disk.
 */
extern const char catalog_settings_sql[];

/*
 * The text of a query for a server of `version` (PQserverVersion(): 150004); in the arena or static.  $1 is a text[] of
 * schemas; in some there is $2, a text[] of the tables ("schema.table") that are described though an extension's.
 */
const char *catalog_sql(SgArena *arena, CatalogQuery query, int version);

#endif
