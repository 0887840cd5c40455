/*
 * The pool: at most so many connections, a queue of waiters served in order.
 *
 * One mutex guards the lists and counters; nothing that talks to the server happens under it.  A waiter has a slot in
 * the queue and a condition of its own (or, in an event loop, the end of a pipe), so that a connection which comes back
 * goes to the one who waits longest and wakes nobody else.  A slot may also be granted without a connection: the right
 * to open one.
 */
#include "pool.h"

#include "condition.h"
#include "error.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { MESSAGES_MAX = 64 };

struct SgPool {
    SgArena arena; /* this struct, texts */
    SgPoolOptions options;
    pthread_mutex_t lock;
    Connection *idle; /* the one used last comes first */
    Waiter *first, *last;
    SgPoolCounters counters;
    const char *messages[MESSAGES_MAX]; /* reasons why connections failed, each once */
    int message_count;
};

enum { DEFAULT_MAX_CONNECTIONS = 10 };

static int or_default(int value, int standard)
{
    return value == 0 ? standard : value;
}

/* A url that libpq cannot read may have a password in it, and libpq's complaint quotes it: it is not passed on. */
static bool is_readable(const char *url)
{
    PQconninfoOption *parsed = url == NULL ? NULL : PQconninfoParse(url, NULL);
    PQconninfoFree(parsed);
    return parsed != NULL;
}

static bool copy_options(SgPool *pool, const SgPoolOptions *options)
{
    SgPoolOptions *own = &pool->options;
    *own = *options;
    own->max_connections = or_default(options->max_connections, DEFAULT_MAX_CONNECTIONS);
    own->acquire_timeout_ms = or_default(options->acquire_timeout_ms, 5000);
    own->connect_timeout_ms = or_default(options->connect_timeout_ms, 10000);
    own->idle_timeout_ms = or_default(options->idle_timeout_ms, 600000);
    own->max_lifetime_ms = or_default(options->max_lifetime_ms, 1800000);
    own->check_idle_ms = or_default(options->check_idle_ms, 30000);
    own->statement_cache = or_default(options->statement_cache, 256);
    own->url = sg_arena_strdup(&pool->arena, options->url);
    if (own->url == NULL) return false;
    if (own->application_name == NULL) return true;
    own->application_name = sg_arena_strdup(&pool->arena, options->application_name);
    return own->application_name != NULL;
}

/* What is wrong with the options, or NULL. */
static const char *options_fault(const SgPoolOptions *options)
{
    bool has_settings = options->lock_timeout_ms != 0 || options->idle_in_transaction_timeout_ms != 0 ||
                        options->transaction_timeout_ms != 0;
    if (options->url == NULL) return "the pool's options have no url";
    if (!is_readable(options->url)) return "the url is not a connection string";
    if (options->max_connections < 0 || options->min_connections < 0 || options->statement_cache < 0)
        return "a limit of the pool's options is negative";
    if (options->min_connections > or_default(options->max_connections, DEFAULT_MAX_CONNECTIONS))
        return "the pool's min_connections is more than its max_connections";
    if (options->prepare != SG_PREPARE_NAMED && options->prepare != SG_PREPARE_UNNAMED)
        return "the pool's prepare is not SG_PREPARE_NAMED or SG_PREPARE_UNNAMED";
    if (options->transaction_pooler && has_settings)
        return "behind a transaction pooler a connection keeps no timeouts";
    return NULL;
}

SgStatus sg_pool_open(const SgPoolOptions *options, SgPool **out, SgError *error)
{
    const char *fault = options_fault(options);
    if (fault != NULL) {
        error_set_plain(error, SG_INVALID, fault);
        return SG_INVALID;
    }
    error_set_plain(error, SG_NO_MEMORY, "out of memory");
    SgArena arena = {0};
    SgPool *pool = sg_arena_new(&arena, sizeof *pool);
    if (pool == NULL) return SG_NO_MEMORY;
    pool->arena = arena;
    if (!copy_options(pool, options) || pthread_mutex_init(&pool->lock, NULL) != 0) {
        arena = pool->arena;
        sg_arena_free(&arena);
        return SG_NO_MEMORY;
    }
    error_set_plain(error, SG_OK, "");
    sg_pool_tend(pool);
    *out = pool;
    return SG_OK;
}

