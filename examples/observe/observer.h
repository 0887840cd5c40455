/*
 * observer.h - what a program wants to know of its statements: spans for a tracing system, and a log of the slow ones.
 *
 * A span is a line of JSON whose attributes have the names of OpenTelemetry's conventions for databases.  Neither the
 * spans nor the log hold values: a statement's text has $1 where they were, and an error's detail, which may quote a
 * row, is left out.
 */
#ifndef OBSERVER_H
#define OBSERVER_H

#include <sg/sg.h>
#include <stdio.h>

typedef struct Observer {
    FILE *spans;          /* NULL: none */
    FILE *slow;           /* NULL: none */
    int64_t slow_us;      /* what takes longer is slow */
    const char *database; /* db.namespace */
} Observer;

/* For SgPoolOptions.hooks.  The observer must outlive the pool; sessions of any thread may share it. */
SgHooks observer_hooks(Observer *observer);

#endif
