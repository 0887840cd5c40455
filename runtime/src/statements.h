/*
 * statements.h - the prepared statements of one connection: SQL text → name, bounded, oldest out.
 *
 * A statement is known by its text and the types of its parameters; those that programs run most are also known by the
 * recipe of their text, so that it need not be written to find them.  The cache says what to prepare and what to
 * deallocate; sending that is its user's work.
 */
#ifndef SG_STATEMENTS_H
#define SG_STATEMENTS_H

#include "arena.h"
#include "text.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

/* What a statement's text is made from.  Statements of one recipe have one text, and parameters of the same types. */
typedef struct Recipe {
    const void *base;   /* the model or key; NULL: no recipe */
    uint64_t operation; /* and its variant */
    uint64_t inserted;  /* columns: bit i is the model's column i */
    uint64_t updated;
    uint64_t added; /* "x = x + …" */
    size_t pieces_size;
    const void *pieces; /* of sql.h; NULL: none */
} Recipe;

typedef struct Statement {
    uint64_t hash;
    Recipe recipe;
    uint64_t used;     /* the cache's clock at the last use */
    uint64_t pipeline; /* the last one that it is queued in */
    int next;          /* in its bucket */
    int type_count;
    size_t sql_size;
    bool prepared; /* the server has it */
    bool checked;  /* the types of its result are what the program expects */
    bool is_apart; /* a pooler shares statements by their text, and has this one with old types: it gets another text */
    char name[28];
    SgText text; /* the SQL with its NUL, then the types, then the pieces of its recipe */
} Statement;

typedef struct Statements {
    Statement *items;
    int *buckets; /* first statement or -1 */
    int *recipes; /* the statement last found by a recipe of this hash, or -1 */
    int count, limit, bucket_count;
    uint64_t clock;
    uint64_t names;  /* given so far */
    uint32_t prefix; /* tells the names of this connection from those of others behind the same pooler */
} Statements;

/* False when memory ran out. */
bool statements_init(Statements *cache, SgArena *arena, int limit, uint32_t prefix);
void statements_free(Statements *cache);

/* The statement, new and not prepared when it was not there; NULL when memory ran out.  When the cache is full the
 * oldest one makes room: `evicted` gets its name if the server has it, else "". */
Statement *statements_get(Statements *cache, const char *sql, size_t sql_size, const Oid *types, int type_count,
                          char evicted[28]);

/* The statement of a recipe; NULL when it has to be found by its text. */
Statement *statements_find(Statements *cache, const Recipe *recipe);

/* From now on the statement is found by `recipe` too; unless that is very large, or memory runs out. */
void statements_learn(Statements *cache, Statement *statement, const Recipe *recipe);

/* The server lost them all (DISCARD ALL, a new connection), or this one. */
void statements_forget_all(Statements *cache);
void statements_forget(Statements *cache, Statement *statement);

#endif
