/*
 * program.h - another program, run by a test: what it writes and how it ends.
 *
 * Standard input is empty, both output streams go to one pipe, or to a terminal that is made for it.
 */
#ifndef TESTS_PROGRAM_H
#define TESTS_PROGRAM_H

#include "arena.h"

#include <stdbool.h>
#include <sys/types.h>

typedef struct Program {
    pid_t pid;
    int output; /* the reading end */
} Program;

/* Starts argv[0] (a path) in `folder`.  A failure to do so ends the test program. */
Program program_start(const char *folder, const char *const *argv, bool on_terminal);

/* Reads what it writes until its end, and waits for it.  The exit code, or minus the signal that killed it. */
int program_finish(SgArena *arena, Program *program, const char **output);

#endif
