/* identity_clock.h - the memory that makes uuids of version 7 increase within a millisecond. */
#ifndef SG_IDENTITY_CLOCK_H
#define SG_IDENTITY_CLOCK_H

#include "sg/identity.h"

/* A session has one; zeroed it is ready. */
typedef struct IdentityClock {
    uint64_t ms;
    uint32_t counter;
} IdentityClock;

SgStatus identity_uuid_v7(IdentityClock *clock, SgUuid *out);

#endif
