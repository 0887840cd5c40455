/* Compiles against the generated header and links the runtime; there is no server, so the insert must say so. */
#include "product.h"

#include <stdio.h>

static SgStatus insert(SgSession *db)
{
    const ProductInsert row = {.name = "pen", .price = sg_decimal_from_units(125, 2)};
    return product_insert(db, &row, NULL);
}

int main(void)
{
    SgPool *pool;
    SgSession *db;
    SgError error;
    const SgPoolOptions options = {.url = "host=/nowhere dbname=shop"};
    if (sg_pool_open(&options, &pool, &error) != SG_OK) return 1;
    SgStatus rc = sg_session_open(pool, &db, &error);
    if (rc == SG_OK) {
        rc = insert(db);
        sg_session_close(db);
    }
    sg_pool_close(pool);
    printf("%s\n", sg_status_name(rc));
    return rc == SG_UNAVAILABLE ? 0 : 1;
}
