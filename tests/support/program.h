/*
 * program.h - another program, run by a test: what it writes, what it is answered, and how it ends.
 */
#ifndef TESTS_PROGRAM_H
#define TESTS_PROGRAM_H

#include "arena.h"
#include "text.h"

#include <stdbool.h>
#include <sys/types.h>

/* Both output streams go to one pipe, or to a terminal that is made for it. */
typedef enum ProgramPlace {
    PROGRAM_PIPED, /* standard input is empty */
    PROGRAM_SHOWN, /* on a terminal, but standard input is empty: nobody can be asked */
    PROGRAM_ASKING /* standard input is the terminal, too: program_answer() */
} ProgramPlace;

typedef struct Program {
    pid_t pid;
    int output;      /* the reading end; of a terminal, where to type, too */
    SgText said;     /* all that was read of its output, in the arena of the last call */
    size_t answered; /* bytes of it that were answered */
} Program;

/* Can a terminal be made?  Not where /dev/pts is missing, as in a bare chroot: a test that needs one is skipped then.
 */
bool program_can_have_terminal(void);

/* Starts argv[0] (a path) in `folder`.  A failure to do so ends the test program. */
Program program_start(const char *folder, const char *const *argv, ProgramPlace place);

/* Reads until the program has written `question` behind what was answered before, and types `answer`.  False when it
 * ends without asking, or says nothing for a minute: it is killed then. */
bool program_answer(SgArena *arena, Program *program, const char *question, const char *answer);

/* Reads what it writes until its end, and waits for it.  The exit code, or minus the signal that killed it. */
int program_finish(SgArena *arena, Program *program, const char **output);

#endif
