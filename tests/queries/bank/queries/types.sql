-- Every type there and back: as a parameter, as a column, NULL, and in lists.

-- name: echo :one
SELECT @boolean::boolean AS boolean, @small::smallint AS small, @whole::integer AS whole, @big::bigint AS big,
       @number::oid AS number, @single::real AS single, @twice::double precision AS twice, @exact::numeric AS exact,
       @cash::money AS cash, @words::text AS words, @bounded::varchar(9) AS bounded, @padded::char(4) AS padded,
       @markup::xml AS markup, @document::json AS document, @tree::jsonb AS tree, @raw::bytea AS raw,
       @fixed_bits::bit(5) AS fixed_bits, @bits::varbit AS bits, @uuid::uuid AS uuid, @address::inet AS address,
       @stamp::timestamp AS stamp, @instant::timestamptz AS instant, @day::date AS day, @clock::time AS clock,
       @zoned::timetz AS zoned, @kind::"Kind" AS kind;

-- name: echo_null :one
-- @param boolean null
-- @param small null
-- @param exact null
-- @param words null
-- @param tree null
-- @param raw null
-- @param bits null
-- @param uuid null
-- @param instant null
-- @param kind null
SELECT @boolean::boolean AS boolean, @small::smallint AS small, @exact::numeric AS exact, @words::text AS words,
       @tree::jsonb AS tree, @raw::bytea AS raw, @bits::varbit AS bits, @uuid::uuid AS uuid,
       @instant::timestamptz AS instant, @kind::"Kind" AS kind;

-- name: echo_lists :one
SELECT @booleans::boolean[] AS booleans, @wholes::integer[] AS wholes, @bigs::bigint[] AS bigs,
       @twices::double precision[] AS twices, @exacts::numeric[] AS exacts, @words::text[] AS words,
       @bounded::varchar[] AS bounded, @trees::jsonb[] AS trees, @raws::bytea[] AS raws, @uuids::uuid[] AS uuids,
       @instants::timestamptz[] AS instants, @days::date[] AS days, @kinds::"Kind"[] AS kinds;
