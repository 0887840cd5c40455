/* process.h - run a program and wait for it; as another user where PostgreSQL refuses root. */
#ifndef SCHEMAGEN_PROCESS_H
#define SCHEMAGEN_PROCESS_H

#include "arena.h"
#include "failure.h"

#include <stdbool.h>
#include <sys/types.h>

/* The user that server programs run as. */
typedef struct ServerUser {
    bool is_other; /* false: who we are; the ids are ours */
    uid_t uid;
    gid_t gid;
    const char *name;
} ServerUser;

/* Ourselves; for root the unprivileged `postgres`, else `nobody`. */
const Failure *server_user_find(SgArena *arena, ServerUser *out);

/* In a child process: become that user for good, with `directory` as the working directory.  False with errno. */
bool server_user_become(const ServerUser *user, const char *directory);

/* Whether that user can enter every folder on the way to `path` (absolute), itself not included. */
bool server_user_can_reach(const ServerUser *user, const char *path);

/*
 * Runs argv[0] (searched in PATH when it has no slash) and waits.  `user` NULL: as we are.  `out` (may be NULL)
 * gets what it wrote to stdout and stderr.  Returns the exit status, or -1 when it could not be started or was
 * killed.
 */
int process_run(SgArena *arena, const char *const *argv, const ServerUser *user, const char *directory,
                const char **out);

#endif
