/*
 * impl.h - what generated .c files are written against; not for people.
 *
 * A generated file is one table per model (its columns, relations and keys) and thin functions that hand the
 * caller's structs to the functions below.  Everything that depends on those structs (which members of a filter
 * are set, which columns an update writes) is worked out here from the tables, once for all models.
 *
 * How a member is laid out follows from the column's type and flags:
 *
 *   type                          row, plain        row, nullable   insert/update   filter             `cast`
 *   SG_BOOL                       bool              SgOptBool       SgSetBool       SgBoolFilter
 *   SG_INT16, _INT32, _INT64      int16_t …         SgOptInt16 …    SgSetInt16 …    SgInt16Filter …
 *   SG_OID                        uint32_t          SgOptOid        SgSetOid        SgOidFilter
 *   SG_FLOAT, SG_DOUBLE           float, double     SgOptFloat …    SgSetFloat …    SgFloatFilter …
 *   SG_DECIMAL   (p ≤ 28)         SgDecimal         SgOptDecimal    SgSetDecimal    SgDecimalFilter
 *   SG_NUMERIC                    SgNumeric         SgOptNumeric    SgSetNumeric    SgNumericFilter
 *   SG_MONEY                      SgMoney           SgOptMoney      SgSetMoney      SgMoneyFilter
 *   SG_TEXT (text, varchar)       const char *      const char *    SgSetText       SgTextFilter
 *   SG_CHAR (char(n)), SG_XML     const char *      const char *    SgSetText       SgTextFilter
 *   SG_CITEXT                     const char *      const char *    SgSetText       SgTextFilter       citext
 *   SG_JSON, SG_JSONB             const char *      const char *    SgSetText       SgJsonFilter
 *   SG_BYTES                      SgBytes           SgBytes         SgSetBytes      SgBytesFilter
 *   SG_BIT, SG_VARBIT             SgBits            SgBits          SgSetBits       SgBitsFilter
 *   SG_UUID                       SgUuid            SgOptUuid       SgSetUuid       SgUuidFilter
 *   SG_INET                       SgInet            SgOptInet       SgSetInet       SgInetFilter
 *   SG_TIMESTAMP, SG_TIMESTAMPTZ  SgTimestamp       SgOptTimestamp  SgSetTimestamp  SgTimestampFilter
 *   SG_DATE, SG_TIME, SG_TIMETZ   SgDate …          SgOptDate …     SgSetDate …     SgDateFilter …
 *   SG_ENUM                       int-sized enum    the same, 0     {SgSetOp; E}    {*eq, *ne; in, not_in; is_null,
 *                                                                                   is_not_null}       its type's name
 *   with SG_COLUMN_LIST           SgInt32List …     the same        SgSetInt32List  SgInt32ListFilter
 *   SG_ENUM with LIST             {const E *items; size_t count}    {SgSetOp; list} as SgInt32ListFilter, of E
 *
 * The types with an OID that differs between databases (enums, citext) travel by label or text: a parameter gets an
 * explicit cast to `cast`, and arrays of them are sent as text[] with a cast to `cast`[].  All else is sent in its
 * own binary format under its fixed OID.
 */
#ifndef SG_IMPL_H
#define SG_IMPL_H

#include "sg.h"

/* Generated C is made for one number and does not compile with another: with tables that mean something else it would
 * go wrong in silence.  To be counted up with every change here or in row.h that C generated before would feel; the
 * generator has the same number (codegen/c/c_types.c). */
#define SG_IMPL_VERSION 1

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Tables --------------------------------------------------------------------------- */

