#include "query_level.h"

#include <string.h>

/* Numbers of PostgreSQL's enums (nodes/nodes.h, nodes/primnodes.h), the same in all its versions. */
enum { JOIN_LEFT = 1, JOIN_FULL = 2, JOIN_RIGHT = 3 };
enum { COMMAND_SELECT = 1, COMMAND_UPDATE = 2, COMMAND_MERGE_OR_UTILITY = 5 };
enum { TEST_IS_NOT_NULL = 1, TEST_IS_TRUE = 0, SUBLINK_ANY = 2 };

const Node *query_level_table(const QueryLevel *level, long table)
{
    return table < 1 ? NULL : node_item(node_field(level->query, "rtable"), (size_t)table - 1);
}

const Node *query_level_result(const Node *query, long column)
{
    bool is_select = node_number(query, "commandType") == COMMAND_SELECT;
    const Node *list = node_field(query, is_select ? "targetList" : "returningList");
    for (size_t i = 0; i < node_count(list); i++) {
        const Node *entry = node_item(list, i);
        if (node_number(entry, "resno") == column && !node_word_is(entry, "resjunk", "true")) return entry;
    }
    return NULL;
}

bool query_level_proves(const QueryLevel *level, long table, long column)
{
    for (size_t i = 0; i < level->facts.count; i++)
        if (level->facts.items[i].table == table && level->facts.items[i].column == column) return true;
    return false;
}

/* ---- Conditions: columns that cannot be NULL where they are true ---- */

/* A column of a join stands for one of its tables, unless the join merged two. */
static const Node *base_column(const QueryLevel *level, const Node *var)
{
    for (;;) {
        const Node *table = query_level_table(level, node_number(var, "varno"));
        const Node *aliases = node_field(table, "joinaliasvars");
        if (aliases == NULL) return var;
        const Node *alias = node_item(aliases, (size_t)node_number(var, "varattno") - 1);
        if (!node_is(alias, "VAR")) return var;
        var = alias;
    }
}

/* The expression is not NULL: neither are the columns that it cannot do without. */
static void prove(QueryLevel *level, const Node *expression)
{
    if (node_is(expression, "VAR") && node_number(expression, "varlevelsup") == 0) {
        const Node *var = base_column(level, expression);
        *list_add(level->arena, &level->facts) = (ColumnFact){node_number(var, "varno"), node_number(var, "varattno")};
    } else if (node_is(expression, "RELABELTYPE") || node_is(expression, "COERCEVIAIO") ||
               node_is(expression, "COLLATEEXPR") || node_is(expression, "COLLATE")) {
        prove(level, node_field(expression, "arg"));
    } else if (node_is(expression, "OPEXPR") || node_is(expression, "FUNCEXPR")) {
        const char *function = node_is(expression, "OPEXPR") ? "opfuncid" : "funcid";
        if (!catalog_fact(level->catalog, FACT_STRICT, node_number(expression, function))) return;
        const Node *args = node_field(expression, "args");
        for (size_t i = 0; i < node_count(args); i++) prove(level, node_item(args, i));
    }
}

static void assume(QueryLevel *level, const Node *condition);

/* One of the conditions is true: known is what each of them would prove. */
static void assume_any(QueryLevel *level, const Node *conditions)
{
    QueryLevel branch = *level;
    for (size_t i = 0; i < node_count(conditions); i++) {
        QueryLevel other = *level;
        size_t kept = 0;
        memset(&other.facts, 0, sizeof other.facts);
        assume(&other, node_item(conditions, i));
        if (i == 0) branch.facts = other.facts;
        for (size_t k = 0; k < branch.facts.count; k++) {
            ColumnFact fact = branch.facts.items[k];
            if (query_level_proves(&other, fact.table, fact.column)) branch.facts.items[kept++] = fact;
        }
        branch.facts.count = kept;
    }
    for (size_t i = 0; node_count(conditions) > 0 && i < branch.facts.count; i++)
        *list_add(level->arena, &level->facts) = branch.facts.items[i];
}

/* The condition is true. */
static void assume(QueryLevel *level, const Node *condition)
{
    const Node *args = node_field(condition, "args");
    if (node_is(condition, "BOOLEXPR")) {
        if (node_word_is(condition, "boolop", "or")) assume_any(level, args);
        if (node_word_is(condition, "boolop", "not")) prove(level, node_item(args, 0));
        for (size_t i = 0; node_word_is(condition, "boolop", "and") && i < node_count(args); i++)
            assume(level, node_item(args, i));
    } else if (node_is(condition, "NULLTEST")) {
        if (node_number(condition, "nulltesttype") == TEST_IS_NOT_NULL) prove(level, node_field(condition, "arg"));
    } else if (node_is(condition, "BOOLEANTEST")) {
        if (node_number(condition, "booltesttype") == TEST_IS_TRUE) assume(level, node_field(condition, "arg"));
    } else if (node_is(condition, "SCALARARRAYOPEXPR")) {
        /* x = ANY(…); x <> ALL('{}') is true of any x */
        if (!node_word_is(condition, "useOr", "true")) return;
        if (catalog_fact(level->catalog, FACT_STRICT, node_number(condition, "opfuncid")))
            prove(level, node_item(args, 0));
    } else if (node_is(condition, "SUBLINK")) {
        if (node_number(condition, "subLinkType") == SUBLINK_ANY) assume(level, node_field(condition, "testexpr"));
    } else {
        prove(level, condition);
    }
}

