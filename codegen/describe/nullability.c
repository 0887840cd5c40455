#include "nullability.h"

#include "query_level.h"

#include <string.h>

/* Numbers of PostgreSQL's enums (nodes/nodes.h, nodes/parsenodes.h, nodes/primnodes.h), the same in all its versions.
 */
enum {
    TABLE_RELATION,
    TABLE_SUBQUERY,
    TABLE_JOIN,
    TABLE_FUNCTION,
    TABLE_XML,
    TABLE_VALUES,
    TABLE_CTE,
    TABLE_GROUP = 9
};
enum { SET_INTERSECT = 2, SET_EXCEPT = 3 };
enum { SUBLINK_EXISTS = 0, SUBLINK_ALL = 1, SUBLINK_ANY = 2, SUBLINK_EXPR = 4, SUBLINK_ARRAY = 6 };
enum { PARAM_EXTERNAL = 0, PARAM_SUBLINK = 2 };
enum { FRAME_NOT_DEFAULT = 1, VALUE_CURRENT_SCHEMA = 14, COMMAND_SELECT = 1 };
enum { DEPTH_MAX = 200 };

/* A column of a common table expression that is being looked at: a recursive one refers to itself. */
typedef struct Pending {
    const Node *query;
    long column;
    const struct Pending *outer;
} Pending;

typedef struct Search {
    SgArena *arena;
    const CatalogFacts *facts;
    const Query *query;
    const Pending *pending;
    int depth;
} Search;

static bool is_never_null(Search *search, QueryLevel *level, const Node *expression);
static bool result_is_never_null(Search *search, const Node *query, long column, QueryLevel *parent);

static bool all_never_null(Search *search, QueryLevel *level, const Node *list)
{
    for (size_t i = 0; i < node_count(list); i++)
        if (!is_never_null(search, level, node_item(list, i))) return false;
    return true;
}

static bool any_never_null(Search *search, QueryLevel *level, const Node *list)
{
    for (size_t i = 0; i < node_count(list); i++)
        if (is_never_null(search, level, node_item(list, i))) return true;
    return false;
}

static bool has_grouping_sets(const QueryLevel *level)
{
    return node_count(node_field(level->query, "groupingSets")) > 0;
}

/* ---- Columns of tables ---- */

static const Node *find_cte(QueryLevel *level, const Node *table, QueryLevel **owner)
{
    const Node *name = node_field(table, "ctename");
    for (long up = node_number(table, "ctelevelsup"); up > 0 && level != NULL; up--) level = level->parent;
    if (level == NULL || name == NULL) return NULL;
    const Node *list = node_field(level->query, "cteList");
    for (size_t i = 0; i < node_count(list); i++) {
        if (!node_word_is(node_item(list, i), "ctename", name->atom)) continue;
        *owner = level;
        return node_field(node_item(list, i), "ctequery");
    }
    return NULL;
}

/* What a recursive query says of itself is taken for true while it is looked at: it begins so, and stays so. */
static bool cte_is_never_null(Search *search, QueryLevel *level, const Node *table, long column)
{
    QueryLevel *owner = NULL;
    const Node *query = find_cte(level, table, &owner);
    for (const Pending *pending = search->pending; pending != NULL; pending = pending->outer)
        if (pending->query == query && pending->column == column) return true;
    if (query == NULL) return false;
    Pending pending = {query, column, search->pending};
    search->pending = &pending;
    bool is_proven = result_is_never_null(search, query, column, owner);
    search->pending = pending.outer;
    return is_proven;
}

