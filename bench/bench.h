/*
 * bench.h - the workloads, written once per peer.
 *
 * A peer ("side") is a program of its own, so that its CPU time and its peak memory are its own: bench-ours,
 * bench-expert and so on, each a file that defines `this_side`, linked with side.c.  The driver (bench) makes the
 * database, lets the sides run slices of a workload in turn, and compares them.  All sides do the same operations on
 * the same rows and hold what the server answered in a struct of their own; what differs is the code.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#define NO_RETURN [[noreturn]]
#else
#define NO_RETURN _Noreturn
#endif

typedef struct Key {
    uint8_t bytes[16];
} Key;

/* What all sides know of the database. */
typedef struct Data {
    const char *url;
    const Key *orders; /* of random rows; behind the last they begin again */
    const Key *accounts;
    size_t order_count, account_count;
    int64_t rows; /* in the table */
    int run;      /* makes idempotency keys of different runs different */
} Data;

/* Runs a workload `count` times; ends the program when anything goes wrong. */
typedef void Run(void *state, const Data *data, int count);

/* NULL: this peer does not have the workload. */
typedef struct Side {
    void *(*open)(const Data *data);
    void (*close)(void *state);
    Run *get, *insert, *update, *list_small, *list_large, *stream, *bulk, *get_many, *trade;
    Run *decode; /* its first call, which is not measured, fetches the rows */
} Side;

extern const Side this_side;

enum { LARGE = 100000, SMALL = 100, TOGETHER = 1000, MOST_KEYS = 10000 };

/* When what a workload wrote is removed: behind its last round, or, where it is much, also behind every fifth. */
typedef enum Cleaning { CLEAN_NOTHING, CLEAN_AT_END, CLEAN_OFTEN } Cleaning;

/* One workload.  What a slice does `count` times, how many operations that is, and how it is called. */
typedef struct Workload {
    const char *name, *what;
    size_t run; /* offset in Side */
    int count;
    int slow_count;     /* of sides that would take too long otherwise; 0: as the others */
    int rows_per_count; /* operations of one; 0: all rows of the table */
    int warm_count;     /* run before measuring, so that caches and plans are warm; 0: nothing */
    int starts;         /* of the sides, times what --rounds says */
    int rounds;         /* slices of each side per start: many short ones, which see the same moods of the machine */
    Cleaning cleaning;
} Workload;

enum { WORKLOADS = 10 };
extern const Workload workloads[WORKLOADS];

const Workload *workload_find(const char *name);

/* What a side measured of one workload; it prints them, separated by blanks, on one line. */
typedef struct Measure {
    double per_second; /* operations */
    double cpu_us;     /* of the client, per operation */
    double peak_mb;    /* memory at its peak, above what the connected program had before */
} Measure;

NO_RETURN void give_up(const char *what, const char *why);

#ifdef __cplusplus
}
#endif
#endif
