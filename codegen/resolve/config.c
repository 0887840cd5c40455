#include "config.h"

#include <string.h>

bool config_begin(Resolver *r, const AstBlock *block, Properties *out)
{
    Properties properties = {.r = r, .block = block};
    properties.is_taken = sg_arena_new(r->scratch, block->properties.count + 1);
    for (size_t i = 0; i < block->properties.count; i++)
        if (block->properties.items[i]->value == NULL) return false;
    *out = properties;
    return true;
}

const AstProperty *config_take(Properties *properties, const char *name)
{
    const AstProperty *found = NULL;
    for (size_t i = 0; i < properties->block->properties.count; i++) {
        const AstProperty *property = properties->block->properties.items[i];
        if (strcmp(property->name.text, name) != 0) continue;
        properties->is_taken[i] = true;
        found = property;
    }
    return found;
}

Setting config_setting(Resolver *r, const AstProperty *property)
{
    const AstExpr *value = property->value;
    Setting setting = {.key = property->name.text, .span = property->span, .value_span = value->span};
    switch (value->kind) {
    case AST_STRING:
    case AST_NUMBER:
    case AST_CONSTANT: setting.value = value->text; break;
    case AST_ARRAY:
        setting.is_list = true;
        for (size_t i = 0; i < value->items.count; i++) {
            const AstExpr *item = value->items.items[i];
            bool has_text = item->kind == AST_STRING || item->kind == AST_NUMBER || item->kind == AST_CONSTANT;
            *list_add(r->arena, &setting.items) = has_text ? item->text : expr_text(r, item);
        }
        break;
    case AST_CALL:
        if (strcmp(value->text, "env") == 0 && value->arguments.count == 1)
            setting.env = value->arguments.items[0].value->text;
        else setting.value = expr_text(r, value);
        break;
    case AST_OBJECT: setting.value = expr_text(r, value); break;
    }
    return setting;
}

bool config_env(Resolver *r, const AstExpr *call, const char **out)
{
    const AstArguments *arguments = &call->arguments;
    if (arguments->count != 1 || arguments->items[0].value == NULL) {
        diag_add(r->diags, DIAG_ENV, call->span, "`env` takes one string, the name of an environment variable");
        return false;
    }
    return expr_string(r, arguments->items[0].value, out);
}

bool config_is_string_or_env(Resolver *r, const AstExpr *expr)
{
    const char *ignored;
    if (expr->kind == AST_CALL && strcmp(expr->text, "env") == 0) return config_env(r, expr, &ignored);
    return expr_string(r, expr, &ignored);
}

bool config_check_items(Resolver *r, const AstExpr *list, bool (*check)(Resolver *r, const AstExpr *item))
{
    if (list->kind != AST_ARRAY) return check(r, list);
    bool is_valid = true;
    for (size_t i = 0; i < list->items.count; i++)
        if (!check(r, list->items.items[i])) is_valid = false;
    return is_valid;
}
