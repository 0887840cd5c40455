/*
 * bench - ours against the peers, alternating, on a private server.
 *
 *     bench [--format tsv] [--quick] [--rounds N] [--only W1,W5] [--minutes N] [--url URL] [--write FOLDER]
 *
 * The ratio of a workload is the median of the rounds' ratios to the expert's libpq.
 */
#include "database.h"
#include "placement.h"
#include "report.h"
#include "running.h"

#include "arena.h"
#include "private_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The other peers are far enough from the expert to be placed by fewer slices: in the first starts, some rounds. */
enum { PEER_STARTS = 3, PEER_ROUNDS = 10, QUICK_ROUNDS = 5 };

typedef struct Options {
    bool is_tsv, is_quick;
    int starts, minutes;
    const char *only, *url, *write;
} Options;

static const char usage[] =
    "usage: bench [--format tsv] [--quick] [--rounds N] [--only W1,W5] [--minutes N] [--url URL] [--write FOLDER]\n"
    "\n"
    "  --format tsv    a line per workload, separated by tabs\n"
    "  --quick         fewer rows and rounds: to see that it works, not to compare\n"
    "  --rounds N      how often the sides are started (7; W5 ten, W1 to W4a two times as often)\n"
    "  --only W1,W5    these workloads\n"
    "  --minutes N     a busy machine measures less, but starts all three times, to end by then (4)\n"
    "  --url URL       an empty database there, instead of a private server's\n"
    "  --write FOLDER  the figures go into performance.md and performance.svg there\n";

static void out_of_memory(void)
{
    give_up("memory", "none left");
}

/* What runs: the sides of one workload. */
typedef struct Contest {
    const char *program, *url;
    const Workload *workload;
    Running sides[SIDES]; /* without a name: does not take part */
    int starts;           /* so far */
    int run;              /* counts slices */
    int written;          /* rounds since the last cleaning */
} Contest;

/* The other peers take part in the first starts only. */
static void start_sides(Contest *contest)
{
    int count = contest->starts < PEER_STARTS ? SIDES : EXPERT + 1;
    placement_shift(contest->starts++);
    for (int i = 0; i < count; i++) {
        if (side_is_there(contest->program, side_names[i]))
            contest->sides[i] = side_start(contest->program, side_names[i], contest->url, contest->workload);
    }
    placement_apart(contest->url, contest->sides, SIDES);
}

static void end_sides(Contest *contest)
{
    for (int i = 0; i < SIDES; i++) {
        if (contest->sides[i].name != NULL) side_end(&contest->sides[i]);
        contest->sides[i] = (Running){0};
    }
}

/* ---- Rounds ---- */

static int count_of(const Workload *workload, int side)
{
    bool is_slow = side > EXPERT && workload->slow_count > 0;
    return is_slow ? workload->slow_count : workload->count;
}

/* A slice of every side, of the other peers only with `peers`; in odd rounds backwards, so that none is always the
 * first. */
static void run_round(Contest *contest, bool peers, Rounds *rounds)
{
    int round = rounds->count++;
    for (int i = 0; i < SIDES; i++) {
        int side = round % 2 == 0 ? i : SIDES - 1 - i;
        rounds->measures[side][round] = (Measure){0};
        if (contest->sides[side].name == NULL || (side > EXPERT && !peers)) continue;
        int count = count_of(contest->workload, side);
        rounds->measures[side][round] = side_run(&contest->sides[side], count, ++contest->run);
    }
}

static void clean_as_needed(Contest *contest)
{
    enum { OFTEN = 5 };
    if (contest->workload->cleaning != CLEAN_OFTEN || contest->written < OFTEN) return;
    database_clean(contest->url);
    contest->written = 0;
}

/* Sides are started several times, because where they come to lie in memory stays with them. */
static void run_start(const Options *options, Contest *contest, Rounds *rounds)
{
    int count = contest->workload->rounds;
    if (options->is_quick && count > QUICK_ROUNDS) count = QUICK_ROUNDS;
    start_sides(contest);
    for (int i = 0; i < count && rounds->count < MOST_ROUNDS; i++) run_round(contest, i % PEER_ROUNDS == 0, rounds);
    end_sides(contest);
    contest->written += count;
    clean_as_needed(contest);
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

/* The rounds of one workload: as many starts as asked for, unless they take longer than its share of the time. */
static Summary run_workload(const Options *options, Contest *contest, int64_t share_ms)
{
    enum { LEAST = 3 };
    static Rounds rounds;
    int64_t end = now_ms() + share_ms;
    int times = contest->workload->starts;
    rounds.count = 0;
    while (contest->starts < options->starts * times && rounds.count < MOST_ROUNDS &&
           (contest->starts < LEAST * times || now_ms() < end))
        run_start(options, contest, &rounds);
    if (contest->workload->cleaning != CLEAN_NOTHING) database_clean(contest->url);
    return summarise(contest->workload, &rounds);
}

static void run_all(const Options *options, const char *program, const char *url)
{
    static Summary summaries[WORKLOADS];
    int count = 0, left = asked_count(options);
    int64_t end = now_ms() + (int64_t)options->minutes * 60000;
    report_header(options->is_tsv);
    for (int i = 0; i < WORKLOADS; i++) {
        if (!is_asked(options, workloads[i].name)) continue;
        Contest contest = {.program = program, .url = url, .workload = &workloads[i]};
        summaries[count] = run_workload(options, &contest, (end - now_ms()) / left--);
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
        else if (strcmp(args[i], "--rounds") == 0 && ++i) options.starts = atoi(value);
        else if (strcmp(args[i], "--minutes") == 0 && ++i) options.minutes = atoi(value);
        else if (strcmp(args[i], "--only") == 0 && ++i) options.only = value;
        else if (strcmp(args[i], "--url") == 0 && ++i) options.url = value;
        else if (strcmp(args[i], "--write") == 0 && ++i) options.write = value;
        else misused();
    }
    if (options.starts < 1) options.starts = options.is_quick ? 3 : 7;
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
