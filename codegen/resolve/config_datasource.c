/* The datasource block. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

static void source_error(Resolver *r, Span span, const char *message)
{
    diag_add(r->diags, DIAG_DATASOURCE, span, "%s", message);
}

static bool is_postgresql(const char *provider)
{
    return strcmp(provider, "postgresql") == 0 || strcmp(provider, "postgres") == 0;
}

static bool check_provider(Resolver *r, Properties *properties)
{
    const AstBlock *block = properties->block;
    const AstProperty *provider = config_take(properties, "provider");
    if (provider == NULL && (block->is_unclosed || ast_is_broken(&block->broken, "provider"))) return false;
    if (provider == NULL) {
        Diagnostic *d = diag_add(r->diags, DIAG_PROVIDER_MISSING, block->name.span,
                                 "the datasource `%s` has no `provider`", block->name.text);
        diag_help(r->diags, d, "add `provider = \"postgresql\"`");
        return false;
    }
    const AstExpr *value = provider->value;
    if (value->kind == AST_CALL && strcmp(value->text, "env") == 0) {
        source_error(r, block->name.span, "the provider of a datasource cannot come from the environment");
    } else if (value->kind != AST_STRING) {
        source_error(r, value->span, "the provider of a datasource is a string");
    } else if (!is_postgresql(value->text)) {
        Diagnostic *d =
            diag_add(r->diags, DIAG_PROVIDER_UNKNOWN, value->span, "the provider `%s` is not supported", value->text);
        diag_help(r->diags, d, "this program is for PostgreSQL: `provider = \"postgresql\"`");
    } else {
        return true;
    }
    return false;
}

static void read_relation_mode(Resolver *r, Properties *properties, Datasource *datasource)
{
    const AstProperty *mode = config_take(properties, "relationMode");
    const AstProperty *old = config_take(properties, "referentialIntegrity");
    const char *text;
    if (old != NULL)
        diag_add(r->diags, DIAG_RELATION_MODE_OLD, old->span, "`referentialIntegrity` is now called `relationMode`");
    if (mode != NULL && old != NULL) {
        source_error(r, old->span, "`referentialIntegrity` and `relationMode` are the same; keep `relationMode`");
        return;
    }
    const AstProperty *property = mode != NULL ? mode : old;
    if (property == NULL || !expr_string(r, property->value, &text)) return;
    datasource->relation_mode_prisma = strcmp(text, "prisma") == 0;
    if (datasource->relation_mode_prisma || strcmp(text, "foreignKeys") == 0) return;
    Diagnostic *d =
        diag_add(r->diags, DIAG_DATASOURCE, properties->block->name.span, "unknown relation mode `%s`", text);
    diag_note(r->diags, d, property->value->span, "given here");
    diag_help(r->diags, d, "it is `\"foreignKeys\"` or `\"prisma\"`");
}

static void set_extension_argument(Resolver *r, Extension *extension, const AstArgument *argument)
{
    const char **target = strcmp(argument->name.text, "map") == 0       ? &extension->database_name
                          : strcmp(argument->name.text, "schema") == 0  ? &extension->schema
                          : strcmp(argument->name.text, "version") == 0 ? &extension->version
                                                                        : NULL;
    if (target == NULL)
        diag_add(r->diags, DIAG_ARGUMENT_UNKNOWN, ast_argument_span(argument), "an extension has no argument `%s`",
                 argument->name.text);
    else (void)expr_string(r, argument->value, target);
}

static void read_extension(Resolver *r, const AstExpr *expr, Extension *extension)
{
    *extension = (Extension){.name = expr->text, .database_name = expr->text, .span = expr->span};
    SgMap seen = {0};
    for (size_t i = 0; i < expr->arguments.count; i++) {
        AstArgument *argument = &expr->arguments.items[i];
        if (argument->value == NULL) continue;
        if (argument->name.text == NULL) {
            diag_add(r->diags, DIAG_ARGUMENT_UNKNOWN, ast_argument_span(argument),
                     "an argument of an extension has a name");
        } else if (sg_map_find(&seen, argument->name.text) != NULL) {
            diag_add(r->diags, DIAG_ARGUMENT_REPEATED, ast_argument_span(argument),
                     "the argument `%s` is given more than once", argument->name.text);
        } else {
            sg_map_put(&seen, r->scratch, argument->name.text, argument);
            set_extension_argument(r, extension, argument);
        }
    }
}

static bool check_extension(Resolver *r, const AstExpr *expr)
{
    if (expr->kind == AST_CONSTANT || expr->kind == AST_CALL) return true;
    expr_mismatch(r, expr, "name of an extension");
    return false;
}

static int compare_extensions(const void *a, const void *b)
{
    const Extension *left = a, *right = b;
    return strcmp(left->name, right->name);
}

static void read_extensions(Resolver *r, Properties *properties, Datasource *datasource)
{
    const AstProperty *property = config_take(properties, "extensions");
    if (property == NULL || !config_check_items(r, property->value, check_extension)) return;
    const AstExpr *list = property->value;
    r->extensions_span = property->span;
    if (list->kind != AST_ARRAY) {
        read_extension(r, list, list_add(r->arena, &datasource->extensions));
        return;
    }
    for (size_t i = 0; i < list->items.count; i++)
        read_extension(r, list->items.items[i], list_add(r->arena, &datasource->extensions));
    if (datasource->extensions.count > 0)
        qsort(datasource->extensions.items, datasource->extensions.count, sizeof(Extension), compare_extensions);
}

static bool check_schema_name(Resolver *r, const AstExpr *expr)
{
    const char *ignored;
    return expr_string(r, expr, &ignored);
}

static void read_schemas(Resolver *r, Properties *properties, Datasource *datasource)
{
    const AstProperty *property = config_take(properties, "schemas");
    if (property == NULL || !config_check_items(r, property->value, check_schema_name)) return;
    const AstExpr *list = property->value;
    size_t count = list->kind == AST_ARRAY ? list->items.count : 1;
    if (count == 0) {
        source_error(r, list->span, "the list of schemas is empty");
        return;
    }
    SgMap seen = {0};
    for (size_t i = 0; i < count; i++) {
        AstExpr *item = list->kind == AST_ARRAY ? list->items.items[i] : property->value;
        if (sg_map_find(&seen, item->text) != NULL)
            diag_add(r->diags, DIAG_DATASOURCE, item->span, "the schema `%s` is listed twice", item->text);
        sg_map_put(&seen, r->scratch, item->text, item);
        *list_add(r->arena, &datasource->schemas) = item->text;
    }
    r->schemas_span = list->span;
}

/* Prisma 7 refuses URLs here; older projects have them. */
static Setting *read_url(Resolver *r, Properties *properties, const char *name)
{
    const AstProperty *property = config_take(properties, name);
    if (property == NULL || !config_is_string_or_env(r, property->value)) return NULL;
    Setting *setting = sg_arena_new(r->arena, sizeof *setting);
    *setting = config_setting(r, property);
    return setting;
}

