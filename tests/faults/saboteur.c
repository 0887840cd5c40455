/* What can happen to a server and its sessions, at random moments. */
#include "faults.h"

#include <libpq-fe.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

enum { TURNS_MAX = 1000 }; /* then a kind that never succeeds is given up */

uint32_t draw(uint64_t *random, uint32_t below)
{
    *random ^= *random >> 12;
    *random ^= *random << 25;
    *random ^= *random >> 27;
    return (uint32_t)((*random * UINT64_C(2685821657736338717)) >> 33) % below;
}

static void pause_ms(uint32_t milliseconds)
{
    nanosleep(&(struct timespec){milliseconds / 1000, (long)(milliseconds % 1000) * 1000000}, NULL);
}

/* A connection of our own; NULL while the server recovers. */
static PGconn *connect_to(const Saboteur *saboteur)
{
    PGconn *connection = PQconnectdb(cluster_url(saboteur->cluster));
    if (PQstatus(connection) == CONNECTION_OK) return connection;
    PQfinish(connection);
    return NULL;
}

/* The first value, 0 for none. */
static long ask(const Saboteur *saboteur, const char *sql)
{
    PGconn *connection = connect_to(saboteur);
    if (connection == NULL) return 0;
    PGresult *result = PQexec(connection, sql);
    long value = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0
                     ? strtol(PQgetvalue(result, 0, 0), NULL, 10)
                     : 0;
    PQclear(result);
    PQfinish(connection);
    return value;
}

#define A_CLIENT "FROM pg_stat_activity WHERE application_name = 'client' ORDER BY random() LIMIT 1"

static bool terminate(Saboteur *saboteur)
{
    return ask(saboteur, "SELECT pg_terminate_backend(pid)::int " A_CLIENT) == 1;
}

static bool cancel(Saboteur *saboteur)
{
    return ask(saboteur, "SELECT pg_cancel_backend(pid)::int " A_CLIENT) == 1;
}

static bool kill_one(Saboteur *saboteur)
{
    long pid = ask(saboteur, "SELECT pid " A_CLIENT);
    return pid > 1 && kill((pid_t)pid, SIGKILL) == 0;
}

/* Orders before accounts: the desk's functions take them the other way round.  We wait longer than they do. */
static bool lock_wrongly(Saboteur *saboteur)
{
    static const char *const statements[] = {
        "SET deadlock_timeout = '200ms'",
        "BEGIN",
        "SELECT 1 FROM orders WHERE status IN ('ACCEPTED', 'PARTIAL') ORDER BY created_at DESC LIMIT 8 FOR UPDATE",
        "SELECT 1 FROM accounts FOR UPDATE",
        "ROLLBACK",
    };
    PGconn *connection = connect_to(saboteur);
    if (connection == NULL) return false;
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) PQclear(PQexec(connection, statements[i]));
    bool done = PQstatus(connection) == CONNECTION_OK;
    PQfinish(connection);
    return done;
}

static bool restart(Saboteur *saboteur)
{
    static const int signals[] = {SIGINT, SIGQUIT, SIGKILL};
    cluster_stop(saboteur->cluster, signals[draw(&saboteur->random, 3)]);
    pause_ms(draw(&saboteur->random, 300));
    cluster_start(saboteur->cluster);
    return true;
}

static bool cut(Saboteur *saboteur)
{
    static const ProxyCut cuts[] = {PROXY_CUT_REQUEST, PROXY_CUT_HALF_REQUEST, PROXY_CUT_ANSWER, PROXY_CUT_HALF_ANSWER};
    proxy_cut(saboteur->proxy, cuts[draw(&saboteur->random, 4)], 1 + (int)draw(&saboteur->random, 8));
    return true;
}

/* Each place has to be waited for in line with the clients, who wait no longer than we do. */
static bool exhaust(Saboteur *saboteur)
{
    enum { TRIES = 10 * CLIENTS };
    SgSession *held[CLIENTS];
    int count = 0;
    for (int i = 0; i < TRIES && count < CLIENTS; i++)
        if (sg_session_open(saboteur->pool, &held[count], NULL) == SG_OK) count++;
    bool is_exhausted = count == CLIENTS;
    if (is_exhausted) pause_ms(2 * ACQUIRE_TIMEOUT_MS);
    while (count > 0) sg_session_close(held[--count]);
    return is_exhausted;
}

/* `harm` is false when there was nobody to do it to; `answer` is what a client is told of it, SG_OK when it need not
 * notice. */
static const struct {
    const char *name;
    uint32_t weight;
    bool (*harm)(Saboteur *saboteur);
    SgStatus answer;
} faults[FAULT_COUNT] = {
    [FAULT_TERMINATE] = {"terminated sessions", 12, terminate, SG_UNAVAILABLE},
    [FAULT_CANCEL] = {"cancelled statements", 10, cancel, SG_OK},
    [FAULT_DEADLOCK] = {"attempted deadlocks", 20, lock_wrongly, SG_RETRY},
    [FAULT_KILL] = {"killed backends", 2, kill_one, SG_UNAVAILABLE},
    [FAULT_RESTART] = {"restarted servers", 1, restart, SG_UNAVAILABLE},
    [FAULT_CUT] = {"cut connections", 20, cut, SG_UNAVAILABLE},
    [FAULT_EXHAUST] = {"exhausted pools", 3, exhaust, SG_TIMEOUT},
};

const char *fault_name(Fault fault)
{
    return faults[fault].name;
}

static Fault choose(Saboteur *saboteur)
{
    uint32_t all = 0;
    for (int i = 0; i < FAULT_COUNT; i++) all += faults[i].weight;
    uint32_t drawn = draw(&saboteur->random, all);
    int fault = 0;
    for (; drawn >= faults[fault].weight; fault++) drawn -= faults[fault].weight;
    return (Fault)fault;
}

static bool has_shown(const Saboteur *saboteur, Fault fault)
{
    SgStatus answer = faults[fault].answer;
    return answer == SG_OK || atomic_load(&saboteur->answers[answer]) > 0;
}

void *saboteur_run(void *arg)
{
    Saboteur *saboteur = arg;
    int first = 0; /* each kind in turn until it has shown; then at random */
    for (int turn = 0; (first < FAULT_COUNT && turn < TURNS_MAX) || !atomic_load(saboteur->over); turn++) {
        Fault fault = first < FAULT_COUNT ? (Fault)first : choose(saboteur);
        pause_ms(20 + draw(&saboteur->random, 150));
        bool done = faults[fault].harm(saboteur);
        saboteur->done[fault] += done;
        if (done && first < FAULT_COUNT && has_shown(saboteur, fault)) first++;
    }
    return NULL;
}
