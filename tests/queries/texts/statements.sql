-- name: two :one
SELECT 1 AS n; SELECT 2 AS n;

-- name: begins :exec
BEGIN;

-- name: sets :exec
SET search_path = public;

-- name: creates :exec
CREATE TABLE x (id int);

-- name: selects_into :exec
SELECT 1 AS n INTO TEMPORARY y;

-- name: semicolons_inside :one
SELECT ';' AS a, $$;-- name: x :one
$$ AS b /* ; */, E'\';' AS c -- ;
;
-- expect:
-- one semicolons_inside() -> (a text, b text, c text)
-- statements.sql:2:16: error[Q0005]: a second statement
--     2 | SELECT 1 AS n; SELECT 2 AS n;
--       |                ^^^^^^
-- help: a query is one statement: give this one a header of its own
--
-- statements.sql:5:1: error[Q0006]: `BEGIN` does not begin a query
--     5 | BEGIN;
--       | ^^^^^
-- help: SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES or WITH; transactions are sg_begin() and sg_end(), anything else is sg_execute()
--
-- statements.sql:8:1: error[Q0006]: `SET` does not begin a query
--     8 | SET search_path = public;
--       | ^^^
-- help: SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES or WITH; transactions are sg_begin() and sg_end(), anything else is sg_execute()
--
-- statements.sql:11:1: error[Q0006]: `CREATE` does not begin a query
--    11 | CREATE TABLE x (id int);
--       | ^^^^^^
-- help: SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES or WITH; transactions are sg_begin() and sg_end(), anything else is sg_execute()
--
-- statements.sql:13:10: error[Q0006]: `selects_into` makes a table
--    13 | -- name: selects_into :exec
--       |          ^^^^^^^^^^^^
-- help: tables belong to the schema; to keep rows, INSERT INTO … SELECT
--
