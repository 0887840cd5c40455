-- Calls the functions and operators of the table `total` with values at the edges of their types: nulls() has those that
-- gave NULL, with the call.
CREATE TABLE total (oid oid, is_operator bool);

CREATE TABLE samples (type oid, literal text);
INSERT INTO samples SELECT type::regtype, format('%L::%s', value, type) FROM (VALUES
    ('bool', ARRAY['t', 'f']), ('int2', ARRAY['0', '-1', '5']), ('int4', ARRAY['0', '-1', '3', '100']),
    ('int8', ARRAY['0', '-1', '3']), ('oid', ARRAY['0', '1']), ('money', ARRAY['0', '-1']),
    ('float4', ARRAY['0', 'NaN', 'Infinity', '-1.5']), ('float8', ARRAY['0', 'NaN', 'Infinity', '-2', '0.5']),
    ('numeric', ARRAY['0', 'NaN', '-1.5', '3']),
    ('text', ARRAY['', 'a', '{}', 'UTC', 'day', '%', 'escape', 'a,b', 'YYYY', '\', '1']),
    ('name', ARRAY['', 'a']), ('bpchar', ARRAY['', 'a']), ('varchar', ARRAY['', 'a']), ('"char"', ARRAY['', 'a']),
    ('bytea', ARRAY['', '\x00ff']), ('bit', ARRAY['1']), ('varbit', ARRAY['', '101']), ('xml', ARRAY['<a/>']),
    ('date', ARRAY['infinity', '-infinity', '2020-02-29']), ('time', ARRAY['00:00', '24:00']), ('timetz', ARRAY['00:00+00']),
    ('timestamp', ARRAY['infinity', '-infinity', '2020-02-29 01:02:03']),
    ('timestamptz', ARRAY['infinity', '-infinity', '2020-02-29 01:02:03+00']),
    ('interval', ARRAY['0', '1 month -1 day 3h', '-100 years']), ('uuid', ARRAY['00000000-0000-0000-0000-000000000000']),
    ('inet', ARRAY['10.0.0.1', '::1/64', '0.0.0.0/0']), ('cidr', ARRAY['10.0.0.0/8']),
    ('macaddr', ARRAY['00:00:00:00:00:00']), ('macaddr8', ARRAY['00:00:00:00:00:00:00:00']),
    ('json', ARRAY['null', '[]', '{}', '{"a":null}', '[null,1]', '1']),
    ('jsonb', ARRAY['null', '[]', '{}', '{"a":null}', '[null,1]', '1', '"x"']),
    ('tsvector', ARRAY['', 'a:1']), ('tsquery', ARRAY['', 'a']), ('regconfig', ARRAY['simple']),
    ('int4range', ARRAY['empty', '(,)', '[1,5)']), ('int8range', ARRAY['(,)']), ('numrange', ARRAY['empty']),
    ('point', ARRAY['(0,0)']), ('box', ARRAY['(0,0),(1,1)']), ('lseg', ARRAY['[(0,0),(1,1)]']), ('line', ARRAY['{1,1,0}']),
    ('path', ARRAY['((0,0),(1,1))']), ('polygon', ARRAY['((0,0),(1,1))']), ('circle', ARRAY['<(0,0),1>']),
    ('text[]', ARRAY['{}', '{a,NULL}', '{a,b}']), ('int4[]', ARRAY['{}', '{1,NULL}', '{{1,2},{3,4}}']),
    ('float8[]', ARRAY['{0,1}']), ('float4[]', ARRAY['{0.1,0.2,0.4,1}']), ('tid', ARRAY['(0,0)']), ('xid', ARRAY['1']),
    ('xid8', ARRAY['1']), ('pg_lsn', ARRAY['0/0']), ('oidvector', ARRAY['']), ('pg_snapshot', ARRAY['1:1:'])
) AS t (type, list), unnest(list) AS value;

-- With what stands for an argument of any type.
CREATE FUNCTION sample_types(types text[]) RETURNS oid[] LANGUAGE sql AS $$
    SELECT array_agg(CASE regtype(type)::text
        WHEN 'anyelement' THEN 'int4' WHEN 'anynonarray' THEN 'int4' WHEN 'anycompatible' THEN 'int4'
        WHEN 'anycompatiblenonarray' THEN 'int4' WHEN 'anyarray' THEN 'int4[]' WHEN 'anycompatiblearray' THEN 'int4[]'
        WHEN 'anyrange' THEN 'int4range' ELSE type END::regtype::oid ORDER BY place)
      FROM unnest(types) WITH ORDINALITY AS t (type, place)
$$;

-- Some of the ways to call it: lists of arguments as SQL.
CREATE FUNCTION calls(types oid[]) RETURNS SETOF text[] LANGUAGE sql AS $$
    WITH RECURSIVE step (depth, args) AS (
        SELECT 0, ARRAY[]::text[]
        UNION ALL
        SELECT depth + 1, args || s.literal
          FROM step JOIN samples s ON s.type = types[depth + 1]
         WHERE depth < 2 OR hashtext(args::text || s.literal) % 8 = 0
    )
    SELECT args FROM step WHERE depth = cardinality(types) ORDER BY md5(args::text) LIMIT 200
$$;

CREATE FUNCTION gives_null(call text) RETURNS bool LANGUAGE plpgsql AS $$
DECLARE
    is_null bool;
BEGIN
    EXECUTE 'SELECT (' || call || ') IS NULL' INTO is_null;
    RETURN is_null;
EXCEPTION WHEN OTHERS THEN
    RETURN false; -- an error is no answer
END
$$;

CREATE VIEW candidates AS
    SELECT p.oid::regprocedure::text AS title, sample_types(string_to_array(p.proargtypes::text, ' ')) AS types,
           quote_ident(p.proname) AS before, ', ' AS between
      FROM total t JOIN pg_proc p ON p.oid = t.oid
     WHERE NOT t.is_operator AND p.pronargs > 0
    UNION ALL
    SELECT o.oid::regoperator::text, sample_types(array_remove(ARRAY[o.oprleft, o.oprright], 0::oid)::text[]),
           CASE WHEN o.oprleft = 0 THEN format('OPERATOR(pg_catalog.%s)', o.oprname) ELSE '' END,
           format(' OPERATOR(pg_catalog.%s) ', o.oprname)
      FROM total t JOIN pg_operator o ON o.oid = t.oid
     WHERE t.is_operator;

CREATE FUNCTION nulls() RETURNS TABLE (title text, call text) LANGUAGE sql AS $$
    SELECT DISTINCT ON (c.title) c.title, call
      FROM candidates c, calls(c.types) AS args,
           LATERAL (SELECT c.before || '(' || array_to_string(args, c.between) || ')') AS made (call)
     WHERE gives_null(call)
$$;
