/* LISTEN and NOTIFY. */
#include "error.h"
#include "query.h"
#include "reconnect.h"

#include <poll.h>

static SgStatus needs_connection(SgSession *db, const char *operation)
{
    return fail(db, SG_INVALID, NULL, "%s needs a connection of its own, which a transaction pooler does not give",
                operation);
}

/* A longer name the server would cut, and the program wait for what nobody sends. */
static SgStatus check_channel(SgSession *db, const char *channel)
{
    enum { LONGEST = 63 }; /* bytes of an identifier */
    size_t length = strlen(channel);
    if (length >= 1 && length <= LONGEST) return SG_OK;
    return fail(db, SG_INVALID, "channel", "the name of a channel has 1 to 63 bytes, not %zu", length);
}

/* A channel's name is an identifier. */
static SgStatus run_on_channel(SgSession *db, const char *operation, const char *command, const char *channel)
{
    sql_begin(db);
    SgStatus rc = check_unpipelined(db, operation);
    if (rc == SG_OK && db->shares_server) rc = needs_connection(db, operation);
    if (rc == SG_OK) rc = check_channel(db, channel);
    if (rc != SG_OK) return rc;
    sg_text_add(&db->sql, command);
    connection_add_identifier(&db->sql, channel);
    db->connection->is_dirty = true;
    return run(db, &(Call){.operation = operation, .model = ""});
}

SgStatus sg_listen(SgSession *db, const char *channel)
{
    SgStatus rc = run_on_channel(db, "listen", "LISTEN ", channel);
    return rc == SG_OK && !remember_channel(db, channel) ? fail_memory(db) : rc;
}

SgStatus sg_unlisten(SgSession *db, const char *channel)
{
    SgStatus rc = run_on_channel(db, "unlisten", "UNLISTEN ", channel);
    if (rc == SG_OK) forget_channel(db, channel);
    return rc;
}

SgStatus sg_notify(SgSession *db, const char *channel, const char *payload)
{
    SgStatus rc = check_channel(db, channel);
    if (rc != SG_OK) return rc;
    sql_begin(db);
    sg_text_add(&db->sql, "SELECT pg_catalog.pg_notify($1, $2)");
    if (params_add_text(db, channel) == 0 || params_add_text(db, payload == NULL ? "" : payload) == 0)
        return db->error.status;
    return run(db, &(Call){.operation = "notify", .model = ""});
}

static SgStatus keep(SgSession *db, const PGnotify *notify, SgNotification *out)
{
    SgNotification kept = {
        .channel = session_text(db, notify->relname, strlen(notify->relname)),
        .payload = session_text(db, notify->extra, strlen(notify->extra)),
        .sender = notify->be_pid,
    };
    if (kept.channel == NULL || kept.payload == NULL) return fail_memory(db);
    *out = kept;
    return SG_OK;
}

SgStatus sg_wait_notification(SgSession *db, int timeout_ms, SgNotification *out)
{
    int64_t deadline = monotonic_us() + (int64_t)timeout_ms * 1000;
    SgStatus rc = check_unpipelined(db, "wait_notification");
    if (rc != SG_OK) return rc;
    PGconn *pg = db->connection->pg;
    for (;;) {
        if (PQconsumeInput(pg) == 0) return fail_connection(db, NULL);
        PGnotify *notify = PQnotifies(pg);
        if (notify != NULL) {
            rc = keep(db, notify, out);
            PQfreemem(notify);
            return rc;
        }
        int64_t left = timeout_ms < 0 ? -1 : (deadline - monotonic_us() + 999) / 1000;
        if (timeout_ms >= 0 && left <= 0) return fail(db, SG_TIMEOUT, NULL, "no notification in time");
        struct pollfd socket = {.fd = PQsocket(pg), .events = POLLIN};
        poll(&socket, 1, (int)left);
    }
}

/* ---- Settings and text of one's own ---- */

/* The server's word on the name and the value, also for a call that was queued. */
static SgStatus take_setting(SgSession *db, const Call *call, PGresult *result, bool *keep)
{
    (void)call;
    (void)keep;
    bool is_remembered = remember_setting(db, PQgetvalue(result, 0, 1), PQgetvalue(result, 0, 0));
    return is_remembered ? SG_OK : fail_memory(db);
}

SgStatus sg_session_set(SgSession *db, const char *name, const char *value)
{
    static const SgColumn flag = {.label = "local", .type = SG_BOOL};
    bool is_local = db->depth > 0;
    if (!is_local && db->shares_server) return needs_connection(db, "a setting outside a transaction");
    sql_begin(db);
    sg_text_add(&db->sql, "SELECT pg_catalog.set_config($1, $2, $3), $1");
    if (params_add_text(db, name) == 0 || params_add_text(db, value) == 0 || params_add(db, &flag, &is_local) == 0)
        return db->error.status;
    if (!is_local) db->connection->is_dirty = true;
    return run(db, &(Call){.operation = "set", .model = "", .take = is_local ? NULL : take_setting});
}

SgStatus sg_execute(SgSession *db, const char *sql, int64_t *affected)
{
    sql_begin(db);
    SgStatus rc = check_unpipelined(db, "execute");
    if (rc != SG_OK) return rc;
    const Call call = {.operation = "execute", .model = "", .take = take_affected, .affected = affected};
    int64_t started = monotonic_us();
    bool wants_rows = false;
    hook_begin(db, &call, sql);
    wait_begin(db);
    if (PQsendQuery(db->connection->pg, sql) != 1) rc = fail_connection(db, sql);
    for (PGresult *result = rc == SG_OK ? next_result(db) : NULL; result != NULL; result = next_result(db)) {
        ExecStatusType status = PQresultStatus(result);
        wants_rows = wants_rows || status == PGRES_COPY_IN;
        if (status == PGRES_COPY_IN) PQputCopyEnd(db->connection->pg, "sg_execute() has no rows to copy");
        if (status == PGRES_EMPTY_QUERY || status == PGRES_COPY_IN || status == PGRES_COPY_OUT || rc != SG_OK)
            PQclear(result);
        else rc = settle(db, &call, NULL, sql, result);
        char *bytes;
        while (status == PGRES_COPY_OUT && next_copy_data(db, &bytes) > 0) PQfreemem(bytes);
    }
    /* The server calls it cancelled: for it that was our wish. */
    if (wants_rows && rc != SG_OK && rc != SG_UNAVAILABLE)
        rc = fail(db, SG_INVALID, NULL, "COPY FROM STDIN has no rows in sg_execute(): use a …_copy_in()");
    hook_end(db, &call, sql, rc, 0, started);
    return rc;
}
