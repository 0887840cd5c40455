/*
 * progress.h - migrations, shown while they are applied.
 *
 * On standard output a line each, as Prisma's.  When standard error is a terminal, a line there counts the seconds
 * and stays with the time it took; on one and the same terminal it takes the place of the other.  Statements of a
 * no-transaction script, who blocks us and retries are notes on standard error, everywhere.
 *
 * Migrations that are tried on a shadow database are shown when that takes more than a second, on a terminal only,
 * on a line that goes away with each of them.
 */
#ifndef SCHEMAGEN_PROGRESS_H
#define SCHEMAGEN_PROGRESS_H

#include "apply.h"
#include "cli.h"
#include "shadow.h"

typedef struct Progress {
    Cli *cli;
    bool is_live;      /* there is somebody to watch */
    bool is_alone;     /* standard output is that terminal too: the name is not said twice */
    bool is_line_open; /* the line of `name` waits for its time */
    const char *name;
    size_t number, total;
    double begun;      /* seconds of the monotonic clock; of a shadow, when its first migration was */
    int erasable_size; /* columns of the line that goes away */
} Progress;

Progress progress_open(Cli *cli);

/* `progress` must outlive the events. */
ApplyEvents progress_events(Progress *progress);
ShadowEvents progress_shadow_events(Progress *progress);

#endif
