/* What the desk has: accounts with their positions and what these are worth, and the last movements of money. */
#include "trading.h"

#include "executions_queries.h"

#include <string.h>

static const char *text_of(SgDecimal value, int scale, char buffer[SG_DECIMAL_TEXT])
{
    SgDecimal rounded;
    if (sg_decimal_round(value, scale, SG_ROUND_HALF_EVEN, &rounded) != SG_OK) rounded = value;
    return sg_decimal_format(rounded, buffer);
}

/* What a position would bring at the market's last price; 0 when there is no such price. */
static SgDecimal worth(const Market *market, const Position *position)
{
    SgDecimal value = sg_decimal_from_int(0);
    for (size_t i = 0; i < DESK_LISTED; i++)
        if (strcmp(market->symbols[i], position->symbol) == 0 &&
            sg_decimal_multiply(position->quantity, market->last_price[i], &value) == SG_OK)
            return value;
    return value;
}

static void print_account(const Market *market, const Account *account)
{
    char cash[SG_DECIMAL_TEXT];
    printf("  %-8s %-7s %18s %s\n", account->account_number, "cash", text_of(account->cash_balance, 2, cash),
           account->currency);
    for (size_t i = 0; i < account->positions.count; i++) {
        const Position *position = &account->positions.items[i];
        char quantity[SG_DECIMAL_TEXT];
        char cost[SG_DECIMAL_TEXT];
        char value[SG_DECIMAL_TEXT];
        printf("  %-8s %-7s %18s   net cost %12s   worth %12s\n", "", position->symbol,
               text_of(position->quantity, 0, quantity), text_of(position->net_cost, 2, cost),
               text_of(worth(market, position), 2, value));
    }
}

SgStatus desk_print_portfolio(SgSession *db, const Market *market)
{
    AccountList accounts;
    const AccountQuery query = {.sort = {{ACCOUNT_BY_ACCOUNT_NUMBER, SG_ASC}}};
    const PositionQuery by_symbol = {.sort = {{POSITION_BY_SYMBOL, SG_ASC}}};
    SgStatus rc = account_list(db, &query, &accounts);
    if (rc == SG_OK) rc = account_load_positions(db, accounts.items, accounts.count, &by_symbol);
    if (rc != SG_OK) return rc;

    printf("Portfolio\n");
    for (size_t i = 0; i < accounts.count; i++) print_account(market, &accounts.items[i]);
    return SG_OK;
}

/* Many rows of a query of the desk's own: queries/executions.sql. */
SgStatus desk_print_volume(SgSession *db)
{
    const SgTimestamp ever = {INT64_MIN}, forever = {INT64_MAX};
    DailyVolumeList days;
    SgStatus rc = daily_volume(db, ever, forever, &days);
    if (rc != SG_OK) return rc;

    printf("Volume per day\n");
    for (size_t i = 0; i < days.count; i++) {
        const DailyVolumeRow *day = &days.items[i];
        char date[SG_DATE_TEXT];
        char quantity[SG_NUMERIC_TEXT];
        char turnover[SG_NUMERIC_TEXT];
        printf("  %s  %-7s %6lld trades %12s shares   turnover %18s\n", sg_date_format(day->traded_on, date),
               day->symbol, (long long)day->trades, sg_numeric_format(&day->quantity, quantity),
               sg_numeric_format(&day->turnover, turnover));
    }
    return SG_OK;
}

static void print_entry(const LedgerEntry *entry)
{
    char when[SG_TIMESTAMP_TEXT];
    char amount[SG_DECIMAL_TEXT];
    char balance[SG_DECIMAL_TEXT];
    printf("  %.19s  %-8s %-10s %-12s %14s %16s\n", sg_timestamp_format(entry->created_at, when),
           entry->account->account_number, ledger_entry_type_name(entry->type),
           entry->description != NULL ? entry->description : "", text_of(entry->amount, 2, amount),
           text_of(entry->balance_after, 2, balance));
}

SgStatus desk_print_ledger(SgSession *db, int64_t lines)
{
    int64_t all;
    LedgerEntryList entries;
    const LedgerEntryQuery latest = {.sort = {{LEDGER_ENTRY_BY_CREATED_AT, SG_DESC}}, .limit = lines};
    SgStatus rc = ledger_entry_count(db, NULL, &all);
    if (rc == SG_OK) rc = ledger_entry_list(db, &latest, &entries);
    if (rc == SG_OK) rc = ledger_entry_load_account(db, entries.items, entries.count);
    if (rc != SG_OK) return rc;

    printf("Ledger, the last %zu of %lld entries\n", entries.count, (long long)all);
    for (size_t i = 0; i < entries.count; i++) print_entry(&entries.items[i]);
    return SG_OK;
}
