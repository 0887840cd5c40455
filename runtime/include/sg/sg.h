/*
 * sg.h - the schemagen runtime: what every generated header is written against.
 *
 * Three objects, from long-lived to short-lived:
 *
 *   SgPool     connections to one database; shared by all threads.
 *   SgSession  one request: a borrowed connection, the memory of its results and its last error.  Used by one
 *              thread at a time.
 *   rows       plain structs; whatever they point at belongs to the session and lives until sg_session_reset(),
 *              sg_session_release() or sg_session_close().
 *
 * Every function that can fail returns an SgStatus that must be looked at.  On failure out-parameters are as they
 * were, and sg_error(db) has the details; a call that succeeds leaves there what the last failure left.
 *
 *     SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
 *     if (rc == SG_OK) rc = account_lock(db, id, &account);
 *     if (rc == SG_OK) rc = order_insert(db, &row, &order);
 *     return sg_end(db, rc);
 *
 * Arguments (filters, rows to write, keys) are read during the call and may go away after it.  A pointer may be NULL
 * where the comment says so, and not elsewhere; an array of 0 elements may be.
 *
 *   status.h    SgStatus
 *   value.h     the C type of every SQL type
 *   filter.h    what a query asks of a column; what a write does to one
 *   session.h   pools, sessions, transactions, pipelines, notifications, hooks
 *   decimal.h   exact arithmetic
 *   temporal.h  times, dates, and their text
 *   identity.h  uuid and other keys made here; the text of addresses
 */
#ifndef SG_SG_H
#define SG_SG_H

#include "decimal.h"
#include "filter.h"
#include "identity.h"
#include "session.h"
#include "status.h"
#include "temporal.h"
#include "value.h"

#endif
