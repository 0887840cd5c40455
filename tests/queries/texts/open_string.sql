-- name: open_string :one
SELECT 'it never
ends AS s;
-- expect:
-- open_string.sql:2:8: error[Q0001]: what begins here does not end
--     2 | SELECT 'it never
--       |        ^
--
