/*
 * W8, the generated side: rows of a result that is in memory → structs, by the runtime's own reader.  The only file
 * here that looks behind the public headers: no generated function decodes without asking a server.
 */
#include "ours_decode.h"

#include "models.h"
#include "order.h"
#include "read.h"

#include <stdlib.h>

PGresult *fetch_large(PGconn *pg)
{
    PGresult *result = PQexecParams(pg,
                                    "SELECT id, account_id, symbol, side, type, status, quantity, filled_quantity,"
                                    " limit_price, stop_price, average_price, idempotency_key, rejection_reason,"
                                    " metadata, version, created_at, updated_at, expires_at"
                                    " FROM orders WHERE symbol = 'LARGE'",
                                    0, NULL, NULL, NULL, NULL, 1);
    if (PQntuples(result) != LARGE) give_up("decode", PQerrorMessage(pg));
    return result;
}

void decode_all(SgSession *db, const PGresult *result, int count)
{
    Order *orders = calloc(LARGE, sizeof *orders);
    const SgModel *model = &order_model;
    Shape shape = {
        .columns = model->columns, .count = model->column_count, .row_size = model->row_size, .read = model->read};
    if (orders == NULL) give_up("decode", "memory");
    for (int i = 0; i < count; i++) {
        for (int k = 0; k < LARGE; k++) {
            if (read_row(db, &shape, result, k, false, &orders[k]) != SG_OK) give_up("decode", sg_error(db)->message);
        }
    }
    free(orders);
}
