#include "deploy_fixture.h"

#include "pause.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static void out_of_memory(void)
{
    abort();
}

int deploy_set_up(void **state)
{
    DeployFixture *fixture = calloc(1, sizeof *fixture);
    fixture->arena.out_of_memory = out_of_memory;
    fixture->scratch = scratch_open();
    char folder[] = "/tmp/schemagen-deploy-XXXXXX";
    if (mkdtemp(folder) == NULL) return 1;
    fixture->folder = sg_arena_printf(&fixture->arena, "%s/migrations", folder);
    fixture->blockers = "";
    fixture->options = (ApplyOptions){.runner_wait_seconds = PATIENCE_SECONDS, .lock_attempts = 5};
    *state = fixture;
    return database_url_parse(&fixture->arena, scratch_url(fixture->scratch), &fixture->url) != NULL;
}

int deploy_tear_down(void **state)
{
    DeployFixture *fixture = *state;
    int code = system(sg_arena_printf(&fixture->arena, "rm -rf $(dirname %s)", fixture->folder));
    PQfinish(fixture->holder);
    scratch_close(fixture->scratch);
    sg_arena_free(&fixture->arena);
    free(fixture);
    return code;
}

const char *deploy_home(DeployFixture *fixture)
{
    return sg_arena_strndup(&fixture->arena, fixture->folder, strlen(fixture->folder) - strlen("/migrations"));
}

void deploy_script(DeployFixture *fixture, const char *name, const char *script)
{
    const char *folder = sg_arena_printf(&fixture->arena, "%s/%s", fixture->folder, name);
    mkdir(fixture->folder, 0755);
    mkdir(folder, 0755);
    const Failure *failure = folder_write_file(
        &fixture->arena, sg_arena_printf(&fixture->arena, "%s/migration.sql", folder), script, strlen(script));
    if (failure != NULL) fail_msg("%s", failure->message);
}

static void remember_blockers(void *context, const char *by_whom, double seconds)
{
    DeployFixture *fixture = context;
    (void)seconds;
    fixture->blockers = sg_arena_strdup(&fixture->arena, by_whom);
}

static void count_retry(void *context, unsigned attempt, unsigned attempts)
{
    DeployFixture *fixture = context;
    (void)attempt;
    (void)attempts;
    fixture->retries++;
    if (fixture->holder != NULL) PQclear(PQexec(fixture->holder, "ROLLBACK"));
}

const Failure *deploy_run(DeployFixture *fixture)
{
    Connection *connection = NULL;
    MigrationFolder folder;
    Migrations applied = {0};
    ApplyEvents events = {.context = fixture, .blocked = remember_blockers, .retry = count_retry};
    const Failure *failure = connection_open(&fixture->arena, &fixture->url, &connection);
    if (failure == NULL) failure = folder_read(&fixture->arena, fixture->folder, &folder);
    if (failure == NULL) failure = apply_pending(connection, &folder, &fixture->options, &events, &applied);
    connection_close(connection);
    return failure;
}

void deploy_ok(DeployFixture *fixture)
{
    const Failure *failure = deploy_run(fixture);
    if (failure != NULL) fail_msg("%s", failure->message);
}

void deploy_fails(DeployFixture *fixture, const char *code, const char *words)
{
    const Failure *failure = deploy_run(fixture);
    if (failure == NULL) fail_msg("it did not fail; expected: %s", words);
    if (code == NULL) assert_null(failure->code);
    else assert_string_equal(failure->code, code);
    if (strstr(failure->message, words) == NULL) fail_msg("expected: %s\nin: %s", words, failure->message);
}

void deploy_resolve(DeployFixture *fixture, const char *name)
{
    Connection *connection = NULL;
    const Failure *failure = connection_open(&fixture->arena, &fixture->url, &connection);
    if (failure == NULL) failure = journal_mark_rolled_back(connection, name, false);
    connection_close(connection);
    if (failure != NULL) fail_msg("%s", failure->message);
}

const char *deploy_rows(DeployFixture *fixture)
{
    return scratch_value(
        fixture->scratch,
        "SELECT string_agg(format('%s:%s:%s:%s', migration_name, finished_at IS NOT NULL, rolled_back_at IS"
        " NOT NULL, applied_steps_count), ' ' ORDER BY started_at) FROM _prisma_migrations");
}
