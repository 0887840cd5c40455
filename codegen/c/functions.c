#include "functions.h"

#include "c_print.h"
#include "emit.h"

Function *c_function(SgArena *arena, Functions *out, FunctionGroup group, const char *name)
{
    if (name == NULL) return NULL;
    Function *function = list_add(arena, out);
    function->group = group;
    function->name = name;
    c_param(arena, function, "SgSession *db");
    return function;
}

void c_param(SgArena *arena, Function *function, const char *declaration)
{
    *list_add(arena, &function->params) = declaration;
}

static const ColumnPlan *column_of(const ModelPlan *plan, const KeyPlan *key, size_t i)
{
    return &plan->columns.items[key->columns.items[i]];
}

void c_key_params(SgArena *arena, const ModelPlan *plan, const KeyPlan *key, Function *function)
{
    for (size_t i = 0; i < key->columns.count; i++) {
        const ColumnPlan *column = column_of(plan, key, i);
        c_param(arena, function, c_declare(arena, column->value_type, column->param));
    }
}

const char *c_key_values(SgArena *arena, const ModelPlan *plan, const KeyPlan *key)
{
    SgText out = {.arena = arena};
    sg_text_add(&out, "const void *const key[] = {");
    for (size_t i = 0; i < key->columns.count; i++)
        emit_add(&out, "%s&%s", i > 0 ? ", " : "", column_of(plan, key, i)->param);
    sg_text_add(&out, "};");
    return out.data;
}

const char *c_key_condition(SgArena *arena, const ModelPlan *plan, const KeyPlan *key)
{
    SgText out = {.arena = arena};
    for (size_t i = 0; i < key->columns.count; i++) {
        const ColumnPlan *column = column_of(plan, key, i);
        emit_add(&out, "%s%s = $%zu", i > 0 ? " AND " : "", column->sql, i + 1);
        if (column->cast != NULL) emit_add(&out, "::%s%s", column->cast, column->is_list ? "[]" : "");
    }
    return out.data;
}

const char *c_visitor(SgArena *arena, const char *visitor, const char *visit, const char *type)
{
    SgText out = {.arena = arena};
    Holes h = {0};
    hole(&h, "visitor", visitor);
    hole(&h, "visit", visit);
    hole(&h, "Row", type);
    emit(&out, &h,
        "/* The caller's visitor: the runtime knows a row by its address only. */",
        "struct ${visitor} {",
        "    SgStatus (*visit)(const ${Row} *row, void *arg);",
        "    void *arg;",
        "};",
        "",
        "static SgStatus ${visit}(const void *row, void *arg)",
        "{",
        "    const struct ${visitor} *visitor = arg;",
        "    return visitor->visit(row, visitor->arg);",
        "}");
    return out.data;
}
