#include "catalog_facts.h"

#include <stdio.h>
#include <stdlib.h>

/* Left out on purpose, since they may be NULL for arguments that are not: to_char() and to_number() (of an empty
 * format), scale() (of NaN), extract() and date_part() (of infinity), substring(text, pattern), array_length(), ->,
 * ->>,
 * #>, @?, @@, and casts of jsonb (of its null, from PostgreSQL 18 on). */
#define TOTAL_FUNCTIONS                                                                                                \
    "abs,acos,age,asin,atan,atan2,ascii,array_append,array_cat,array_prepend,array_remove,array_replace,"              \
    "array_to_json,array_to_string,bit_length,bit_count,btrim,cardinality,cbrt,ceil,ceiling,char_length,"              \
    "character_length,chr,cos,date_bin,date_trunc,decode,degrees,div,encode,exp,factorial,floor,gcd,"                  \
    "generate_uuid_v7,get_byte,host,initcap,isfinite,isempty,json_array_length,json_object,jsonb_array_length,"        \
    "jsonb_insert,jsonb_object,jsonb_pretty,jsonb_strip_nulls,json_strip_nulls,justify_days,justify_hours,"            \
    "justify_interval,lcm,left,length,ln,log,log10,lower,lpad,ltrim,make_date,make_interval,make_time,"                \
    "make_timestamp,make_timestamptz,masklen,md5,mod,network,nextval,normalize,octet_length,overlay,pi,"               \
    "position,pow,power,quote_ident,quote_literal,radians,regexp_replace,repeat,replace,reverse,right,round,"          \
    "row_to_json,rpad,rtrim,setseed,sha224,sha256,sha384,sha512,sign,sin,split_part,sqrt,starts_with,"                 \
    "string_to_array,strpos,substr,tan,text,textcat,timezone,to_date,to_hex,to_json,to_jsonb,"                         \
    "to_timestamp,to_tsquery,to_tsvector,plainto_tsquery,websearch_to_tsquery,translate,trim_array,trim_scale,"        \
    "trunc,ts_rank,ts_rank_cd,ts_headline,upper,width_bucket,pg_try_advisory_lock,pg_try_advisory_xact_lock"

#define NEVER_NULL_FUNCTIONS                                                                                           \
    "concat,json_build_array,json_build_object,jsonb_build_array,jsonb_build_object,num_nulls,num_nonnulls,"           \
    "now,clock_timestamp,statement_timestamp,transaction_timestamp,timeofday,random,gen_random_uuid,uuidv4,uuidv7,"    \
    "version,current_database,pg_backend_pid,txid_current,pg_current_xact_id,"                                         \
    "count,regr_count,row_number,rank,dense_rank,percent_rank,cume_dist"

#define AGGREGATES                                                                                                     \
    "sum,avg,min,max,bool_and,bool_or,every,bit_and,bit_or,bit_xor,string_agg,var_pop,stddev_pop,any_value,"           \
    "first_value,last_value,ntile"

#define COLLECTING_AGGREGATES "array_agg,json_agg,jsonb_agg,json_object_agg,jsonb_object_agg"

#define TOTAL_ROWS                                                                                                     \
    "generate_series,generate_subscripts,json_array_elements,jsonb_array_elements,json_object_keys,"                   \
    "jsonb_object_keys,regexp_split_to_table,json_each,json_each_text,jsonb_each,jsonb_each_text"

/* Of geometric types some have no result; json's -> and its like are not here. */
#define TOTAL_OPERATORS                                                                                                \
    "=,<>,<,<=,>,>=,+,-,*,/,%,^,||,&,|,<<,>>,<<=,>>=,~~,~~*,!~~,!~~*,~,~*,!~,!~*,@>,<@,&&,?,?|,?&,@,|/,^@"

/* Casts that are functions are total but for those of json, and of a timestamp to a time (infinity has none); so are
 * range bounds excepted: lower() and upper() of a range are NULL when it has no bound. */
