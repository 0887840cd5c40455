/* What can happen to a server and its sessions, at random moments. */
#include "faults.h"

#include <libpq-fe.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

static const struct {
    const char *name;
    uint32_t weight;
} faults[FAULT_COUNT] = {
    [FAULT_TERMINATE] = {"terminated sessions", 12}, [FAULT_CANCEL] = {"cancelled statements", 10},
    [FAULT_DEADLOCK] = {"attempted deadlocks", 20},  [FAULT_KILL] = {"killed backends", 2},
    [FAULT_RESTART] = {"restarted servers", 1},
};

const char *fault_name(Fault fault)
{
    return faults[fault].name;
}

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
static long ask(PGconn *connection, const char *sql)
{
    PGresult *result = PQexec(connection, sql);
    long value = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0
                     ? strtol(PQgetvalue(result, 0, 0), NULL, 10)
                     : 0;
    PQclear(result);
    return value;
}

#define A_CLIENT "FROM pg_stat_activity WHERE application_name = 'client' ORDER BY random() LIMIT 1"

/* Orders before accounts: the desk's functions take them the other way round.  We wait longer than they do. */
static bool lock_wrongly(PGconn *connection)
{
    static const char *const statements[] = {
        "SET deadlock_timeout = '200ms'",
        "BEGIN",
        "SELECT 1 FROM orders WHERE status IN ('ACCEPTED', 'PARTIAL') ORDER BY created_at DESC LIMIT 8 FOR UPDATE",
        "SELECT 1 FROM accounts FOR UPDATE",
        "ROLLBACK",
    };
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) PQclear(PQexec(connection, statements[i]));
    return PQstatus(connection) == CONNECTION_OK;
}

static bool restart(Saboteur *saboteur)
{
    static const int signals[] = {SIGINT, SIGQUIT, SIGKILL};
    cluster_stop(saboteur->cluster, signals[draw(&saboteur->random, 3)]);
    pause_ms(draw(&saboteur->random, 300));
    cluster_start(saboteur->cluster);
    return true;
}

/* False when there was nobody to do it to. */
static bool do_harm(Saboteur *saboteur, Fault fault)
{
    if (fault == FAULT_RESTART) return restart(saboteur);
    PGconn *connection = connect_to(saboteur);
    if (connection == NULL) return false;
    bool done = false;
    switch (fault) {
    case FAULT_TERMINATE: done = ask(connection, "SELECT pg_terminate_backend(pid)::int " A_CLIENT) == 1; break;
    case FAULT_CANCEL: done = ask(connection, "SELECT pg_cancel_backend(pid)::int " A_CLIENT) == 1; break;
    case FAULT_DEADLOCK: done = lock_wrongly(connection); break;
    case FAULT_KILL: {
        long pid = ask(connection, "SELECT pid " A_CLIENT);
        done = pid > 1 && kill((pid_t)pid, SIGKILL) == 0;
        break;
    }
    case FAULT_RESTART:
    case FAULT_COUNT: break;
    }
    PQfinish(connection);
    return done;
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

void *saboteur_run(void *arg)
{
    Saboteur *saboteur = arg;
    bool every_kind = false;
    for (int turn = 0; !every_kind || !atomic_load(saboteur->over); turn++) {
        Fault fault = turn < FAULT_COUNT ? (Fault)turn : choose(saboteur); /* each at least once */
        pause_ms(20 + draw(&saboteur->random, 150));
        saboteur->done[fault] += do_harm(saboteur, fault);
        every_kind = turn + 1 >= FAULT_COUNT;
    }
    return NULL;
}