typedef enum SgType {
    SG_BOOL = 1,
    SG_INT16,
    SG_INT32,
    SG_INT64,
    SG_OID,
    SG_FLOAT,
    SG_DOUBLE,
    SG_DECIMAL,
    SG_NUMERIC,
    SG_MONEY,
    SG_TEXT,
    SG_CHAR,
    SG_CITEXT,
    SG_XML,
    SG_JSON,
    SG_JSONB,
    SG_BYTES,
    SG_BIT,
    SG_VARBIT,
    SG_UUID,
    SG_INET,
    SG_TIMESTAMP,
    SG_TIMESTAMPTZ,
    SG_DATE,
    SG_TIME,
    SG_TIMETZ,
    SG_ENUM,
    SG_TYPE_COUNT
} SgType;

enum {
    SG_COLUMN_NULLABLE = 1 << 0,
    SG_COLUMN_LIST = 1 << 1,
    SG_COLUMN_REQUIRED = 1 << 2,   /* a plain member of the insert struct, not a Set */
    SG_COLUMN_UPDATED_AT = 1 << 3, /* set to now by every insert and update that does not set it */
    SG_COLUMN_VERSION = 1 << 4     /* integer; counted up by every update of the row */
};

/* What the client makes when an insert leaves the column at its default.  On a text column the key's text. */
typedef enum SgMake {
    SG_MAKE_NOTHING = 0,
    SG_MAKE_UUID_V4,
    SG_MAKE_UUID_V7,
    SG_MAKE_CUID,
    SG_MAKE_CUID2,
    SG_MAKE_ULID,
    SG_MAKE_NANOID /* of `make_length` characters */
} SgMake;

/* The labels of an enum type in the order of the generated enumerators: labels[0] is the value 1. */
typedef struct SgEnum {
    const char *const *labels;
    size_t count;
} SgEnum;

/* For the generated …_name() functions: "?" for a value that is not in the enum. */
const char *sg_enum_name(const SgEnum *labels, int value);

#define SG_NOWHERE UINT32_MAX /* an offset of a member that the struct does not have */

typedef struct SgColumn {
    const char *name;  /* quoted for SQL: "\"created_at\"" */
    const char *label; /* the C member, for messages: "created_at" */
    SgType type;
    uint16_t flags;
    uint16_t make_length;
    SgMake make;
    const char
        *cast; /* quoted and qualified type of SG_ENUM, SG_CITEXT and lists of varchar: "\"OrderSide\""; else NULL */
    const char *rounded;  /* its type, where the server rounds what is written: "numeric(12,2)"; else NULL */
    const SgEnum *labels; /* SG_ENUM; else NULL */
    uint32_t row;         /* offsets of its member in the model's structs, or SG_NOWHERE */
    uint32_t filter;
    uint32_t insert;
    uint32_t update;
} SgColumn;

typedef struct SgModel SgModel;
typedef struct SgReading SgReading; /* row.h */

/* Reads the fields of one row into a struct whose memory is zero; see row.h. */
typedef bool SgReadRow(const SgReading *in, void *out);

typedef struct SgKey SgKey;

typedef enum SgRelationKind { SG_TO_ONE, SG_TO_MANY, SG_MANY_TO_MANY } SgRelationKind;

/*
 * A relation field.  A row of this model goes with the rows of `target` that have target_columns equal to its
 * columns; for many-to-many both are the one-column primary keys, and `join_table` holds the pairs.
 */
typedef struct SgRelation {
    const char *label; /* the C member: "executions" */
    SgRelationKind kind;
    const SgModel *target;
    const uint16_t *columns;        /* indexes into this model's columns */
    const uint16_t *target_columns; /* indexes into target's */
    size_t count;
    const char *join_table;  /* many-to-many, quoted and qualified; else NULL */
    const char *join_column; /* its column of this side: "\"A\"" or "\"B\"" */
    const char *join_target_column;
    uint32_t row; /* a pointer to a row (to one), or a {items, count, has_more} (to many); or SG_NOWHERE */

    /* Members of the filter, each a pointer to a filter of the target; 0, where a filter has a column: there is none.
     */
    uint32_t filter_is;     /* to one: the related row exists and matches */
    uint32_t filter_is_not; /* to one: it does not exist, or does not match */
    uint32_t filter_some;   /* to many: at least one matches; a zero filter: there is one */
    uint32_t filter_none;
    uint32_t filter_every; /* there is none that does not match */
} SgRelation;

