/*
 * wait.h - waiting for the server no longer than the session's timeout says.
 *
 * Whoever waits gets a deadline, asks for a new one whenever the server has answered something, and has it checked in
 * between.  When time is up the statement is cancelled, and again each second: a server that has not begun with the
 * statement forgets that it was to be cancelled.  One that does not answer for five seconds, or cannot be told, is as
 * good as gone, and so is the connection then.
 */
#ifndef SG_WAIT_H
#define SG_WAIT_H

#include "state.h"

/* Before a statement is sent: nobody has stopped it yet. */
void wait_begin(SgSession *db);

/* When waiting that begins now has to end; 0: never. */
int64_t wait_deadline(const SgSession *db);

/* Milliseconds until then, for poll(); -1: no limit. */
int wait_left_ms(int64_t deadline_us);

/* Is time up?  Then cancels the statement and counts that in db->cancels, or, after the last time, breaks the
 * connection; the deadline is a new one. */
void wait_check(SgSession *db, int64_t *deadline_us);

/* Until one of poll()'s `events` is there on the connection, and takes what can be read; checks the deadline.  False
 * when the connection is lost. */
bool wait_for(SgSession *db, short events, int64_t *deadline_us);

/* Waits for the next result of what was sent; NULL at its end. */
PGresult *next_result(SgSession *db);

/* The next message of a COPY TO STDOUT, to be freed with PQfreemem(): its size, or at the end, or when the connection
 * is lost, what is not positive; next_result() says what became of it. */
int next_copy_data(SgSession *db, char **out);

#endif
