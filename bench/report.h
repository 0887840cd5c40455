/*
 * report.h - what the rounds of a workload come to: as a table, as TSV, and as a page with a plot.
 */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "bench.h"

enum { OURS, EXPERT, TEXT, ECPG, PQXX, SIDES };
enum { MOST_ROUNDS = 400 };

/* "ours", "expert" …: the program is bench-<name>. */
extern const char *const side_names[SIDES];

/* measures[side][round]; all zero where a side did not run. */
typedef struct Rounds {
    Measure measures[SIDES][MOST_ROUNDS];
    int count;
} Rounds;

/* Medians over the rounds; ratios are medians of the rounds' ratios to the expert.  0: not measured. */
typedef struct Summary {
    const Workload *workload;
    Measure median[SIDES];
    double speed[SIDES]; /* per second ÷ the expert's */
    double cpu[SIDES];   /* client CPU ÷ the expert's */
    double low, high;    /* a quarter of the rounds' ratios of ours lies below, a quarter above */
} Summary;

Summary summarise(const Workload *workload, const Rounds *rounds);

void report_header(bool is_tsv);
void report_line(const Summary *summary, bool is_tsv);

/* Puts the figures between the marks of `folder`/performance.md and draws `folder`/performance.svg; `server` is the
 * server's name and version.  Without `folder`/performance.md, or its marks, the program ends with a message. */
void report_write(const char *folder, const Summary *summaries, int count, const char *server);

#endif
