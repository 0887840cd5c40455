/*
 * catalog_sql.c - the catalog queries.
 *
 * They read pg_catalog and not information_schema, which checks privileges row by row and is ten times slower.
 * What a version does not have is put in by ${…} holes, so that one text serves all.
 */
#include "catalog_sql.h"

#include "text.h"

#include <string.h>

/* A table that is described: ordinary or partitioned, no partition; an extension's only when the schema has it.
 * 1259 is pg_class: the texts may not be longer than C's 4,095 bytes. */
#define DESCRIBED_TABLES                                                                                               \
    "described AS MATERIALIZED ("                                                                                      \
    " SELECT c.oid, c.relname, n.nspname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relpersistence,"       \
    " c.reloptions, c.relreplident, c.relnamespace"                                                                    \
    " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"                             \
    " WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('r', 'p') AND NOT c.relispartition"                         \
    " AND c.relname <> '_prisma_migrations'"                                                                           \
    " AND (n.nspname || '.' || c.relname = ANY ($2::text[])"                                                           \
    " OR NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 1259 AND d.objid = c.oid"                    \
    " AND d.deptype = 'e')))"

#define IS_NO_EXTENSIONS(catalog, oid)                                                                                 \
    "NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog." catalog "'::regclass"              \
    " AND d.objid = " oid " AND d.deptype = 'e')"
#define CLASS_IS_NO_EXTENSIONS IS_NO_EXTENSIONS("pg_class", "c.oid")
#define TYPE_IS_NO_EXTENSIONS IS_NO_EXTENSIONS("pg_type", "t.oid")
#define FUNCTION_IS_NO_EXTENSIONS IS_NO_EXTENSIONS("pg_proc", "p.oid")

#define FACTS_IN_ORDER                                                                                                 \
    ") SELECT f.owner, f.kind, f.name, f.definition FROM facts f JOIN described r ON r.oid = f.owner"                  \
    " ORDER BY r.nspname, r.relname, f.kind COLLATE \"C\", f.name COLLATE \"C\", f.definition COLLATE \"C\""

const char catalog_settings_sql[] =
    "SELECT pg_catalog.set_config('search_path', $1, true), pg_catalog.set_config('TimeZone', 'UTC', true),"
    " pg_catalog.set_config('DateStyle', 'ISO', true), pg_catalog.set_config('bytea_output', 'hex', true),"
    " pg_catalog.set_config('quote_all_identifiers', 'off', true), pg_catalog.set_config('jit', 'off', true),"
    " pg_catalog.set_config('work_mem', '64MB', true), pg_catalog.set_config('lock_timeout', '10s', true),"
    " pg_catalog.set_config('client_min_messages', 'error', true)";

static const char schemas_sql[] =
    "SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname = ANY ($1::text[]) ORDER BY 1";

static const char tables_sql[] = "WITH " DESCRIBED_TABLES " SELECT oid, nspname, relname FROM described ORDER BY 2, 3";

static const char enums_sql[] = "SELECT t.oid, n.nspname, t.typname, e.enumlabel, e.oid"
                                " FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"
                                " JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid"
                                " WHERE n.nspname = ANY ($1::text[]) AND t.typtype = 'e' AND " TYPE_IS_NO_EXTENSIONS
                                " ORDER BY n.nspname, t.typname, e.enumsortorder";

/* A column of a domain has the domain's base type, as information_schema and Prisma see it. */
static const char columns_sql[] =
    "WITH " DESCRIBED_TABLES ", relations AS ("
    " SELECT oid FROM described UNION ALL"
    " SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = ANY ($1::text[]) AND c.relkind = 'v' AND " CLASS_IS_NO_EXTENSIONS ")"
    " SELECT a.attrelid, a.attname, a.attnotnull OR (t.typtype = 'd' AND t.typnotnull), e.oid IS NOT NULL,"
    " coalesce(e.oid, b.oid), tn.nspname, coalesce(e.typname, b.typname), modifier,"
    " pg_catalog.format_type(coalesce(e.oid, b.oid), modifier),"
    " pg_catalog.pg_get_expr(d.adbin, d.adrelid), a.attidentity <> '', a.attgenerated <> '', a.attnum"
    " FROM relations r"
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
    " JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END"
    " LEFT JOIN pg_catalog.pg_type e ON e.oid = b.typelem AND b.typlen = -1 AND b.typtype = 'b'"
    " JOIN pg_catalog.pg_namespace tn ON tn.oid = coalesce(e.typnamespace, b.typnamespace)"
    " CROSS JOIN LATERAL ("
    "SELECT CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier) m"
    " LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
    " ORDER BY a.attrelid, a.attnum";

