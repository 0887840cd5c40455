/*
 * server_start.h - makes a cluster and starts a server on it, watched by a guard.
 *
 * The guard is a process of its own in the background.  It waits until no user of the server is left, however
 * they ended, and stops the server then; so nothing stays behind after a crash or `kill -9`.
 */
#ifndef SCHEMAGEN_SERVER_START_H
#define SCHEMAGEN_SERVER_START_H

#include "failure.h"
#include "process.h"
#include "server_folder.h"

#define SERVER_PORT "5432" /* only names the socket file: there is no TCP */

typedef struct ServerStart {
    const ServerFolder *folder;
    const ServerUser *user;
    unsigned linger_seconds;
    bool is_temporary;
} ServerStart;

/*
 * `running` is the exclusive lock on running.lock; the server's processes inherit it.  Makes the cluster when
 * there is none, clears what a crashed server left, and starts; does not wait until the server answers.
 */
const Failure *server_start(SgArena *arena, const ServerStart *start, int running);

/*
 * The signal that ends a server which was first told to end at `begun` (clock_seconds()).  SIGINT: sessions are ended,
 * data is kept.  A server in the first moment of a crash's recovery may never end by it (seen with 17); 15 seconds
 * later it is SIGQUIT: at once, which leaves the recovery to the next start.
 */
int server_end_signal(double begun);

#endif
