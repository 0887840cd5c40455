/*
 * The workloads as an expert of libpq writes them for this one schema: statements prepared by name, binary both ways,
 * text used where it lies, one decode per type without checks, pipeline mode and COPY where they pay.
 */
#include "bench.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { UUID = 2950, TEXT = 25, NUMERIC = 1700, INT8 = 20, TIMESTAMPTZ = 1184, UUID_ARRAY = 2951 };

typedef struct Row {
    uint8_t id[16], account_id[16];
    const char *symbol;
    int side, type, status;
    int64_t quantity, filled_quantity, limit_price, stop_price, average_price; /* ten-thousandths */
    bool has_limit_price, has_stop_price, has_average_price, has_expires_at;
    const char *idempotency_key, *rejection_reason, *metadata;
    int32_t version;
    int64_t created_at, updated_at, expires_at;
} Row;

typedef struct Params {
    const char *values[16];
    int lengths[16], formats[16];
    char bytes[1024];
    size_t used;
    int count;
} Params;

#define COLUMNS                                                                                                        \
    "id, account_id, symbol, side, type, status, quantity, filled_quantity, limit_price, stop_price, "               \
    "average_price, idempotency_key, rejection_reason, metadata, version, created_at, updated_at, expires_at"

static void check(PGconn *pg, PGresult *result, ExecStatusType expected)
{
    if (PQresultStatus(result) != expected) give_up("libpq", PQerrorMessage(pg));
}

/* ---- Decoding ---- */

static uint32_t get32(const char *p)
{
    const uint8_t *b = (const uint8_t *)p;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static int64_t get64(const char *p)
{
    return (int64_t)((uint64_t)get32(p) << 32 | get32(p + 4));
}

static int16_t get16(const char *p)
{
    return (int16_t)((uint8_t)p[0] << 8 | (uint8_t)p[1]);
}

/* numeric(18,4) as ten-thousandths: the digits down to weight -1. */
static int64_t get_numeric(const char *p)
{
    int count = get16(p), weight = get16(p + 2);
    int64_t value = 0;
    for (int i = 0; i <= weight + 1; i++) value = value * 10000 + (i < count ? get16(p + 8 + i * 2) : 0);
    return get16(p + 4) == 0x4000 ? -value : value;
}

static int label_of(const char *text, const char *const *labels, int count)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(text, labels[i]) == 0) return i + 1;
    }
    return -1;
}

static const char *optional_text(const PGresult *r, int i, int column)
{
    return PQgetisnull(r, i, column) ? NULL : PQgetvalue(r, i, column);
}

static bool optional_numeric(const PGresult *r, int i, int column, int64_t *out)
{
    if (PQgetisnull(r, i, column)) return false;
    *out = get_numeric(PQgetvalue(r, i, column));
    return true;
}

static void decode(const PGresult *r, int i, Row *row)
{
    static const char *const sides[] = {"BUY", "SELL"}, *const types[] = {"MARKET", "LIMIT", "STOP", "STOP_LIMIT"};
    static const char *const statuses[] = {"PENDING", "ACCEPTED", "PARTIAL", "FILLED", "CANCELLED", "REJECTED"};
    memcpy(row->id, PQgetvalue(r, i, 0), 16);
    memcpy(row->account_id, PQgetvalue(r, i, 1), 16);
    row->symbol = PQgetvalue(r, i, 2);
    row->side = label_of(PQgetvalue(r, i, 3), sides, 2);
    row->type = label_of(PQgetvalue(r, i, 4), types, 4);
    row->status = label_of(PQgetvalue(r, i, 5), statuses, 6);
    row->quantity = get_numeric(PQgetvalue(r, i, 6));
    row->filled_quantity = get_numeric(PQgetvalue(r, i, 7));
    row->has_limit_price = optional_numeric(r, i, 8, &row->limit_price);
    row->has_stop_price = optional_numeric(r, i, 9, &row->stop_price);
    row->has_average_price = optional_numeric(r, i, 10, &row->average_price);
    row->idempotency_key = PQgetvalue(r, i, 11);
    row->rejection_reason = optional_text(r, i, 12);
    row->metadata = optional_text(r, i, 13);
    if (row->metadata != NULL) row->metadata++; /* jsonb's version */
    row->version = (int32_t)get32(PQgetvalue(r, i, 14));
    row->created_at = get64(PQgetvalue(r, i, 15));
    row->updated_at = get64(PQgetvalue(r, i, 16));
    row->has_expires_at = !PQgetisnull(r, i, 17);
    if (row->has_expires_at) row->expires_at = get64(PQgetvalue(r, i, 17));
}

