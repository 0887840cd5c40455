/*
 * interrupt.h - Ctrl-C, as a question that long work asks.
 *
 * The first SIGINT or SIGTERM is remembered; the work in hand cancels its statement, records what became of it
 * and ends: connection.h sends nothing more from then on.  The second one ends the process at once.  A signal can
 * only speak through a variable of the process, so this file has the one exception to "no mutable state at file
 * level".
 */
#ifndef SCHEMAGEN_INTERRUPT_H
#define SCHEMAGEN_INTERRUPT_H

#include "failure.h"

void interrupt_catch(void);

/* The signal that came, 0 when none did, or while it is held back. */
int interrupt_pending(void);

/* The failure that ends the work, when a signal is pending; else NULL. */
const Failure *interrupt_failure(SgArena *arena);

/*
 * What happens between these two is finished whatever the user presses: a record of what was done, the way back of
 * what was borrowed.  They nest.
 */
void interrupt_hold(void);
void interrupt_release(void);

#endif