/* A column of a join is one of a table.  Of FULL JOIN … USING it is either side's: one of them is there. */
static bool join_is_never_null(Search *search, QueryLevel *level, const Node *var, const Node *table)
{
    long number = node_number(var, "varno");
    const Node *alias = node_item(node_field(table, "joinaliasvars"), (size_t)node_number(var, "varattno") - 1);
    const Node *join = level->full_joins[number];
    bool is_merged = node_is(alias, "COALESCEEXPR") || node_is(alias, "COALESCE"); /* newer and older servers */
    if (join == NULL || !is_merged) return is_never_null(search, level, alias);
    if (level->nulled[number] > 0) return false;
    query_level_mark(level, node_field(join, "larg"), -1);
    query_level_mark(level, node_field(join, "rarg"), -1);
    bool is_proven = all_never_null(search, level, node_field(alias, "args"));
    query_level_mark(level, node_field(join, "larg"), 1);
    query_level_mark(level, node_field(join, "rarg"), 1);
    return is_proven;
}

static bool values_are_never_null(Search *search, QueryLevel *level, const Node *rows, long column)
{
    for (size_t i = 0; i < node_count(rows); i++)
        if (!is_never_null(search, level, node_item(node_item(rows, i), (size_t)column - 1))) return false;
    return node_count(rows) > 0;
}

/* ROWS FROM (f(), g()) fills up the shorter one.  Behind the functions' columns is WITH ORDINALITY's. */
static bool function_is_never_null(Search *search, const Node *table, long column)
{
    const Node *functions = node_field(table, "functions");
    long columns = 0;
    for (size_t i = 0; i < node_count(functions); i++) columns += node_number(node_item(functions, i), "funccolcount");
    if (column > columns) return node_word_is(table, "funcordinality", "true");
    const Node *call = node_field(node_item(functions, 0), "funcexpr");
    return node_count(functions) == 1 && column == 1 && node_is(call, "FUNCEXPR") &&
           catalog_fact(search->facts, FACT_TOTAL_ROWS, node_number(call, "funcid"));
}

/* System columns, the row as a whole, declared columns; of a view what its query says. */
static bool relation_is_never_null(Search *search, long relation, long column)
{
    if (column <= 0 || catalog_column_not_null(search->facts, relation, column)) return true;
    return result_is_never_null(search, catalog_view(search->facts, relation), column, NULL);
}

static bool table_is_never_null(Search *search, QueryLevel *level, const Node *table, long column)
{
    switch (node_number(table, "rtekind")) {
    case TABLE_RELATION: return relation_is_never_null(search, node_number(table, "relid"), column);
    case TABLE_SUBQUERY: return result_is_never_null(search, node_field(table, "subquery"), column, level);
    case TABLE_FUNCTION: return function_is_never_null(search, table, column);
    case TABLE_VALUES: return values_are_never_null(search, level, node_field(table, "values_lists"), column);
    case TABLE_CTE: return cte_is_never_null(search, level, table, column);
    case TABLE_GROUP:
        return is_never_null(search, level, node_item(node_field(table, "groupexprs"), (size_t)column - 1));
    default: return false;
    }
}

static bool var_is_never_null(Search *search, QueryLevel *level, const Node *var)
{
    for (long up = node_number(var, "varlevelsup"); up > 0 && level != NULL; up--) level = level->parent;
    long number = node_number(var, "varno"), column = node_number(var, "varattno");
    const Node *table = level == NULL ? NULL : query_level_table(level, number);
    if (table == NULL || has_grouping_sets(level)) return false;
    if (node_number(var, "varreturningtype") != 0) return false; /* OLD and NEW of RETURNING */
    bool is_target = number == node_number(level->query, "resultRelation");
    if (is_target && catalog_view(search->facts, node_number(table, "relid")) != NULL) return false; /* of a trigger */
    if (query_level_proves(level, number, column)) return true;
    if (node_number(table, "rtekind") == TABLE_JOIN) return join_is_never_null(search, level, var, table);
    return level->nulled[number] == 0 && table_is_never_null(search, level, table, column);
}

/* ---- Expressions ---- */

static bool param_is_never_null(const Search *search, const Node *param)
{
    size_t number = (size_t)node_number(param, "paramid");
    if (node_number(param, "paramkind") != PARAM_EXTERNAL || number < 1 || number > search->query->params.count)
        return false;
    return !search->query->params.items[number - 1].is_nullable;
}

