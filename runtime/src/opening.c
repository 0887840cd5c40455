/*
 * Opening a session in steps: a place in the pool, then a connection that lives, then its settings.
 *
 * Each state has one socket to wait for.  While waiting in line that is the end of a pipe, because who gives the place
 * is another thread or another turn of the same loop.
 */
#include "error.h"
#include "pool.h"

#include <fcntl.h>
#include <unistd.h>

typedef enum State {
    IN_LINE,
    CHECKING, /* asking a connection that was idle for long whether it lives */
    CONNECTING,
    CONFIGURING,
    DONE
} State;

struct SgOpening {
    SgArena arena; /* this struct */
    SgPool *pool;
    Waiter waiter;
    int pipe[2]; /* -1: not in line */
    State state;
    bool has_place;
    bool is_counted; /* `connection` was connected, and counts as discarded when it is closed */
    Connection *connection;
    PostgresPollingStatusType polling;
    int64_t deadline_us; /* of the state; 0: none */
    SgError error;       /* texts are static or the pool's */
};

static int64_t deadline_after(int milliseconds)
{
    return milliseconds < 0 ? 0 : monotonic_us() + (int64_t)milliseconds * 1000;
}

static void close_pipe(SgOpening *opening)
{
    for (int i = 0; i < 2; i++) {
        if (opening->pipe[i] >= 0) close(opening->pipe[i]);
        opening->pipe[i] = -1;
    }
}

/* The end, with `opening->error` and no connection; the place is free for others. */
static void end_failed(SgOpening *opening)
{
    connection_close(opening->connection);
    opening->connection = NULL;
    if (opening->is_counted) pool_count_discarded(opening->pool);
    if (opening->has_place) pool_leave(opening->pool);
    opening->has_place = false;
    opening->state = DONE;
}

static void fail_plain(SgOpening *opening, SgStatus status, const char *message)
{
    error_set_plain(&opening->error, status, message);
    end_failed(opening);
}

static void fail_connecting(SgOpening *opening)
{
    SgArena texts = {0};
    error_of_connect(&texts, opening->connection->pg, &opening->error);
    pool_keep_message(opening->pool, &opening->error);
    sg_arena_free(&texts);
    end_failed(opening);
}

static void connect(SgOpening *opening)
{
    const SgPoolOptions *options = pool_options(opening->pool);
    opening->connection = connection_start(options);
    opening->state = CONNECTING;
    opening->polling = PGRES_POLLING_WRITING;
    opening->deadline_us = deadline_after(options->connect_timeout_ms);
    if (opening->connection == NULL) fail_plain(opening, SG_NO_MEMORY, "out of memory");
    else if (PQstatus(opening->connection->pg) == CONNECTION_BAD) fail_connecting(opening);
}

/* The connection that was idle does not live: another in its place. */
static void connect_again(SgOpening *opening)
{
    connection_close(opening->connection);
    pool_count_discarded(opening->pool);
    opening->is_counted = false;
    connect(opening);
}

/* Sends SQL text without waiting for its answer. */
static bool send_text(SgOpening *opening, const char *sql)
{
    PGconn *pg = opening->connection->pg;
    return PQsendQuery(pg, sql) == 1 && PQflush(pg) >= 0;
}

static void use_place(SgOpening *opening)
{
    close_pipe(opening);
    opening->has_place = true;
    opening->connection = opening->waiter.connection;
    opening->is_counted = opening->connection != NULL;
    opening->state = DONE;
    if (opening->connection == NULL) {
        connect(opening);
    } else if (!connection_is_alive(opening->connection)) {
        connect_again(opening);
    } else if (pool_must_ask(opening->pool, opening->connection)) {
        opening->state = CHECKING;
        opening->deadline_us = deadline_after(pool_options(opening->pool)->connect_timeout_ms);
        if (!send_text(opening, "")) connect_again(opening);
    }
}

/* The settings, or nothing to be set. */
static void configure(SgOpening *opening)
{
    SgText sql = {0};
    pool_count_connected(opening->pool);
    opening->is_counted = true;
    opening->connection->cancel = PQgetCancel(opening->connection->pg);
    connection_add_settings(&sql, opening->connection->pg, pool_options(opening->pool));
    opening->state = sql.size == 0 ? DONE : CONFIGURING;
    if (!sg_text_ok(&sql)) fail_plain(opening, SG_NO_MEMORY, "out of memory");
    else if (sql.size > 0 && !send_text(opening, sql.data)) fail_connecting(opening);
    sg_text_free(&sql);
}

