#include "wait.h"

#include <poll.h>

enum { CANCELS_MAX = 5, CANCEL_PATIENCE_MS = 1000 /* after each */ };

void wait_begin(SgSession *db)
{
    db->cancels = 0;
    atomic_store_explicit(&db->cancelled, false, memory_order_relaxed);
}

int64_t wait_deadline(const SgSession *db)
{
    if (db->timeout_ms == 0) return 0;
    return monotonic_us() + (db->cancels > 0 ? CANCEL_PATIENCE_MS : (int64_t)db->timeout_ms) * 1000;
}

int wait_left_ms(int64_t deadline_us)
{
    if (deadline_us == 0) return -1;
    int64_t left = deadline_us - monotonic_us();
    return left <= 0 ? 0 : (int)(left / 1000) + 1;
}

void wait_check(SgSession *db, int64_t *deadline_us)
{
    if (*deadline_us == 0 || monotonic_us() < *deadline_us) return;
    if (db->cancels >= CANCELS_MAX) connection_abandon(db->connection->pg);
    else db->cancels = connection_cancel(db->connection) ? db->cancels + 1 : CANCELS_MAX;
    *deadline_us = wait_deadline(db);
}

bool wait_for(SgSession *db, short events, int64_t *deadline_us)
{
    struct pollfd socket = {.fd = PQsocket(db->connection->pg), .events = events};
    if (poll(&socket, 1, wait_left_ms(*deadline_us)) == 0) wait_check(db, deadline_us);
    return PQconsumeInput(db->connection->pg) == 1;
}

PGresult *next_result(SgSession *db)
{
    PGconn *pg = db->connection->pg;
    int64_t deadline = wait_deadline(db);
    while (deadline != 0 && PQisBusy(pg) && wait_for(db, POLLIN, &deadline)) continue;
    return PQgetResult(pg); /* of a connection that is lost too */
}

int next_copy_data(SgSession *db, char **out)
{
    PGconn *pg = db->connection->pg;
    int64_t deadline = wait_deadline(db);
    int size = PQgetCopyData(pg, out, deadline != 0);
    while (size == 0 && wait_for(db, POLLIN, &deadline)) size = PQgetCopyData(pg, out, 1);
    return size;
}
