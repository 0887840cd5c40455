-- A comment of the file.

-- name: right :one
SELECT 1 AS n;

/* between */
--name:tight :many
SELECT 1 AS n
-- name: without_semicolon :each
SELECT 2 AS n;

-- name: 1st :one
SELECT 1 AS n;

-- name: lacks_result
SELECT 1 AS n;

-- name: wrong_result :few
SELECT 1 AS n;

-- name: too_much :one please
SELECT 1 AS n;

-- name:
SELECT 1 AS n;

-- name: nothing_below :one

-- name: only_semicolon :one
;
-- expect:
-- one right() -> (n int4)
-- many tight() -> (n int4)
-- each without_semicolon() -> (n int4)
-- headers.sql:12:10: error[Q0002]: this is not the name of a function
--    12 | -- name: 1st :one
--       |          ^^^
-- help: a query begins with a line `-- name: NAME :one` (or :many, :each, :exec)
--
-- headers.sql:15:10: error[Q0002]: what the query returns is missing, or unknown
--    15 | -- name: lacks_result
--       |          ^^^^^^^^^^^^
-- help: a query begins with a line `-- name: NAME :one` (or :many, :each, :exec)
--
-- headers.sql:18:23: error[Q0002]: what the query returns is missing, or unknown
--    18 | -- name: wrong_result :few
--       |                       ^^^^
-- help: a query begins with a line `-- name: NAME :one` (or :many, :each, :exec)
--
-- headers.sql:21:24: error[Q0002]: more than a header has
--    21 | -- name: too_much :one please
--       |                        ^^^^^^
-- help: a query begins with a line `-- name: NAME :one` (or :many, :each, :exec)
--
-- headers.sql:24:1: error[Q0002]: this is not the name of a function
--    24 | -- name:
--       | ^^^^^^^^
-- help: a query begins with a line `-- name: NAME :one` (or :many, :each, :exec)
--
-- headers.sql:27:10: error[Q0005]: there is no SQL below this line
--    27 | -- name: nothing_below :one
--       |          ^^^^^^^^^^^^^
-- help: write one statement, up to a `;`
--
-- headers.sql:30:1: error[Q0005]: a `;` without a statement
--    30 | ;
--       | ^
--
