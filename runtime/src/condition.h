/*
 * condition.h - conditions that are waited for until a moment of monotonic_us(), which nobody can set back.
 */
#ifndef SG_CONDITION_H
#define SG_CONDITION_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Ends with pthread_cond_destroy(). */
void condition_init(pthread_cond_t *condition);

/* Waits, the lock held, as pthread_cond_wait() does: perhaps for nothing.  False when it is `until_us` or later. */
bool condition_wait_until(pthread_cond_t *condition, pthread_mutex_t *lock, int64_t until_us);

#endif
