-- name: account_named :one
-- All columns of the model: its own struct.
SELECT * FROM accounts WHERE name = @name;

-- name: account_kind :one
SELECT kind, kinds, tags FROM accounts WHERE id = $1;

-- name: accounts_like :many
-- @param pattern $1
SELECT id, name, note, kind AS "the kind" FROM accounts WHERE name LIKE $1 ORDER BY id;

-- name: accounts_tagged :many
SELECT id FROM accounts WHERE tags && @tags AND kind = ANY(@kinds) ORDER BY id;

-- name: accounts_noted :many
-- @param note null
SELECT id FROM accounts WHERE note IS NOT DISTINCT FROM @note ORDER BY id;

-- name: open_account :one
-- @param note null
-- @param opened null
INSERT INTO accounts (name, kind, tags, balance, note, opened)
VALUES (@name, @kind, @tags, @balance, @note, @opened) RETURNING id;

-- name: numbers :each
SELECT n, 'row ' || n AS title FROM generate_series(1, @last::bigint) AS n;

-- name: raise_balances :exec
UPDATE accounts SET balance = balance + @amount WHERE kind = @kind;

-- name: bank_size :one
SELECT count(*) AS accounts FROM accounts;

-- name: connect :one
-- Whoever calls connect() means that of the system.
SELECT 1 AS n;

-- name: sg_begin :one
SELECT 1 AS n;
