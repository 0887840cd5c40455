/*
 * failure.h - why something in the world (a file, a server) did not work, as a value.
 *
 * Functions that can fail return `const Failure *`: NULL when they did what they say.  A failure lives in the
 * arena it was made in.  Nothing is printed here; the command line prints it once.
 */
#ifndef SCHEMAGEN_FAILURE_H
#define SCHEMAGEN_FAILURE_H

#include "arena.h"

typedef struct Failure {
    const char *code;                 /* Prisma's code for it, "P3018"; NULL when it has none */
    const char *message;              /* one line or several, without a final newline */
    const struct ServerError *server; /* what the server said (connection.h); NULL when it was not the server */
} Failure;

const Failure *failure_new(SgArena *arena, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A failed system call: "MESSAGE: what errno says". */
const Failure *failure_errno(SgArena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