static void step_connecting(SgOpening *opening)
{
    opening->polling = PQconnectPoll(opening->connection->pg);
    if (opening->polling == PGRES_POLLING_OK) configure(opening);
    else if (opening->polling == PGRES_POLLING_FAILED) fail_connecting(opening);
}

/* Takes the answers that are there; true when there are no more to come, with whether all was well. */
static bool take_answers(PGconn *pg, bool *ok)
{
    *ok = PQconsumeInput(pg) == 1;
    while (*ok && !PQisBusy(pg)) {
        PGresult *result = PQgetResult(pg);
        if (result == NULL) return true;
        ExecStatusType status = PQresultStatus(result);
        PQclear(result);
        *ok = status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
    }
    return !*ok;
}

static void step_answer(SgOpening *opening)
{
    bool ok;
    if (!take_answers(opening->connection->pg, &ok)) return;
    if (ok) opening->state = DONE;
    else if (opening->state == CHECKING) connect_again(opening);
    else fail_connecting(opening);
}

static void step_late(SgOpening *opening)
{
    switch (opening->state) {
    case IN_LINE:
        if (!pool_give_up(opening->pool, &opening->waiter)) use_place(opening);
        else fail_plain(opening, SG_TIMEOUT, "no connection became free in time");
        break;
    case CHECKING: connect_again(opening); break;
    case CONNECTING:
    case CONFIGURING: fail_plain(opening, SG_UNAVAILABLE, "the server did not answer in time"); break;
    case DONE: break;
    }
}

SgOpeningWants sg_opening_step(SgOpening *opening)
{
    if (opening->deadline_us != 0 && monotonic_us() >= opening->deadline_us) {
        step_late(opening);
    } else {
        switch (opening->state) {
        case IN_LINE:
            if (pool_is_granted(opening->pool, &opening->waiter)) use_place(opening);
            break;
        case CONNECTING: step_connecting(opening); break;
        case CHECKING:
        case CONFIGURING: step_answer(opening); break;
        case DONE: break;
        }
    }
    if (opening->state == DONE) return SG_OPENING_DONE;
    bool writes = opening->state == CONNECTING && opening->polling == PGRES_POLLING_WRITING;
    return writes ? SG_OPENING_WRITE : SG_OPENING_READ;
}

static bool make_pipe(SgOpening *opening)
{
    if (pipe(opening->pipe) != 0) return false;
    for (int i = 0; i < 2; i++) fcntl(opening->pipe[i], F_SETFD, FD_CLOEXEC);
    opening->waiter.wake = opening->pipe[1];
    return true;
}

SgStatus sg_opening_begin(SgPool *pool, SgOpening **out, SgError *error)
{
    SgArena arena = {0};
    error_set_plain(error, SG_NO_MEMORY, "out of memory");
    SgOpening *opening = sg_arena_new(&arena, sizeof *opening);
    if (opening == NULL) return SG_NO_MEMORY;
    opening->arena = arena;
    opening->pool = pool;
    error_set_plain(&opening->error, SG_CANCELLED, "the opening was not done");
    if (!make_pipe(opening)) {
        sg_arena_free(&arena);
        error_set_plain(error, SG_UNAVAILABLE, "no file descriptor is left");
        return SG_UNAVAILABLE;
    }
    opening->deadline_us = deadline_after(pool_options(pool)->acquire_timeout_ms);
    pool_enter(pool, &opening->waiter);
    error_set_plain(error, SG_OK, "");
    *out = opening;
    return SG_OK;
}

int sg_opening_socket(const SgOpening *opening)
{
    if (opening->state == IN_LINE) return opening->pipe[0];
    return opening->connection == NULL ? -1 : PQsocket(opening->connection->pg);
}

int sg_opening_timeout_ms(const SgOpening *opening)
{
    if (opening->deadline_us == 0) return -1;
    int64_t left = opening->deadline_us - monotonic_us();
    return left <= 0 ? 0 : (int)(left / 1000) + 1;
}

SgStatus sg_opening_end(SgOpening *opening, SgSession **out, SgError *error)
{
    SgArena arena = opening->arena;
    SgError ignored;
    SgStatus rc;
    if (error == NULL) error = &ignored;
    if (opening->state == IN_LINE && !pool_give_up(opening->pool, &opening->waiter)) use_place(opening);
    close_pipe(opening);
    if (opening->state == DONE && opening->connection != NULL) {
        rc = pool_start_session(opening->pool, opening->connection, out, error);
    } else {
        if (opening->state != DONE) end_failed(opening);
        *error = opening->error;
        rc = error->status;
    }
    sg_arena_free(&arena);
    return rc;
}