void sg_pool_close(SgPool *pool)
{
    if (pool == NULL) return;
    while (pool->idle != NULL) {
        Connection *connection = pool->idle;
        pool->idle = connection->next;
        connection_close(connection);
    }
    pthread_mutex_destroy(&pool->lock);
    SgArena arena = pool->arena;
    sg_arena_free(&arena);
}

void sg_pool_counters(SgPool *pool, SgPoolCounters *out)
{
    pthread_mutex_lock(&pool->lock);
    *out = pool->counters;
    pthread_mutex_unlock(&pool->lock);
}

/* ---- Getting a connection ---- */

static bool is_worn_out(const SgPool *pool, const Connection *connection, int64_t now)
{
    int64_t limit = pool->options.max_lifetime_ms;
    return limit > 0 && now - connection->opened_us > limit * 1000;
}

/* Takes idle connections beyond `min_connections` that nobody used for too long, and those that are too old (or dead,
 * if that is to be looked at), out of the list, to be closed. */
static Connection *take_expired(SgPool *pool, int64_t now, bool looks_for_dead)
{
    int64_t limit = pool->options.idle_timeout_ms;
    Connection *expired = NULL, **link = &pool->idle;
    while (*link != NULL) {
        Connection *connection = *link;
        bool idle_too_long = limit > 0 && now - connection->idle_since_us > limit * 1000 &&
                             pool->counters.open > pool->options.min_connections;
        bool is_dead = looks_for_dead && !connection_is_alive(connection);
        if (!idle_too_long && !is_worn_out(pool, connection, now) && !is_dead) {
            link = &connection->next;
            continue;
        }
        *link = connection->next;
        connection->next = expired;
        expired = connection;
        pool->counters.idle--;
        pool->counters.open--;
        pool->counters.discarded++;
    }
    return expired;
}

static void close_all(Connection *connections)
{
    while (connections != NULL) {
        Connection *next = connections->next;
        connection_close(connections);
        connections = next;
    }
}

static void enqueue(SgPool *pool, Waiter *waiter)
{
    if (pool->last == NULL) pool->first = waiter;
    else pool->last->next = waiter;
    pool->last = waiter;
    pool->counters.waiting++;
}

static Waiter *dequeue(SgPool *pool)
{
    Waiter *waiter = pool->first;
    if (waiter == NULL) return NULL;
    pool->first = waiter->next;
    if (pool->first == NULL) pool->last = NULL;
    pool->counters.waiting--;
    return waiter;
}

static void give_up(SgPool *pool, const Waiter *waiter)
{
    Waiter *before = NULL;
    for (Waiter *at = pool->first; at != waiter; at = at->next) before = at;
    if (before == NULL) pool->first = waiter->next;
    else before->next = waiter->next;
    if (pool->last == waiter) pool->last = before;
    pool->counters.waiting--;
}

/* The lock is held. */
static void grant(Waiter *waiter, Connection *connection)
{
    waiter->connection = connection;
    waiter->granted = true;
    if (waiter->wake < 0) pthread_cond_signal(&waiter->ready);
    else
        while (write(waiter->wake, "", 1) < 0 && errno == EINTR) continue; /* an empty pipe: there is room */
}

/* Waits in line, the lock held, until there is a place or time is up. */
static void wait_in_line(SgPool *pool, Waiter *waiter)
{
    int64_t started = monotonic_us();
    int limit = pool->options.acquire_timeout_ms;
    bool has_time = true;
    while (!waiter->granted && has_time) {
        if (limit < 0) pthread_cond_wait(&waiter->ready, &pool->lock);
        else has_time = condition_wait_until(&waiter->ready, &pool->lock, started + (int64_t)limit * 1000);
    }
    if (!waiter->granted) {
        give_up(pool, waiter);
        pool->counters.timeouts++;
    }
    pool->counters.wait_us += monotonic_us() - started;
}

