#include "running.h"

#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void side_path(const char *program, const char *name, char *out, size_t size)
{
    const char *slash = strrchr(program, '/');
    int folder = slash == NULL ? 0 : (int)(slash - program) + 1;
    snprintf(out, size, "%.*sbench-%s", folder, program, name);
}

bool side_is_there(const char *program, const char *name)
{
    char path[1024];
    side_path(program, name, path, sizeof path);
    return access(path, X_OK) == 0;
}

/* A pipe whose ends no other side inherits: it would keep this one from seeing that its input has ended. */
static void open_pipe(int ends[2])
{
    if (pipe(ends) != 0) give_up("pipe", "failed");
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
}

Running side_start(const char *program, const char *name, const char *url, const Workload *workload)
{
    char path[1024];
    int orders[2], answers[2];
    side_path(program, name, path, sizeof path);
    open_pipe(orders);
    open_pipe(answers);
    pid_t child = fork();
    if (child < 0) give_up("fork", "failed");
    if (child == 0) {
        dup2(orders[0], STDIN_FILENO);
        dup2(answers[1], STDOUT_FILENO);
        execl(path, path, url, workload->name, (char *)NULL);
        _exit(127);
    }
    close(orders[0]);
    close(answers[1]);
    Running side = {name, child, fdopen(orders[1], "w"), fdopen(answers[0], "r")};
    char line[16];
    bool is_ready = side.orders != NULL && side.answers != NULL && fgets(line, sizeof line, side.answers) != NULL;
    if (!is_ready) give_up(name, "the side does not start");
    return side;
}

Measure side_run(const Running *side, int count, int run)
{
    Measure result;
    char line[128] = "";
    fprintf(side->orders, "%d %d\n", count, run);
    fflush(side->orders);
    bool is_read = fgets(line, sizeof line, side->answers) != NULL;
    if (!is_read || sscanf(line, "%lf %lf %lf", &result.per_second, &result.cpu_us, &result.peak_mb) != 3)
        give_up(side->name, "the side measured nothing");
    return result;
}

void side_end(const Running *side)
{
    int status;
    fclose(side->orders);
    if (waitpid(side->process, &status, 0) != side->process || status != 0) give_up(side->name, "the side failed");
    fclose(side->answers);
}
