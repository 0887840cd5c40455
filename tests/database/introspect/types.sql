CREATE TYPE comp AS (a int, "B" text);
CREATE DOMAIN posint AS int CHECK (VALUE > 0) NOT NULL;
CREATE DOMAIN tags AS varchar(10)[];
CREATE TABLE numbers (i2 smallint NOT NULL, i4 int, i8 bigint, o oid, r real, d double precision, n numeric, n2 numeric(10,2), n3 numeric(65,30), m money, b boolean);
CREATE TABLE texts (t text, v varchar, v3 varchar(3), c char, c5 char(5), "c1" "char", bp bpchar, bi bit, bi3 bit(3), vb varbit, vb4 varbit(4), u uuid, x xml, ip inet, j json, jb jsonb, by bytea);
CREATE TABLE times (ts timestamp, ts3 timestamp(3), tz timestamptz(0), d date, t time, tt timetz(2));
CREATE TABLE lists (t text[], v varchar(10)[], n numeric(5,2)[], ts timestamptz(3)[], tsn timestamp[], i int[] NOT NULL, i2 int[][], ci cidr[]);
CREATE TABLE others (c cidr, iv interval(3), r int4range, comp comp, p posint, tags tags, v tsvector, pt point);
