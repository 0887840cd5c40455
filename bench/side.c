/*
 * The main program of every side.
 *
 *     bench-ours URL WORKLOAD COUNT RUN
 *
 * Runs one workload on the database that the driver made and prints what it cost.  Alone it serves a profiler:
 * `valgrind --tool=callgrind bench-ours URL W1 1000 1`.
 */
#include "bench.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double peak_mb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static size_t read_keys(PGconn *pg, const char *sql, Key keys[MOST_KEYS])
{
    PGresult *result = PQexecParams(pg, sql, 0, NULL, NULL, NULL, NULL, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) give_up(sql, PQerrorMessage(pg));
    size_t count = (size_t)PQntuples(result);
    for (size_t i = 0; i < count; i++) memcpy(keys[i].bytes, PQgetvalue(result, (int)i, 0), sizeof keys[i].bytes);
    PQclear(result);
    return count;
}

static void read_data(Data *out)
{
    static Key orders[MOST_KEYS], accounts[MOST_KEYS];
    PGconn *pg = PQconnectdb(out->url);
    if (PQstatus(pg) != CONNECTION_OK) give_up("connect", PQerrorMessage(pg));
    out->order_count = read_keys(pg, "SELECT id FROM bench_orders", orders);
    out->account_count = read_keys(pg, "SELECT id FROM bench_accounts", accounts);
    out->orders = orders;
    out->accounts = accounts;
    PGresult *result = PQexec(pg, "SELECT rows FROM bench_size");
    out->rows = PQntuples(result) == 1 ? strtoll(PQgetvalue(result, 0, 0), NULL, 10) : 0;
    PQclear(result);
    PQfinish(pg);
}

static Measure measure(const Workload *workload, const Data *data, int count)
{
    Run *run;
    memcpy(&run, (const char *)&this_side + workload->run, sizeof run);
    if (run == NULL) return (Measure){0};
    void *state = this_side.open(data);
    Data warm = *data;
    warm.run = -data->run - 1;
    if (workload->warm_count > 0) run(state, &warm, workload->warm_count);
    double memory = peak_mb(), cpu = cpu_seconds(), started = now();
    run(state, data, count);
    double elapsed = now() - started;
    cpu = cpu_seconds() - cpu;
    double operations = count * (workload->rows_per_count == 0 ? (double)data->rows : workload->rows_per_count);
    Measure result = {operations / elapsed, cpu * 1e6 / operations, peak_mb() - memory};
    this_side.close(state);
    return result;
}

int main(int count, char **args)
{
    const Workload *workload = count == 5 ? workload_find(args[2]) : NULL;
    if (workload == NULL) {
        fprintf(stderr, "usage: %s URL WORKLOAD COUNT RUN\n", args[0]);
        return 64;
    }
    Data data = {.url = args[1], .run = atoi(args[4])};
    read_data(&data);
    Measure result = measure(workload, &data, atoi(args[3]));
    printf("%.3f %.6f %.3f\n", result.per_second, result.cpu_us, result.peak_mb);
    return 0;
}
