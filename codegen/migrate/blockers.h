/* blockers.h - who makes us wait: pid, user, application, since when, and what it runs. */
#ifndef SCHEMAGEN_BLOCKERS_H
#define SCHEMAGEN_BLOCKERS_H

#include "connection.h"

/* Those who hold locks that the backend `pid` waits for, a line each; "" when it does not wait.
 * `connection` is another one than the waiting. */
const char *blockers_of_backend(Connection *connection, int pid);

/* Those who hold the migration lock: ":" and a line each, or "." when the server does not say. */
const char *blockers_of_advisory_lock(Connection *connection);

/* Indexes that a failed CREATE INDEX CONCURRENTLY left, each with its remedy, a line each; "" when there are
 * none. */
const Failure *blockers_invalid_indexes(Connection *connection, const char **out);

#endif
