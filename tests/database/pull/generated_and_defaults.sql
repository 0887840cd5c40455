-- Generated columns, odd keys, defaults that the server spells otherwise.
CREATE TABLE t (id int PRIMARY KEY, a int, gen int GENERATED ALWAYS AS (a) STORED UNIQUE, b boolean GENERATED ALWAYS AS (a IS NULL) STORED NOT NULL);
CREATE INDEX gi ON t (gen, b) WHERE b;
CREATE TABLE r (g int REFERENCES t (gen), n name PRIMARY KEY, o oid UNIQUE);
ALTER TABLE r ADD CONSTRAINT x CHECK ((g > 0) IS TRUE);
CREATE TABLE temp_like (LIKE t INCLUDING GENERATED);
CREATE TABLE arr (id int[] PRIMARY KEY, j jsonb UNIQUE, t text[] UNIQUE, e bytea UNIQUE, d date, d2 daterange GENERATED ALWAYS AS (daterange(d,
    d)) STORED);
CREATE TABLE wide (a timestamptz(3) DEFAULT now() PRIMARY KEY, b time(3) with time zone DEFAULT '10:00:00.5+02',
    c timestamp(3) DEFAULT '2020-01-01 10:11:12.1234', d numeric(65,30) DEFAULT 0.000000000000000000000000000001,
    e int DEFAULT '7'::int, f bigint DEFAULT ('1'||'0')::bigint, g float8 DEFAULT '-Infinity', h text DEFAULT 'a'::varchar,
    i varchar(3) DEFAULT ('abc'), k int DEFAULT NULL::int, l text COLLATE "C" DEFAULT 'ä', m text DEFAULT '\',
    n char(3) DEFAULT 'a', o bool DEFAULT 'yes', p jsonb DEFAULT '1e2', q jsonb DEFAULT 'null', r jsonb DEFAULT '"s"',
    s uuid DEFAULT '00000000-0000-0000-0000-000000000000', t int[] DEFAULT array_fill(0, ARRAY[3]), u text[] DEFAULT string_to_array('a,b',
    ','), v date DEFAULT ('now'::text)::date);
