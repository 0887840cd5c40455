CREATE VIEW v AS SELECT 1 AS id, 'a'::text AS "S", 1::bigint AS one;