static const char sequences_sql[] =
    "WITH " DESCRIBED_TABLES " SELECT r.oid, a.attname, n.nspname, s.relname"
    " FROM described r"
    " JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = r.oid"
    " AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'i'"
    " JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'"
    " JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace"
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum = d.refobjsubid";

/* Exclusion constraints' indexes are facts, and so are those over an expression: see CATALOG_TABLE_FACTS. */
static const char indexes_sql[] =
    "WITH " DESCRIBED_TABLES
    " SELECT i.indrelid, c.relname, i.indisprimary, i.indisunique, i.indisvalid, k.oid IS NOT NULL,"
    " coalesce(k.condeferrable, false), ${nulls_not_distinct}, m.amname,"
    " pg_catalog.pg_get_expr(i.indpred, i.indrelid),"
    " part, part <= i.indnkeyatts, a.attname, o.opcname, o.opcdefault,"
    " part <= i.indnkeyatts AND i.indoption[part - 1] & 1 = 1, part <= i.indnkeyatts AND i.indoption[part - 1] & 2 = 2"
    " FROM described r"
    " JOIN pg_catalog.pg_index i ON i.indrelid = r.oid"
    " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid"
    " JOIN pg_catalog.pg_am m ON m.oid = c.relam"
    " LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('p', 'u')"
    " CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS key (attnum, part)"
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = key.attnum"
    " LEFT JOIN pg_catalog.pg_opclass o ON part <= i.indnkeyatts AND o.oid = i.indclass[part - 1]"
    " WHERE (NOT i.indisexclusion OR k.oid IS NOT NULL) AND i.indexprs IS NULL"
    " ORDER BY r.nspname, r.relname, c.relname, part";

/* Copies that a partitioned table makes of its keys have a parent. */
static const char foreign_keys_sql[] =
    "WITH " DESCRIBED_TABLES
    " SELECT k.conrelid, k.conname, fn.nspname, f.relname, k.confdeltype, k.confupdtype, k.condeferrable,"
    " k.convalidated, d.oid IS NOT NULL,"
    " CASE WHEN part = 1 AND (k.condeferrable OR NOT k.convalidated OR k.confmatchtype <> 's' ${is_unusual}"
    " OR d.oid IS NULL) THEN pg_catalog.pg_get_constraintdef(k.oid) END, part, a.attname, fa.attname"
    " FROM described r"
    " JOIN pg_catalog.pg_constraint k ON k.conrelid = r.oid AND k.contype = 'f' AND k.conparentid = 0"
    " JOIN pg_catalog.pg_class f ON f.oid = k.confrelid"
    " JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace"
    " LEFT JOIN described d ON d.oid = k.confrelid"
    " CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS key (attnum, referenced, part)"
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.attnum"
    " JOIN pg_catalog.pg_attribute fa ON fa.attrelid = k.confrelid AND fa.attnum = key.referenced"
    " ORDER BY r.nspname, r.relname, k.conname, part";

