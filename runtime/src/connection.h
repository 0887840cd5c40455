/*
 * connection.h - a connection to the server with what belongs to it: its prepared statements and its age.
 */
#ifndef SG_CONNECTION_H
#define SG_CONNECTION_H

#include "sg/session.h"
#include "statements.h"

enum { CRASH_TIME_SIZE = 32 };

typedef struct Connection Connection;
struct Connection {
    SgArena arena; /* holds this struct */
    PGconn *pg;
    PGcancel *cancel; /* made beforehand, because another thread uses it */
    Statements statements;
    int64_t opened_us, idle_since_us; /* monotonic */
    bool is_adopted;                  /* the application's: not configured, not closed */
    bool is_dismissed;                /* the server said that it will hang up */
    bool is_dirty; /* settings were changed, channels listened to, or the application had its hands on it */
    char crash_time[CRASH_TIME_SIZE]; /* when its server came back from a crash; "" until asked: see transaction.c */
    Connection *next;                 /* in the pool's idle list */
};

/* Connects and configures.  NULL on failure, with the reason in `error` (may be NULL) and libpq's words in `message`
 * (arena memory). */
Connection *connection_open(const SgPoolOptions *options, SgArena *message_arena, SgError *error);

/* Begins to connect, to be gone on with by PQconnectPoll(); then `cancel` is to be made and the settings sent.  NULL
 * when memory ran out. */
Connection *connection_start(const SgPoolOptions *options);

/* The settings of the options as SQL; nothing when there are none. */
void connection_add_settings(SgText *sql, const PGconn *pg, const SgPoolOptions *options);

/* Wraps a PGconn; NULL when memory ran out. */
Connection *connection_adopt(PGconn *pg, int statement_cache);

/* Closes it, unless it was adopted; NULL is fine. */
void connection_close(Connection *connection);

/* Ready for the next borrower: nothing open, nothing changed.  False: close it. */
bool connection_clean(Connection *connection, const SgPoolOptions *options);

/* False when the server has hung up, as far as that can be told without asking it. */
bool connection_is_alive(Connection *connection);

/* Asks the server. */
bool connection_ping(Connection *connection);

/* Asks the server to stop what the connection is running; false when it could not be asked. */
bool connection_cancel(Connection *connection);

/* Gives up on a server that does not answer: the connection counts as lost from now on. */
void connection_abandon(PGconn *pg);

/* A quoted name. */
void connection_add_identifier(SgText *sql, const char *name);

/* Runs a statement without a result; false when the server refused it. */
bool connection_run(PGconn *pg, const char *sql);

int64_t monotonic_us(void);

#endif
