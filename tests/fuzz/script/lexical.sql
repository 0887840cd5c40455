-- schemagen: no-transaction
CREATE INDEX CONCURRENTLY i ON t (a);
SELECT $x$a;b$x$, 'it''s; fine', E'\'';';
/* ; /* ; */ */ VACUUM;
CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;
