/*
 * bench.h - the workloads, once by the generated code and once as an expert writes them with libpq.
 *
 * Both sides run the same operations on the same rows; what differs is the code.  A side runs in a process of its own,
 * so that its CPU time and peak memory are its own.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Key {
    uint8_t bytes[16];
} Key;

/* What both sides know of the database. */
typedef struct Data {
    const char *url;
    const Key *orders; /* of random rows */
    const Key *accounts;
    size_t order_count, account_count;
    int64_t rows; /* in the table */
    int run;      /* makes idempotency keys of different runs different */
} Data;

/* Runs a workload `count` times on an open side; aborts the program when anything goes wrong. */
typedef void Run(void *side, const Data *data, int count);

typedef struct Side {
    void *(*open)(const Data *data);
    void (*close)(void *side);
    Run *get, *insert, *update, *list_small, *list_large, *stream, *bulk, *get_many, *trade;
} Side;

extern const Side ours, expert;

enum { LARGE = 100000, SMALL = 100, TOGETHER = 1000 };

_Noreturn void give_up(const char *what, const char *why);

#endif
