/* hit.h - one hit of a page, counted in the database without waiting for anything but the loop. */
#ifndef HIT_H
#define HIT_H

#include "loop.h"
#include "page.h"

/* Where hits go, and how many have not come back. */
typedef struct Counter {
    Loop loop;
    SgPool *pool;
    long counted, failed;
} Counter;

/* Begins to count a hit; when it is done, "NAME COUNT" is printed, or an error.  The name is copied. */
void hit_begin(Counter *counter, const char *name);

#endif