static const char facts_sql[] =
    "WITH builtin AS (SELECT p.oid, p.proname, p.prokind, p.proretset FROM pg_catalog.pg_proc p"
    " WHERE p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace)"
    " SELECT '0 ' || p.oid FROM pg_catalog.pg_proc p WHERE p.proisstrict"
    " UNION ALL SELECT '1 ' || p.oid FROM builtin p JOIN pg_catalog.pg_proc f USING (oid)"
    " WHERE p.proname = ANY(pg_catalog.string_to_array('" TOTAL_FUNCTIONS "', ','))"
    " AND NOT EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.oid = ANY(f.proargtypes) AND t.typtype IN ('r', 'm')"
    " OR t.oid = ANY(f.proargtypes) AND t.oid IN (3831, 4537))"
    " UNION ALL SELECT '1 ' || c.castfunc FROM pg_catalog.pg_cast c JOIN builtin p ON p.oid = c.castfunc"
    " WHERE c.castsource NOT IN (114, 3802)"
    " AND NOT (c.castsource IN (1114, 1184) AND c.casttarget IN (1083, 1266))"
    " UNION ALL SELECT '2 ' || p.oid FROM builtin p"
    " WHERE p.proname = ANY(pg_catalog.string_to_array('" NEVER_NULL_FUNCTIONS "', ','))"
    " UNION ALL SELECT '3 ' || p.oid FROM builtin p WHERE p.prokind IN ('a', 'w')"
    " AND p.proname = ANY(pg_catalog.string_to_array('" AGGREGATES "', ','))"
    " UNION ALL SELECT '6 ' || p.oid FROM builtin p WHERE p.prokind = 'a'"
    " AND p.proname = ANY(pg_catalog.string_to_array('" COLLECTING_AGGREGATES "', ','))"
    " UNION ALL SELECT '4 ' || p.oid FROM builtin p WHERE p.proretset"
    " AND p.proname = ANY(pg_catalog.string_to_array('" TOTAL_ROWS "', ','))"
    " UNION ALL SELECT '5 ' || o.oid FROM pg_catalog.pg_operator o"
    " WHERE o.oprnamespace = 'pg_catalog'::pg_catalog.regnamespace"
    " AND o.oprname = ANY(pg_catalog.string_to_array('" TOTAL_OPERATORS "', ','))"
    " AND NOT (o.oprresult IN (600, 601, 602, 603, 604, 628, 718))"
    " UNION ALL SELECT 'c ' || a.attrelid || ' ' || a.attnum FROM pg_catalog.pg_attribute a"
    " JOIN pg_catalog.pg_class r ON r.oid = a.attrelid"
    " WHERE a.attnotnull AND a.attnum > 0 AND NOT a.attisdropped AND r.relkind IN ('r', 'p')"
    /* a child of a table may allow what its parent does not */
    " AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_attribute c ON c.attrelid = i.inhrelid"
    " AND c.attname = a.attname WHERE i.inhparent = a.attrelid AND NOT c.attnotnull)";

/* The server puts a view's query in its place, but not a materialized view's, nor those of the views in that. */
static const char views_sql[] =
    "SELECT r.ev_class, r.ev_action FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class"
    " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('m', 'v') AND r.ev_type = '1'"
    " AND n.nspname NOT IN ('pg_catalog', 'information_schema')";

static const Failure *read_views(Connection *connection, CatalogFacts *facts)
{
    Rows rows;
    const Failure *failure = connection_query(connection, views_sql, NULL, 0, &rows);
    for (size_t i = 0; failure == NULL && i < rows.count; i++) {
        ViewQuery *view = list_add(facts->arena, &facts->views);
        view->view = strtol(rows_get(&rows, i, 0), NULL, 10);
        view->query = node_item(node_parse(facts->arena, rows_get(&rows, i, 1)), 0);
    }
    return failure;
}

const Failure *catalog_facts_read(Connection *connection, CatalogFacts *out)
{
    CatalogFacts facts = {.arena = connection->arena};
    Rows rows;
    const Failure *failure = connection_query(connection, facts_sql, NULL, 0, &rows);
    if (failure != NULL) return failure;
    for (size_t i = 0; i < rows.count; i++) sg_map_put(&facts.known, facts.arena, rows_get(&rows, i, 0), &facts);
    failure = read_views(connection, &facts);
    if (failure == NULL) *out = facts;
    return failure;
}

bool catalog_fact(const CatalogFacts *facts, Fact fact, long oid)
{
    char key[48];
    snprintf(key, sizeof key, "%d %ld", (int)fact, oid);
    return sg_map_find(&facts->known, key) != NULL;
}

bool catalog_column_not_null(const CatalogFacts *facts, long table, long column)
{
    char key[64];
    snprintf(key, sizeof key, "c %ld %ld", table, column);
    return sg_map_find(&facts->known, key) != NULL;
}

const Node *catalog_view(const CatalogFacts *facts, long table)
{
    for (size_t i = 0; i < facts->views.count; i++)
        if (facts->views.items[i].view == table) return facts->views.items[i].query;
    return NULL;
}