/* The lock is held. */
static void enter(SgPool *pool, Waiter *waiter)
{
    if (pool->idle != NULL && pool->first == NULL) {
        waiter->connection = pool->idle;
        waiter->granted = true;
        pool->idle = waiter->connection->next;
        pool->counters.idle--;
    } else if (pool->counters.open < pool->options.max_connections && pool->first == NULL) {
        waiter->granted = true;
        pool->counters.open++;
    } else {
        enqueue(pool, waiter);
    }
}

/* A place among max_connections, with an idle connection or (NULL) the right to open one. */
static bool take_place(SgPool *pool, Connection **out)
{
    Waiter waiter = {.wake = -1};
    condition_init(&waiter.ready);
    pthread_mutex_lock(&pool->lock);
    Connection *expired = take_expired(pool, monotonic_us(), false);
    enter(pool, &waiter);
    if (!waiter.granted) wait_in_line(pool, &waiter);
    pthread_mutex_unlock(&pool->lock);
    pthread_cond_destroy(&waiter.ready);
    close_all(expired);
    *out = waiter.connection;
    return waiter.granted;
}

void pool_enter(SgPool *pool, Waiter *waiter)
{
    pthread_mutex_lock(&pool->lock);
    Connection *expired = take_expired(pool, monotonic_us(), false);
    enter(pool, waiter);
    pthread_mutex_unlock(&pool->lock);
    close_all(expired);
}

bool pool_is_granted(SgPool *pool, const Waiter *waiter)
{
    pthread_mutex_lock(&pool->lock);
    bool granted = waiter->granted;
    pthread_mutex_unlock(&pool->lock);
    return granted;
}

bool pool_give_up(SgPool *pool, Waiter *waiter)
{
    pthread_mutex_lock(&pool->lock);
    bool granted = waiter->granted;
    if (!granted) {
        give_up(pool, waiter);
        pool->counters.timeouts++;
    }
    pthread_mutex_unlock(&pool->lock);
    return !granted;
}

const SgPoolOptions *pool_options(const SgPool *pool)
{
    return &pool->options;
}

void pool_count_connected(SgPool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->counters.connected++;
    pthread_mutex_unlock(&pool->lock);
}

void pool_count_discarded(SgPool *pool)
{
    pthread_mutex_lock(&pool->lock);
    pool->counters.discarded++;
    pthread_mutex_unlock(&pool->lock);
}

/* The place goes to who waits longest, else it is free. */
void pool_leave(SgPool *pool)
{
    pthread_mutex_lock(&pool->lock);
    Waiter *waiter = dequeue(pool);
    if (waiter == NULL) pool->counters.open--;
    else grant(waiter, NULL);
    pthread_mutex_unlock(&pool->lock);
}

bool pool_must_ask(const SgPool *pool, const Connection *connection)
{
    int64_t limit = pool->options.check_idle_ms;
    return limit > 0 && monotonic_us() - connection->idle_since_us > limit * 1000;
}

static bool is_fit(const SgPool *pool, Connection *connection)
{
    return pool_must_ask(pool, connection) ? connection_ping(connection) : connection_is_alive(connection);
}

void pool_keep_message(SgPool *pool, SgError *error)
{
    if (error == NULL) return;
    const char *message = error->message;
    error->message = "no connection";
    pthread_mutex_lock(&pool->lock);
    for (int i = 0; i < pool->message_count; i++) {
        if (strcmp(pool->messages[i], message) == 0) error->message = pool->messages[i];
    }
    if (strcmp(error->message, message) != 0 && pool->message_count < MESSAGES_MAX) {
        const char *copy = sg_arena_strdup(&pool->arena, message);
        if (copy != NULL) error->message = pool->messages[pool->message_count++] = copy;
    }
    pthread_mutex_unlock(&pool->lock);
}

