#include "ast_dump.h"

#include "json.h"

#include <string.h>

typedef struct Dump {
    const Sources *sources;
    SgText *out;
} Dump;

static void add_line(const Dump *dump, unsigned depth, Span span, const char *what)
{
    Location place = source_locate(dump->sources, span.start);
    sg_text_printf(dump->out, "%*s%s", (int)(2 * depth), "", what);
    sg_text_printf(dump->out, " <%u:%u>", (unsigned)place.line, (unsigned)place.column);
}

static void add_expression(const Dump *dump, const AstExpr *value);

static void add_arguments(const Dump *dump, const AstArguments *arguments)
{
    for (size_t i = 0; i < arguments->count; i++) {
        const AstArgument *argument = &arguments->items[i];
        if (i > 0) sg_text_add(dump->out, ", ");
        if (argument->name.text != NULL) sg_text_printf(dump->out, "%s: ", argument->name.text);
        if (argument->value != NULL) add_expression(dump, argument->value);
    }
}

static void add_expression(const Dump *dump, const AstExpr *value)
{
    switch (value->kind) {
    case AST_STRING: sg_json_string(dump->out, value->text, value->text_size); return;
    case AST_NUMBER:
    case AST_CONSTANT: sg_text_add(dump->out, value->text); return;
    case AST_CALL:
        sg_text_printf(dump->out, "%s(", value->text);
        add_arguments(dump, &value->arguments);
        sg_text_add(dump->out, ")");
        return;
    case AST_ARRAY:
        sg_text_add(dump->out, "[");
        for (size_t i = 0; i < value->items.count; i++) {
            if (i > 0) sg_text_add(dump->out, ", ");
            add_expression(dump, value->items.items[i]);
        }
        sg_text_add(dump->out, "]");
        return;
    case AST_OBJECT:
        sg_text_add(dump->out, "{");
        add_arguments(dump, &value->arguments);
        sg_text_add(dump->out, "}");
        return;
    }
}

static void add_documentation(const Dump *dump, const char *documentation)
{
    if (documentation == NULL) return;
    sg_text_add(dump->out, " documentation ");
    sg_json_text(dump->out, documentation);
}

static void add_attributes(const Dump *dump, unsigned depth, const AstAttributes *attributes)
{
    for (size_t i = 0; i < attributes->count; i++) {
        const AstAttribute *attribute = attributes->items[i];
        add_line(dump, depth, attribute->span, attribute->is_block ? "@@" : "@");
        sg_text_printf(dump->out, " %s", attribute->name.text);
        if (attribute->has_parentheses) sg_text_add(dump->out, "(");
        add_arguments(dump, &attribute->arguments);
        if (attribute->has_parentheses) sg_text_add(dump->out, ")");
        if (attribute->is_documented) sg_text_add(dump->out, " documented");
        sg_text_add(dump->out, "\n");
    }
}

static void add_field(const Dump *dump, const AstField *field)
{
    static const char *const ARITIES[] = {[AST_REQUIRED] = "", [AST_OPTIONAL] = "?", [AST_LIST] = "[]"};
    add_line(dump, 1, field->span, "field");
    sg_text_printf(dump->out, " %s %s", field->name.text, field->type.text);
    if (field->unsupported != NULL) {
        sg_text_add(dump->out, "(");
        sg_json_text(dump->out, field->unsupported);
        sg_text_add(dump->out, ")");
    }
    sg_text_add(dump->out, ARITIES[field->arity]);
    add_documentation(dump, field->documentation);
    sg_text_add(dump->out, "\n");
    add_attributes(dump, 2, &field->attributes);
}

static void add_block(const Dump *dump, const AstBlock *block)
{
    static const char *const KINDS[] = {
        [AST_MODEL] = "model",           [AST_VIEW] = "view",          [AST_TYPE] = "type", [AST_ENUM] = "enum",
        [AST_DATASOURCE] = "datasource", [AST_GENERATOR] = "generator"};
    add_line(dump, 0, block->span, KINDS[block->kind]);
    sg_text_printf(dump->out, " %s", block->name.text);
    add_documentation(dump, block->documentation);
    sg_text_add(dump->out, "\n");
    for (size_t i = 0; i < block->fields.count; i++) add_field(dump, block->fields.items[i]);
    for (size_t i = 0; i < block->values.count; i++) {
        const AstEnumValue *value = block->values.items[i];
        add_line(dump, 1, value->span, "value");
        sg_text_printf(dump->out, " %s", value->name.text);
        add_documentation(dump, value->documentation);
        sg_text_add(dump->out, "\n");
        add_attributes(dump, 2, &value->attributes);
    }
    for (size_t i = 0; i < block->properties.count; i++) {
        const AstProperty *property = block->properties.items[i];
        add_line(dump, 1, property->span, "property");
        sg_text_printf(dump->out, " %s = ", property->name.text);
        if (property->value != NULL) add_expression(dump, property->value);
        sg_text_add(dump->out, "\n");
    }
    add_attributes(dump, 1, &block->attributes);
}

void ast_dump(const Ast *ast, const Sources *sources, SgText *out)
{
    Dump dump = {.sources = sources, .out = out};
    for (size_t i = 0; i < ast->blocks.count; i++) add_block(&dump, ast->blocks.items[i]);
}
