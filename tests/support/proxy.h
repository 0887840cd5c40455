/*
 * proxy.h - stands between a program and its server, to lose what is said at a chosen moment.
 *
 * Listens on a unix socket in a folder of its own and passes everything on, by a thread.  A chunk is what the program
 * wrote in one go: for libpq, a statement with its parameters.
 */
#ifndef TESTS_PROXY_H
#define TESTS_PROXY_H

typedef struct Proxy Proxy;

/* In front of the server whose socket is in `server_host`. */
Proxy *proxy_open(const char *server_host);
void proxy_close(Proxy *proxy);

/* The folder of the socket: host=… of a URL. */
const char *proxy_host(const Proxy *proxy);

typedef enum ProxyCut {
    PROXY_CUT_NOTHING,
    PROXY_CUT_REQUEST, /* the server never sees it */
    PROXY_CUT_HALF_REQUEST,
    PROXY_CUT_ANSWER, /* the server has done it, and the program never hears */
    PROXY_CUT_HALF_ANSWER
} ProxyCut;

/* Of the chunks that the program sends from now on, the `number`th (1 is the next) or its answer is lost, and its
 * connection with it; or the second half of one, in the middle of a message.  Once. */
void proxy_cut(Proxy *proxy, ProxyCut cut, int number);

#endif
