/*
 * query.h - sends the statement that db->sql and db->params hold, and takes its answer.
 *
 * One way in for every operation: sql_begin(), text (see sql.h) and parameters, then run() with a Call that says what
 * the answer is for.  In a pipeline run() queues instead; the answer is taken at its end by the same function.
 */
#ifndef SG_QUERY_H
#define SG_QUERY_H

#include "params.h"
#include "read.h"
#include "sql.h"
#include "wait.h"

typedef struct Call Call;

/* Takes the answer of a statement that succeeded.  The result is cleared afterwards unless `*keep` is set. */
typedef SgStatus Take(SgSession *db, const Call *call, PGresult *result, bool *keep);

struct Call {
    const char *operation; /* "get" */
    const char *model;     /* "Order", "" */
    Take *take;            /* NULL: the answer does not matter */
    Shape shape;
    void *out;         /* a row, a list, a number: the take's business; may be NULL */
    int64_t *affected; /* may be NULL */
    bool *flag;        /* may be NULL */
    int64_t limit;     /* of a list: more rows than this mean has_more; 0: none */
    int extra_fields;  /* of the result, behind the shape's */
    void *more_out;    /* what else the take fills; may be NULL */
};

SgStatus run(SgSession *db, const Call *call);

/* Runs `sql` without parameters or answer. */
SgStatus run_plain(SgSession *db, const char *operation, const char *sql);

/* Is the session fit for another statement? */
SgStatus check_ready(SgSession *db);

/* Ready, connected, not in a pipeline: for what cannot be queued. */
SgStatus check_unpipelined(SgSession *db, const char *operation);

/* The operations whose text is cooked from a recipe; a variant in the bits above. */
enum {
    COOK_GET = 1,
    COOK_LOCK,
    COOK_DELETE,
    COOK_INSERT,
    COOK_UPDATE,
    COOK_UPSERT,
    COOK_UPDATE_CURRENT, /* the row must still have a version */
    COOK_DELETE_CURRENT,
    COOK_UPSERT_CURRENT,
    COOK_VARIANT = 256
};

/* Is the statement of this recipe known?  Then db->sql may stay empty: run() takes that statement. */
bool is_known(SgSession *db, const Recipe *recipe);

/* The statement of db->sql or its recipe, from the cache, prepared (in a pipeline: when it is sent). */
SgStatus find_statement(SgSession *db, Statement **out);

/* A bigint of a result; 0 for what is none. */
int64_t result_int64(const PGresult *result, int row, int field);

/* The rows that a statement returned, or affected. */
int64_t rows_of(const PGresult *result);

/* ---- Takes ---- */

/* One row to `out` (may be NULL); SG_NOT_FOUND for none. */
Take take_row;

/* As take_row(), with one more field behind it: a boolean to `flag`. */
Take take_row_and_flag;

/* The number of rows affected to `affected`. */
Take take_affected;

/* All rows to the {items, count, has_more} at `out`. */
Take take_list;

/* One bigint, or boolean. */
Take take_int64;
Take take_flag;

/* Rows as they come, in single-row mode: into a list, or to a visitor. */
SgStatus run_list(SgSession *db, const Call *call);
SgStatus run_each(SgSession *db, const Call *call, SgVisit *visit, void *arg);

/* ---- Below run(): also the pipeline's ---- */

/* Has the server forgotten the statement (DISCARD ALL, a pooler), or does its result have new types, or was a type that
 * it takes made anew (DDL)?  Then it will be prepared again. */
bool forget_stale(SgSession *db, Statement *statement, const PGresult *result);

/* Sends the statement to be prepared.  False when that failed. */
bool send_prepare(SgSession *db, const Statement *statement, const Oid *types, int count);

/* The status of a statement that the server forgot and that will not be sent again: in a transaction it has failed
 * that, which must be run again as a whole; else it was prepared a moment ago. */
SgStatus fail_stale(SgSession *db, bool was_idle);

/* Runs SQL text without parameters and takes its last result, or that of the first statement to fail; NULL when it
 * could not be sent.  Observes the session's timeout. */
PGresult *exec_text(SgSession *db, const char *sql);

/* ROLLBACK in one of its forms; whether it was done.  What another thread cancels may turn out to be this instead of
 * the statement before it: then once more, because nobody wants the transaction to stay open. */
bool exec_rollback(SgSession *db, const char *sql);

/* Are the types of the statement's result the program's?  `statement` may be NULL. */
SgStatus check_types(SgSession *db, const Call *call, Statement *statement, const PGresult *result);

/* The outcome of one result: checks, takes, keeps or clears it. */
SgStatus settle(SgSession *db, const Call *call, Statement *statement, const char *sql, PGresult *result);

/* A timer for hooks. */
void hook_begin(const SgSession *db, const Call *call, const char *sql);
void hook_end(const SgSession *db, const Call *call, const char *sql, SgStatus rc, int64_t rows, int64_t started_us);

/* A statement that find_statement() could not prepare was one too.  Returns `rc`. */
SgStatus hook_unprepared(const SgSession *db, const Call *call, SgStatus rc);

#endif