/*
 * A primary or unique key of columns that cannot be NULL.  The values of a key are given as an array of pointers to
 * the C values, in the order of `columns`:  const void *const values[] = {&id};   for text a pointer to the
 * const char *.
 */
struct SgKey {
    const SgModel *model;
    const uint16_t *columns;
    size_t count;
    const char *select_sql; /* SELECT all columns FROM table WHERE key = $1 …, columns in the table's order */
    const char *delete_sql; /* DELETE … WHERE key = $1 … RETURNING all columns; both NULL: longer than C's literals */

    /* For get_many and update_each, which take arrays: the size of an element and the offsets of the key's values in it
     * (for get_many of a one-column key, the plain value: {0}).  See sg_get_many() and sg_update_each(). */
    uint32_t item_size;
    const uint32_t *item_offsets;
    uint32_t change_size;
    const uint32_t *change_offsets;
    uint32_t change_set;     /* offset of the update struct */
    uint32_t change_version; /* of the version that the row must still have; of a model that has one */
};

struct SgModel {
    const char *name;  /* "Order" */
    const char *table; /* quoted, with its schema if the datasource has schemas: "\"orders\"" */
    const SgColumn *columns;
    size_t column_count;
    SgReadRow *read;     /* all columns, in this order; NULL: the columns say how */
    const uint16_t *key; /* indexes of the primary key's columns, else of a unique key's: breaks ties in orders */
    size_t key_count;
    const SgRelation *relations;
    size_t relation_count;
    uint32_t row_size, filter_size, insert_size, update_size;

    /* {items, count} of filters in the filter struct, or SG_NOWHERE */
    uint32_t filter_all_of, filter_any_of, filter_none_of;

    /* The query struct.  `sort` is SG_MAX_SORT times {int-sized enum by; SgDirection direction}, where `by` is 0 or a
     * column's index + 1; `select` is one bool per column (all false: all columns); `after` a pointer to a row;
     * `limit` an int64_t; `lock` an SgLock. */
    uint32_t query_where, query_sort, query_select, query_after, query_limit, query_lock;
};

/* What every generated list type looks like. */
typedef struct SgRows {
    void *items;
    size_t count;
    bool has_more;
} SgRows;

/* ---- Reading --------------------------------------------------------------------------- */

SG_CHECKED SgStatus sg_get(SgSession *db, const SgKey *key, const void *const *values, void *out);

/* Outside a transaction SG_INVALID. */
SG_CHECKED SgStatus sg_lock(SgSession *db, const SgKey *key, const void *const *values, SgLock lock, void *out);

/* `keys`: `count` elements as key->item_size and item_offsets say.  `out` is the generated {T **items; size_t count}:
 * items[i] is the row of keys[i], NULL when there is none. */
SG_CHECKED SgStatus sg_get_many(SgSession *db, const SgKey *key, const void *keys, size_t count, void *out);

/* `query` NULL: every row.  Without a sort, limit and `after` the rows come in no order.  `out` is the generated list.
 */
SG_CHECKED SgStatus sg_list(SgSession *db, const SgModel *model, const void *query, void *out);

/* The visitor's row lives for the call only; anything but SG_OK from it ends the scan and is returned.  The
 * session cannot be used for other statements meanwhile (SG_INVALID). */
typedef SgStatus SgVisit(const void *row, void *arg);
SG_CHECKED SgStatus sg_each(SgSession *db, const SgModel *model, const void *query, SgVisit *visit, void *arg);

SG_CHECKED SgStatus sg_count(SgSession *db, const SgModel *model, const void *where, int64_t *out);
SG_CHECKED SgStatus sg_exists(SgSession *db, const SgModel *model, const void *where, bool *out);

