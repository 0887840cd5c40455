/* Generator blocks: every key is kept, few are judged. */
#include "config.h"

#include "preview_features.h"

#include <string.h>

static bool check_text(Resolver *r, const AstExpr *expr)
{
    const char *ignored;
    return expr_string(r, expr, &ignored);
}

/* A value of a key that only the generator itself understands: anything, but env() must be right. */
static bool check_free_value(Resolver *r, const AstExpr *expr)
{
    const char *ignored;
    if (expr->kind == AST_CALL && strcmp(expr->text, "env") == 0) return config_env(r, expr, &ignored);
    if (expr->kind != AST_ARRAY) return true;
    for (size_t i = 0; i < expr->items.count; i++)
        if (!check_free_value(r, expr->items.items[i])) return false;
    return true;
}

static void read_preview_features(Resolver *r, const AstExpr *list, Generator *generator)
{
    if (!config_check_items(r, list, check_text)) return;
    size_t count = list->kind == AST_ARRAY ? list->items.count : 1;
    for (size_t i = 0; i < count; i++) {
        const AstExpr *item = list->kind == AST_ARRAY ? list->items.items[i] : list;
        *list_add(r->arena, &generator->preview_features) = item->text;
        preview_feature_enable(r, item);
    }
}

static void check_values(Resolver *r, Properties *properties, Generator *generator)
{
    const AstProperty *output = config_take(properties, "output");
    if (output != NULL) (void)config_is_string_or_env(r, output->value);
    const AstProperty *targets = config_take(properties, "binaryTargets");
    if (targets != NULL) (void)config_check_items(r, targets->value, config_is_string_or_env);
    const AstProperty *features = config_take(properties, "previewFeatures");
    if (features != NULL) read_preview_features(r, features->value, generator);
    for (size_t i = 0; i < properties->block->properties.count; i++)
        if (!properties->is_taken[i]) (void)check_free_value(r, properties->block->properties.items[i]->value);
}

static bool check_provider(Resolver *r, Properties *properties)
{
    const AstBlock *block = properties->block;
    const AstProperty *provider = config_take(properties, "provider");
    if (provider != NULL) return config_is_string_or_env(r, provider->value);
    if (block->is_unclosed || ast_is_broken(&block->broken, "provider")) return false;
    Diagnostic *d = diag_add(r->diags, DIAG_PROVIDER_MISSING, block->name.span, "the generator `%s` has no `provider`",
                             block->name.text);
    diag_help(r->diags, d, "for this program: `provider = \"schemagen-c\"`");
    return false;
}

static void resolve_generator(Resolver *r, const AstBlock *block)
{
    Properties properties;
    Generator *generator = sg_arena_new(r->arena, sizeof *generator);
    *generator = (Generator){
        .name = block->name.text,
        .documentation = block->documentation,
        .span = block->span,
        .name_span = block->name.span,
    };
    *list_add(r->arena, &r->schema->generators) = generator;
    if (!config_begin(r, block, &properties)) return;
    for (size_t i = 0; i < block->properties.count; i++)
        *list_add(r->arena, &generator->settings) = config_setting(r, block->properties.items[i]);
    const Setting *provider = model_find_setting(generator, "provider");
    generator->provider = provider != NULL ? provider->value : NULL;

    for (size_t i = 0; i < block->properties.count; i++) {
        const AstProperty *property = block->properties.items[i];
        if (strcmp(property->name.text, "engineType") == 0) (void)check_text(r, property->value);
    }
    if (check_provider(r, &properties)) check_values(r, &properties, generator);
}

void resolve_generators(Resolver *r)
{
    for (size_t i = 0; i < r->ast->blocks.count; i++)
        if (r->ast->blocks.items[i]->kind == AST_GENERATOR) resolve_generator(r, r->ast->blocks.items[i]);
}
