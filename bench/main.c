/*
 * bench - ours against the expert, alternating, on a private server.
 *
 *     bench [--format tsv] [--quick] [--rounds N] [--only W1,W5] [--url URL]
 *
 * Each side of each round runs in a process of its own; the ratio of a workload is the median of the rounds' ratios.
 */
#include "bench.h"

#include "arena.h"
#include "private_server.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_ROUNDS = 31, KEYS = 10000, ACCOUNTS = 2000 };

typedef struct Workload {
    const char *name, *what;
    size_t run; /* offset in Side */
    int count, quick_count;
    int rows_per_count; /* what one operation is counted as; 0: all rows of the table */
} Workload;

#define RUN(member) offsetof(Side, member)

static const Workload workloads[] = {
    {"W1", "get by key", RUN(get), 10000, 3000, 1},
    {"W2", "insert, autocommit", RUN(insert), 4000, 1500, 1},
    {"W3", "update by key, autocommit", RUN(update), 4000, 1500, 1},
    {"W4a", "list of 100", RUN(list_small), 300, 100, SMALL},
    {"W4b", "list of 100,000", RUN(list_large), 1, 1, LARGE},
    {"W4s", "each row of the table", RUN(stream), 1, 1, 0},
    {"W5", "bulk insert", RUN(bulk), 100000, 20000, 1},
    {"W6", "1,000 gets together", RUN(get_many), 20000, 10000, 1},
    {"W7", "trading transaction", RUN(trade), 1000, 400, 1},
};

typedef struct Measure {
    double per_second; /* operations */
    double cpu_us;     /* of the client, per operation */
    double peak_mb;
} Measure;

typedef struct Options {
    bool is_tsv, is_quick;
    int rounds;
    const char *only, *url;
} Options;

_Noreturn void give_up(const char *what, const char *why)
{
    fprintf(stderr, "bench: %s: %s\n", what, why);
    exit(1);
}

static void out_of_memory(void)
{
    give_up("memory", "none left");
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double cpu_seconds(const struct rusage *usage)
{
    return (double)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) +
           (double)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

/* ---- The database ---- */

static PGresult *query(PGconn *pg, const char *sql)
{
    PGresult *result = PQexecParams(pg, sql, 0, NULL, NULL, NULL, NULL, 1);
    if (PQresultStatus(result) != PGRES_TUPLES_OK) give_up(sql, PQerrorMessage(pg));
    return result;
}

static void execute(PGconn *pg, const char *sql)
{
    PGresult *result = PQexec(pg, sql);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        give_up(sql, PQerrorMessage(pg));
    PQclear(result);
}

static void fill(PGconn *pg, int64_t rows)
{
    char sql[2048];
    execute(pg, "INSERT INTO users (id, email, name, updated_at) VALUES (gen_random_uuid(), 'b@example.org', 'b', now())");
    execute(pg, "INSERT INTO instruments (id, symbol, name, asset_class, exchange, currency, updated_at) SELECT"
                " gen_random_uuid(), s, s, 'EQUITY', 'XNAS', 'USD', now() FROM unnest(ARRAY['MSFT','AAPL','LARGE']) s");
    snprintf(sql, sizeof sql,
             "INSERT INTO accounts (id, user_id, account_number, currency, cash_balance, updated_at) SELECT"
             " gen_random_uuid(), (SELECT id FROM users), 'A' || i, 'USD', 1000, now()"
             " FROM generate_series(1, %lld) i",
             (long long)(rows / 100));
    execute(pg, sql);
    execute(pg, "INSERT INTO positions (id, account_id, symbol, quantity, updated_at)"
                " SELECT gen_random_uuid(), id, 'MSFT', 0, now() FROM accounts");
    snprintf(sql, sizeof sql,
             "INSERT INTO orders (id, account_id, symbol, side, type, status, quantity, filled_quantity, limit_price,"
             " idempotency_key, metadata, created_at, updated_at) SELECT gen_random_uuid(), a.id,"
             " CASE WHEN i <= %d THEN 'LARGE' ELSE 'AAPL' END, 'BUY', 'LIMIT', 'FILLED', 100.5 + i, 50, 123.45,"
             " 'key-' || i, CASE WHEN i %% 2 = 0 THEN '{\"n\": 1}'::jsonb END, now() + i * interval '1 ms', now()"
             " FROM generate_series(1, %lld) i JOIN (SELECT id, row_number() OVER () - 1 AS n FROM accounts) a"
             " ON a.n = i %% (SELECT count(*) FROM accounts)",
             LARGE, (long long)rows);
    execute(pg, sql);
    execute(pg, "VACUUM (FREEZE, ANALYZE)");
}

static char *read_file(SgArena *arena, const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) give_up(path, "cannot be opened");
    char *text = sg_arena_new(arena, 1 << 20);
    if (fread(text, 1, (1 << 20) - 1, file) == 0) give_up(path, "is empty");
    fclose(file);
    return text;
}

