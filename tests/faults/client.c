/* A client that repeats each request until it knows what became of it. */
#include "faults.h"

#include <time.h>

/* What a fault may do to a call; anything else is a mistake of ours. */
static bool is_fault(SgStatus status)
{
    return status == SG_UNAVAILABLE || status == SG_COMMIT_UNKNOWN || status == SG_RETRY || status == SG_CANCELLED ||
           status == SG_TIMEOUT;
}

/* One request: called again, each time on a session of the pool, until its answer is certain. */
typedef SgStatus Request(Client *client, SgSession *db, void *arg);

static SgStatus try_once(Client *client, Request *request, void *arg)
{
    SgSession *db = NULL;
    SgStatus rc = sg_session_open(client->desk->pool, &db, NULL);
    if (rc != SG_OK) return rc;
    rc = request(client, db, arg);
    if (rc != SG_OK && !is_fault(rc)) {
        desk_failed(db, "client", rc);
        client->gave_up = true;
    }
    sg_session_close(db);
    return rc;
}

/* `is_doubtful` says whether an earlier attempt may have been the one that did it.  False: gave up. */
static bool insist(Client *client, Request *request, void *arg, bool *is_doubtful)
{
    *is_doubtful = false;
    while (!client->gave_up) {
        SgStatus rc = try_once(client, request, arg);
        atomic_fetch_add(&client->answers[rc], 1);
        if (rc == SG_OK) return true;
        *is_doubtful = true;
        nanosleep(&(struct timespec){.tv_nsec = (long)(1 + draw(&client->random, 20)) * 1000000}, NULL);
    }
    return false;
}

static void complain(Client *client, const char *what)
{
    fprintf(stderr, "client %d: %s\n", client->number, what);
    client->gave_up = true;
}

/* ---- Orders ---- */

typedef struct Placing {
    OrderRequest request;
    Order order;
    bool created;
} Placing;

static SgStatus place(Client *client, SgSession *db, void *arg)
{
    Placing *placing = arg;
    Order order;
    SgStatus rc = desk_place_order(db, &client->desk->market, &placing->request, &order, &placing->created);
    if (rc == SG_OK) placing->order = order;
    return rc;
}

/* The order's texts are gone with the session; its id and numbers are not. */
static bool place_order(Client *client, int number, Placing *placing)
{
    Desk *desk = client->desk;
    char key[80];
    bool is_doubtful;
    snprintf(key, sizeof key, "%s-%d-%d", desk->run, client->number, number);
    uint32_t symbol = draw(&client->random, DESK_SYMBOLS);
    placing->request = (OrderRequest){
        .idempotency_key = key,
        .account_id = desk->accounts[draw(&client->random, DESK_ACCOUNTS)],
        .symbol = desk->market.symbols[symbol],
        .side = draw(&client->random, 3) == 0 ? ORDER_SIDE_SELL : ORDER_SIDE_BUY,
        .quantity = sg_decimal_from_int(1 + (int64_t)draw(&client->random, 20)),
        .limit_price = desk->market.last_price[symbol],
    };
    if (!insist(client, place, placing, &is_doubtful)) return false;
    if (!placing->created && !is_doubtful) complain(client, "an order was there before it was placed");
    atomic_fetch_add(&desk->placed, 1);
    SgUuid id = placing->order.id;
    if (!insist(client, place, placing, &is_doubtful)) return false;
    if (placing->created || !sg_uuid_equal(id, placing->order.id)) complain(client, "an order was placed twice");
    return !client->gave_up;
}

/* ---- Fills ---- */

typedef struct Filling {
    FillReport report;
    FillOutcome outcome;
} Filling;

static SgStatus fill(Client *client, SgSession *db, void *arg)
{
    Filling *filling = arg;
    (void)client;
    return desk_fill_order(db, &filling->report, &filling->outcome);
}

/* A report that was booked by an attempt whose answer was lost says REPLAYED, and counts as booked. */
static void report_fill(Client *client, const Placing *placing, int number, int part)
{
    char id[80];
    bool is_doubtful;
    Filling filling = {
        .report =
            {
                .venue_execution_id = id,
                .account_id = placing->request.account_id,
                .order_id = placing->order.id,
                .symbol = placing->request.symbol,
                .quantity = sg_decimal_from_int(1 + (int64_t)draw(&client->random, 10)),
                .price = placing->request.limit_price,
                .fee = sg_decimal_from_units(35, 2),
            },
    };
    snprintf(id, sizeof id, "%s-%d-%d-%d", client->desk->run, client->number, number, part);
    if (!insist(client, fill, &filling, &is_doubtful)) return;
    if (filling.outcome == FILL_REPLAYED && !is_doubtful) complain(client, "a fill was there before it was reported");
    bool is_booked = filling.outcome == FILL_DONE || filling.outcome == FILL_REPLAYED;
    atomic_fetch_add(&client->desk->fills[is_booked ? FILL_DONE : filling.outcome], 1);
    if (!is_booked || !insist(client, fill, &filling, &is_doubtful)) return;
    if (filling.outcome != FILL_REPLAYED) complain(client, "a fill was booked twice");
}

void *client_run(void *arg)
{
    Client *client = arg;
    for (int number = 0; !client->gave_up && !atomic_load(client->over); number++) {
        Placing placing;
        if (!place_order(client, number, &placing)) break;
        for (int part = 0; part < 2; part++) report_fill(client, &placing, number, part);
    }
    return NULL;
}
