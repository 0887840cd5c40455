#include "datasource.h"

#include "load.h"
#include "parse.h"

#include <string.h>

static const AstBlock *find_datasource(const Ast *ast)
{
    for (size_t i = 0; i < ast->blocks.count; i++) {
        if (ast->blocks.items[i]->kind == AST_DATASOURCE) return ast->blocks.items[i];
    }
    return NULL;
}

static const AstExpr *find_property(const AstBlock *block, const char *name)
{
    for (size_t i = 0; i < block->properties.count; i++) {
        const AstProperty *property = block->properties.items[i];
        if (property->name.text != NULL && strcmp(property->name.text, name) == 0) return property->value;
    }
    return NULL;
}

DatasourceUrl datasource_url(Cli *cli, const char *property)
{
    const char *path = load_find_schema(cli), *error = NULL;
    Sources sources = {.arena = cli->arena};
    Diags diags = {.arena = cli->arena};
    if (path == NULL || !source_read(&sources, path, &error)) return (DatasourceUrl){0};
    const AstBlock *block = find_datasource(parse_schema(cli->arena, &sources, &diags));
    const AstExpr *value = block == NULL ? NULL : find_property(block, property);
    if (value == NULL) return (DatasourceUrl){0};
    if (value->kind == AST_STRING) return (DatasourceUrl){.text = value->text};
    bool is_variable = value->kind == AST_CALL && strcmp(value->text, "env") == 0 && value->arguments.count == 1;
    if (!is_variable) return (DatasourceUrl){0};
    const AstExpr *name = value->arguments.items[0].value;
    return (DatasourceUrl){.variable = name != NULL && name->kind == AST_STRING ? name->text : NULL};
}
