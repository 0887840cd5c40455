/*
 * The workloads as most programs with libpq are written: PQexecParams, everything as text both ways, a copy of every
 * text, a transaction around a loop for many rows.
 */
#include "bench.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_PARAMS = 6 };

typedef struct Row {
    char id[37], account_id[37];
    char *symbol, *side, *type, *status, *idempotency_key, *rejection_reason, *metadata;
    double quantity, filled_quantity, limit_price, stop_price, average_price;
    int version;
    time_t created_at, updated_at, expires_at;
} Row;

#define COLUMNS                                                                                                        \
    "id, account_id, symbol, side, type, status, quantity, filled_quantity, limit_price, stop_price, "                 \
    "average_price, idempotency_key, rejection_reason, metadata, version, created_at, updated_at, expires_at"

typedef struct Params {
    const char *values[MOST_PARAMS];
    char texts[MOST_PARAMS][40];
    int count;
} Params;

/* ---- Values ---- */

static void add(Params *p, const char *text)
{
    p->values[p->count++] = text;
}

static void add_uuid(Params *p, const Key *key)
{
    static const char digits[] = "0123456789abcdef";
    char *at = p->texts[p->count];
    for (int i = 0; i < 16; i++) {
        *at++ = digits[key->bytes[i] >> 4];
        *at++ = digits[key->bytes[i] & 15];
    }
    *at = '\0';
    add(p, p->texts[p->count]);
}

static void add_number(Params *p, double value)
{
    snprintf(p->texts[p->count], sizeof p->texts[0], "%.4f", value);
    add(p, p->texts[p->count]);
}

static char *copy_of(const PGresult *r, int i, int column)
{
    return PQgetisnull(r, i, column) ? NULL : strdup(PQgetvalue(r, i, column));
}

static double number_of(const PGresult *r, int i, int column)
{
    return PQgetisnull(r, i, column) ? 0 : strtod(PQgetvalue(r, i, column), NULL);
}

static time_t time_of(const PGresult *r, int i, int column)
{
    struct tm t = {0};
    if (PQgetisnull(r, i, column)) return 0;
    sscanf(PQgetvalue(r, i, column), "%d-%d-%d %d:%d:%d", &t.tm_year, &t.tm_mon, &t.tm_mday, &t.tm_hour, &t.tm_min,
           &t.tm_sec);
    t.tm_year -= 1900;
    t.tm_mon--;
    return timegm(&t);
}

static void decode(const PGresult *r, int i, Row *row)
{
    snprintf(row->id, sizeof row->id, "%s", PQgetvalue(r, i, 0));
    snprintf(row->account_id, sizeof row->account_id, "%s", PQgetvalue(r, i, 1));
    row->symbol = copy_of(r, i, 2);
    row->side = copy_of(r, i, 3);
    row->type = copy_of(r, i, 4);
    row->status = copy_of(r, i, 5);
    row->quantity = number_of(r, i, 6);
    row->filled_quantity = number_of(r, i, 7);
    row->limit_price = number_of(r, i, 8);
    row->stop_price = number_of(r, i, 9);
    row->average_price = number_of(r, i, 10);
    row->idempotency_key = copy_of(r, i, 11);
    row->rejection_reason = copy_of(r, i, 12);
    row->metadata = copy_of(r, i, 13);
    row->version = atoi(PQgetvalue(r, i, 14));
    row->created_at = time_of(r, i, 15);
    row->updated_at = time_of(r, i, 16);
    row->expires_at = time_of(r, i, 17);
}

static void release(Row *row)
{
    free(row->symbol);
    free(row->side);
    free(row->type);
    free(row->status);
    free(row->idempotency_key);
    free(row->rejection_reason);
    free(row->metadata);
}

/* ---- Statements ---- */

static PGresult *run(PGconn *pg, const char *sql, const Params *p, ExecStatusType expected)
{
    PGresult *r = PQexecParams(pg, sql, p->count, NULL, p->values, NULL, NULL, 0);
    if (PQresultStatus(r) != expected) give_up("libpq", PQerrorMessage(pg));
    return r;
}

static void run_command(PGconn *pg, const char *sql, const Params *p)
{
    PQclear(run(pg, sql, p, PGRES_COMMAND_OK));
}

static void run_plain(PGconn *pg, const char *sql)
{
    run_command(pg, sql, &(Params){.count = 0});
}

static void read_all(PGconn *pg, const char *sql, const Params *p, int64_t least)
{
    PGresult *r = run(pg, sql, p, PGRES_TUPLES_OK);
    int count = PQntuples(r);
    Row *rows = malloc((size_t)count * sizeof *rows);
    if (count < least || rows == NULL) give_up("list", "rows are missing");
    for (int i = 0; i < count; i++) decode(r, i, &rows[i]);
    PQclear(r);
    for (int i = 0; i < count; i++) release(&rows[i]);
    free(rows);
}

/* ---- The workloads ---- */

static void *open_text(const Data *data)
{
    PGconn *pg = PQconnectdb(data->url);
    if (PQstatus(pg) != CONNECTION_OK) give_up("connect", PQerrorMessage(pg));
    run_plain(pg, "SET timezone = 'UTC'");
    return pg;
}

static void close_text(void *pg)
{
    PQfinish(pg);
}

