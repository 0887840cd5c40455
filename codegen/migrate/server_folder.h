/* server_folder.h - the folder of a private server: where it may be, its files, and its removal. */
#ifndef SCHEMAGEN_SERVER_FOLDER_H
#define SCHEMAGEN_SERVER_FOLDER_H

#include "failure.h"
#include "process.h"

#include <stdbool.h>

typedef struct ServerFolder {
    const char *path;   /* absolute */
    const char *data;   /* the cluster */
    const char *socket; /* the folder of the socket; elsewhere when the path would be too long for one */
    const char *log;
    const char *users_lock;
    const char *start_lock;
    const char *running_lock;
    const char *keep;
} ServerFolder;

/*
 * The folder's real place: absolute; and when `user` cannot reach the one asked for (root's home is closed to
 * others), one in /var/tmp that is always the same for the same wish.  Nothing is made.
 */
const Failure *server_folder_find(SgArena *arena, const char *wanted, const ServerUser *user, ServerFolder *out);

/* Makes the folder and the socket's, owned by `user`, closed to others and unseen by git.  Refuses a folder of somebody
 * else. */
const Failure *server_folder_make(SgArena *arena, const ServerFolder *folder, const ServerUser *user);

/* Removes a folder with all that is in it, never following a symbolic link.  Errors are ignored. */
void server_folder_remove(const char *path);

#endif
