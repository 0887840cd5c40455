/*
 * squash.h - many migrations as one.
 *
 * The one makes the same database: it is written anew from what the migrations made, and when that leaves something
 * out that the schema language cannot say (functions, triggers, views, rows are not looked at), it is their scripts
 * one after the other.  Either is tried on a shadow before it counts.
 */
#ifndef SCHEMAGEN_SQUASH_H
#define SCHEMAGEN_SQUASH_H

#include "folder.h"
#include "shadow.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct Squashed {
    const char *script;    /* with a line at the top for each migration that it stands for */
    bool is_concatenation; /* the scripts themselves: what they made could not be written anew */
    const char *why;       /* then: what would have been left out */
} Squashed;

/* The migrations 0..count-1 of the folder as one script.  The shadow is empty. */
const Failure *squash_migrations(Shadow *shadow, MigrationFolder *folder, size_t count, const SchemaNames *schemas,
                                 Squashed *out);

#endif