/* x = ANY(array): NULL also when the array has a NULL.  Those of parameters have none. */
static bool array_test_is_never_null(Search *search, QueryLevel *level, const Node *test)
{
    const Node *args = node_field(test, "args"), *array = node_item(args, 1);
    if (node_is(array, "ARRAYEXPR") || node_is(array, "ARRAY")) {
        if (!all_never_null(search, level, node_field(array, "elements"))) return false;
    } else if (!node_is(array, "PARAM")) {
        return false;
    }
    return catalog_fact(search->facts, FACT_OPERATOR, node_number(test, "opno")) && all_never_null(search, level, args);
}

static bool case_is_never_null(Search *search, QueryLevel *level, const Node *expression)
{
    const Node *branches = node_field(expression, "args");
    for (size_t i = 0; i < node_count(branches); i++)
        if (!is_never_null(search, level, node_field(node_item(branches, i), "result"))) return false;
    return is_never_null(search, level, node_field(expression, "defresult"));
}

/* Has the query a row whatever the tables hold? */
static bool has_always_a_row(const Node *query)
{
    bool is_cut = node_field(query, "limitCount") != NULL || node_field(query, "limitOffset") != NULL;
    bool is_grouped =
        node_count(node_field(query, "groupClause")) > 0 || node_count(node_field(query, "groupingSets")) > 0;
    bool is_filtered = node_field(query, "havingQual") != NULL || node_word_is(query, "hasTargetSRFs", "true");
    if (is_cut || is_grouped || is_filtered || node_field(query, "setOperations") != NULL) return false;
    if (node_word_is(query, "hasAggs", "true")) return true;
    const Node *from = node_field(query, "jointree");
    return node_number(query, "commandType") == COMMAND_SELECT && node_count(node_field(from, "fromlist")) == 0 &&
           node_field(from, "quals") == NULL;
}

/* The left sides of x IN (SELECT …): operators between the values and parameters that stand for its columns. */
static bool test_is_never_null(Search *search, QueryLevel *level, const Node *test)
{
    const Node *args = node_field(test, "args");
    if (!node_is(test, "OPEXPR") || !catalog_fact(search->facts, FACT_OPERATOR, node_number(test, "opno")))
        return false;
    for (size_t i = 0; i < node_count(args); i++) {
        const Node *arg = node_item(args, i);
        bool is_column = node_is(arg, "PARAM") && node_number(arg, "paramkind") == PARAM_SUBLINK;
        if (!is_column && !is_never_null(search, level, arg)) return false;
    }
    return true;
}

static bool sublink_is_never_null(Search *search, QueryLevel *level, const Node *link)
{
    const Node *query = node_field(link, "subselect");
    switch (node_number(link, "subLinkType")) {
    case SUBLINK_EXISTS:
    case SUBLINK_ARRAY: return true;
    case SUBLINK_ALL:
    case SUBLINK_ANY:
        return test_is_never_null(search, level, node_field(link, "testexpr")) &&
               result_is_never_null(search, query, 1, level);
    case SUBLINK_EXPR: return has_always_a_row(query) && result_is_never_null(search, query, 1, level);
    default: return false;
    }
}

/* A group has at least one row; without GROUP BY there may be none. */
static bool aggregate_is_never_null(Search *search, QueryLevel *level, const Node *aggregate)
{
    long function = node_number(aggregate, "aggfnoid");
    if (catalog_fact(search->facts, FACT_NEVER_NULL, function)) return true;
    bool has_rows = node_count(node_field(level->query, "groupClause")) > 0 && !has_grouping_sets(level) &&
                    node_field(aggregate, "aggfilter") == NULL && node_number(aggregate, "agglevelsup") == 0;
    if (!has_rows || catalog_fact(search->facts, FACT_COLLECTS, function)) return has_rows;
    return catalog_fact(search->facts, FACT_OF_ROWS, function) &&
           all_never_null(search, level, node_field(aggregate, "args"));
}

