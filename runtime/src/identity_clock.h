/*
 * identity_clock.h - what makes uuids of version 7 increase within a millisecond, and cheap: random bytes are fetched
 * for several at once, because asking the system costs more than all the rest.
 */
#ifndef SG_IDENTITY_CLOCK_H
#define SG_IDENTITY_CLOCK_H

#include "sg/identity.h"

enum { IDENTITY_RANDOM = 256 }; /* bytes of one fetch */

/* A session has one; zeroed it is ready. */
typedef struct IdentityClock {
    uint64_t ms;
    uint32_t counter;
    uint16_t random_left; /* bytes at the end of `random` that no uuid has had */
    uint8_t random[IDENTITY_RANDOM];
} IdentityClock;

SgStatus identity_uuid_v7(IdentityClock *clock, SgUuid *out);

#endif
