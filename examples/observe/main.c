/*
 * observe - a few statements, seen by an observer: spans on stdout, what took longer than 20 ms on stderr.
 *
 * DATABASE_URL says where the database is.  Exit code 0: all went as it should; 1: not.
 */
#include "observer.h"
#include "task.h"

#include <stdlib.h>

/* A request that fails, and is no failure of the program: the title is taken. */
static SgStatus add_twice(SgSession *db, const char *title)
{
    SgStatus rc = task_insert(db, &(TaskInsert){.title = title}, NULL);
    if (rc == SG_OK) rc = task_insert(db, &(TaskInsert){.title = title}, NULL);
    return rc == SG_UNIQUE ? SG_OK : rc;
}

static SgStatus finish_all(SgSession *db)
{
    TaskList open;
    const TaskQuery query = {.where = {.done = {.eq = &(bool){false}}}};
    SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
    if (rc == SG_OK) rc = task_list(db, &query, &open);
    if (rc == SG_OK) rc = task_update_many(db, &query.where, &(TaskUpdate){.done = {SG_SET, true}}, NULL);
    return sg_end(db, rc);
}

static SgStatus work(SgSession *db)
{
    SgStatus rc = add_twice(db, "write \"it\" down");
    if (rc == SG_OK) rc = finish_all(db);
    if (rc == SG_OK) rc = sg_execute(db, "SELECT pg_sleep(0.05)", NULL);
    return rc;
}

int main(void)
{
    Observer observer = {.spans = stdout, .slow = stderr, .slow_us = 20000, .database = "tasks"};
    const SgPoolOptions options = {.url = getenv("DATABASE_URL"), .hooks = observer_hooks(&observer)};
    SgPool *pool = NULL;
    SgSession *db = NULL;
    SgError error;
    SgStatus rc = sg_pool_open(&options, &pool, &error);
    if (rc == SG_OK) rc = sg_session_open(pool, &db, &error);
    if (rc != SG_OK) fprintf(stderr, "no connection: %s\n", error.message);
    if (rc == SG_OK) rc = work(db);
    sg_session_close(db);
    sg_pool_close(pool);
    return rc == SG_OK ? 0 : 1;
}
