#include "process.h"

#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

const Failure *server_user_find(SgArena *arena, ServerUser *out)
{
    if (geteuid() != 0) {
        *out = (ServerUser){.uid = geteuid(), .gid = getegid(), .name = "the current user"};
        return NULL;
    }
    static const char *const candidates[] = {"postgres", "nobody"};
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        const struct passwd *entry = getpwnam(candidates[i]);
        if (entry == NULL || entry->pw_uid == 0) continue;
        *out = (ServerUser){.is_other = true,
                            .uid = entry->pw_uid,
                            .gid = entry->pw_gid,
                            .name = sg_arena_strdup(arena, entry->pw_name)};
        return NULL;
    }
    return failure_new(arena, NULL,
                       "PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as");
}

bool server_user_become(const ServerUser *user, const char *directory)
{
    if (user != NULL && user->is_other) {
        if (setgroups(0, NULL) != 0 || setgid(user->gid) != 0 || setuid(user->uid) != 0) return false;
    }
    return directory == NULL || chdir(directory) == 0;
}

static bool can_enter(const ServerUser *user, const struct stat *folder)
{
    if (folder->st_uid == user->uid) return (folder->st_mode & S_IXUSR) != 0;
    if (folder->st_gid == user->gid) return (folder->st_mode & S_IXGRP) != 0;
    return (folder->st_mode & S_IXOTH) != 0;
}

bool server_user_can_reach(const ServerUser *user, const char *path)
{
    if (!user->is_other) return true;
    char folder[4096];
    if (strlen(path) >= sizeof folder) return false;
    strcpy(folder, path);
    for (char *slash = strrchr(folder, '/'); slash != NULL; slash = strrchr(folder, '/')) {
        *slash = '\0';
        struct stat found;
        if (stat(folder[0] == '\0' ? "/" : folder, &found) != 0) continue; /* not made yet: we shall make it */
        if (!can_enter(user, &found)) return false;
    }
    return true;
}

static _Noreturn void run_child(const char *const *argv, const ServerUser *user, const char *directory, int output)
{
    int input = open("/dev/null", O_RDONLY);
    if (input >= 0) dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    if (!server_user_become(user, directory)) _exit(127);
    setenv("LC_ALL", "C", 1); /* the output is parsed, or shown beside our English */
    execvp(argv[0], (char *const *)argv);
    _exit(127);
}

static void read_all(int descriptor, SgText *text)
{
    char buffer[4096];
    for (;;) {
        ssize_t size = read(descriptor, buffer, sizeof buffer);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return;
        sg_text_add_bytes(text, buffer, (size_t)size);
    }
}

int process_run(SgArena *arena, const char *const *argv, const ServerUser *user, const char *directory,
                const char **out)
{
    int ends[2];
    if (pipe(ends) != 0) return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    pid_t child = fork();
    if (child == 0) run_child(argv, user, directory, ends[1]);
    close(ends[1]);
    SgText text = {.arena = arena};
    if (child > 0) read_all(ends[0], &text);
    close(ends[0]);
    if (child < 0) return -1;
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return -1;
    }
    if (out != NULL) *out = sg_text_get(&text);
    return WIFEXITED(status) && WEXITSTATUS(status) != 127 ? WEXITSTATUS(status) : -1;
}
