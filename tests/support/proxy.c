#include "proxy.h"

#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { PAIRS_MAX = 32, CHUNK = 65536, WAKE = 0, LISTENER = 1, FIRST_PAIR = 2 };

#define SOCKET_NAME ".s.PGSQL.5432"

typedef enum Share { SHARE_NOTHING, SHARE_HALF, SHARE_ALL } Share; /* of a chunk, that gets through */

typedef struct Pair {
    int client, server;
    Share answer;
} Pair;

struct Proxy {
    char folder[40];
    struct sockaddr_un server_address;
    int listener, wake[2];
    pthread_t thread;
    Pair pairs[PAIRS_MAX];
    int pair_count;

    pthread_mutex_t lock; /* of what follows */
    ProxyCut cut;
    int countdown;
};

static _Noreturn void give_up(const char *what)
{
    perror(what);
    exit(1);
}

static void set_address(struct sockaddr_un *address, const char *folder)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int size = snprintf(address->sun_path, sizeof address->sun_path, "%s/" SOCKET_NAME, folder);
    if (size < 0 || (size_t)size >= sizeof address->sun_path) give_up("proxy: path of the socket");
}

/* What happens to the chunk that the program has just sent. */
static ProxyCut next_cut(Proxy *proxy)
{
    ProxyCut cut = PROXY_CUT_NOTHING;
    pthread_mutex_lock(&proxy->lock);
    if (proxy->cut != PROXY_CUT_NOTHING && --proxy->countdown == 0) {
        cut = proxy->cut;
        proxy->cut = PROXY_CUT_NOTHING;
    }
    pthread_mutex_unlock(&proxy->lock);
    return cut;
}

void proxy_cut(Proxy *proxy, ProxyCut cut, int number)
{
    pthread_mutex_lock(&proxy->lock);
    proxy->cut = cut;
    proxy->countdown = number;
    pthread_mutex_unlock(&proxy->lock);
}

/* False when the pair is to be hung up. */
static bool pass_on(int from, int to, Share share, char *buffer)
{
    ssize_t size = recv(from, buffer, CHUNK, 0), wanted = size * (ssize_t)share / SHARE_ALL;
    for (ssize_t sent = 0; sent < wanted;) {
        ssize_t more = send(to, buffer + sent, (size_t)(wanted - sent), MSG_NOSIGNAL);
        if (more <= 0) return false;
        sent += more;
    }
    return size > 0 && share == SHARE_ALL;
}

static void hang_up(Proxy *proxy, int index)
{
    close(proxy->pairs[index].client);
    close(proxy->pairs[index].server);
    proxy->pairs[index] = proxy->pairs[--proxy->pair_count];
}

static bool serve_client(Proxy *proxy, Pair *pair, char *buffer)
{
    char first;
    if (recv(pair->client, &first, 1, MSG_PEEK) <= 0) return false;
    ProxyCut cut = next_cut(proxy);
    if (cut == PROXY_CUT_ANSWER) pair->answer = SHARE_NOTHING;
    if (cut == PROXY_CUT_HALF_ANSWER) pair->answer = SHARE_HALF;
    Share request = cut == PROXY_CUT_REQUEST ? SHARE_NOTHING : cut == PROXY_CUT_HALF_REQUEST ? SHARE_HALF : SHARE_ALL;
    return pass_on(pair->client, pair->server, request, buffer);
}

/* A server that does not take the connection: the program is hung up on. */
static void accept_client(Proxy *proxy)
{
    int client = accept(proxy->listener, NULL, NULL);
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    if (client < 0 || server < 0) give_up("proxy: accept");
    const struct sockaddr *address = (const struct sockaddr *)&proxy->server_address;
    if (proxy->pair_count == PAIRS_MAX || connect(server, address, sizeof proxy->server_address) != 0) {
        close(client);
        close(server);
        return;
    }
    proxy->pairs[proxy->pair_count++] = (Pair){.client = client, .server = server, .answer = SHARE_ALL};
}

static void *serve(void *arg)
{
    Proxy *proxy = arg;
    char *buffer = malloc(CHUNK);
    if (buffer == NULL) give_up("proxy");
    for (;;) {
        struct pollfd sockets[FIRST_PAIR + 2 * PAIRS_MAX] = {
            [WAKE] = {.fd = proxy->wake[0], .events = POLLIN}, [LISTENER] = {.fd = proxy->listener, .events = POLLIN}};
        int pairs = proxy->pair_count;
        for (int i = 0; i < pairs; i++) {
            sockets[FIRST_PAIR + 2 * i] = (struct pollfd){.fd = proxy->pairs[i].client, .events = POLLIN};
            sockets[FIRST_PAIR + 2 * i + 1] = (struct pollfd){.fd = proxy->pairs[i].server, .events = POLLIN};
        }
        if (poll(sockets, (nfds_t)(FIRST_PAIR + 2 * pairs), -1) < 0) give_up("proxy: poll");
        if (sockets[WAKE].revents != 0) break;
        for (int i = pairs - 1; i >= 0; i--) { /* the last takes the place of one that is hung up */
            Pair *pair = &proxy->pairs[i];
            bool lives = sockets[FIRST_PAIR + 2 * i].revents == 0 || serve_client(proxy, pair, buffer);
            if (lives && sockets[FIRST_PAIR + 2 * i + 1].revents != 0)
                lives = pass_on(pair->server, pair->client, pair->answer, buffer);
            if (!lives) hang_up(proxy, i);
        }
        if (sockets[LISTENER].revents != 0) accept_client(proxy);
    }
    while (proxy->pair_count > 0) hang_up(proxy, 0);
    free(buffer);
    return NULL;
}

Proxy *proxy_open(const char *server_host)
{
    struct sockaddr_un address;
    Proxy *proxy = calloc(1, sizeof *proxy);
    if (proxy == NULL) give_up("proxy");
    strcpy(proxy->folder, "/tmp/schemagen-proxy-XXXXXX");
    if (mkdtemp(proxy->folder) == NULL) give_up("proxy: mkdtemp");
    set_address(&address, proxy->folder);
    set_address(&proxy->server_address, server_host);
    proxy->listener = socket(AF_UNIX, SOCK_STREAM, 0);
    if (proxy->listener < 0 || bind(proxy->listener, (const struct sockaddr *)&address, sizeof address) != 0)
        give_up("proxy: bind");
    if (listen(proxy->listener, PAIRS_MAX) != 0 || pipe(proxy->wake) != 0) give_up("proxy: listen");
    pthread_mutex_init(&proxy->lock, NULL);
    if (pthread_create(&proxy->thread, NULL, serve, proxy) != 0) give_up("proxy: thread");
    return proxy;
}

void proxy_close(Proxy *proxy)
{
    char path[80];
    if (write(proxy->wake[1], "", 1) != 1) give_up("proxy: wake");
    pthread_join(proxy->thread, NULL);
    close(proxy->wake[0]);
    close(proxy->wake[1]);
    close(proxy->listener);
    snprintf(path, sizeof path, "%s/" SOCKET_NAME, proxy->folder);
    unlink(path);
    rmdir(proxy->folder);
    pthread_mutex_destroy(&proxy->lock);
    free(proxy);
}

const char *proxy_host(const Proxy *proxy)
{
    return proxy->folder;
}
