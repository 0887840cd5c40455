/* What can be traded: instruments, and a day of minute bars that goes into the database by COPY. */
#include "trading.h"

#include <string.h>

enum { MINUTES = 390 }; /* a trading day, from 14:30 to 21:00 UTC */
#define MINUTE_US INT64_C(60000000)
#define DAY_US (1440 * MINUTE_US)
#define OPENS_US (870 * MINUTE_US)

static const struct Listing {
    const char *symbol, *name;
    int64_t cents; /* the day's first price */
} listings[DESK_LISTED] = {
    {"AAPL", "Apple Inc.", 18950},
    {"MSFT", "Microsoft Corp.", 41520},
    {"NVDA", "NVIDIA Corp.", 12180},
    {"TSLA", "Tesla Inc.", 24875},
};

static SgStatus list_instruments(SgSession *db)
{
    InstrumentInsert rows[DESK_LISTED];
    for (size_t i = 0; i < DESK_LISTED; i++)
        rows[i] = (InstrumentInsert){
            .symbol = listings[i].symbol,
            .name = listings[i].name,
            .asset_class = ASSET_CLASS_EQUITY,
            .exchange = "XNAS",
            .currency = "USD",
        };
    return instrument_upsert_many_by_symbol(db, rows, DESK_LISTED, NULL);
}

/* The feed: bar after bar, made up here, where a desk would read its vendor's file.  The same every day. */
typedef struct Feed {
    SgTimestamp opens;
    int bars; /* delivered so far */
    int64_t cents;
    uint32_t random;
} Feed;

/* At most 20 cents up or down. */
static int64_t step(Feed *feed)
{
    feed->random = feed->random * 1664525U + 1013904223U;
    return (int64_t)(feed->random >> 16) % 41 - 20;
}

/* For price_bar_copy_in_from(): the next row, or SG_NOT_FOUND at the end. */
static SgStatus next_bar(PriceBarInsert *row, void *arg)
{
    Feed *feed = arg;
    if (feed->bars == DESK_LISTED * MINUTES) return SG_NOT_FOUND;
    const struct Listing *listing = &listings[feed->bars / MINUTES];
    int64_t minute = feed->bars++ % MINUTES;
    if (minute == 0) feed->cents = listing->cents;

    int64_t open = feed->cents;
    int64_t close = open + step(feed);
    int64_t high = open > close ? open : close;
    int64_t low = open < close ? open : close;
    feed->cents = close;
    row->symbol = listing->symbol;
    row->open = sg_decimal_from_units(open, 2);
    row->high = sg_decimal_from_units(high + 3, 2);
    row->low = sg_decimal_from_units(low - 3, 2);
    row->close = sg_decimal_from_units(close, 2);
    row->volume = 1000 + feed->random % 9000;
    return sg_timestamp_add(feed->opens, minute * MINUTE_US, &row->minute);
}

/* The day's bars in place of those that are there: whoever reads meanwhile sees the old ones or the new ones. */
static SgStatus load_bars(SgSession *db, SgTimestamp opens)
{
    Feed feed = {.opens = opens, .random = 1};
    const PriceBarFilter of_day = {.minute = {.ge = &opens}};
    SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
    if (rc == SG_OK) rc = price_bar_delete_many(db, &of_day, NULL);
    if (rc == SG_OK) rc = price_bar_copy_in_from(db, next_bar, &feed, NULL);
    return sg_end(db, rc);
}

/* The last minute of every symbol: many keys, one statement, rows in the order of the keys. */
static SgStatus read_last_prices(SgSession *db, SgTimestamp opens, Market *out)
{
    PriceBarRefs last;
    PriceBarKey keys[DESK_LISTED];
    const SgTimestamp minute = {opens.us + (MINUTES - 1) * MINUTE_US};
    for (size_t i = 0; i < DESK_LISTED; i++) keys[i] = (PriceBarKey){.symbol = listings[i].symbol, .minute = minute};
    SgStatus rc = price_bar_get_many(db, keys, DESK_LISTED, &last);
    for (size_t i = 0; rc == SG_OK && i < last.count; i++) {
        if (last.items[i] == NULL) return SG_NOT_FOUND;
        out->last_price[i] = last.items[i]->close;
    }
    return rc;
}

SgStatus desk_open_market(SgSession *db, Market *out)
{
    const SgTimestamp now = sg_timestamp_now();
    const SgTimestamp opens = {now.us - now.us % DAY_US + OPENS_US};
    SgStatus rc = list_instruments(db);
    if (rc == SG_OK) rc = load_bars(db, opens);
    if (rc == SG_OK) rc = read_last_prices(db, opens, out);
    if (rc == SG_OK) rc = instrument_list(db, NULL, &out->instruments);
    if (rc != SG_OK) return rc;

    for (size_t i = 0; i < DESK_LISTED; i++) out->symbols[i] = listings[i].symbol;
    out->symbols[DESK_LISTED] = "XXXX";
    out->last_price[DESK_LISTED] = sg_decimal_from_int(100);
    return SG_OK;
}

const char *market_obstacle(const Market *market, const char *symbol)
{
    for (size_t i = 0; i < market->instruments.count; i++) {
        const Instrument *instrument = &market->instruments.items[i];
        if (strcmp(instrument->symbol, symbol) == 0)
            return instrument->status == INSTRUMENT_STATUS_TRADING ? NULL : "not trading";
    }
    return "unknown symbol";
}
