#include "server_start.h"

#include "clock.h"
#include "file_lock.h"
#include "server_programs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The version of the cluster; 0 when there is none. */
static int cluster_version(SgArena *arena, const ServerFolder *folder)
{
    FILE *file = fopen(sg_arena_printf(arena, "%s/PG_VERSION", folder->data), "r");
    if (file == NULL) return 0;
    int major = 0;
    if (fscanf(file, "%d", &major) != 1) major = 0;
    fclose(file);
    return major;
}

/* Under a name that is not final, so that an interrupted initdb leaves no half cluster. */
static const Failure *make_cluster(SgArena *arena, const ServerStart *start, const ServerPrograms *programs)
{
    const ServerFolder *folder = start->folder;
    const char *draft = sg_arena_printf(arena, "%s/data.new", folder->path);
    server_folder_remove(draft);
    const char *output = "";
    const char *const argv[] = {programs->initdb,
                                "-D",
                                draft,
                                "-U",
                                "postgres",
                                "-A",
                                "trust",
                                "-E",
                                "UTF8",
                                "--no-locale",
                                start->is_temporary ? "--no-sync" : NULL,
                                NULL};
    int status = process_run(arena, argv, start->user, folder->path, &output);
    if (status != 0)
        return failure_new(arena, NULL, "initdb (%s) failed with status %d:\n%s", programs->initdb, status, output);
    if (rename(draft, folder->data) != 0) return failure_errno(arena, "cannot rename %s", draft);
    return NULL;
}

/* running.lock is ours, so no process of a former server lives: what it left names nobody. */
static void clear_leftovers(SgArena *arena, const ServerFolder *folder)
{
    unlink(sg_arena_printf(arena, "%s/postmaster.pid", folder->data));
    unlink(sg_arena_printf(arena, "%s/.s.PGSQL." SERVER_PORT, folder->socket));
    unlink(sg_arena_printf(arena, "%s/.s.PGSQL." SERVER_PORT ".lock", folder->socket));
}

typedef struct Command {
    const char *argv[40];
    size_t count;
    const char *doomed; /* the name under which a temporary folder is removed */
} Command;

static void add_setting(Command *command, const char *setting)
{
    command->argv[command->count++] = "-c";
    command->argv[command->count++] = setting;
}

static Command server_command(SgArena *arena, const ServerStart *start, const ServerPrograms *programs)
{
    Command command = {.argv = {programs->postgres, "-D", start->folder->data, "-p", SERVER_PORT}, .count = 5};
    add_setting(&command, "listen_addresses=");
    add_setting(&command, sg_arena_printf(arena, "unix_socket_directories=%s", start->folder->socket));
    add_setting(&command, "unix_socket_permissions=0700");
    add_setting(&command, "logging_collector=off");
    add_setting(&command, "log_destination=stderr");
    add_setting(&command, "max_connections=200");
    add_setting(&command, "synchronous_commit=off"); /* a crash may cost the last moment, never the cluster */
    command.doomed = sg_arena_printf(arena, "%s.removed-%ld", start->folder->path, (long)getpid());
    if (start->is_temporary) {
        add_setting(&command, "fsync=off");
        add_setting(&command, "full_page_writes=off");
        add_setting(&command, "max_prepared_transactions=10");
    }
    return command;
}

static void close_descriptors_except(int kept)
{
    long limit = sysconf(_SC_OPEN_MAX);
    if (limit < 0 || limit > 65536) limit = 65536;
    for (int descriptor = 3; descriptor < limit; descriptor++) {
        if (descriptor != kept) close(descriptor);
    }
}

static void redirect(int descriptor, const char *path, int flags)
{
    int file = open(path, flags, 0600);
    if (file < 0) return;
    dup2(file, descriptor);
    close(file);
}