/* ---- Joins ---- */

void query_level_mark(QueryLevel *level, const Node *join, int delta)
{
    if (node_is(join, "FROMEXPR")) {
        const Node *items = node_field(join, "fromlist");
        for (size_t i = 0; i < node_count(items); i++) query_level_mark(level, node_item(items, i), delta);
        return;
    }
    long table = node_number(join, "rtindex");
    if (query_level_table(level, table) != NULL) level->nulled[table] += delta;
    if (!node_is(join, "JOINEXPR")) return;
    query_level_mark(level, node_field(join, "larg"), delta);
    query_level_mark(level, node_field(join, "rarg"), delta);
}

/* Is a column of one of the join's tables known not to be NULL? */
static bool is_required(const QueryLevel *level, const Node *join)
{
    if (node_is(join, "JOINEXPR"))
        return is_required(level, node_field(join, "larg")) || is_required(level, node_field(join, "rarg"));
    long table = node_number(join, "rtindex");
    for (size_t i = 0; i < level->facts.count; i++)
        if (level->facts.items[i].table == table) return true;
    return false;
}

static void walk(QueryLevel *level, const Node *node, bool is_certain);

/* A join of which no side is left out is an inner one: what it is on holds for all its rows. */
static void walk_join(QueryLevel *level, const Node *join, bool is_certain)
{
    const Node *left = node_field(join, "larg"), *right = node_field(join, "rarg");
    long type = node_number(join, "jointype"), table = node_number(join, "rtindex");
    bool needs_left = is_required(level, left), needs_right = is_required(level, right);
    bool keeps_left = (type == JOIN_LEFT || type == JOIN_FULL) && !needs_right;
    bool keeps_right = (type == JOIN_RIGHT || type == JOIN_FULL) && !needs_left;

    if (keeps_left) query_level_mark(level, right, 1);
    if (keeps_right) query_level_mark(level, left, 1);
    if (keeps_left && keeps_right && query_level_table(level, table) != NULL) level->full_joins[table] = join;
    if (is_certain && !keeps_left && !keeps_right) assume(level, node_field(join, "quals"));
    walk(level, left, is_certain && !keeps_right);
    walk(level, right, is_certain && !keeps_left);
}

/* `is_certain`: each row of the query has one of this; only then do conditions in it say something of the query's rows.
 */
static void walk(QueryLevel *level, const Node *node, bool is_certain)
{
    if (node_is(node, "FROMEXPR")) {
        const Node *items = node_field(node, "fromlist");
        if (is_certain) assume(level, node_field(node, "quals"));
        for (size_t i = 0; i < node_count(items); i++) walk(level, node_item(items, i), is_certain);
    } else if (node_is(node, "JOINEXPR")) {
        walk_join(level, node, is_certain);
    }
}

/* ---- Commands that change rows ---- */

/* RETURNING shows the row as written, the conditions were true of the row before. */
static void forget_target(QueryLevel *level, long target)
{
    size_t kept = 0;
    for (size_t i = 0; i < level->facts.count; i++)
        if (level->facts.items[i].table != target) level->facts.items[kept++] = level->facts.items[i];
    level->facts.count = kept;
}

/* Of MERGE's source there may be no row. */
static void mark_sources(QueryLevel *level, long target, size_t count)
{
    for (long table = 1; table <= (long)count; table++)
        if (table != target) level->nulled[table]++;
}

QueryLevel *query_level_new(SgArena *arena, const CatalogFacts *catalog, const Node *query, QueryLevel *parent)
{
    QueryLevel *level = sg_arena_new(arena, sizeof *level);
    size_t count = node_count(node_field(query, "rtable"));
    *level = (QueryLevel){
        .arena = arena,
        .catalog = catalog,
        .query = query,
        .parent = parent,
        .nulled = sg_arena_new(arena, (count + 1) * sizeof *level->nulled),
        .full_joins = sg_arena_new(arena, (count + 1) * sizeof *level->full_joins),
    };
    long command = node_number(query, "commandType"), target = node_number(query, "resultRelation");
    if (command == COMMAND_MERGE_OR_UTILITY) {
        mark_sources(level, target, count);
        return level;
    }
    walk(level, node_field(query, "jointree"), true);
    if (command == COMMAND_UPDATE) forget_target(level, target);
    return level;
}
