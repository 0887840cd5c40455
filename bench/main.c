/*
 * bench - ours against the peers, alternating, on a private server.
 *
 *     bench [--format tsv] [--quick] [--rounds N] [--only W1,W5] [--minutes N] [--url URL] [--write FOLDER]
 *
 * The ratio of a workload is the median of the rounds' ratios to the expert's libpq.
 */
#include "database.h"
#include "report.h"

#include "arena.h"
#include "private_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The other peers are far enough from the expert to be placed by fewer rounds. */
enum { PEER_ROUNDS = 3 };

typedef struct Options {
    bool is_tsv, is_quick;
    int rounds, minutes;
    const char *only, *url, *write;
} Options;

static const char usage[] =
    "usage: bench [--format tsv] [--quick] [--rounds N] [--only W1,W5] [--minutes N] [--url URL] [--write FOLDER]\n"
    "\n"
    "  --format tsv    a line per workload, separated by tabs\n"
    "  --quick         fewer rows and rounds: to see that it works, not to compare\n"
    "  --rounds N      how often each side runs each workload (7), the short ones twice as often\n"
    "  --only W1,W5    these workloads\n"
    "  --minutes N     a busy machine measures fewer rounds, at least three, to end by then (4)\n"
    "  --url URL       an empty database there, instead of a private server's\n"
    "  --write FOLDER  the figures go into performance.md and performance.svg there\n";

static void out_of_memory(void)
{
    give_up("memory", "none left");
}

/* ---- Running a side ---- */

/* The sides' programs lie beside this one. */
static void side_path(const char *program, const char *name, char *out, size_t size)
{
    const char *slash = strrchr(program, '/');
    int folder = slash == NULL ? 0 : (int)(slash - program) + 1;
    snprintf(out, size, "%.*sbench-%s", folder, program, name);
}

static bool is_there(const char *program, const char *name)
{
    char path[1024];
    side_path(program, name, path, sizeof path);
    return access(path, X_OK) == 0;
}

static Measure read_measure(int descriptor, const char *name)
{
    Measure result;
    char line[128] = "";
    FILE *file = fdopen(descriptor, "r");
    bool read = file != NULL && fgets(line, sizeof line, file) != NULL;
    if (!read || sscanf(line, "%lf %lf %lf", &result.per_second, &result.cpu_us, &result.peak_mb) != 3)
        give_up(name, "the side measured nothing");
    fclose(file);
    return result;
}

typedef struct Job {
    const char *program; /* this one */
    const char *side, *url;
    const Workload *workload;
    int count, run;
} Job;

static void start(const Job *job, int output)
{
    char path[1024], count[16], run[16];
    side_path(job->program, job->side, path, sizeof path);
    snprintf(count, sizeof count, "%d", job->count);
    snprintf(run, sizeof run, "%d", job->run);
    dup2(output, STDOUT_FILENO);
    execl(path, path, job->url, job->workload->name, count, run, (char *)NULL);
    _exit(127);
}

static Measure measure(const Job *job)
{
    int ends[2], status;
    if (pipe(ends) != 0) give_up("pipe", "failed");
    pid_t child = fork();
    if (child < 0) give_up("fork", "failed");
    if (child == 0) start(job, ends[1]);
    close(ends[1]);
    Measure result = read_measure(ends[0], job->side);
    waitpid(child, &status, 0);
    if (status != 0) give_up(job->side, job->workload->name);
    return result;
}

/* ---- Rounds ---- */

static int count_of(const Options *options, const Workload *workload, int side)
{
    int count = options->is_quick ? workload->quick_count : workload->count;
    bool is_slow = side > EXPERT && workload->slow_count > 0;
    return is_slow && workload->slow_count < count ? workload->slow_count : count;
}

