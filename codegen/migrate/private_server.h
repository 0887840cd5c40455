/*
 * private_server.h - a PostgreSQL of our own, for development, shadow databases and tests.
 *
 * A folder holds one cluster, its unix socket, its log and its locks.  The server listens on the socket only,
 * and the folder is open to nobody but the server's user, so the socket needs no password.  It is started when
 * somebody opens it, shared by all who have it open, in any process, and stopped when the last of them closes
 * it or ends, however it ends; unless it is kept.  As root, the server runs as an unprivileged user.
 *
 * Files of the folder: data/ (the cluster), socket/, log, users.lock (shared by users; whoever gets it alone may
 * stop the server), start.lock (starting), running.lock (held by the server's processes as long as one lives),
 * keep (exists: the server outlives its users).
 */
#ifndef SCHEMAGEN_PRIVATE_SERVER_H
#define SCHEMAGEN_PRIVATE_SERVER_H

#include "failure.h"

#include <stdbool.h>

/* The database of the project's server that commands of development work on when no URL is given. */
#define PRIVATE_SERVER_DATABASE "development"

typedef struct ServerPlace {
    const char *folder;      /* made when missing, with its parents */
    unsigned linger_seconds; /* the server waits so long for a next user before it stops */
    bool is_temporary;       /* nothing is flushed to disk, and the folder is removed when the server stops */
} ServerPlace;

typedef struct PrivateServer {
    const char *folder; /* where it really is: as root it may have to be another place than asked for */
    const char *socket_folder;
    const char *url; /* of the database `postgres` */
    int users_lock;
} PrivateServer;

/* Where the project's server is: `.schemagen/pg` in the current folder. */
ServerPlace private_server_place(void);

/* Has its cluster been made, running or not? */
bool private_server_exists(SgArena *arena, const ServerPlace *place);

/* Opens the server, making the cluster and starting it when need be.  Close it with private_server_close(). */
const Failure *private_server_open(SgArena *arena, const ServerPlace *place, PrivateServer *out);

/* Ends our use.  Does not wait for the server to stop.  Safe on a zeroed struct. */
void private_server_close(PrivateServer *server);

/* The URL of another database of the server. */
const char *private_server_url(SgArena *arena, const PrivateServer *server, const char *database);

/* From now on the server outlives its users, until private_server_stop(). */
const Failure *private_server_keep(SgArena *arena, const PrivateServer *server);

/* The URL of a database of the server of `place` in `url` when it runs, else NULL. */
const Failure *private_server_find(SgArena *arena, const ServerPlace *place, const char *database, const char **url);

/* Stops the server of `place`, also when it is in use, and waits for its end. */
const Failure *private_server_stop(SgArena *arena, const ServerPlace *place, bool *was_running);

#endif