static Connection *open_in_place(SgPool *pool, SgError *error)
{
    SgArena texts = {0};
    Connection *connection = connection_open(&pool->options, &texts, error);
    if (connection == NULL) {
        pool_keep_message(pool, error);
        pool_leave(pool);
    } else {
        pool_count_connected(pool);
    }
    sg_arena_free(&texts);
    return connection;
}

/* The right to open one more connection, while there are fewer than there shall be. */
static bool take_missing_place(SgPool *pool)
{
    const SgPoolOptions *options = &pool->options;
    pthread_mutex_lock(&pool->lock);
    bool missing = pool->counters.open < options->min_connections && pool->counters.open < options->max_connections;
    if (missing) pool->counters.open++;
    pthread_mutex_unlock(&pool->lock);
    return missing;
}

void sg_pool_tend(SgPool *pool)
{
    pthread_mutex_lock(&pool->lock);
    Connection *expired = take_expired(pool, monotonic_us(), true);
    pthread_mutex_unlock(&pool->lock);
    close_all(expired);
    while (take_missing_place(pool)) {
        Connection *connection = open_in_place(pool, NULL);
        if (connection == NULL) return;
        pool_return(pool, connection);
    }
}

SgStatus pool_start_session(SgPool *pool, Connection *connection, SgSession **out, SgError *error)
{
    SgSession *db = session_new();
    if (db == NULL) {
        pool_return(pool, connection);
        error_set_plain(error, SG_NO_MEMORY, "out of memory");
        return SG_NO_MEMORY;
    }
    const SgPoolOptions *options = &pool->options;
    db->pool = pool;
    db->connection = connection;
    db->hooks = options->hooks;
    db->prepare = options->prepare;
    db->shares_server = options->transaction_pooler;
    if (db->shares_server && options->statement_timeout_ms > 0) db->timeout_ms = options->statement_timeout_ms;
    pthread_mutex_lock(&pool->lock);
    pool->counters.acquired++;
    pthread_mutex_unlock(&pool->lock);
    error_set_plain(error, SG_OK, "");
    *out = db;
    return SG_OK;
}

SgStatus sg_session_open(SgPool *pool, SgSession **out, SgError *error)
{
    Connection *connection;
    SgError ignored;
    if (error == NULL) error = &ignored;
    if (!take_place(pool, &connection)) {
        error_set_plain(error, SG_TIMEOUT, "no connection became free in time");
        return SG_TIMEOUT;
    }
    if (connection != NULL && !is_fit(pool, connection)) {
        connection_close(connection);
        connection = NULL;
        pool_count_discarded(pool);
    }
    if (connection == NULL) connection = open_in_place(pool, error);
    return connection == NULL ? error->status : pool_start_session(pool, connection, out, error);
}

void pool_return(SgPool *pool, Connection *connection)
{
    int64_t now = monotonic_us();
    if (!connection_clean(connection, &pool->options) || is_worn_out(pool, connection, now)) {
        connection_close(connection);
        pool_count_discarded(pool);
        pool_leave(pool);
        return;
    }
    connection->idle_since_us = now;
    pthread_mutex_lock(&pool->lock);
    Waiter *waiter = dequeue(pool);
    if (waiter != NULL) {
        grant(waiter, connection);
    } else {
        connection->next = pool->idle;
        pool->idle = connection;
        pool->counters.idle++;
    }
    pthread_mutex_unlock(&pool->lock);
}

bool pool_replace(SgPool *pool, SgSession *db, SgError *error)
{
    Connection *connection = connection_open(&pool->options, &db->error_arena, error);
    if (connection == NULL) return false;
    Connection *lost = db->connection;
    pthread_mutex_lock(&db->cancel_lock);
    db->connection = connection;
    pthread_mutex_unlock(&db->cancel_lock);
    connection_close(lost);
    db->is_bare = true;
    pool_count_connected(pool);
    pool_count_discarded(pool);
    return true;
}
