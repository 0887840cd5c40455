/*
 * The main program of every side.
 *
 *     bench-ours URL WORKLOAD              for the driver
 *     bench-ours URL WORKLOAD COUNT RUN    alone, for a profiler
 *
 * Runs slices of one workload on the database that the driver made and prints what each cost: one for each line
 * "COUNT RUN" of its input, after a line that says that it is ready, or the one of its arguments.
 */
#include "bench.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

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

/* Twice, so that a slice may begin anywhere. */
static size_t read_keys(PGconn *pg, const char *sql, Key keys[2 * MOST_KEYS])
{
    PGresult *result = PQexecParams(pg, sql, 0, NULL, NULL, NULL, NULL, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) give_up(sql, PQerrorMessage(pg));
    size_t count = (size_t)PQntuples(result);
    if (count == 0 || count > MOST_KEYS) give_up(sql, "keys are missing");
    for (size_t i = 0; i < count; i++) memcpy(keys[i].bytes, PQgetvalue(result, (int)i, 0), sizeof keys[i].bytes);
    memcpy(keys + count, keys, count * sizeof *keys);
    PQclear(result);
    return count;
}

static void read_data(Data *out)
{
    static Key orders[2 * MOST_KEYS], accounts[2 * MOST_KEYS];
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

/* The side and its workload, ready to run. */
typedef struct Ready {
    const Workload *workload;
    Data data;
    void *state;
    Run *run;         /* NULL: this side does not have it */
    double memory_mb; /* before the first slice */
} Ready;

static Ready make_ready(const Workload *workload, const Data *data)
{
    Ready ready = {.workload = workload, .data = *data};
    memcpy(&ready.run, (const char *)&this_side + workload->run, sizeof ready.run);
    if (ready.run == NULL) return ready;
    ready.state = this_side.open(data);
    if (workload->warm_count > 0) ready.run(ready.state, data, workload->warm_count);
    ready.memory_mb = peak_mb();
    return ready;
}

/* Runs the workload `count` times.  Slices begin at different keys. */
static Measure run_slice(const Ready *ready, int count, int run)
{
    if (ready->run == NULL) return (Measure){0};
    Data data = ready->data;
    size_t first = (size_t)run * (size_t)count;
    data.run = run;
    data.orders += first % data.order_count;
    data.accounts += first % data.account_count;
    double cpu = cpu_seconds(), started = now();
    ready->run(ready->state, &data, count);
    double elapsed = now() - started;
    cpu = cpu_seconds() - cpu;
    int rows = ready->workload->rows_per_count;
    double operations = count * (rows == 0 ? (double)data.rows : rows);
    return (Measure){operations / elapsed, cpu * 1e6 / operations, peak_mb() - ready->memory_mb};
}

static void print_slice(const Ready *ready, int count, int run)
{
    Measure result = run_slice(ready, count, run);
    printf("%.3f %.6f %.3f\n", result.per_second, result.cpu_us, result.peak_mb);
    fflush(stdout);
}

static void run_slices(const Ready *ready)
{
    int count, run;
    puts("ready");
    fflush(stdout);
    while (scanf("%d %d", &count, &run) == 2) print_slice(ready, count, run);
}

int main(int count, char **args)
{
    const Workload *workload = count == 3 || count == 5 ? workload_find(args[2]) : NULL;
    if (workload == NULL) {
        fprintf(stderr, "usage: %s URL WORKLOAD [COUNT RUN]\n", args[0]);
        return 64;
    }
    bool is_alone = count == 5;
    Data data = {.url = args[1], .run = -(int)getpid()}; /* for warming up: no other has it */
    read_data(&data);
    Ready ready = make_ready(workload, &data);
    if (is_alone) print_slice(&ready, atoi(args[3]), atoi(args[4]));
    else run_slices(&ready);
    if (ready.run != NULL) this_side.close(ready.state);
    return 0;
}
