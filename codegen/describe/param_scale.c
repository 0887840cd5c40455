#include "param_scale.h"

enum { OID_NUMERIC = 1700, FUNCTION_NUMERIC_TO_SCALE = 1703, PARAM_EXTERNAL = 0 };

static bool is_param(const Node *node, long number)
{
    return node_is(node, "PARAM") && node_number(node, "paramkind") == PARAM_EXTERNAL &&
           node_number(node, "paramid") == number;
}

/* A column that an operator has beside the parameter: price < $1. */
static int beside(const Node *operator, long number)
{
    const Node *args = node_field(operator, "args");
    for (size_t i = 0; i < 2 && node_count(args) == 2; i++) {
        const Node *other = node_item(args, 1 - i);
        bool is_column = is_param(node_item(args, i), number) && node_is(other, "VAR");
        if (is_column && node_number(other, "vartype") == OID_NUMERIC) return (int)node_number(other, "vartypmod");
    }
    return -1;
}

/* numeric(p, s) that the parameter is cast to, as for a column it is written into. */
static int cast(const Node *call, long number)
{
    const Node *args = node_field(call, "args");
    bool is_cast = node_number(call, "funcid") == FUNCTION_NUMERIC_TO_SCALE && is_param(node_item(args, 0), number);
    int modifier = is_cast ? (int)node_constant(node_item(args, 1)) : 0;
    return modifier > 0 ? modifier : -1;
}

int param_modifier(const Node *tree, long number)
{
    int found = -1;
    if (node_is(tree, "OPEXPR")) found = beside(tree, number);
    if (node_is(tree, "FUNCEXPR")) found = cast(tree, number);
    for (size_t i = 0; tree != NULL && found < 0 && i < tree->fields.count; i++)
        found = param_modifier(tree->fields.items[i].value, number);
    for (size_t i = 0; found < 0 && i < node_count(tree); i++) found = param_modifier(node_item(tree, i), number);
    return found;
}
