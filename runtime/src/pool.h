/* pool.h - the pool's other side: what sessions give back. */
#ifndef SG_POOL_H
#define SG_POOL_H

#include "state.h"

/* Hands the connection to who waits longest, or keeps it, or closes it when it is unfit or too old. */
void pool_return(SgPool *pool, Connection *connection);

/* A fresh connection in place of one that broke; false (the old one stays, `error` says why) when there is none to be
 * had.  `error` may be NULL, else its texts are in the session's error arena. */
bool pool_replace(SgPool *pool, SgSession *db, SgError *error);

SgSession *session_new(void);

#endif
