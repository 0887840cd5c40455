-- Defaults of every type.
CREATE TYPE st AS ENUM ('a','b');
CREATE FUNCTION rnd() RETURNS text LANGUAGE sql AS 'SELECT ''x''';
CREATE TABLE d (id text PRIMARY KEY DEFAULT gen_random_uuid(), u uuid DEFAULT gen_random_uuid(), a int DEFAULT 1+1,
    b int DEFAULT -5, c numeric DEFAULT 1e10, d numeric(10,3) DEFAULT '1.50', e float8 DEFAULT 'NaN',
    f float4 DEFAULT 1.5, g timestamptz DEFAULT CURRENT_TIMESTAMP, h timestamp DEFAULT timezone('utc', now()),
    i date DEFAULT CURRENT_DATE, j time DEFAULT '12:00', k timestamptz DEFAULT '2020-01-01 00:00+02',
    l jsonb DEFAULT '{"a": [1, 2], "b": "x''y"}', m json DEFAULT '[]', n bytea DEFAULT '\xdeadbeef', o bool DEFAULT true,
    p text DEFAULT rnd(), q text DEFAULT 'it''s \ "x"', r text DEFAULT '', s text[] DEFAULT '{}', t text[] DEFAULT ARRAY['a','b,c','d"e'],
    u2 int[] DEFAULT '{1,2}', v st DEFAULT 'a', w st[] DEFAULT ARRAY['a'::st], x varchar(5) DEFAULT 'abc',
    y char DEFAULT 'y', z interval DEFAULT '1 day', aa text DEFAULT NULL, ab text DEFAULT current_user,
    ac int DEFAULT (random() * 10)::int, ad text DEFAULT ('a' || 'b'), ae timestamptz DEFAULT now() + interval '1 day',
    af bigint DEFAULT 9223372036854775807, ag inet DEFAULT '127.0.0.1', ah bool DEFAULT (NOT true), ai numeric DEFAULT 0.1,
    aj real[] DEFAULT '{1.5,NaN}', ak timestamp(0) DEFAULT LOCALTIMESTAMP, al text DEFAULT E'tab\tnew\nline',
    am date[] DEFAULT '{2020-01-01}', an jsonb[] DEFAULT ARRAY['{}'::jsonb], ao money DEFAULT 12.5, ap oid DEFAULT 1,
    aq "char" DEFAULT 'x', ar name DEFAULT 'n', as_ xml DEFAULT '<a/>', at bit(3) DEFAULT B'101', au int2 DEFAULT 3,
    av text DEFAULT upper('x'), aw int[][] DEFAULT '{{1,2},{3,4}}', ax timestamptz DEFAULT 'infinity',
    ay date DEFAULT 'epoch', az json DEFAULT '{"n": 1e400}', ba json DEFAULT '"\ud800"', bb json[] DEFAULT ARRAY['1e999'::json]);
