/* Sessions: memory of results, and the connection they borrow. */
#include "state.h"

#include "error.h"
#include "pipeline.h"
#include "pool.h"
#include "query.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_PARAMS = 32, FIRST_TEXT = 256, LARGEST_TEXT = 65536, FIRST_RESULTS = 65536 };

static void free_session(SgSession *db)
{
    SgArena arena = db->arena;
    session_free_spent(db);
    sg_text_free(&db->sql);
    sg_text_free(&db->pieces);
    sg_text_free(&db->params.wire);
    sg_text_free(&db->settings);
    sg_text_free(&db->channels);
    pthread_mutex_destroy(&db->cancel_lock);
    sg_arena_free(&db->params.arena);
    sg_arena_free(&db->scratch);
    sg_arena_free(&db->error_arena);
    sg_arena_free(&arena);
}

SgSession *session_new(void)
{
    SgArena arena = {0};
    /* Room that stays, so that calls do not fetch and return memory each: for the list of a few hundred rows. */
    if (!sg_arena_reserve(&arena, sizeof(SgSession) + FIRST_RESULTS)) return NULL;
    SgSession *db = sg_arena_new(&arena, sizeof *db);
    db->arena = arena;
    if (pthread_mutex_init(&db->cancel_lock, NULL) != 0) {
        arena = db->arena;
        sg_arena_free(&arena);
        return NULL;
    }
    /* The first block of scratch memory stays too. */
    if (sg_arena_alloc(&db->scratch, 1) == NULL || !params_reserve(db, FIRST_PARAMS)) {
        free_session(db);
        return NULL;
    }
    db->base = sg_arena_mark(&db->arena);
    db->text_chunk = FIRST_TEXT;
    db->pipeline_failed = -1;
    error_set_plain(&db->error, SG_OK, "");
    return db;
}

SgStatus sg_session_adopt(struct pg_conn *connection, SgSession **out)
{
    enum { STATEMENTS = 256 };
    SgSession *db = session_new();
    if (db == NULL) return SG_NO_MEMORY;
    db->connection = connection_adopt(connection, STATEMENTS);
    if (db->connection == NULL) {
        free_session(db);
        return SG_NO_MEMORY;
    }
    *out = db;
    return SG_OK;
}

void sg_session_close(SgSession *db)
{
    if (db == NULL) return;
    pipeline_drop(db);
    sg_session_reset(db);
    if (db->pool != NULL) {
        pool_return(db->pool, db->connection);
    } else {
        if (db->depth > 0 && PQtransactionStatus(db->connection->pg) != PQTRANS_IDLE)
            connection_run(db->connection->pg, "ROLLBACK");
        connection_close(db->connection);
    }
    free_session(db);
}

/* ---- Memory of results ---- */

void *session_alloc(SgSession *db, size_t size)
{
    return sg_arena_alloc(&db->arena, size);
}

char *session_text(SgSession *db, const void *bytes, size_t size)
{
    if (db->text_left <= size) {
        if (db->text_chunk < LARGEST_TEXT) db->text_chunk *= 2;
        size_t chunk = size >= db->text_chunk / 4 ? size + 1 : db->text_chunk;
        char *memory = sg_arena_alloc(&db->arena, chunk);
        if (memory == NULL) return NULL;
        if (chunk == size + 1) { /* large: of its own, the chunk stays open */
            memcpy(memory, bytes, size);
            memory[size] = '\0';
            return memory;
        }
        db->text_at = memory;
        db->text_left = chunk;
    }
    char *text = db->text_at;
    memcpy(text, bytes, size);
    text[size] = '\0';
    db->text_at += size + 1;
    db->text_left -= size + 1;
    return text;
}

static bool own(SgSession *db, PGresult *result, void *memory)
{
    Owned *owned = sg_arena_alloc(&db->arena, sizeof *owned);
    if (owned == NULL) return false;
    *owned = (Owned){db->owned, result, memory};
    db->owned = owned;
    return true;
}

bool session_own_result(SgSession *db, PGresult *result)
{
    return own(db, result, NULL);
}

bool session_own_memory(SgSession *db, void *memory)
{
    return own(db, NULL, memory);
}

void session_spend(SgSession *db, PGresult *result)
{
    enum { SMALL = 262144 };
    if (db->spent == NULL && PQresultMemorySize(result) <= SMALL) db->spent = result;
    else PQclear(result);
}

void session_free_spent(SgSession *db)
{
    PQclear(db->spent);
    db->spent = NULL;
}

static void release(SgSession *db, SgArenaMark mark, const Owned *until)
{
    while (db->owned != until) {
        session_spend(db, db->owned->result);
        free(db->owned->memory);
        db->owned = db->owned->next;
    }
    sg_arena_release(&db->arena, mark);
    db->text_left = 0;
    db->text_chunk = FIRST_TEXT;
}

void sg_session_reset(SgSession *db)
{
    release(db, db->base, NULL);
}

SgMark sg_session_mark(const SgSession *db)
{
    SgArenaMark mark = sg_arena_mark(&db->arena);
    return (SgMark){mark.block, mark.used, db->owned};
}

void sg_session_release(SgSession *db, SgMark mark)
{
    release(db, (SgArenaMark){mark.arena_block, mark.arena_used}, mark.owned);
}

void *sg_session_alloc(SgSession *db, size_t size)
{
    return session_alloc(db, size);
}

char *sg_session_printf(SgSession *db, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = sg_arena_vprintf(&db->arena, format, args);
    va_end(args);
    return text;
}

/* ---- The connection ---- */

struct pg_conn *sg_session_connection(SgSession *db)
{
    db->connection->is_dirty = true;
    return db->connection->pg;
}

SgStatus sg_session_set_timeout(SgSession *db, int milliseconds)
{
    if (milliseconds < 0) return fail(db, SG_INVALID, NULL, "a timeout cannot be negative");
    db->timeout_ms = milliseconds;
    return SG_OK;
}

SgStatus sg_cancel(SgSession *db)
{
    atomic_store(&db->cancelled, true);
    pthread_mutex_lock(&db->cancel_lock);
    bool sent = connection_cancel(db->connection);
    pthread_mutex_unlock(&db->cancel_lock);
    return sent ? SG_OK : SG_UNAVAILABLE;
}
