/*
 * plan.h - every name, type and signature of the generated C, decided once.
 *
 * Emitters decide nothing: they write what a plan says.  Names of types that other files mention are decided for
 * the whole schema first (c_plan); the rest is planned model by model (c_plan_model) into an arena of its own, so
 * that the memory of a run does not grow with the schema.  Every emitted identifier is claimed in one scope, in
 * the order of the text: a declared name before the derived ones.
 */
#ifndef SCHEMAGEN_PLAN_H
#define SCHEMAGEN_PLAN_H

#include "c_names.h"
#include "c_text.h"
#include "diag.h"
#include "list.h"
#include "map.h"
#include "model.h"
#include "name_scope.h"
#include "source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a column type of the database is held in C; see the table in sg/impl.h. */
typedef struct CType {
    const char *sg;              /* "SG_UUID" */
    const char *stem;            /* "Uuid", as in SgUuidFilter (the filter of json is SgJsonFilter) */
    const char *value;           /* "SgUuid"; "const char *" */
    const char *reader;          /* "uuid", as in sg_read_uuid(); NULL: it has none of its own */
    bool has_optional;           /* nullable in a row is SgOptUuid; else the value has a NULL of its own */
    const struct CType *sum;     /* the type of a sum, NULL when there is none */
    const struct CType *average; /* of an average */
    bool has_order;              /* the server has min() and max() for it */
} CType;

typedef struct CPlan CPlan;
typedef struct QueryFilePlan QueryFilePlan; /* plan_queries.h */
typedef LIST(QueryFilePlan *) QueryFilePlans;

/* Is the column an array?  A list with autoincrement() is none: Prisma makes it a plain SERIAL, and so do we. */
bool c_is_list(const Field *field);

/* The type of a column's values; one for all enums. */
const CType *c_type(const Field *field);

/* The C type of a value that is not NULL, and of a member of a row: "SgUuid" and "SgOptUuid". */
const char *c_value_type(SgArena *arena, const CPlan *plan, const Field *field);
const char *c_row_type(SgArena *arena, const CPlan *plan, const Field *field);

/* "varchar(10), unique, nullable": what the database has behind a member, safe within a comment.  `reference` is the
 * foreign key that is this column alone, NULL: there is none. */
const char *c_column_comment(SgArena *arena, const Field *field, const Relation *reference);

/* "numeric(12,2)", of a column that rounds what is written into it; else NULL. */
const char *c_rounded_type(SgArena *arena, const Field *field);

typedef struct EnumPlan {
    const Enum *source;
    const char *type;               /* OrderSide */
    const char *list_type;          /* OrderSideList */
    const char *filter_type;        /* OrderSideFilter */
    const char *set_type;           /* OrderSideSet */
    const char *list_filter_type;   /* OrderSideListFilter; NULL when no column is a list of it */
    const char *list_set_type;      /* OrderSideListSet; likewise */
    const char *unknown;            /* ORDER_SIDE_UNKNOWN */
    const char *const *enumerators; /* one per value */
    const char *name_function;      /* order_side_name */
    const char *table;              /* order_side_enum */
    bool has_lists;
} EnumPlan;

#define C_NO_COLUMN UINT32_MAX

/* What other files mention of a model. */
typedef struct ModelNames {
    const Model *source;
    const char *type;  /* Order */
    const char *base;  /* order: functions begin with it */
    const char *upper; /* ORDER: enumerators and macros begin with it */
    const char *file;  /* order, for order.h and order.c */
    const char *list_type, *refs_type, *filter_type, *query_type, *insert_type;
    const char *table;             /* order_model */
    const char *reader;            /* order_read_row */
    const uint32_t *columns;       /* by field->index: its place among the columns; C_NO_COLUMN: left out */
    bool has_insert;               /* rows can be inserted through the API */
    const char *no_insert_because; /* the column that prevents it, when there is one */
} ModelNames;

struct CPlan {
    SgArena *arena;
    const Schema *schema;
    const Sources *sources;
    const char *prefix;       /* "" or "trade_" */
    const char *prefix_type;  /* "" or "Trade" */
    const char *prefix_upper; /* "" or "TRADE_" */
    EnumPlan *enums;          /* by index in schema->enums */
    SgMap enums_by_name;
    ModelNames *models; /* by model->index; .type is NULL for a model that is not generated */
    NameSet reserved[NAME_KINDS];
    NameScope names; /* every identifier of file scope */
    NameScope files;
    QueryFilePlans queries; /* of c_plan_query_files() */
};

