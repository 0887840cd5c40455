#include "private_server.h"

#include "clock.h"
#include "file_lock.h"
#include "interrupt.h"
#include "server_folder.h"
#include "server_programs.h"
#include "server_start.h"
#include "text.h"

#include <errno.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_SECONDS = 60 };

ServerPlace private_server_place(void)
{
    return (ServerPlace){.folder = ".schemagen/pg"};
}

/* As it stands in a URL; bytes of `also` need no escape there. */
static void add_escaped(SgText *url, const char *text, const char *also)
{
    for (; *text != '\0'; text++) {
        bool is_plain = strchr(also, *text) != NULL || strchr("-._~", *text) != NULL ||
                        (*text >= '0' && *text <= '9') || (*text >= 'a' && *text <= 'z') ||
                        (*text >= 'A' && *text <= 'Z');
        if (is_plain) sg_text_add_char(url, *text);
        else sg_text_printf(url, "%%%02X", (unsigned)(unsigned char)*text);
    }
}

static const char *url_of(SgArena *arena, const char *socket_folder, const char *database)
{
    SgText url = {.arena = arena};
    sg_text_add(&url, "postgresql://postgres@localhost/");
    add_escaped(&url, database, "");
    sg_text_add(&url, "?host=");
    add_escaped(&url, socket_folder, "/");
    return sg_text_get(&url);
}

const char *private_server_url(SgArena *arena, const PrivateServer *server, const char *database)
{
    return url_of(arena, server->socket_folder, database);
}

static bool answers(const ServerFolder *folder)
{
    const char *const keywords[] = {"host", "port", "dbname", "user", "connect_timeout", NULL};
    const char *const values[] = {folder->socket, SERVER_PORT, "postgres", "postgres", "10", NULL};
    return PQpingParams(keywords, values, 0) == PQPING_OK;
}

static void pause_briefly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
}

/* The last lines of the server's log, for the message that it does not start. */
static const char *log_tail(SgArena *arena, const ServerFolder *folder)
{
    FILE *file = fopen(folder->log, "r");
    if (file == NULL) return "";
    char buffer[1500];
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    fseek(file, size > (long)sizeof buffer ? size - (long)sizeof buffer : 0, SEEK_SET);
    size_t read = fread(buffer, 1, sizeof buffer, file);
    fclose(file);
    while (read > 0 && buffer[read - 1] == '\n') read--;
    return sg_arena_strndup(arena, buffer, read);
}

/* Nobody runs on the data folder: takes the right to, else -1. */
static int try_running_lock(const ServerFolder *folder)
{
    return file_lock_try(folder->running_lock, FILE_LOCK_EXCLUSIVE);
}

static const Failure *wait_until_it_answers(SgArena *arena, const ServerFolder *folder)
{
    for (double end = clock_seconds() + WAIT_SECONDS; clock_seconds() < end; pause_briefly()) {
        if (answers(folder)) return NULL;
        if (interrupt_pending() != 0) return interrupt_failure(arena);
        int lock = try_running_lock(folder);
        if (lock < 0) continue;
        close(lock);
        return failure_new(arena, NULL, "the private PostgreSQL did not start; its log (%s) ends:\n%s", folder->log,
                           log_tail(arena, folder));
    }
    return failure_new(arena, NULL, "the private PostgreSQL did not answer within %d seconds; its log is %s",
                       WAIT_SECONDS, folder->log);
}

/* What postmaster.pid says of the server, of which running.lock says that it lives. */
typedef struct Postmaster {
    pid_t pid; /* 0 when the file cannot be read (yet) */
    bool is_ready;
} Postmaster;

static Postmaster find_postmaster(SgArena *arena, const ServerFolder *folder)
{
    enum { PID_LINE = 1, STATUS_LINE = 8 };
    Postmaster found = {0};
    char line[4096];
    FILE *file = fopen(sg_arena_printf(arena, "%s/postmaster.pid", folder->data), "r");
    if (file == NULL) return found;
    for (int number = 1; fgets(line, sizeof line, file) != NULL; number++) {
        long pid = number == PID_LINE ? strtol(line, NULL, 10) : 0;
        if (pid > 1) found.pid = (pid_t)pid;
        if (number == STATUS_LINE) found.is_ready = strncmp(line, "ready", 5) == 0;
    }
    fclose(file);
    return found;
}

/*
 * A server that is ready and has no socket cannot be reached by anybody.  It is ended, and the next round starts
 * another: when the folder is removed under a running server and made anew, the old server takes the new one's socket
 * with it as soon as it notices.
 */
static void end_when_unreachable(SgArena *arena, const ServerFolder *folder)
{
    const char *socket = sg_arena_printf(arena, "%s/.s.PGSQL." SERVER_PORT, folder->socket);
    Postmaster postmaster = find_postmaster(arena, folder);
    if (postmaster.is_ready && access(socket, F_OK) != 0 && errno == ENOENT) kill(postmaster.pid, SIGINT);
}

