/*
 * interrupt.h - Ctrl-C, as a question that long work asks.
 *
 * The first SIGINT or SIGTERM is remembered; the work in hand cancels its statement, records what became of it
 * and ends.  The second one ends the process at once.  A signal can only speak through a variable of the
 * process, so this file has the one exception to "no mutable state at file level".
 */
#ifndef SCHEMAGEN_INTERRUPT_H
#define SCHEMAGEN_INTERRUPT_H

#include <stdbool.h>

void interrupt_catch(void);

/* The signal that came, 0 when none did. */
int interrupt_pending(void);

#endif
