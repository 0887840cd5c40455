/*
 * The workloads with libpqxx: prepared statements, its own conversions from text, stream_to for many rows.
 */
#include "bench.h"

#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

namespace {

struct Row {
    std::string id, account_id, symbol, side, type, status;
    double quantity, filled_quantity;
    std::optional<double> limit_price, stop_price, average_price;
    std::string idempotency_key;
    std::optional<std::string> rejection_reason, metadata;
    int version;
    std::string created_at, updated_at;
    std::optional<std::string> expires_at;
};

const std::string columns = "id, account_id, symbol, side, type, status, quantity, filled_quantity, limit_price, stop_price, "
                            "average_price, idempotency_key, rejection_reason, metadata, version, created_at, updated_at, "
                            "expires_at";

template <typename T> std::optional<T> optional_of(const pqxx::field &field)
{
    if (field.is_null()) return std::nullopt;
    return field.as<T>();
}

Row decode(const pqxx::row &r)
{
    return Row{r[0].c_str(),         r[1].c_str(),
               r[2].c_str(),         r[3].c_str(),
               r[4].c_str(),         r[5].c_str(),
               r[6].as<double>(),    r[7].as<double>(),
               optional_of<double>(r[8]), optional_of<double>(r[9]),
               optional_of<double>(r[10]), r[11].c_str(),
               optional_of<std::string>(r[12]), optional_of<std::string>(r[13]),
               r[14].as<int>(),      r[15].c_str(),
               r[16].c_str(),        optional_of<std::string>(r[17])};
}

std::string uuid_of(const Key &key)
{
    static const char digits[] = "0123456789abcdef";
    std::string text;
    for (auto byte : key.bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

const Key &account_of(const Data *data, int i)
{
    return data->accounts[static_cast<size_t>(i) % data->account_count];
}

const Key &order_of(const Data *data, int i)
{
    return data->orders[static_cast<size_t>(i) % data->order_count];
}

pqxx::connection &connection_of(void *state)
{
    return *static_cast<pqxx::connection *>(state);
}

void *open_pqxx(const Data *data)
{
    auto *c = new pqxx::connection(data->url);
    c->prepare("get", "SELECT " + columns + " FROM orders WHERE id = $1");
    c->prepare("insert", "INSERT INTO orders (id, account_id, symbol, side, type, quantity, limit_price, idempotency_key,"
                         " updated_at) VALUES (gen_random_uuid(), $1, 'MSFT', 'BUY', 'LIMIT', $2, $3, $4, now())"
                         " RETURNING " + columns);
    c->prepare("update", "UPDATE orders SET status = $2, filled_quantity = $3, updated_at = now() WHERE id = $1");
    c->prepare("page", "SELECT " + columns + " FROM orders WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT 100");
    c->prepare("large", "SELECT " + columns + " FROM orders WHERE symbol = $1");
    c->prepare("lock", "SELECT cash_balance FROM accounts WHERE id = $1 FOR UPDATE");
    c->prepare("execution", "INSERT INTO executions (id, order_id, symbol, side, quantity, price, venue_execution_id,"
                            " executed_at) VALUES (gen_random_uuid(), $1, 'MSFT', 'BUY', $2, 123.45, $3, now())");
    c->prepare("position", "UPDATE positions SET quantity = quantity + $2, net_cost = net_cost + 123.45, updated_at = now()"
                           " WHERE account_id = $1 AND symbol = 'MSFT'");
    c->prepare("ledger", "INSERT INTO ledger_entries (id, account_id, type, amount, balance_after)"
                         " VALUES (gen_random_uuid(), $1, 'TRADE', 123.45, $2)");
    return c;
}

void close_pqxx(void *state)
{
    delete static_cast<pqxx::connection *>(state);
}

void get(void *state, const Data *data, int count)
{
    pqxx::nontransaction work{connection_of(state)};
    for (int i = 0; i < count; i++) decode(work.exec_prepared1("get", uuid_of(order_of(data, i))));
}

pqxx::row insert_order(pqxx::transaction_base &work, const Data *data, int i, const std::string &key)
{
    return work.exec_prepared1("insert", uuid_of(account_of(data, i)), 100 + i / 10000.0, 123.45 + i / 10000.0, key);
}

std::string key_of(const Data *data, const char *what, int i)
{
    return std::string("bench-p-") + what + "-" + std::to_string(data->run) + "-" + std::to_string(i);
}

void insert(void *state, const Data *data, int count)
{
    pqxx::nontransaction work{connection_of(state)};
    for (int i = 0; i < count; i++) decode(insert_order(work, data, i, key_of(data, "one", i)));
}

void update(void *state, const Data *data, int count)
{
    pqxx::nontransaction work{connection_of(state)};
    for (int i = 0; i < count; i++)
        work.exec_prepared0("update", uuid_of(order_of(data, i)), i % 2 == 0 ? "PARTIAL" : "FILLED", i / 10000.0);
}

void materialise(const pqxx::result &result, int64_t least)
{
    std::vector<Row> rows;
    rows.reserve(static_cast<size_t>(result.size()));
    for (const auto &row : result) rows.push_back(decode(row));
    if (static_cast<int64_t>(rows.size()) < least) give_up("list", "rows are missing");
}

void list_small(void *state, const Data *data, int count)
{
    pqxx::nontransaction work{connection_of(state)};
    for (int i = 0; i < count; i++) materialise(work.exec_prepared("page", uuid_of(account_of(data, i))), SMALL);
}

void list_large(void *state, const Data *data, int count)
{
    (void)data;
    pqxx::nontransaction work{connection_of(state)};
    for (int i = 0; i < count; i++) materialise(work.exec_prepared("large", "LARGE"), LARGE);
}

void stream(void *state, const Data *data, int count)
{
    pqxx::nontransaction work{connection_of(state)};
    for (int i = 0; i < count; i++) materialise(work.exec("SELECT " + columns + " FROM orders"), data->rows);
}

void bulk(void *state, const Data *data, int count)
{
    pqxx::work work{connection_of(state)};
    const std::vector<std::string> names{"id",       "account_id",  "symbol",          "side",      "type",
                                         "quantity", "limit_price", "idempotency_key", "updated_at"};
    pqxx::stream_to out{work, "orders", names};
    for (int i = 0; i < count; i++) {
        Key id = order_of(data, i);
        for (int k = 0; k < 4; k++) id.bytes[k] = static_cast<uint8_t>(i >> (8 * k)); /* a new one, cheaply */
        id.bytes[4] = static_cast<uint8_t>(data->run);
        out << std::make_tuple(uuid_of(id), uuid_of(account_of(data, i)), "MSFT", "BUY", "LIMIT", 100 + i / 10000.0,
                               123.45 + i / 10000.0, key_of(data, "bulk", i), "2026-01-01 00:00:00+00");
    }
    out.complete();
    work.commit();
}

void trade(void *state, const Data *data, int count)
{
    for (int i = 0; i < count; i++) {
        pqxx::work work{connection_of(state)};
        std::string account = uuid_of(account_of(data, i)), key = key_of(data, "trade", i);
        double balance = work.exec_prepared1("lock", account)[0].as<double>();
        Row order = decode(insert_order(work, data, i, key));
        work.exec_prepared0("execution", order.id, 100 + i / 10000.0, key);
        work.exec_prepared0("position", account, 100 + i / 10000.0);
        work.exec_prepared0("ledger", account, balance);
        work.commit();
    }
}

} // namespace

const Side this_side = {open_pqxx, close_pqxx, get,    insert, update, list_small,
                        list_large, stream,    bulk,   get, trade, nullptr};