/* With start.lock held: a running server is used, an ending one is waited for, else one is started. */
static const Failure *ensure_running(SgArena *arena, const ServerFolder *folder, const ServerStart *start)
{
    for (double end = clock_seconds() + WAIT_SECONDS; clock_seconds() < end; pause_briefly()) {
        if (answers(folder)) return NULL;
        if (interrupt_pending() != 0) return interrupt_failure(arena);
        int running = try_running_lock(folder);
        if (running < 0) { /* starting (its starter was killed) or ending */
            end_when_unreachable(arena, folder);
            continue;
        }
        const Failure *failure = server_start(arena, start, running);
        close(running);
        return failure != NULL ? failure : wait_until_it_answers(arena, folder);
    }
    return failure_new(arena, NULL, "the private PostgreSQL in %s neither answers nor ends; its log is %s",
                       folder->path, folder->log);
}

/* The folder may be removed by a temporary server that ends just now: then it is made again. */
static const Failure *enter(SgArena *arena, const ServerFolder *folder, const ServerUser *user, int *users_lock)
{
    for (;;) {
        const Failure *failure = server_folder_make(arena, folder, user);
        if (failure != NULL) return failure;
        int lock = file_lock_wait(folder->users_lock, FILE_LOCK_SHARED);
        if (lock < 0 && errno == EINTR) return interrupt_failure(arena);
        if (lock < 0 && errno != ENOENT) return failure_errno(arena, "cannot lock %s", folder->users_lock);
        if (lock < 0) continue;
        if (!file_lock_is_current(lock, folder->users_lock)) {
            close(lock);
            continue;
        }
        /* what was made before the lock may have been removed before it; from now on nobody removes it */
        failure = server_folder_make(arena, folder, user);
        if (failure != NULL) close(lock);
        else *users_lock = lock;
        return failure;
    }
}

static const Failure *start_as_needed(SgArena *arena, const ServerFolder *folder, const ServerStart *start)
{
    int start_lock = file_lock_wait(folder->start_lock, FILE_LOCK_EXCLUSIVE);
    if (start_lock < 0) return failure_errno(arena, "cannot lock %s", folder->start_lock);
    const Failure *failure = ensure_running(arena, folder, start);
    close(start_lock);
    return failure;
}

const Failure *private_server_open(SgArena *arena, const ServerPlace *place, PrivateServer *out)
{
    ServerUser user;
    ServerFolder folder;
    const Failure *failure = server_user_find(arena, &user);
    if (failure == NULL) failure = server_folder_find(arena, place->folder, &user, &folder);
    int users_lock = -1;
    if (failure == NULL) failure = enter(arena, &folder, &user, &users_lock);
    if (failure != NULL) return failure;

    ServerStart start = {
        .folder = &folder, .user = &user, .linger_seconds = place->linger_seconds, .is_temporary = place->is_temporary};
    failure = start_as_needed(arena, &folder, &start);
    if (failure != NULL) {
        close(users_lock);
        return failure;
    }
    *out = (PrivateServer){.folder = folder.path,
                           .socket_folder = folder.socket,
                           .url = url_of(arena, folder.socket, "postgres"),
                           .users_lock = users_lock};
    return NULL;
}

void private_server_close(PrivateServer *server)
{
    if (server->folder == NULL) return;
    close(server->users_lock);
    *server = (PrivateServer){0};
}

const Failure *private_server_keep(SgArena *arena, const PrivateServer *server)
{
    const char *path = sg_arena_printf(arena, "%s/keep", server->folder);
    FILE *file = fopen(path, "w");
    if (file == NULL) return failure_errno(arena, "cannot write %s", path);
    fclose(file);
    return NULL;
}

static const Failure *folder_of(SgArena *arena, const ServerPlace *place, ServerFolder *out)
{
    ServerUser user;
    const Failure *failure = server_user_find(arena, &user);
    return failure != NULL ? failure : server_folder_find(arena, place->folder, &user, out);
}

bool private_server_exists(SgArena *arena, const ServerPlace *place)
{
    ServerFolder folder;
    return folder_of(arena, place, &folder) == NULL &&
           access(sg_arena_printf(arena, "%s/PG_VERSION", folder.data), F_OK) == 0;
}

const Failure *private_server_find(SgArena *arena, const ServerPlace *place, const char *database, const char **url)
{
    ServerFolder folder;
    const Failure *failure = folder_of(arena, place, &folder);
    if (failure != NULL) return failure;
    *url = answers(&folder) ? url_of(arena, folder.socket, database) : NULL;
    return NULL;
}

const Failure *private_server_stop(SgArena *arena, const ServerPlace *place, bool *was_running)
{
    ServerFolder folder;
    const Failure *failure = folder_of(arena, place, &folder);
    if (failure != NULL) return failure;
    if (access(folder.path, F_OK) != 0) {
        *was_running = false;
        return NULL;
    }
    unlink(folder.keep);
    int sent = 0;
    const double begun = clock_seconds();
    while (clock_seconds() < begun + WAIT_SECONDS) {
        int lock = try_running_lock(&folder);
        if (lock < 0 && errno != EWOULDBLOCK) return failure_errno(arena, "cannot lock %s", folder.running_lock);
        if (lock >= 0) {
            close(lock);
            *was_running = sent != 0;
            return NULL;
        }
        int signal = server_end_signal(begun);
        pid_t pid = sent == signal ? 0 : find_postmaster(arena, &folder).pid;
        if (pid != 0 && kill(pid, signal) == 0) sent = signal;
        pause_briefly();
    }
    return failure_new(arena, NULL, "the private PostgreSQL in %s did not stop within %d seconds", folder.path,
                       WAIT_SECONDS);
}
