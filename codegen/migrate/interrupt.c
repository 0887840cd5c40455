#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t pending_signal;
static unsigned holds;

static void remember(int signal_number)
{
    pending_signal = signal_number;
}

void interrupt_catch(void)
{
    struct sigaction action = {.sa_handler = remember, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int interrupt_pending(void)
{
    return holds > 0 ? 0 : pending_signal;
}

const Failure *interrupt_failure(SgArena *arena)
{
    int number = interrupt_pending();
    if (number == 0) return NULL;
    return failure_new(arena, NULL, "interrupted (%s)", number == SIGTERM ? "SIGTERM" : "Ctrl-C");
}

void interrupt_hold(void)
{
    holds++;
}

void interrupt_release(void)
{
    holds--;
}