static Key *read_keys(SgArena *arena, PGconn *pg, const char *sql, size_t *count)
{
    PGresult *result = query(pg, sql);
    *count = (size_t)PQntuples(result);
    Key *keys = sg_arena_alloc(arena, *count * sizeof *keys);
    for (size_t i = 0; i < *count; i++) memcpy(keys[i].bytes, PQgetvalue(result, (int)i, 0), sizeof keys[i].bytes);
    PQclear(result);
    return keys;
}

static void prepare_data(SgArena *arena, const char *url, const Options *options, Data *out)
{
    PGconn *pg = PQconnectdb(url);
    if (PQstatus(pg) != CONNECTION_OK) give_up("connect", PQerrorMessage(pg));
    execute(pg, read_file(arena, MIGRATION));
    *out = (Data){.url = url, .rows = options->is_quick ? 200000 : 1000000};
    fprintf(stderr, "bench: making %lld orders\n", (long long)out->rows);
    fill(pg, out->rows);
    char sql[160];
    snprintf(sql, sizeof sql, "SELECT id FROM orders WHERE symbol = 'AAPL' ORDER BY random() LIMIT %d", KEYS);
    out->orders = read_keys(arena, pg, sql, &out->order_count);
    snprintf(sql, sizeof sql, "SELECT id FROM accounts ORDER BY random() LIMIT %d", ACCOUNTS);
    out->accounts = read_keys(arena, pg, sql, &out->account_count);
    PQfinish(pg);
}

/* What a workload wrote goes, so that all rounds find the same tables. */
static void clean(const Data *data)
{
    PGconn *pg = PQconnectdb(data->url);
    execute(pg, "DELETE FROM ledger_entries; DELETE FROM executions;"
                " DELETE FROM orders WHERE idempotency_key LIKE 'bench-%'");
    execute(pg, "VACUUM (FREEZE) orders");
    PQfinish(pg);
}

/* ---- Measuring ---- */

static void measure_here(const Side *side, const Workload *workload, const Data *data, int count, Measure *out)
{
    struct rusage before, after;
    Run *run;
    memcpy(&run, (const char *)side + workload->run, sizeof run);
    void *state = side->open(data);
    if (workload->rows_per_count == 1) { /* caches and plans are warm on both sides */
        Data warm = *data;
        warm.run = -data->run - 1;
        run(state, &warm, strcmp(workload->name, "W6") == 0 ? TOGETHER : 20);
    }
    getrusage(RUSAGE_SELF, &before);
    double started = now();
    run(state, data, count);
    double elapsed = now() - started;
    getrusage(RUSAGE_SELF, &after);
    double operations = count * (workload->rows_per_count == 0 ? (double)data->rows : workload->rows_per_count);
    out->per_second = operations / elapsed;
    out->cpu_us = (cpu_seconds(&after) - cpu_seconds(&before)) * 1e6 / operations;
    out->peak_mb = (double)after.ru_maxrss / 1024;
    side->close(state);
}

static Measure measure(const Side *side, const Workload *workload, const Data *data, int count)
{
    int ends[2];
    Measure result = {0};
    if (pipe(ends) != 0) give_up("pipe", "failed");
    pid_t child = fork();
    if (child < 0) give_up("fork", "failed");
    if (child == 0) {
        measure_here(side, workload, data, count, &result);
        _exit(write(ends[1], &result, sizeof result) == (ssize_t)sizeof result ? 0 : 1);
    }
    close(ends[1]);
    ssize_t size = read(ends[0], &result, sizeof result);
    close(ends[0]);
    int status;
    waitpid(child, &status, 0);
    if (size != (ssize_t)sizeof result || status != 0) give_up(workload->name, "a side failed");
    return result;
}

