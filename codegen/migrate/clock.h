/* clock.h - how long things take. */
#ifndef SCHEMAGEN_CLOCK_H
#define SCHEMAGEN_CLOCK_H

/* Seconds of the monotonic clock, from an arbitrary moment. */
double clock_seconds(void);

#endif