static _Noreturn void become_server(const ServerStart *start, const Command *command)
{
    if (!server_user_become(start->user, start->folder->path)) _exit(127);
    umask(0077);
    redirect(STDOUT_FILENO, start->folder->log, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    dup2(STDOUT_FILENO, STDERR_FILENO);
    setenv("LC_ALL", "C", 1);
    execv(command->argv[0], (char *const *)command->argv);
    _exit(127);
}

static int lock_alone(const ServerStart *start)
{
    const char *path = start->folder->users_lock;
    for (;;) {
        int lock = file_lock_wait(path, FILE_LOCK_EXCLUSIVE);
        if (lock < 0 || start->linger_seconds == 0) return lock;
        close(lock);
        sleep(start->linger_seconds);
        lock = file_lock_try(path, FILE_LOCK_EXCLUSIVE);
        if (lock >= 0) return lock;
    }
}

/* Renamed first, in one step: whoever opens the server meanwhile finds the folder with the lock that we hold, or none.
 */
static void remove_files(const ServerStart *start, const char *doomed)
{
    server_folder_remove(start->folder->socket);
    if (rename(start->folder->path, doomed) == 0) server_folder_remove(doomed);
}

int server_end_signal(double begun)
{
    enum { PATIENCE_SECONDS = 15 };
    return clock_seconds() < begun + PATIENCE_SECONDS ? SIGINT : SIGQUIT;
}

static void end_server(pid_t server)
{
    const double begun = clock_seconds();
    int sent = 0;
    while (waitpid(server, NULL, WNOHANG) == 0) {
        int signal = server_end_signal(begun);
        if (signal != sent) kill(server, signal);
        sent = signal;
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
}

/*
 * Nobody runs on the folder any more: not the backends that a killed server leaves behind for a moment, nor the server
 * that took a lost one's place, whose own guard will remove the folder.
 */
static bool is_deserted(const ServerFolder *folder)
{
    enum { ORPHANS_MS = 2000, STEP_MS = 10 };
    for (int waited = 0; waited < ORPHANS_MS; waited += STEP_MS) {
        int lock = file_lock_try(folder->running_lock, FILE_LOCK_EXCLUSIVE);
        if (lock >= 0) close(lock);
        if (lock >= 0) return true;
        nanosleep(&(struct timespec){.tv_nsec = STEP_MS * 1000000}, NULL);
    }
    return false;
}

/* The server is our child and not waited for yet, so its pid cannot be another process's. */
static _Noreturn void guard(const ServerStart *start, const Command *command, int running)
{
    const char *doomed = command->doomed;
    setsid();
    close_descriptors_except(running);
    redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
    redirect(STDOUT_FILENO, "/dev/null", O_WRONLY);
    redirect(STDERR_FILENO, "/dev/null", O_WRONLY);
    pid_t server = fork();
    if (server == 0) become_server(start, command);
    close(running);
    if (server < 0) _exit(1);
    int alone = lock_alone(start);
    if (alone < 0 || access(start->folder->keep, F_OK) == 0) _exit(0);
    end_server(server);
    if (start->is_temporary && is_deserted(start->folder)) remove_files(start, doomed);
    _exit(0);
}

const Failure *server_start(SgArena *arena, const ServerStart *start, int running)
{
    int version = cluster_version(arena, start->folder);
    ServerPrograms programs;
    const Failure *failure = server_programs_find(arena, version, &programs);
    if (failure == NULL && version == 0) failure = make_cluster(arena, start, &programs);
    if (failure != NULL) return failure;
    clear_leftovers(arena, start->folder);
    fcntl(running, F_SETFD, 0); /* the server keeps it over exec */
    Command command = server_command(arena, start, &programs);

    /* Twice, so that the guard is nobody's child and the caller has nobody to wait for. */
    pid_t child = fork();
    if (child < 0) return failure_errno(arena, "cannot start a process");
    if (child == 0) {
        pid_t inner = fork();
        if (inner == 0) guard(start, &command, running);
        _exit(inner < 0);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (status != 0) return failure_new(arena, NULL, "cannot start the process that guards the private PostgreSQL");
    return NULL;
}