/* ---- Encoding ---- */

static char *take(Params *p, const void *bytes, int size)
{
    char *at = p->bytes + p->used;
    if (bytes != NULL) memcpy(at, bytes, (size_t)size);
    p->used += (size_t)size;
    p->values[p->count] = at;
    p->lengths[p->count] = size;
    p->formats[p->count++] = 1;
    return at;
}

static void add_text(Params *p, const char *text)
{
    p->values[p->count] = text;
    p->lengths[p->count] = (int)strlen(text);
    p->formats[p->count++] = 1;
}

static void put16(char *p, int value)
{
    p[0] = (char)(value >> 8);
    p[1] = (char)value;
}

static void put64(char *p, int64_t value)
{
    for (int i = 0; i < 8; i++) p[i] = (char)(value >> (56 - 8 * i));
}

/* Ten-thousandths: groups of four digits, the last behind the point. */
static int put_numeric(char *p, int64_t value)
{
    int16_t groups[6];
    int count = 0, low = 0;
    uint64_t rest = value < 0 ? (uint64_t)-value : (uint64_t)value;
    for (; rest > 0; rest /= 10000) groups[count++] = (int16_t)(rest % 10000);
    while (low < count && groups[low] == 0) low++;
    put16(p, count - low);
    put16(p + 2, count - 2);
    put16(p + 4, value < 0 ? 0x4000 : 0);
    put16(p + 6, 4);
    for (int i = 0; i < count - low; i++) put16(p + 8 + i * 2, groups[count - 1 - i]);
    return 8 + (count - low) * 2;
}

static void add_numeric(Params *p, int64_t value)
{
    char bytes[24];
    int size = put_numeric(bytes, value);
    take(p, bytes, size);
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000 - INT64_C(946684800000000);
}

static void add_time(Params *p, int64_t us)
{
    put64(take(p, NULL, 8), us);
}

/* A uuid of version 7. */
static void make_id(uint8_t id[16])
{
    int64_t ms = now_us() / 1000 + INT64_C(946684800000);
    if (getrandom(id + 6, 10, 0) != 10) give_up("getrandom", "short");
    for (int i = 0; i < 6; i++) id[i] = (uint8_t)(ms >> (40 - 8 * i));
    id[6] = (uint8_t)(0x70 | (id[6] & 0x0F));
    id[8] = (uint8_t)(0x80 | (id[8] & 0x3F));
}

static PGresult *execute(PGconn *pg, const char *name, const Params *p)
{
    return PQexecPrepared(pg, name, p->count, p->values, p->lengths, p->formats, 1);
}

static void run_command(PGconn *pg, const char *name, const Params *p)
{
    PGresult *r = execute(pg, name, p);
    check(pg, r, PGRES_COMMAND_OK);
    PQclear(r);
}

static void prepare(PGconn *pg, const char *name, const char *sql, int count, const Oid *types)
{
    PGresult *r = PQprepare(pg, name, sql, count, types);
    check(pg, r, PGRES_COMMAND_OK);
    PQclear(r);
}

