-- Types with and without a name in the language.
CREATE TABLE ty (id int8 PRIMARY KEY, b varchar, c char, d bpchar, e "char", f numeric(5), g numeric(5,0),
    h decimal, i float(24), j float(53), k real[], l timestamp(3)[], m time(2), n timetz, o timestamptz(0),
    p date, q interval, r interval year, s bit, t bit(8)[], u varbit(5), v bytea[], w json[], x jsonb,
    y uuid[], z xml, aa inet[], ab cidr, ac macaddr8, ad point, ae line, af lseg, ag box, ah path, ai polygon,
    aj circle, ak tsquery, al tsvector, am int4range, ao oid, ap regclass, aq pg_lsn,
    ar txid_snapshot, bx xid8, by regtype, bz aclitem, as_ xid, at cid, au money[], av name, aw text[][],
    ax varchar(10)[] NOT NULL DEFAULT '{}', ay numeric(10,2)[] , az int2vector, ba oidvector, bb jsonpath,
    bc refcursor, bd varchar(10485760), be smallint, bf bool[], bg pg_snapshot);
