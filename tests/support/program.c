#include "program.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void give_up(const char *what)
{
    perror(what);
    exit(1);
}

/* The end that the program writes to in `inner`; ours is returned. */
static int open_terminal(int *inner)
{
    int outer = posix_openpt(O_RDWR | O_NOCTTY);
    if (outer < 0 || grantpt(outer) != 0 || unlockpt(outer) != 0) give_up("posix_openpt");
    *inner = open(ptsname(outer), O_RDWR | O_NOCTTY);
    if (*inner < 0) give_up("open the terminal");
    return outer;
}

static int open_pipe(int *inner)
{
    int ends[2];
    if (pipe(ends) != 0) give_up("pipe");
    *inner = ends[1];
    return ends[0];
}

Program program_start(const char *folder, const char *const *argv, bool on_terminal)
{
    int inner = -1;
    int outer = on_terminal ? open_terminal(&inner) : open_pipe(&inner);
    pid_t pid = fork();
    if (pid < 0) give_up("fork");
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDONLY);
        dup2(nothing, STDIN_FILENO);
        dup2(inner, STDOUT_FILENO);
        dup2(inner, STDERR_FILENO);
        close(outer);
        if (chdir(folder) == 0) execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    close(inner);
    return (Program){.pid = pid, .output = outer};
}

int program_finish(SgArena *arena, Program *program, const char **output)
{
    SgText text = {.arena = arena};
    char buffer[4096];
    for (;;) {
        ssize_t size = read(program->output, buffer, sizeof buffer);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) break; /* a terminal whose other end is closed answers EIO */
        sg_text_add_bytes(&text, buffer, (size_t)size);
    }
    close(program->output);
    int status = 0;
    while (waitpid(program->pid, &status, 0) < 0) {
        if (errno != EINTR) give_up("waitpid");
    }
    *output = sg_text_get(&text);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
