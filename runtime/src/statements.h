/*
 * statements.h - the prepared statements of one connection: SQL text → name, bounded, oldest out.
 *
 * A statement is known by its text and the types of its parameters.  The cache says what to prepare and what to
 * deallocate; sending that is its user's work.
 */
#ifndef SG_STATEMENTS_H
#define SG_STATEMENTS_H

#include "arena.h"
#include "text.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Statement {
    uint64_t hash;
    uint64_t used; /* the cache's clock at the last use */
    uint64_t pipeline; /* the last one that it is queued in */
    int next;      /* in its bucket */
    int type_count;
    size_t sql_size;
    bool prepared; /* the server has it */
    bool checked;  /* the types of its result are what the program expects */
    char name[28];
    SgText text; /* the SQL with its NUL, then the types */
} Statement;

typedef struct Statements {
    Statement *items;
    int *buckets; /* first statement or -1 */
    int count, limit, bucket_count;
    uint64_t clock;
    uint64_t names; /* given so far */
    uint32_t prefix; /* tells the names of this connection from those of others behind the same pooler */
} Statements;

/* False when memory ran out. */
bool statements_init(Statements *cache, SgArena *arena, int limit, uint32_t prefix);
void statements_free(Statements *cache);

/* The statement, new and not prepared when it was not there; NULL when memory ran out.  When the cache is full the oldest
 * one makes room: `evicted` gets its name if the server has it, else "". */
Statement *statements_get(Statements *cache, const char *sql, size_t sql_size, const Oid *types, int type_count,
                          char evicted[28]);

/* The server lost them all (DISCARD ALL, a new connection), or this one. */
void statements_forget_all(Statements *cache);
void statements_forget(Statements *cache, Statement *statement);

#endif
