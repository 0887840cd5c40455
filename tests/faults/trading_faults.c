/*
 * Trades for a while beside a saboteur, and then proves the books.
 *
 *     test_faults MIGRATION…
 */
#include "faults.h"

#include "pause.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static void run_script(PGconn *connection, const char *path)
{
    static char script[1 << 20];
    FILE *file = fopen(path, "r");
    size_t size = file == NULL ? 0 : fread(script, 1, sizeof script - 1, file);
    if (file != NULL) fclose(file);
    script[size] = '\0';
    PGresult *result = PQexec(connection, script);
    if (size == 0 || PQresultStatus(result) != PGRES_COMMAND_OK) {
        fprintf(stderr, "%s: %s\n", path, PQerrorMessage(connection));
        exit(1);
    }
    PQclear(result);
}

static void make_tables(const Cluster *cluster, int count, char *migrations[])
{
    PGconn *connection = PQconnectdb(cluster_url(cluster));
    for (int i = 0; i < count; i++) run_script(connection, migrations[i]);
    PQclear(PQexec(connection, "ALTER ROLE postgres SET deadlock_timeout = '20ms'"));
    PQfinish(connection);
}

static SgStatus open_desk(SgSession *db, Desk *desk)
{
    SgUuid run;
    User user;
    SgStatus rc = sg_uuid_v4(&run);
    if (rc == SG_OK) sg_uuid_format(run, desk->run);
    if (rc == SG_OK) rc = desk_open_market(db, &desk->market);
    if (rc == SG_OK) rc = desk_user(db, "ada@example.com", "Ada Lovelace", &user);
    for (size_t i = 0; rc == SG_OK && i < DESK_ACCOUNTS; i++) {
        const char *number = sg_session_printf(db, "TR-%zu", i);
        Account account;
        rc = number == NULL ? SG_NO_MEMORY : desk_account(db, user.id, number, &account);
        if (rc == SG_OK) rc = desk_deposit(db, account.id, sg_decimal_from_int(2500000), &account);
        if (rc == SG_OK) desk->accounts[i] = account.id;
    }
    return rc;
}

static long setting(const char *name, long standard)
{
    const char *value = getenv(name);
    return value == NULL ? standard : strtol(value, NULL, 10);
}

/* False when a client gave up. */
static bool trade(Desk *desk, Saboteur *saboteur, atomic_long *answers)
{
    pthread_t threads[CLIENTS], harm;
    Client clients[CLIENTS];
    bool ok = true;
    uint64_t seed = saboteur->random * 31;
    pthread_create(&harm, NULL, saboteur_run, saboteur);
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (Client){
            .desk = desk, .number = i, .over = saboteur->over, .answers = answers, .random = seed + (uint64_t)i + 1};
        pthread_create(&threads[i], NULL, client_run, &clients[i]);
    }
    nanosleep(&(struct timespec){.tv_sec = setting("SCHEMAGEN_FAULT_SECONDS", 30)}, NULL);
    atomic_store(saboteur->over, true);
    pthread_join(harm, NULL);
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(threads[i], NULL);
        ok = ok && !clients[i].gave_up;
    }
    return ok;
}

static bool print_faults(const Saboteur *saboteur, atomic_long *answers)
{
    bool every_kind = true;
    for (int i = 0; i < FAULT_COUNT; i++) {
        printf("%ld %s\n", saboteur->done[i], fault_name((Fault)i));
        every_kind = every_kind && saboteur->done[i] > 0;
    }
    for (int i = 0; i < SG_STATUS_COUNT; i++)
        if (answers[i] > 0) printf("%ld × %s\n", answers[i], sg_status_name((SgStatus)i));
    return every_kind && answers[SG_UNAVAILABLE] > 0 && answers[SG_RETRY] > 0 && answers[SG_TIMEOUT] > 0;
}

/* Orders without their one line of audit that tells how they began, or their one event; -1: no answer. */
static long count_untold(const Cluster *cluster)
{
    static const char sql[] = "SELECT count(*) FROM orders o"
                              " LEFT JOIN (SELECT entity_id AS id, count(*) AS times FROM audit_logs"
                              " WHERE action IN ('CREATED', 'REJECTED') GROUP BY 1) audit USING (id)"
                              " LEFT JOIN (SELECT order_id AS id, count(*) AS times FROM outbox_events"
                              " WHERE topic IN ('ORDER_PLACED', 'ORDER_REJECTED') GROUP BY 1) event USING (id)"
                              " WHERE audit.times IS DISTINCT FROM 1 OR event.times IS DISTINCT FROM 1";
    PGconn *connection = PQconnectdb(cluster_url(cluster));
    PGresult *result = PQexec(connection, sql);
    long count = PQresultStatus(result) == PGRES_TUPLES_OK ? strtol(PQgetvalue(result, 0, 0), NULL, 10) : -1;
    PQclear(result);
    PQfinish(connection);
    return count;
}

