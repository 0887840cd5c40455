#include "condition.h"

#include "connection.h"

#include <errno.h>
#include <time.h>

static struct timespec timespec_from_us(int64_t us)
{
    return (struct timespec){.tv_sec = (time_t)(us / 1000000), .tv_nsec = (long)(us % 1000000) * 1000};
}

#ifdef __APPLE__ /* conditions know the calendar's clock only, or a time from now */

void condition_init(pthread_cond_t *condition)
{
    pthread_cond_init(condition, NULL);
}

bool condition_wait_until(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t until_us)
{
    int64_t left_us = until_us - monotonic_us();
    if (left_us <= 0) return false;
    struct timespec left = timespec_from_us(left_us);
    return pthread_cond_timedwait_relative_np(condition, lock, &left) != ETIMEDOUT;
}

#else

void condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

bool condition_wait_until(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t until_us)
{
    struct timespec until = timespec_from_us(until_us);
    return pthread_cond_timedwait(condition, lock, &until) != ETIMEDOUT;
}

#endif
