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
SELECT id FROM;

-- name: capitals :one
SELECT id FROM Orders;

-- name: reserved :one
SELECT * FROM Order;

-- name: colon :one
SELECT id FROM accounts WHERE name = :name;

-- name: question_mark :one
SELECT id FROM accounts WHERE id =
  ?;

-- name: glued :one
SELECT id FROM accounts WHERE id =@id;

-- name: no_function :one
SELECT lower(name, 1) AS n FROM accounts;

-- name: typing_error :one
SELEKT 1 AS n;

-- name: two_types :one
SELECT id FROM accounts WHERE name = @x OR note = @x OR id = @x;

-- name: no_from :one
SELECT a.id, accounts.name FROM accounts a;

-- name: two_columns :exec
INSERT INTO entries (account_id, text, amount) VALUES (@x, @x, 1);
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
-- help: the schema has a table "accounts", in quotes
--
-- refused.sql:17:36: error[Q0007]: invalid input syntax for type integer: "x"
--    17 | SELECT id FROM accounts WHERE id = 'x' AND opened > 5;
--       |                                    ^
--
-- refused.sql:20:15: error[Q0007]: syntax error at end of input
--    20 | SELECT id FROM;
--       |               ^
--
-- refused.sql:23:16: error[Q0007]: relation "orders" does not exist
--    23 | SELECT id FROM Orders;
--       |                ^^^^^^
-- help: the schema has a table "Order", in quotes
--
-- refused.sql:26:15: error[Q0007]: syntax error at or near "Order"
--    26 | SELECT * FROM Order;
--       |               ^^^^^
-- help: the schema has a table "Order", in quotes
--
-- refused.sql:29:38: error[Q0007]: syntax error at or near ":"
--    29 | SELECT id FROM accounts WHERE name = :name;
--       |                                      ^
-- help: a parameter is written @name, or $1
--
-- refused.sql:33:4: error[Q0007]: syntax error at end of input
--    33 |   ?;
--       |    ^
-- help: a parameter is written @name, or $1
--
-- refused.sql:36:34: error[Q0007]: operator does not exist: integer =@ integer
--    36 | SELECT id FROM accounts WHERE id =@id;
--       |                                  ^
-- help: a parameter stands behind a blank: `= @name`
--
-- refused.sql:39:8: error[Q0007]: function lower(character varying, integer) does not exist
--    39 | SELECT lower(name, 1) AS n FROM accounts;
--       |        ^^^^^
-- help: No function matches the given name and argument types. You might need to add explicit type casts.
--       if a migration makes it, `migrations = "../migrations"` in the generator block lets queries use it
--
-- refused.sql:42:1: error[Q0006]: `SELEKT` does not begin a query
--    42 | SELEKT 1 AS n;
--       | ^^^^^^
-- help: did you mean `SELECT`?
--
-- refused.sql:45:60: error[Q0007]: operator does not exist: integer = text
--    45 | SELECT id FROM accounts WHERE name = @x OR note = @x OR id = @x;
--       |                                                            ^
-- help: No operator matches the given name and argument types. You might need to add explicit type casts.
--
-- refused.sql:48:14: error[Q0007]: invalid reference to FROM-clause entry for table "accounts"
--    48 | SELECT a.id, accounts.name FROM accounts a;
--       |              ^^^^^^^^^^^^^
-- help: Perhaps you meant to reference the table alias "a".
--
-- refused.sql:51:56: error[Q0008]: the type of parameter `x` is not always the same
--    51 | INSERT INTO entries (account_id, text, amount) VALUES (@x, @x, 1);
--       |                                                        ^^
-- help: integer versus text: write its type behind it in the SQL: `::bigint`
--
