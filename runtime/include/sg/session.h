/*
 * session.h - connections, sessions, transactions, pipelines.  sg.h has the overview.
 */
#ifndef SG_SESSION_H
#define SG_SESSION_H

#include "status.h"
#include "value.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct SgPool SgPool;
typedef struct SgSession SgSession;
struct pg_conn; /* libpq's PGconn */

/* ---- Errors -------------------------------------------------------------------------- */

/* Texts are "" when unknown, never NULL.  None of them ever holds a password. */
typedef struct SgError {
    SgStatus status;
    char sqlstate[6];    /* "" when the error arose on this side */
    const char *message; /* one sentence, lower case, for people */
    const char *detail;  /* the server's DETAIL: holds values of the row; mind your logs */
    const char *hint;
    const char *schema;
    const char *table;
    const char *column;     /* on this side also the C member that is wrong; of many rows "rows[3].price" */
    const char *constraint; /* compare with the generated *_KEY_* names */
    const char *statement;  /* the SQL that failed, without its values */
} SgError;

/* The error of the last call that failed on `db`; its texts live until the next failure or the session's close.  A
 * status that is your own (a body's, what you hand to sg_end()) is none of its failures: sg_error(db)->status tells. */
const SgError *sg_error(const SgSession *db);

/* ---- Pools --------------------------------------------------------------------------- */

/* How statements are sent: by name (fastest; for a server, a pooler in session mode, and PgBouncer ≥ 1.21 with
 * max_prepared_statements), or unnamed, which works behind every pooler. */
typedef enum SgPrepare { SG_PREPARE_NAMED = 0, SG_PREPARE_UNNAMED } SgPrepare;

/* What a hook is told.  Texts live until the hook returns. */
typedef struct SgEvent {
    const char *sql;       /* with $1 … for values */
    const char *model;     /* "Order"; "" for a statement of no model */
    const char *operation; /* "get", "list", "insert", …, "begin", "commit", "rollback" */
    SgStatus status;
    const SgError *error; /* NULL when status is SG_OK or SG_NOT_FOUND */
    int64_t rows;         /* read, or affected */
    int64_t elapsed_us;   /* from sending to the last byte of the answer */
} SgEvent;

/* Called on the session's thread.  A hook must not use the session.  Each begin has its end: of what a pipeline
 * skipped, or lost with the connection, that says how the pipeline failed. */
typedef struct SgHooks {
    void (*begin)(void *arg, const SgEvent *event); /* before a statement is sent; may be NULL */
    void (*end)(void *arg, const SgEvent *event);   /* after its answer; may be NULL */
    void *arg;
} SgHooks;

/* Zero means the default.  Times are milliseconds; -1 turns a limit off. */
typedef struct SgPoolOptions {
    const char *url;          /* a libpq connection string or URI; several hosts and target_session_attrs work */
    int max_connections;      /* 10 */
    int min_connections;      /* 0: opened with the pool, and kept open though idle */
    int acquire_timeout_ms;   /* 5,000: waiting for a connection */
    int connect_timeout_ms;   /* 10,000 */
    int idle_timeout_ms;      /* 600,000: an idle connection is closed after that */
    int max_lifetime_ms;      /* 1,800,000: any connection is replaced after that, when it comes back */
    int check_idle_ms;        /* 30,000: a connection idle longer is asked for life before it is handed out */
    int statement_timeout_ms; /* the server's setting */
    int lock_timeout_ms;      /* the server's setting */
    int idle_in_transaction_timeout_ms; /* the server's setting */
    int transaction_timeout_ms;         /* the server's setting; PostgreSQL 17, older servers have no such limit */
    int statement_cache;                /* 256 prepared statements per connection */
    SgPrepare prepare;

    /* The url leads to a pooler in transaction mode, where another transaction may run on another connection of the
     * server.  What would need a connection of its own is then SG_INVALID: sg_listen(), sg_session_set() outside a
     * transaction, and the timeouts of locks and transactions (set them in the transaction, or for the role).
     * statement_timeout_ms is observed on this side. */
    bool transaction_pooler;

    const char *application_name; /* "schemagen" unless the url has one */
    SgHooks hooks;
} SgPoolOptions;

