-- name: orderGet :one
-- A name that the model has taken.  */ does not end a comment, and \ or ??/ joins no lines.
SELECT "The Column", id, tags FROM "Order" WHERE id = @id;

-- name: FindAll :many
-- @param out $1
-- @param int $2
-- @param db $3
-- @param SomeThing $4 null
SELECT 1 AS "select", 2 AS "größe", 3 AS "a b", 4 AS "1", 5 AS "!", '*/ ??/ \ "' AS "quote'""", $1::text || $4::text AS "class",
       /* inside */ $2::int + $3::int AS sum
  FROM "Order" -- behind
 WHERE 'a' <> E'\\';

-- name: touch :exec
UPDATE "Order" SET "The Column" = @value;

-- name: tags_of :each
SELECT tags FROM "Order";

-- name: same_order :one
-- @param title null
SELECT * FROM "Order" WHERE "The Column" = @title OR @title::text IS NULL;
