SELECT 1 AS n;

-- name: fine :one
SELECT 1 AS n;
-- expect:
-- one fine() -> (n int4)
-- outside.sql:1:1: error[Q0002]: SQL without a header
--     1 | SELECT 1 AS n;
--       | ^^^^^^
-- help: a query begins with a line `-- name: NAME :one` (or :many, :each, :exec)
--
