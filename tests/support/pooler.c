#include "pooler.h"

#include "pause.h"
#include "process.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

struct Pooler {
    char folder[40];
    pid_t process;
};

static void out_of_memory(void)
{
    fputs("pooler: out of memory\n", stderr);
    exit(1);
}

static _Noreturn void give_up(const char *what)
{
    perror(what);
    exit(1);
}

const char *pooler_program(void)
{
    static const char *const places[] = {"/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer",
                                         "/opt/homebrew/bin/pgbouncer"};
    const char *chosen = getenv("SCHEMAGEN_PGBOUNCER");
    if (chosen != NULL && *chosen != '\0') return chosen;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (access(places[i], X_OK) == 0) return places[i];
    return NULL;
}

int pooler_version(void)
{
    SgArena arena = {.out_of_memory = out_of_memory};
    const char *const argv[] = {pooler_program(), "--version", NULL};
    const char *output = "";
    int major = 0, minor = 0;
    process_run(&arena, argv, NULL, "/", &output);
    if (sscanf(output, "PgBouncer %d.%d", &major, &minor) != 2) major = minor = 0;
    sg_arena_free(&arena);
    return major * 100 + minor;
}

static void write_configuration(const Pooler *pooler, const char *server_host, const char *mode, const char *setting)
{
    char path[80];
    snprintf(path, sizeof path, "%s/ini", pooler->folder);
    FILE *file = fopen(path, "w");
    if (file == NULL) give_up(path);
    fprintf(file,
            "[databases]\n* = host=%s user=postgres\n"
            "[pgbouncer]\nlisten_addr =\nlisten_port = %d\nunix_socket_dir = %s\nauth_type = any\n"
            "pool_mode = %s\ndefault_pool_size = 2\nserver_round_robin = 1\nlogfile = %s/log\n%s\n",
            server_host, POOLER_PORT, pooler->folder, mode, pooler->folder, setting);
    fclose(file);
    if (chmod(path, 0644) != 0) give_up(path);
}

static pid_t start(const char *folder, const ServerUser *user)
{
    char configuration[80];
    snprintf(configuration, sizeof configuration, "%s/ini", folder);
    pid_t process = fork();
    if (process < 0) give_up("pooler: fork");
    if (process > 0) return process;
    if (!server_user_become(user, folder)) _exit(127);
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGTERM); /* a test that is killed leaves nobody behind */
#endif
    execl(pooler_program(), "pgbouncer", "-q", configuration, (char *)NULL);
    _exit(127);
}

/* The socket is there before anybody listens on it. */
static bool accepts(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0) give_up("pooler: socket");
    bool accepted = connect(fd, (const struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return accepted;
}

Pooler *pooler_open(const char *server_host, const char *mode, const char *setting)
{
    SgArena arena = {.out_of_memory = out_of_memory};
    ServerUser user;
    char path[80];
    Pooler *pooler = calloc(1, sizeof *pooler);
    if (pooler == NULL || server_user_find(&arena, &user) != NULL) out_of_memory();
    strcpy(pooler->folder, "/tmp/schemagen-pooler-XXXXXX");
    if (mkdtemp(pooler->folder) == NULL || chmod(pooler->folder, 0755) != 0) give_up("pooler: mkdtemp");
    if (user.is_other && chown(pooler->folder, user.uid, user.gid) != 0) give_up("pooler: chown");
    write_configuration(pooler, server_host, mode, setting);
    pooler->process = start(pooler->folder, &user);
    snprintf(path, sizeof path, "%s/.s.PGSQL.%d", pooler->folder, POOLER_PORT);
    for (double end = now_seconds() + PATIENCE_SECONDS; !accepts(path); pause_ms(10))
        if (now_seconds() > end || waitpid(pooler->process, NULL, WNOHANG) != 0) give_up("pooler: it does not start");
    sg_arena_free(&arena);
    return pooler;
}

void pooler_close(Pooler *pooler)
{
    SgArena arena = {.out_of_memory = out_of_memory};
    const char *const argv[] = {"rm", "-rf", pooler->folder, NULL};
    const char *output = "";
    kill(pooler->process, SIGTERM);
    waitpid(pooler->process, NULL, 0);
    process_run(&arena, argv, NULL, "/", &output);
    sg_arena_free(&arena);
    free(pooler);
}

const char *pooler_host(const Pooler *pooler)
{
    return pooler->folder;
}
