/* apply_run.h - one migration: begin, run, retry, record.  Used by apply.c only. */
#ifndef SCHEMAGEN_APPLY_RUN_H
#define SCHEMAGEN_APPLY_RUN_H

#include "apply.h"

typedef struct ApplyRun {
    Connection *connection;
    const ApplyOptions *options;
    const ApplyEvents *events;
    const Journal *journal; /* as it was before the run */
    Connection *watcher;    /* asks who blocks us; opened when first needed */
    double asked_at;        /* when it was asked, in seconds of the statement's run */
    const char *blockers;   /* its last answer */
} ApplyRun;

const Failure *apply_run(ApplyRun *run, Migration *migration);

void apply_run_close(ApplyRun *run);

#endif
