/* pool.h - the pool's other side: places in it, what sessions give back. */
#ifndef SG_POOL_H
#define SG_POOL_H

#include "state.h"

/* Hands the connection to who waits longest, or keeps it, or closes it when it is unfit or too old. */
void pool_return(SgPool *pool, Connection *connection);

/* A fresh connection in place of one that broke; false (the old one stays, `error` says why) when there is none to be
 * had.  `error` may be NULL, else its texts are in the session's error arena. */
bool pool_replace(SgPool *pool, SgSession *db, SgError *error);

SgSession *session_new(void);

/* ---- For opening in steps ---- */

/* Who waits for a place.  It must stay where it is until it is granted or given up. */
typedef struct Waiter {
    struct Waiter *next;
    pthread_cond_t ready;
    int wake; /* the writing end of a pipe that gets a byte when the place is granted; -1: `ready` is signalled */
    Connection *connection; /* given, or NULL: the right to open one */
    bool granted;
} Waiter;

/* Takes a place, or one in the line. */
void pool_enter(SgPool *pool, Waiter *waiter);
bool pool_is_granted(SgPool *pool, const Waiter *waiter);

/* Leaves the line; false when the place was granted meanwhile. */
bool pool_give_up(SgPool *pool, Waiter *waiter);

/* The place of a connection that is no more goes to who waits longest, else it is free. */
void pool_leave(SgPool *pool);

/* Has the connection been idle for so long that the server should be asked whether it lives? */
bool pool_must_ask(const SgPool *pool, const Connection *connection);

const SgPoolOptions *pool_options(const SgPool *pool);
void pool_count_connected(SgPool *pool);
void pool_count_discarded(SgPool *pool);

/* The texts of an error must outlive the session that never was: each different message is kept with the pool. */
void pool_keep_message(SgPool *pool, SgError *error);

/* A session on a connection that has its place; on failure the connection goes back. */
SgStatus pool_start_session(SgPool *pool, Connection *connection, SgSession **out, SgError *error);

#endif