/* Loads relation `relation` (an index into the model's) of `count` rows in one statement, into their members.
 * `query` (the target's; NULL: all) filters and sorts; its limit counts per row; `after` must be NULL. */
SG_CHECKED SgStatus sg_load(SgSession *db, const SgModel *model, size_t relation, void *rows, size_t count,
                            const void *query);

/* ---- Aggregates ------------------------------------------------------------------------ */

typedef enum SgFunction { SG_COUNT, SG_SUM, SG_AVERAGE, SG_MIN, SG_MAX } SgFunction;

/* One cell of an aggregate's result.  Sums are bigint of smallint and integer, numeric of bigint and numeric, else the
 * column's type; averages numeric, of floats double; min and max the column's type.  All are nullable (Opt) but
 * SG_COUNT (of non-NULL values), a plain int64_t. */
typedef struct SgAggregateCell {
    uint16_t column;
    SgFunction function;
    SgType type;     /* of the result */
    uint32_t asked;  /* offset of a bool in the query: this cell is wanted */
    uint32_t result; /* offset of its member in the result */
} SgAggregateCell;

typedef struct SgAggregate {
    const SgModel *model;
    const SgAggregateCell *cells;
    size_t cell_count;
    uint32_t result_size;
    uint32_t result_group; /* offset of a row struct: the columns grouped by; or SG_NOWHERE */
    uint32_t result_count; /* offset of an int64_t: the rows of the group; always asked */
    /* The query: a filter, one bool per column (group by it), how many groups at most. */
    uint32_t query_where, query_group, query_limit;
} SgAggregate;

/* `out` is a list of results, sorted by the grouped columns; without any, exactly one. */
SG_CHECKED SgStatus sg_aggregate(SgSession *db, const SgAggregate *aggregate, const void *query, void *out);

/* ---- Writing --------------------------------------------------------------------------- */

/* `out` (a row, may be NULL) is the row as stored. */
SG_CHECKED SgStatus sg_insert(SgSession *db, const SgModel *model, const void *row, void *out);
SG_CHECKED SgStatus sg_update(SgSession *db, const SgKey *key, const void *const *values, const void *set, void *out);
SG_CHECKED SgStatus sg_delete(SgSession *db, const SgKey *key, const void *const *values, void *out);

/* For a model with an SG_COLUMN_VERSION: only if the row still has `version` (a pointer to the column's integer), else
 * SG_STALE, whether it was changed or is gone. */
SG_CHECKED SgStatus sg_update_current(SgSession *db, const SgKey *key, const void *const *values, const void *version,
                                      const void *set, void *out);
SG_CHECKED SgStatus sg_delete_current(SgSession *db, const SgKey *key, const void *const *values, const void *version,
                                      void *out);

/* `set` NULL keeps the row that is there.  `created` may be NULL. */
SG_CHECKED SgStatus sg_upsert(SgSession *db, const SgKey *key, const void *row, const void *set, void *out,
                              bool *created);

/* The same; with a `version` (NULL: any) a row that is there has to have it, else SG_STALE. */
SG_CHECKED SgStatus sg_upsert_current(SgSession *db, const SgKey *key, const void *row, const void *version,
                                      const void *set, void *out, bool *created);

/* Inserts, unless the key is there: `out` is the row in either case, `once` says which.  Without `once` a row that is
 * there and not the same is SG_UNIQUE. */
SG_CHECKED SgStatus sg_insert_once(SgSession *db, const SgKey *key, const void *row, void *out, SgOnce *once);

/* A parent and its children (relation index, to many, or to the one that refers to it) in one round trip.  The
 * children's reference to the parent is filled in.  `children` is an array of the target's insert struct: one insert
 * for all that set the same columns, so that keys which the database counts go up within these.  `out` is the parent as
 * stored, its relation member loaded in the order of `children`; may be NULL. */
SG_CHECKED SgStatus sg_insert_with(SgSession *db, const SgModel *model, const void *row, size_t relation,
                                   const void *children, size_t count, void *out);

