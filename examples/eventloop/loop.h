/* loop.h - a small event loop on epoll: what waits for a descriptor is called once, when it is ready or time is up. */
#ifndef LOOP_H
#define LOOP_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Watch Watch;
struct Watch {
    void (*ready)(Watch *watch); /* the watch is free again when this is called */
    int descriptor;
    int64_t due_ms; /* on the monotonic clock; -1: never */
    Watch *next;
};

typedef struct Loop {
    int epoll;
    Watch *first; /* what is waited for */
} Loop;

typedef enum LoopEvent { LOOP_READ, LOOP_WRITE, LOOP_READ_WRITE } LoopEvent;

bool loop_open(Loop *loop);
void loop_close(Loop *loop);

/* Calls watch->ready() when the descriptor is ready for `event`, or after `timeout_ms` (-1: however long that takes).
 * The watch must live until then.  False when the descriptor cannot be waited for, as a regular file. */
bool loop_await(Loop *loop, Watch *watch, int descriptor, LoopEvent event, int timeout_ms);

/* Runs until nothing is waited for.  False when waiting failed. */
bool loop_run(Loop *loop);

#endif
