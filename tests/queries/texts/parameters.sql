-- name: gap :one
SELECT $1::int AS a, $3::int AS c;

-- name: both :one
SELECT $1::int AS a, @b::int AS b;

-- name: undetermined :one
SELECT @what IS NULL AS n;

-- name: same_name :one
-- @param x $1
-- @param x $2
SELECT $1::int + $2::int AS n;

-- name: zero :one
SELECT $0::int AS n;

-- name: not_parameters :one
SELECT '@a $1' AS a, "name" AS "@b", '{1}'::int[] <@ tags::int[] AS c, $q$@c$q$ AS d, @ -5 AS e FROM accounts;

-- name: many_types :many
SELECT id FROM accounts
 WHERE name = @name AND kind = @kind AND kinds = @kinds AND tags = @tags AND balance < @balance AND opened < @opened
   AND id = ANY(@ids) AND note LIKE @pattern || '%' AND note = @email::email
 LIMIT @most;

-- name: interval :many
SELECT id FROM accounts WHERE opened > now() - @age;
-- name: scales :many
SELECT id FROM accounts WHERE balance > @least AND @most >= balance AND balance * @factor::numeric(6, 3) > @product;

-- name: written :exec
INSERT INTO entries (account_id, amount) VALUES (@account_id, @amount);

-- name: interval_given :many
SELECT id FROM accounts WHERE opened > now() - @age::interval;

-- name: two_ways :one
SELECT @note IS NULL OR note = @note AS is_it FROM accounts;

-- name: no_number :one
-- @param a $3
SELECT $1::int AS a;
-- expect:
-- one not_parameters() -> (a text, @b varchar(40), c bool null, d text, e int4)
-- many many_types(name text, kind enum:Kind, kinds enum:Kind[], tags varchar[], balance numeric(18,4), opened timestamptz, ids int4[], pattern text, email text, most int8) -> (id int4)
-- many scales(least numeric(18,4), most numeric(18,4), factor numeric(6,3), product numeric) -> (id int4)
-- exec written(account_id int4, amount numeric(18,4)) -> ()
-- one no_number(p1 int4) -> (a int4)
-- parameters.sql:1:10: error[Q0008]: parameter $2 is not used, and $3 is
--     1 | -- name: gap :one
--       |          ^^^
--
-- parameters.sql:5:22: error[Q0008]: a query has either @name or $1 parameters, not both
--     5 | SELECT $1::int AS a, @b::int AS b;
--       |                      ^^
--
-- parameters.sql:8:8: error[Q0008]: the type of parameter `what` cannot be told
--     8 | SELECT @what IS NULL AS n;
--       |        ^^^^^
-- help: write its type behind it in the SQL: `::bigint`
--
-- parameters.sql:13:18: error[Q0008]: two parameters have the name `x`
--    13 | SELECT $1::int + $2::int AS n;
--       |                  ^^
--
-- parameters.sql:16:8: error[Q0008]: parameters are numbered from $1 to $65535
--    16 | SELECT $0::int AS n;
--       |        ^^
--
-- parameters.sql:28:38: error[Q0007]: operator does not exist: timestamp with time zone > interval
--    28 | SELECT id FROM accounts WHERE opened > now() - @age;
--       |                                      ^
-- help: No operator matches the given name and argument types. You might need to add explicit type casts.
--
-- parameters.sql:36:48: error[Q0010]: parameter `age` is of type interval, which C has no type for
--    36 | SELECT id FROM accounts WHERE opened > now() - @age::interval;
--       |                                                ^^^^
-- help: give it as text: `@age::text::interval`
--
-- parameters.sql:39:8: error[Q0008]: the type of parameter `note` cannot be told
--    39 | SELECT @note IS NULL OR note = @note AS is_it FROM accounts;
--       |        ^^^^^
-- help: write its type behind it in the SQL: `::bigint`
--
-- parameters.sql:42:11: error[Q0003]: the query has no parameter $3
--    42 | -- @param a $3
--       |           ^
--