static const char table_facts_sql[] =
    "WITH " DESCRIBED_TABLES ", facts (owner, kind, name, definition) AS ("
    " SELECT r.oid, CASE k.contype WHEN 'c' THEN 'check' WHEN 'x' THEN 'exclude'"
    " WHEN 't' THEN 'constraint trigger' ELSE 'not null' END,"
    " k.conname::text, pg_catalog.pg_get_constraintdef(k.oid)"
    " FROM described r JOIN pg_catalog.pg_constraint k ON k.conrelid = r.oid"
    " WHERE k.contype IN ('c', 'x', 't')"
    " OR (k.contype = 'n' AND (NOT k.convalidated OR k.conname <> left(r.relname || '_' || (SELECT a.attname FROM"
    " pg_catalog.pg_attribute a WHERE a.attrelid = r.oid AND a.attnum = k.conkey[1]) || '_not_null', 63))) "
    "UNION ALL "
    "SELECT r.oid, 'key', k.conname::text, pg_catalog.pg_get_constraintdef(k.oid)"
    " FROM described r JOIN pg_catalog.pg_constraint k ON k.conrelid = r.oid AND k.contype IN ('p', 'u')"
    " JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid"
    " WHERE i.indisexclusion OR (k.contype = 'p' AND i.indnatts <> i.indnkeyatts) "
    "UNION ALL "
    "SELECT r.oid, 'expression index', c.relname::text, pg_catalog.pg_get_indexdef(i.indexrelid)"
    " FROM described r JOIN pg_catalog.pg_index i ON i.indrelid = r.oid"
    " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisexclusion AND i.indexprs IS NOT NULL "
    "UNION ALL "
    "SELECT r.oid, 'index options', c.relname::text, pg_catalog.pg_get_indexdef(i.indexrelid)"
    " FROM described r JOIN pg_catalog.pg_index i ON i.indrelid = r.oid AND i.indexprs IS NULL"
    " JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid WHERE c.reloptions IS NOT NULL"
    " OR EXISTS (SELECT FROM unnest(i.indkey::int2[], i.indcollation::oid[]) AS key (attnum, coll)"
    " JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = key.attnum"
    " WHERE key.coll <> a.attcollation AND key.coll <> 0) "
    "UNION ALL "
    "SELECT r.oid, 'trigger', t.tgname::text, pg_catalog.pg_get_triggerdef(t.oid)"
    " || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' ENABLED ' || t.tgenabled::text END"
    " FROM described r JOIN pg_catalog.pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal "
    "UNION ALL "
    "SELECT r.oid, 'rule', w.rulename::text, pg_catalog.pg_get_ruledef(w.oid)"
    " FROM described r JOIN pg_catalog.pg_rewrite w ON w.ev_class = r.oid "
    "UNION ALL "
    "SELECT r.oid, 'policy', p.polname::text, concat_ws(' ', CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE"
    " 'RESTRICTIVE' END, 'FOR', p.polcmd::text, 'TO', (SELECT string_agg(coalesce(pg_catalog.quote_ident(u.rolname),"
    " 'public'), ', ' ORDER BY u.rolname) FROM unnest(p.polroles) AS role LEFT JOIN pg_catalog.pg_roles u ON"
    " u.oid = role), 'USING (' || pg_catalog.pg_get_expr(p.polqual, p.polrelid) || ')',"
    " 'WITH CHECK (' || pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) || ')')"
    " FROM described r JOIN pg_catalog.pg_policy p ON p.polrelid = r.oid "
    "UNION ALL "
    "SELECT r.oid, 'row level security', r.relname::text,"
    " CASE WHEN r.relforcerowsecurity THEN 'FORCE' ELSE 'ENABLE' END"
    " FROM described r WHERE r.relrowsecurity OR r.relforcerowsecurity "
    "UNION ALL "
    "SELECT r.oid, 'partitioned', r.relname::text, pg_catalog.pg_get_partkeydef(r.oid)"
    " FROM described r WHERE r.relkind = 'p' "
    "UNION ALL "
    "SELECT r.oid, 'partition', c.oid::regclass::text, pg_catalog.pg_get_expr(c.relpartbound, c.oid)"
    " FROM described r CROSS JOIN LATERAL pg_catalog.pg_partition_tree(r.oid) AS p"
    " JOIN pg_catalog.pg_class c ON c.oid = p.relid WHERE r.relkind = 'p' AND p.level > 0 "
    "UNION ALL "
    "SELECT r.oid, 'inherits', h.inhparent::regclass::text, h.inhseqno::text"
    " FROM described r JOIN pg_catalog.pg_inherits h ON h.inhrelid = r.oid " FACTS_IN_ORDER;

