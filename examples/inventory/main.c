/*
 * inventory - what is on the shelves.
 *
 *     inventory receive SKU NAME QUANTITY
 *     inventory ship SKU QUANTITY
 *     inventory list
 *
 * DATABASE_URL says where the database is.  Exit code 0: done; 1: not done; 64: wrong use.
 */
#include "item.h"
#include "movement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A new item, or more of one that is known. */
static SgStatus receive(SgSession *db, const char *sku, const char *name, int32_t quantity)
{
    Item item;
    const ItemInsert row = {.sku = sku, .name = name, .stock = {SG_SET, quantity}};
    const ItemUpdate more = {.name = {SG_SET, name}, .stock = {SG_ADD, quantity}};
    SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
    if (rc == SG_OK) rc = item_upsert_by_sku(db, &row, &more, &item, NULL);
    if (rc == SG_OK) {
        const MovementInsert movement = {.item_id = item.id, .kind = MOVEMENT_KIND_RECEIVED, .quantity = quantity};
        rc = movement_insert(db, &movement, NULL);
    }
    return sg_end(db, rc);
}

/* The stock is looked at under the row's lock, so it never goes below zero, whoever else ships. */
static SgStatus ship(SgSession *db, const char *sku, int32_t quantity, bool *shipped)
{
    Item item;
    bool enough = false;
    SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
    if (rc == SG_OK) rc = item_lock_by_sku(db, sku, &item);
    if (rc == SG_OK) enough = item.stock >= quantity;
    if (rc == SG_OK && enough) {
        const MovementInsert movement = {.item_id = item.id, .kind = MOVEMENT_KIND_SHIPPED, .quantity = quantity};
        rc = item_update(db, item.id, &(ItemUpdate){.stock = {SG_ADD, -quantity}}, NULL);
        if (rc == SG_OK) rc = movement_insert(db, &movement, NULL);
    }
    rc = sg_end(db, rc);
    if (rc == SG_OK) *shipped = enough;
    return rc;
}

/* Every item with its last three movements: two statements, however many items there are. */
static SgStatus list(SgSession *db)
{
    ItemList items;
    const ItemQuery by_sku = {.sort = {{ITEM_BY_SKU, SG_ASC}}};
    const MovementQuery latest = {.sort = {{MOVEMENT_BY_MOVED_AT, SG_DESC}}, .limit = 3};
    SgStatus rc = item_list(db, &by_sku, &items);
    if (rc == SG_OK) rc = item_load_movements(db, items.items, items.count, &latest);
    if (rc != SG_OK) return rc;
    for (size_t i = 0; i < items.count; i++) {
        const Item *item = &items.items[i];
        printf("%-8s %6d  %s\n", item->sku, item->stock, item->name);
        for (size_t j = 0; j < item->movements.count; j++) {
            const Movement *movement = &item->movements.items[j];
            printf("         %6d  %s\n", movement->quantity, movement_kind_name(movement->kind));
        }
    }
    return SG_OK;
}

/* 1 … 1,000,000; 0 when the text is no such number. */
static int32_t quantity_of(const char *text)
{
    char *end;
    long value = strtol(text, &end, 10);
    return *end == '\0' && value >= 1 && value <= 1000000 ? (int32_t)value : 0;
}

static int run(SgSession *db, int argc, char *argv[])
{
    const char *command = argc > 1 ? argv[1] : "";
    int32_t quantity = argc > 3 ? quantity_of(argv[argc - 1]) : 0;
    bool shipped = true;
    SgStatus rc;
    if (strcmp(command, "receive") == 0 && argc == 5 && quantity > 0) {
        rc = receive(db, argv[2], argv[3], quantity);
    } else if (strcmp(command, "ship") == 0 && argc == 4 && quantity > 0) {
        rc = ship(db, argv[2], quantity, &shipped);
    } else if (strcmp(command, "list") == 0 && argc == 2) {
        rc = list(db);
    } else {
        fprintf(stderr, "usage: inventory receive SKU NAME QUANTITY | ship SKU QUANTITY | list\n");
        return 64;
    }
    if (rc == SG_NOT_FOUND) fprintf(stderr, "there is no item %s\n", argv[2]);
    else if (rc != SG_OK) fprintf(stderr, "%s: %s\n", sg_status_name(rc), sg_error(db)->message);
    else if (!shipped) fprintf(stderr, "not enough of %s\n", argv[2]);
    return rc == SG_OK && shipped ? 0 : 1;
}

int main(int argc, char *argv[])
{
    SgPool *pool = NULL;
    SgSession *db = NULL;
    SgError error;
    SgStatus rc = sg_pool_open(&(SgPoolOptions){.url = getenv("DATABASE_URL")}, &pool, &error);
    if (rc == SG_OK) rc = sg_session_open(pool, &db, &error);
    if (rc != SG_OK) fprintf(stderr, "no connection: %s\n", error.message);
    int code = rc == SG_OK ? run(db, argc, argv) : 1;
    sg_session_close(db);
    sg_pool_close(pool);
    return code;
}
