/* Reading one's own writes from a replica: positions in the server's log. */
#include "error.h"
#include "query.h"

#include <time.h>

enum { FIRST_PAUSE_MS = 1, LONGEST_PAUSE_MS = 16 };

SgStatus sg_position(SgSession *db, SgPosition *out)
{
    sql_begin(db);
    sg_text_add(&db->sql, "SELECT pg_catalog.pg_wal_lsn_diff(CASE WHEN pg_catalog.pg_is_in_recovery() THEN "
                          "pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_insert_lsn() END, "
                          "'0/0')::bigint");
    return run(db, &(Call){.operation = "position", .model = "", .take = take_int64, .out = &out->lsn});
}

static SgStatus has_position(SgSession *db, SgPosition position, bool *out)
{
    static const SgColumn lsn = {.label = "position", .type = SG_INT64};
    sql_begin(db);
    sg_text_add(&db->sql, "SELECT NOT pg_catalog.pg_is_in_recovery() OR pg_catalog.pg_wal_lsn_diff("
                          "pg_catalog.pg_last_wal_replay_lsn(), '0/0') >= $1");
    if (params_add(db, &lsn, &position.lsn) == 0) return db->error.status;
    return run(db, &(Call){.operation = "wait_position", .model = "", .take = take_flag, .flag = out});
}

/* Asks again and again, each time after twice the pause: PostgreSQL has no way to be told. */
SgStatus sg_wait_position(SgSession *db, SgPosition position, int timeout_ms)
{
    int64_t deadline = monotonic_us() + (int64_t)timeout_ms * 1000;
    bool is_there = position.lsn == 0;
    SgStatus rc = is_there ? SG_OK : check_unpipelined(db, "wait_position");
    if (rc == SG_OK && !is_there && PQtransactionStatus(db->connection->pg) != PQTRANS_IDLE)
        return fail(db, SG_INVALID, NULL, "a transaction sees what was there when it began: wait before it");
    for (int pause_ms = FIRST_PAUSE_MS; rc == SG_OK && !is_there; pause_ms *= 2) {
        rc = has_position(db, position, &is_there);
        if (rc != SG_OK || is_there) return rc;
        if (monotonic_us() >= deadline) return fail(db, SG_TIMEOUT, NULL, "the replica is behind the position");
        if (pause_ms > LONGEST_PAUSE_MS) pause_ms = LONGEST_PAUSE_MS;
        nanosleep(&(struct timespec){.tv_nsec = (long)pause_ms * 1000000}, NULL);
    }
    return rc;
}

SgStatus sg_session_open_reader(const SgReader *reader, SgPosition seen, SgSession **out, SgError *error)
{
    SgSession *db = NULL;
    if (sg_session_open(reader->replicas, &db, NULL) == SG_OK) {
        if (sg_wait_position(db, seen, reader->patience_ms) == SG_OK) {
            *out = db;
            error_set_plain(error, SG_OK, "");
            return SG_OK;
        }
        sg_session_close(db);
    }
    return sg_session_open(reader->primary, out, error);
}