/* Opens a pool, and min_connections connections if the server is there; that it is not is the first session's failure.
 * SG_INVALID for a url that libpq cannot read, and for options that cannot be.  `error` may be NULL; its texts are
 * static. */
SG_CHECKED SgStatus sg_pool_open(const SgPoolOptions *options, SgPool **out, SgError *error);

/* Waits for nobody: sessions must be closed before.  NULL is fine. */
void sg_pool_close(SgPool *pool);

/* Closes what is idle for too long, too old or dead, and opens what is missing to min_connections.  A pool in use looks
 * after itself; this is for one that may rest, from a timer. */
void sg_pool_tend(SgPool *pool);

typedef struct SgPoolCounters {
    int open, idle, waiting;      /* now */
    int64_t acquired;             /* sessions opened so far */
    int64_t timeouts;             /* of waiting for a connection */
    int64_t connected, discarded; /* connections made; closed for failure, age or idleness */
    int64_t wait_us;              /* total time spent waiting */
} SgPoolCounters;

void sg_pool_counters(SgPool *pool, SgPoolCounters *out);

/* ---- Sessions ------------------------------------------------------------------------ */

/* Borrows a connection, waiting in line for at most the acquire timeout (SG_TIMEOUT).  `error` may be NULL; its texts
 * live as long as the pool. */
SG_CHECKED SgStatus sg_session_open(SgPool *pool, SgSession **out, SgError *error);

/* A session on a connection that the application has and keeps: it is neither configured nor closed. */
SG_CHECKED SgStatus sg_session_adopt(struct pg_conn *connection, SgSession **out);

/* The same in steps, for an event loop; nothing waits, but for the name of a host being looked up.  Poll
 * sg_opening_socket(), which may change from step to step, for what sg_opening_step() wants, and take the next step
 * then or after sg_opening_timeout_ms() at the latest, until it says SG_OPENING_DONE; the first step is due at once.
 * sg_opening_end() gives the session, or why there is none; before the opening is done it gives up (SG_CANCELLED).  The
 * opening is freed in any case. */
typedef struct SgOpening SgOpening;
typedef enum SgOpeningWants { SG_OPENING_DONE, SG_OPENING_READ, SG_OPENING_WRITE } SgOpeningWants;
SG_CHECKED SgStatus sg_opening_begin(SgPool *pool, SgOpening **out, SgError *error);
SgOpeningWants sg_opening_step(SgOpening *opening);
int sg_opening_socket(const SgOpening *opening);
int sg_opening_timeout_ms(const SgOpening *opening); /* -1: no limit */
SG_CHECKED SgStatus sg_opening_end(SgOpening *opening, SgSession **out, SgError *error);

/* Rolls back what is open, frees every result, returns the connection.  NULL is fine. */
void sg_session_close(SgSession *db);

/* Frees every result so far.  64 KB of memory stay with the session, for the results to come; and one of libpq's own
 * results of up to 256 KB may, until the next statement. */
void sg_session_reset(SgSession *db);

/* Results that were read after the mark are freed by the release; older ones stay.  Marks nest. */
typedef struct SgMark {
    void *arena_block;
    size_t arena_used;
    void *owned;
} SgMark;
SgMark sg_session_mark(const SgSession *db);
void sg_session_release(SgSession *db, SgMark mark);

