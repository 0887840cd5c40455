/* plan_queries.h - names, types and signatures of the functions made of the application's own SQL. */
#ifndef SCHEMAGEN_PLAN_QUERIES_H
#define SCHEMAGEN_PLAN_QUERIES_H

#include "plan.h"
#include "query.h"

/* A parameter or a column. */
typedef struct QueryMember {
    const QueryValue *value;
    const char *member; /* in the struct */
    const char *param;  /* of the function */
    const char *c_type; /* "SgOptUuid" */
    const CType *type;
    const EnumPlan *enum_plan; /* NULL unless an enum */
    const char *comment;       /* "numeric(18,4), nullable" */
    bool is_sent_as_text;      /* an array whose element type the server must tell */
} QueryMember;

typedef LIST(QueryMember) QueryMembers;

typedef struct QueryPlan {
    const Query *query;
    const char *function;    /* open_exposure */
    const char *sql;         /* open_exposure_sql: the statement's text */
    const char *statement;   /* open_exposure_statement */
    const char *args_type;   /* OpenExposureArgs; NULL without parameters */
    const char *row_type;    /* OpenExposureRow, or the model's; NULL without rows */
    const char *reader;      /* open_exposure_read_row, or the model's; NULL without rows */
    const char *list_type;   /* of :many */
    const char *visitor;     /* open_exposure_visitor, of :each */
    const char *visit;       /* open_exposure_visit */
    const ModelNames *model; /* whose struct a row is; NULL: one of its own */
    bool has_own_reader;     /* not the model's, which takes the columns in the order of its fields */
    bool takes_struct;       /* the arguments come as one struct: they are too many for a call */
    QueryMembers params, columns;
} QueryPlan;

struct QueryFilePlan {
    const QueryFile *source;
    const char *file; /* exposure_queries, for .h and .c */
    LIST(QueryPlan) queries;
};

/* Plans the files.  Queries need not be described, and must outlive the plan. */
void c_plan_query_files(CPlan *plan, const Queries *queries);

/* Plans the functions of a file's queries, which are described.  Behind the models, whose names go first: a new query
 * renames nothing. */
void c_plan_query_functions(CPlan *plan, QueryFilePlan *file);

#endif