static const char column_facts_sql[] =
    "WITH " DESCRIBED_TABLES ", facts (owner, kind, name, definition) AS ("
    " SELECT r.oid, 'generated column', a.attname::text, pg_catalog.pg_get_expr(d.adbin, d.adrelid)"
    " FROM described r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attgenerated <> ''"
    " AND NOT a.attisdropped JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
    "UNION ALL "
    "SELECT r.oid, 'identity', a.attname::text, CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END"
    " FROM described r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attidentity <> ''"
    " AND NOT a.attisdropped "
    "UNION ALL "
    "SELECT r.oid, CASE t.typtype WHEN 'd' THEN 'domain' ELSE 'required list' END, a.attname::text,"
    " pg_catalog.format_type(t.oid, a.atttypmod)"
    " FROM described r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
    " WHERE t.typtype = 'd' OR (a.attnotnull AND t.typlen = -1 AND t.typelem <> 0) "
    "UNION ALL "
    "SELECT r.oid, 'collation', a.attname::text, l.collname::text"
    " FROM described r JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation"
    " WHERE a.attcollation <> t.typcollation "
    "UNION ALL "
    "SELECT r.oid, 'comment', coalesce(a.attname::text, ''), s.description"
    " FROM described r JOIN pg_catalog.pg_description s ON s.objoid = r.oid"
    " AND s.classoid = 'pg_catalog.pg_class'::regclass"
    " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = r.oid AND a.attnum = s.objsubid AND s.objsubid > 0 "
    "UNION ALL "
    "SELECT r.oid, 'storage', r.relname::text, concat_ws(' ', CASE r.relpersistence WHEN 'u' THEN 'UNLOGGED' END,"
    " array_to_string(r.reloptions, ', '))"
    " FROM described r WHERE r.relpersistence <> 'p' OR r.reloptions IS NOT NULL "
    "UNION ALL "
    "SELECT r.oid, 'replica identity', r.relname::text, r.relreplident::text"
    " FROM described r WHERE r.relreplident <> 'd' "
    "UNION ALL "
    "SELECT r.oid, 'statistics', x.stxname::text, pg_catalog.pg_get_statisticsobjdef(x.oid)"
    " FROM described r JOIN pg_catalog.pg_statistic_ext x ON x.stxrelid = r.oid" FACTS_IN_ORDER;

static const char views_sql[] = "SELECT c.oid, n.nspname, c.relname, pg_catalog.pg_get_viewdef(c.oid)"
                                " FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                                " WHERE n.nspname = ANY ($1::text[]) AND c.relkind = 'v' AND " CLASS_IS_NO_EXTENSIONS
                                " ORDER BY n.nspname, c.relname";

static const char extensions_sql[] =
    "SELECT x.extname, n.nspname, x.extversion, x.extrelocatable"
    " FROM pg_catalog.pg_extension x JOIN pg_catalog.pg_namespace n ON n.oid = x.extnamespace"
    " WHERE cardinality($1::text[]) >= 0 ORDER BY x.extname";