static void *open_expert(const Data *data)
{
    PGconn *pg = PQconnectdb(data->url);
    if (PQstatus(pg) != CONNECTION_OK) give_up("connect", PQerrorMessage(pg));
    prepare(pg, "begin", "BEGIN ISOLATION LEVEL READ COMMITTED", 0, NULL);
    prepare(pg, "commit", "COMMIT", 0, NULL);
    prepare(pg, "get", "SELECT " COLUMNS " FROM orders WHERE id = $1", 1, (const Oid[]){UUID});
    prepare(pg, "insert",
            "INSERT INTO orders (id, account_id, symbol, side, type, quantity, limit_price, idempotency_key, updated_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
            " RETURNING status, filled_quantity, version, created_at, updated_at",
            9, (const Oid[]){UUID, UUID, TEXT, 0, 0, NUMERIC, NUMERIC, TEXT, TIMESTAMPTZ});
    prepare(pg, "update", "UPDATE orders SET status = $2, filled_quantity = $3, updated_at = $4 WHERE id = $1", 4,
            (const Oid[]){UUID, 0, NUMERIC, TIMESTAMPTZ});
    prepare(pg, "page",
            "SELECT " COLUMNS " FROM orders WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 100", 1,
            (const Oid[]){UUID});
    prepare(pg, "large", "SELECT " COLUMNS " FROM orders WHERE symbol = $1", 1, (const Oid[]){TEXT});
    prepare(pg, "all", "SELECT " COLUMNS " FROM orders", 0, NULL);
    prepare(pg, "lock", "SELECT id, cash_balance, version FROM accounts WHERE id = $1 FOR UPDATE", 1,
            (const Oid[]){UUID});
    prepare(pg, "execution",
            "INSERT INTO executions (id, order_id, symbol, side, quantity, price, venue_execution_id, executed_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            8, (const Oid[]){UUID, UUID, TEXT, 0, NUMERIC, NUMERIC, TEXT, TIMESTAMPTZ});
    prepare(pg, "position",
            "UPDATE positions SET quantity = quantity + $3, net_cost = net_cost + $4, updated_at = $5"
            " WHERE account_id = $1 AND symbol = $2",
            5, (const Oid[]){UUID, TEXT, NUMERIC, NUMERIC, TIMESTAMPTZ});
    prepare(pg, "ledger",
            "INSERT INTO ledger_entries (id, account_id, execution_id, type, amount, balance_after)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            6, (const Oid[]){UUID, UUID, UUID, 0, NUMERIC, NUMERIC});
    return pg;
}

static void close_expert(void *pg)
{
    PQfinish(pg);
}

/* ---- The workloads ---- */

static void get(void *arg, const Data *data, int count)
{
    PGconn *pg = arg;
    Row row;
    for (int i = 0; i < count; i++) {
        Params p;
        p.used = 0, p.count = 0;
        take(&p, data->orders[(size_t)i % data->order_count].bytes, 16);
        PGresult *r = execute(pg, "get", &p);
        check(pg, r, PGRES_TUPLES_OK);
        if (PQntuples(r) != 1) give_up("get", "no row");
        decode(r, 0, &row);
        PQclear(r);
    }
}

static void add_order(Params *p, const Data *data, int i, const uint8_t id[16], const char *key)
{
    take(p, id, 16);
    take(p, data->accounts[(size_t)i % data->account_count].bytes, 16);
    add_text(p, "MSFT");
    add_text(p, "BUY");
    add_text(p, "LIMIT");
    add_numeric(p, 1000000 + i);
    add_numeric(p, 1234500 + i);
    add_text(p, key);
    add_time(p, now_us());
}

static void insert_order(PGconn *pg, const Data *data, int i, const uint8_t id[16], const char *key, Row *row)
{
    static const char *const statuses[] = {"PENDING", "ACCEPTED", "PARTIAL", "FILLED", "CANCELLED", "REJECTED"};
    Params p;
    p.used = 0, p.count = 0;
    add_order(&p, data, i, id, key);
    PGresult *r = execute(pg, "insert", &p);
    check(pg, r, PGRES_TUPLES_OK);
    row->status = label_of(PQgetvalue(r, 0, 0), statuses, 6);
    row->filled_quantity = get_numeric(PQgetvalue(r, 0, 1));
    row->version = (int32_t)get32(PQgetvalue(r, 0, 2));
    row->created_at = get64(PQgetvalue(r, 0, 3));
    row->updated_at = get64(PQgetvalue(r, 0, 4));
    PQclear(r);
}

static void insert(void *arg, const Data *data, int count)
{
    Row row;
    char key[40];
    for (int i = 0; i < count; i++) {
        uint8_t id[16];
        make_id(id);
        snprintf(key, sizeof key, "bench-e-%d-%d", data->run, i);
        insert_order(arg, data, i, id, key, &row);
    }
}

static void update(void *arg, const Data *data, int count)
{
    for (int i = 0; i < count; i++) {
        Params p;
        p.used = 0, p.count = 0;
        take(&p, data->orders[(size_t)i % data->order_count].bytes, 16);
        add_text(&p, i % 2 == 0 ? "PARTIAL" : "FILLED");
        add_numeric(&p, i);
        add_time(&p, now_us());
        run_command(arg, "update", &p);
    }
}

static void list_small(void *arg, const Data *data, int count)
{
    PGconn *pg = arg;
    static Row rows[SMALL];
    for (int i = 0; i < count; i++) {
        Params p;
        p.used = 0, p.count = 0;
        take(&p, data->accounts[(size_t)i % data->account_count].bytes, 16);
        PGresult *r = execute(pg, "page", &p);
        check(pg, r, PGRES_TUPLES_OK);
        if (PQntuples(r) != SMALL) give_up("page", "not 100 rows");
        for (int k = 0; k < SMALL; k++) decode(r, k, &rows[k]);
        PQclear(r);
    }
}

/* All rows in one result, the text staying there. */
static void materialise(PGconn *pg, const char *name, const Params *p, int64_t least)
{
    PGresult *r = execute(pg, name, p);
    check(pg, r, PGRES_TUPLES_OK);
    int count = PQntuples(r);
    if (count < least) give_up(name, "rows are missing");
    Row *rows = malloc((size_t)count * sizeof *rows);
    if (rows == NULL) give_up(name, "memory");
    for (int k = 0; k < count; k++) decode(r, k, &rows[k]);
    free(rows);
    PQclear(r);
}

static void list_large(void *arg, const Data *data, int count)
{
    (void)data;
    for (int i = 0; i < count; i++) {
        Params p;
        p.used = 0, p.count = 0;
        add_text(&p, "LARGE");
        materialise(arg, "large", &p, LARGE);
    }
}

static void stream(void *arg, const Data *data, int count)
{
    Params none;
    none.count = 0;
    for (int i = 0; i < count; i++) materialise(arg, "all", &none, data->rows);
}

static void put_field(char **at, const void *bytes, int size)
{
    put16(*at, size >> 16);
    put16(*at + 2, size);
    if (bytes != NULL) memcpy(*at + 4, bytes, (size_t)size);
    *at += 4 + size;
}

static void bulk(void *arg, const Data *data, int count)
{
    PGconn *pg = arg;
    static char buffer[65536 + 1024];
    char *at = buffer, numeric[24], time[8], key[40];
    PGresult *r = PQexec(pg, "COPY orders (id, account_id, symbol, side, type, quantity, limit_price, idempotency_key,"
                             " updated_at) FROM STDIN (FORMAT binary)");
    check(pg, r, PGRES_COPY_IN);
    PQclear(r);
    memcpy(at, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0", 19);
    at += 19;
    for (int i = 0; i < count; i++) {
        uint8_t id[16];
        make_id(id);
        put16(at, 9);
        at += 2;
        put_field(&at, id, 16);
        put_field(&at, data->accounts[(size_t)i % data->account_count].bytes, 16);
        put_field(&at, "MSFT", 4);
        put_field(&at, "BUY", 3);
        put_field(&at, "LIMIT", 5);
        put_field(&at, numeric, put_numeric(numeric, 1000000 + i));
        put_field(&at, numeric, put_numeric(numeric, 1234500 + i));
        put_field(&at, key, snprintf(key, sizeof key, "bench-e-bulk-%d-%d", data->run, i));
        put64(time, now_us());
        put_field(&at, time, 8);
        if (at - buffer < 65536) continue;
        if (PQputCopyData(pg, buffer, (int)(at - buffer)) != 1) give_up("COPY", PQerrorMessage(pg));
        at = buffer;
    }
    put16(at, -1);
    at += 2;
    if (PQputCopyData(pg, buffer, (int)(at - buffer)) != 1 || PQputCopyEnd(pg, NULL) != 1)
        give_up("COPY", PQerrorMessage(pg));
    while ((r = PQgetResult(pg)) != NULL) {
        check(pg, r, PGRES_COMMAND_OK);
        PQclear(r);
    }
}

/* 1,000 gets in one pipeline with one Sync. */
static void get_many(void *arg, const Data *data, int count)
{
    PGconn *pg = arg;
    Row row;
    if (PQenterPipelineMode(pg) != 1) give_up("pipeline", PQerrorMessage(pg));
    for (int i = 0; i < count; i += TOGETHER) {
        for (int k = 0; k < TOGETHER; k++) {
            Params p;
            p.used = 0, p.count = 0;
            take(&p, data->orders[(size_t)(i + k) % data->order_count].bytes, 16);
            if (PQsendQueryPrepared(pg, "get", 1, p.values, p.lengths, p.formats, 1) != 1)
                give_up("pipeline", PQerrorMessage(pg));
        }
        PQpipelineSync(pg);
        for (int k = 0; k < TOGETHER; k++) {
            PGresult *r = PQgetResult(pg);
            check(pg, r, PGRES_TUPLES_OK);
            decode(r, 0, &row);
            PQclear(r);
            PQclear(PQgetResult(pg));
        }
        PQclear(PQgetResult(pg));
    }
    PQexitPipelineMode(pg);
}

/* A round trip for each of seven statements. */
static void trade(void *arg, const Data *data, int count)
{
    PGconn *pg = arg;
    Row row;
    char key[40];
    Params none;
    none.count = 0;
    for (int i = 0; i < count; i++) {
        uint8_t order_id[16], execution_id[16], entry_id[16];
        const uint8_t *account = data->accounts[(size_t)i % data->account_count].bytes;
        make_id(order_id);
        make_id(execution_id);
        make_id(entry_id);
        snprintf(key, sizeof key, "bench-e-trade-%d-%d", data->run, i);
        run_command(pg, "begin", &none);
        Params p;
        p.used = 0, p.count = 0;
        take(&p, account, 16);
        PGresult *r = execute(pg, "lock", &p);
        check(pg, r, PGRES_TUPLES_OK);
        int64_t balance = get_numeric(PQgetvalue(r, 0, 1));
        PQclear(r);
        insert_order(pg, data, i, order_id, key, &row);

        p.used = 0, p.count = 0;
        take(&p, execution_id, 16);
        take(&p, order_id, 16);
        add_text(&p, "MSFT");
        add_text(&p, "BUY");
        add_numeric(&p, 1000000 + i);
        add_numeric(&p, 1234500);
        add_text(&p, key);
        add_time(&p, now_us());
        run_command(pg, "execution", &p);

        p.used = 0, p.count = 0;
        take(&p, account, 16);
        add_text(&p, "MSFT");
        add_numeric(&p, 1000000 + i);
        add_numeric(&p, 1234500);
        add_time(&p, now_us());
        run_command(pg, "position", &p);

        p.used = 0, p.count = 0;
        take(&p, entry_id, 16);
        take(&p, account, 16);
        take(&p, execution_id, 16);
        add_text(&p, "TRADE");
        add_numeric(&p, 1234500);
        add_numeric(&p, balance);
        run_command(pg, "ledger", &p);
        run_command(pg, "commit", &none);
    }
}

const Side expert = {open_expert, close_expert, get,  insert,   update, list_small,
                     list_large,  stream,       bulk, get_many, trade};
