/*
 * develop.h - what a development database has, against what its folder and its schema say: `migrate dev`.
 *
 * The folder is replayed on a shadow: first the migrations that the database has (they tell what it should look
 * like), then the pending ones.  What the schema wants beyond that is the next migration.
 */
#ifndef SCHEMAGEN_DEVELOP_H
#define SCHEMAGEN_DEVELOP_H

#include "diff.h"
#include "history.h"
#include "risks.h"
#include "shadow.h"

typedef struct Develop {
    Connection *connection; /* the development database */
    MigrationFolder *folder;
    SchemaNames schemas;
    Shadow shadow;
    History history;
    Database *expected; /* by the applied migrations */
    Database *actual;
    Steps drift;       /* from expected to actual */
    Database *planned; /* by all migrations; after develop_replay_pending() */
    Renames asked;     /* by the user, beside those of the schema; in names of `planned` */
} Develop;

/* Fills history, expected, actual and drift; the shadow is open already.  P3006, P3015. */
const Failure *develop_diagnose(Develop *develop);

/* Why the database cannot be worked on as it is, in Prisma's words; empty when it can. */
typedef LIST(const char *) Reasons;
Reasons develop_reset_reasons(const Develop *develop);

/* Fills `planned`. */
const Failure *develop_replay_pending(Develop *develop);

/* From `planned` to what the schema wants.  `wanted` gets the server's spelling of its expressions. */
Steps develop_plan(const Develop *develop, Database *wanted);

/* A script tried on the shadow, behind all others. */
typedef struct Trial {
    const char *down; /* the script that undoes it */
    Steps rest;       /* what it leaves to do: none, unless the script is wrong */
} Trial;

const Failure *develop_try(Develop *develop, const char *name, const char *script, Database *wanted, Trial *out);

/* For risks_count(): counts on the connection that is the context. */
bool develop_count_rows(void *connection, const Table *table, const Column *column, int64_t *out);

#endif