/* Memory with the lifetime of a result, for building arguments; NULL when there is none. */
void *sg_session_alloc(SgSession *db, size_t size);
char *sg_session_printf(SgSession *db, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* libpq's connection, for what this library does not do.  Leave it idle, and prepared statements named sg_* alone. */
struct pg_conn *sg_session_connection(SgSession *db);

/* Milliseconds that each statement of this session may take from now on; 0: no limit.  Sends nothing by itself.  What
 * counts is the time without an answer: of many rows until the next one, of a copy_in until the server has taken what
 * was sent; visitors and iterators have their own time.  A pipeline counts as one: the server keeps short answers until
 * it is through.  A statement that takes longer is cancelled, and what it did undone: SG_TIMEOUT; one that does not end
 * within five seconds then, or cannot be cancelled, is given up with its connection: SG_UNAVAILABLE. */
SG_CHECKED SgStatus sg_session_set_timeout(SgSession *db, int milliseconds);

/* SET LOCAL name = value (inside a transaction), SET otherwise, until the session closes: a new connection in place of
 * a lost one gets it again. */
SG_CHECKED SgStatus sg_session_set(SgSession *db, const char *name, const char *value);

/* Stops the statement that `db` is running, from any other thread, while the session is open.  The statement ends in
 * SG_CANCELLED; when none is running nothing happens. */
SG_CHECKED SgStatus sg_cancel(SgSession *db);

/* Runs SQL text without parameters, one statement or several; rows are thrown away, and COPY FROM STDIN is SG_INVALID.
 * `affected`, of the last statement, may be NULL. */
SG_CHECKED SgStatus sg_execute(SgSession *db, const char *sql, int64_t *affected);

/* ---- Replicas ------------------------------------------------------------------------- */

/* A point in the server's log of changes.  Zero is before all of them. */
typedef struct SgPosition {
    int64_t lsn;
} SgPosition;

/* Where the server is now: after a commit, a point behind it.  May be queued behind the commit, in its round trip. */
SG_CHECKED SgStatus sg_position(SgSession *db, SgPosition *out);

/* Until what was written before `position` can be read here; SG_TIMEOUT when it cannot within `timeout_ms`.  A primary
 * never waits.  SG_INVALID in a transaction, which sees no more than when it began. */
SG_CHECKED SgStatus sg_wait_position(SgSession *db, SgPosition position, int timeout_ms);

/* Two pools: one whose url ends at the primary (target_session_attrs=read-write) and one for reading
 * (target_session_attrs=prefer-standby); the same hosts in both let either survive a failover. */
typedef struct SgReader {
    SgPool *primary, *replicas;
    int patience_ms; /* how long a reader waits for a replica to have what it must see */
} SgReader;

/* A session that can read what was written before `seen`: on a replica, or on the primary when no replica can be had or
 * none has it in time. */
SG_CHECKED SgStatus sg_session_open_reader(const SgReader *reader, SgPosition seen, SgSession **out, SgError *error);

/* ---- Transactions -------------------------------------------------------------------- */

/* The server's default, or one of the levels; or'ed with the two flags. */
typedef enum SgIsolation {
    SG_DEFAULT_ISOLATION = 0,
    SG_READ_COMMITTED = 1,
    SG_REPEATABLE_READ = 2,
    SG_SERIALIZABLE = 3,
    SG_READ_ONLY = 0x10,
    SG_DEFERRABLE = 0x20, /* with SG_SERIALIZABLE | SG_READ_ONLY: waits for a snapshot that cannot fail */
    SG_TRACED = 0x40      /* remembers the transaction's id, to find out what became of a lost COMMIT: see sg_end() */
} SgIsolation;

/* Opens a transaction; inside one, opens a savepoint (`isolation` must then be SG_DEFAULT_ISOLATION or the
 * transaction's own). */
SG_CHECKED SgStatus sg_begin(SgSession *db, int isolation);

/* Commits when `rc` is SG_OK, rolls back otherwise; ends the innermost sg_begin().  Returns `rc`, or why the commit
 * failed.  When the connection dies during COMMIT of an SG_TRACED transaction it asks the server on a new connection
 * (for at most ten seconds) what became of it: SG_OK committed, SG_UNAVAILABLE rolled back, SG_COMMIT_UNKNOWN could not
 * be found out: no server to ask, a standby that took over, or one that crashed since and may have given the id away
 * again.  SG_COMMIT_UNKNOWN also for a transaction that was not traced, and for a COMMIT in a pipeline. */
SG_CHECKED SgStatus sg_end(SgSession *db, SgStatus rc);

/* True between sg_begin() and its sg_end(). */
bool sg_in_transaction(const SgSession *db);

/* Runs `body` in a transaction, again (at most `attempts` times in all, at least once, with a short random pause) while
 * it ends in SG_RETRY.  `body` must have no effect outside the database that may not happen twice.  The transaction is
 * traced. Inside another transaction it is a savepoint and `body` runs once: SG_RETRY is for the outermost. */
typedef SgStatus SgBody(SgSession *db, void *arg);
SG_CHECKED SgStatus sg_transaction(SgSession *db, int isolation, int attempts, SgBody *body, void *arg);

/* ---- Pipelines ----------------------------------------------------------------------- */

/* Between begin and end, calls are queued and return SG_OK at once; their out-parameters are filled by
 * sg_pipeline_end(), so they, and nothing else of the arguments, must live until then.  All statements go in one round
 * trip. sg_begin() and sg_end(db, SG_OK) may be queued too; without them the pipeline is one implicit transaction.  The
 * first statement that the server refuses undoes the transaction and skips the rest.  An answer that only this side
 * finds wanting (SG_NOT_FOUND, SG_RANGE) does not: to decide after seeing the answers, end the transaction after the
 * pipeline.
 *
 * What reads row by row, works on its answer or needs several statements cannot be queued: …_each, …_get_many,
 * …_load_…, …_insert_with_…, …_copy_…, an …_insert_many of more values than one statement takes, sg_execute(),
 * sg_listen() and its like, an SG_TRACED transaction.  That is SG_INVALID, and leaves the queue as it is. */
SG_CHECKED SgStatus sg_pipeline_begin(SgSession *db);

/* Sends what is queued and reads every answer, whatever happens.  Returns `rc` when that is not SG_OK (the queue is
 * then dropped), else the first failure; sg_pipeline_failed() tells which call, counted from 0. */
SG_CHECKED SgStatus sg_pipeline_end(SgSession *db, SgStatus rc);
/* -1: none; as many as were queued: the end of the implicit transaction. */
int sg_pipeline_failed(const SgSession *db);

/* For an event loop: after sg_pipeline_begin() and some calls, poll sg_pipeline_socket() for what
 * sg_pipeline_step() wants, and take the next step then or after sg_pipeline_timeout_ms() at the latest, until it says
 * SG_PIPELINE_DONE; then sg_pipeline_end() does not block. */
typedef enum SgPipelineWants { SG_PIPELINE_DONE, SG_PIPELINE_READ, SG_PIPELINE_READ_WRITE } SgPipelineWants;
SgPipelineWants sg_pipeline_step(SgSession *db);
int sg_pipeline_socket(const SgSession *db);
int sg_pipeline_timeout_ms(const SgSession *db); /* -1: no limit */

/* ---- LISTEN and NOTIFY ---------------------------------------------------------------- */

typedef struct SgNotification {
    const char *channel;
    const char *payload; /* "" when there is none; both live until the session is reset */
    int sender;          /* the backend's process id */
} SgNotification;

/* Until sg_unlisten() or the session's close: a new connection in place of a lost one listens again.  A channel's name
 * has 1 to 63 bytes, upper and lower case apart; else SG_INVALID. */
SG_CHECKED SgStatus sg_listen(SgSession *db, const char *channel);
SG_CHECKED SgStatus sg_unlisten(SgSession *db, const char *channel);
/* A NULL `payload` is "". */
SG_CHECKED SgStatus sg_notify(SgSession *db, const char *channel, const char *payload);

/* The next notification; waits at most `timeout_ms` (0: only what is there; -1: for ever) and returns SG_TIMEOUT
 * when there was none.  SG_UNAVAILABLE: the connection was lost, and perhaps notifications with it: look for yourself
 * what there is to do, then wait again. */
SG_CHECKED SgStatus sg_wait_notification(SgSession *db, int timeout_ms, SgNotification *out);

#ifdef __cplusplus
}
#endif
#endif
