-- name: ledger_check :one
-- Does an account's balance equal the sum of its ledger?  Both sums, and how many entries there are.
SELECT a.cash_balance,
       coalesce(sum(l.amount), 0) AS ledger_balance,
       count(l.id) AS entries,
       a.cash_balance = coalesce(sum(l.amount), 0) AS is_balanced
  FROM accounts a
  LEFT JOIN ledger_entries l ON l.account_id = a.id
 WHERE a.id = @account_id
 GROUP BY a.id;
