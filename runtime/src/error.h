/*
 * error.h - what went wrong, as an SgError.
 *
 * A session's error texts live in an arena of their own, which the next failure empties.  Passwords never get in:
 * libpq's messages name host and user only, and what might quote a connection string is replaced.
 */
#ifndef SG_ERROR_H
#define SG_ERROR_H

#include "arena.h"
#include "sg/impl.h"

#include <libpq-fe.h>

/* `error` may be NULL.  `message` is static text. */
void error_set_plain(SgError *error, SgStatus status, const char *message);

/* Why a connection could not be made.  SG_UNAVAILABLE. */
void error_of_connect(SgArena *arena, PGconn *pg, SgError *error);

/* Records a failure that arose here and returns `status`.  `column` may be NULL. */
SgStatus fail(SgSession *db, SgStatus status, const char *column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Records the server's refusal of `sql` and returns its status.  A connection that broke is SG_UNAVAILABLE. */
SgStatus fail_result(SgSession *db, const PGresult *result, const char *sql);

/* Records that the connection broke, or that libpq could not send; the reason is libpq's. */
SgStatus fail_connection(SgSession *db, const char *sql);

SgStatus fail_memory(SgSession *db);

/* Records that a function of the program's, the `caller`, ended the call with `status`; but not over a failure that
 * was recorded since db->failures was `failures`, which says more.  Returns `status`. */
SgStatus fail_own(SgSession *db, SgStatus status, uint32_t failures, const char *caller);

/* SG_STALE: a row of `model` is not what the caller last saw. */
SgStatus fail_changed(SgSession *db, const char *model);

#endif
