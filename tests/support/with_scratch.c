/* with_scratch COMMAND ARGUMENT...: runs the command with SCRATCH_URL naming a new, empty database. */
#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    if (argc < 2) {
        fputs("usage: with_scratch COMMAND ARGUMENT...\n", stderr);
        return 2;
    }
    Scratch *scratch = scratch_open();
    setenv("SCRATCH_URL", scratch_url(scratch), 1);
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[1], argv + 1);
        perror(argv[1]);
        _exit(127);
    }
    int status = -1;
    if (child < 0) perror("with_scratch: fork");
    else waitpid(child, &status, 0);
    scratch_close(scratch);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