typedef struct ColumnPlan {
    const Field *field;
    const char *member;     /* in every struct */
    const char *param;      /* of a function: not the name of another parameter or of a table in the file */
    const char *enumerator; /* ORDER_BY_SYMBOL */
    const char *sql;        /* its name in statements, quoted where it must be */
    const CType *type;
    const EnumPlan *enum_plan; /* NULL unless an enum */
    const char *value_type;    /* not null: "SgUuid", "const char *", "SgTextList", "OrderSide" */
    const char *row_type, *filter_type, *set_type;
    const char *cast;    /* the type's name in SQL where values travel as text; NULL */
    const char *rounded; /* of c_rounded_type() */
    const char *comment; /* "varchar(10), unique" */
    const char *make;    /* "SG_MAKE_UUID_V7"; NULL */
    int make_length;
    bool is_nullable, is_list;
    bool is_required; /* a plain member of the insert struct */
    bool is_in_update;
    bool is_updated_at;
    bool is_version;
    bool has_sum, has_average, has_extremes; /* of aggregates */
} ColumnPlan;

typedef struct KeyPlan {
    const Key *key;
    const char *suffix;     /* "idempotency_key", "account_id_symbol" */
    const char *descriptor; /* by_idempotency_key */
    const char *macro;      /* ORDER_KEY_IDEMPOTENCY_KEY */
    LIST(size_t) columns;   /* indexes into the model's columns */
    bool is_identity;
    const char *get, *lock, *lock_as, *get_many, *update, *remove, *update_each, *upsert, *upsert_many, *insert_once;
} KeyPlan;

typedef enum RelationShape { SHAPE_TO_ONE, SHAPE_TO_MANY, SHAPE_MANY_TO_MANY } RelationShape;

typedef struct RelationPlan {
    const Field *field;
    RelationShape shape;
    const ModelNames *target;
    const char *member;
    const char *index_enumerator; /* ORDER_RELATION_ACCOUNT */
    Fields columns;               /* of this model */
    Fields target_columns;        /* of the target */
    const char *load;
    const char *filter_is, *filter_is_not;                /* to one */
    const char *filter_some, *filter_none, *filter_every; /* to many */
    const char *connect, *disconnect;                     /* many-to-many */
    const char *insert_with; /* where the other side refers to this one, and can be inserted */
    const char *join_table, *join_column, *join_target_column; /* SQL */
    const char *key_type, *target_key_type;                    /* many-to-many: types of both keys */
} RelationPlan;

/* A foreign key constraint of this model's table. */
typedef struct ReferencePlan {
    const Relation *relation;
    const char *macro; /* ORDER_FKEY_ACCOUNT_ID */
} ReferencePlan;

/* A column that the structs do not have, and why. */
typedef struct OmittedColumn {
    const Field *field;
    const char *why;
} OmittedColumn;

typedef struct ModelPlan {
    const CPlan *plan;
    const ModelNames *names;
    const Model *source;
    const char *table_sql; /* orders, "auth"."User" */
    LIST(ColumnPlan) columns;
    LIST(KeyPlan) keys; /* the identity first; none for some views */
    LIST(RelationPlan) relations;
    LIST(ReferencePlan) references;
    LIST(OmittedColumn) omitted;
    const ColumnPlan *version;  /* compared and counted up by what changes one row; NULL */
    const KeyPlan *idempotency; /* inserts are told apart by it; NULL */
    bool is_read_only;          /* a view */
    bool has_update;            /* there is a column to update */

    /* types */
    const char *sort_key, *sort, *columns_type, *update_type, *change_type, *key_type;
    const char *change_set; /* the member of the change struct that is not of the key */
    const char *aggregate, *aggregate_list, *aggregate_query;

    /* enumerators */
    const char *unsorted;

    /* functions of the model as a whole; NULL: not generated */
    const char *list, *each, *count, *exists, *aggregate_function, *copy_out;
    const char *insert, *insert_many, *insert_many_returning, *copy_in, *copy_in_from;
    const char *update_many, *update_many_returning, *delete_many, *delete_many_returning;

    /* members of the filter that are not columns */
    const char *all_of, *any_of, *none_of;
} ModelPlan;

/* `prefix` is the generator's option, "" for none. */
CPlan *c_plan(SgArena *arena, const Schema *schema, const Sources *sources, const char *prefix, Diags *diags);

/* A scope of one struct or function; it notes nothing. */
NameScope c_plan_scope(const CPlan *plan, SgArena *arena, NameKind kind);

/* The plan of an enum of the schema. */
EnumPlan *c_plan_enum(const CPlan *plan, const Enum *source);

/* Plans one model into `arena`; call it for every model, in order, once. */
ModelPlan *c_plan_model(CPlan *plan, SgArena *arena, const ModelNames *names);

/* The key that says which row is meant; NULL: there is none. */
const KeyPlan *c_plan_identity(const ModelPlan *plan);

/* False for fields that the structs leave out: Unsupported, ignored, relations.  `why` may be NULL. */
bool c_plan_has_column(const Field *field, const char **why);

/* The column's place in the model's table of columns; false when it is left out. */
bool c_plan_column_index(const CPlan *plan, const Field *field, size_t *out);

#endif