/* Every side once; in odd rounds backwards, so that none is always the first. */
static void run_round(const Options *options, Job *job, Rounds *rounds)
{
    int round = rounds->count++;
    for (int i = 0; i < SIDES; i++) {
        int side = round % 2 == 0 ? i : SIDES - 1 - i;
        rounds->measures[side][round] = (Measure){0};
        if (!is_there(job->program, side_names[side]) || (side > EXPERT && round >= PEER_ROUNDS)) continue;
        job->side = side_names[side];
        job->count = count_of(options, job->workload, side);
        job->run++;
        rounds->measures[side][round] = measure(job);
        if (job->workload->writes) database_clean(job->url);
    }
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

static int64_t now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int asked_count(const Options *options)
{
    int count = 0;
    for (int i = 0; i < WORKLOADS; i++) count += is_asked(options, workloads[i].name);
    return count;
}

/* The rounds of one workload: as many as asked for, unless they take longer than its share of the time. */
static Summary run_workload(const Options *options, Job *job, int64_t share_ms)
{
    enum { LEAST = 3 };
    Rounds rounds = {0};
    int64_t end = now_ms() + share_ms;
    int wanted = options->rounds * job->workload->often;
    if (wanted > MOST_ROUNDS) wanted = MOST_ROUNDS;
    while (rounds.count < wanted && (rounds.count < LEAST || now_ms() < end)) run_round(options, job, &rounds);
    return summarise(job->workload, &rounds);
}

static void run_all(const Options *options, const char *program, const char *url)
{
    static Summary summaries[WORKLOADS];
    int count = 0, left = asked_count(options);
    int64_t end = now_ms() + (int64_t)options->minutes * 60000;
    Job job = {.program = program, .url = url};
    report_header(options->is_tsv);
    for (int i = 0; i < WORKLOADS; i++) {
        if (!is_asked(options, workloads[i].name)) continue;
        job.workload = &workloads[i];
        summaries[count] = run_workload(options, &job, (end - now_ms()) / left--);
        report_line(&summaries[count++], options->is_tsv);
    }
    char server[64], setting[128];
    database_version(url, server, sizeof server);
    snprintf(setting, sizeof setting, "%s%s", server, options->is_quick ? " (a quick run: 200,000 orders)" : "");
    if (options->write != NULL) report_write(options->write, summaries, count, setting);
}

static _Noreturn void misused(void)
{
    fputs(usage, stderr);
    exit(64);
}

static Options read_options(int count, char **args)
{
    Options options = {0};
    for (int i = 1; i < count; i++) {
        const char *value = i + 1 < count ? args[i + 1] : "";
        if (strcmp(args[i], "--quick") == 0) options.is_quick = true;
        else if (strcmp(args[i], "--format") == 0 && ++i) options.is_tsv = strcmp(value, "tsv") == 0;
        else if (strcmp(args[i], "--rounds") == 0 && ++i) options.rounds = atoi(value);
        else if (strcmp(args[i], "--minutes") == 0 && ++i) options.minutes = atoi(value);
        else if (strcmp(args[i], "--only") == 0 && ++i) options.only = value;
        else if (strcmp(args[i], "--url") == 0 && ++i) options.url = value;
        else if (strcmp(args[i], "--write") == 0 && ++i) options.write = value;
        else misused();
    }
    if (options.rounds < 1) options.rounds = options.is_quick ? 3 : 7;
    if (options.rounds > MOST_ROUNDS) options.rounds = MOST_ROUNDS;
    if (options.minutes < 1) options.minutes = 4;
    return options;
}

int main(int count, char **args)
{
    Options options = read_options(count, args);
    SgArena arena = {.out_of_memory = out_of_memory};
    PrivateServer server = {0};
    char folder[64];
    snprintf(folder, sizeof folder, "/tmp/schemagen-bench-%ld", (long)getpid());
    if (options.url == NULL) {
        ServerPlace place = {.folder = folder, .is_temporary = true};
        const Failure *failure = private_server_open(&arena, &place, &server);
        if (failure != NULL) give_up("server", failure->message);
    }
    const char *url = options.url == NULL ? server.url : options.url;
    int64_t rows = options.is_quick ? 200000 : 1000000;
    fprintf(stderr, "bench: making %lld orders\n", (long long)rows);
    database_fill(url, rows);
    run_all(&options, args[0], url);
    private_server_close(&server);
    sg_arena_free(&arena);
    return 0;
}
