#include "loop.h"

#include <errno.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool loop_open(Loop *loop)
{
    *loop = (Loop){.epoll = epoll_create1(EPOLL_CLOEXEC)};
    return loop->epoll >= 0;
}

void loop_close(Loop *loop)
{
    close(loop->epoll);
}

bool loop_await(Loop *loop, Watch *watch, int descriptor, LoopEvent event, int timeout_ms)
{
    static const uint32_t events[] = {
        [LOOP_READ] = EPOLLIN, [LOOP_WRITE] = EPOLLOUT, [LOOP_READ_WRITE] = EPOLLIN | EPOLLOUT};
    struct epoll_event wanted = {.events = events[event], .data.ptr = watch};
    if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, descriptor, &wanted) != 0) return false;
    watch->descriptor = descriptor;
    watch->due_ms = timeout_ms < 0 ? -1 : now_ms() + timeout_ms;
    watch->next = loop->first;
    loop->first = watch;
    return true;
}

/* A descriptor is registered only while it is waited for: libpq may close it and open another. */
static void fire(Loop *loop, Watch *watch)
{
    Watch **link = &loop->first;
    while (*link != watch) link = &(*link)->next;
    *link = watch->next;
    epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->descriptor, NULL);
    watch->ready(watch);
}

/* The watch that is due first, NULL when none ever is. */
static Watch *next_due(const Loop *loop)
{
    Watch *due = NULL;
    for (Watch *watch = loop->first; watch != NULL; watch = watch->next)
        if (watch->due_ms >= 0 && (due == NULL || watch->due_ms < due->due_ms)) due = watch;
    return due;
}

bool loop_run(Loop *loop)
{
    while (loop->first != NULL) {
        struct epoll_event event;
        Watch *due = next_due(loop);
        int64_t left = due == NULL ? -1 : due->due_ms - now_ms();
        if (due != NULL && left < 0) left = 0;
        int count = epoll_wait(loop->epoll, &event, 1, (int)left);
        if (count < 0 && errno != EINTR) return false;
        if (count == 1) fire(loop, event.data.ptr);
        else if (count == 0 && due != NULL) fire(loop, due);
    }
    return true;
}