static const char facts_sql[] =
    "WITH spaces AS (SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1::text[])),"
    " facts (schema, kind, name, definition) AS ("
    " SELECT n.nspname, CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END,"
    " p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')',"
    " pg_catalog.pg_get_functiondef(p.oid)"
    " FROM spaces n JOIN pg_catalog.pg_proc p ON p.pronamespace = n.oid"
    " WHERE p.prokind IN ('f', 'p', 'w') AND " FUNCTION_IS_NO_EXTENSIONS " "
    "UNION ALL "
    "SELECT n.nspname, 'aggregate',"
    " p.proname || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', NULL"
    " FROM spaces n JOIN pg_catalog.pg_proc p ON p.pronamespace = n.oid"
    " WHERE p.prokind = 'a' AND " FUNCTION_IS_NO_EXTENSIONS " "
    "UNION ALL "
    "SELECT n.nspname, CASE t.typtype WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type'"
    " WHEN 'c' THEN 'composite type' ELSE 'type' END, t.typname::text,"
    " CASE t.typtype WHEN 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod)"
    " || coalesce(' DEFAULT ' || t.typdefault, '') || CASE WHEN t.typnotnull THEN ' NOT NULL' ELSE '' END"
    " || coalesce((SELECT string_agg(' ' || pg_catalog.pg_get_constraintdef(k.oid), '' ORDER BY k.conname)"
    " FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'), '')"
    " WHEN 'c' THEN (SELECT string_agg(pg_catalog.quote_ident(a.attname) || ' ' ||"
    " pg_catalog.format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum) FROM pg_catalog.pg_attribute a"
    " WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) END"
    " FROM spaces n JOIN pg_catalog.pg_type t ON t.typnamespace = n.oid"
    " LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid"
    " WHERE (t.typtype IN ('d', 'r') OR (t.typtype = 'c' AND c.relkind = 'c')"
    " OR (t.typtype = 'b' AND t.typelem = 0)"
    " OR (t.typtype = 'e' AND NOT EXISTS (SELECT FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)))"
    " AND " TYPE_IS_NO_EXTENSIONS " "
    "UNION ALL "
    "SELECT n.nspname, 'sequence', c.relname::text, concat_ws(' ', 'AS', q.seqtypid::regtype, 'START', q.seqstart,"
    " 'INCREMENT', q.seqincrement, 'MINVALUE', q.seqmin, 'MAXVALUE', q.seqmax, 'CACHE', q.seqcache,"
    " CASE WHEN q.seqcycle THEN 'CYCLE' END)"
    " FROM spaces n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind = 'S'"
    " JOIN pg_catalog.pg_sequence q ON q.seqrelid = c.oid WHERE " CLASS_IS_NO_EXTENSIONS " "
    "UNION ALL "
    "SELECT n.nspname, CASE c.relkind WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END, c.relname::text,"
    " CASE c.relkind WHEN 'm' THEN pg_catalog.pg_get_viewdef(c.oid) END"
    " FROM spaces n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('m', 'f')"
    " WHERE " CLASS_IS_NO_EXTENSIONS " "
    "UNION ALL "
    "SELECT n.nspname, 'materialized view index', x.relname::text, pg_catalog.pg_get_indexdef(i.indexrelid)"
    " FROM spaces n JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relkind = 'm'"
    " JOIN pg_catalog.pg_index i ON i.indrelid = c.oid JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid"
    " WHERE " CLASS_IS_NO_EXTENSIONS ") "
    "SELECT NULL, kind, schema || '.' || name AS full_name, definition FROM facts"
    " ORDER BY kind COLLATE \"C\", (schema || '.' || name) COLLATE \"C\"";

static const char *const texts[CATALOG_QUERY_COUNT] = {
    [CATALOG_SCHEMAS] = schemas_sql,
    [CATALOG_TABLES] = tables_sql,
    [CATALOG_ENUMS] = enums_sql,
    [CATALOG_COLUMNS] = columns_sql,
    [CATALOG_SEQUENCES] = sequences_sql,
    [CATALOG_INDEXES] = indexes_sql,
    [CATALOG_FOREIGN_KEYS] = foreign_keys_sql,
    [CATALOG_TABLE_FACTS] = table_facts_sql,
    [CATALOG_VIEWS] = views_sql,
    [CATALOG_EXTENSIONS] = extensions_sql,
    [CATALOG_FACTS] = facts_sql,
    [CATALOG_COLUMN_FACTS] = column_facts_sql,
};

typedef struct VersionHole {
    const char *name;
    int since; /* the first server version that has it */
    const char *text, *text_before;
} VersionHole;

/* In this order: the text of one may have another in it. */
static const VersionHole holes[] = {
    {"${nulls_not_distinct}", 150000, "i.indnullsnotdistinct", "false"},
    {"${is_unusual}", 180000, "OR k.confdelsetcols IS NOT NULL OR k.conperiod", "${has_set_columns}"}, /* PERIOD */
    {"${has_set_columns}", 150000, "OR k.confdelsetcols IS NOT NULL", ""}, /* ON DELETE SET NULL (column) */
};

const char *catalog_sql(SgArena *arena, CatalogQuery query, int version)
{
    const char *sql = texts[query];
    for (size_t i = 0; i < sizeof holes / sizeof *holes; i++) {
        const char *at = strstr(sql, holes[i].name);
        if (at == NULL) continue;
        sql = sg_arena_printf(arena, "%.*s%s%s", (int)(at - sql), sql,
                              version >= holes[i].since ? holes[i].text : holes[i].text_before,
                              at + strlen(holes[i].name));
    }
    return sql;
}
