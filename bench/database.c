#include "database.h"

#include "bench.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCOUNTS = 2000, MOST_SQL = 1 << 20 };

static PGconn *connect_to(const char *url)
{
    PGconn *pg = PQconnectdb(url);
    if (PQstatus(pg) != CONNECTION_OK) give_up("connect", PQerrorMessage(pg));
    return pg;
}

static void execute(PGconn *pg, const char *sql)
{
    PGresult *result = PQexec(pg, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) give_up(sql, PQerrorMessage(pg));
    PQclear(result);
}

static void execute_file(PGconn *pg, const char *path)
{
    FILE *file = fopen(path, "r");
    char *sql = calloc(1, MOST_SQL);
    if (file == NULL || sql == NULL || fread(sql, 1, MOST_SQL - 1, file) == 0) give_up(path, "cannot be read");
    fclose(file);
    execute(pg, sql);
    free(sql);
}

static void fill_orders(PGconn *pg, int64_t rows)
{
    char sql[1024];
    snprintf(sql, sizeof sql,
             "INSERT INTO orders (id, account_id, symbol, side, type, status, quantity, filled_quantity, limit_price,"
             " idempotency_key, metadata, created_at, updated_at) SELECT gen_random_uuid(), a.id,"
             " CASE WHEN i <= %d THEN 'LARGE' ELSE 'AAPL' END, 'BUY', 'LIMIT', 'FILLED', 100.5 + i, 50, 123.45,"
             " 'key-' || i, CASE WHEN i %% 2 = 0 THEN '{\"n\": 1}'::jsonb END, now() + i * interval '1 ms', now()"
             " FROM generate_series(1, %lld) i JOIN (SELECT id, row_number() OVER () - 1 AS n FROM accounts) a"
             " ON a.n = i %% (SELECT count(*) FROM accounts)",
             LARGE, (long long)rows);
    execute(pg, sql);
}

static void fill_parents(PGconn *pg, int64_t accounts)
{
    char sql[512];
    execute(pg,
            "INSERT INTO users (id, email, name, updated_at) VALUES (gen_random_uuid(), 'b@example.org', 'b', now())");
    execute(pg, "INSERT INTO instruments (id, symbol, name, asset_class, exchange, currency, updated_at) SELECT"
                " gen_random_uuid(), s, s, 'EQUITY', 'XNAS', 'USD', now() FROM unnest(ARRAY['MSFT','AAPL','LARGE']) s");
    snprintf(sql, sizeof sql,
             "INSERT INTO accounts (id, user_id, account_number, currency, cash_balance, updated_at) SELECT"
             " gen_random_uuid(), (SELECT id FROM users), 'A' || i, 'USD', 1000, now()"
             " FROM generate_series(1, %lld) i",
             (long long)accounts);
    execute(pg, sql);
    execute(pg, "INSERT INTO positions (id, account_id, symbol, quantity, updated_at)"
                " SELECT gen_random_uuid(), id, 'MSFT', 0, now() FROM accounts");
}

static void choose_keys(PGconn *pg, int64_t rows)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "CREATE TABLE bench_orders AS SELECT id FROM orders WHERE symbol = 'AAPL' ORDER BY random() LIMIT %d",
             MOST_KEYS);
    execute(pg, sql);
    snprintf(sql, sizeof sql, "CREATE TABLE bench_accounts AS SELECT id FROM accounts ORDER BY random() LIMIT %d",
             ACCOUNTS);
    execute(pg, sql);
    snprintf(sql, sizeof sql, "CREATE TABLE bench_size AS SELECT %lld::bigint AS rows", (long long)rows);
    execute(pg, sql);
}

void database_fill(const char *url, int64_t rows)
{
    PGconn *pg = connect_to(url);
    execute_file(pg, MIGRATION);
    fill_parents(pg, rows / SMALL);
    fill_orders(pg, rows);
    choose_keys(pg, rows);
    execute(pg, "VACUUM (FREEZE, ANALYZE)");
    PQfinish(pg);
}

void database_clean(const char *url)
{
    PGconn *pg = connect_to(url);
    execute(pg, "DELETE FROM ledger_entries; DELETE FROM executions;"
                " DELETE FROM orders WHERE idempotency_key LIKE 'bench-%'");
    execute(pg, "VACUUM (FREEZE) orders");
    PQfinish(pg);
}

void database_version(const char *url, char *out, size_t size)
{
    char version[32];
    PGconn *pg = connect_to(url);
    snprintf(version, sizeof version, "%s", PQparameterStatus(pg, "server_version"));
    version[strcspn(version, " ")] = '\0'; /* without the packager's name */
    snprintf(out, size, "PostgreSQL %s", version);
    PQfinish(pg);
}
