#include "reconnect.h"

#include "error.h"
#include "pool.h"

#include <string.h>

/* Settings are kept as name and value, channels as name, each with its NUL, one behind the other. */
enum { SETTING_WORDS = 2, CHANNEL_WORDS = 1 };

static size_t entry_size(const char *at, int words)
{
    size_t size = 0;
    for (int i = 0; i < words; i++) size += strlen(at + size) + 1;
    return size;
}

static void forget(SgText *entries, const char *name, int words)
{
    for (size_t at = 0, size; at < entries->size; at += size) {
        size = entry_size(entries->data + at, words);
        if (strcmp(entries->data + at, name) != 0) continue;
        memmove(entries->data + at, entries->data + at + size, entries->size - at - size);
        sg_text_truncate(entries, entries->size - size);
        return;
    }
}

bool remember_setting(SgSession *db, const char *name, const char *value)
{
    forget(&db->settings, name, SETTING_WORDS);
    sg_text_add_bytes(&db->settings, name, strlen(name) + 1);
    sg_text_add_bytes(&db->settings, value, strlen(value) + 1);
    return sg_text_ok(&db->settings);
}

bool remember_channel(SgSession *db, const char *channel)
{
    forget_channel(db, channel);
    sg_text_add_bytes(&db->channels, channel, strlen(channel) + 1);
    return sg_text_ok(&db->channels);
}

void forget_channel(SgSession *db, const char *channel)
{
    forget(&db->channels, channel, CHANNEL_WORDS);
}

static SgStatus set_again(SgSession *db, const char *name)
{
    static const char sql[] = "SELECT pg_catalog.set_config($1, $2, false)";
    const char *values[] = {name, name + strlen(name) + 1};
    PGresult *result = PQexecParams(db->connection->pg, sql, 2, NULL, values, NULL, NULL, 0);
    SgStatus rc = PQresultStatus(result) == PGRES_TUPLES_OK ? SG_OK : fail_result(db, result, sql);
    PQclear(result);
    return rc;
}

static SgStatus listen_again(SgSession *db, const char *channel)
{
    SgText sql = {0};
    sg_text_add(&sql, "LISTEN ");
    connection_add_identifier(&sql, channel);
    if (!sg_text_ok(&sql)) {
        sg_text_free(&sql);
        return fail_memory(db);
    }
    PGresult *result = PQexec(db->connection->pg, sql.data);
    SgStatus rc = PQresultStatus(result) == PGRES_COMMAND_OK ? SG_OK : fail_result(db, result, sql.data);
    PQclear(result);
    sg_text_free(&sql);
    return rc;
}

static SgStatus set_up(SgSession *db)
{
    SgStatus rc = SG_OK;
    for (size_t at = 0; rc == SG_OK && at < db->settings.size;) {
        rc = set_again(db, db->settings.data + at);
        at += entry_size(db->settings.data + at, SETTING_WORDS);
    }
    for (size_t at = 0; rc == SG_OK && at < db->channels.size;) {
        rc = listen_again(db, db->channels.data + at);
        at += entry_size(db->channels.data + at, CHANNEL_WORDS);
    }
    if (db->settings.size > 0 || db->channels.size > 0) db->connection->is_dirty = true;
    return rc;
}

SgStatus reconnect(SgSession *db)
{
    if (PQstatus(db->connection->pg) != CONNECTION_OK) {
        sg_arena_free(&db->error_arena);
        if (!pool_replace(db->pool, db, &db->error)) return db->error.status;
    }
    SgStatus rc = set_up(db);
    if (rc == SG_OK) db->is_bare = false;
    return rc;
}