/* The server may still be busy with the last of its crashes; here and below. */
static bool each_told_once(const Cluster *cluster)
{
    long untold = -1;
    for (double end = now_seconds() + PATIENCE_SECONDS; now_seconds() < end && untold < 0; pause_ms(10))
        untold = count_untold(cluster);
    if (untold != 0) fprintf(stderr, "orders that were not told of once (-1: no answer): %ld\n", untold);
    return untold == 0;
}

static SgStatus reconcile(SgPool *pool, const Desk *desk, int *wrong)
{
    SgSession *db = NULL;
    SgStatus rc = sg_session_open(pool, &db, NULL);
    if (rc == SG_OK) rc = desk_reconcile(db, desk, wrong);
    sg_session_close(db);
    return rc;
}

static bool prove(SgPool *pool, const Desk *desk)
{
    int wrong = 1;
    SgStatus rc = SG_UNAVAILABLE;
    for (double end = now_seconds() + PATIENCE_SECONDS; now_seconds() < end && rc != SG_OK; pause_ms(10))
        rc = reconcile(pool, desk, &wrong);
    if (rc != SG_OK) fprintf(stderr, "the proof ended in %s\n", sg_status_name(rc));
    return rc == SG_OK && wrong == 0;
}

static bool no_place_is_lost(SgPool *pool)
{
    SgPoolCounters counters;
    sg_pool_counters(pool, &counters);
    printf("%lld connections made, %lld discarded\n", (long long)counters.connected, (long long)counters.discarded);
    bool all_back = counters.open == counters.idle && counters.waiting == 0;
    return all_back && counters.open <= PLACES && counters.connected - counters.discarded == counters.open;
}

/* The market's prices live in the session `db`, which is open as long as there is trade. */
static bool run(Cluster *cluster, Desk *desk, Saboteur *saboteur)
{
    atomic_long answers[SG_STATUS_COUNT] = {0};
    SgSession *db;
    saboteur->answers = answers;
    SgStatus rc = sg_session_open(desk->pool, &db, NULL);
    if (rc != SG_OK) return false;
    rc = open_desk(db, desk);
    if (rc != SG_OK) desk_failed(db, "opening the desk", rc);
    bool ok = rc == SG_OK && trade(desk, saboteur, answers);
    proxy_cut(saboteur->proxy, PROXY_CUT_NOTHING, 1);
    sg_session_close(db);
    if (rc != SG_OK) return false;
    ok = print_faults(saboteur, answers) && ok;
    ok = prove(desk->pool, desk) && ok;
    ok = each_told_once(cluster) && ok;
    return no_place_is_lost(desk->pool) && ok;
}

static bool open_pool(const Proxy *proxy, SgPool **out)
{
    char url[128];
    snprintf(url, sizeof url, "postgresql://postgres@localhost/postgres?host=%s", proxy_host(proxy));
    const SgPoolOptions options = {
        .url = url, .max_connections = PLACES, .acquire_timeout_ms = ACQUIRE_TIMEOUT_MS, .application_name = "client"};
    return sg_pool_open(&options, out, NULL) == SG_OK;
}

int main(int argc, char *argv[])
{
    Desk desk = {0};
    atomic_bool over = false;
    Cluster *cluster = cluster_open();
    make_tables(cluster, argc - 1, argv + 1);
    Proxy *proxy = proxy_open(cluster_host(cluster));
    bool ok = open_pool(proxy, &desk.pool);
    Saboteur saboteur = {.cluster = cluster,
                         .proxy = proxy,
                         .pool = desk.pool,
                         .over = &over,
                         .random = (uint64_t)setting("SCHEMAGEN_FAULT_SEED", (long)time(NULL))};
    printf("seed %llu\n", (unsigned long long)saboteur.random);
    ok = ok && run(cluster, &desk, &saboteur);
    sg_pool_close(desk.pool);
    proxy_close(proxy);
    cluster_close(cluster);
    return ok ? 0 : 1;
}
