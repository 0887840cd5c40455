/* Users, accounts, deposits. */
#include "trading.h"

SgStatus desk_user(SgSession *db, const char *email, const char *name, User *out)
{
    bool created = false;
    SgStatus rc = user_upsert_by_email(db, &(UserInsert){.email = email, .name = name}, NULL, out, &created);
    if (rc == SG_OK && created) rc = desk_audit(db, AUDIT_ACTION_CREATED, AUDIT_ENTITY_USER, out->id, NULL);
    return rc;
}

SgStatus desk_account(SgSession *db, SgUuid user_id, const char *number, Account *out)
{
    bool created = false;
    const AccountInsert row = {.user_id = user_id, .account_number = number, .currency = "USD"};
    SgStatus rc = account_upsert_by_account_number(db, &row, NULL, out, &created);
    if (rc == SG_OK && created) rc = desk_audit(db, AUDIT_ACTION_CREATED, AUDIT_ENTITY_ACCOUNT, out->id, NULL);
    return rc;
}

static SgStatus deposit(SgSession *db, SgUuid account_id, SgDecimal amount, Account *out)
{
    Account account;
    SgDecimal balance;
    SgStatus rc = account_lock(db, account_id, &account);
    if (rc == SG_OK) rc = sg_decimal_add(account.cash_balance, amount, &balance);
    if (rc != SG_OK) return rc;

    const AccountUpdate change = {.cash_balance = {SG_SET, balance}, .version = {SG_ADD, 1}};
    const LedgerEntryInsert entry = {
        .account_id = account_id,
        .type = LEDGER_ENTRY_TYPE_DEPOSIT,
        .amount = amount,
        .balance_after = balance,
        .description = {SG_SET, "deposit"},
    };
    rc = account_update(db, account_id, &change, out);
    if (rc == SG_OK) rc = ledger_entry_insert(db, &entry, NULL);
    if (rc == SG_OK) rc = desk_audit(db, AUDIT_ACTION_FUNDED, AUDIT_ENTITY_ACCOUNT, account_id, NULL);
    return rc;
}

SgStatus desk_deposit(SgSession *db, SgUuid account_id, SgDecimal amount, Account *out)
{
    SgStatus rc = sg_begin(db, SG_READ_COMMITTED);
    if (rc != SG_OK) return rc;
    rc = deposit(db, account_id, amount, out);
    return sg_end(db, rc);
}
