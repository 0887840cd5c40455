#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void give_up(const char *what)
{
    perror(what);
    exit(1);
}

/* The end that the program writes to in `inner`; ours is returned, -1 when there is none. */
static int open_terminal(int *inner)
{
    int outer = posix_openpt(O_RDWR | O_NOCTTY);
    const char *name = outer >= 0 && grantpt(outer) == 0 && unlockpt(outer) == 0 ? ptsname(outer) : NULL;
    *inner = name != NULL ? open(name, O_RDWR | O_NOCTTY) : -1;
    if (*inner >= 0) return outer;
    if (outer >= 0) close(outer);
    return -1;
}

bool program_can_have_terminal(void)
{
    int inner, outer = open_terminal(&inner);
    if (outer < 0) return false;
    close(inner);
    close(outer);
    return true;
}

static int open_pipe(int *inner)
{
    int ends[2];
    if (pipe(ends) != 0) give_up("pipe");
    *inner = ends[1];
    return ends[0];
}

Program program_start(const char *folder, const char *const *argv, ProgramPlace place)
{
    int inner = -1;
    int outer = place == PROGRAM_PIPED ? open_pipe(&inner) : open_terminal(&inner);
    if (outer < 0) give_up("make a terminal");
    pid_t pid = fork();
    if (pid < 0) give_up("fork");
    if (pid == 0) {
        int input = place == PROGRAM_ASKING ? inner : open("/dev/null", O_RDONLY);
        dup2(input, STDIN_FILENO);
        dup2(inner, STDOUT_FILENO);
        dup2(inner, STDERR_FILENO);
        close(outer);
        if (chdir(folder) == 0) execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    close(inner);
    return (Program){.pid = pid, .output = outer};
}

/* False at the end: a terminal whose other end is closed answers EIO. */
static bool hear(SgArena *arena, Program *program)
{
    char buffer[4096];
    ssize_t size;
    do size = read(program->output, buffer, sizeof buffer);
    while (size < 0 && errno == EINTR);
    program->said.arena = arena;
    if (size > 0) sg_text_add_bytes(&program->said, buffer, (size_t)size);
    return size > 0;
}

/* It says something soon, or ends. */
static bool is_silent(const Program *program)
{
    enum { PATIENCE_MS = 60000 };
    return poll(&(struct pollfd){.fd = program->output, .events = POLLIN}, 1, PATIENCE_MS) == 0;
}

bool program_answer(SgArena *arena, Program *program, const char *question, const char *answer)
{
    while (strstr(sg_text_get(&program->said) + program->answered, question) == NULL) {
        if (is_silent(program) || !hear(arena, program)) {
            kill(program->pid, SIGKILL);
            return false;
        }
    }
    program->answered = program->said.size;
    return write(program->output, answer, strlen(answer)) == (ssize_t)strlen(answer);
}

int program_finish(SgArena *arena, Program *program, const char **output)
{
    while (hear(arena, program)) continue;
    close(program->output);
    int status = 0;
    while (waitpid(program->pid, &status, 0) < 0) {
        if (errno != EINTR) give_up("waitpid");
    }
    *output = sg_text_get(&program->said);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}