/* Sets. `affected` may be NULL.  `out` is a list of the rows as stored, in the order of `rows`; NULL: not wanted. */
SG_CHECKED SgStatus sg_insert_many(SgSession *db, const SgModel *model, const void *rows, size_t count,
                                   SgOnConflict on_conflict, int64_t *affected);
SG_CHECKED SgStatus sg_insert_many_returning(SgSession *db, const SgModel *model, const void *rows, size_t count,
                                             SgOnConflict on_conflict, void *out);

/* Inserts, or overwrites the row that has the key with the columns that rows[i] sets. */
SG_CHECKED SgStatus sg_upsert_many(SgSession *db, const SgKey *key, const void *rows, size_t count, int64_t *affected);

/* A zero filter is SG_INVALID. */
SG_CHECKED SgStatus sg_update_many(SgSession *db, const SgModel *model, const void *where, const void *set,
                                   int64_t *affected);
SG_CHECKED SgStatus sg_update_many_returning(SgSession *db, const SgModel *model, const void *where, const void *set,
                                             void *out);
SG_CHECKED SgStatus sg_delete_many(SgSession *db, const SgModel *model, const void *where, int64_t *affected);
SG_CHECKED SgStatus sg_delete_many_returning(SgSession *db, const SgModel *model, const void *where, void *out);

/* `changes`: `count` elements of key->change_size bytes, the key's values at change_offsets, what to write at
 * change_set. */
SG_CHECKED SgStatus sg_update_each(SgSession *db, const SgKey *key, const void *changes, size_t count,
                                   int64_t *affected);

/* COPY BINARY.  All rows set the same columns.  An error names row and column ("row 17: price"). */
SG_CHECKED SgStatus sg_copy_in(SgSession *db, const SgModel *model, const void *rows, size_t count, int64_t *affected);

/* As above from an iterator, which fills `row` (zeroed) and returns SG_OK, SG_NOT_FOUND at the end, or a status that
 * ends the copy with nothing written. */
typedef SgStatus SgNextRow(void *row, void *arg);
SG_CHECKED SgStatus sg_copy_in_from(SgSession *db, const SgModel *model, SgNextRow *next, void *arg, int64_t *affected);

/* Every row of the table, by COPY; as sg_each() without a query, and faster. */
SG_CHECKED SgStatus sg_copy_out(SgSession *db, const SgModel *model, SgVisit *visit, void *arg);

/* Many-to-many: adds or removes a pair of rows, given by the values of their keys.  Adding one that is there, and
 * removing one that is not, is SG_OK. */
SG_CHECKED SgStatus sg_connect(SgSession *db, const SgModel *model, size_t relation, const void *key,
                               const void *target_key);
SG_CHECKED SgStatus sg_disconnect(SgSession *db, const SgModel *model, size_t relation, const void *key,
                                  const void *target_key);

/* ---- SQL of one's own -------------------------------------------------------------------- */

/* A statement with its parameters and result columns.  A parameter is an SgColumn whose `row` is its offset in the
 * argument struct; `name` may be NULL. */
typedef struct SgStatement {
    const char *name; /* "top_accounts", for hooks and errors */
    const char *sql;
    const SgColumn *params;
    size_t param_count;
    const SgColumn *columns;
    size_t column_count;
    SgReadRow *read; /* as of a model */
    uint32_t row_size;
} SgStatement;

SG_CHECKED SgStatus sg_query_one(SgSession *db, const SgStatement *statement, const void *args, void *out);
SG_CHECKED SgStatus sg_query_many(SgSession *db, const SgStatement *statement, const void *args, void *out);
SG_CHECKED SgStatus sg_query_each(SgSession *db, const SgStatement *statement, const void *args, SgVisit *visit,
                                  void *arg);
SG_CHECKED SgStatus sg_query_exec(SgSession *db, const SgStatement *statement, const void *args, int64_t *affected);

#ifdef __cplusplus
}
#endif
#endif
