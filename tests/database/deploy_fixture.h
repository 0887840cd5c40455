/* deploy_fixture.h - a scratch database and a migrations folder for the tests of the migrate room. */
#ifndef TESTS_DEPLOY_FIXTURE_H
#define TESTS_DEPLOY_FIXTURE_H

#include "apply.h"
#include "scratch.h"

typedef struct DeployFixture {
    SgArena arena;
    Scratch *scratch;
    const char *folder; /* …/migrations */
    DatabaseUrl url;
    const char *blockers; /* the last report of who blocks, "" when there was none */
    unsigned retries;
    PGconn *holder;    /* NULL, or a session whose transaction is rolled back when a retry follows */
    unsigned resolved; /* failed migrations that a test had to resolve */
    ApplyOptions options;
} DeployFixture;

int deploy_set_up(void **state);
int deploy_tear_down(void **state);

/* The folder that holds the migrations folder. */
const char *deploy_home(DeployFixture *fixture);

/* Writes NAME/migration.sql, also over an old one. */
void deploy_script(DeployFixture *fixture, const char *name, const char *script);

/* Connects, applies what is pending, disconnects. */
const Failure *deploy_run(DeployFixture *fixture);

/* deploy_run() must succeed. */
void deploy_ok(DeployFixture *fixture);

/* deploy_run() must fail with this code (NULL: none) and these words. */
void deploy_fails(DeployFixture *fixture, const char *code, const char *words);

void deploy_resolve(DeployFixture *fixture, const char *name);

/* "name:finished:rolled_back:steps" of every row, by time, with blanks between. */
const char *deploy_rows(DeployFixture *fixture);

#endif