static int by_value(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

typedef struct Rounds {
    double ratio[MAX_ROUNDS], speed[2][MAX_ROUNDS], cpu[2][MAX_ROUNDS], peak[2][MAX_ROUNDS];
} Rounds;

static void print(const Options *options, const Workload *workload, Rounds *r)
{
    int n = options->rounds;
    double ratio = median(r->ratio, n), low = r->ratio[0], high = r->ratio[n - 1];
    double ours_speed = median(r->speed[0], n), theirs_speed = median(r->speed[1], n);
    double ours_cpu = median(r->cpu[0], n), theirs_cpu = median(r->cpu[1], n);
    double ours_peak = median(r->peak[0], n), theirs_peak = median(r->peak[1], n);
    printf(options->is_tsv ? "%s\t%.3f\t%.0f\t%.0f\t%.3f\t%.3f\t%.1f\t%.1f\n"
                           : "%-4s %6.2f %12.0f %12.0f %9.3f %9.3f %8.1f %8.1f",
           workload->name, ratio, ours_speed, theirs_speed, ours_cpu, theirs_cpu, ours_peak, theirs_peak);
    if (!options->is_tsv) printf("   %.2f … %.2f  %s\n", low, high, workload->what);
    fflush(stdout);
}

static void run_workload(const Options *options, const Workload *workload, Data *data)
{
    Rounds rounds;
    int count = options->is_quick ? workload->quick_count : workload->count;
    for (int i = 0; i < options->rounds; i++) {
        const Side *order[] = {i % 2 == 0 ? &ours : &expert, i % 2 == 0 ? &expert : &ours};
        for (int k = 0; k < 2; k++) {
            int side = order[k] == &expert;
            data->run++;
            Measure m = measure(order[k], workload, data, count);
            rounds.speed[side][i] = m.per_second;
            rounds.cpu[side][i] = m.cpu_us;
            rounds.peak[side][i] = m.peak_mb;
            bool writes = strcmp(workload->name, "W2") == 0 || strcmp(workload->name, "W5") == 0 ||
                          strcmp(workload->name, "W7") == 0;
            if (writes) clean(data);
        }
        rounds.ratio[i] = rounds.speed[0][i] / rounds.speed[1][i];
    }
    print(options, workload, &rounds);
}

static Options read_options(int count, char **args)
{
    Options options = {.rounds = 0};
    for (int i = 1; i < count; i++) {
        const char *value = i + 1 < count ? args[i + 1] : "";
        if (strcmp(args[i], "--quick") == 0) options.is_quick = true;
        else if (strcmp(args[i], "--format") == 0 && ++i) options.is_tsv = strcmp(value, "tsv") == 0;
        else if (strcmp(args[i], "--rounds") == 0 && ++i) options.rounds = atoi(value);
        else if (strcmp(args[i], "--only") == 0 && ++i) options.only = value;
        else if (strcmp(args[i], "--url") == 0 && ++i) options.url = value;
        else {
            fputs("usage: bench [--format tsv] [--quick] [--rounds N] [--only W1,W5] [--url URL]\n", stderr);
            exit(64);
        }
    }
    if (options.rounds < 1) options.rounds = options.is_quick ? 3 : 7;
    if (options.rounds > MAX_ROUNDS) options.rounds = MAX_ROUNDS;
    return options;
}

/* Is `name` among the comma-separated names of --only? */
static bool is_asked(const Options *options, const char *name)
{
    size_t size = strlen(name);
    if (options->only == NULL) return true;
    for (const char *at = options->only; *at != '\0'; at += strspn(at, ",")) {
        size_t length = strcspn(at, ",");
        if (length == size && strncmp(at, name, size) == 0) return true;
        at += length;
    }
    return false;
}

int main(int count, char **args)
{
    Options options = read_options(count, args);
    SgArena arena = {.out_of_memory = out_of_memory};
    PrivateServer server = {0};
    char folder[64];
    Data data;
    snprintf(folder, sizeof folder, "/tmp/schemagen-bench-%ld", (long)getpid());
    if (options.url == NULL) {
        ServerPlace place = {.folder = folder, .is_temporary = true};
        const Failure *failure = private_server_open(&arena, &place, &server);
        if (failure != NULL) give_up("server", failure->message);
    }
    prepare_data(&arena, options.url == NULL ? server.url : options.url, &options, &data);
    if (options.is_tsv) puts("workload\tratio\tours_per_s\texpert_per_s\tours_cpu_us\texpert_cpu_us\tours_peak_mb\texpert_peak_mb");
    else puts("      ratio       ours/s     expert/s   ours µs expert µs  ours MB expert MB   spread");
    for (size_t i = 0; i < sizeof workloads / sizeof workloads[0]; i++) {
        if (is_asked(&options, workloads[i].name)) run_workload(&options, &workloads[i], &data);
    }
    private_server_close(&server);
    sg_arena_free(&arena);
    return 0;
}
