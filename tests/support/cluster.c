#include "cluster.h"

#include "private_server.h"
#include "process.h"
#include "server_programs.h"

#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct Cluster {
    SgArena arena;
    char root[32]; /* holds the server's folder */
    ServerPlace place;
    PrivateServer server;
    const char *url, *host;
};

static void out_of_memory(void)
{
    fputs("cluster: out of memory\n", stderr);
    exit(1);
}

static void check(const Failure *failure)
{
    if (failure == NULL) return;
    fprintf(stderr, "cluster: %s\n", failure->message);
    exit(1);
}

static Cluster *new_cluster(void)
{
    Cluster *cluster = calloc(1, sizeof *cluster);
    if (cluster == NULL) out_of_memory();
    cluster->arena.out_of_memory = out_of_memory;
    strcpy(cluster->root, "/tmp/schemagen-test-XXXXXX");
    if (mkdtemp(cluster->root) == NULL || chmod(cluster->root, 0755) != 0) {
        perror("cluster: mkdtemp");
        exit(1);
    }
    cluster->place = (ServerPlace){.folder = sg_arena_printf(&cluster->arena, "%s/pg", cluster->root)};
    return cluster;
}

void cluster_start(Cluster *cluster)
{
    PrivateServer server = {0};
    check(private_server_open(&cluster->arena, &cluster->place, &server));
    private_server_close(&cluster->server);
    cluster->server = server;
    cluster->url = server.url;
    cluster->host = server.socket_folder;
}

/* The private server answers COMMIT before it is on disk; here COMMIT is a promise, kept by the kernel if not by the
 * disk.  And nobody but the test takes locks and transaction ids. */
static void configure(const Cluster *cluster)
{
    static const char *const statements[] = {"ALTER ROLE postgres SET synchronous_commit = on",
                                             "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET autovacuum = off",
                                             "SELECT pg_reload_conf()"};
    PGconn *connection = PQconnectdb(cluster->url);
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        PGresult *result = PQexec(connection, statements[i]);
        ExecStatusType status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
            fprintf(stderr, "cluster: %s", PQerrorMessage(connection));
            exit(1);
        }
        PQclear(result);
    }
    PQfinish(connection);
}

Cluster *cluster_open(void)
{
    Cluster *cluster = new_cluster();
    cluster_start(cluster);
    configure(cluster);
    return cluster;
}

/* As the servers' user, in the server's folder. */
static void run_as_server(Cluster *cluster, const char *const *argv)
{
    ServerUser user;
    const char *output = "";
    check(server_user_find(&cluster->arena, &user));
    if (user.is_other && chown(cluster->root, user.uid, user.gid) != 0) {
        perror("cluster: chown");
        exit(1);
    }
    if (process_run(&cluster->arena, argv, &user, cluster->root, &output) == 0) return;
    fprintf(stderr, "cluster: %s failed:\n%s", argv[0], output);
    exit(1);
}

static const char *backup_program(SgArena *arena)
{
    ServerPrograms programs;
    check(server_programs_find(arena, 0, &programs));
    return sg_arena_printf(arena, "%s/pg_basebackup", programs.directory);
}

bool cluster_can_follow(void)
{
    SgArena arena = {.out_of_memory = out_of_memory};
    bool can = access(backup_program(&arena), X_OK) == 0;
    sg_arena_free(&arena);
    return can;
}

Cluster *cluster_follow(const Cluster *primary)
{
    Cluster *cluster = new_cluster();
    SgArena *arena = &cluster->arena;
    const char *folder = cluster->place.folder;
    const char *backup = backup_program(arena);
    const char *data = sg_arena_printf(arena, "%s/data", folder);
    const char *const make[] = {"mkdir", "-m", "700", folder, NULL};
    const char *const copy[] = {
        backup, "-D", data, "-d", primary->url, "--checkpoint=fast", "--write-recovery-conf", "--wal-method=stream",
        NULL};
    run_as_server(cluster, make);
    run_as_server(cluster, copy);
    cluster_start(cluster);
    return cluster;
}

void cluster_close(Cluster *cluster)
{
    bool was_running;
    private_server_close(&cluster->server);
    check(private_server_stop(&cluster->arena, &cluster->place, &was_running));
    const char *const argv[] = {"rm", "-rf", cluster->root, NULL};
    const char *output = "";
    process_run(&cluster->arena, argv, NULL, "/", &output);
    sg_arena_free(&cluster->arena);
    free(cluster);
}

const char *cluster_url(const Cluster *cluster)
{
    return cluster->url;
}

const char *cluster_host(const Cluster *cluster)
{
    return cluster->host;
}

static pid_t postmaster_of(const Cluster *cluster)
{
    char path[512];
    long pid = 0;
    snprintf(path, sizeof path, "%s/data/postmaster.pid", cluster->server.folder);
    FILE *file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%ld", &pid) != 1 || pid <= 1) {
        fprintf(stderr, "cluster: no server runs in %s\n", cluster->server.folder);
        exit(1);
    }
    fclose(file);
    return (pid_t)pid;
}

void cluster_stop(Cluster *cluster, int signal)
{
    bool was_running;
    kill(postmaster_of(cluster), signal);
    check(private_server_stop(&cluster->arena, &cluster->place, &was_running)); /* waits for the last process */
}