/* A window of the usual frame holds the row itself. */
static bool window_is_never_null(Search *search, QueryLevel *level, const Node *call)
{
    long function = node_number(call, "winfnoid");
    if (catalog_fact(search->facts, FACT_NEVER_NULL, function)) return true;
    const Node *windows = node_field(level->query, "windowClause");
    const Node *window = node_item(windows, (size_t)node_number(call, "winref") - 1);
    bool has_row = window != NULL && (node_number(window, "frameOptions") & FRAME_NOT_DEFAULT) == 0 &&
                   node_field(call, "aggfilter") == NULL;
    if (!has_row || catalog_fact(search->facts, FACT_COLLECTS, function)) return has_row;
    return catalog_fact(search->facts, FACT_OF_ROWS, function) &&
           all_never_null(search, level, node_field(call, "args"));
}

/* The calls in a tree that return sets. */
static size_t count_sets(const Node *node)
{
    size_t count = node_word_is(node, "funcretset", "true") ? 1 : 0;
    for (size_t i = 0; node != NULL && i < node->fields.count; i++) count += count_sets(node->fields.items[i].value);
    for (size_t i = 0; i < node_count(node); i++) count += count_sets(node_item(node, i));
    return count;
}

/* Of several sets in one SELECT list the shorter ones are filled up.  VARIADIC NULL makes NULL of anything. */
static bool call_is_never_null(Search *search, QueryLevel *level, const Node *call)
{
    long function = node_number(call, "funcid");
    if (node_word_is(call, "funcretset", "true"))
        return catalog_fact(search->facts, FACT_TOTAL_ROWS, function) &&
               count_sets(node_field(level->query, "targetList")) == 1;
    bool is_variadic = node_word_is(call, "funcvariadic", "true");
    if (catalog_fact(search->facts, FACT_NEVER_NULL, function))
        return !is_variadic || all_never_null(search, level, node_field(call, "args"));
    return catalog_fact(search->facts, FACT_TOTAL, function) && all_never_null(search, level, node_field(call, "args"));
}

/* How NULL goes through a node of the tree. */
typedef enum Rule { RULE_NEVER, RULE_ARGUMENT, RULE_ARGUMENTS, RULE_ANY_ARGUMENT } Rule;

static const struct {
    const char *kind;
    Rule rule;
} RULES[] = {
    {"NULLTEST", RULE_NEVER},
    {"BOOLEANTEST", RULE_NEVER},
    {"DISTINCTEXPR", RULE_NEVER},
    {"GROUPINGFUNC", RULE_NEVER},
    {"ARRAYEXPR", RULE_NEVER},
    {"ARRAY", RULE_NEVER},
    {"ROW", RULE_NEVER},
    {"ROWEXPR", RULE_NEVER},
    {"NEXTVALUEEXPR", RULE_NEVER},
    {"MERGESUPPORTFUNC", RULE_NEVER},
    {"JSONISPREDICATE", RULE_NEVER},
    {"BOOLEXPR", RULE_ARGUMENTS},
    {"COALESCE", RULE_ANY_ARGUMENT},
    {"COALESCEEXPR", RULE_ANY_ARGUMENT},
    {"MINMAX", RULE_ANY_ARGUMENT},
    {"MINMAXEXPR", RULE_ANY_ARGUMENT},
    {"RELABELTYPE", RULE_ARGUMENT},
    {"COERCEVIAIO", RULE_ARGUMENT},
    {"ARRAYCOERCEEXPR", RULE_ARGUMENT},
    {"COLLATE", RULE_ARGUMENT},
    {"COLLATEEXPR", RULE_ARGUMENT},
    {"COERCETODOMAIN", RULE_ARGUMENT},
    {"CONVERTROWTYPEEXPR", RULE_ARGUMENT},
    {"NAMEDARGEXPR", RULE_ARGUMENT},
};

