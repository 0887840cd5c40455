/*
 * running.h - a side as a running program that measures one slice of a workload when it is told to.
 *
 * The sides of a comparison all run at once and wait; the driver lets them work in turn.  A side connects, prepares and
 * warms up once, so that slices can be short and many.
 */
#ifndef BENCH_RUNNING_H
#define BENCH_RUNNING_H

#include "bench.h"

#include <stdio.h>
#include <sys/types.h>

typedef struct Running {
    const char *name; /* "ours" */
    pid_t process;
    FILE *orders;  /* to the side: a line "COUNT RUN" per slice */
    FILE *answers; /* from it: a line with what it measured */
} Running;

/* The sides' programs lie beside `program`, the driver's. */
bool side_is_there(const char *program, const char *name);

/* Starts a side and waits until it is ready.  This and the others end the driver with a message when anything goes
 * wrong. */
Running side_start(const char *program, const char *name, const char *url, const Workload *workload);

/* Runs the workload `count` times; `run` is another number each time. */
Measure side_run(const Running *side, int count, int run);

void side_end(const Running *side);

#endif
