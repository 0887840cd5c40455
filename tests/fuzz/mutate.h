/*
 * mutate.h - small changes to a text, always the same ones: what a fuzzer would try, in every build.
 */
#ifndef TESTS_MUTATE_H
#define TESTS_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/* A random sequence; equal seeds give equal sequences.  Any value but 0 is a seed. */
typedef struct Random {
    uint64_t state;
} Random;

/* The text with one to three changes, in memory that the caller frees: lines gone, doubled or moved, words replaced by
 * other words of the text, bytes replaced, added and removed. */
char *mutate(Random *random, const char *text, size_t size, size_t *out_size);

#endif
