/* pause.h - for tests that look again and again, or let time pass. */
#ifndef TESTS_PAUSE_H
#define TESTS_PAUSE_H

/* Waits at least so long; no upper limit holds on a machine that is busy. */
void pause_ms(int milliseconds);

/* Of a clock that nobody sets. */
double now_seconds(void);

/* How long anything may take before it hangs: a bound for loops that wait, not an expectation. */
enum { PATIENCE_SECONDS = 120 };

#endif
