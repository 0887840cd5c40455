-- name: syntax :one
SELECT id
  FORM accounts
 WHERE name = @name;

-- name: no_column :one
SELECT id, nmae FROM accounts;

-- name: behind_names :one
SELECT id FROM accounts WHERE name = @a_long_name AND note = @another AND kind = wrong;

-- name: no_table :one
SELECT größe, id
  FROM account;

-- name: types_differ :one
SELECT id FROM accounts WHERE id = 'x' AND opened > 5;

-- name: at_the_end :one
SELECT id FROM
-- expect:
-- refused.sql:3:8: error[Q0007]: syntax error at or near "accounts"
--     3 |   FORM accounts
--       |        ^^^^^^^^
--
-- refused.sql:7:12: error[Q0007]: column "nmae" does not exist
--     7 | SELECT id, nmae FROM accounts;
--       |            ^^^^
-- help: Perhaps you meant to reference the column "accounts.name" or the column "accounts.note".
--
-- refused.sql:10:82: error[Q0007]: column "wrong" does not exist
--    10 | …ong_name AND note = @another AND kind = wrong;
--       |                                          ^^^^^
--
-- refused.sql:14:8: error[Q0007]: relation "account" does not exist
--    14 |   FROM account;
--       |        ^^^^^^^
-- help: if a migration makes it, `migrations = "../migrations"` in the generator block lets queries use it
--
-- refused.sql:17:36: error[Q0007]: invalid input syntax for type integer: "x"
--    17 | SELECT id FROM accounts WHERE id = 'x' AND opened > 5;
--       |                                    ^
--
-- refused.sql:20:15: error[Q0007]: syntax error at end of input
--    20 | SELECT id FROM
--       |               ^
--
