-- name: unnamed :one
SELECT id,
       balance + 1
  FROM accounts;

-- name: twice :one
SELECT a.id, e.id FROM accounts a JOIN entries e ON e.account_id = a.id;

-- name: no_type :one
SELECT name,
       opened - now() AS age
  FROM accounts;

-- name: row :one
SELECT a FROM accounts a;

-- name: exec_with_rows :exec
DELETE FROM entries RETURNING id;

-- name: one_without_rows :one
DELETE FROM entries;

-- name: calls_for_effect :exec
SELECT pg_advisory_xact_lock(1);

-- name: odd_names :one
SELECT 1 AS "select", 2 AS "größe", 3 AS "a b", 4 AS "1";
-- expect:
-- exec calls_for_effect() -> ()
-- one odd_names() -> (select int4, größe int4, a b int4, 1 int4)
-- columns.sql:3:16: error[Q0009]: column 2 has no name
--     3 |        balance + 1
--       |                ^
-- help: give it one: `… AS name`
--
-- columns.sql:7:14: error[Q0009]: columns 1 and 2 are both `id`
--     7 | SELECT a.id, e.id FROM accounts a JOIN entries e ON e.account_id = a.id;
--       |              ^^^^
-- help: name one of them: `… AS name`
--
-- columns.sql:11:15: error[Q0010]: column `age` is of type interval, which C has no type for
--    11 |        opened - now() AS age
--       |               ^
-- help: cast it in the SQL to a type that the schema language has: `::text`
--
-- columns.sql:15:8: error[Q0010]: column `a` is of type accounts, which C has no type for
--    15 | SELECT a FROM accounts a;
--       |        ^
-- help: cast it in the SQL to a type that the schema language has: `::text`
--
-- columns.sql:17:10: error[Q0011]: `exec_with_rows` returns 1 column, and :exec has none
--    17 | -- name: exec_with_rows :exec
--       |          ^^^^^^^^^^^^^^
-- help: its result is :one, :many or :each
--
-- columns.sql:20:10: error[Q0011]: `one_without_rows` returns no columns
--    20 | -- name: one_without_rows :one
--       |          ^^^^^^^^^^^^^^^^
-- help: its result is :exec; or add RETURNING
--
