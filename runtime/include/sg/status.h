/* status.h - what a call ended in. */
#ifndef SG_STATUS_H
#define SG_STATUS_H

#if defined(__GNUC__)
#define SG_CHECKED __attribute__((warn_unused_result))
#else
#define SG_CHECKED
#endif

/* Every fallible function returns one of these; those that work on a session leave details in sg_error(). */
typedef enum SgStatus {
    SG_OK = 0,
    SG_NOT_FOUND,      /* no row matched */
    SG_TOO_MANY,       /* several rows matched where one was asked for */
    SG_UNIQUE,         /* a unique key, or an exclusion constraint, already has this value */
    SG_FOREIGN_KEY,    /* a referenced row is missing, or still referenced */
    SG_NOT_NULL,       /* a required column was NULL */
    SG_CHECK,          /* a check constraint said no */
    SG_RETRY,          /* serialization failure, deadlock or a stale plan: run the transaction again */
    SG_STALE,          /* the row was changed or deleted since the version given: read it again */
    SG_LOCKED,         /* NOWAIT, or the lock timeout: another session holds the row */
    SG_INVALID,        /* the call itself is wrong; nothing was sent */
    SG_RANGE,          /* a value does not fit its type, here or on the server: too large, no JSON, divided by 0 */
    SG_TIMEOUT,        /* statement, transaction or pool timeout */
    SG_CANCELLED,      /* sg_cancel(), or the server's administrator, stopped the statement */
    SG_UNAVAILABLE,    /* no connection; what was sent and not answered may or may not have happened */
    SG_COMMIT_UNKNOWN, /* the connection died during COMMIT and the outcome could not be found out */
    SG_NO_MEMORY,
    SG_SERVER, /* any other server error: see sqlstate */
    SG_STATUS_COUNT
} SgStatus;

/* "SG_UNIQUE"; "?" for a number that is none of the above. */
#ifdef __cplusplus
extern "C"
#endif
    const char *
    sg_status_name(SgStatus status);

#endif
