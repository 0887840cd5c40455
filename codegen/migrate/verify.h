/*
 * verify.h - proof, on a shadow with rows in every table, that a migration can be applied, undone and applied again.
 */
#ifndef SCHEMAGEN_VERIFY_H
#define SCHEMAGEN_VERIFY_H

#include "folder.h"
#include "shadow.h"

#include <stddef.h>

typedef LIST(const char *) Findings;

typedef struct Verified {
    size_t tables;       /* that had rows */
    size_t columns;      /* whose values were compared */
    const char *refused; /* tables in which no row could be made, with the reason; "" */
    Findings findings;   /* what is wrong; none: it is proven */
} Verified;

/*
 * The shadow has the state before the migration `index` of the folder; afterwards it has the state behind it.
 * Without a down.sql only the way up is tried.  A script that fails is a finding, not a failure.
 */
const Failure *verify_migration(Shadow *shadow, MigrationFolder *folder, size_t index, const SchemaNames *schemas,
                                Verified *out);

#endif
