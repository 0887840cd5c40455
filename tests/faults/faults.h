/*
 * faults.h - a trading desk whose clients never give up, and a saboteur.
 *
 * Clients place orders and report fills, and repeat each request until its answer is certain, as a real one would.
 * Their counts are what the books must say in the end: no order or fill may be lost, and none may be there twice.
 */
#ifndef TESTS_FAULTS_H
#define TESTS_FAULTS_H

#include "cluster.h"
#include "proxy.h"
#include "trading.h"

#include <stdatomic.h>

/* The pool has a place for each client and for the program's own session. */
enum { CLIENTS = 8, PLACES = CLIENTS + 1, ACQUIRE_TIMEOUT_MS = 100 };

/* ---- client.c ---- */

typedef struct Client {
    Desk *desk; /* `placed` and `fills` are counted, once for each request */
    int number;
    uint64_t random;
    atomic_bool *over;    /* no new request, please */
    atomic_long *answers; /* SG_STATUS_COUNT: what calls ended in */
    bool gave_up;         /* an answer that no fault explains; printed */
} Client;

/* A thread; the argument is a Client. */
void *client_run(void *client);

/* ---- saboteur.c ---- */

typedef enum Fault {
    FAULT_TERMINATE, /* a session, by pg_terminate_backend() */
    FAULT_CANCEL,    /* a statement, by pg_cancel_backend() */
    FAULT_DEADLOCK,  /* locks taken in the wrong order */
    FAULT_KILL,      /* a backend, by SIGKILL: the server recovers as from a crash */
    FAULT_RESTART,   /* the server: in order, at once, or as if the power had failed */
    FAULT_CUT,       /* a connection, at a request, its answer, or in the middle of one */
    FAULT_EXHAUST,   /* the pool: every place of it is taken for longer than a client waits */
    FAULT_COUNT
} Fault;

typedef struct Saboteur {
    Cluster *cluster;
    Proxy *proxy; /* between the pool and the server */
    SgPool *pool;
    uint64_t random;
    atomic_bool *over;
    const atomic_long *answers; /* the clients': each kind of fault goes on until it has shown there */
    long done[FAULT_COUNT];
} Saboteur;

/* A thread; the argument is a Saboteur.  The server runs when it ends. */
void *saboteur_run(void *saboteur);

const char *fault_name(Fault fault);

/* xorshift64*: a number below `below`. */
uint32_t draw(uint64_t *random, uint32_t below);

#endif
