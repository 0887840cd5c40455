-- name: daily_volume :many
-- Per instrument and day: trades, quantity, turnover and the average price weighted by quantity.
SELECT i.symbol,
       i.asset_class,
       (e.executed_at AT TIME ZONE 'UTC')::date AS traded_on,
       count(*) AS trades,
       sum(e.quantity) AS quantity,
       sum(e.quantity * e.price) AS turnover,
       sum(e.quantity * e.price) / nullif(sum(e.quantity), 0) AS average_price
  FROM executions e
  JOIN instruments i ON i.symbol = e.symbol
 WHERE e.executed_at >= @since AND e.executed_at < @until
 GROUP BY i.symbol, i.asset_class, traded_on
 ORDER BY traded_on, i.symbol;

-- name: execution_tape :each
-- Every fill of the given instruments in the order it happened, with its order's account.
SELECT e.executed_at, e.symbol, e.side, e.quantity, e.price, o.account_id
  FROM executions e
  JOIN orders o ON o.id = e.order_id
 WHERE e.symbol = ANY(@symbols) AND e.executed_at >= @since
 ORDER BY e.executed_at, e.id;
