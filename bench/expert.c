/*
 * The workloads as an expert of libpq writes them for this one schema: statements prepared by name, binary both ways,
 * text used where it lies, pipeline mode and COPY where they pay.
 */
#include "bench.h"
#include "wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { UUID = 2950, TEXT = 25, NUMERIC = 1700, INT8 = 20, TIMESTAMPTZ = 1184, UUID_ARRAY = 2951 };

static void check(PGconn *pg, PGresult *result, ExecStatusType expected)
{
    if (PQresultStatus(result) != expected) give_up("libpq", PQerrorMessage(pg));
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
    prepare(
        pg, "insert",
        "INSERT INTO orders (id, account_id, symbol, side, type, quantity, limit_price, idempotency_key, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " RETURNING " COLUMNS,
        9, (const Oid[]){UUID, UUID, TEXT, 0, 0, NUMERIC, NUMERIC, TEXT, TIMESTAMPTZ});
    prepare(
        pg, "trade insert",
        "INSERT INTO orders (id, account_id, symbol, side, type, quantity, limit_price, idempotency_key, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
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
        params_start(&p);
        add_bytes(&p, data->orders[(size_t)i % data->order_count].bytes, 16);
        PGresult *r = execute(pg, "get", &p);
        check(pg, r, PGRES_TUPLES_OK);
        if (PQntuples(r) != 1) give_up("get", "no row");
        decode(r, 0, &row);
        PQclear(r);
    }
}

static void add_order(Params *p, const Data *data, int i, const uint8_t id[16], const char *key)
{
    add_bytes(p, id, 16);
    add_bytes(p, data->accounts[(size_t)i % data->account_count].bytes, 16);
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
    Params p;
    params_start(&p);
    add_order(&p, data, i, id, key);
    PGresult *r = execute(pg, "insert", &p);
    check(pg, r, PGRES_TUPLES_OK);
    decode(r, 0, row);
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
        params_start(&p);
        add_bytes(&p, data->orders[(size_t)i % data->order_count].bytes, 16);
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
        params_start(&p);
        add_bytes(&p, data->accounts[(size_t)i % data->account_count].bytes, 16);
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
        params_start(&p);
        add_text(&p, "LARGE");
        materialise(arg, "large", &p, LARGE);
    }
}

static void stream(void *arg, const Data *data, int count)
{
    Params none;
    params_start(&none);
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
            params_start(&p);
            add_bytes(&p, data->orders[(size_t)(i + k) % data->order_count].bytes, 16);
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

/* ---- The trading transaction: a round trip for each of seven statements ---- */

typedef struct Trade {
    const uint8_t *account;
    uint8_t order[16], execution[16], entry[16];
    char key[40];
    int i;
} Trade;

static int64_t lock_account(PGconn *pg, const Trade *trade)
{
    Params p;
    params_start(&p);
    add_bytes(&p, trade->account, 16);
    PGresult *r = execute(pg, "lock", &p);
    check(pg, r, PGRES_TUPLES_OK);
    int64_t balance = get_numeric(PQgetvalue(r, 0, 1));
    PQclear(r);
    return balance;
}

static void insert_execution(PGconn *pg, const Trade *trade)
{
    Params p;
    params_start(&p);
    add_bytes(&p, trade->execution, 16);
    add_bytes(&p, trade->order, 16);
    add_text(&p, "MSFT");
    add_text(&p, "BUY");
    add_numeric(&p, 1000000 + trade->i);
    add_numeric(&p, 1234500);
    add_text(&p, trade->key);
    add_time(&p, now_us());
    run_command(pg, "execution", &p);
}

static void update_position(PGconn *pg, const Trade *trade)
{
    Params p;
    params_start(&p);
    add_bytes(&p, trade->account, 16);
    add_text(&p, "MSFT");
    add_numeric(&p, 1000000 + trade->i);
    add_numeric(&p, 1234500);
    add_time(&p, now_us());
    run_command(pg, "position", &p);
}

static void insert_entry(PGconn *pg, const Trade *trade, int64_t balance)
{
    Params p;
    params_start(&p);
    add_bytes(&p, trade->entry, 16);
    add_bytes(&p, trade->account, 16);
    add_bytes(&p, trade->execution, 16);
    add_text(&p, "TRADE");
    add_numeric(&p, 1234500);
    add_numeric(&p, balance);
    run_command(pg, "ledger", &p);
}

static void trade(void *arg, const Data *data, int count)
{
    PGconn *pg = arg;
    Params none, order;
    params_start(&none);
    for (int i = 0; i < count; i++) {
        Trade t = {.account = data->accounts[(size_t)i % data->account_count].bytes, .i = i};
        make_id(t.order);
        make_id(t.execution);
        make_id(t.entry);
        snprintf(t.key, sizeof t.key, "bench-e-trade-%d-%d", data->run, i);
        params_start(&order);
        add_order(&order, data, i, t.order, t.key);

        run_command(pg, "begin", &none);
        int64_t balance = lock_account(pg, &t);
        run_command(pg, "trade insert", &order);
        insert_execution(pg, &t);
        update_position(pg, &t);
        insert_entry(pg, &t, balance);
        run_command(pg, "commit", &none);
    }
}

/* ---- Decoding without the server ---- */

static void decode_large(void *arg, const Data *data, int count)
{
    static PGresult *result;
    (void)data;
    if (result == NULL) {
        Params p;
        params_start(&p);
        add_text(&p, "LARGE");
        result = execute(arg, "large", &p);
        return;
    }
    Row *rows = calloc(LARGE, sizeof *rows);
    if (rows == NULL || PQntuples(result) != LARGE) give_up("decode", "rows are missing");
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < LARGE; k++) decode(result, k, &rows[k]);
    }
    free(rows);
}

const Side this_side = {open_expert, close_expert, get,  insert,   update, list_small,
                        list_large,  stream,       bulk, get_many, trade,  decode_large};