static void get(void *pg, const Data *data, int count)
{
    for (int i = 0; i < count; i++) {
        Params p = {.count = 0};
        add_uuid(&p, &data->orders[(size_t)i % data->order_count]);
        read_all(pg, "SELECT " COLUMNS " FROM orders WHERE id = $1", &p, 1);
    }
}

#define INSERT                                                                                                         \
    "INSERT INTO orders (id, account_id, symbol, side, type, quantity, limit_price, idempotency_key, updated_at)"      \
    " VALUES (gen_random_uuid(), $1, 'MSFT', 'BUY', 'LIMIT', $2, $3, $4, now()) RETURNING " COLUMNS

static void insert_order(PGconn *pg, const Data *data, int i, const char *key, Row *row)
{
    Params p = {.count = 0};
    add_uuid(&p, &data->accounts[(size_t)i % data->account_count]);
    add_number(&p, 100 + i / 10000.0);
    add_number(&p, 123.45 + i / 10000.0);
    add(&p, key);
    PGresult *r = run(pg, INSERT, &p, PGRES_TUPLES_OK);
    decode(r, 0, row);
    PQclear(r);
}

static void insert_all(PGconn *pg, const Data *data, int count, const char *what)
{
    Row row;
    char key[40];
    for (int i = 0; i < count; i++) {
        snprintf(key, sizeof key, "bench-t-%s-%d-%d", what, data->run, i);
        insert_order(pg, data, i, key, &row);
        release(&row);
    }
}

static void insert(void *pg, const Data *data, int count)
{
    insert_all(pg, data, count, "one");
}

static void bulk(void *pg, const Data *data, int count)
{
    run_plain(pg, "BEGIN");
    insert_all(pg, data, count, "bulk");
    run_plain(pg, "COMMIT");
}

static void update(void *pg, const Data *data, int count)
{
    for (int i = 0; i < count; i++) {
        Params p = {.count = 0};
        add_uuid(&p, &data->orders[(size_t)i % data->order_count]);
        add(&p, i % 2 == 0 ? "PARTIAL" : "FILLED");
        add_number(&p, i / 10000.0);
        run_command(pg, "UPDATE orders SET status = $2, filled_quantity = $3, updated_at = now() WHERE id = $1", &p);
    }
}

static void list_small(void *pg, const Data *data, int count)
{
    for (int i = 0; i < count; i++) {
        Params p = {.count = 0};
        add_uuid(&p, &data->accounts[(size_t)i % data->account_count]);
        read_all(pg, "SELECT " COLUMNS " FROM orders WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 100",
                 &p, SMALL);
    }
}

static void list_large(void *pg, const Data *data, int count)
{
    (void)data;
    for (int i = 0; i < count; i++)
        read_all(pg, "SELECT " COLUMNS " FROM orders WHERE symbol = 'LARGE'", &(Params){.count = 0}, LARGE);
}

static void stream(void *pg, const Data *data, int count)
{
    for (int i = 0; i < count; i++) read_all(pg, "SELECT " COLUMNS " FROM orders", &(Params){.count = 0}, data->rows);
}

static void trade(void *pg, const Data *data, int count)
{
    char key[40];
    for (int i = 0; i < count; i++) {
        Row order;
        Params account = {.count = 0}, execution = {.count = 0}, position = {.count = 0}, entry = {.count = 0};
        const Key *id = &data->accounts[(size_t)i % data->account_count];
        snprintf(key, sizeof key, "bench-t-trade-%d-%d", data->run, i);
        run_plain(pg, "BEGIN");
        add_uuid(&account, id);
        PGresult *r = run(pg, "SELECT cash_balance FROM accounts WHERE id = $1 FOR UPDATE", &account, PGRES_TUPLES_OK);
        double balance = number_of(r, 0, 0);
        PQclear(r);
        insert_order(pg, data, i, key, &order);
        add(&execution, order.id);
        add_number(&execution, 100 + i / 10000.0);
        add(&execution, key);
        run_command(
            pg,
            "INSERT INTO executions (id, order_id, symbol, side, quantity, price, venue_execution_id, executed_at)"
            " VALUES (gen_random_uuid(), $1, 'MSFT', 'BUY', $2, 123.45, $3, now())",
            &execution);
        add_uuid(&position, id);
        add_number(&position, 100 + i / 10000.0);
        run_command(pg,
                    "UPDATE positions SET quantity = quantity + $2, net_cost = net_cost + 123.45, updated_at = now()"
                    " WHERE account_id = $1 AND symbol = 'MSFT'",
                    &position);
        add_uuid(&entry, id);
        add_number(&entry, balance);
        run_command(pg,
                    "INSERT INTO ledger_entries (id, account_id, type, amount, balance_after)"
                    " VALUES (gen_random_uuid(), $1, 'TRADE', 123.45, $2)",
                    &entry);
        run_plain(pg, "COMMIT");
        release(&order);
    }
}

static void decode_large(void *pg, const Data *data, int count)
{
    static PGresult *result;
    (void)data;
    if (result == NULL) {
        result =
            run(pg, "SELECT " COLUMNS " FROM orders WHERE symbol = 'LARGE'", &(Params){.count = 0}, PGRES_TUPLES_OK);
        return;
    }
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < PQntuples(result); k++) {
            Row row;
            decode(result, k, &row);
            release(&row);
        }
    }
}

const Side this_side = {open_text,  close_text, get,  insert, update, list_small,
                        list_large, stream,     bulk, get,    trade,  decode_large};
