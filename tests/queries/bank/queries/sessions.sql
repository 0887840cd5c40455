-- name: nap :exec
SELECT pg_sleep(@seconds);

-- name: slow_numbers :each
SELECT n, pg_sleep(@pause)::text AS nap FROM generate_series(1, @last::integer) AS n;

-- name: quotient :one
SELECT @dividend::integer / @divisor::integer AS value;

-- name: owners :many
SELECT name FROM accounts ORDER BY id;

-- name: total_of_kind :one
SELECT coalesce(sum(balance), 0)::numeric(18, 4) AS total FROM accounts WHERE kind = @kind;

-- name: rename_account :exec
UPDATE accounts SET name = @new_name WHERE name = @name;

-- name: hang_up :one
SELECT pg_terminate_backend(pg_backend_pid()) AS is_gone;
