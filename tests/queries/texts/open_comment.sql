-- name: fine :one
SELECT 1 AS n;

/* never /* ends */
-- expect:
-- open_comment.sql:4:1: error[Q0001]: what begins here does not end
--     4 | /* never /* ends */
--       | ^
--
