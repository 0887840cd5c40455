/*
 * placement.h - on which processors the sides and the server run, and where in memory.
 *
 * Left alone, the scheduler lets a client and its server share a processor or not, and changes its mind from slice to
 * slice.  On a virtual machine to wake the other processor takes longer than the whole operation, so the slices of one
 * program differ by a factor of two and more.  Apart, as on two machines, all sides have the same conditions.
 *
 * Where a server's process puts its descriptions of tables decides how fast some of its hash tables are, which makes
 * one twentieth of a COPY.  It follows from what the process did before, so it would be the same in each start of a
 * side.
 */
#ifndef BENCH_PLACEMENT_H
#define BENCH_PLACEMENT_H

#include "running.h"

#include <stddef.h>

/* Puts those of `sides` that run on one processor, and the processes that serve them on the others.  Does nothing where
 * that is not possible: on one processor, on another system than Linux, for a server of another user or machine. */
void placement_apart(const char *url, const Running *sides, size_t count);

/* The servers of sides that are started from now on put what they remember elsewhere than those of another `start`. */
void placement_shift(int start);

#endif