static bool follows_rule(Search *search, QueryLevel *level, const Node *expression)
{
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
        if (!node_is(expression, RULES[i].kind)) continue;
        switch (RULES[i].rule) {
        case RULE_NEVER: return true;
        case RULE_ARGUMENT: return is_never_null(search, level, node_field(expression, "arg"));
        case RULE_ARGUMENTS: return all_never_null(search, level, node_field(expression, "args"));
        case RULE_ANY_ARGUMENT: return any_never_null(search, level, node_field(expression, "args"));
        }
    }
    return false;
}

static bool look_at(Search *search, QueryLevel *level, const Node *expression)
{
    if (node_is(expression, "VAR")) return var_is_never_null(search, level, expression);
    if (node_is(expression, "CONST")) return node_word_is(expression, "constisnull", "false");
    if (node_is(expression, "PARAM")) return param_is_never_null(search, expression);
    if (node_is(expression, "FUNCEXPR")) return call_is_never_null(search, level, expression);
    if (node_is(expression, "OPEXPR"))
        return catalog_fact(search->facts, FACT_OPERATOR, node_number(expression, "opno")) &&
               all_never_null(search, level, node_field(expression, "args"));
    if (node_is(expression, "SCALARARRAYOPEXPR")) return array_test_is_never_null(search, level, expression);
    if (node_is(expression, "CASE") || node_is(expression, "CASEEXPR"))
        return case_is_never_null(search, level, expression);
    if (node_is(expression, "SUBLINK")) return sublink_is_never_null(search, level, expression);
    if (node_is(expression, "AGGREF")) return aggregate_is_never_null(search, level, expression);
    if (node_is(expression, "WINDOWFUNC")) return window_is_never_null(search, level, expression);
    if (node_is(expression, "TARGETENTRY")) return is_never_null(search, level, node_field(expression, "expr"));
    if (node_is(expression, "SQLVALUEFUNCTION")) return node_number(expression, "op") != VALUE_CURRENT_SCHEMA;
    return follows_rule(search, level, expression);
}

static bool is_never_null(Search *search, QueryLevel *level, const Node *expression)
{
    if (search->depth > DEPTH_MAX) return false;
    search->depth++;
    bool is_proven = look_at(search, level, expression);
    search->depth--;
    return is_proven;
}

/* ---- Results ---- */

/* Every row of a union is from either side; of an intersection from both. */
static bool set_is_never_null(Search *search, const Node *set, long column, QueryLevel *level)
{
    if (node_is(set, "RANGETBLREF"))
        return table_is_never_null(search, level, query_level_table(level, node_number(set, "rtindex")), column);
    long kind = node_number(set, "op");
    bool left = set_is_never_null(search, node_field(set, "larg"), column, level);
    if (kind == SET_EXCEPT || (kind == SET_INTERSECT && left)) return left;
    bool right = set_is_never_null(search, node_field(set, "rarg"), column, level);
    return kind == SET_INTERSECT ? right : left && right;
}

static bool result_is_never_null(Search *search, const Node *query, long column, QueryLevel *parent)
{
    if (query == NULL || search->depth > DEPTH_MAX) return false;
    QueryLevel *level = query_level_new(search->arena, search->facts, query, parent);
    const Node *set = node_field(query, "setOperations");
    if (set != NULL) return set_is_never_null(search, set, column, level);
    const Node *entry = query_level_result(query, column);
    /* Grouping sets make NULL of what others group by. */
    if (entry == NULL || (has_grouping_sets(level) && node_number(entry, "ressortgroupref") != 0)) return false;
    return is_never_null(search, level, entry);
}

bool column_is_never_null(SgArena *arena, const CatalogFacts *facts, const Node *tree, const Query *query, long index)
{
    Search search = {.arena = arena, .facts = facts, .query = query};
    return result_is_never_null(&search, tree, index, NULL);
}