static void finish_properties(Resolver *r, Properties *properties)
{
    const AstProperty *features = config_take(properties, "previewFeatures");
    if (features != NULL) source_error(r, features->span, "preview features belong into a generator block");
    for (size_t i = 0; i < properties->block->properties.count; i++) {
        const AstProperty *property = properties->block->properties.items[i];
        if (!properties->is_taken[i])
            diag_add(r->diags, DIAG_PROPERTY_UNKNOWN, property->span, "a datasource has no property `%s`",
                     property->name.text);
    }
}

static bool resolve_datasource(Resolver *r, const AstBlock *block)
{
    Properties properties;
    if (!config_begin(r, block, &properties) || !check_provider(r, &properties)) return false;
    Datasource *datasource = sg_arena_new(r->arena, sizeof *datasource);
    *datasource = (Datasource){
        .name = block->name.text,
        .provider = "postgresql",
        .span = block->span,
        .name_span = block->name.span,
    };
    if (r->schema->datasource == NULL) r->schema->datasource = datasource;
    read_relation_mode(r, &properties, datasource);
    read_extensions(r, &properties, datasource);
    datasource->url = read_url(r, &properties, "url");
    datasource->shadow_url = read_url(r, &properties, "shadowDatabaseUrl");
    datasource->direct_url = read_url(r, &properties, "directUrl");
    read_schemas(r, &properties, datasource);
    finish_properties(r, &properties);
    datasource->extensions_enabled = r->preview.postgresql_extensions;
    return true;
}

void resolve_datasources(Resolver *r)
{
    size_t count = 0;
    for (size_t i = 0; i < r->ast->blocks.count; i++)
        if (r->ast->blocks.items[i]->kind == AST_DATASOURCE && resolve_datasource(r, r->ast->blocks.items[i])) count++;
    if (count < 2) return;
    for (size_t i = 0; i < r->ast->blocks.count; i++)
        if (r->ast->blocks.items[i]->kind == AST_DATASOURCE)
            source_error(r, r->ast->blocks.items[i]->name.span, "a schema has one datasource");
}
