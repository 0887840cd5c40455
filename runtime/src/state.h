/*
 * state.h - what a session is made of; for the files of src/ only.
 */
#ifndef SG_STATE_H
#define SG_STATE_H

#include "connection.h"
#include "identity_clock.h"
#include "sg/impl.h"
#include "text.h"

#include <pthread.h>
#include <stdatomic.h>

/* What must be freed with the results of a session besides its arena: a PGresult whose text is in use, or a growing
 * array of rows. */
typedef struct Owned {
    struct Owned *next;
    PGresult *result;
    void *memory; /* of malloc */
} Owned;

/* Parameters of the statement being built, encoded: in libpq's four arrays. */
typedef struct Params {
    const char **values; /* NULL: SQL NULL, or in the wire text: see params_values() */
    int *lengths;
    int *formats; /* 0 text, 1 binary */
    Oid *types;
    size_t *offsets; /* of the value in the wire text; NO_OFFSET: it is elsewhere */
    int count, capacity;
    SgText wire;
    SgArena arena; /* of the arrays */
} Params;

#define NO_OFFSET SIZE_MAX

typedef struct Pipeline Pipeline;

struct SgSession {
    SgArena arena;    /* this struct, then results */
    SgArena scratch;  /* working memory of a call, under marks */
    SgArenaMark base; /* where results begin */
    Owned *owned;
    PGresult *spent; /* to be freed while the server works: see session_spend() */
    char *text_at;   /* where the next small text goes, packed */
    size_t text_left, text_chunk;

    SgArena error_arena;
    SgError error;
    uint32_t failures; /* recorded by fail() so far: has one come meanwhile? */

    SgPool *pool; /* NULL: adopted */
    Connection *connection;
    SgHooks hooks;
    SgPrepare prepare;
    bool shares_server; /* behind a transaction pooler: nothing outlives a transaction */
    int timeout_ms;
    int depth;                        /* of sg_begin() */
    int isolation;                    /* of the transaction */
    char transaction_id[24];          /* of the open transaction when it was asked for, else "" */
    char crash_time[CRASH_TIME_SIZE]; /* the connection's, then */
    bool is_scanning;                 /* an each is running: no other statement may */
    bool is_broken;                   /* the connection died inside a transaction: nothing works until its end */
    bool is_bare;                     /* the connection replaced one that was lost and is not yet set up as that was */
    int cancels;                      /* how often its deadline cancelled the running statement: see wait.h */
    atomic_bool cancelled;            /* by sg_cancel() */
    pthread_mutex_t cancel_lock;      /* held by sg_cancel(), and while `connection` changes */
    SgText settings, channels;        /* see reconnect.h */

    SgText sql;       /* of the statement being built */
    SgText pieces;    /* or what it is to be made from: see sql.h */
    bool in_pieces;   /* that is where they go */
    Recipe recipe;    /* of its text */
    Statement *known; /* found by its recipe, so that `sql` is not needed; else NULL */
    Params params;
    IdentityClock clock;
    Pipeline *pipeline; /* NULL: not in one */
    int pipeline_failed;
};

/* Memory of a result; NULL (and SG_NO_MEMORY is the caller's to say). */
void *session_alloc(SgSession *db, size_t size);

/* Text of a result, packed without alignment: `size` bytes and a NUL. */
char *session_text(SgSession *db, const void *bytes, size_t size);

/* The session frees it with its results.  False (and it is not owned) when memory ran out. */
bool session_own_result(SgSession *db, PGresult *result);
bool session_own_memory(SgSession *db, void *memory);

/* Frees a result that is no longer used.  A small one waits for the next statement: while the server works on that,
 * freeing costs nothing.  One waits at most; `result` may be NULL. */
void session_spend(SgSession *db, PGresult *result);

/* A statement is on its way: frees what waits. */
void session_free_spent(SgSession *db);

#endif
