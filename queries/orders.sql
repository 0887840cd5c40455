-- Orders that still matter to somebody's money.

-- name: open_exposure :many
-- What each account of a user still has in the market: the unfilled part of its open orders at their limit, or
-- at the average price paid so far where there is no limit.  Accounts without open orders are listed with zero.
SELECT a.id AS account_id,
       a.account_number,
       a.currency,
       count(o.id) AS open_orders,
       coalesce(sum((o.quantity - o.filled_quantity) * coalesce(o.limit_price, o.average_price)), 0) AS exposure,
       min(o.created_at) AS oldest_order_at
  FROM accounts a
  LEFT JOIN orders o ON o.account_id = a.id AND o.status IN ('PENDING', 'ACCEPTED', 'PARTIAL')
 WHERE a.user_id = @user_id
 GROUP BY a.id
 ORDER BY exposure DESC, a.account_number;

-- name: stale_orders :many
-- Open orders past their expiry, oldest first, locked for this transaction; those that another worker holds are
-- left to it.
SELECT *
  FROM orders
 WHERE status IN ('PENDING', 'ACCEPTED', 'PARTIAL') AND expires_at < @now
 ORDER BY expires_at
 LIMIT @max_orders
   FOR UPDATE SKIP LOCKED;

-- name: expire_orders :exec
-- Cancels open orders past their expiry.
UPDATE orders
   SET status = 'CANCELLED', rejection_reason = 'expired', version = version + 1, updated_at = @now
 WHERE status IN ('PENDING', 'ACCEPTED', 'PARTIAL') AND expires_at < @now;
